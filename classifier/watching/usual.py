"""The usual range of a count, from the same count in the periods before.

Counts of news differ more from week to week than chance alone would have it, so the next one is taken as negative
binomial: its mean is that of the past, its variance the larger of Poisson's and the past's own, and the mean itself is
only known from so many periods (the variance grows by mean/n). Below three periods nothing is usual or unusual.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.stats import nbinom, poisson

LEAST = 3  # periods
TAIL = 0.005  # on each side: of a hundred ordinary counts one is called out


def usual_range(past: Sequence[int]) -> tuple[int, int] | None:
    """The range that 99 % of ordinary counts fall into; None where too little is known."""
    if len(past) < LEAST:
        return None
    mean = float(np.mean(past)) + 0.5 / len(past)
    variance = max(mean, float(np.var(past, ddof=1))) + mean / len(past)
    if variance <= mean * 1.0001:
        return int(poisson.ppf(TAIL, mean)), int(poisson.ppf(1 - TAIL, mean))
    size = mean * mean / (variance - mean)
    p = size / (size + mean)
    return int(nbinom.ppf(TAIL, size, p)), int(nbinom.ppf(1 - TAIL, size, p))
