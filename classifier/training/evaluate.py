"""Evaluation that cannot fool anyone: outlets held together, past before future, intervals, two models on one set.

``grouped`` leaves outlets out in turn, ``by_time`` trains on the past and tests on what came after; both fit the
same regression as training does and never test on a row that trained. ``evaluate`` measures a finished model on
labelled items; ``compare`` measures two on the same items with a paired bootstrap.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifier.topics.model import TopicModel
from classifier.training.calibrate import rule as fitted_rule
from classifier.training.examples import Example
from classifier.training.linear import balanced, fit_line
from classifier.training.measures import Interval, Measures, Reliability, bootstrap, f1, measures, reliability
from classifier.training.topics import STRENGTH

GROUPS = 5


@dataclass(frozen=True, slots=True)
class Confusion:
    """One item on which model and label differ, worst first in a list of them."""

    id: str
    title: str
    said: float
    label: bool


@dataclass(frozen=True, slots=True)
class TopicReport:
    topic: str
    measures: Measures
    f1: Interval
    average_precision: Interval
    reliability: tuple[Reliability, ...]
    confusions: tuple[Confusion, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """Second model less first in F1 on the same items. ``low > 0``: better; ``high < 0``: worse; else no telling."""

    topic: str
    first: float
    second: float
    difference: Interval


def known_rows(examples: Sequence[Example], topic: str) -> list[int]:
    """The numbers of the examples on which somebody judged ``topic``."""
    return [n for n, e in enumerate(examples) if e.known is None or topic in e.known]


def evaluate(model: TopicModel, examples: Sequence[Example], topics: Sequence[str] | None = None) -> list[TopicReport]:
    """The model's figures on examples that did not train it; that they did not is the caller's to see to."""
    chances = model.probabilities([e.article() for e in examples])
    reports = []
    for topic in topics or model.topics:
        rows = known_rows(examples, topic)
        n = model.topics.index(topic)
        truth = np.array([topic in examples[i].topics for i in rows], dtype=bool)
        reports.append(_report(topic, [examples[i] for i in rows], chances[rows, n], truth, model.rules[n].threshold))
    return reports


def macro_f1(reports: Sequence[TopicReport]) -> float:
    return float(np.mean([r.measures.f1 for r in reports])) if reports else 0.0


def _report(
    topic: str, rows: Sequence[Example], chances: NDArray[np.float64], truth: NDArray[np.bool_], threshold: float
) -> TopicReport:
    tagged = chances >= threshold
    wrong = np.flatnonzero(tagged != truth)
    worst = wrong[np.argsort(-np.abs(chances[wrong] - truth[wrong]), kind="stable")][:20]
    whole = measures(chances, tagged, truth)

    def precision_of(drawn: NDArray[np.int64]) -> float:
        return measures(chances[drawn], tagged[drawn], truth[drawn]).average_precision

    return TopicReport(
        topic,
        whole,
        bootstrap(lambda drawn: f1(tagged[drawn], truth[drawn]), len(rows)),
        bootstrap(precision_of, len(rows), draws=200),
        reliability(chances, truth),
        tuple(Confusion(rows[i].id, rows[i].title, round(float(chances[i]), 4), bool(truth[i])) for i in worst),
    )


def compare(
    first: TopicModel, second: TopicModel, examples: Sequence[Example], topics: Sequence[str]
) -> list[Difference]:
    """Paired bootstrap (Berg-Kirkpatrick, Burkett & Klein 2012): both models on the same drawn items."""
    articles = [e.article() for e in examples]
    one, two = first.probabilities(articles), second.probabilities(articles)
    found = []
    for topic in topics:
        rows = known_rows(examples, topic)
        truth = np.array([topic in examples[i].topics for i in rows], dtype=bool)
        a = _tags(first, one, topic)[rows]
        b = _tags(second, two, topic)[rows]
        found.append(
            Difference(
                topic,
                f1(a, truth),
                f1(b, truth),
                bootstrap(_gap(a, b, truth), len(rows), draws=1000),
            )
        )
    return found


def _tags(model: TopicModel, chances: NDArray[np.float64], topic: str) -> NDArray[np.bool_]:
    n = model.topics.index(topic)
    return np.asarray(chances[:, n] >= model.rules[n].threshold)


def _gap(
    a: NDArray[np.bool_], b: NDArray[np.bool_], truth: NDArray[np.bool_]
) -> Callable[[NDArray[np.int64]], float]:
    return lambda drawn: f1(b[drawn], truth[drawn]) - f1(a[drawn], truth[drawn])


def grouped(model: TopicModel, examples: Sequence[Example], topic: str) -> Measures:
    """Leave outlets out: in ``GROUPS`` rounds no outlet is in both halves. Examples without outlet go by id."""
    rows = [examples[i] for i in known_rows(examples, topic)]
    keys = [e.outlet or e.id for e in rows]
    group = np.array([int(sha256(key.encode()).hexdigest()[:8], 16) % GROUPS for key in keys])
    return _held_out(model, rows, topic, [(group != g, group == g) for g in range(GROUPS)])


def by_time(model: TopicModel, examples: Sequence[Example], topic: str, past: float = 0.7) -> Measures:
    """Train on the oldest share ``past`` of the dated examples, test on the newer ones."""
    rows = [examples[i] for i in known_rows(examples, topic) if examples[i].published_at is not None]
    rows.sort(key=lambda e: (e.published_at.timestamp() if e.published_at else 0.0, e.id))
    cut = int(len(rows) * past)
    old = np.arange(len(rows)) < cut
    return _held_out(model, rows, topic, [(old, ~old)])


def _held_out(
    model: TopicModel,
    rows: Sequence[Example],
    topic: str,
    splits: Sequence[tuple[NDArray[np.bool_], NDArray[np.bool_]]],
) -> Measures:
    """Fits and calibrates on each learning half (with ``model``'s features only), pools the tests."""
    if not rows:
        return measures(np.zeros(0), np.zeros(0, dtype=bool), np.zeros(0, dtype=bool))
    matrix = model.features([e.article() for e in rows])
    truth = np.array([topic in e.topics for e in rows], dtype=bool)
    chances, tagged, tested = np.zeros(len(rows)), np.zeros(len(rows), dtype=bool), np.zeros(len(rows), dtype=bool)
    for learn, test in splits:
        if not test.any() or not learn.any():
            continue
        here, there = np.flatnonzero(learn), np.flatnonzero(test)
        weights = np.ones(len(here))
        inner = _inner_scores(matrix, truth, here)
        rule = fitted_rule(inner, truth[here], weights)
        line = fit_line(matrix[here], truth[here], balanced(truth[here], weights), strength=STRENGTH)
        scores = matrix[there] @ line.weights + line.bias
        chances[there] = 1 / (1 + np.exp(-np.clip(rule.slope * scores + rule.offset, -30, 30)))
        tagged[there], tested[there] = chances[there] >= rule.threshold, True
    return measures(chances[tested], tagged[tested], truth[tested])


def _inner_scores(matrix: Any, truth: NDArray[np.bool_], here: NDArray[np.int64]) -> NDArray[np.float64]:
    """Scores of the learning half held out within itself, for calibration that never sees the test half."""
    scores = np.zeros(len(here))
    fold = np.arange(len(here)) % 3
    for n in range(3):
        learn, test = here[fold != n], here[fold == n]
        lifted = balanced(truth[learn], np.ones(len(learn)))
        line = fit_line(matrix[learn], truth[learn], lifted, strength=STRENGTH)
        scores[fold == n] = matrix[test] @ line.weights + line.bias
    return scores


def shares(examples: Sequence[Example], topics: Sequence[str]) -> Mapping[str, float]:
    """The share of each topic among its judged examples."""
    return {
        topic: float(np.mean([topic in examples[i].topics for i in known_rows(examples, topic)] or [False]))
        for topic in topics
    }
