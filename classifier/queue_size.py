"""How much of the queue a morning should hold: what the office can read, at a precision it has asked for.

The chances are ranking's own. The queue's first ``shown`` are the most whose mean chance is at least ``precision`` and
that number at most ``capacity``; the mean only falls along the order, so there is one such number. What is beyond the
line is not hidden, it is later.

``low`` and ``high`` are the middle 95 % of how many are worth it, over draws of the weights as sure as they are
(normal, Laplace's covariance) and, for each, of the alerts themselves. While the prior ranks it is as wide as the
prior is unsure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from classifier.ranking import Ranking

DRAWS = 1000
SEED = 11


@dataclass(frozen=True, slots=True)
class Candidate:
    """One open alert. ``features`` empty: nothing is known of what was found (an audit item): it counts as nothing
    expected and takes a place."""

    score: float
    features: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Line:
    """Where today's queue ends. ``lowest``: the score of its last alert, None where it is empty; ``ends``: why it ends
    there: "all", "capacity" or "precision"."""

    shown: int
    waiting: int
    expected: float
    low: int
    high: int
    lowest: float | None
    ends: str


def draw_line(waiting: Sequence[Candidate], *, capacity: int, precision: float, ranking: Ranking) -> Line:
    """The line through an ordered queue, highest score first. ``capacity`` may be 0: the day's reading is done."""
    shown, ends = _shown(waiting, max(0, capacity), precision)
    today = waiting[:shown]
    expected = sum(one.score for one in today if one.features)
    low, high = _interval([one for one in today if one.features], ranking)
    return Line(
        shown,
        len(waiting),
        round(expected, 2),
        min(low, int(expected)),
        max(high, -int(-expected // 1)),
        today[-1].score if today else None,
        ends,
    )


def _shown(waiting: Sequence[Candidate], capacity: int, precision: float) -> tuple[int, str]:
    total = count = shown = 0.0
    for place, one in enumerate(waiting[:capacity], start=1):
        if one.features:
            total, count = total + one.score, count + 1
            if total / count < precision - 1e-12:
                return int(shown), "precision"
        shown = place
    return int(shown), "capacity" if len(waiting) > capacity else "all"


def _interval(today: Sequence[Candidate], ranking: Ranking) -> tuple[int, int]:
    if not today:
        return 0, 0
    dice = np.random.default_rng(SEED)
    names = ranking.names or tuple(ranking.weights)
    centre = np.array([ranking.weights[name] for name in names])
    if ranking.covariance:
        weights = dice.multivariate_normal(centre, np.array(ranking.covariance), size=DRAWS, method="eigh")
    else:
        weights = np.tile(centre, (DRAWS, 1))
    column = {name: n for n, name in enumerate(names)}
    matrix = np.zeros((len(today), len(names)))
    matrix[:, column["bias"]] = 1.0
    for n, one in enumerate(today):
        for name, value in one.features.items():
            if name in column:
                matrix[n, column[name]] = value
    chances = 1.0 / (1.0 + np.exp(-np.clip(weights @ matrix.T, -30.0, 30.0)))
    worth = (dice.random(chances.shape) < chances).sum(axis=1)
    low, high = np.quantile(worth, (0.025, 0.975), method="nearest")
    return int(low), int(high)
