"""What reading a source gives, whatever its kind."""

from __future__ import annotations

import zlib
from collections import Counter
from dataclasses import dataclass, field

from models.records import Entry


@dataclass(frozen=True, slots=True)
class FeedRead:
    """The entries of a feed, sitemap or listing in its own order, and what was wrong.

    ``problem`` is a name of ``models.problems`` or None; a valid feed without entries is no problem.
    ``children`` are further sitemaps that an index names. ``counters`` counts what was read but not believed.
    ``period_s`` is how often the source asks to be polled, in seconds, where it says so.
    """

    entries: tuple[Entry, ...] = ()
    problem: str | None = None
    detail: str = ""
    counters: Counter[str] = field(default_factory=Counter)
    children: tuple[str, ...] = ()
    period_s: float | None = None


def inflated(body: bytes, most: int = 50_000_000) -> bytes | None:
    """The body, decompressed (to at most ``most`` bytes) if it is a gzip file; ``None`` if that is broken.

    A file cut off in the middle gives what came.
    """
    if body[:2] != b"\x1f\x8b":
        return body
    try:
        return zlib.decompressobj(31).decompress(body, most)
    except zlib.error:
        return None
