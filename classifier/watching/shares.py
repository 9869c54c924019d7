"""Weekly shares of articles (tagged with a topic, or in the model's grey band) with the outlets' mix held equal.

A share of all articles moves when an outlet is added or falls silent, though no outlet writes about anything else.
So the share of each outlet is taken apart and weighed by that outlet's part of the newest week (direct
standardisation; Fleiss, Levin & Paik, Statistical Methods for Rates and Proportions, ch. 19).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

MIN_ARTICLES = 100  # of a week; fewer give no share
MIN_OF_OUTLET = 5  # of a week and an outlet
MIN_COVERED = 0.6  # of the newest week's articles must be of outlets that the other week has, too


@dataclass(frozen=True, slots=True)
class Count:
    """``hits`` of ``items`` articles of one outlet in one week."""

    items: int
    hits: int


Week = Mapping[str, Count]


def standardised(weeks: Sequence[Week]) -> tuple[float, ...]:
    """The share of each week as if its outlets had the newest week's mix; NaN where too few articles tell."""
    if not weeks:
        return ()
    mix = {outlet: count.items for outlet, count in weeks[-1].items()}
    return tuple(_share(week, mix) for week in weeks)


def _share(week: Week, mix: Mapping[str, int]) -> float:
    total = sum(mix.values())
    both = [o for o, count in week.items() if count.items >= MIN_OF_OUTLET and mix.get(o, 0) >= MIN_OF_OUTLET]
    weight = sum(mix[outlet] for outlet in both)
    if min(total, sum(count.items for count in week.values())) < MIN_ARTICLES or weight < MIN_COVERED * total:
        return math.nan
    return sum(mix[outlet] * week[outlet].hits / week[outlet].items for outlet in both) / weight
