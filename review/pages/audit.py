"""The audit log: who did what, append-only."""

from __future__ import annotations

from datetime import timedelta

from fastapi import APIRouter
from starlette.responses import Response

from models.times import midnight_of
from review.entrance import Here
from review.visit import whole_number

router = APIRouter()

SIZE = 100


@router.get("/audit", name="audit")
def audit(visit: Here) -> Response:
    """Events narrowed by who, what, to what and when, newest first."""
    want = {name: visit.asked(name, 60) for name in ("actor", "action", "target", "since", "until")}
    with visit.read() as tx:
        rows = tx.audit.list(
            actor=want["actor"] or None,
            action=want["action"] or None,
            target=want["target"] or None,
            since=midnight_of(want["since"]),
            until=midnight_of(want["until"], timedelta(days=1)),
            limit=SIZE + 1,
            before_id=whole_number(visit.asked("before", 15)),
        )
        actions, actors = tx.audit.kinds()
    older = {**want, "before": rows[SIZE - 1].id} if len(rows) > SIZE else None
    return visit.page(
        "audit.html", here="audit", rows=rows[:SIZE], want=want, actions=actions, actors=actors, older=older
    )
