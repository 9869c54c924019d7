"""Sources and how well they are: errors first, why in words, and what an administrator can do about it."""

from __future__ import annotations

from collections import Counter

from fastapi import APIRouter
from starlette.responses import Response

from models.rows import HealthState
from models.store import Transaction
from models.store.health import changed
from review.entrance import Here
from review.visit import Visit, record

router = APIRouter()


@router.get("/sources", name="sources")
def sources(visit: Here) -> Response:
    state = visit.asked("state")
    with visit.read() as tx:
        health = tx.sources.health(visit.now)
        pending = (*tx.outlets.pending(), *tx.topics.pending(), *tx.references.pending())
    shown = [h for h in health if h.state == state] if state in set(HealthState) else health
    return visit.page(
        "sources.html",
        here="sources",
        health=shown,
        changed=changed(health),
        counts=Counter(h.state for h in health),
        states=list(HealthState),
        state=state,
        pending=pending,
    )


@router.get("/sources/{source_id}", name="source")
def source(visit: Here, source_id: str) -> Response:
    with visit.read() as tx:
        row = tx.sources.get(source_id)
        (health,) = tx.sources.health(visit.now, source_id)
        history = tx.fetches.history(source_id, limit=50)
        outlet = tx.outlets.get(row.outlet_id)
    return visit.page("source.html", here="sources", row=row, health=health, history=history, outlet=outlet)


@router.post("/sources/{source_id}/poll", name="source_poll")
def source_poll(visit: Here, source_id: str) -> Response:
    """Ask for a poll now: a job row the worker takes, one at a time a source."""
    with visit.begin() as tx:
        tx.sources.get(source_id)
        tx.jobs.enqueue("poll_source", {"source_id": source_id}, key=f"poll:{source_id}", now=visit.now)
        record(tx, visit, "poll_now", source_id)
    return visit.back(visit.path("source", source_id=source_id), "polling")


@router.post("/sources/{source_id}/acknowledge", name="source_acknowledge")
def source_acknowledge(visit: Here, source_id: str) -> Response:
    """Note who has seen what is wrong, or take that back."""
    note = visit.posted.text("note", 500)
    with visit.begin() as tx:
        if visit.posted.text("action", 10) == "undo":
            tx.sources.unacknowledge(source_id)
            record(tx, visit, "source_unacknowledge", source_id)
            said = "unacknowledged"
        elif tx.sources.acknowledge(source_id, visit.who.name, note, visit.now):
            record(tx, visit, "source_acknowledge", source_id, note=note)
            said = "acknowledged"
        else:
            said = "nothing_wrong"
    return visit.back(visit.path("source", source_id=source_id), said)


@router.post("/sources/{source_id}/switch", name="source_switch")
def source_switch(visit: Here, source_id: str) -> Response:
    enabled = visit.posted.text("enabled", 3) == "yes"
    with visit.begin() as tx:
        tx.sources.set_enabled(source_id, enabled, visit.now)
        record(tx, visit, "source_on" if enabled else "source_off", source_id)
    return visit.back(visit.path("source", source_id=source_id), "resumed" if enabled else "paused")


@router.post("/sources/pending", name="pending_settle")
def pending_settle(visit: Here) -> Response:
    """A file changed under a row that was changed here: take the file's value, or keep ours."""
    kind, id_, action = (visit.posted.text(name, 200) for name in ("kind", "id", "action"))
    with visit.begin() as tx:
        if action in ("accept", "keep") and _settle(tx, visit, kind, id_, action == "accept"):
            record(tx, visit, f"pending_{action}", f"{kind} {id_}")
    return visit.go("sources", "settled")


def _settle(tx: Transaction, visit: Visit, kind: str, id_: str, accept: bool) -> bool:
    """Take the file's value or keep ours; False when nothing of that kind waits."""
    if kind in ("outlet", "source"):
        (tx.outlets.accept if accept else tx.outlets.keep)(kind, id_, visit.now)
    elif kind == "topic":
        (tx.topics.accept if accept else tx.topics.keep)(id_, visit.now)
    elif kind == "reference":
        (tx.references.accept if accept else tx.references.keep)(id_, visit.now)
    else:
        return False
    return True
