"""The topics the office follows, with their definitions and how much came in."""

from __future__ import annotations

from datetime import timedelta

from fastapi import APIRouter
from starlette.responses import Response

from review.entrance import Here

router = APIRouter()


@router.get("/topics", name="topics")
def topics(visit: Here) -> Response:
    with visit.read() as tx:
        rows = tx.topics.list()
        week = tx.digests.volume(visit.now - timedelta(days=7), visit.now)
        before = tx.digests.volume(visit.now - timedelta(days=14), visit.now - timedelta(days=7))
    return visit.page("topics.html", here="topics", rows=rows, week=week.topics, before=before.topics)
