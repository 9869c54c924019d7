"""Today: what came in, what is worth looking at, what is overdue, what the system could not see."""

from __future__ import annotations

from datetime import datetime, timedelta

from fastapi import APIRouter
from starlette.responses import Response

from models.store import Transaction
from models.times import day_start
from review import blind
from review.entrance import Here
from review.filters import OVERDUE, Asked, line_of, waiting_for
from review.names import topic_names
from review.sharing import readers, share_of
from review.unseen import Unseen, by_state, stopped
from review.visit import Visit

router = APIRouter()

WORTH = 8


@router.get("/", name="today")
def today(visit: Here) -> Response:
    start = day_start(visit.now)
    line = line_of(visit)
    with visit.read() as tx:
        counts = tx.alerts.counts(start, visit.now - OVERDUE)
        volume = tx.digests.volume(start, visit.now)
        articles = tx.articles.counts(start)
        stories = tx.stories.list(since=visit.now - timedelta(hours=48), min_voices=2, limit=6)
        worth = waiting_for(tx, visit, Asked(), WORTH)
        reading = tx.readers.of((alert.id for alert in worth), visit.now, but=visit.who.id)
        unseen = _unseen(tx, visit, start)
        dropped = tx.entries.counters(start)
        topics = topic_names(tx)
        people = readers(tx.users.list())
        alarms = len(tx.watching.alarms(waiting=True)) if visit.may("watching") else 0
    return visit.page(
        "today.html",
        here="today",
        counts=counts,
        volume=volume,
        articles=articles,
        most=max(volume.topics.values(), default=0),
        stories=stories,
        alerts=[(alert, blind.in_lists(alert)) for alert in worth],
        reading={row.alert_id: row for row in reversed(reading)},
        unseen=unseen,
        dropped=sorted(dropped.items(), key=lambda pair: -pair[1]),
        topics=topics,
        alarms=alarms,
        line=line,
        mine=len(share_of(line["ids"], people, visit.who.id, line["seconds"])) if visit.may("decide") else None,
        start=start,
    )


def _unseen(tx: Transaction, visit: Visit, start: datetime) -> Unseen:
    """What could not be read, which passes have stopped, and which jobs failed since ``start``."""
    settings, now = visit.desk.settings, visit.now
    late = []
    for kind, minutes in (("collect", settings.collect_every_minutes), ("process", settings.process_every_minutes)):
        since = stopped(tx.jobs.last_ended(kind), tx.jobs.asked_since(kind), timedelta(minutes=minutes), now)
        late += [] if since is None else [(kind, since)]
    failed = tx.jobs.failed_since(start)
    sources = visit.desk.memo.get("health", now, lambda: by_state(tx.sources.health(now), now))
    return Unseen(sources, tuple(late), failed)
