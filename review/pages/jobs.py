"""Jobs: what runs, what ran, and what runs next."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from review.entrance import Here

router = APIRouter()


@router.get("/jobs", name="jobs")
def jobs(visit: Here) -> Response:
    with visit.read() as tx:
        rows = tx.jobs.list(limit=100)
    return visit.page("jobs.html", here="jobs", jobs=rows, upcoming=visit.desk.services.next_runs(visit.now))
