"""Is this week's figure out of the ordinary, judged by the weeks before it?

A chart for individual values (Shewhart; Montgomery, Introduction to Statistical Quality Control, ch. 6) with the
limits of a small sample: a new value of the same normal process lies within ``mean ± t · s · √(1 + 1/n)`` but for
``ERROR`` of the time. ``least`` is the smallest change worth a person's time, so that a very steady figure does not
cry at a trifle.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, stdev

from scipy.stats import t as student

WEEKS = 8  # of history
ENOUGH_WEEKS = 4
ERROR = 0.005  # of weeks in which nothing happened, each way together


@dataclass(frozen=True, slots=True)
class Judged:
    """``state``: "ok", "high", "low", or "too_few" (weeks or items) to tell; the limits are NaN then."""

    value: float
    centre: float
    low: float
    high: float
    state: str

    @property
    def out(self) -> bool:
        return self.state in ("high", "low")


def judge(history: Sequence[float], now: float, *, least: float) -> Judged:
    """``history`` oldest first, without ``now``; weeks without a figure are NaN and left out."""
    known = [value for value in history[-WEEKS:] if not math.isnan(value)]
    if len(known) < ENOUGH_WEEKS or math.isnan(now):
        return Judged(now, math.nan, math.nan, math.nan, "too_few")
    centre, n = fmean(known), len(known)
    width = float(student.ppf(1 - ERROR / 2, n - 1)) * stdev(known) * math.sqrt(1 + 1 / n)
    width = max(width, least)
    state = "high" if now > centre + width else "low" if now < centre - width else "ok"
    return Judged(now, centre, centre - width, centre + width, state)
