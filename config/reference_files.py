"""References in bulk: a YAML or CSV file read row by row, what it would change, and the library as YAML.

Unlike ``config.references.load_references``, which refuses a whole file, every row is taken or refused by itself. What
is taken is never confirmed: that is for a person who opens the document.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import yaml

from config.errors import ConfigError
from config.references import reference_of
from config.strict import parse_yaml
from models.records import Bilingual, Reference

COLUMNS = ("id", "statement_vi", "statement_en", "publisher", "document", "date", "url", "topics", "keywords")
NEEDED = COLUMNS[:5]
MAX_ROWS = 5000
_LIST = re.compile(r"\s*[;|]\s*")


@dataclass(frozen=True, slots=True)
class RefusedReference:
    """A row that is not taken: where it stands, its id where it has one, and why."""

    where: str
    id: str
    reason: Bilingual


@dataclass(frozen=True, slots=True)
class ReferencesPlan:
    """What a file would do to the library. ``changed``: (as it is, as it would be). ``same`` counts rows the library
    has word for word; ``unconfirmed`` those the file calls confirmed, which the office has yet to confirm."""

    new: tuple[Reference, ...]
    changed: tuple[tuple[Reference, Reference], ...]
    same: int
    unconfirmed: int
    refused: tuple[RefusedReference, ...]


def plan_references(
    body: bytes, name: str, library: Iterable[Reference], topics: Collection[str]
) -> ReferencesPlan:
    """What importing a file would do. ``name`` tells CSV from YAML; ``library``: the references there are, also those
    out of use; ``topics``: the ids the office knows. ConfigError where the file cannot be read at all."""
    known = {reference.id: reference for reference in library}
    new: list[Reference] = []
    changed: list[tuple[Reference, Reference]] = []
    refused: list[RefusedReference] = []
    seen: set[str] = set()
    same = unconfirmed = 0
    for where, value in _rows(body, name):
        given = str(value.get("id", "")) if isinstance(value, Mapping) else ""
        try:
            row = _row(where, value, topics, seen)
        except ConfigError as err:
            refused.append(RefusedReference(where, given, err.message))
            continue
        seen.add(row.id)
        unconfirmed += row.checked
        row, old = replace(row, checked=False), known.get(row.id)
        if old is None:
            new.append(row)
        elif replace(row, version=old.version, checked=old.checked) == old:
            same += 1
        else:
            changed.append((old, row))
    return ReferencesPlan(tuple(new), tuple(changed), same, unconfirmed, tuple(refused))


def references_yaml(references: Sequence[Reference]) -> str:
    """The library as a file that reads back. Confirmations are not written: they are a person's, of one office."""
    return yaml.safe_dump([_written(r) for r in references], allow_unicode=True, sort_keys=False, width=120)


def _row(where: str, value: Any, topics: Collection[str], seen: Collection[str]) -> Reference:
    row = reference_of(where, value)
    if row.id in seen:
        raise ConfigError(
            Bilingual(f"{where}: mã {row.id} đã có ở dòng trước", f"{where}: the id {row.id} stands further up already")
        )
    for topic in row.topics:
        if topic not in topics:
            raise ConfigError(Bilingual(f"{where}: không có chủ đề {topic}", f"{where}: there is no topic {topic}"))
    if not row.keywords and not row.contested:
        raise ConfigError(
            Bilingual(
                f"{where}: thiếu từ khóa, sẽ không bài nào được so với tư liệu này",
                f"{where}: no keywords, so that no article would be held against it",
            )
        )
    return row


def _rows(body: bytes, name: str) -> Iterator[tuple[str, Any]]:
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ConfigError(Bilingual(f"{name}: cần mã hóa UTF-8", f"{name}: must be UTF-8")) from None
    rows = list(_of_csv(text, name) if name.lower().endswith(".csv") else _of_yaml(text, name))
    if len(rows) > MAX_ROWS:
        raise ConfigError(Bilingual(f"{name}: quá {MAX_ROWS} dòng", f"{name}: more than {MAX_ROWS} rows"))
    yield from rows


def _of_yaml(text: str, name: str) -> Iterator[tuple[str, Any]]:
    rows = parse_yaml(text, name)
    if not isinstance(rows, list):
        raise ConfigError(Bilingual(f"{name}: phải là danh sách", f"{name}: must be a list"))
    for n, row in enumerate(rows):
        yield f"{name}[{n}]", row


def _of_csv(text: str, name: str) -> Iterator[tuple[str, Any]]:
    """Rows as the YAML reader would have them: the statement in two columns, lists parted by ; in one."""
    head = text.split("\n", 1)[0]
    mark = max(",;\t", key=head.count)
    lines = csv.DictReader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    names = [column.strip() for column in lines.fieldnames or ()]
    unknown, missing = sorted(set(names) - set(COLUMNS)), [column for column in NEEDED if column not in names]
    if unknown or missing or len(set(names)) != len(names):
        raise ConfigError(
            Bilingual(
                f"{name}: cần các cột {', '.join(COLUMNS)}; thừa: {', '.join(unknown) or '–'}; "
                f"thiếu: {', '.join(missing) or '–'}",
                f"{name}: the columns are {', '.join(COLUMNS)}; unknown: {', '.join(unknown) or '–'}; "
                f"missing: {', '.join(missing) or '–'}",
            )
        )
    lines.fieldnames = names
    try:
        for line in lines:
            if any(isinstance(value, list) or value is None for value in line.values()):
                yield f"{name}, {lines.line_num}", None  # more or fewer cells than columns
            else:
                yield f"{name}, {lines.line_num}", _of_line({key: value.strip() for key, value in line.items()})
    except csv.Error as err:
        where = f"{name}, {lines.line_num}"
        raise ConfigError(Bilingual(f"{where}: CSV không hợp lệ: {err}", f"{where}: invalid CSV: {err}")) from None


def _of_line(line: Mapping[str, str]) -> dict[str, Any]:
    return {
        "id": line["id"],
        "statement": {"vi": line["statement_vi"], "en": line["statement_en"]},
        "publisher": line["publisher"],
        "document": line["document"],
        "date": line.get("date") or None,
        "url": line.get("url") or None,
        "topics": [part for part in _LIST.split(line.get("topics", "")) if part],
        "keywords": [part for part in _LIST.split(line.get("keywords", "")) if part],
    }


def _written(reference: Reference) -> dict[str, Any]:
    row: dict[str, Any] = {
        "id": reference.id,
        "statement": {"vi": reference.statement.vi, "en": reference.statement.en},
        "publisher": reference.publisher,
        "document": reference.document,
        "date": reference.date,
        "url": reference.url,
        "topics": list(reference.topics),
        "keywords": list(reference.keywords),
    }
    if reference.contested:
        row["contested"] = True
        row["positions"] = [
            {"holder": p.holder, "statement": {"vi": p.statement.vi, "en": p.statement.en}}
            for p in reference.positions
        ]
    return row
