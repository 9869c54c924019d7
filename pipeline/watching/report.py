"""The figures of the last whole weeks: shares of topics, of doubt, vocabulary, precision and recall. Reads only."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from classifier.topics.concepts import BREAK, tokens
from classifier.watching.chart import WEEKS, Judged, judge
from classifier.watching.confidence import EDGES, NOTABLE, instability
from classifier.watching.shares import Count, standardised
from classifier.watching.vocabulary import alike, distances, newcomers, unseen
from models.rows import OutletCount
from models.store import Transaction
from models.times import VIETNAM, week_bounds, week_of
from pipeline.first_models import NAME
from pipeline.watching.quality import qualities

LEAST_SHARE = 0.004  # a smaller change of a share of articles is no news to anybody
LEAST_DISTANCE = 0.01
LEAST_UNSEEN = 0.01
BOTH_WAYS = ("share",)  # rising or falling is news; of the other figures only a rise


@dataclass(frozen=True, slots=True)
class Series:
    """A figure of each week, oldest first (None: too few to tell), and what the newest is judged by."""

    values: tuple[float | None, ...]
    judged: Judged


def build(tx: Transaction, topics: Sequence[str], now: datetime) -> dict[str, Any]:
    """The report of the last whole week, JSON-able; ``weeks`` are the Mondays of the weeks it compares."""
    end = week_bounds(week_of(now))[0]
    starts = [end - timedelta(weeks=n) for n in range(WEEKS + 1, 0, -1)]
    spans = [(start, start + timedelta(weeks=1)) for start in starts]
    counts = [tx.watching.counts(*span, EDGES) for span in spans]
    texts = alike([_words(tx.watching.headlines(*span)) for span in spans])
    return {
        "week": starts[-1].date().isoformat(),
        "weeks": [start.date().isoformat() for start in starts],
        "articles": [_articles(week) for week in counts],
        "share": {topic: _row(_shares(counts, topic, "tagged")) for topic in topics},
        "unsure": {topic: _row(_shares(counts, topic, "unsure")) for topic in topics},
        "confidence": {topic: _row(_instability(counts, topic)) for topic in topics},
        "words": {**_row(_series(distances(texts), LEAST_DISTANCE)), "newcomers": list(newcomers(texts))},
        "unseen": _row(_series(unseen(texts), LEAST_UNSEEN)),
        "quality": qualities(tx, topics, now),
        "promoted": _promoted(tx, starts[0]),
    }


def alarms(report: Mapping[str, Any]) -> tuple[tuple[str, str, dict[str, Any]], ...]:
    """What is out of its limits: (kind, topic or "", detail). More doubt is bad, less is not; shares both ways."""
    found = []
    for kind in ("share", "unsure", "confidence"):
        for topic, row in report[kind].items():
            if row["state"] == "high" or (kind in BOTH_WAYS and row["state"] == "low"):
                found.append((kind, topic, _detail(row)))
    for kind in ("words", "unseen"):
        if report[kind]["state"] == "high":
            found.append((kind, "", _detail(report[kind]) | {"newcomers": report["words"]["newcomers"]}))
    for topic, halves in report["quality"].items():
        for name in ("precision", "recall"):
            recent, earlier = halves["recent"][name], halves["earlier"][name]
            if recent["interval"] and earlier["interval"] and recent["interval"][1] < earlier["interval"][0]:
                detail = {"value": recent["value"], "low": recent["interval"][0], "high": recent["interval"][1]}
                found.append((name, topic, detail | {"centre": earlier["value"]}))
    return tuple(found)


def monday(report: Mapping[str, Any]) -> date:
    return date.fromisoformat(report["week"])


def _articles(week: Sequence[OutletCount]) -> int:
    by_outlet: dict[str, int] = {}
    for count in week:
        by_outlet[count.outlet_id] = max(by_outlet.get(count.outlet_id, 0), count.items)
    return sum(by_outlet.values())


def _shares(weeks: Sequence[Sequence[OutletCount]], topic: str, what: str) -> Series:
    table = [{c.outlet_id: Count(c.items, getattr(c, what)) for c in week if c.topic == topic} for week in weeks]
    return _series(standardised(table), LEAST_SHARE)


def _instability(weeks: Sequence[Sequence[OutletCount]], topic: str) -> Series:
    return _series(instability([{c.outlet_id: c.classes for c in week if c.topic == topic} for week in weeks]), NOTABLE)


def _promoted(tx: Transaction, since: datetime) -> list[dict[str, str]]:
    """When another model took charge: from then on its own habits show in the figures, too."""
    rows = [row for row in tx.models.log(NAME) if row.action in ("promote", "rollback") and row.at >= since]
    return [{"day": row.at.astimezone(VIETNAM).date().isoformat(), "version": row.version} for row in reversed(rows)]


def _series(values: Sequence[float], least: float) -> Series:
    judged = judge(values[:-1], values[-1], least=least)
    return Series(tuple(None if math.isnan(value) else round(value, 5) for value in values), judged)


def _row(series: Series) -> dict[str, Any]:
    limits = {name: None if isinstance(v, float) and math.isnan(v) else v for name, v in asdict(series.judged).items()}
    return {"values": list(series.values), **limits}


def _detail(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in ("value", "centre", "low", "high")}


def _words(headlines: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    """The words of each outlet."""
    found: dict[str, list[str]] = {}
    for outlet, text in headlines:
        found.setdefault(outlet, []).extend(one for one in tokens(text) if one != BREAK and not one.isdigit())
    return found
