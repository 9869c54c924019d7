"""What the weekly digest shows, in which order and under which titles. The figures are not here."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from string import Formatter
from typing import Any

from config.errors import ConfigError
from config.strict import bilingual, check_keys, one_of, read_yaml
from models.records import Bilingual

DEFAULT_DIGEST = Path(__file__).resolve().parent / "digest.yaml"
SECTIONS = (
    "five_lines", "volume", "stories", "confirmed", "open", "corrected", "unseen", "trust", "models", "upcoming",
    "errata",
)  # fmt: skip
# What tells a reader how far to believe the rest; an office may move these and not drop them.
ALWAYS = ("unseen", "trust", "errata")
FIELDS = frozenset({"office", "week"})


@dataclass(frozen=True, slots=True)
class DigestSection:
    id: str
    title: Bilingual


@dataclass(frozen=True, slots=True)
class DigestLayout:
    """``title`` is a template of ``{office}`` and ``{week}``; see ``titled``."""

    title: Bilingual
    sections: tuple[DigestSection, ...]

    def titled(self, office: str, week: str) -> Bilingual:
        """The title of one digest."""
        return Bilingual(
            self.title.vi.format(office=office, week=week), self.title.en.format(office=office, week=week)
        )


def load_digest(path: Path = DEFAULT_DIGEST) -> DigestLayout:
    """The layout. ConfigError: an unknown section or one twice, one of ALWAYS missing, an unknown field."""
    where = path.name
    data = check_keys(where, read_yaml(path), ("title", "sections"))
    if not isinstance(data["sections"], list):
        raise ConfigError(Bilingual(f"{where}: sections phải là danh sách", f"{where}: sections must be a list"))
    sections = tuple(_section(f"{where}: sections[{n}]", row) for n, row in enumerate(data["sections"]))
    ids = [section.id for section in sections]
    for id_ in ids:
        if ids.count(id_) > 1:
            raise ConfigError(Bilingual(f"{where}: mục dùng hai lần: {id_}", f"{where}: section used twice: {id_}"))
    for id_ in ALWAYS:
        if id_ not in ids:
            raise ConfigError(
                Bilingual(f"{where}: không được bỏ mục {id_}", f"{where}: the section {id_} may not be left out")
            )
    return DigestLayout(_title(f"{where}: title", data["title"]), sections)


def _section(where: str, value: Any) -> DigestSection:
    data = check_keys(where, value, ("id", "title"))
    return DigestSection(one_of(f"{where}.id", data["id"], SECTIONS), bilingual(f"{where}.title", data["title"]))


def _title(where: str, value: Any) -> Bilingual:
    title = bilingual(where, value)
    for template in (title.vi, title.en):
        try:
            fields = {field for _, field, _, _ in Formatter().parse(template) if field is not None}
        except ValueError:
            fields = {template}
        if not fields <= FIELDS:
            raise ConfigError(
                Bilingual(
                    f"{where}: chỉ dùng được {{office}} và {{week}}: {template!r}",
                    f"{where}: only {{office}} and {{week}} can be used: {template!r}",
                )
            )
    return title
