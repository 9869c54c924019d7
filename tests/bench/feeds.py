"""How fast feeds are read, beside feedparser on the same bytes in the same run; and whether both read the same."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

import feedparser

from crawler.feeds import read_feed
from crawler.listings import read_listing
from crawler.sitemaps import read_sitemap
from tests.crawler import samples

SECONDS = 2.0  # of each measurement
ENTRIES = 40


def rate(work: Callable[[], object]) -> float:
    """Calls a second, over at least ``SECONDS``."""
    work()
    done, began = 0, time.perf_counter()
    while (passed := time.perf_counter() - began) < SECONDS:
        work()
        done += 1
    return done / passed


def run() -> dict[str, Any]:
    """Feeds of 40 entries a second on one core, the ratio to feedparser alone, and sitemaps and listings a second."""
    rss, atom = samples.rss(ENTRIES), samples.atom(ENTRIES)
    ours = rate(lambda: (read_feed(rss, "https://bao.vn/"), read_feed(atom, "https://bao.vn/"))) * 2
    peer = rate(lambda: (feedparser.parse(rss), feedparser.parse(atom))) * 2
    same = [entry.url for entry in read_feed(rss, "").entries] == [row.link for row in feedparser.parse(rss).entries]
    sitemap, listing = samples.sitemap(1000), samples.listing(40)
    return {
        "feeds_per_second": round(ours),
        "feedparser_feeds_per_second": round(peer),
        "ratio": round(ours / peer, 1),
        "same_links": same,
        "sitemap_urls_per_second": round(rate(lambda: read_sitemap(sitemap, "")) * 1000),
        "listings_per_second": round(rate(lambda: read_listing(listing, "https://bao.vn/tin"))),
    }


if __name__ == "__main__":
    print(json.dumps(run(), indent=1))
