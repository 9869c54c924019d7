"""References, topics, checked claims, and what a changed file would change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from models.records import Reference, Topic


@dataclass(frozen=True, slots=True)
class ReferenceRow:
    """One version of a reference. ``checked_by`` is a user's name, or "file" where the file says so."""

    reference: Reference
    current: bool  # the latest version
    active: bool  # False once it was taken out of use; kept for what rested on it
    edited: bool
    pending: bool
    checked_by: str | None
    checked_at: datetime | None
    changed_by: str
    at: datetime

    @property
    def id(self) -> str:
        return self.reference.id


@dataclass(frozen=True, slots=True)
class TopicRow:
    topic: Topic
    active: bool
    edited: bool
    pending: bool

    @property
    def id(self) -> str:
        return self.topic.id


@dataclass(frozen=True, slots=True)
class PendingDifference:
    """A row changed on the desk whose file changed later. ``kind`` is outlet, source, topic or reference;
    ``file`` is None where the file no longer has it. Only differing keys are listed."""

    kind: str
    id: str
    current: Mapping[str, object]
    file: Mapping[str, object] | None


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim a named fact-checker has judged (ClaimReview)."""

    id: int
    claim: str
    rating: str
    publisher: str
    url: str
    article_id: int | None
    claim_date: date | None
    raw: Mapping[str, object]
    at: datetime
