"""Labels: the texts a person's answer would teach most, and what the audit slice showed."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta

from fastapi import APIRouter
from starlette.responses import Response

from models.rows import AlertFilter, AlertState
from review.entrance import Here
from review.marks import excerpt
from review.names import topic_names
from review.visit import record

router = APIRouter()

SIZE = 25
AUDIT_SINCE = timedelta(days=28)


@router.get("/labels", name="labels")
def labels(visit: Here) -> Response:
    topic = visit.asked("topic")
    with visit.read() as tx:
        topics = topic_names(tx)
        topic = topic if topic in topics else next(iter(topics), "")
        uncertain = tx.tags.uncertain(topic, SIZE) if topic else []
        answered = AlertFilter(state=None, audit=True, since=visit.now - AUDIT_SINCE)
        # Only those with an outcome: an open one shown here would no longer be blind.
        audits = [
            a
            for state in (AlertState.DECIDED, AlertState.CORRECTED)
            for a in tx.alerts.queue(replace(answered, state=state), limit=200)
        ]
        counts = Counter(row.label.topic for row in tx.labels.standing())
    return visit.page(
        "labels.html",
        here="labels",
        topic=topic,
        topics=topics,
        articles=[(row, excerpt(row.text.replace("\n", " "), (0, 0), 500), p) for row, _, p in uncertain],
        audits=audits,
        counts=counts,
    )


@router.post("/labels", name="label_post")
def label_post(visit: Here) -> Response:
    """One answer about one text and one topic. It is a person's tag and a training label at once."""
    topic, value = visit.posted.text("topic", 100), visit.posted.text("value", 5)
    ids = visit.posted.numbers("article")
    with visit.begin() as tx:
        if ids and topic in topic_names(tx) and value in ("yes", "no"):
            tx.articles.get(ids[0])
            tx.tags.set_person(ids[0], topic, value == "yes", visit.who.id, view="queue", now=visit.now)
            record(tx, visit, "label", f"article {ids[0]}", topic=topic, value=value)
    return visit.back(visit.path("labels"), "tagged")
