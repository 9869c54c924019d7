"""Alerts and what people decided about them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from models.records import Bilingual, FindingKind, Verdict
from models.rows.articles import ArticleRow, Member, TagRow, VersionRow
from models.rows.findings import FindingRow


class AlertState(StrEnum):
    OPEN = "open"  # waits for a person, perhaps for a second one
    DECIDED = "decided"
    CORRECTED = "corrected"  # the outlet corrected the text before anyone had decided
    CLOSED = "closed"  # a person refused what it rested on, or other weights no longer think it worth it


class Waiting(StrEnum):
    """Why an alert that has been looked at is still open."""

    SECOND = "second"  # the confirmation of another person
    SETTLE = "settle"  # two people disagree
    EVIDENCE = "evidence"  # what it was held against changed, and the difference is no longer found: a last look


@dataclass(frozen=True, slots=True)
class AlertFilter:
    """What a listing of alerts is narrowed to; the defaults give the whole open queue.

    ``undecided_by`` leaves out what that user has already decided; ``decided_by`` keeps only that.
    ``since``/``until`` bound the article's publication, ``opened_after``/``opened_before`` when the alert was opened,
    ``decided_since``/``corrected_since`` when it was settled, or its outlet corrected it;
    ``state`` None means any state. ``merged``: those of near
    copies that another alert speaks for (True), all others (False), both (None). ``ids``: none but these.
    """

    state: AlertState | None = AlertState.OPEN
    topics: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    kinds: tuple[FindingKind, ...] = ()
    verdict: Verdict | None = None
    waiting: Waiting | None = None
    audit: bool | None = None
    since: datetime | None = None
    until: datetime | None = None
    undecided_by: int | None = None
    decided_by: int | None = None
    story_id: int | None = None
    article_id: int | None = None
    merged: bool | None = False
    ids: tuple[int, ...] | None = None
    opened_after: datetime | None = None
    opened_before: datetime | None = None
    decided_since: datetime | None = None
    corrected_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class AlertRow:
    """One alert of a listing. ``passage``, ``part`` and ``why`` are of its strongest finding (None for
    audit, whose ``score`` is drawn at random among those of open alerts: its place says nothing)."""

    id: int
    article_id: int
    version: int
    story_id: int | None
    title: str
    outlet_id: str
    outlet_name: str
    url: str
    published_at: datetime
    score: float
    state: AlertState
    waiting: Waiting | None
    audit: bool
    audit_day: date | None
    kinds: tuple[FindingKind, ...]
    passage: str | None
    part: str | None
    why: Bilingual | None
    topics: tuple[str, ...]
    verdict: Verdict | None
    confirmations: int
    confirmed: bool
    corrected_at: datetime | None
    corrected_version: int | None
    reopens: int | None  # the earlier alert on the same article that had been decided
    opened_at: datetime
    changed_at: datetime
    merged_into: int | None = None  # the alert of a near copy that speaks for this one
    carried_by: tuple[str, ...] = ()  # the other outlets whose copies this one speaks for
    ranked_by: str = ""  # the version of the ranking that gave the score


@dataclass(frozen=True, slots=True)
class AlertPlace:
    """An alert's place in a listing, without what it says."""

    id: int
    audit: bool
    state: AlertState
    waiting: Waiting | None


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """One row of the decision history. An undo is a row of its own with ``undo_of`` set and no verdict."""

    id: int
    alert_id: int
    user_id: int
    user_name: str
    verdict: Verdict | None
    note: str
    evidence_ticked: tuple[int, ...]
    view: str
    undo_of: int | None
    undone: bool
    article_version: int
    at: datetime


@dataclass(frozen=True, slots=True)
class AlertDetail:
    """Everything a reviewer needs on one page. ``version`` is the text the alert rests on, which is older
    than the article's latest where a decided alert's article was revised later."""

    alert: AlertRow
    article: ArticleRow
    version: VersionRow
    versions: tuple[VersionRow, ...]
    findings: tuple[FindingRow, ...]
    members: tuple[Member, ...]
    decisions: tuple[DecisionRow, ...]
    tags: tuple[TagRow, ...]
    features: Mapping[str, float]
    reason: Bilingual
    copies: tuple[AlertRow, ...] = ()  # alerts of near copies this one speaks for, those since corrected too


@dataclass(frozen=True, slots=True)
class DecidedAlert:
    """A decided alert with all it rests on, for the digest."""

    alert: AlertRow
    findings: tuple[FindingRow, ...]
    decisions: tuple[DecisionRow, ...]  # those in force
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class AlertCounts:
    """Today at a glance. ``since`` is the start of the day in all of these."""

    open: int
    opened_since: int
    decided_since: int
    overdue: int  # open since before the overdue bound
    waiting_second: int
    waiting_settle: int
    waiting_evidence: int
    corrected_since: int
