"""What open pages ask in the background: who else reads this alert, what was decided meanwhile, what is new."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from fastapi import APIRouter
from starlette.responses import JSONResponse, Response

from models.rows import AlertFilter, AlertState
from review import blind, live
from review.entrance import Here
from review.filters import SIZE, asked, narrowed_to
from review.visit import Visit, whole_number

router = APIRouter()


@router.post("/alerts/{alert_id:int}/reading", name="reading")
def reading(visit: Here, alert_id: int) -> Response:
    """Say that one has the alert open (``leave``: no longer); the answer says what happened to it meanwhile."""
    posted, me = visit.posted, visit.who.id
    with visit.desk.store.begin_now() as now:  # it is said again in a moment: no reason to wait for another writer
        if now is not None and posted.text("leave", 5):
            now.readers.leave(alert_id, me)
        elif now is not None:
            now.readers.beat(alert_id, me, visit.now, visit.now + live.BEAT)
    if posted.text("leave", 5):
        return JSONResponse({})
    with visit.read() as tx:
        alert = tx.alerts.row(alert_id)
        history = tx.decisions.of_alert(alert_id)
        others = tx.readers.of([alert_id], visit.now, but=me)
    hidden = blind.is_hidden(alert, blind.answered(history), me)
    version, seen = (next(iter(posted.numbers(name)), 0) for name in ("version", "seen"))
    shown = live.Shown(version, seen, hidden)
    readers = live.reading(others, visit.words, "live.reading")
    return JSONResponse({"readers": readers, "changed": live.changed(shown, alert, history, visit.words)})


@router.get("/queue/live", name="queue_live")
def queue_live(visit: Here) -> Response:
    """What is new in this filter since the page was made, and what others do with the alerts it shows."""
    since, ids = _moment(visit.asked("made", 40)), _ids(visit)
    want = asked(visit)
    if want.state in ("today", "share"):  # drawn anew every time: what is new is told of the whole queue
        want = replace(want, state="todo")
    with visit.read() as tx:
        fresh = 0 if since is None else tx.alerts.count(replace(narrowed_to(tx, visit, want), opened_after=since))
        rows = tx.alerts.queue(AlertFilter(state=None, ids=ids, merged=None), limit=SIZE) if ids else ()
        readers = tx.readers.of(ids, visit.now, but=visit.who.id)
    said = {}
    for row in rows:
        gone = row.state is not AlertState.OPEN and since is not None and row.changed_at > since
        who = [reader for reader in readers if reader.alert_id == row.id]
        said[str(row.id)] = visit.words("live.gone") if gone else live.reading(who, visit.words)
    text = visit.words("live.fresh", n=fresh) if fresh else ""
    return JSONResponse({"fresh": text, "rows": {id_: text for id_, text in said.items() if text}})


def _ids(visit: Visit) -> tuple[int, ...]:
    """The alerts on the page, at most a page of them."""
    numbers = (whole_number(part) for part in visit.asked("ids", 12 * SIZE).split(","))
    return tuple(number for number in numbers if number is not None)[:SIZE]


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)
