"""How far a digest can be trusted: what share of the alerts were right, and what was missed, as estimates.

Both are weighted. Of the alerts people decide the surest first, so a decided one stands for all alerts of about its
score; of the articles that were not flagged they read a blind slice, and each counts by the inverse of its chance of
being drawn. Intervals rest on the effective number of answers, which is smaller than their number (``estimate``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from models.rows import ShownAlert
from pipeline.digest.estimate import Estimate, weighted

BIN = 0.1  # of the score: alerts this near each other stand for one another


@dataclass(frozen=True, slots=True)
class Missed:
    """What the blind slice says of the articles that were not flagged: ``rate`` of distortions among ``articles``."""

    rate: Estimate
    articles: float

    @property
    def number(self) -> tuple[float, float, float]:
        """How many distortions were missed: the estimate and its interval."""
        rate = self.rate
        return rate.value * self.articles, rate.low * self.articles, rate.high * self.articles


def precision(shown: Sequence[ShownAlert]) -> Estimate | None:
    """The share of distortions among the alerts shown, from those that were settled. Scores of which none was settled
    say nothing."""
    flagged = [alert for alert in shown if not alert.audit]
    all_, told = (Counter(_bin(a) for a in some) for some in (flagged, [a for a in flagged if a.settled]))
    return weighted([(all_[_bin(a)] / told[_bin(a)], a.confirmed) for a in flagged if a.settled])


def missed(shown: Sequence[ShownAlert]) -> Missed | None:
    """What the slice's answers say of all articles it was drawn from. None where nobody has answered any."""
    drawn = [(1 / alert.chance, alert) for alert in shown if alert.audit and alert.chance]
    rate = weighted([(weight, alert.distortion) for weight, alert in drawn if alert.answered])
    return None if rate is None else Missed(rate, sum(weight for weight, _ in drawn))


def recall(shown: Sequence[ShownAlert]) -> Mapping[str, float] | None:
    """Of all distortions, flagged or not, the share that was flagged; None while nothing says what was missed, or
    there was none to find."""
    right, lost = precision(shown), missed(shown)
    if right is None or lost is None:
        return None
    found = right.value * sum(not alert.audit for alert in shown)
    number, low, high = lost.number
    if found + number == 0:
        return None
    return {"value": found / (found + number), "low": found / (found + high), "high": found / max(found + low, 1e-9)}


def as_row(estimate: Estimate | None) -> dict[str, Any]:
    """An estimate as the digest keeps it; None in every figure where there is none."""
    if estimate is None:
        return {"value": None, "low": None, "high": None, "n": 0, "effective": 0.0}
    return {
        "value": round(estimate.value, 4),
        "low": round(estimate.low, 4),
        "high": round(estimate.high, 4),
        "n": estimate.n,
        "effective": round(estimate.effective, 1),
    }


def _bin(alert: ShownAlert) -> int:
    return int(alert.score / BIN + 1e-9)
