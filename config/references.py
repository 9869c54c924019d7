"""The reference library's seed: attributed statements of public record, many a YAML file."""

from __future__ import annotations

import re
from datetime import date as dates
from pathlib import Path
from typing import Any

from config.errors import ConfigError
from config.outlets import address
from config.strict import bilingual, check_keys, flag, identifier, read_yaml, text, texts, yaml_files
from models.records import Bilingual, Reference, ReferencePosition

DEFAULT_REFERENCES = Path(__file__).resolve().parent / "references"
_DATE = re.compile(r"\d{4}(-\d{2})?")


def load_references(folder: Path = DEFAULT_REFERENCES) -> tuple[Reference, ...]:
    """Every reference of a folder or file. ConfigError: an unknown key, an id twice, a contested one without
    two positions, a date that is none."""
    references: list[Reference] = []
    for path in yaml_files(folder):
        rows = read_yaml(path)
        if not isinstance(rows, list):
            raise ConfigError(Bilingual(f"{path.name}: phải là danh sách", f"{path.name}: must be a list"))
        references += [reference_of(f"{path.name}[{n}]", row) for n, row in enumerate(rows)]
    seen: set[str] = set()
    for reference in references:
        if reference.id in seen:
            raise ConfigError(
                Bilingual(f"tham chiếu dùng hai lần: {reference.id}", f"reference used twice: {reference.id}")
            )
        seen.add(reference.id)
    return tuple(references)


def reference_of(where: str, value: Any) -> Reference:
    """One row of a file. ConfigError says where and why not."""
    data = check_keys(
        where,
        value,
        ("id", "statement", "publisher", "document", "date"),
        ("url", "topics", "keywords", "contested", "positions", "checked"),
    )
    date = None if data["date"] is None else text(f"{where}.date", str(data["date"]))
    if date is not None and not _is_date(date):
        raise ConfigError(
            Bilingual(
                f"{where}.date: cần năm, năm-tháng hoặc năm-tháng-ngày",
                f"{where}.date: YYYY, YYYY-MM or YYYY-MM-DD",
            )
        )
    contested = flag(f"{where}.contested", data.get("contested", False))
    held = data.get("positions", [])
    if not isinstance(held, list):
        raise ConfigError(Bilingual(f"{where}.positions: phải là danh sách", f"{where}.positions: must be a list"))
    positions = tuple(_position(f"{where}.positions[{n}]", row) for n, row in enumerate(held))
    if contested and len({position.holder for position in positions}) < 2:
        raise ConfigError(
            Bilingual(
                f"{where}: contested cần ít nhất hai lập trường của hai bên",
                f"{where}: contested needs two positions of two holders at least",
            )
        )
    if positions and not contested:
        raise ConfigError(
            Bilingual(
                f"{where}: có positions thì phải có contested: true", f"{where}: positions call for contested: true"
            )
        )
    return Reference(
        id=identifier(f"{where}.id", data["id"]),
        statement=bilingual(f"{where}.statement", data["statement"]),
        publisher=text(f"{where}.publisher", data["publisher"]),
        document=text(f"{where}.document", data["document"]),
        date=date,
        url=None if data.get("url") is None else address(f"{where}.url", data["url"]),
        topics=texts(f"{where}.topics", data.get("topics", [])),
        keywords=texts(f"{where}.keywords", data.get("keywords", [])),
        contested=contested,
        positions=positions,
        checked=flag(f"{where}.checked", data.get("checked", False)),
    )


def _is_date(value: str) -> bool:
    """A year, a year and month, or a day that exists."""
    if _DATE.fullmatch(value):
        return value[5:] in ("", *(f"{month:02d}" for month in range(1, 13)))
    try:
        return dates.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _position(where: str, value: Any) -> ReferencePosition:
    data = check_keys(where, value, ("holder", "statement"))
    statement = bilingual(f"{where}.statement", data["statement"])
    return ReferencePosition(text(f"{where}.holder", data["holder"]), statement)
