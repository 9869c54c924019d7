"""Outlets, their sources, how each poll went, and the entries that were seen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from models.records import Bilingual, Language, Outlet, OutletKind, Source


class HealthState(StrEnum):
    OK = "ok"
    QUIET = "quiet"  # answers, but has had nothing new for longer than is healthy
    FLOODING = "flooding"  # answers, and has far more new entries than is its habit
    FAILING = "failing"
    BLOCKED = "blocked"  # the outlet does not want to be read: robots.txt or HTTP 401/403
    NEVER = "never"  # never polled yet
    OFF = "off"  # switched off


@dataclass(frozen=True, slots=True)
class OutletRow:
    """An outlet as it stands now; ``outlet`` carries all its sources, also those switched off."""

    outlet: Outlet
    edited: bool  # changed on the desk: the file no longer overrules it
    pending: bool  # a later change of the file waits for an answer

    @property
    def id(self) -> str:
        return self.outlet.id

    @property
    def name(self) -> str:
        return self.outlet.name

    @property
    def kind(self) -> OutletKind:
        return self.outlet.kind


@dataclass(frozen=True, slots=True)
class PollState:
    """A source with what the last polls left behind."""

    source: Source
    outlet_id: str
    etag: str | None
    last_modified: str | None
    last_ok: datetime | None
    failures_in_row: int
    next_poll_at: datetime | None
    failure_weight: float = 0.0  # of the failures in a row; see pipeline.rhythm
    period_s: float | None = None
    last_hash: str | None = None
    mistrusted_at: datetime | None = None
    first_poll_at: datetime | None = None
    entries_7_days: int = 0  # new entries of the last seven days, without those of the first poll


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """Somebody has seen how a source is. It holds until the trouble is another one, or worse, or over."""

    at: datetime
    by: str
    note: str


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source as it stands now, with its last poll."""

    source: Source
    outlet_id: str
    outlet_name: str
    edited: bool
    pending: bool
    last_poll_at: datetime | None
    last_ok: datetime | None
    next_poll_at: datetime | None

    @property
    def id(self) -> str:
        return self.source.id


@dataclass(frozen=True, slots=True)
class SourceHealth:
    """How well a source is, against what its file calls healthy."""

    source_id: str
    outlet_id: str
    outlet_name: str
    url: str
    state: HealthState
    reason: Bilingual
    since: datetime | None  # since when it has been unwell; None when it is well
    last_poll_at: datetime | None
    last_ok: datetime | None
    last_new_at: datetime | None
    last_problem: str | None
    last_detail: str
    failures_in_row: int
    next_poll_at: datetime | None
    entries_7_days: int = 0  # new entries of the last seven days
    next_poll_reason: Bilingual | None = None
    mistrusted_at: datetime | None = None  # since when no conditional requests are made
    unwell: bool = False  # wants somebody's eye; one passing failure does not yet
    trouble: str = ""  # names the state and its grade: an acknowledgement holds for one trouble
    acknowledged: Acknowledged | None = None
    state_yesterday: HealthState | None = None  # None for a source that was not polled yet

    @property
    def wants_eye(self) -> bool:
        """Unwell, and nobody has acknowledged it."""
        return self.unwell and self.acknowledged is None


@dataclass(frozen=True, slots=True)
class UnseenSource:
    """A source the system could not see for part of a period, for the digest."""

    source_id: str
    outlet_id: str
    outlet_name: str
    url: str
    state: HealthState
    reason: Bilingual
    since: datetime | None


@dataclass(frozen=True, slots=True)
class FetchRow:
    """One poll of one source."""

    id: int
    source_id: str
    at: datetime
    status: int
    problem: str | None
    detail: str
    entries: int
    new: int
    elapsed_s: float


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One entry and where it stands. ``article_id`` is set once its page was stored; ``etag`` and
    ``last_modified`` are the page's own validators."""

    id: int
    url: str
    source_id: str
    outlet_id: str
    title: str
    summary: str
    published_at: datetime | None
    language: Language
    archive: bool
    first_poll: bool
    attempts: int
    rechecks: int
    etag: str | None
    last_modified: str | None
    article_id: int | None
    seen_at: datetime
