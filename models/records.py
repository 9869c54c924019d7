"""The frozen values that travel along the arrows of the flow (DESIGN.md section 3).

Every stage takes some of these and returns others; nothing here is ever mutated, nothing here
knows of a database, a clock or a network. Times are timezone-aware ``datetime``; spans are
half-open ``[start, end)`` counts of Unicode code points in the raw text they point into.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Language(StrEnum):
    VI = "vi"
    EN = "en"
    OTHER = "other"


class PageKind(StrEnum):
    ARTICLE = "article"
    LISTING = "listing"
    OTHER = "other"


class DateFrom(StrEnum):
    """Where an article's publication time was taken from, best first."""

    FEED = "feed"
    PAGE = "page"
    URL = "url"
    FIRST_SEEN = "first_seen"


class SourceKind(StrEnum):
    FEED = "feed"
    SITEMAP = "sitemap"
    LISTING = "listing"


class OutletKind(StrEnum):
    PRESS = "press"
    AGENCY = "agency"
    BROADCASTER = "broadcaster"
    GOVERNMENT = "government"
    PORTAL = "portal"
    FOREIGN = "foreign"
    FACT_CHECKER = "fact_checker"


class FindingKind(StrEnum):
    QUANTITY = "quantity_mismatch"
    DATE = "date_mismatch"
    ENTITY = "entity_mismatch"
    POLARITY = "polarity_mismatch"
    CERTAINTY = "certainty_shift"
    QUOTE = "quote_alteration"
    ATTRIBUTION = "attribution_mismatch"
    CAUSE = "cause_mismatch"
    HEADLINE = "headline_mismatch"
    OUTLIER = "outlier_report"
    RECYCLED = "recycled_content"
    KNOWN_FALSE = "known_false_claim"


class Asserted(StrEnum):
    """Whose statement a passage is: the outlet's own, somebody's it reports, or somebody's very words."""

    ASSERTED = "asserted"
    ATTRIBUTED = "attributed"
    QUOTED = "quoted"


class EvidenceRole(StrEnum):
    REPORT = "report"
    REFERENCE = "reference"
    EARLIER_VERSION = "earlier_version"
    DOCUMENT = "document"


class EvidenceFrom(StrEnum):
    GIVEN = "given"
    BODY = "body"
    REFERENCE = "reference"


class Verdict(StrEnum):
    """What a person decided about an alert. Keys 1 to 6 on the desk, in this order."""

    DISTORTION = "distortion_confirmed"
    ACCURATE = "accurate"
    OPINION = "opinion_or_criticism"
    EVIDENCE_WRONG = "evidence_wrong"
    CANNOT_TELL = "cannot_tell"
    OFF_TOPIC = "not_our_topic"


class Role(StrEnum):
    REVIEWER = "reviewer"
    ANALYST = "analyst"
    LEADER = "leader"
    ADMINISTRATOR = "administrator"


class TagOrigin(StrEnum):
    MODEL = "model"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Bilingual:
    """One message in Vietnamese and English; every text a user sees is such a pair."""

    vi: str
    en: str


# ── sources ────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Healthy:
    """What healthy looks like for a source. Breaches are shown on the desk."""

    max_silence_hours: float = 24.0
    min_entries: int = 1
    min_article_chars: int = 300


@dataclass(frozen=True, slots=True)
class Source:
    """One address that is polled: a feed, a sitemap or a listing page of an outlet."""

    id: str
    outlet_id: str
    kind: SourceKind
    url: str
    language: Language
    enabled: bool = True
    confirmed: str | None = None  # year-month in which the address was last seen to work
    healthy: Healthy = field(default_factory=Healthy)


@dataclass(frozen=True, slots=True)
class Outlet:
    id: str
    name: str
    kind: OutletKind
    homepage: str
    language: Language
    aliases: tuple[str, ...] = ()
    country: str | None = None
    enabled: bool = True
    own: bool = False  # the office's own portal; passes the same code with the same thresholds
    sources: tuple[Source, ...] = ()


# ── poll, fetch, extract ───────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a feed, sitemap or listing, in the order it stood there.

    ``published_at`` keeps the feed's own offset, +07:00 where it gave none, ``None`` where it gave no
    believable time. ``url`` is as given, only made absolute. ``updated_at`` is a sitemap's time of the last
    change: the page was published then or before.
    """

    url: str
    title: str
    summary: str
    published_at: datetime | None
    id: str
    source_id: str = ""
    updated_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class FetchRequest:
    """One address to fetch. ``etag``/``last_modified`` make the GET conditional."""

    url: str
    key: str
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """What came back for one FetchRequest. ``problem`` is a counter name (see crawler) or ``None``.

    ``status`` is 0 when no HTTP answer came. ``detail`` says in words what went wrong.
    """

    request: FetchRequest
    url: str  # after redirects
    status: int
    body: bytes
    content_type: str
    fetched_at: datetime
    etag: str | None = None
    last_modified: str | None = None
    retry_after: float | None = None  # seconds
    max_age: float | None = None  # seconds the server calls the answer fresh (Cache-Control, Expires)
    elapsed: float = 0.0  # seconds
    problem: str | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Extracted:
    """What one HTML page says. ``text`` is lead, subheads, paragraphs and the newsroom's insets, one a
    line; no captions, title or byline. ``links`` are the article links of a listing."""

    url: str
    canonical_url: str
    kind: PageKind
    title: str
    text: str
    published_at: datetime | None
    language: Language
    method: str
    links: tuple[str, ...] = ()
    modified_at: datetime | None = None
    date_from: DateFrom | None = None
    claimreview: tuple[Mapping[str, object], ...] = ()  # ClaimReview JSON-LD found in the page


@dataclass(frozen=True, slots=True)
class Article:
    """One version of one published article, ready to be stored, clustered, tagged and compared.

    ``id`` is the store's article id as text (or the caller's own id on the command line).
    """

    id: str
    title: str
    text: str
    summary: str = ""
    published_at: datetime | None = None
    outlet: str | None = None  # the outlet's name as readers know it
    url: str | None = None
    language: Language = Language.VI
    version: int = 1


# ── classification ─────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class TopicScores:
    """``probabilities`` holds every topic the model knows; ``tags`` those over their threshold;
    ``unsure`` those whose probability lies in the model's own grey band."""

    id: str
    probabilities: Mapping[str, float]
    tags: tuple[str, ...]
    unsure: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StoryPlace:
    """The story an article was put in, and the earlier article it is a near copy of, if any."""

    id: str
    story: str
    copy_of: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    text: str
    role: EvidenceRole = EvidenceRole.REPORT
    outlet: str | None = None
    published_at: datetime | None = None
    title: str | None = None
    article_id: str | None = None
    version: int | None = None  # of that article
    url: str | None = None
    voice: str | None = None  # near copies carry the same voice: copies are not corroboration
    own: bool = False  # a near copy of the article itself: it may differ from it, it never bears it out


@dataclass(frozen=True, slots=True)
class ReferencePosition:
    """Who holds what, where a reference is contested."""

    holder: str
    statement: Bilingual


@dataclass(frozen=True, slots=True)
class Reference:
    """One attributed statement of public record. Only ``checked`` ones may raise an alert;
    ``contested`` ones flag nothing, ever: both positions are shown."""

    id: str
    statement: Bilingual
    publisher: str
    document: str
    date: str | None  # ISO date, or year, or year-month
    url: str | None
    topics: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()  # words that an article must share to be about this
    contested: bool = False
    positions: tuple[ReferencePosition, ...] = ()
    checked: bool = False
    version: int = 1


@dataclass(frozen=True, slots=True)
class FindingEvidence:
    """The passage a finding rests on. ``index`` counts the given evidence from 0; ``span`` slices it."""

    source: EvidenceFrom
    span: tuple[int, int]
    passage: str
    index: int | None = None
    reference_id: str | None = None
    reference_version: int | None = None
    reference_checked: bool | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """This passage and this evidence do not agree. ``span`` slices the article's raw title or text."""

    kind: FindingKind
    part: str  # "title" or "text"
    span: tuple[int, int]
    passage: str
    evidence: tuple[FindingEvidence, ...]
    asserted: Asserted
    strength: float  # in [0, 1]
    why: Bilingual


@dataclass(frozen=True, slots=True)
class Comparison:
    """``score`` in [0, 1] ranks disagreement continuously, also below the level that gives a finding."""

    id: str
    score: float
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Ranked:
    """All findings of one article as one alert, or the reason why there is none.

    ``features`` are features of findings only: never outlet, topic or wording.
    """

    article_id: str
    score: float
    raise_alert: bool
    findings: tuple[Finding, ...]
    features: Mapping[str, float]
    reason: Bilingual
    ranked_by: str = ""  # the version of the weights that gave the score


# ── why an article was flagged, or not ─────────────────────────────────────────────────────


class Held(StrEnum):
    """What an article was held against."""

    REPORT = "report"
    REFERENCE = "reference"
    EARLIER_VERSION = "earlier_version"
    DOCUMENT = "document"  # also a claim that a fact-checker judged
    BODY = "body"
    ARCHIVE = "archive"


@dataclass(frozen=True, slots=True)
class HeldAgainst:
    """One thing the article was held against. ``sentences``: how many of the article's speak of the same; ``note``: why
    nothing can come of it, where that is so."""

    what: Held
    name: str
    sentences: int
    title: str = ""
    article_id: str | None = None
    reference_id: str | None = None
    url: str | None = None
    published_at: datetime | None = None
    note: Bilingual | None = None


@dataclass(frozen=True, slots=True)
class Beside:
    """A sentence of the article beside what it was laid. ``held`` counts ``Explanation.held``; ``agrees``: something
    that looks different and is the same, in words; ``apart``: figures that differ, and why that says nothing."""

    part: str
    span: tuple[int, int]
    passage: str
    held: int
    other: str
    agrees: tuple[Bilingual, ...] = ()
    apart: tuple[Bilingual, ...] = ()


@dataclass(frozen=True, slots=True)
class Doubt:
    """A difference that was noticed, and what became of it: "finding", or why none. ``strength`` in [0, 1]."""

    kind: FindingKind
    part: str
    span: tuple[int, int]
    passage: str
    other: str
    held: int | None
    strength: float
    outcome: str
    why: Bilingual


@dataclass(frozen=True, slots=True)
class Explanation:
    """What was looked at in one article, and what came of it, in the words of whoever reads it. ``answer``: the short
    answer; ``reasons``: what else bears on it; ``counts``: how many sentences, reports, references … by name."""

    flagged: bool
    answer: Bilingual
    reasons: tuple[Bilingual, ...]
    score: float
    threshold: float
    held: tuple[HeldAgainst, ...]
    beside: tuple[Beside, ...]
    doubts: tuple[Doubt, ...]
    counts: Mapping[str, int]
    nearby: tuple[HeldAgainst, ...] = ()  # articles alike that are of no common story, and were not held beside it


# ── people ─────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic is data: definition in both languages, examples and counter-examples."""

    id: str
    name: Bilingual
    definition: Bilingual
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]
    core: bool = False
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LabelRecord:
    """One person's answer about one text and one topic (or one alert), with its origin."""

    article_id: str
    topic: str
    value: bool
    by: str
    at: datetime
    view: str  # "uncertain", "diverse", "audit", "correction", "settle", "import"
    model_version: str | None = None
    probability: float | None = None  # the model's at that moment
