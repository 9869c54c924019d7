"""One polled page, read as what its source is."""

from __future__ import annotations

from datetime import datetime

from crawler.feeds import read_feed
from crawler.listings import read_listing
from crawler.reading import FeedRead
from crawler.sitemaps import read_sitemap
from models.records import Page, SourceKind

_READERS = {SourceKind.FEED: read_feed, SourceKind.SITEMAP: read_sitemap, SourceKind.LISTING: read_listing}


def read_source(page: Page, kind: SourceKind, now: datetime) -> FeedRead:
    """The entries of a page that was fetched well."""
    return _READERS[kind](page.body, page.url, content_type=page.content_type, now=now)
