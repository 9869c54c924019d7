"""One topic's column of labels and its regression, as training, its folds and evaluation all use it.

``Fitting`` holds the rows' features once. Whoever judges a model by a part of the rows fits the other part exactly
as training does: over the shipped weights where a topic has them, with the same strength, weights and calibration.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from classifier.topics.model import TopicModel, TopicRule
from classifier.training.calibrate import rule as fitted_rule
from classifier.training.calibrate import with_english
from classifier.training.examples import Example
from classifier.training.linear import Line, Space, balanced
from models.records import Language

STRENGTH = 10.0  # C of the regression for topics learnt from the examples alone
STRENGTH_OVER_PRIOR = 1.0  # for topics whose weights ship: a label moves them gently
MIN_OWN_POSITIVES = 40  # an office's labels calibrate a shipped topic once it has so many of each kind

Rows = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Labels:
    """One topic's column: labels, which rows are judged, sample weights; the office's rows, English ones, and
    those that made the shipped weights already."""

    truth: Rows
    known: Rows
    weights: NDArray[np.float64]
    own: Rows
    english: Rows
    seen: Rows


def labels_of(rows: Sequence[Example], topic: str) -> Labels:
    known = np.array([e.known is None or topic in e.known for e in rows], dtype=bool)
    return Labels(
        truth=np.array([topic in e.topics for e in rows], dtype=bool),
        known=known,
        weights=np.array([e.weight for e in rows], dtype=np.float64),
        own=known & np.array([e.origin == "office" for e in rows], dtype=bool),
        english=np.array([e.language is Language.EN for e in rows], dtype=bool),
        seen=np.array([e.origin in ("corpus", "definition") for e in rows], dtype=bool),
    )


def chances_of(scores: NDArray[np.float64], rule: TopicRule, english: Rows) -> NDArray[np.float64]:
    """Raw scores as the finished model would calibrate them."""
    slopes = np.where(english, rule.english_slope, rule.slope)
    offsets = np.where(english, rule.english_offset, rule.offset)
    return np.asarray(expit(np.clip(slopes * scores + offsets, -30, 30)), dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Answers:
    """What fits that did not see a row said of it: probability, tag, and whether it lay in the grey band."""

    chances: NDArray[np.float64]
    tagged: Rows
    unsure: Rows


class Fitting:
    """All rows' features; ``first`` is the model whose weights training starts from, if any."""

    def __init__(self, matrix: Any, first: TopicModel | None):
        self._matrix = matrix
        self._space = Space(matrix)
        self._first = first

    def prior(self, topic: str) -> Line | None:
        if self._first is None or topic not in self._first.topics:
            return None
        n = self._first.topics.index(topic)
        return Line(self._first.weights[n], float(self._first.bias[n]))

    def fit(self, labels: Labels, topic: str, rows: Rows) -> Line:
        """The line learnt from ``rows``, of which only judged ones teach."""
        prior = self.prior(topic)
        here = rows & labels.known
        # What made the shipped weights is in them already: counting it twice would pull them off the news.
        weights = labels.weights if prior is None else np.where(labels.seen, 0.0, labels.weights)
        taught = here & (weights > 0)
        if labels.truth[taught].any() and not labels.truth[taught].all():
            here = taught  # rows that weigh nothing only cost time
        truth = labels.truth[here]
        strength = STRENGTH if prior is None else STRENGTH_OVER_PRIOR
        lifted = balanced(truth, weights[here])
        return self._space.fit(np.flatnonzero(here), truth, lifted, strength=strength, prior=prior)

    def scores(self, line: Line, rows: Rows) -> NDArray[np.float64]:
        return np.asarray(self._matrix[np.flatnonzero(rows)] @ line.weights + line.bias, dtype=np.float64)

    def rule(self, scores: NDArray[np.float64], labels: Labels, topic: str, rows: Rows) -> TopicRule:
        """From ``rows`` alone, given held-out ``scores`` of all: fitted on the office's labels where there are
        enough; else the shipped rule; else on all judged rows."""
        own = labels.own & rows
        if min(int((labels.truth & own).sum()), int((~labels.truth & own).sum())) >= MIN_OWN_POSITIVES:
            return fitted_rule(scores[own], labels.truth[own], labels.weights[own])
        if self._first is not None and topic in self._first.topics:
            return self._first.rules[self._first.topics.index(topic)]
        known = labels.known & rows
        vietnamese, english = known & ~labels.english, known & labels.english
        rule = fitted_rule(scores[vietnamese], labels.truth[vietnamese], labels.weights[vietnamese])
        return with_english(rule, scores[english], labels.truth[english], labels.weights[english])

    def held_out(self, labels: Labels, topic: str, folds: NDArray[np.int64]) -> NDArray[np.float64]:
        """The score of every row by the line that its fold did not teach."""
        scores = np.zeros(len(folds))
        for fold in np.unique(folds):
            there = folds == fold
            scores[there] = self.scores(self.fit(labels, topic, ~there), there)
        return scores

    def answers(
        self, scores: NDArray[np.float64], labels: Labels, topic: str, folds: NDArray[np.int64]
    ) -> Answers:
        """Held-out scores as decisions, each fold by a calibration and threshold that the others made."""
        found = Answers(np.zeros(len(folds)), np.zeros(len(folds), dtype=bool), np.zeros(len(folds), dtype=bool))
        for fold in np.unique(folds):
            there = folds == fold
            rule = self.rule(scores, labels, topic, ~there)
            chances = chances_of(scores[there], rule, labels.english[there])
            found.chances[there] = chances
            found.tagged[there] = chances >= rule.threshold
            found.unsure[there] = (chances >= rule.low) & (chances <= rule.high)
        return found
