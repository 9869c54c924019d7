"""One polled page, read as what its source is."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from crawler.feeds import read_feed
from crawler.listings import read_listing
from crawler.reading import FeedRead
from crawler.sitemaps import read_sitemap
from models.records import Page, SourceKind

_READERS = {SourceKind.FEED: read_feed, SourceKind.SITEMAP: read_sitemap, SourceKind.LISTING: read_listing}
MAX_NAMED = 3  # children that a detail names


def read_source(page: Page, kind: SourceKind, now: datetime) -> FeedRead:
    """The entries of a page that was fetched well. What was read but not believed is counted in the detail."""
    read = _READERS[kind](page.body, page.url, content_type=page.content_type, now=now)
    if read.problem is not None:
        return read
    if is_index(read):
        return replace(read, detail=" ".join(read.children[:MAX_NAMED])[:400])
    return replace(read, detail=", ".join(f"{name} {count}" for name, count in sorted(read.counters.items())))


def is_index(read: FeedRead) -> bool:
    """Whether only other sitemaps are named, which nobody follows: as a source that would be silent for ever."""
    return bool(read.children) and not read.entries


def source_problem(read: FeedRead) -> str | None:
    """The problem of a source that answered so; its detail names the sitemaps to poll in place of an index."""
    return read.problem or ("sitemap_index" if is_index(read) else None)
