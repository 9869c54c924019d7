"""Listing pages as sources: the article links of a page, for outlets without feeds."""

from __future__ import annotations

from datetime import datetime

from crawler.extract import extract
from crawler.reading import FeedRead
from models.records import Entry


def read_listing(body: bytes, url: str, *, content_type: str = "", now: datetime | None = None) -> FeedRead:
    """One entry an article link, in page order, without titles or dates: the pages give those."""
    extracted = extract(body, url, content_type=content_type, now=now, as_listing=True)
    if not extracted.links:
        return FeedRead(problem="no_links")
    return FeedRead(tuple(Entry(link, "", "", None, link) for link in extracted.links))
