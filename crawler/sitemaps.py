"""Sitemaps, sitemap indexes and news sitemaps. Entities are never expanded."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from crawler.addresses import absolute
from crawler.dates import plausible, read_date
from crawler.markup import decode, plain
from crawler.reading import FeedRead, inflated
from models.records import Entry

MAX_URLS = 50_000
MAX_BYTES = 50_000_000
MAX_BLOCK = 20_000  # characters of one url element; more is no sitemap
_OPEN = r"<(?:\w{1,20}:)?%s(?:\s[^<>]{0,500})?>"
_URL = re.compile(_OPEN % "url", re.I)
_SITEMAP = re.compile(_OPEN % "sitemap", re.I)
_CDATA = re.compile(r"<!\[CDATA\[|\]\]>")


def _blocks(text: str, opening: re.Pattern[str], most: int) -> Iterator[str]:
    """What stands between one opening tag and the next: linear, whatever is left unclosed."""
    start: int | None = None
    for count, match in enumerate(opening.finditer(text)):
        if start is not None:
            yield text[start : min(match.start(), start + MAX_BLOCK)]
        if count >= most:
            return
        start = match.end()
    if start is not None:
        yield text[start : start + MAX_BLOCK]


def _field(block: str, name: str) -> str:
    match = re.search(_OPEN % name, block, re.I)
    if match is None:
        return ""
    end = re.compile(rf"</(?:\w{{1,20}}:)?{name}>", re.I).search(block, match.end())
    return plain(_CDATA.sub("", block[match.end() : end.start()]).strip()) if end else ""


def read_sitemap(body: bytes, url: str, *, content_type: str = "", now: datetime | None = None) -> FeedRead:
    """The pages of a sitemap, newest first where they carry dates; or the children of an index. Never raises."""
    unpacked = inflated(body, MAX_BYTES)
    if unpacked is None:
        return FeedRead(problem="bad_encoding")
    text = decode(unpacked, content_type)
    if "<urlset" not in text and "<sitemapindex" not in text and ":urlset" not in text:
        if not text.strip():
            return FeedRead(problem="empty")
        return FeedRead(problem="html_instead_of_feed" if "<html" in text[:2000].lower() else "not_a_sitemap")
    children = tuple(absolute(url, loc) for loc in (_field(b, "loc") for b in _blocks(text, _SITEMAP, 500)) if loc)
    counters: Counter[str] = Counter()
    entries = []
    for block in _blocks(text, _URL, MAX_URLS):
        loc = _field(block, "loc")
        if not loc:
            counters["entry_without_link"] += 1
            continue
        moment = read_date(_field(block, "publication_date") or _field(block, "lastmod"))
        if moment is not None and not plausible(moment, now):
            counters["future_date"] += 1
            moment = None
        entries.append(Entry(absolute(url, loc), _field(block, "title"), "", moment, loc))
    return FeedRead(tuple(entries), counters=counters, children=children)
