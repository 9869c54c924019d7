"""Precision and recall of a topic's tags, estimated from articles drawn blindly at random and answered by people.

Only such a sample tells: labels from the queue of the unsure, or corrections of what somebody saw, are chosen for
being wrong, and would need the chance with which each was chosen to be weighed right, which nobody knows. They are
left out. Of the sampled tagged articles, how many were right: precision, binomial, with Wilson's interval. Recall is
estimated by strata (``classifier.watching.estimates``), weighed by the stored counts of tagged and untagged articles.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from classifier.watching.estimates import Stratum, recall
from models.rows import AnswerRow
from models.store import Transaction
from models.store.labels import SETTLE
from pipeline.digest.estimate import wilson
from pipeline.first_models import NAME

BLIND = "audit"  # the view whose articles are drawn at random and answered unseen
WEEK = timedelta(weeks=1)
RECENT = 4  # weeks that one estimate takes together
WEEKS = 16  # looked at in all
POINTS = 9  # of the chart, each of ``RECENT`` weeks


@dataclass(frozen=True, slots=True)
class Share:
    """``hits`` of ``items`` sampled articles, the estimate and its 95 % interval; None where too few tell."""

    hits: int
    items: int
    value: float | None
    interval: tuple[float, float] | None

    def as_row(self) -> dict[str, Any]:
        interval = list(self.interval) if self.interval else None
        return {"hits": self.hits, "items": self.items, "value": self.value, "interval": interval}


@dataclass(frozen=True, slots=True)
class Quality:
    """What a blind sample says of one topic."""

    sample: int
    precision: Share
    recall: Share

    def as_row(self) -> dict[str, Any]:
        return {"sample": self.sample, "precision": self.precision.as_row(), "recall": self.recall.as_row()}


Answers = Sequence[tuple[bool, bool]]  # the model tagged it, a person says it is about the topic; one a drawn article
Sizes = tuple[int, int]  # articles tagged, and not tagged, that the sample was drawn from


def quality(answers: Answers, sizes: Sizes) -> Quality:
    right = sum(tagged and truth for tagged, truth in answers)
    tagged = sum(tagged for tagged, _ in answers)
    about = sum(truth for _, truth in answers)
    precision = Share(right, tagged, right / tagged if tagged else None, wilson(right, tagged))
    found = recall(Stratum(sizes[0], tagged, right), Stratum(sizes[1], len(answers) - tagged, about - right))
    value, interval = found or (None, None)
    return Quality(len(answers), precision, Share(right, about, value, interval))


def qualities(tx: Transaction, topics: Sequence[str], now: datetime) -> dict[str, dict[str, Any]]:
    """By topic: the last four weeks, the twelve before them, all together, and ``weeks``: every four weeks' estimate,
    one a week, the oldest first."""
    answers = _blind(tx, now)
    spans = [(now - (n + 1) * WEEK, now - n * WEEK) for n in range(WEEKS)]
    sizes = [tx.watching.population(*span) for span in spans]

    def over(topic: str, weeks: range) -> dict[str, Any]:
        told = [pair for at, *pair in answers.get(topic, ()) if int((now - at) / WEEK) in weeks]
        counted = [sizes[n].get(topic, (0, 0)) for n in weeks if n < WEEKS]
        whole = (sum(one for one, _ in counted), sum(other for _, other in counted))
        return quality([(tagged, truth) for tagged, truth in told], whole).as_row()

    return {
        topic: {
            "recent": over(topic, range(RECENT)),
            "earlier": over(topic, range(RECENT, WEEKS)),
            "all": over(topic, range(WEEKS)),
            "weeks": [over(topic, range(n, n + RECENT)) for n in range(POINTS - 1, -1, -1)],
        }
        for topic in topics
    }


def _blind(tx: Transaction, now: datetime) -> dict[str, list[tuple[datetime, bool, bool]]]:
    """By topic the blind answers of the last months, one an article: when, whether the model of that time tagged it,
    what was said.

    An answer counts with the probability and the threshold of the model that was in charge when it was given: that
    model had not learnt from it. Where two people read, what settled it counts, or else the first reading.
    """
    thresholds = {row.version: _thresholds(row.card) for row in tx.models.list(NAME)}
    first: dict[tuple[int, str], AnswerRow] = {}
    settled: dict[tuple[int, str], bool] = {}
    for row in tx.labels.answers():
        if row.view == BLIND and row.at >= now - WEEKS * WEEK:
            first.setdefault((row.article_id, row.topic), row)
        elif row.view == SETTLE:
            settled[row.article_id, row.topic] = row.value
    found: dict[str, list[tuple[datetime, bool, bool]]] = {}
    for key, row in first.items():
        threshold = thresholds.get(row.model_version or "", {}).get(row.topic)
        if row.probability is not None and threshold is not None:
            truth = settled.get(key, row.value)
            found.setdefault(row.topic, []).append((row.at, row.probability >= threshold, truth))
    return found


def _thresholds(card: Mapping[str, Any]) -> Mapping[str, float]:
    known = card.get("thresholds")
    return known if isinstance(known, dict) else {}
