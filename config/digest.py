"""What the weekly digest shows, in which order and under which titles. The figures are not here."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from pathlib import Path
from string import Formatter
from typing import Any

from config.errors import ConfigError
from config.strict import bilingual, check_keys, one_of, read_yaml
from models.records import Bilingual

DEFAULT_DIGEST = Path(__file__).resolve().parent / "digest.yaml"
SECTIONS = (
    "errata", "five_lines", "volume", "stories", "confirmed", "open", "corrected", "coverage", "own", "upcoming",
    "unseen", "trust", "models",
)  # fmt: skip
# What tells a reader how far to believe the rest; an office may move these and not drop them.
ALWAYS = ("unseen", "trust", "errata")
FIELDS = frozenset({"office", "period"})


@dataclass(frozen=True, slots=True)
class DigestSection:
    id: str
    title: Bilingual


@dataclass(frozen=True, slots=True)
class DocumentHead:
    """What stands around a digest that goes out as an office document: the heading block and the signature. Words as an
    office writes them, in its own language; an empty one leaves its line out."""

    above: str = ""  # the body the office belongs to
    agency: str = ""
    number: str = ""  # the reference number, with {number} for the one a clerk fills in
    state: tuple[str, ...] = ()  # the lines at the right of the heading
    place: str = ""
    signed_as: str = ""
    signed_by: str = ""
    copies_to: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {key: list(value) if isinstance(value, tuple) else value for key, value in asdict(self).items()}


@dataclass(frozen=True, slots=True)
class DigestLayout:
    """``title`` is a template of ``{office}`` and ``{period}``; see ``titled``. ``coverage``: ids of the topics whose
    stories are told one by one."""

    title: Bilingual
    sections: tuple[DigestSection, ...]
    coverage: tuple[str, ...] = ()
    document: DocumentHead = DocumentHead()

    def titled(self, office: str, period: Bilingual) -> Bilingual:
        """The title of one digest."""
        return Bilingual(
            self.title.vi.format(office=office, period=period.vi), self.title.en.format(office=office, period=period.en)
        )


def load_digest(path: Path = DEFAULT_DIGEST) -> DigestLayout:
    """The layout. ConfigError: an unknown section or one twice, one of ALWAYS missing, an unknown field."""
    where = path.name
    data = check_keys(where, read_yaml(path), ("title", "sections"), ("coverage", "document"))
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
    return DigestLayout(
        _title(f"{where}: title", data["title"]),
        sections,
        _words(f"{where}: coverage", data.get("coverage") or []),
        _document(f"{where}: document", data.get("document") or {}),
    )


def _document(where: str, value: Any) -> DocumentHead:
    data = check_keys(where, value, (), [field.name for field in fields(DocumentHead)])
    lists = {key: _words(f"{where}.{key}", data[key] or []) for key in ("state", "copies_to") if key in data}
    texts = {key: "" if text is None else str(text) for key, text in data.items() if key not in lists}
    return DocumentHead(**texts, **lists)  # type: ignore[arg-type]


def _words(where: str, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise ConfigError(Bilingual(f"{where}: phải là danh sách chữ", f"{where}: must be a list of texts"))
    return tuple(value)


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
                    f"{where}: chỉ dùng được {{office}} và {{period}}: {template!r}",
                    f"{where}: only {{office}} and {{period}} can be used: {template!r}",
                )
            )
    return title
