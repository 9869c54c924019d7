"""The audit log: who did what, append-only."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from review.entrance import Here
from review.visit import whole_number

router = APIRouter()

SIZE = 100


@router.get("/audit", name="audit")
def audit(visit: Here) -> Response:
    actor, action = visit.asked("actor", 60), visit.asked("action", 60)
    with visit.read() as tx:
        rows = tx.audit.list(
            actor=actor or None,
            action=action or None,
            limit=SIZE + 1,
            before_id=whole_number(visit.asked("before", 15)),
        )
    older = {"actor": actor, "action": action, "before": rows[SIZE - 1].id} if len(rows) > SIZE else None
    return visit.page("audit.html", here="audit", rows=rows[:SIZE], actor=actor, action=action, older=older)
