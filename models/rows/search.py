"""What a search is narrowed to, and what it finds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from models.records import Language


@dataclass(frozen=True, slots=True)
class SearchFilter:
    """Topics and outlets are alternatives within themselves; ``archive`` None means both."""

    topics: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    language: Language | None = None
    archive: bool | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """One article found. ``marks`` and ``title_marks`` are spans of what matched in
    ``snippet`` and ``title``."""

    article_id: int
    title: str
    title_marks: tuple[tuple[int, int], ...]
    outlet_id: str
    outlet_name: str
    url: str
    published_at: datetime
    archive: bool
    story_id: int | None
    snippet: str
    marks: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class SearchResult:
    """``total`` counts the whole listing, of which ``hits`` is one page."""

    total: int
    hits: tuple[Hit, ...]
