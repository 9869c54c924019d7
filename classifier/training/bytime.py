"""Figures by time: learnt from the past, tested on what came after. A day is never cut in two.

Reports of one event come within hours of each other; a cut inside a day would put some of them on each side.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from classifier.topics.model import TopicRule
from classifier.training.examples import Example
from classifier.training.fitting import Fitting, Labels, chances_of
from classifier.training.measures import measures
from classifier.training.unseen import Marks, copied_across
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
    fitting: Fitting, labels: Labels, topic: str, days: Sequence[date | None], named: Sequence[Marks]
) -> dict[str, float | int | None] | None:
    """The figures on the newer of the office's labels, by what the older ones and the undated corpus taught.

    ``days`` and ``named``: the rows' ``days_of`` and ``marks``. Fitted, calibrated and decided as training does, over
    the shipped weights, with the past alone. Rows of the future that have a copy in the past are left out. None where
    there are no two days to tell apart.
    """
    dated = labels.own & np.array([day is not None for day in days], dtype=bool)
    first = cut([day for day, here in zip(days, dated, strict=True) if here and day is not None])
    if first is None:
        return None
    future = dated & np.array([day is not None and day >= first for day in days], dtype=bool)
    past = ~future & ~(labels.own & ~dated)  # an office label without a date may be of the future
    split = copied_across(named, future.astype(np.int64))
    test = future & ~split
    if not test.any():
        return None
    rule = _rule_of_the_past(fitting, labels, topic, past)
    scores = fitting.scores(fitting.fit(labels, topic, past), test)
    chances = chances_of(scores, rule, labels.english[test])
    return measures(chances, chances >= rule.threshold, labels.truth[test]).as_row()


def _rule_of_the_past(fitting: Fitting, labels: Labels, topic: str, past: NDArray[np.bool_]) -> TopicRule:
    """Calibration and threshold from a third of the past by a line of the other two: the future has no part in it."""
    there = past & (np.cumsum(past) % 3 == 0)
    scores = np.zeros(len(past))
    scores[there] = fitting.scores(fitting.fit(labels, topic, past & ~there), there)
    return fitting.rule(scores, labels, topic, there)
