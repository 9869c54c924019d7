"""How far the words of a week lie from those of the weeks before it.

The Jensen-Shannon distance (Lin 1991; the root of the divergence in bits, 0 equal to 1 nothing shared) between the
word frequencies of a week and those of the other weeks together; and the share of a week's words that no other week
has. A sample's distance grows as it shrinks, so each week is cut to the same number of words, spread evenly over it;
and a new outlet brings new words though nothing happened, so each outlet gives every week the same number (``alike``).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from scipy.spatial.distance import jensenshannon

MIN_WORDS = 5_000  # of a week; fewer give no distance
MIN_OF_OUTLET = 200  # of a week and an outlet
MIN_COVERED = 0.6  # of the newest week's words must be of outlets that the other week has, too


def alike(weeks: Sequence[Mapping[str, Sequence[str]]]) -> tuple[list[str], ...]:
    """Each week's words (outlet → words) cut so that every outlet gives every week equally many.

    An outlet that lacks in one of the weeks is left out of all; a week that lacks most of the newest week's outlets is
    empty in the answer, rather than emptying the others.
    """
    if not weeks:
        return ()
    large = [{outlet: words for outlet, words in week.items() if len(words) >= MIN_OF_OUTLET} for week in weeks]
    now = {outlet: len(words) for outlet, words in large[-1].items()}
    least = MIN_COVERED * sum(now.values())
    kept = [n for n, week in enumerate(large) if sum(now.get(outlet, 0) for outlet in week) >= max(least, 1)]
    common = [outlet for outlet in sorted(now) if all(outlet in large[n] for n in kept)]
    quota = {outlet: min(len(large[n][outlet]) for n in kept) for outlet in common}
    return tuple(
        [word for outlet in common for word in _even(week[outlet], quota[outlet])] if n in kept else []
        for n, week in enumerate(large)
    )


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


def unseen(weeks: Sequence[Sequence[str]]) -> tuple[float, ...]:
    """For each week the share of its words that no other week has; NaN for a week with too few words."""
    full = [n for n, words in enumerate(weeks) if len(words) >= MIN_WORDS]
    if len(full) < 2:
        return tuple(math.nan for _ in weeks)
    size = min(len(weeks[n]) for n in full)
    counts = {n: Counter(_even(weeks[n], size)) for n in full}
    held = Counter(word for count in counts.values() for word in count)
    return tuple(
        sum(k for word, k in counts[n].items() if held[word] == 1) / size if n in counts else math.nan
        for n in range(len(weeks))
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
