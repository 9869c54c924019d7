"""``doichieu import claimreview``: checked claims from a file, a page, or a feed.

A feed is a DataFeed of ClaimReview, or an RSS, Atom or JSON feed whose pages carry the markup; those pages are
fetched politely, like any other. Everything refused comes back with its reason; what is known is stored once.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from config.claimreview import RefusedClaim, read_claims
from config.errors import ConfigError
from config.outlet_address import typed_address
from crawler.extract import extract
from crawler.feeds import read_feed
from crawler.fetch import fetch
from models.problems import words
from models.records import Bilingual, FetchRequest, Page
from pipeline.bootstrap import App
from pipeline.claims import save_claims
from pipeline.meter import Meter, Silent
from pipeline.options import fetch_options

MAX_BYTES = 100_000_000  # of a file or a feed of claims
REFUSED_KEPT = 50  # in the summary of a job
MAX_PAGES = 500  # of a feed that are fetched in one run, in feed order
_WEB = re.compile(r"https?://", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ImportedClaims:
    counters: Mapping[str, int]
    refused: tuple[RefusedClaim, ...]


@dataclass(frozen=True, slots=True)
class _Source:
    """Nodes that stood in one place, and the address of the page they stood in ("" for a file)."""

    where: str
    nodes: Any
    page: str


def import_claims(app: App, target: str, *, licence: str, meter: Meter) -> ImportedClaims:
    """Take in every ClaimReview of a file or an address. ValueError (Bilingual) where it cannot be read at all."""
    if _WEB.match(target):
        try:
            url = typed_address(target)
        except ConfigError as err:
            raise ValueError(err.message) from None
        return _store(app, _of_page(app, _get(app, url), meter), url, licence)
    body = _file(Path(target))
    name = Path(target).name
    return _store(app, _of_body(app, body, name, "", "", meter), name, licence)


def import_all(app: App, urls: Sequence[str], *, licence: str) -> dict[str, Any]:
    """Each address in turn: ``{"counters", "refused": [{"where", "vi", "en"}], "failed": [the same]}``, at most
    REFUSED_KEPT of the refused."""
    counters: Counter[str] = Counter()
    refused: list[dict[str, str]] = []
    failed: list[dict[str, str]] = []
    for url in urls:
        try:
            done = import_claims(app, url, licence=licence, meter=Silent())
        except ValueError as err:
            why = err.args[0] if isinstance(err.args[0], Bilingual) else Bilingual(str(err), str(err))
            failed.append({"where": url, "vi": why.vi, "en": why.en})
            continue
        counters.update(done.counters)
        refused += [{"where": bad.where, "vi": bad.reason.vi, "en": bad.reason.en} for bad in done.refused]
    return {"counters": dict(counters), "refused": refused[:REFUSED_KEPT], "failed": failed}


def import_bytes(app: App, body: bytes, name: str, *, licence: str) -> ImportedClaims:
    """The same for an uploaded file of JSON. ValueError (Bilingual)."""
    return _store(app, iter([_json(body.decode("utf-8-sig", "replace"), name, "")]), name, licence)


def _store(app: App, sources: Iterator[_Source | RefusedClaim], origin: str, licence: str) -> ImportedClaims:
    counters: Counter[str] = Counter()
    refused: list[RefusedClaim] = []
    for source in sources:
        if isinstance(source, RefusedClaim):
            refused.append(source)
            continue
        read = read_claims(source.nodes, source.where, page=source.page)
        refused += read.refused
        counters.update(read.counters)
        with app.store.begin() as tx:
            counters += save_claims(tx, read.reviews, app.clock(), origin=source.page or origin, licence=licence)
    counters.update(bad.counter for bad in refused)
    return ImportedClaims(dict(counters), tuple(refused))


def _of_page(app: App, page: Page, meter: Meter) -> Iterator[_Source | RefusedClaim]:
    return _of_body(app, page.body, page.url, page.url, page.content_type, meter)


def _of_body(
    app: App, body: bytes, where: str, page: str, content_type: str, meter: Meter
) -> Iterator[_Source | RefusedClaim]:
    """What a body holds, by what it is: JSON of claims, a feed of pages, or a page."""
    head = body[:2000].decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
    if head.startswith(("{", "[")) and "jsonfeed.org" not in head:
        yield _json(body.decode("utf-8-sig", "replace"), where, page)
        return
    feed = read_feed(body, page, content_type=content_type, now=app.clock())
    if feed.problem is None and feed.entries:
        yield from _of_entries(app, [entry.url for entry in feed.entries if entry.url], meter)
        return
    yield _of_html(body, where, page, content_type)


def _json(text: str, where: str, page: str) -> _Source:
    try:
        return _Source(where, json.loads(text), page)
    except (ValueError, RecursionError) as err:
        raise ValueError(Bilingual(f"{where}: JSON không hợp lệ: {err}", f"{where}: invalid JSON: {err}")) from None


def _of_html(body: bytes, where: str, page: str, content_type: str) -> _Source | RefusedClaim:
    found = extract(body, page or "https://claims.invalid/", content_type=content_type).claimreview
    if found:
        return _Source(where, list(found), page)
    reason = Bilingual("trang không mang ClaimReview (JSON-LD)", "the page carries no ClaimReview (JSON-LD)")
    return RefusedClaim(where, "page_without_claim_review", reason)


def _of_entries(app: App, urls: list[str], meter: Meter) -> Iterator[_Source | RefusedClaim]:
    wanted = list(dict.fromkeys(urls))
    meter.total(len(wanted[:MAX_PAGES]))
    for url in wanted[MAX_PAGES:]:
        reason = Bilingual(f"chỉ tải {MAX_PAGES} trang mỗi lần", f"only {MAX_PAGES} pages are fetched in one run")
        yield RefusedClaim(url, "page_left_for_later", reason)
    requests = [FetchRequest(url=url, key=url) for url in wanted[:MAX_PAGES]]
    for page in fetch(requests, fetch_options(app.settings)):
        meter.tick()
        if page.problem is not None:
            yield RefusedClaim(page.request.url, page.problem, words(page.problem))
        else:
            yield _of_html(page.body, page.url, page.url, page.content_type)


def _get(app: App, url: str) -> Page:
    options = replace(fetch_options(app.settings), max_bytes=MAX_BYTES)
    (page,) = fetch([FetchRequest(url=url, key=url)], options)
    if page.problem is not None:
        why = words(page.problem)
        raise ValueError(Bilingual(f"không tải được {url}: {why.vi}", f"cannot fetch {url}: {why.en}"))
    return page


def _file(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ValueError(Bilingual(f"{path.name}: tệp quá lớn", f"{path.name}: the file is too large"))
        return path.read_bytes()
    except OSError as err:
        why = err.strerror
        raise ValueError(Bilingual(f"không đọc được {path}: {why}", f"cannot read {path}: {why}")) from None
