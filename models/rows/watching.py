"""What watching the model found, as the store gives it back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class OutletCount:
    """Articles of one outlet that the model judged on one topic: how many, tagged by it, in its grey band, and in each
    class of probability."""

    outlet_id: str
    topic: str
    items: int
    tagged: int
    unsure: int
    classes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Uncovered:
    """An article that no topic's tag covers. ``story_id`` is None where it stands alone."""

    id: int
    story_id: int | None
    outlet_id: str
    published_at: datetime
    title: str
    summary: str


@dataclass(frozen=True, slots=True)
class AlarmRow:
    """One figure out of its limits. ``detail``: value, centre, low, high."""

    id: int
    week: date
    kind: str
    topic: str
    detail: Mapping[str, Any]
    at: datetime
    acknowledged_by: str | None
    acknowledged_at: datetime | None


@dataclass(frozen=True, slots=True)
class EmergingRow:
    """A subject that no topic covers. ``data``: outlets, usual, p, days and articles (id, title, outlet, day)."""

    id: int
    terms: Sequence[str]
    stories: int
    data: Mapping[str, Any]
    state: str
    first_seen: datetime
    seen: datetime
    topic: str | None
    reason: str | None
    by: str | None
    decided_at: datetime | None
