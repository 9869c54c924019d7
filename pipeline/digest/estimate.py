"""Intervals for the figures a leader reads. All are 95 %."""

from __future__ import annotations

from math import sqrt

Z = 1.959963984540054


def wilson(successes: int, n: int) -> tuple[float, float] | None:
    """The Wilson score interval of a proportion (Wilson 1927); None where nothing was counted."""
    if n == 0:
        return None
    p = successes / n
    middle = (p + Z * Z / (2 * n)) / (1 + Z * Z / n)
    half = Z / (1 + Z * Z / n) * sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
    return max(0.0, middle - half), min(1.0, middle + half)


def change_interval(now: int, before: int) -> tuple[float, float]:
    """The interval of the difference of two Poisson counts by the normal approximation, one added to each
    count's variance so that two small counts do not look certain."""
    half = Z * sqrt(now + before + 2)
    return now - before - half, now - before + half
