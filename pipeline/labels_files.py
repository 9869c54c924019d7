"""Labels as files: JSON Lines and CSV, out and in again without a difference. Label Studio: ``labels_studio``."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from models.records import Article, Bilingual
from models.rows import LabelRow
from pipeline.labels_lines import FIELDS, BadLine, LabelLine, Unusable, as_line, as_row
from pipeline.labels_studio import blank_task, read_studio, write_studio

TASK_FIELDS = ("article_id", "version", "url", "outlet", "title", "topic", "value", "view")
FORMATS = ("jsonl", "csv", "label-studio")
SUFFIXES = {".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".json": "label-studio"}
# What a spreadsheet would run as a formula; a leading apostrophe makes it text, and more of them keep it reversible.
FORMULA = re.compile(r"'*[=+\-@\t\r]")
ESCAPED = re.compile(r"'+[=+\-@\t\r]")
BOM = "\ufeff"  # so that a spreadsheet reads the file as UTF-8


def write(kind: str, rows: Iterable[LabelRow]) -> Iterator[str]:
    """The text of a file in one of ``FORMATS``, piece by piece."""
    if kind == "jsonl":
        return (json.dumps(as_row(row), ensure_ascii=False) + "\n" for row in rows)
    return _csv_lines(rows) if kind == "csv" else write_studio(rows)


def read(
    kind: str, text: str, topics: Mapping[str, Bilingual], unchosen: bool = True
) -> Iterator[LabelLine | Unusable]:
    """The labels of a file in one of ``FORMATS``, and the places that give none. ``topics``, ``unchosen``: see
    ``read_studio``."""
    text = text.removeprefix(BOM)
    if kind == "jsonl":
        return _read_jsonl(text)
    return _read_csv(text) if kind == "csv" else read_studio(text, topics, unchosen)


def kind_of(path: Path) -> str | None:
    """The format a file's name says."""
    return SUFFIXES.get(path.suffix.lower())


def write_tasks(
    kind: str, view: str, tasks: Sequence[Article], outlets: Mapping[str, str], topics: Sequence[str]
) -> Iterator[str]:
    """Articles to be labelled elsewhere. CSV: one row an article and topic, its value empty; Label Studio: tasks with
    their texts. Neither holds what the model or anybody thinks."""
    if kind == "label-studio":
        blanks = [blank_task(task, outlets[task.id], view) for task in tasks]
        yield json.dumps(blanks, ensure_ascii=False, indent=0) + "\n"
        return
    blank: dict[str, object] = dict.fromkeys(TASK_FIELDS, "")
    rows = [
        blank
        | {"article_id": task.id, "version": task.version, "url": task.url, "outlet": outlets[task.id]}
        | {"title": task.title, "topic": topic, "view": view}
        for task in tasks
        for topic in topics
    ]
    yield BOM + _csv_line(TASK_FIELDS)
    yield from (_csv_line(_cell(value) for value in row.values()) for row in rows)


def _csv_lines(rows: Iterable[LabelRow]) -> Iterator[str]:
    yield BOM + _csv_line(FIELDS)
    for row in rows:
        yield _csv_line(_cell(value) for value in as_row(row).values())


def _csv_line(cells: Iterable[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue()


def _cell(value: object) -> str:
    if value is None:
        return ""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return "'" + text if FORMULA.match(text) else text


def _read_jsonl(text: str) -> Iterator[LabelLine | Unusable]:
    # Only \n ends a line: a title may hold U+2028, which splitlines() would cut at.
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield _line(number, lambda line=line: _object(line))


def _object(line: str) -> Mapping[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as err:
        raise BadLine(f"không phải JSON ({err})", f"not JSON ({err})") from err
    if not isinstance(row, dict):
        raise BadLine("không phải một đối tượng JSON", "not a JSON object")
    return row


def _read_csv(text: str) -> Iterator[LabelLine | Unusable]:
    dialect = ";" if text.partition("\n")[0].count(";") > text.partition("\n")[0].count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=dialect)
    head: list[str] | None = None
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as err:
            yield Unusable(_where(reader.line_num), Bilingual(f"không phải CSV ({err})", f"not CSV ({err})"))
            continue
        if not any(cell.strip() for cell in cells):
            continue
        if head is None:
            head = [cell.strip().lower() for cell in cells]
            continue
        if "value" in head[: len(cells)] and not cells[head.index("value")].strip():
            continue  # a row of ``labels tasks`` that nobody filled in: not judged
        yield _line(reader.line_num, lambda head=head, cells=cells: _row(head, cells))


def _row(head: list[str], cells: list[str]) -> Mapping[str, Any]:
    if len(cells) != len(head):
        raise BadLine(f"có {len(cells)} ô, cần {len(head)}", f"has {len(cells)} cells, needs {len(head)}")
    return {name: cell[1:] if ESCAPED.match(cell) else cell for name, cell in zip(head, cells, strict=True)}


def _line(number: int, fields: Any) -> LabelLine | Unusable:
    where = _where(number)
    try:
        return as_line(where, fields())
    except BadLine as err:
        return Unusable(where, err.message)


def _where(number: int) -> Bilingual:
    return Bilingual(f"dòng {number}", f"line {number}")
