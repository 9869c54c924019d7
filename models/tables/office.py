"""Users, sessions, the audit log, jobs, and the door that housekeeping opens."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from models.records import Role
from models.rows.office import JobState
from models.tables.base import Base, EnumText, Json


class UserTable(Base):
    __tablename__ = "users"
    __table_args__ = (Index("uq_users_subject", "subject", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    role: Mapped[Role] = mapped_column(EnumText(Role))
    password_hash: Mapped[str]
    must_change: Mapped[bool]
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
    last_login: Mapped[datetime | None]
    failed_logins: Mapped[int] = mapped_column(default=0)
    last_failed: Mapped[datetime | None]
    subject: Mapped[str | None]  # issuer and id at the office's own sign-in (OpenID Connect)


class SessionTable(Base):
    __tablename__ = "sessions"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    csrf: Mapped[str]
    created_at: Mapped[datetime]
    last_seen: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    address: Mapped[str] = mapped_column(default="", server_default="")
    agent: Mapped[str] = mapped_column(default="", server_default="")  # the browser in a few words


class AuditTable(Base):
    """Who did what. Append-only."""

    __tablename__ = "audit_events"
    __table_args__ = (
        Index("ix_audit_events_action_at", "action", "at"),
        Index("ix_audit_events_action_id", "action", "id"),
        Index("ix_audit_events_actor_id", "actor", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    actor: Mapped[str]
    action: Mapped[str]
    target: Mapped[str]
    detail: Mapped[Json]


class JobTable(Base):
    """Work that waits, runs or ran. ``inline`` rows are done by whoever wrote them,
    never taken by a worker."""

    __tablename__ = "jobs"
    __table_args__ = (
        # One waiting job a key: asking twice for the same work gives one.
        Index(
            "uq_jobs_waiting_key",
            "key",
            unique=True,
            sqlite_where=text("state = 'waiting' AND key IS NOT NULL"),
            postgresql_where=text("state = 'waiting' AND key IS NOT NULL"),
        ),
        Index("ix_jobs_state_run_after", "state", "run_after", "id"),
        Index("ix_jobs_state_kind_id", "state", "kind", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    key: Mapped[str | None]
    payload: Mapped[Json]
    state: Mapped[JobState] = mapped_column(EnumText(JobState))
    inline: Mapped[bool] = mapped_column(default=False)
    enqueued_at: Mapped[datetime] = mapped_column(index=True)
    run_after: Mapped[datetime]
    started_at: Mapped[datetime | None]
    heartbeat_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    worker: Mapped[str | None]
    attempts: Mapped[int] = mapped_column(default=0)
    progress: Mapped[int] = mapped_column(default=0)
    progress_total: Mapped[int | None]
    progress_label: Mapped[str] = mapped_column(default="")
    summary: Mapped[Json]
    error: Mapped[str | None]


class MaintenanceTable(Base):
    """While this has a row, which only the transaction of housekeeping ever sees, the guards of the
    append-only tables let deletions through. Updates are refused even then."""

    __tablename__ = "maintenance"

    id: Mapped[int] = mapped_column(primary_key=True)
