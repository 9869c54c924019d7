"""What reading a source gives, whatever its kind."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from models.records import Entry


@dataclass(frozen=True, slots=True)
class FeedRead:
    """The entries of a feed, sitemap or listing in its own order, and what was wrong.

    ``problem`` is a name of ``crawler.problems`` or None; a valid feed without entries is no problem.
    ``children`` are further sitemaps that an index names. ``counters`` counts what was read but not believed.
    """

    entries: tuple[Entry, ...] = ()
    problem: str | None = None
    detail: str = ""
    counters: Counter[str] = field(default_factory=Counter)
    children: tuple[str, ...] = ()
