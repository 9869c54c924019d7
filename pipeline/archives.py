"""Records of archive files: JSONL, CSV and WARC, packed or not, from wherever an earlier reading stopped.

Reads only; what is broken comes out as a named problem and never ends the reading of what is whole.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import sys
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

from models.records import Bilingual
from models.text import fold

csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
BROKEN = (EOFError, zlib.error, gzip.BadGzipFile)
MAX_PAGE = 20_000_000  # bytes of one record's body

# Headings as exports of Vietnamese systems write them, without diacritics, and the field they are.
_HEADINGS = {
    "tieu de": "title", "ten bai": "title", "tit": "title", "headline": "title",
    "noi dung": "text", "toan van": "text", "van ban": "text", "content": "text", "body": "text",
    "ngay dang": "published_at", "ngay": "published_at", "thoi gian": "published_at", "date": "published_at",
    "thoi gian dang": "published_at", "ngay xuat ban": "published_at", "published": "published_at",
    "dia chi": "url", "duong dan": "url", "lien ket": "url", "link": "url",
    "tom tat": "summary", "sapo": "summary", "mo ta": "summary", "description": "summary",
    "bao": "outlet", "co quan": "outlet", "ma co quan": "outlet", "nguon": "outlet",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Record:
    """One record. ``place`` is its line or record number from 1, ``end`` where the next one begins, in bytes of
    the unpacked file (of the packed one for WARC; 0 for CSV, which goes on by counting). ``row`` is None with a
    ``problem`` or where the record is nothing to import."""

    place: int
    end: int
    row: Mapping[str, Any] | None
    problem: str = ""


def read_records(path: Path, done: int = 0, position: int = 0) -> Iterator[Record]:
    """The records of a file after the first ``done``, which end at ``position``. ValueError for another kind."""
    name = path.name.lower()
    packed, name = name.endswith(".gz"), name.removesuffix(".gz")
    if name.endswith(".warc"):
        return _warc(path, done, position)
    if name.endswith((".jsonl", ".ndjson")):
        return _jsonl(_open(path, packed), done, position)
    if name.endswith((".csv", ".tsv")):
        return _csv(_open(path, packed), done)
    raise ValueError(Bilingual("chỉ nhận .jsonl, .csv, .warc (và .gz)", "only .jsonl, .csv, .warc (and .gz)"))


def _open(path: Path, packed: bool) -> IO[bytes]:
    return cast("IO[bytes]", gzip.open(path, "rb")) if packed else path.open("rb")


def _jsonl(stream: IO[bytes], done: int, position: int) -> Iterator[Record]:
    with stream:
        place, end = done, position
        try:
            stream.seek(position)
            while line := stream.readline():
                place, end = place + 1, end + len(line)
                yield _line(line, place, end)
        except BROKEN:
            yield Record(place + 1, end, None, "truncated_file")


def _line(line: bytes, place: int, end: int) -> Record:
    text = line.decode("utf-8-sig", "replace").strip()
    if not text:
        return Record(place, end, None)
    try:
        row = json.loads(text)
    except (ValueError, RecursionError):
        row = None
    if not isinstance(row, dict):
        return Record(place, end, None, "bad_row")
    return Record(place, end, renamed(row))


def renamed(row: Mapping[Any, Any]) -> dict[str, Any]:
    """The row under our field names; a field that has one already wins over a heading that means it."""
    out: dict[str, Any] = {}
    for heading, value in row.items():
        if isinstance(heading, str):
            plain = re.sub(r"[\s_-]+", " ", fold(heading).strip())
            name = _HEADINGS.get(plain, plain.replace(" ", "_"))
            if not out.get(name) or plain == name:
                out[name] = value
    return out


def _csv(stream: IO[bytes], done: int) -> Iterator[Record]:
    with stream, io.TextIOWrapper(stream, encoding="utf-8-sig", errors="replace", newline="") as lines:
        number, reader = 0, None
        try:
            head = lines.readline()
            comma = max(",;\t", key=head.count)
            names = next(csv.reader([head], delimiter=comma), [])
            reader = csv.reader(lines, delimiter=comma)
            for cells in reader:
                number += 1
                if number <= done:
                    continue
                place = reader.line_num + 1  # the heading is line 1
                if not cells:
                    yield Record(place, 0, None)
                elif len(cells) != len(names):
                    yield Record(place, 0, None, "bad_row")
                else:
                    yield Record(place, 0, renamed(dict(zip(names, cells, strict=True))))
        except (*BROKEN, csv.Error) as err:
            line = 1 if reader is None else reader.line_num + 1
            yield Record(line, 0, None, "bad_row" if isinstance(err, csv.Error) else "truncated_file")


def _warc(path: Path, done: int, position: int) -> Iterator[Record]:
    place = done
    with path.open("rb") as stream:
        stream.seek(position)
        records = ArchiveIterator(stream, no_record_parse=False)
        end = position
        while True:
            try:
                record = next(records)
                row, problem = _page(record)
                records.read_to_end(record)
                end = records.offset
            except StopIteration:
                if end < path.stat().st_size:  # a packed record cut short reads as the end
                    yield Record(place + 1, end, None, "truncated_file")
                return
            except (*BROKEN, ArchiveLoadFailed, OSError, ValueError):
                yield Record(place + 1, end, None, "truncated_file")
                return
            place += 1
            yield Record(place, end, row, problem)


def _page(record: ArcWarcRecord) -> tuple[dict[str, Any] | None, str]:
    """The HTML page of a successful response record; nothing for any other record."""
    if record.rec_type != "response" or record.http_headers is None:
        return None, ""
    kind = record.http_headers.get_header("Content-Type") or ""
    if not re.match(r"(text/html|application/xhtml)", kind.strip(), re.I):
        return None, ""
    if (record.http_headers.get_statuscode() or "200") != "200":
        return None, ""
    body = record.content_stream().read(MAX_PAGE)
    if getattr(record.raw_stream, "limit", 0) and len(body) < MAX_PAGE:
        return None, "truncated_record"
    url = (record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>")
    return {"url": url, "html": body, "content_type": kind}, ""
