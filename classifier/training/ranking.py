"""What is worth a person's time, learned from what people decided: the smallest change of the prior that explains it.

    minimise  Σ sᵢ · log(1 + exp(−yᵢ · xᵢ·w))  +  Σⱼ (wⱼ − priorⱼ)² / (2 σⱼ²)

A Gaussian prior centred at ``classifier.ranking.PRIOR`` with widths ``WIDTHS``: a few decisions move the weights
little; signs that are known are bounds (``AT_LEAST_ZERO``, ``AT_MOST_ZERO``): a surer finding never ranks lower. It is
scikit-learn's ``LogisticRegression`` with another centre and with bounds, neither of which that class has; without
them the two give the same weights (tests/classifier/test_ranking_learned.py). L-BFGS-B; one solution; deterministic.

Answers count (``weight_of``) by age, halved every ``HALF_LIFE`` days; one not yet settled counts half, because a
confirmation needs two people and an "accurate" one, and leaving the waiting ones out would teach that little is worth
it; an answer of the audit slice counts by the inverse of its chance of being drawn, at most ``MOST`` times (truncated
inverse probability weights, Ionides 2008), scaled to the number of answers they are worth (Kish 1965).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit

from classifier.ranking import OF_KIND, PRIOR, Ranking, version_of
from models.records import Bilingual, Verdict

WORTH: Mapping[Verdict, bool | None] = {
    Verdict.DISTORTION: True,
    Verdict.ACCURATE: False,
    Verdict.OPINION: False,
    Verdict.EVIDENCE_WRONG: False,
    Verdict.CANNOT_TELL: None,  # says nothing either way
    Verdict.OFF_TOPIC: None,  # about the topic, not about the finding
}
MIN_SETTLED, MIN_EACH = 40, 10
HALF_LIFE = 180.0  # days
UNSETTLED = 0.5
MOST = 5.0  # times that one answer of the audit may count
PLATT_MIN, PLATT_EACH = 200, 50  # predictions of later decisions, below which no calibration is learned
NAMES = tuple(PRIOR)
WIDTHS: Mapping[str, float] = {
    "bias": 0.7,
    "strength": 1.0,
    "second": 0.5,
    "kinds": 0.3,
    "sources": 0.4,
    "exact": 0.7,
    "attributed": 0.7,
    "quoted": 0.7,
    "headline_only": 0.7,
    **{name: 0.7 for name in NAMES if name.startswith(OF_KIND)},
}
AT_LEAST_ZERO = frozenset(("strength", "second", "kinds", "sources"))
AT_MOST_ZERO = frozenset(("attributed",))
Vector = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Answer:
    """One alert that people answered, as ranking saw it. ``group``: the story, whose reports resemble each other;
    ``chance``: of an audit item, how likely it was to be drawn; None for what was flagged."""

    features: Mapping[str, float]
    worth: bool
    at: datetime
    group: int
    settled: bool = True
    chance: float | None = None


class TooFew(Exception):
    """There are not enough decisions to learn from; ``message`` says what there is and what is needed."""

    def __init__(self, message: Bilingual):
        super().__init__(f"{message.vi} / {message.en}")
        self.message = message


def enough(answers: Sequence[Answer]) -> None:
    """TooFew unless there are ``MIN_SETTLED`` settled answers on flagged articles, ``MIN_EACH`` of them each way."""
    settled = [a.worth for a in answers if a.settled and a.chance is None]
    worth = sum(settled)
    if len(settled) < MIN_SETTLED or min(worth, len(settled) - worth) < MIN_EACH:
        raise TooFew(
            Bilingual(
                f"mới có {len(settled)} cảnh báo đã quyết định xong ({worth} đáng xem, {len(settled) - worth} không); "
                f"cần ít nhất {MIN_SETTLED}, mỗi loại {MIN_EACH}; vẫn xếp hạng theo trọng số ban đầu",
                f"only {len(settled)} alerts are settled ({worth} worth it, {len(settled) - worth} not); at least "
                f"{MIN_SETTLED} are needed, {MIN_EACH} of each; the starting weights go on ranking",
            )
        )


def weights_of(answers: Sequence[Answer], now: datetime) -> Vector:
    """How much each answer counts (module docstring)."""
    chance = np.array([min(MOST, 1.0 / max(a.chance, 1e-9)) if a.chance is not None else 1.0 for a in answers])
    chance = np.maximum(chance, 1.0)
    if answers:
        chance *= chance.sum() / np.square(chance).sum()
    ages = np.array([max(0.0, (now - a.at).total_seconds() / 86400.0) for a in answers])
    settled = np.array([1.0 if a.settled else UNSETTLED for a in answers])
    return np.asarray(chance * settled * 0.5 ** (ages / HALF_LIFE), dtype=np.float64)


def matrix_of(features: Sequence[Mapping[str, float]]) -> Vector:
    """One row an article, columns as ``NAMES``. KeyError for a feature that is not one of ranking's."""
    column = {name: n for n, name in enumerate(NAMES)}
    rows = np.zeros((len(features), len(NAMES)))
    rows[:, column["bias"]] = 1.0
    for n, named in enumerate(features):
        for name, value in named.items():
            rows[n, column[name]] = value
    return rows


def fit(
    matrix: Vector,
    worth: NDArray[np.bool_],
    counts: Vector,
    *,
    centre: Vector | None = None,
    widths: Vector | None = None,
    bounded: bool = True,
) -> tuple[Vector, Vector]:
    """The weights (as ``NAMES``) and their covariance by Laplace's approximation (Bishop 2006, 4.4)."""
    middle = np.array([PRIOR[name] for name in NAMES]) if centre is None else centre
    spread = np.array([WIDTHS[name] for name in NAMES]) if widths is None else widths
    signs = np.where(worth, 1.0, -1.0)
    precision = 1.0 / np.square(spread)

    def loss(w: Vector) -> tuple[float, Vector]:
        margins = signs * (matrix @ w)
        away = w - middle
        value = float(counts @ np.logaddexp(0.0, -margins) + 0.5 * precision @ np.square(away))
        slope = -matrix.T @ (counts * signs * expit(-margins)) + precision * away
        return value, slope

    start = middle.copy()
    limits = [_limits(name) for name in NAMES] if bounded else None
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=limits, options={"maxiter": 500, "ftol": 1e-12})
    weights = np.asarray(found.x, dtype=np.float64)
    chances = expit(matrix @ weights)
    curve = (matrix.T * (counts * chances * (1.0 - chances))) @ matrix + np.diag(precision)
    return weights, np.asarray(np.linalg.inv(curve), dtype=np.float64)


def learn(answers: Sequence[Answer], now: datetime) -> tuple[Vector, Vector]:
    """``fit`` on answers, weighed as of ``now``. No answers give the prior back."""
    matrix = matrix_of([a.features for a in answers])
    return fit(matrix, np.array([a.worth for a in answers], dtype=bool), weights_of(answers, now))


def platt(scores: Vector, worth: NDArray[np.bool_]) -> tuple[float, float] | None:
    """Slope and offset that calibrate log-odds of later decisions (Platt 1999), held near 1 and 0; None where there are
    too few. A line through log-odds: the calibrated weights are weights again, and the order stays."""
    if len(worth) < PLATT_MIN or min(worth.sum(), (~worth).sum()) < PLATT_EACH:
        return None
    line, _ = fit(
        np.column_stack([scores, np.ones_like(scores)]),
        worth,
        np.ones_like(scores),
        centre=np.array([1.0, 0.0]),
        widths=np.array([0.5, 1.0]),
        bounded=False,
    )
    return max(0.1, float(line[0])), float(line[1])


def ranking_of(weights: Vector, covariance: Vector) -> Ranking:
    """The weights as ranking takes them, named by what they are."""
    named = {name: round(float(value), 6) for name, value in zip(NAMES, weights, strict=True)}
    rows = tuple(tuple(round(float(cell), 6) for cell in row) for row in covariance)
    return Ranking(f"learned-{version_of(named)}", named, NAMES, rows)


def prior_covariance() -> tuple[tuple[float, ...], ...]:
    """How unsure the prior is of itself, over ``NAMES``."""
    return tuple(
        tuple(WIDTHS[row] ** 2 if row == column else 0.0 for column in NAMES) for row in NAMES
    )


def sound(weights: Mapping[str, float]) -> Bilingual | None:
    """Why weights cannot be used at all: other features than ranking's, or a sign that is known to be wrong."""
    strange = sorted(set(weights) ^ set(NAMES))
    if strange:
        names = ", ".join(strange)
        return Bilingual(f"không khớp đặc trưng của xếp hạng: {names}", f"not the features of ranking: {names}")
    wrong = [n for n in NAMES if not _limits(n)[0] <= weights[n] <= _limits(n)[1]]
    if wrong:
        names = ", ".join(wrong)
        return Bilingual(f"sai dấu hoặc không phải số: {names}", f"of the wrong sign, or no number: {names}")
    return None


def _limits(name: str) -> tuple[float, float]:
    low = 0.0 if name in AT_LEAST_ZERO else -np.inf
    return low, (0.0 if name in AT_MOST_ZERO else np.inf)


def read(version: str, card: Mapping[str, Any]) -> Ranking:
    """A ranking from its card in the store. ValueError: its weights are not this version's features, or unsound."""
    weights = {str(name): float(value) for name, value in dict(card["weights"]).items()}
    why_not = sound(weights)
    if why_not is not None:
        raise ValueError(f"{version}: {why_not.vi} / {why_not.en}")
    names = tuple(str(name) for name in card.get("names", ()))
    covariance = tuple(tuple(float(cell) for cell in row) for row in card.get("covariance", ()))
    return Ranking(version, weights, names, covariance)
