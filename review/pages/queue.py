"""The queue: what waits for a decision, worth first, narrowed by filters that live in the address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from models.records import FindingKind
from models.rows import AlertFilter, AlertRow, AlertState, Waiting
from models.store import Transaction
from review import blind
from review.entrance import Here
from review.names import outlet_names, topic_names
from review.paging import page_of
from review.sharing import readers, share_of
from review.visit import Visit

router = APIRouter()

SIZE = 40
STATES = ("todo", "today", "share", "second", "settle", "evidence", "mine", "decided", "corrected", "closed", "any")
DAYS = ("1", "3", "7", "30")


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters as the address names them; each is empty or one of the values offered."""

    state: str
    topic: str
    kind: str
    outlet: str
    days: str

    def query(self) -> dict[str, object]:
        """The filters as query parameters, to carry them along to an alert and back."""
        return {**asdict(self), "state": "" if self.state == "todo" else self.state}


def asked(visit: Visit) -> Asked:
    """Read the address. An unknown value is as good as none: an old saved address still opens."""
    state, kind, days = visit.asked("state"), visit.asked("kind"), visit.asked("days")
    return Asked(
        state=state if state in STATES else "todo",
        topic=visit.asked("topic"),
        kind=kind if kind in set(FindingKind) else "",
        outlet=visit.asked("outlet"),
        days=days if days in DAYS else "",
    )


def as_filter(
    visit: Visit, want: Asked, today: Mapping[str, Any] | None = None, people: Sequence[int] = ()
) -> AlertFilter:
    """What the listing is narrowed to. ``today``: the line (``Services.today_line``), ``people``: who shares the queue;
    both only for the states that need them."""
    me = visit.who.id
    narrowed = AlertFilter(
        # Audit rows have no kind: a filter by kind would tell them from the others.
        audit=False if want.kind else None,
        topics=(want.topic,) if want.topic else (),
        outlets=(want.outlet,) if want.outlet else (),
        kinds=(FindingKind(want.kind),) if want.kind else (),
        since=visit.now - timedelta(days=int(want.days)) if want.days else None,
    )
    if want.state == "todo":
        return replace(narrowed, undecided_by=me if visit.may("decide") else None)
    if want.state in ("today", "share"):
        found = today or {"ids": (), "seconds": ()}
        ids = tuple(found["ids"])
        if want.state == "share":
            ids = share_of(ids, people, me, found["seconds"])
        return replace(narrowed, ids=ids)
    if want.state in ("second", "settle", "evidence"):
        return replace(narrowed, waiting=Waiting(want.state))
    if want.state == "mine":
        return replace(narrowed, state=None, decided_by=me)
    return replace(narrowed, state=None if want.state == "any" else AlertState(want.state))


def waiting_for(tx: Transaction, visit: Visit, want: Asked, limit: int = SIZE, offset: int = 0) -> list[AlertRow]:
    """One page of the queue, worth first."""
    today = line_of(visit) if want.state in ("today", "share") else None
    where = as_filter(visit, want, today, readers(tx.users.list()))
    return list(tx.alerts.queue(where, limit=limit, offset=offset))


def line_of(visit: Visit) -> Mapping[str, Any]:
    """Where today's queue ends for this reader."""
    return visit.desk.services.today_line(visit.who.id if visit.may("decide") else None)


def hidden(alert: AlertRow) -> bool:
    """Whether a list must not show what was found: blind and open. The alert's own page knows more."""
    return blind.is_blind(alert) and alert.state == AlertState.OPEN


@router.get("/queue", name="queue")
def queue(visit: Here) -> Response:
    want = asked(visit)
    page = page_of(visit, "queue", SIZE, 0)
    today = line_of(visit)
    with visit.read() as tx:
        people = readers(tx.users.list())
        where = as_filter(visit, want, today, people)
        alerts = list(tx.alerts.queue(where, limit=SIZE, offset=page.offset))
        if want.kind:  # nor may one of the blind real ones answer to its kind
            alerts = [alert for alert in alerts if not hidden(alert)]
        total = tx.alerts.count(where)
        topics = topic_names(tx)
        outlets = outlet_names(tx)
    return visit.page(
        "queue.html",
        here="queue",
        want=want,
        alerts=[(alert, hidden(alert)) for alert in alerts],
        beyond=_beyond(alerts, today) if want.state == "todo" else None,
        total=total,
        line=today,
        mine=len(share_of(today["ids"], people, visit.who.id, today["seconds"])) if visit.may("decide") else None,
        states=STATES,
        days=DAYS,
        kinds=list(FindingKind),
        topics=topics,
        outlets=outlets,
        page=page_of(visit, "queue", SIZE, SIZE + 1 if total > page.offset + SIZE else 0),
    )


def _beyond(alerts: Sequence[AlertRow], today: Mapping[str, Any]) -> int | None:
    """The first alert of the list that is beyond today's line."""
    ids = set(today["ids"])
    return next((alert.id for alert in alerts if alert.id not in ids), None)
