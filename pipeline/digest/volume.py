"""How much was written: by topic against the periods before, by day, and which stories a change is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from classifier.watching.usual import usual_range
from models.periods import Period
from models.records import Topic
from models.rows import Volume
from models.store import Transaction
from pipeline.digest.values import both

Json = dict[str, Any]
PAST = 8  # periods of the same kind held beside this one
STORIES = 3  # that a change is made of


def volume(tx: Transaction, topics: Sequence[Topic], period: Period) -> tuple[Json, list[Json]]:
    """The totals, and a row a topic. A period before is counted only where anything at all was collected in it."""
    now = tx.digests.volume(period.start, period.end)
    past = _past(tx, period)
    totals: Json = {
        "articles": now.articles,
        "last": past[0].articles if past else 0,
        "outlets": now.outlets,
        "past": [before.articles for before in reversed(past)],
        "by_day": [{"day": day.isoformat(), "count": count} for day, count in now.by_day],
    }
    return totals, [_topic(tx, topic, now, past, period) for topic in topics]


def _past(tx: Transaction, period: Period) -> list[Volume]:
    """Up to ``PAST`` periods before, the latest first, as far back as there are articles."""
    found, before = [], period
    for _ in range(PAST):
        before = before.previous()
        counted = tx.digests.counted(before.start, before.end)
        if not counted.articles:
            break
        found.append(counted)
    return found


def _topic(tx: Transaction, topic: Topic, now: Volume, past: Sequence[Volume], period: Period) -> Json:
    count = now.topics.get(topic.id, 0)
    before = [volume.topics.get(topic.id, 0) for volume in past]
    usual = usual_range(before)
    unusual = usual is not None and not usual[0] <= count <= usual[1]
    return {
        "topic": topic.id,
        "name": both(topic.name),
        "count": count,
        "last": before[0] if before else None,
        "past": before[::-1],
        "low": None if usual is None else usual[0],
        "high": None if usual is None else usual[1],
        "unusual": unusual,
        "why": _stories(tx, topic.id, period.start, period.end) if unusual and usual and count > usual[1] else [],
    }


def _stories(tx: Transaction, topic: str, start: datetime, end: datetime) -> list[Json]:
    """The stories of a topic that most voices reported in the period."""
    return [
        {"id": row.id, "title": row.title, "articles": row.articles, "outlets": row.outlets}
        for row in tx.stories.list(start, end, topic=topic, limit=STORIES)
    ]


def share_of(row: Mapping[str, Any]) -> float:
    """How much of its usual range's upper end a topic reached, for ordering what moved."""
    return float(row["count"]) / max(1.0, float(row["high"] or 1))
