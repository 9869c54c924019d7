"""What people's splits and joins teach: whether this office wants stories drawn wider or closer.

One number is learned, a shift of the log-odds that two articles report the same event, and only from enough pairs of
both kinds; with a prior around none, so that a few hasty changes move little. It is taken only where it would have
judged the office's own pairs better, each pair left out in turn. What a person has placed stays placed whatever is
learned.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

LEAST = 20  # pairs
LEAST_OF_EACH = 5
SPREAD = 0.7  # standard deviation of the prior, in log-odds
MOST = 1.2  # log-odds
_STEPS = 40


@dataclass(frozen=True, slots=True)
class Shift:
    """``by``: log-odds added to every pair. ``gain``: mean log-likelihood gained on pairs left out; 0 without any."""

    by: float
    gain: float
    pairs: int


NONE = Shift(0.0, 0.0, 0)


def learn(judged: Sequence[tuple[float, bool]]) -> Shift:
    """The shift for (probability of the same event, what a person said) pairs; ``by`` 0 where it would not help."""
    pairs = [(_odds(p), same) for p, same in judged]
    wide = sum(same for _, same in pairs)
    if len(pairs) < LEAST or min(wide, len(pairs) - wide) < LEAST_OF_EACH:
        return Shift(0.0, 0.0, len(pairs))
    gain = 0.0
    for n, (odds, same) in enumerate(pairs):
        by = _fit(pairs[:n] + pairs[n + 1 :])
        gain += _likelihood(odds + by, same) - _likelihood(odds, same)
    gain /= len(pairs)
    return Shift(_fit(pairs) if gain > 0 else 0.0, gain, len(pairs))


def shifted(probability: float, by: float) -> float:
    """A threshold on the probability as it has to be for a shift of ``by``."""
    return 1.0 / (1.0 + math.exp(-(_odds(probability) - by)))


def _odds(p: float) -> float:
    p = min(max(p, 1e-6), 1 - 1e-6)
    return math.log(p / (1 - p))


def _likelihood(odds: float, same: bool) -> float:
    return -math.log1p(math.exp(-odds if same else odds))


def _fit(pairs: Sequence[tuple[float, bool]]) -> float:
    """The most likely shift under the prior, by Newton's method; within ±``MOST``."""
    by = 0.0
    for _ in range(_STEPS):
        slope, curve = -by / SPREAD**2, -1 / SPREAD**2
        for odds, same in pairs:
            p = 1.0 / (1.0 + math.exp(-(odds + by)))
            slope += same - p
            curve -= p * (1 - p)
        step = slope / curve
        by -= step
        if abs(step) < 1e-9:
            break
    return max(-MOST, min(MOST, by))
