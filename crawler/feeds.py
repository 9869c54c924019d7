"""RSS 0.9x-2.0, Atom, RDF and JSON Feed as they really come: banners before the XML, invalid tokens,
wrong charsets, HTML instead of XML."""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from datetime import datetime
from typing import Any

from crawler.addresses import absolute
from crawler.feed_dates import believed
from crawler.feed_entries import Draft, base_of, draft, period_of
from crawler.markup import decode
from crawler.reading import FeedRead, inflated
from crawler.walls import looks_html, what_came
from crawler.xml_items import MAX_ITEMS, Document, read_document
from models.records import Entry

MAX_BYTES = 20_000_000  # of a feed that came as a gzip file
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufeff\ufffe\uffff\ud800-\udfff]")
_ROOT = re.compile(r"<(?:[\w.-]{1,30}:)?(?:rss|feed|rdf|channel)[\s>/]", re.I)
_ESCAPED_ROOT = re.compile(r"&lt;(?:\?xml|rss|feed|rdf:RDF)\b", re.I)
_SITEMAP = re.compile(r"<(?:\w{1,20}:)?(?:urlset|sitemapindex)[\s>]", re.I)
_GUARD = re.compile(r"^\)\]\}'?,?\s*")  # some frameworks put it before JSON


def read_feed(body: bytes, url: str, *, content_type: str = "", now: datetime | None = None) -> FeedRead:
    """The entries of one feed, in feed order, as they stand (nothing merged). Never raises, whatever the bytes.

    ``url`` makes relative links absolute; without it the feed's own xml:base or site address does. With ``now``,
    dates that cannot be are counted and not believed (see ``crawler.feed_dates``). At most 5000 entries are read;
    more are counted as ``cut``. A valid feed without entries is no problem.
    """
    unpacked = inflated(body, MAX_BYTES)
    if unpacked is None:
        return FeedRead(problem="bad_encoding")
    text = _CONTROL.sub("", decode(unpacked, content_type)).strip()
    if not text:
        return FeedRead(problem="empty")
    bare = _GUARD.sub("", text)
    if bare.startswith(("{", "[")):
        return _json_feed(bare, url, now)
    root = _ROOT.search(text)
    if root is None and _ESCAPED_ROOT.search(text[:5000]):  # a feed shown as the text of a page
        text = html.unescape(text)
        root = _ROOT.search(text)
    page = looks_html(text if root is None else text[: root.start()])
    document = None if root is None or (page and root.start() > 3000) else read_document(text)
    if document is None or (page and not document.items):
        problem, detail = what_came(text)
        return FeedRead(problem=problem, detail="sitemap" if _SITEMAP.search(text[:5000]) else detail)
    return _xml_feed(document, url, now)


def _xml_feed(document: Document, url: str, now: datetime | None) -> FeedRead:
    base = base_of(document, url)
    counters: Counter[str] = Counter(cut=1) if document.cut else Counter()
    drafts = [draft(item, document, base) for item in document.items]
    return FeedRead(_entries(drafts, now, counters), counters=counters, period_s=period_of(document))


def _entries(drafts: list[Draft], now: datetime | None, counters: Counter[str]) -> tuple[Entry, ...]:
    linked = [one for one in drafts if one.link]
    if len(linked) < len(drafts):
        counters["entry_without_link"] += len(drafts) - len(linked)
    moments = believed([one.dates for one in linked], now, counters)
    return tuple(
        Entry(one.link, one.title, one.summary, moment, one.id or one.link)
        for one, moment in zip(linked, moments, strict=True)
    )


def _json_feed(text: str, url: str, now: datetime | None) -> FeedRead:
    try:
        data = json.loads(text, strict=False)
    except (ValueError, RecursionError) as err:
        return FeedRead(problem="not_a_feed", detail=f"JSON: {err}"[:200])
    items = data.get("items") if isinstance(data, dict) else None
    if not isinstance(items, list):
        return FeedRead(problem="not_a_feed", detail="JSON without a list of items")
    base = url or _text(data.get("feed_url")) or _text(data.get("home_page_url"))
    counters: Counter[str] = Counter(cut=1) if len(items) > MAX_ITEMS else Counter()
    drafts = [_json_draft(item, base) for item in items[:MAX_ITEMS]]
    return FeedRead(_entries(drafts, now, counters), counters=counters)


def _json_draft(item: object, base: str) -> Draft:
    if not isinstance(item, dict):
        return Draft("", "", "", (), "")
    id_ = _text(item.get("id"))
    link = _text(item.get("url")) or _text(item.get("external_url")) or (id_ if id_.startswith("http") else "")
    body = _text(item.get("summary")) or _text(item.get("content_text")) or _text(item.get("content_html"))
    dates = tuple(text for name in ("date_published", "date_modified") if (text := _text(item.get(name))))
    return Draft.made(absolute(base, link) if link else "", _text(item.get("title")), body, dates, id_)


def _text(value: Any) -> str:
    """A JSON value that should be text: numbers are, containers are not."""
    if isinstance(value, str):
        return _CONTROL.sub("", value).strip()
    return str(value) if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**30 else ""
