"""The counts a weekly digest is made of. Periods are half-open ``[start, end)``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class TopicCount:
    topic: str
    start: datetime
    count: int


@dataclass(frozen=True, slots=True)
class Volume:
    """Articles published in a period. ``by_day`` has every day of it, in Việt Nam time."""

    articles: int
    outlets: int
    topics: Mapping[str, int]
    by_day: tuple[tuple[date, int], ...]


@dataclass(frozen=True, slots=True)
class AuditOutcome:
    """What the blind audit and the queue showed. ``shown`` alerts were opened in the period, of which
    ``decided`` have an outcome and ``confirmed`` are confirmed distortions."""

    audit_shown: int
    audit_answered: int
    audit_distortions: int
    shown: int
    decided: int
    confirmed: int


@dataclass(frozen=True, slots=True)
class ShownAlert:
    """One alert of a period for the estimates. ``chance``: of audit, how likely its article was to be drawn (None
    before that was kept); ``answered`` has a verdict, ``settled`` one that stands, ``confirmed`` a distortion."""

    audit: bool
    score: float
    chance: float | None
    answered: bool
    distortion: bool
    settled: bool
    confirmed: bool


@dataclass(frozen=True, slots=True)
class OutletOutcome:
    """One outlet in a period: what it published, the alerts on it, how many people confirmed, how many it corrected."""

    outlet_name: str
    articles: int
    alerts: int
    confirmed: int
    corrected: int


@dataclass(frozen=True, slots=True)
class OpenCounts:
    """Open alerts at the start and the end of a period, and what moved between."""

    start: int
    new: int
    settled: int
    end: int
