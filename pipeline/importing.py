"""``doichieu import``: archives through the same flow. Resumable: what is stored already is left alone."""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from warcio.archiveiterator import ArchiveIterator

from crawler.addresses import canonical_url
from crawler.dates import read_date
from crawler.extract import extract
from models.records import Bilingual, DateFrom, Extracted, PageKind
from models.text import language_of, nfc
from pipeline.bootstrap import App
from pipeline.collect import unusable
from pipeline.console import both

csv.field_size_limit(min(sys.maxsize, 2**31 - 1))


def import_file(app: App, path: Path, outlet_id: str | None) -> Counter[str]:
    """Store every article of a JSONL, CSV or WARC file (also gzipped WARC) as archive.

    Rows need ``url`` and ``title`` and ``text`` (or ``html``); optional ``published_at``, ``summary``, ``outlet``
    (an outlet id). Every row ends in a counter. ValueError for a file of another kind or without an outlet.
    """
    known = {outlet.id for outlet in app.outlets}
    if outlet_id is not None and outlet_id not in known:
        raise ValueError(both(Bilingual(f"không có cơ quan {outlet_id}", f"there is no outlet {outlet_id}")))
    counters: Counter[str] = Counter()
    for row in _rows(path):
        counters[_store(app, row, outlet_id, known)] += 1
    return counters


def _rows(path: Path) -> Iterator[Mapping[str, Any]]:
    name = path.name.lower().removesuffix(".gz")
    if name.endswith(".warc"):
        yield from _warc(path)
    elif name.endswith((".jsonl", ".ndjson")):
        with path.open(encoding="utf-8-sig") as lines:
            for line in lines:
                try:
                    row = json.loads(line) if line.strip() else None
                except ValueError:
                    row = {}
                if row is not None:
                    yield row if isinstance(row, dict) else {}
    elif name.endswith(".csv"):
        with path.open(encoding="utf-8-sig", newline="") as lines:
            yield from csv.DictReader(lines)
    else:
        raise ValueError(
            both(Bilingual("chỉ nhận .jsonl, .csv, .warc, .warc.gz", "only .jsonl, .csv, .warc, .warc.gz"))
        )


def _warc(path: Path) -> Iterator[Mapping[str, Any]]:
    with path.open("rb") as stream:
        for record in ArchiveIterator(stream):
            if record.rec_type != "response":
                continue
            content_type = record.http_headers.get_header("Content-Type") or "" if record.http_headers else ""
            if "html" in content_type.lower():
                url = record.rec_headers.get_header("WARC-Target-URI")
                yield {"url": url, "html": record.content_stream().read(), "content_type": content_type}


def _store(app: App, row: Mapping[str, Any], outlet_id: str | None, known: set[str]) -> str:
    url = row.get("url")
    outlet = row.get("outlet") or outlet_id
    if not isinstance(url, str) or not url.startswith(("http://", "https://")):
        return "bad_row"
    if outlet not in known:
        return "unknown_outlet"
    extracted = _extracted(row, url)
    if counter := unusable(extracted):
        return counter
    with app.store.begin() as tx:
        if tx.articles.id_of_url(extracted.canonical_url) is not None:
            return "known_already"
        now = app.clock()
        summary = str(row.get("summary") or "")
        tx.articles.save(extracted, outlet_id=str(outlet), entry=None, first_seen=now, archive=True, summary=summary)
    return "stored"


def _extracted(row: Mapping[str, Any], url: str) -> Extracted:
    if row.get("html"):
        return extract(row["html"], url, content_type=str(row.get("content_type") or ""))
    title, text = nfc(str(row.get("title") or "")).strip(), nfc(str(row.get("text") or "")).strip()
    published = read_date(str(row.get("published_at") or row.get("date") or ""))
    return Extracted(
        url=url,
        canonical_url=canonical_url(url),
        kind=PageKind.ARTICLE,
        title=title,
        text=text,
        published_at=published,
        language=language_of(f"{title} {text}"),
        method="import",
        date_from=None if published is None else DateFrom.PAGE,
    )
