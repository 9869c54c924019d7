"""``doichieu import``: archives through the same flow, as archive articles.

Every batch of records is one transaction together with the place reached in the file: killed at any moment and
run again the import goes on there, and stores nothing twice.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from crawler.addresses import canonical_url
from crawler.dates import read_date
from crawler.extract import extract
from models.addresses import address_key
from models.records import Bilingual, DateFrom, Extracted, Outlet, PageKind
from models.store import Transaction
from models.store.imports import Progress
from models.text import language_of, nfc
from pipeline.archives import Record, read_records
from pipeline.bootstrap import App
from pipeline.collect import unusable
from pipeline.meter import Meter

BATCH = 100
BAD = frozenset({"bad_row", "truncated_file", "truncated_record"})
Complaint = Callable[[int, str], None]  # (line or record number, counter)


class Hosts:
    """Which configured outlet an address belongs to, by the host of its home page or of its sources."""

    def __init__(self, outlets: tuple[Outlet, ...]):
        self.ids = frozenset(outlet.id for outlet in outlets)
        self._by_host: dict[str, str] = {}
        for outlet in outlets:
            self._by_host.setdefault(_host(outlet.homepage), outlet.id)
        for outlet in outlets:
            for source in outlet.sources:
                self._by_host.setdefault(_host(source.url), outlet.id)

    def outlet_of(self, url: str) -> str | None:
        """The outlet of the host itself or of the nearest domain above it."""
        host = _host(url)
        while "." in host:
            if host in self._by_host:
                return self._by_host[host]
            host = host.partition(".")[2]
        return self._by_host.get(host)


@dataclass(frozen=True, slots=True)
class Ready:
    """A record made ready outside the transaction: an article to store, or the counter it ended in."""

    counter: str = ""
    extracted: Extracted | None = None
    outlet_id: str = ""
    summary: str = ""


def import_file(
    app: App, path: Path, outlet_id: str | None, *, restart: bool, meter: Meter, complaint: Complaint
) -> Progress:
    """Store every article of a file not yet read; returns the progress with the counters of the whole file.

    Rows need ``url`` and ``title`` and ``text`` (or ``html``); optional ``published_at``, ``summary``, ``outlet``
    (an outlet id; else ``outlet_id``, else the outlet of the address's host). Bad ones are named to
    ``complaint``. ValueError (Bilingual) for a file of another kind or an outlet that is none; OSError.
    """
    hosts = Hosts(app.outlets)
    if outlet_id is not None and outlet_id not in hosts.ids:
        raise ValueError(Bilingual(f"không có cơ quan {outlet_id}", f"there is no outlet {outlet_id}"))
    key = _key(path, outlet_id)
    with app.store.begin() as tx:
        if restart:
            tx.imports.forget(key)
        progress = tx.imports.get(key) or Progress()
    if progress.finished:
        return replace(progress, counters=_again(progress.counters))
    records = read_records(path, progress.records, progress.position)
    while batch := list(islice(records, BATCH)):
        ready = [_ready(record, outlet_id, hosts) for record in batch]
        counters = Counter(progress.counters)
        with app.store.begin() as tx:
            ended = [_store(app, tx, one) for one in ready]
            counters.update(filter(None, ended))
            reached = progress.records + len(batch)
            progress = Progress(reached, batch[-1].end, dict(counters))
            tx.imports.save(key, path.name, progress, app.clock())
        for record, counter in zip(batch, ended, strict=True):
            meter.tick()
            if counter in BAD:
                complaint(record.place, counter)
    progress = replace(progress, finished=True)
    with app.store.begin() as tx:
        tx.imports.save(key, path.name, progress, app.clock())
    return progress


def _again(counters: Mapping[str, int]) -> dict[str, int]:
    """What a file read whole before counts when it is given again: its articles are known."""
    known = counters.get("stored", 0) + counters.get("known_already", 0)
    return {k: n for k, n in counters.items() if k not in ("stored", "known_already")} | {"known_already": known}


def _key(path: Path, outlet_id: str | None) -> str:
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return f"{digest}:{path.stat().st_size}:{outlet_id or ''}"


def _host(url: str) -> str:
    return urlsplit("//" + address_key(url)).hostname or ""


def _ready(record: Record, outlet_id: str | None, hosts: Hosts) -> Ready:
    row = record.row
    if row is None:
        return Ready(record.problem)
    url = row.get("url")
    if not isinstance(url, str) or not url.strip().lower().startswith(("http://", "https://")):
        return Ready("bad_row")
    url = url.strip()
    outlet = row.get("outlet") or outlet_id or hosts.outlet_of(url)
    if outlet not in hosts.ids:
        return Ready("unknown_outlet")
    extracted = _extracted(row, url)
    if counter := unusable(extracted):
        return Ready(counter)
    return Ready("", extracted, str(outlet), str(row.get("summary") or ""))


def _store(app: App, tx: Transaction, ready: Ready) -> str:
    if ready.extracted is None:
        return ready.counter
    if tx.articles.id_of_url(ready.extracted.canonical_url) is not None:
        return "known_already"
    tx.articles.save(
        ready.extracted,
        outlet_id=ready.outlet_id,
        entry=None,
        first_seen=app.clock(),
        archive=True,
        summary=ready.summary,
    )
    return "stored"


def _extracted(row: Mapping[str, Any], url: str) -> Extracted:
    if row.get("html"):
        html = row["html"] if isinstance(row["html"], bytes) else str(row["html"])
        return extract(html, url, content_type=str(row.get("content_type") or ""))
    title, text = nfc(str(row.get("title") or "")).strip(), nfc(str(row.get("text") or "")).strip()
    published = read_date(str(row.get("published_at") or ""))
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
