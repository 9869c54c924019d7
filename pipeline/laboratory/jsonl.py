"""JSON Lines in, JSON Lines out: one object a line, order kept, ``id`` passed through.

A bad line gives ``{"id": …, "error": "…"}`` in its place and the run goes on.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

from models.records import Bilingual

Row = Mapping[str, Any]

Value = TypeVar("Value")

MAX_LINE_BYTES = 50_000_000


class BadRow(ValueError):
    """A line that cannot be used; the message says why in both languages."""

    def __init__(self, message: Bilingual):
        super().__init__(f"{message.vi} / {message.en}")


@dataclass(frozen=True, slots=True)
class Line:
    """One input line: a usable object, or the reason why it is none."""

    id: Any
    row: Row | None
    error: str | None = None


def read_line(raw: bytes) -> Line:
    """One line as an object. Never raises: whatever is wrong becomes ``error``."""
    if len(raw) > MAX_LINE_BYTES:
        return Line(None, None, "dòng quá dài (trên 50 MB) / line too long (over 50 MB)")
    try:
        value = json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as err:
        return Line(None, None, f"không phải UTF-8 / not UTF-8: {err.reason} ({err.start})")
    except (ValueError, RecursionError) as err:
        return Line(None, None, f"JSON không hợp lệ / invalid JSON: {err}")
    if not isinstance(value, dict):
        return Line(None, None, "mỗi dòng phải là một đối tượng JSON / each line must be a JSON object")
    return Line(value.get("id"), value)


def lines(source: BinaryIO) -> Iterator[Line]:
    """The non-blank lines of a binary stream."""
    for raw in source:
        if raw.strip():
            yield read_line(raw)


def open_input(path: str) -> BinaryIO:
    """The file at ``path``, or standard input for ``-``."""
    return sys.stdin.buffer if path == "-" else Path(path).open("rb")


def dumps(row: Row) -> bytes:
    try:
        return json.dumps(row, ensure_ascii=False, allow_nan=False).encode("utf-8")
    except UnicodeEncodeError:  # a lone surrogate in somebody's text can only travel escaped
        return json.dumps(row, allow_nan=False).encode("ascii")


def write(row: Row) -> None:
    sys.stdout.buffer.write(dumps(row) + b"\n")


def error_row(id_: Any, error: str) -> Row:
    return {"id": id_, "error": error}


def _chunks(items: Iterable[Line], size: int) -> Iterator[list[Line]]:
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk


def run(
    source: Iterable[Line],
    parse: Callable[[Row], Value],
    work: Callable[[Sequence[Value]], Sequence[Row]],
    batch: int | None,
    done: Callable[[int], None] = lambda n: None,
) -> int:
    """Parse each line, hand the good ones on in batches (``None``: all at once), write in input order.

    ``work`` returns one row per value, in the same order. ``done`` hears how many lines were written.
    Returns the number of bad lines.
    """
    bad = 0
    for chunk in [list(source)] if batch is None else _chunks(source, batch):
        values: list[Value] = []
        slots: list[Row | None] = []
        for line in chunk:
            if line.row is None:
                slots.append(error_row(line.id, line.error or ""))
                continue
            try:
                values.append(parse(line.row))
            except ValueError as err:
                slots.append(error_row(line.id, str(err)))
            else:
                slots.append(None)
        results = iter(work(values) if values else ())
        for line, slot in zip(chunk, slots, strict=True):
            if slot is None:
                write({**next(results), "id": line.id})
            else:
                bad += 1
                write(slot)
        sys.stdout.buffer.flush()
        done(len(chunk))
    return bad
