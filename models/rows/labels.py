"""Labels as the store gives them back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from models.records import LabelRecord


@dataclass(frozen=True, slots=True)
class LabelRow:
    """A label with the text it was given to, for training and export. ``user_id`` where the person has an account."""

    id: int
    label: LabelRecord
    title: str
    summary: str
    text: str
    outlet_id: str
    published_at: datetime
    url: str
    version: int
    user_id: int | None


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """A label that was not taken back, without the text."""

    id: int
    article_id: int
    topic: str
    value: bool
    by: str
    at: datetime
    view: str
    probability: float | None
    model_version: str | None


@dataclass(frozen=True, slots=True)
class LabelPlace:
    """The next article of a labelling view, and how many are left with it. ``None``: nothing is left."""

    article_id: int | None
    left: int
