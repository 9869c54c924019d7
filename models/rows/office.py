"""Users, sessions, the audit log and jobs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from models.records import Role


@dataclass(frozen=True, slots=True)
class UserRow:
    """A user. ``failed_logins`` counts wrong passwords since the last right one."""

    id: int
    name: str
    role: Role
    password_hash: str = field(repr=False)
    must_change: bool
    active: bool
    created_at: datetime
    last_login: datetime | None
    failed_logins: int
    last_failed: datetime | None
    subject: str | None = None  # who it is to the office's own sign-in


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A signed-in session; the store keeps only a hash of its token."""

    user: UserRow
    csrf: str = field(repr=False)
    created_at: datetime
    last_seen: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class OwnSession:
    """One of a person's sessions, as they see it; ``handle`` names it and opens nothing."""

    handle: str
    created_at: datetime
    last_seen: datetime
    address: str
    agent: str


@dataclass(frozen=True, slots=True)
class AuditRow:
    id: int
    at: datetime
    actor: str
    action: str
    target: str
    detail: Mapping[str, Any]


class JobState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class JobRow:
    """One row of the job table: work that waits, runs or ran."""

    id: int
    kind: str
    key: str | None
    payload: Mapping[str, Any]
    state: JobState
    enqueued_at: datetime
    run_after: datetime
    started_at: datetime | None
    heartbeat_at: datetime | None
    finished_at: datetime | None
    worker: str | None
    attempts: int
    progress: int
    progress_total: int | None
    progress_label: str
    summary: Mapping[str, Any]
    error: str | None
