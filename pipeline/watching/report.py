"""The figures of the last whole weeks: shares of topics, of doubt, vocabulary, precision and recall. Reads only."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from classifier.topics.concepts import BREAK, tokens
from classifier.watching.chart import WEEKS, Judged, judge
from classifier.watching.shares import Count, standardised
from classifier.watching.vocabulary import distances, newcomers
from models.rows import AnswerRow, OutletCount
from models.store import Transaction
from models.times import week_bounds, week_of
from pipeline.first_models import NAME
from pipeline.watching.quality import Quality, Share, quality

LEAST_SHARE = 0.004  # a smaller change of a share of articles is no news to anybody
LEAST_DISTANCE = 0.01
BLIND = "audit"  # the view whose articles are drawn at random and answered unseen
RECENT = timedelta(weeks=4)
EARLIER = timedelta(weeks=16)


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
    counts = [tx.watching.counts(*span) for span in spans]
    texts = [_words(tx.watching.headlines(*span)) for span in spans]
    answers = _blind(tx, now)
    return {
        "week": starts[-1].date().isoformat(),
        "weeks": [start.date().isoformat() for start in starts],
        "articles": [_articles(week) for week in counts],
        "share": {topic: _row(_shares(counts, topic, "tagged")) for topic in topics},
        "unsure": {topic: _row(_shares(counts, topic, "unsure")) for topic in topics},
        "words": {**_row(_series(distances(texts), LEAST_DISTANCE)), "newcomers": list(newcomers(texts))},
        "quality": {topic: _qualities(answers.get(topic, []), now) for topic in topics},
    }


def alarms(report: Mapping[str, Any]) -> tuple[tuple[str, str, dict[str, Any]], ...]:
    """What is out of its limits: (kind, topic or "", detail). More doubt is bad, less is not; shares both ways."""
    found = []
    for kind in ("share", "unsure"):
        for topic, row in report[kind].items():
            if row["state"] == "high" or (kind == "share" and row["state"] == "low"):
                found.append((kind, topic, _detail(row)))
    if report["words"]["state"] == "high":
        found.append(("words", "", _detail(report["words"]) | {"newcomers": report["words"]["newcomers"]}))
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


def _series(values: Sequence[float], least: float) -> Series:
    judged = judge(values[:-1], values[-1], least=least)
    return Series(tuple(None if math.isnan(value) else round(value, 5) for value in values), judged)


def _row(series: Series) -> dict[str, Any]:
    limits = {name: None if isinstance(v, float) and math.isnan(v) else v for name, v in asdict(series.judged).items()}
    return {"values": list(series.values), **limits}


def _detail(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in ("value", "centre", "low", "high")}


def _words(headlines: Sequence[str]) -> list[str]:
    return [token for text in headlines for token in tokens(text) if token != BREAK and not token.isdigit()]


def _blind(tx: Transaction, now: datetime) -> dict[str, list[tuple[datetime, bool, bool]]]:
    """By topic the blind answers of the last months: when, whether the model of that time tagged it, what was said.

    An answer counts with the probability and the threshold of the model that was in charge when it was given: that
    model had not learnt from it.
    """
    thresholds = {row.version: _thresholds(row.card) for row in tx.models.list(NAME)}
    latest: dict[tuple[int, str, str], AnswerRow] = {}
    for row in tx.labels.answers():
        if row.view == BLIND and row.at >= now - EARLIER:
            latest[row.article_id, row.topic, row.by] = row
    found: dict[str, list[tuple[datetime, bool, bool]]] = {}
    for row in latest.values():
        threshold = thresholds.get(row.model_version or "", {}).get(row.topic)
        if row.probability is not None and threshold is not None:
            found.setdefault(row.topic, []).append((row.at, row.probability >= threshold, row.value))
    return found


def _thresholds(card: Mapping[str, Any]) -> Mapping[str, float]:
    known = card.get("thresholds")
    return known if isinstance(known, dict) else {}


def _qualities(answers: Sequence[tuple[datetime, bool, bool]], now: datetime) -> dict[str, Any]:
    """Of the last four weeks, of the twelve before them, and of all together."""
    recent = [(tagged, truth) for at, tagged, truth in answers if at >= now - RECENT]
    earlier = [(tagged, truth) for at, tagged, truth in answers if at < now - RECENT]
    halves = {"recent": quality(recent), "earlier": quality(earlier), "all": quality([*recent, *earlier])}
    return {name: _quality(one) for name, one in halves.items()}


def _quality(one: Quality) -> dict[str, Any]:
    return {"sample": one.sample, "precision": _share(one.precision), "recall": _share(one.recall)}


def _share(one: Share) -> dict[str, Any]:
    interval = list(one.interval) if one.interval else None
    return {"hits": one.hits, "items": one.items, "value": one.value, "interval": interval}
