"""Weekly shares of articles (tagged with a topic, or in the model's grey band) with the outlets' mix held equal.

A share of all articles moves when an outlet is added or falls silent, though no outlet writes about anything else.
So the share of each outlet is taken apart and weighed by that outlet's part of the newest week (direct
standardisation; Fleiss, Levin & Paik, Statistical Methods for Rates and Proportions, ch. 19). Every week, the newest
too, is reckoned from the same outlets: those that wrote in all of them. The small ones among them are taken together.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

MIN_ARTICLES = 100  # of a week; fewer give no share
MIN_OF_OUTLET = 5  # of a week and an outlet; who has fewer in some week is taken together with the others like it
MIN_COVERED = 0.6  # of the newest week's articles must be of outlets that the other weeks have, too


@dataclass(frozen=True, slots=True)
class Count:
    """``hits`` of ``items`` articles of one outlet in one week."""

    items: int
    hits: int


Week = Mapping[str, Count]


def standardised(weeks: Sequence[Week]) -> tuple[float, ...]:
    """The share of each week as if its outlets had the newest week's mix; NaN where too few articles tell."""
    nothing = tuple(math.nan for _ in weeks)
    if not weeks:
        return ()
    mix = {outlet: count.items for outlet, count in weeks[-1].items() if count.items}
    total = sum(mix.values())
    kept = [n for n, week in enumerate(weeks) if _items(week) >= MIN_ARTICLES and _covers(week, mix)]
    common = [outlet for outlet in mix if all(_has(weeks[n], outlet) for n in kept)]
    if len(weeks) - 1 not in kept or sum(mix[outlet] for outlet in common) < MIN_COVERED * total:
        return nothing
    large = [o for o in common if all(weeks[n][o].items >= MIN_OF_OUTLET for n in kept)]
    groups = [[outlet] for outlet in large] + [[outlet for outlet in common if outlet not in large]]
    return tuple(_share(week, [g for g in groups if g], mix) if n in kept else math.nan for n, week in enumerate(weeks))


def _items(week: Week) -> int:
    return sum(count.items for count in week.values())


def _has(week: Week, outlet: str) -> bool:
    return outlet in week and week[outlet].items > 0


def _covers(week: Week, mix: Mapping[str, int]) -> bool:
    return sum(part for outlet, part in mix.items() if _has(week, outlet)) >= MIN_COVERED * sum(mix.values())


def _share(week: Week, groups: Sequence[Sequence[str]], mix: Mapping[str, int]) -> float:
    parts = [sum(mix[outlet] for outlet in group) for group in groups]
    shares = [sum(week[o].hits for o in group) / sum(week[o].items for o in group) for group in groups]
    return sum(part * share for part, share in zip(parts, shares, strict=True)) / sum(parts)
