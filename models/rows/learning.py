"""Trained models."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ModelRow:
    """A trained model. ``path`` is relative to the office's model folder."""

    id: int
    name: str
    version: str
    path: str
    sha256: str
    card: Mapping[str, object]
    at: datetime
    champion: bool


@dataclass(frozen=True, slots=True)
class PromotionRow:
    """One line of the append-only log of which model was judged, put in charge, or taken back."""

    id: int
    name: str
    version: str
    action: str  # "judge", "promote" or "rollback"
    actor: str
    reason: str
    gate: Mapping[str, object]
    at: datetime
