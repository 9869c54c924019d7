"""Alerts, what they rest on, and people's decisions."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from models.records import Verdict
from models.rows.alerts import AlertState, Waiting
from models.tables.base import Base, EnumText, Json


class JudgementTable(Base):
    """The latest judgement of an article: why it is flagged, or why not."""

    __tablename__ = "judgements"

    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), primary_key=True)
    version: Mapped[int]
    score: Mapped[float]
    raise_alert: Mapped[bool]
    reason_vi: Mapped[str]
    reason_en: Mapped[str]
    features: Mapped[Json]
    ranked_by: Mapped[str] = mapped_column(default="", server_default="")  # the version of the ranking
    at: Mapped[datetime] = mapped_column(index=True)


class AlertTable(Base):
    """One reason for a person to look at one article; ``audit`` ones are drawn at random and have none."""

    __tablename__ = "alerts"
    __table_args__ = (
        # One open alert an article: the database itself refuses a second.
        Index(
            "uq_alerts_open",
            "article_id",
            unique=True,
            sqlite_where=text("state = 'open' AND NOT audit"),
            postgresql_where=text("state = 'open' AND NOT audit"),
        ),
        Index(
            "uq_alerts_audit",
            "article_id",
            unique=True,
            sqlite_where=text("audit"),
            postgresql_where=text("audit"),
        ),
        Index("ix_alerts_state_score", "state", "score", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), index=True)
    version: Mapped[int]
    state: Mapped[AlertState] = mapped_column(EnumText(AlertState))
    waiting: Mapped[Waiting | None] = mapped_column(EnumText(Waiting))
    audit: Mapped[bool]
    audit_day: Mapped[date | None]
    sampled: Mapped[float | None]  # of audit: the chance its article had of being drawn
    score: Mapped[float]
    features: Mapped[Json]
    ranked_by: Mapped[str] = mapped_column(default="", server_default="")  # the ranking that gave the score
    reason_vi: Mapped[str]
    reason_en: Mapped[str]
    verdict: Mapped[Verdict | None] = mapped_column(EnumText(Verdict))
    confirmations: Mapped[int] = mapped_column(default=0)
    confirmed: Mapped[bool] = mapped_column(default=False)
    decided_at: Mapped[datetime | None] = mapped_column(index=True)
    corrected_at: Mapped[datetime | None]
    corrected_version: Mapped[int | None]
    reopens: Mapped[int | None] = mapped_column(ForeignKey("alerts.id"))
    # The alert that speaks for this one: a near copy of its article that says the same.
    merged_into: Mapped[int | None] = mapped_column(ForeignKey("alerts.id"), index=True)
    merged_at: Mapped[datetime | None]
    opened_at: Mapped[datetime] = mapped_column(index=True)
    changed_at: Mapped[datetime]


class AlertFindingTable(Base):
    """The findings an alert rests on, strongest first (``position`` 0)."""

    __tablename__ = "alert_findings"

    alert_id: Mapped[int] = mapped_column(ForeignKey("alerts.id"), primary_key=True)
    finding_id: Mapped[int] = mapped_column(ForeignKey("findings.id"), primary_key=True, index=True)
    position: Mapped[int]


class DecisionTable(Base):
    """One verdict, or the undoing of one (``undo_of``). Append-only."""

    __tablename__ = "decisions"

    id: Mapped[int] = mapped_column(primary_key=True)
    alert_id: Mapped[int] = mapped_column(ForeignKey("alerts.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    verdict: Mapped[Verdict | None] = mapped_column(EnumText(Verdict))
    note: Mapped[str]
    evidence_ticked: Mapped[list[Any]]
    view: Mapped[str]
    undo_of: Mapped[int | None] = mapped_column(ForeignKey("decisions.id"), index=True)
    article_version: Mapped[int]
    at: Mapped[datetime] = mapped_column(index=True)
