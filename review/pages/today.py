"""Today: what came in, what is worth looking at, what is overdue, what the system could not see."""

from __future__ import annotations

from datetime import timedelta

from fastapi import APIRouter
from starlette.responses import Response

from models.rows import HealthState
from models.times import day_start
from review import blind
from review.entrance import Here
from review.filters import OVERDUE, Asked, line_of, waiting_for
from review.names import topic_names
from review.sharing import readers, share_of

router = APIRouter()

WORTH = 8
UNSEEN = (HealthState.FAILING, HealthState.BLOCKED, HealthState.QUIET)


@router.get("/", name="today")
def today(visit: Here) -> Response:
    start = day_start(visit.now)
    line = line_of(visit)
    with visit.read() as tx:
        counts = tx.alerts.counts(start, visit.now - OVERDUE)
        volume = tx.digests.volume(start, visit.now)
        came_in = tx.articles.counts(start)["today"]
        stories = tx.stories.list(since=visit.now - timedelta(hours=48), min_voices=2, limit=6)
        worth = waiting_for(tx, visit, Asked(), WORTH)
        unseen = [h for h in tx.sources.health(visit.now) if h.state in UNSEEN]
        dropped = tx.entries.counters(start)
        topics = topic_names(tx)
        people = readers(tx.users.list())
        alarms = len(tx.watching.alarms(waiting=True)) if visit.may("watching") else 0
    return visit.page(
        "today.html",
        here="today",
        counts=counts,
        volume=volume,
        came_in=came_in,
        most=max(volume.topics.values(), default=0),
        stories=stories,
        alerts=[(alert, blind.in_lists(alert)) for alert in worth],
        unseen=unseen,
        dropped=sorted(dropped.items(), key=lambda pair: -pair[1]),
        topics=topics,
        alarms=alarms,
        line=line,
        mine=len(share_of(line["ids"], people, visit.who.id, line["seconds"])) if visit.may("decide") else None,
        start=start,
    )
