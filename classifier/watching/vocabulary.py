"""How far the words of a week lie from those of the weeks before it.

The Jensen-Shannon distance (Lin 1991; the root of the divergence in bits, 0 equal to 1 nothing shared) between the
word frequencies of a week and those of the other weeks together. A sample's distance grows as it shrinks, so each
week is cut to the same number of words, spread evenly over it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np
from scipy.spatial.distance import jensenshannon

MIN_WORDS = 5_000  # of a week; fewer give no distance


def distances(weeks: Sequence[Sequence[str]]) -> tuple[float, ...]:
    """For each week (a list of words) its distance to all other weeks; NaN for a week with too few words."""
    full = [n for n, words in enumerate(weeks) if len(words) >= MIN_WORDS]
    if len(full) < 2:
        return tuple(math.nan for _ in weeks)
    size = min(len(weeks[n]) for n in full)
    counts = {n: Counter(_even(weeks[n], size)) for n in full}
    whole: Counter[str] = sum((counts[n] for n in full), Counter())
    vocabulary = sorted(whole)
    total = np.array([whole[word] for word in vocabulary], dtype=np.float64)
    rows = {n: np.array([counts[n][word] for word in vocabulary], dtype=np.float64) for n in full}
    return tuple(
        float(jensenshannon(rows[n], total - rows[n], base=2)) if n in rows else math.nan for n in range(len(weeks))
    )


def _even(words: Sequence[str], size: int) -> list[str]:
    step = len(words) / size
    return [words[int(n * step)] for n in range(size)]


def newcomers(weeks: Sequence[Sequence[str]], count: int = 12) -> tuple[str, ...]:
    """The words that speak loudest for the newest week against the others (log-likelihood ratio, Dunning 1993)."""
    if len(weeks) < 2 or not weeks[-1]:
        return ()
    now, before = Counter(weeks[-1]), Counter(word for week in weeks[:-1] for word in week)
    here, there = sum(now.values()), max(sum(before.values()), 1)
    scored = [
        (_likelihood(now[word], before[word], here, there), word)
        for word in now
        if now[word] >= 5 and now[word] / here > before[word] / there
    ]
    return tuple(word for _, word in sorted(scored, key=lambda pair: (-pair[0], pair[1]))[:count])


def _likelihood(a: int, b: int, here: int, there: int) -> float:
    rate = (a + b) / (here + there)
    return 2 * (a * math.log(a / (here * rate)) + (b * math.log(b / (there * rate)) if b else 0.0))
