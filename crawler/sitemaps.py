"""Sitemaps, sitemap indexes and news sitemaps. Entities are never expanded."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime

from crawler.addresses import absolute
from crawler.dates import plausible, read_date
from crawler.feed_dates import believed
from crawler.markup import decode, plain
from crawler.reading import FeedRead, inflated
from crawler.walls import looks_html, what_came
from crawler.xml_items import xml_text
from models.records import Entry

MAX_URLS = 50_000
MAX_CHILDREN = 500
MAX_BYTES = 50_000_000
MAX_BLOCK = 20_000  # characters of one url element; more is no sitemap
_OPEN = r"<(?:\w{1,20}:)?%s(?:\s[^<>]{0,500})?>"
_ROOT = re.compile(r"<(?:\w{1,20}:)?(?:urlset|sitemapindex)[\s>/]", re.I)
_URL = re.compile(_OPEN % "url", re.I)
_SITEMAP = re.compile(_OPEN % "sitemap", re.I)
_FIELD = re.compile(r"<(?:(\w{1,20}):)?(loc|lastmod|publication_date|title)(?:\s[^<>]{0,500})?>", re.I)
_ENDS = {
    name: re.compile(rf"</(?:\w{{1,20}}:)?{name}\s*>", re.I) for name in ("loc", "lastmod", "publication_date", "title")
}
_NESTED = ("image", "video", "xhtml", "pagemap")  # their locations and titles are not the page's
_TEXT_LINE = re.compile(r"https?://\S{4,2000}")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufeff\ufffe\uffff\ud800-\udfff]")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def read_sitemap(body: bytes, url: str, *, content_type: str = "", now: datetime | None = None) -> FeedRead:
    """The pages of a sitemap in its own order, or the children of an index, newest first. Never raises.

    A page's publication time is what a news sitemap says; ``lastmod`` is ``updated_at``, for it moves with every
    change of the page. A child is only named here: who polls decides what to follow. A list of addresses, one a
    line, is a sitemap too. gzip files are read.
    """
    unpacked = inflated(body, MAX_BYTES)
    if unpacked is None:
        return FeedRead(problem="bad_encoding")
    text = _CONTROL.sub("", decode(unpacked, content_type)).strip()
    if not text:
        return FeedRead(problem="empty")
    root = _ROOT.search(text)
    if root is None or (looks_html(text[: root.start()]) and root.start() > 3000):
        return _text_sitemap(text)
    counters: Counter[str] = Counter()
    children = _children(text, url, now)
    fields = [each for block in _blocks(text, _URL, MAX_URLS) if (each := _fields(block))]
    linked = [each for each in fields if each.get("loc")]
    if len(linked) < len(fields):
        counters["entry_without_link"] += len(fields) - len(linked)
    dates = [(each["publication_date"],) if "publication_date" in each else () for each in linked]
    published = believed(dates, now, counters)
    entries = []
    for each, moment in zip(linked, published, strict=True):
        updated = read_date(each.get("lastmod"))
        address = absolute(url, each["loc"]) if url else each["loc"]
        updated = updated if plausible(updated, now) else None
        entries.append(Entry(address, each.get("title", ""), "", moment, each["loc"], updated_at=updated))
    return FeedRead(tuple(entries), counters=counters, children=children)


def _text_sitemap(text: str) -> FeedRead:
    lines = [line.strip() for line in text[:MAX_BYTES].splitlines()[:MAX_URLS]]
    if lines and all(_TEXT_LINE.fullmatch(line) for line in lines if line):
        return FeedRead(tuple(Entry(line, "", "", None, line) for line in lines if line))
    problem, detail = what_came(text)
    return FeedRead(problem="not_a_sitemap" if problem == "not_a_feed" else problem, detail=detail)


def _children(text: str, url: str, now: datetime | None) -> tuple[str, ...]:
    found: dict[str, datetime] = {}
    for block in _blocks(text, _SITEMAP, MAX_CHILDREN):
        fields = _fields(block)
        if fields.get("loc"):
            updated = read_date(fields.get("lastmod"))
            known = updated is not None and plausible(updated, now)
            found.setdefault(absolute(url, fields["loc"]), updated if known and updated is not None else _EPOCH)
    return tuple(sorted(found, key=lambda child: found[child], reverse=True))


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


def _fields(block: str) -> dict[str, str]:
    """The first of each field that is the page's own."""
    found: dict[str, str] = {}
    unclosed: set[str] = set()
    for match in _FIELD.finditer(block):
        name = match[2].lower()
        if name in found or name in unclosed or (match[1] or "").lower() in _NESTED:
            continue
        end = _ENDS[name].search(block, match.end())
        if end is None:
            unclosed.add(name)
        else:
            raw = xml_text(block[match.end() : end.start()]).strip()
            found[name] = plain(raw) if name == "title" else " ".join(raw.split())
    return found
