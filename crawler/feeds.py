"""RSS 0.9x-2.0, Atom, RDF and JSON Feed as they really come: banners before the XML, invalid tokens,
wrong charsets, HTML instead of XML. feedparser does the parsing."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import datetime
from itertools import islice
from typing import Any

import feedparser

from crawler.addresses import absolute
from crawler.dates import plausible, read_date
from crawler.markup import decode, plain
from crawler.reading import FeedRead
from models.records import Entry

MAX_ENTRIES = 5000
_ITEM = re.compile(r"<(?:item|entry)\b", re.I)
_START = re.compile(r"<\?xml|<rss\b|<feed\b|<rdf:RDF\b|<channel\b", re.I)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_DOCTYPE = re.compile(r"<!DOCTYPE[^>\[]*(\[.*?\])?\s*>", re.S | re.I)
_BARE_AMPERSAND = re.compile(r"&(?!#\d{1,7};|#x[\da-fA-F]{1,6};|\w{2,31};)")
_AMERICAN = re.compile(r"^\s*(\d{1,2})/(\d{1,2})/\d{2,4}\b")


def read_feed(body: bytes, url: str, *, content_type: str = "", now: datetime | None = None) -> FeedRead:
    """The entries of one feed, in feed order. Never raises, whatever the bytes.

    ``url`` makes relative links absolute. With ``now``, dates more than a day in the future are counted
    (``future_date``) and not believed; dates that cannot be read are counted as ``unreadable_date``.
    """
    text = decode(body, content_type)
    stripped = text.lstrip("\ufeff \t\r\n")
    if not stripped:
        return FeedRead(problem="empty")
    if stripped.startswith("{"):
        return _json_feed(stripped, url, now)
    start = _START.search(text)
    head = stripped[:3000].lower()
    looks_html = "<html" in head or "<!doctype html" in head or "<head" in head
    if start is None or (looks_html and not re.search(r"<(rss|feed|rdf:rdf)\b", head)):
        wall = "enable javascript" in head or ("<script" in head and len(plain(stripped)) < 200)
        return FeedRead(problem="javascript_wall" if wall else "html_instead_of_feed" if looks_html else "not_a_feed")
    clean = _BARE_AMPERSAND.sub("&amp;", _CONTROL.sub("", _DOCTYPE.sub("", text[start.start() :])))
    clean = re.sub(r"^<\?xml[^>]*\?>", "", clean, count=1).lstrip()
    starts = [match.start() for match in islice(_ITEM.finditer(clean), MAX_ENTRIES + 1)]
    if len(starts) > MAX_ENTRIES:  # the parser's time grows faster than the feed
        clean = clean[: starts[-1]]
    parsed = feedparser.parse(
        ('<?xml version="1.0" encoding="utf-8"?>' + clean).encode("utf-8", "replace"),
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    if not parsed.entries and not parsed.get("version"):
        return FeedRead(problem="not_a_feed", detail=str(parsed.get("bozo_exception", ""))[:200])
    rows = parsed.entries[:MAX_ENTRIES]
    dates = [_date_text(row) for row in rows]
    american = _month_first(dates)
    counters: Counter[str] = Counter()
    entries = [_entry(row, text_, american, url, now, counters) for row, text_ in zip(rows, dates, strict=True)]
    return FeedRead(tuple(entry for entry in entries if entry is not None), counters=counters)


def _date_text(row: Any) -> str:
    return str(row.get("published") or row.get("updated") or row.get("created") or "")


def _month_first(dates: list[str]) -> bool:
    """Whether a feed of slashed dates writes the month first: one of them must have a second part over 12."""
    pairs = [(int(m[1]), int(m[2])) for m in map(_AMERICAN.match, dates) if m]
    return any(second > 12 for _, second in pairs) and not any(first > 12 for first, _ in pairs)


def _entry(row: Any, date: str, american: bool, url: str, now: datetime | None, counters: Counter[str]) -> Entry | None:
    link = str(row.get("link") or "").strip()
    if not link and row.get("links"):
        link = str(row["links"][0].get("href", "")).strip()
    if not link and str(row.get("id", "")).startswith("http"):
        link = str(row["id"]).strip()
    if not link:
        counters["entry_without_link"] += 1
        return None
    summary = row.get("summary") or (row["content"][0].get("value") if row.get("content") else "")
    full = absolute(url, link) if url else link
    return _made(full, row.get("title"), summary, date, row.get("id"), american, now, counters)


def _made(
    link: str,
    title: str | None,
    summary: str | None,
    date: str,
    guid: str | None,
    american: bool,
    now: datetime | None,
    counters: Counter[str],
) -> Entry:
    published = read_date(date, month_first=american)
    if date and published is None:
        counters["unreadable_date"] += 1
    if published is not None and not plausible(published, now):
        counters["future_date" if now is not None and published > now else "old_date"] += 1
        published = None
    return Entry(link, plain(title), plain(summary), published, str(guid or link))


def _json_feed(text: str, url: str, now: datetime | None) -> FeedRead:
    try:
        data = json.loads(text, strict=False)
        items = data["items"]
        assert isinstance(items, list)
    except (ValueError, KeyError, TypeError, AssertionError, RecursionError) as err:
        return FeedRead(problem="not_a_feed", detail=f"JSON: {err}"[:200])
    counters: Counter[str] = Counter()
    entries = []
    for item in items[:MAX_ENTRIES]:
        link = isinstance(item, dict) and (item.get("url") or item.get("external_url") or item.get("id"))
        if not isinstance(link, str) or not link:
            counters["entry_without_link"] += 1
            continue
        summary = item.get("summary") or item.get("content_text") or item.get("content_html")
        date = str(item.get("date_published") or item.get("date_modified") or "")
        title = item.get("title")
        entries.append(
            _made(
                absolute(url, link),
                title if isinstance(title, str) else None,
                summary if isinstance(summary, str) else None,
                date,
                str(item.get("id") or link),
                False,
                now,
                counters,
            )
        )
    return FeedRead(tuple(entries), counters=counters)
