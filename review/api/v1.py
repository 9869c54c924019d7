"""``/api/v1``: read the desk's resources as JSON. Errors are ``{"error": {"vi", "en"}}``."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from fastapi.openapi.utils import get_openapi
from starlette.responses import JSONResponse, Response

from models.records import FindingKind
from models.rows import AlertFilter, AlertState, SearchFilter
from review import blind
from review.api.shapes import (
    AlertDetailShape,
    AlertPage,
    AlertShape,
    ArticlePage,
    ArticleShape,
    DigestDetailShape,
    DigestShape,
    FindingShape,
    HitShape,
    Problem,
    ReferenceShape,
    SourceShape,
    StoryDetailShape,
    StoryShape,
)
from review.entrance import Here

PREFIX = "/api/v1"
PROBLEMS: dict[int | str, dict[str, Any]] = {
    401: {"model": Problem, "description": "Nobody is signed in"},
    403: {"model": Problem, "description": "Not for this role"},
    404: {"model": Problem, "description": "There is none"},
    422: {"model": Problem, "description": "The request breaks its declaration"},
}
router = APIRouter(prefix=PREFIX, tags=["desk"], responses=PROBLEMS)

Id = Annotated[int, Path(ge=1, le=2**31 - 1)]
Key = Annotated[str, Path(max_length=200, pattern=r"^[\w.:-]+$")]
PeriodKey = Annotated[str, Path(pattern=r"^[0-9W.Q-]{4,22}$")]
Limit = Annotated[int, Query(ge=1, le=200)]
Offset = Annotated[int, Query(ge=0, le=1_000_000)]
Word = Annotated[str, Query(max_length=200)]


@router.get("/openapi.json", name="api_openapi", include_in_schema=False)
def openapi(visit: Here, request: Request) -> Response:
    """The description of this API, for tools."""
    return JSONResponse(get_openapi(title="Đối Chiếu", version="1", routes=router.routes))


@router.get("/alerts", name="api_alerts")
def alerts(
    visit: Here,
    state: AlertState | None = AlertState.OPEN,
    topic: Word = "",
    outlet: Word = "",
    kind: FindingKind | None = None,
    limit: Limit = 50,
    offset: Offset = 0,
) -> AlertPage:
    """Alerts, worth first. Blind items carry nothing of what was found; a filter by kind leaves them out."""
    where = AlertFilter(
        state=state,
        topics=(topic,) if topic else (),
        outlets=(outlet,) if outlet else (),
        kinds=(kind,) if kind else (),
        audit=False if kind else None,
    )
    with visit.read() as tx:
        rows = tx.alerts.queue(where, limit=limit, offset=offset)
        total = tx.alerts.count(where)
    hidden = [(row, blind.is_blind(row) and row.state == AlertState.OPEN) for row in rows]
    return AlertPage(total=total, alerts=[AlertShape.of(r, h) for r, h in hidden if not (kind and h)])


@router.get("/alerts/{alert_id}", name="api_alert")
def alert(visit: Here, alert_id: Id) -> AlertDetailShape:
    """One alert with the text it rests on and its findings."""
    with visit.read() as tx:
        detail = tx.alerts.get(alert_id)
        speaker = detail.alert.merged_into  # what is found of a copy is found of the text that is read blind
        read = detail if speaker is None else tx.alerts.get(speaker)
    hidden = blind.is_hidden(read.alert, blind.answered(read.decisions), visit.who.id)
    findings = [] if hidden else [FindingShape.of(finding) for finding in detail.findings]
    head = AlertShape.of(detail.alert, hidden).model_dump()
    return AlertDetailShape(**head, version=detail.version.version, text=detail.version.text, findings=findings)


@router.get("/articles", name="api_articles")
def articles(
    visit: Here,
    q: Word = "",
    topic: Word = "",
    outlet: Word = "",
    since: datetime | None = None,
    until: datetime | None = None,
    limit: Limit = 50,
    offset: Offset = 0,
) -> ArticlePage:
    """Search, with and without diacritics; without words everything, newest first. Naive times are UTC."""
    where = SearchFilter(
        topics=(topic,) if topic else (),
        outlets=(outlet,) if outlet else (),
        since=_aware(since),
        until=_aware(until),
    )
    with visit.read() as tx:
        found = tx.search.find(q.replace("\x00", ""), where, limit=limit, offset=offset)
    return ArticlePage(total=found.total, articles=[HitShape.of(hit) for hit in found.hits])


@router.get("/articles/{article_id}", name="api_article")
def article(visit: Here, article_id: Id) -> ArticleShape:
    with visit.read() as tx:
        return ArticleShape.of(tx.articles.get(article_id), tx.tags.of(article_id))


@router.get("/stories", name="api_stories")
def stories(
    visit: Here, days: Annotated[int, Query(ge=1, le=366)] = 30, limit: Limit = 50, offset: Offset = 0
) -> list[StoryShape]:
    """Stories with an article of the last ``days``, those of most voices first."""
    with visit.read() as tx:
        rows = tx.stories.list(since=visit.now - timedelta(days=days), limit=limit, offset=offset)
    return [StoryShape.of(row) for row in rows]


@router.get("/stories/{story_id}", name="api_story")
def story(visit: Here, story_id: Id) -> StoryDetailShape:
    with visit.read() as tx:
        return StoryDetailShape.whole(tx.stories.get(story_id), tx.stories.members(story_id))


@router.get("/sources", name="api_sources")
def sources(visit: Here) -> list[SourceShape]:
    """Every source and how well it is, the unwell first."""
    with visit.read() as tx:
        return [SourceShape.of(row) for row in tx.sources.health(visit.now)]


@router.get("/references", name="api_references")
def references(visit: Here) -> list[ReferenceShape]:
    with visit.read() as tx:
        return [ReferenceShape.of(row) for row in tx.references.list()]


@router.get("/references/{reference_id}", name="api_reference")
def reference(visit: Here, reference_id: Key) -> ReferenceShape:
    with visit.read() as tx:
        return ReferenceShape.of(tx.references.get(reference_id))


@router.get("/digests", name="api_digests")
def digests(visit: Here) -> list[DigestShape]:
    """Digests as they were kept, the latest first."""
    with visit.read() as tx:
        return [DigestShape.of(row) for row in tx.digests.list()]


@router.get("/digests/{period}", name="api_digest")
def digest(visit: Here, period: PeriodKey) -> DigestDetailShape:
    """The latest edition kept of a period: 2026-W47, 2026-11, 2026-Q4, 2026 or 2026-11-01..2026-11-15."""
    with visit.read() as tx:
        return DigestDetailShape.whole(tx.digests.get(period))


def _aware(at: datetime | None) -> datetime | None:
    """With UTC where no zone was given; years no article can have are left out, like an empty filter."""
    if at is None or not 1970 <= at.year <= 2200:
        return None
    return at if at.tzinfo is not None else at.replace(tzinfo=UTC)
