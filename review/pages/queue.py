"""The queue: what waits for a decision, worth first, narrowed by filters that live in the address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from models.records import Bilingual, FindingKind
from models.rows import AlertRow, AlertState, SavedFilterRow
from models.store import Conflict, Transaction
from review import blind
from review.entrance import Here
from review.filters import DAYS, MINE, SIZE, STATES, asked, line_of, narrowed_to, read, untold
from review.names import outlet_names, topic_names
from review.paging import page_of
from review.sharing import readers, share_of
from review.visit import Visit, record

router = APIRouter()

COUNTED = 8  # saved filters beside whose name stands how many alerts they have


@router.get("/queue", name="queue")
def queue(visit: Here) -> Response:
    return _page(visit)


@router.post("/queue/filters", name="filter_save")
def filter_save(visit: Here) -> Response:
    """Keep the filters of the address under a name; one's own of that name is replaced."""
    name, shared, want = visit.posted.text("name", 200), visit.posted.text("shared", 5) == "yes", asked(visit)
    try:
        with visit.begin() as tx:
            tx.saved_filters.save(visit.who.id, name, want.kept(), shared, visit.now)
            record(tx, visit, "filter_save", name, shared=shared, **want.kept())
    except Conflict as err:
        return _page(visit, err.message)
    return visit.back(visit.path("queue", want.query()), "filter_saved")


@router.get("/queue/filters/{filter_id:int}", name="filter_open")
def filter_open(visit: Here, filter_id: int) -> Response:
    """The address a colleague can be sent: the queue narrowed as the filter says. NotFound if it is not shared."""
    with visit.read() as tx:
        row = tx.saved_filters.get(filter_id, visit.who.id)
    return visit.see(visit.path("queue", read(row.query).query()))


@router.post("/queue/filters/{filter_id:int}", name="filter_change")
def filter_change(visit: Here, filter_id: int) -> Response:
    """Share one's own filter, keep it to oneself, or delete it."""
    do = visit.posted.text("do", 20)
    with visit.begin() as tx:
        if do == "delete":
            tx.saved_filters.delete(filter_id, visit.who.id)
        else:
            tx.saved_filters.share(filter_id, visit.who.id, do == "share")
        record(tx, visit, "filter_change", filter_id, do=do)
    return visit.back(visit.path("queue"), "filter_deleted" if do == "delete" else "saved")


def _page(visit: Visit, reason: Bilingual | None = None) -> Response:
    """The queue; with the reason where a filter could not be saved."""
    want = asked(visit)
    page = page_of(visit, "queue", SIZE, 0)
    today = line_of(visit)
    with visit.read() as tx:
        people = readers(tx.users.list())
        where = narrowed_to(tx, visit, want, today)
        found = tx.alerts.queue(where, limit=SIZE, offset=page.offset)
        alerts = untold(found, want, visit)
        total = tx.alerts.count(where) - (len(found) - len(alerts))
        topics = topic_names(tx)
        outlets = outlet_names(tx)
        reading = tx.readers.of((alert.id for alert in alerts), visit.now, but=visit.who.id)
        saved = _saved(tx, visit, today)
        standing = {a.id: tx.decisions.in_force(a.id) for a in alerts} if want.state == "settle" else {}
    return visit.page(
        "queue.html",
        422 if reason else 200,
        here="queue",
        reason=reason,
        want=want,
        alerts=[(alert, blind.in_lists(alert)) for alert in alerts],
        made=visit.now,
        reading={row.alert_id: row for row in reversed(reading)},
        together=_together(alerts) if visit.may("story_alerts") else {},
        beyond=_beyond(alerts, today) if want.state == "todo" else None,
        total=total,
        line=today,
        mine=len(share_of(today["ids"], people, visit.who.id, today["seconds"])) if visit.may("decide") else None,
        saved=saved,
        standing=standing,
        states=STATES,
        days=DAYS,
        mines=MINE,
        kinds=list(FindingKind),
        topics=topics,
        outlets=outlets,
        page=page_of(visit, "queue", SIZE, SIZE + 1 if total > page.offset + SIZE else 0),
    )


def _saved(
    tx: Transaction, visit: Visit, today: Mapping[str, Any]
) -> list[tuple[SavedFilterRow, Mapping[str, object], int | None]]:
    """The filters offered: each with its address's parameters, and how many alerts the first of them have."""
    found: list[tuple[SavedFilterRow, Mapping[str, object], int | None]] = []
    for row in tx.saved_filters.list(visit.who.id):
        want = read(row.query)
        count = tx.alerts.count(narrowed_to(tx, visit, want, today)) if len(found) < COUNTED else None
        found.append((row, want.query(), count))
    return found


def _together(alerts: Sequence[AlertRow]) -> dict[int, int]:
    """How many open alerts of its story the list has, at the first of each that has several: they can be decided
    together."""
    found: dict[int, list[int]] = {}
    for alert in alerts:
        if alert.story_id is not None and alert.state is AlertState.OPEN and not blind.in_lists(alert):
            found.setdefault(alert.story_id, []).append(alert.id)
    return {ids[0]: len(ids) for ids in found.values() if len(ids) > 1}


def _beyond(alerts: Sequence[AlertRow], today: Mapping[str, Any]) -> int | None:
    """The first alert of the list that is beyond today's line."""
    ids = set(today["ids"])
    return next((alert.id for alert in alerts if alert.id not in ids), None)
