"""Watching the model: its shares, doubt, words and quality by week, and the alarms that wait for somebody."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from review.charts import estimates, line
from review.entrance import Here
from review.formats import Formats
from review.names import topic_names
from review.visit import Visit, record

router = APIRouter()

BY_TOPIC = ("share", "unsure", "confidence")
OF_ALL = ("words", "unseen")
QUALITY = ("precision", "recall")
LIMITS = ("value", "centre", "low", "high")


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
        shown=lambda row: {name: _shown(visit, row.kind, row.detail.get(name)) for name in LIMITS},
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


def _shown(visit: Visit, kind: str, value: float | None) -> str:
    """A figure of an alarm: an index as it is, a share in per cent."""
    if value is None:
        return "–"
    number = Formats(visit.words, visit.now).number
    value = max(value, 0.0)  # a limit below nothing is none
    return number(value, 2) if kind == "confidence" else f"{number(100 * value, 1)} %"


def _charts(report: Mapping[str, Any]) -> dict[str, Any]:
    def drawn(row: Mapping[str, Any]) -> Any:
        return line(row["values"], row["low"], row["high"])

    def estimated(topic: str, name: str) -> Any:
        return estimates([_estimate(week[name]) for week in report["quality"][topic]["weeks"]])

    by_topic = {kind: {topic: drawn(row) for topic, row in report[kind].items()} for kind in BY_TOPIC}
    quality = {name: {topic: estimated(topic, name) for topic in report["quality"]} for name in QUALITY}
    return by_topic | quality | {kind: drawn(report[kind]) for kind in OF_ALL}


def _estimate(one: Mapping[str, Any]) -> tuple[float, float, float] | None:
    return (one["value"], *one["interval"]) if one["interval"] else None
