"""Articles, their versions, stories and topic tags."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from models.records import Article, DateFrom, Language, StoryPlace, TagOrigin


@dataclass(frozen=True, slots=True)
class Saved:
    """What saving a page did: ``state`` is "new", "revised" or "same"."""

    article_id: int
    version: int
    state: str


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """An article at its latest version. ``published_at`` is the first-seen time where no date was believed:
    ``date_from`` says so."""

    id: int
    outlet_id: str
    outlet_name: str
    url: str
    canonical_url: str
    title: str
    summary: str
    language: Language
    published_at: datetime
    date_from: DateFrom
    first_seen: datetime
    archive: bool
    method: str
    version: int
    text: str
    story_id: int | None
    copy_of: int | None
    voice: int | None  # the article whose voice this one speaks with; itself when it is no copy
    signature: bytes | None
    score: float | None  # of the latest comparison; None when not yet compared


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One stored text of an article. Never changed afterwards."""

    article_id: int
    version: int
    title: str
    text: str
    text_hash: str
    seen_at: datetime
    published_at: datetime | None
    modified_at: datetime | None
    method: str


@dataclass(frozen=True, slots=True)
class StoryChange:
    """What a person did to a story. ``undone``: whether somebody took it back later."""

    id: int
    at: datetime
    user_id: int
    user_name: str
    kind: str
    from_story: int
    to_story: int
    articles: tuple[int, ...]
    undone: bool


@dataclass(frozen=True, slots=True)
class JudgedPair:
    """Two articles a person has said to report one event (``same``) or two."""

    first: int
    second: int
    same: bool


@dataclass(frozen=True, slots=True)
class Member:
    """One article of a story, without its text."""

    article_id: int
    outlet_id: str
    outlet_name: str
    title: str
    url: str
    published_at: datetime
    copy_of: int | None
    voice: int | None
    pinned: bool  # a person put it here
    version: int = 1


@dataclass(frozen=True, slots=True)
class StoryRow:
    """One event. ``title`` is that of its earliest article; ``voices`` counts near copies once."""

    id: int
    key: str
    title: str
    first_at: datetime
    last_at: datetime
    articles: int
    outlets: int
    voices: int
    topics: tuple[str, ...]  # of any of its articles


@dataclass(frozen=True, slots=True)
class WindowRow:
    """A placed article of the time window, to restore the classifier's index after a restart."""

    article: Article
    place: StoryPlace
    pinned: bool
    signature: bytes | None


@dataclass(frozen=True, slots=True)
class ReportBeside:
    """Another report of the asked article's story. Near copies share a ``voice``."""

    article: Article
    voice: str
    own_voice: str


@dataclass(frozen=True, slots=True)
class TagRow:
    """One topic of one article. ``value`` is the person's answer where there is one, else the model's."""

    topic: str
    value: bool
    origin: TagOrigin
    probability: float | None
    unsure: bool
    model_version: str | None
    by: str | None
    at: datetime
