"""What ranking learns from, and what waits for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from models.records import Verdict


@dataclass(frozen=True, slots=True)
class AnsweredAlert:
    """An alert with a verdict, as ranking saw it. ``settled``: nobody else has to answer; ``chance``: of an audit item,
    how likely it was to be drawn (None for what was flagged); ``features`` of the text that was decided on."""

    id: int
    article_id: int
    story_id: int | None
    verdict: Verdict
    settled: bool
    audit: bool
    chance: float | None
    features: Mapping[str, float]
    at: datetime
    score: float  # what ranking said of it; drawn for an audit item


@dataclass(frozen=True, slots=True)
class WaitingAlert:
    """An open alert in the order of the queue; of audit items the score is drawn and the features are empty."""

    id: int
    score: float
    audit: bool
    second: bool  # a first person confirmed it; another is to
    features: Mapping[str, float]
