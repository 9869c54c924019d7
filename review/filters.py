"""The filters of the queue: read from an address, written into one, and what they narrow the listing to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from models.records import FindingKind
from models.rows import AlertFilter, AlertPlace, AlertRow, AlertState, Waiting
from models.store import Transaction
from models.times import VIETNAM, day_start
from review import blind
from review.sharing import readers, share_of
from review.visit import Visit

Placed = TypeVar("Placed", AlertRow, AlertPlace)
STATES = (
    "todo", "today", "share", "overdue", "second", "settle", "evidence", "decided_today", "corrected_today", "decided",
    "corrected", "closed", "any",
)  # fmt: skip
OF_STORE = ("decided", "corrected", "closed")  # those that are states of the alert itself
TELLING = ("second", "evidence")  # states that say what another answered, or that something was found
MINE = ("yes", "no")  # decided by me, or not yet
DAYS = ("1", "3", "7", "30")
OVERDUE = timedelta(hours=24)  # an alert nobody has decided a day after it was opened
SIZE = 40


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters as the address names them; each is empty or a value that means something."""

    state: str = "todo"
    topic: str = ""
    kind: str = ""
    outlet: str = ""
    days: str = ""
    since: str = ""
    until: str = ""
    mine: str = ""

    def query(self) -> dict[str, object]:
        """The filters as query parameters, to carry them along to an alert and back."""
        return {**asdict(self), "state": "" if self.state == "todo" else self.state}

    def kept(self) -> dict[str, str]:
        """The same without what is empty: what a saved filter keeps."""
        return {name: str(value) for name, value in self.query().items() if value}


def asked(visit: Visit) -> Asked:
    """The filters of this request's address."""
    return read({name: visit.asked(name) for name in Asked.__dataclass_fields__})


def read(given: Mapping[str, str]) -> Asked:
    """Filters by name. An unknown value is as good as none: an old saved address still opens."""
    state, kind, days, mine = (given.get(name, "") for name in ("state", "kind", "days", "mine"))
    if state == "mine":  # as addresses said it before "mine" went along with every state
        state, mine = "any", "yes"
    return Asked(
        state=state if state in STATES else "todo",
        topic=given.get("topic", ""),
        kind=kind if kind in set(FindingKind) else "",
        outlet=given.get("outlet", ""),
        days=days if days in DAYS else "",
        since=_day(given.get("since", "")),
        until=_day(given.get("until", "")),
        mine=mine if mine in MINE else "",
    )


def as_filter(
    visit: Visit, want: Asked, today: Mapping[str, Any] | None = None, people: Sequence[int] = ()
) -> AlertFilter:
    """What the listing is narrowed to. ``today``: the line (``Services.today_line``), ``people``: who shares the queue;
    both only for the states that need them."""
    me = visit.who.id
    since = visit.now - timedelta(days=int(want.days)) if want.days else None
    if want.since:
        since = _start(want.since)
    narrowed = AlertFilter(
        # Audit rows have no kind: a filter by kind would tell them from the others.
        audit=False if want.kind else None,
        topics=(want.topic,) if want.topic else (),
        outlets=(want.outlet,) if want.outlet else (),
        kinds=(FindingKind(want.kind),) if want.kind else (),
        since=since,
        until=_start(want.until) + timedelta(days=1) if want.until else None,
        decided_by=me if want.mine == "yes" else None,
        undecided_by=me if want.mine == "no" else None,
    )
    if want.state == "todo":
        mine = want.mine == "yes" or not visit.may("decide")
        return narrowed if mine else replace(narrowed, undecided_by=me)
    if want.state in ("today", "share"):
        found = today or {"ids": (), "seconds": ()}
        ids = tuple(found["ids"])
        if want.state == "share":
            ids = share_of(ids, people, me, found["seconds"])
        return replace(narrowed, ids=ids)
    if want.state == "overdue":
        return replace(narrowed, opened_before=visit.now - OVERDUE)
    if want.state == "decided_today":
        return replace(narrowed, state=None, decided_since=day_start(visit.now))
    if want.state == "corrected_today":
        return replace(narrowed, state=None, corrected_since=day_start(visit.now))
    if want.state in set(Waiting):
        return replace(narrowed, waiting=Waiting(want.state))
    return replace(narrowed, state=AlertState(want.state) if want.state in OF_STORE else None)


def waiting_for(tx: Transaction, visit: Visit, want: Asked, limit: int = SIZE, offset: int = 0) -> list[AlertRow]:
    """One page of the queue, worth first."""
    return untold(tx.alerts.queue(narrowed_to(tx, visit, want), limit=limit, offset=offset), want, visit)


def places_of(tx: Transaction, visit: Visit, want: Asked, limit: int) -> list[int]:
    """The ids of the same alerts in the same order."""
    return [place.id for place in untold(tx.alerts.places(narrowed_to(tx, visit, want), limit), want, visit)]


def untold(alerts: Iterable[Placed], want: Asked, visit: Visit) -> list[Placed]:
    """Without those to be read blind, where being in the list says what was found of them or what another answered."""
    telling = bool(want.kind) or (want.state in TELLING and visit.may("decide"))
    return [alert for alert in alerts if not (telling and blind.in_lists(alert))]


def narrowed_to(tx: Transaction, visit: Visit, want: Asked, today: Mapping[str, Any] | None = None) -> AlertFilter:
    """``as_filter`` with what it needs looked up; ``today``: the line, where it is known already."""
    if want.state not in ("today", "share"):
        return as_filter(visit, want)
    return as_filter(visit, want, today or line_of(visit), readers(tx.users.list()))


def line_of(visit: Visit) -> Mapping[str, Any]:
    """Where today's queue ends for this reader."""
    return visit.desk.services.today_line(visit.who.id if visit.may("decide") else None)


def _day(text: str) -> str:
    """A day as ``2026-11-20``; empty for anything else, and for years no article has."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return ""
    return day.isoformat() if 1970 <= day.year <= 2200 else ""


def _start(day: str) -> datetime:
    """Its midnight in Việt Nam."""
    return datetime.combine(date.fromisoformat(day), datetime.min.time(), VIETNAM)
