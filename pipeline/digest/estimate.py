"""Intervals for the figures a leader reads. All are 95 %."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

Z = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Estimate:
    """A proportion with its interval, from ``n`` answers that are worth ``effective`` equal ones."""

    value: float
    low: float
    high: float
    n: int
    effective: float


def weighted(answers: Iterable[tuple[float, bool]]) -> Estimate | None:
    """The proportion of hits among answers that stand for ``weight`` items each (Hájek 1971), None without any.

    The interval is Wilson's at the effective number of answers (Kish 1965; Korn and Graubard 1998): unequal weights
    widen it.
    """
    given = [(weight, hit) for weight, hit in answers if weight > 0]
    total = sum(weight for weight, _ in given)
    if not given:
        return None
    value = sum(weight for weight, hit in given if hit) / total
    effective = total * total / sum(weight * weight for weight, _ in given)
    bounds = wilson(value * effective, effective)
    assert bounds is not None
    return Estimate(value, bounds[0], bounds[1], len(given), effective)


def wilson(successes: float, n: float) -> tuple[float, float] | None:
    """The Wilson score interval of a proportion (Wilson 1927); None where nothing was counted."""
    if n == 0:
        return None
    p = successes / n
    middle = (p + Z * Z / (2 * n)) / (1 + Z * Z / n)
    half = Z / (1 + Z * Z / n) * sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
    return max(0.0, middle - half), min(1.0, middle + half)
