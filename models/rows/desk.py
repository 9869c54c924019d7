"""What people leave on the desk: who reads what, filters they keep, notes they write."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from models.records import Language


@dataclass(frozen=True, slots=True)
class ReaderRow:
    """Somebody who has an alert open."""

    alert_id: int
    user_id: int
    user_name: str
    since: datetime


@dataclass(frozen=True, slots=True)
class SavedFilterRow:
    """A named filter of the queue; ``query`` holds the address's parameters that are not empty."""

    id: int
    user_id: int
    user_name: str
    name: str
    shared: bool
    query: Mapping[str, str]
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class NoteRow:
    """One saved version of a correction note."""

    id: int
    alert_id: int
    language: Language
    title: str
    body: str
    user_name: str
    at: datetime
