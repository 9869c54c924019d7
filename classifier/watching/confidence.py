"""How far a week's probabilities lie from those of the other weeks: the population stability index.

``PSI = Σ (a - b) · ln(a / b)`` over classes of probability, ``a`` the week's share of a class and ``b`` the other
weeks' (Siddiqi, Credit Risk Scorecards, 2006: below 0.1 no change to speak of, above 0.25 a large one). Chance alone
gives about ``(classes - 1) · (1/n + 1/m)`` with ``n`` and ``m`` articles (Yurdakul, Statistical Properties of PSI,
2018), which is why a week is judged by the other weeks' own indices and not by 0.1 alone. Shares are taken with the
outlets' mix held equal.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from classifier.watching.shares import MIN_ARTICLES, Count, standardised

EDGES = (0.1, 0.3, 0.5, 0.7, 0.9)  # the classes lie between these; the inner ones are the doubtful
CLASSES = len(EDGES) + 1
NOTABLE = 0.1


def instability(weeks: Sequence[Mapping[str, Sequence[int]]]) -> tuple[float, ...]:
    """For each week (outlet → articles in each class) its PSI against the mean of all others.

    NaN where too few articles tell.
    """
    by_class = [
        standardised([{outlet: Count(sum(counts), counts[n]) for outlet, counts in week.items()} for week in weeks])
        for n in range(CLASSES)
    ]
    spread = 0.5 / max(MIN_ARTICLES, sum(sum(counts) for counts in weeks[-1].values())) if weeks else 0.0
    shapes = [[shares[week] + spread for shares in by_class] for week in range(len(weeks))]
    return tuple(_psi(shape, _mean([*shapes[:n], *shapes[n + 1 :]])) for n, shape in enumerate(shapes))


def _mean(shapes: Sequence[Sequence[float]]) -> list[float]:
    known = [shape for shape in shapes if not math.isnan(shape[0])]
    return [sum(column) / len(known) for column in zip(*known, strict=True)] if known else [math.nan] * CLASSES


def _psi(here: Sequence[float], there: Sequence[float]) -> float:
    return sum((a - b) * math.log(a / b) for a, b in zip(here, there, strict=True))
