"""Figures by time: learnt from the past, tested on what came after. A day is never cut in two.

Reports of one event come within hours of each other; a cut inside a day would put some of them on each side.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from classifier.training.examples import Example
from classifier.training.fitting import Fitting, Labels, chances_of
from classifier.training.measures import measures
from classifier.training.unseen import copied_across
from models.times import VIETNAM

PAST = 0.7  # about this share of the dated rows is the past


def days_of(rows: Sequence[Example]) -> list[date | None]:
    """The day each row was published, in Việt Nam; None without a date."""
    return [e.published_at.astimezone(VIETNAM).date() if e.published_at else None for e in rows]


def cut(days: Sequence[date]) -> date | None:
    """The first day of the future: the day border nearest to ``PAST`` of the rows. None below two days."""
    ordered = sorted(days)
    borders = [n for n in range(1, len(ordered)) if ordered[n] != ordered[n - 1]]
    if not borders:
        return None
    return ordered[min(borders, key=lambda n: abs(n - PAST * len(ordered)))]


def past_and_future(
    fitting: Fitting, labels: Labels, topic: str, rows: Sequence[Example]
) -> dict[str, float | int | None] | None:
    """The figures on the newer of the office's labels, by what the older ones and the undated corpus taught.

    Fitted, calibrated and decided as training does, over the shipped weights, with the past alone. Rows of the
    future that have a copy in the past are left out. None where there are no two days to tell apart.
    """
    days = days_of(rows)
    dated = labels.own & np.array([day is not None for day in days], dtype=bool)
    first = cut([day for day, here in zip(days, dated, strict=True) if here and day is not None])
    if first is None:
        return None
    future = dated & np.array([day is not None and day >= first for day in days], dtype=bool)
    past = ~future & ~(labels.own & ~dated)  # an office label without a date may be of the future
    split = copied_across(rows, future.astype(np.int64))
    test = future & ~split
    if not test.any():
        return None
    inner = _inner_scores(fitting, labels, topic, past)
    rule = fitting.rule(inner, labels, topic, past)
    scores = fitting.scores(fitting.fit(labels, topic, past), test)
    chances = chances_of(scores, rule, labels.english[test])
    return measures(chances, chances >= rule.threshold, labels.truth[test]).as_row()


def _inner_scores(
    fitting: Fitting, labels: Labels, topic: str, past: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Scores of the past held out within itself, for a calibration that never sees the future."""
    scores = np.zeros(len(past))
    third = np.cumsum(past) % 3
    for n in range(3):
        there = past & (third == n)
        if there.any():
            scores[there] = fitting.scores(fitting.fit(labels, topic, past & ~there), there)
    return scores
