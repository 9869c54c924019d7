"""Precision and recall of a topic's tags, estimated from articles drawn blindly at random and answered by people.

Only such a sample tells: labels from the queue of the unsure, or corrections of what somebody saw, are chosen for
being wrong. Of the tagged, how many were right; of those truly about the topic, how many were tagged: both are shares
within a simple random sample, so both are binomial given their denominator, with Wilson's interval (95 %).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.digest.estimate import wilson


@dataclass(frozen=True, slots=True)
class Share:
    """``hits`` of ``items``; ``interval`` is None without items."""

    hits: int
    items: int
    interval: tuple[float, float] | None

    @property
    def value(self) -> float | None:
        return self.hits / self.items if self.items else None


@dataclass(frozen=True, slots=True)
class Quality:
    """What a blind sample says of one topic."""

    sample: int
    precision: Share
    recall: Share


def quality(answers: Sequence[tuple[bool, bool]]) -> Quality:
    """``answers``: (the model tagged it, a person says it is about the topic), one a drawn article."""
    right = sum(tagged and truth for tagged, truth in answers)
    tagged = sum(tagged for tagged, _ in answers)
    about = sum(truth for _, truth in answers)
    return Quality(
        len(answers), Share(right, tagged, wilson(right, tagged)), Share(right, about, wilson(right, about))
    )
