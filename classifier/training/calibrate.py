"""From held-out scores to probabilities, a threshold and a grey band for one topic."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit, logit

from classifier.topics.model import TopicRule

USUAL = 0.4
MIN_ENGLISH = 12
UNSURE_WIDTH = 1.6  # in log-odds, each side of the threshold


def platt(scores: NDArray[np.float64], truth: NDArray[np.bool_], weights: NDArray[np.float64]) -> tuple[float, float]:
    """Slope and offset of ``sigmoid(slope * score + offset)`` (Platt 1999), with his softened targets.

    The slope is kept positive: calibration may stretch the order of scores, never turn it round.
    """
    positives, negatives = float(weights[truth].sum()), float(weights[~truth].sum())
    target = np.where(truth, (positives + 1) / (positives + 2), 1 / (negatives + 2))

    def loss(p: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        z = np.exp(p[0]) * scores + p[1]
        value = float(np.sum(weights * (np.logaddexp(0.0, z) - target * z)))
        slope = weights * (expit(z) - target)
        return value, np.array([float(slope @ scores) * np.exp(p[0]), float(slope.sum())])

    found = minimize(loss, np.zeros(2), jac=True, method="L-BFGS-B", bounds=[(-4, 4), (-20, 20)])
    return float(np.exp(found.x[0])), float(found.x[1])


def best_threshold(chances: NDArray[np.float64], truth: NDArray[np.bool_], weights: NDArray[np.float64]) -> float:
    """The probability at which F1 is highest; the middle of a flat stretch, kept within [0.15, 0.85]."""
    order = np.argsort(-chances, kind="stable")
    hits = np.cumsum(weights[order] * truth[order])
    shown = np.cumsum(weights[order])
    f1 = 2 * hits / np.maximum(shown + float(weights[truth].sum()), 1e-12)
    # Cutting after position i is a real threshold only where the next chance is lower.
    sorted_chances = chances[order]
    real = np.append(sorted_chances[:-1] > sorted_chances[1:], True)
    good = np.flatnonzero(real & (f1 >= f1[real].max() - 0.005))
    middle = good[len(good) // 2]
    following = sorted_chances[middle + 1] if middle + 1 < len(sorted_chances) else 0.0
    return float(np.clip((sorted_chances[middle] + following) / 2, 0.15, 0.85))


def rule(scores: NDArray[np.float64], truth: NDArray[np.bool_], weights: NDArray[np.float64]) -> TopicRule:
    """The whole way from raw score to decision, fitted on held-out ``scores``."""
    if not truth.any() or truth.all():
        return with_band(1.0, 0.0, 0.5)
    slope, offset = platt(scores, truth, weights)
    chances = expit(slope * scores + offset)
    return with_band(slope, offset, steadied(best_threshold(chances, truth, weights)))


def steadied(threshold: float) -> float:
    """Half-way, in log-odds, between the best threshold found and ``USUAL``.

    With few positives F1 is flat over wide stretches and its peak is chance; where calibration is right, the best
    threshold is half of the F1 reached (Lipton, Elkan & Narayanaswamy 2014), so it lies near ``USUAL``.
    """
    return float(expit((logit(threshold) + logit(USUAL)) / 2))


def with_band(slope: float, offset: float, threshold: float) -> TopicRule:
    """The rule with its grey band: ``UNSURE_WIDTH`` of log-odds on each side of the threshold."""
    middle = float(np.log(threshold / (1 - threshold)))
    low, high = expit(middle - UNSURE_WIDTH), expit(middle + UNSURE_WIDTH)
    return TopicRule(slope, offset, threshold, float(low), float(high), slope, offset)


def with_english(
    known: TopicRule, scores: NDArray[np.float64], truth: NDArray[np.bool_], weights: NDArray[np.float64]
) -> TopicRule:
    """The rule with its own line for English scores, shifted so that English's best threshold is the rule's.

    Left as it is below ``MIN_ENGLISH`` positives: a line through so few would be chance.
    """
    if int(truth.sum()) < MIN_ENGLISH or truth.all():
        return known
    own = rule(scores, truth, weights)
    shift = float(logit(known.threshold) - logit(own.threshold))
    return replace(known, english_slope=own.slope, english_offset=own.offset + shift)
