"""Recall of a topic's tags from a random sample, by strata: what the model tagged, and what it left untagged.

The share of all articles that were tagged is known exactly; only the share of true ones within each stratum comes from
the sample. ``recall = T·p / (T·p + U·m)`` with ``T`` tagged and ``U`` untagged articles, ``p`` the true among the
sampled tagged and ``m`` among the sampled untagged (a ratio of stratified totals; Cochran, Sampling Techniques, 1977,
ch. 5 and 6). The interval is the middle 95 % of that ratio under independent Jeffreys posteriors
Beta(k + 1/2, n - k + 1/2) of both shares: unlike the delta method it does not shrink to
nothing where no missed article happened to be drawn.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

DRAWS = 20_000
SEED = 20  # the same sample gives the same interval


@dataclass(frozen=True, slots=True)
class Stratum:
    """``size`` articles in all, ``sampled`` of them drawn at random, of which ``about`` are about the topic."""

    size: int
    sampled: int
    about: int


def recall(tagged: Stratum, untagged: Stratum) -> tuple[float, tuple[float, float]] | None:
    """The estimate with its 95 % interval; None where no sampled article was about the topic, or a stratum that has
    articles was not sampled: then nothing is known."""
    if tagged.about + untagged.about == 0 or any(one.size and not one.sampled for one in (tagged, untagged)):
        return None
    found = tagged.size * _share(tagged)
    missed = untagged.size * _share(untagged)
    if found + missed == 0:
        return None
    dice = np.random.default_rng(SEED)
    hits = tagged.size * dice.beta(tagged.about + 0.5, tagged.sampled - tagged.about + 0.5, DRAWS)
    misses = untagged.size * dice.beta(untagged.about + 0.5, untagged.sampled - untagged.about + 0.5, DRAWS)
    low, high = np.quantile(hits / (hits + misses), (0.025, 0.975))
    value = found / (found + missed)
    return value, (min(float(low), value), max(float(high), value))


def _share(one: Stratum) -> float:
    return one.about / one.sampled if one.sampled else 0.0
