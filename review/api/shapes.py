"""What the API answers with: one model a resource. Times are ISO 8601 in UTC; ids are those of the pages."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict

from models.records import Asserted, Bilingual, EvidenceFrom, FindingKind, Language, Verdict
from models.rows import (
    AlertRow,
    AlertState,
    ArticleRow,
    DigestRow,
    EvidenceRow,
    FindingRow,
    HealthState,
    Hit,
    Member,
    ReferenceRow,
    SourceHealth,
    StoryRow,
    TagRow,
    Waiting,
)


class Shape(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True)


class Text(Shape):
    vi: str
    en: str


class Problem(Shape):
    """Why a request was not carried out. ``wrong`` names what of it broke its declaration."""

    error: Text
    wrong: list[str] = []


def text(pair: Bilingual) -> Text:
    return Text(vi=pair.vi, en=pair.en)


class EvidenceShape(Shape):
    source: EvidenceFrom
    passage: str
    span: tuple[int, int]
    title: str | None
    outlet: str | None
    url: str | None
    published_at: datetime | None
    article_id: int | None
    reference_id: str | None

    @classmethod
    def of(cls, row: EvidenceRow) -> EvidenceShape:
        return cls.model_validate(row)


class FindingShape(Shape):
    id: int
    kind: FindingKind
    part: str
    span: tuple[int, int]
    passage: str
    asserted: Asserted
    strength: float
    why: Text
    evidence: list[EvidenceShape]

    @classmethod
    def of(cls, row: FindingRow) -> FindingShape:
        return cls.model_validate(row)


class AlertShape(Shape):
    """One alert. ``hidden``: read blind, so everything found is left out until the caller has answered."""

    id: int
    article_id: int
    story_id: int | None
    title: str
    outlet_id: str
    outlet_name: str
    url: str
    published_at: datetime
    state: AlertState
    waiting: Waiting | None
    topics: list[str]
    hidden: bool
    score: float | None
    kinds: list[FindingKind]
    passage: str | None
    why: Text | None
    verdict: Verdict | None
    confirmed: bool
    carried_by: list[str]  # other outlets whose copies of the text say the same: one alert for all
    merged_into: int | None  # the alert of a copy that speaks for this one
    ranked_by: str | None  # the version of the weights that gave the score

    @classmethod
    def of(cls, row: AlertRow, hidden: bool) -> AlertShape:
        return cls(
            id=row.id,
            article_id=row.article_id,
            story_id=row.story_id,
            title=row.title,
            outlet_id=row.outlet_id,
            outlet_name=row.outlet_name,
            url=row.url,
            published_at=row.published_at,
            state=row.state,
            waiting=None if hidden else row.waiting,
            topics=list(row.topics),
            hidden=hidden,
            score=None if hidden else row.score,
            kinds=[] if hidden else list(row.kinds),
            passage=None if hidden else row.passage,
            why=None if hidden or row.why is None else text(row.why),
            verdict=None if hidden else row.verdict,
            confirmed=row.confirmed,
            carried_by=[] if hidden else list(row.carried_by),
            merged_into=None if hidden else row.merged_into,
            ranked_by=None if hidden else row.ranked_by,
        )


class AlertDetailShape(AlertShape):
    version: int
    text: str
    findings: list[FindingShape]


class AlertPage(Shape):
    total: int
    alerts: list[AlertShape]


class HitShape(Shape):
    article_id: int
    title: str
    outlet_id: str
    outlet_name: str
    url: str
    published_at: datetime
    archive: bool
    story_id: int | None
    snippet: str

    @classmethod
    def of(cls, row: Hit) -> HitShape:
        return cls.model_validate(row)


class ArticlePage(Shape):
    total: int
    articles: list[HitShape]


class TagShape(Shape):
    topic: str
    value: bool
    origin: str
    probability: float | None


class ArticleShape(Shape):
    id: int
    outlet_id: str
    outlet_name: str
    url: str
    title: str
    text: str
    language: Language
    published_at: datetime
    first_seen: datetime
    archive: bool
    version: int
    story_id: int | None
    tags: list[TagShape]

    @classmethod
    def of(cls, row: ArticleRow, tags: tuple[TagRow, ...]) -> ArticleShape:
        shapes = [TagShape.model_validate(tag) for tag in tags]
        fields = {name: getattr(row, name) for name in cls.model_fields if name != "tags"}
        return cls(**fields, tags=shapes)


class MemberShape(Shape):
    article_id: int
    outlet_id: str
    outlet_name: str
    title: str
    url: str
    published_at: datetime
    copy_of: int | None


class StoryShape(Shape):
    id: int
    title: str
    first_at: datetime
    last_at: datetime
    articles: int
    outlets: int
    voices: int

    @classmethod
    def of(cls, row: StoryRow) -> StoryShape:
        return cls.model_validate(row)


class StoryDetailShape(StoryShape):
    members: list[MemberShape]

    @classmethod
    def whole(cls, row: StoryRow, members: tuple[Member, ...]) -> StoryDetailShape:
        fields = {name: getattr(row, name) for name in StoryShape.model_fields}
        return cls(**fields, members=[MemberShape.model_validate(member) for member in members])


class SourceShape(Shape):
    source_id: str
    outlet_id: str
    outlet_name: str
    url: str
    state: HealthState
    reason: Text
    since: datetime | None
    last_ok: datetime | None
    next_poll_at: datetime | None
    entries_7_days: int

    @classmethod
    def of(cls, row: SourceHealth) -> SourceShape:
        return cls.model_validate(row)


class PositionShape(Shape):
    holder: str
    statement: Text


class ReferenceShape(Shape):
    id: str
    version: int
    statement: Text
    publisher: str
    document: str
    date: str | None
    url: str | None
    topics: list[str]
    contested: bool
    positions: list[PositionShape]
    checked: bool

    @classmethod
    def of(cls, row: ReferenceRow) -> ReferenceShape:
        return cls.model_validate(row.reference)


class DigestShape(Shape):
    period: str
    edition: int
    sha256: str
    at: datetime

    @classmethod
    def of(cls, row: DigestRow) -> DigestShape:
        return cls.model_validate(row)


class DigestDetailShape(DigestShape):
    data: dict[str, Any]

    @classmethod
    def whole(cls, row: DigestRow) -> DigestDetailShape:
        return cls(period=row.period, edition=row.edition, sha256=row.sha256, at=row.at, data=dict(row.data))
