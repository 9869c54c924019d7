"""The weekly digest: the week so far, and the sealed ones."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from models.records import Bilingual
from models.times import week_bounds, week_of
from review.entrance import Here
from review.problems import NOT_FOUND, Refused
from review.visit import record

router = APIRouter()


@router.get("/digests", name="digests")
def digests(visit: Here) -> Response:
    with visit.read() as tx:
        rows = tx.digests.list()
    return visit.page("digests.html", here="digests", rows=rows, current=week_of(visit.now))


@router.get("/digests/{week}", name="digest")
def digest(visit: Here, week: str) -> Response:
    """The sealed digest of a week (``?edition=`` for an earlier one), else the week as it stands now
    (``?edition=now`` also where one is sealed)."""
    try:
        start, _ = week_bounds(week)
    except ValueError as err:
        raise Refused(404, NOT_FOUND) from err
    if start > visit.now:
        raise Refused(404, Bilingual("Tuần này chưa bắt đầu.", "This week has not begun."))
    edition = visit.asked("edition", 6)
    with visit.read() as tx:
        editions = [row for row in tx.digests.list() if row.week == week]
    editions.sort(key=lambda row: -row.edition)
    wanted = [row for row in editions if not edition or str(row.edition) == edition]
    sealed = wanted[0] if wanted else None
    data = sealed.data if sealed else visit.desk.services.build_digest(week)
    return visit.page(
        "digest.html",
        here="digests",
        week=week,
        d=data,
        sealed=sealed,
        editions=editions,
        most=max([1, *(max(row["count"], row["last"]) for row in data["volume"])]),
    )


@router.post("/digests/{week}/build", name="digest_build")
def digest_build(visit: Here, week: str) -> Response:
    """Queue the job that builds and seals a new edition of the week's digest."""
    try:
        week_bounds(week)
    except ValueError as err:
        raise Refused(404, NOT_FOUND) from err
    with visit.begin() as tx:
        tx.jobs.enqueue("digest", {"week": week, "new_edition": True}, key=f"digest:{week}", now=visit.now)
        record(tx, visit, "digest_build", week)
    return visit.go("digests", "digest_queued")
