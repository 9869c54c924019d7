"""Listing pages as sources: the article links of a page, for outlets without feeds."""

from __future__ import annotations

from datetime import datetime

from crawler.extraction.links import article_links
from crawler.extraction.tree import drop_scripts, parse
from crawler.markup import decode, plain
from crawler.reading import FeedRead
from models.records import Entry


def read_listing(body: bytes, url: str, *, content_type: str = "", now: datetime | None = None) -> FeedRead:
    """One entry an article link, in page order, with the link's text as title and no date: the pages give those."""
    root = parse(decode(body, content_type))
    if root is None:
        return FeedRead(problem="empty")
    drop_scripts(root)
    links = article_links(root, url)
    if not links:
        return FeedRead(problem="no_links")
    return FeedRead(tuple(Entry(link, plain(text), "", None, link) for link, text in links.items()))
