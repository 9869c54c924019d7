"""Watching the model: its shares, doubt, words and quality by week, and the alarms that wait for somebody."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from review.charts import line
from review.entrance import Here
from review.names import topic_names
from review.visit import record

router = APIRouter()


@router.get("/watching", name="watching")
def watching(visit: Here) -> Response:
    with visit.read() as tx:
        latest = tx.watching.latest()
        waiting = tx.watching.alarms(waiting=True)
        past = tx.watching.alarms(waiting=False)[:30]
        emerging = len(tx.watching.emerging("open"))
        topics = topic_names(tx)
    report = latest[1] if latest else None
    return visit.page(
        "watching.html",
        here="watching",
        report=report,
        made_at=latest[2] if latest else None,
        weeks=[date.fromisoformat(day) for day in report["weeks"]] if report else [],
        charts=_charts(report) if report else {},
        waiting=waiting,
        past=[row for row in past if row.acknowledged_at],
        emerging=emerging,
        topics=topics,
    )


@router.post("/watching/{alarm_id}/acknowledge", name="watch_acknowledge")
def watch_acknowledge(visit: Here, alarm_id: int) -> Response:
    """Somebody has seen the alarm and looks after it."""
    with visit.begin() as tx:
        tx.watching.acknowledge(alarm_id, visit.who.name, visit.now)
        record(tx, visit, "watch_acknowledge", f"alarm {alarm_id}")
    return visit.go("watching", "alarm_seen")


@router.post("/watching/now", name="watch_now")
def watch_now(visit: Here) -> Response:
    with visit.begin() as tx:
        tx.jobs.enqueue("watch", {}, key="watch", now=visit.now)
        record(tx, visit, "watch", "topics")
    return visit.go("watching", "watching")


def _charts(report: Mapping[str, Any]) -> dict[str, Any]:
    def drawn(row: Mapping[str, Any]) -> Any:
        return line(row["values"], row["low"], row["high"])

    return {
        "share": {topic: drawn(row) for topic, row in report["share"].items()},
        "unsure": {topic: drawn(row) for topic, row in report["unsure"].items()},
        "words": drawn(report["words"]),
    }
