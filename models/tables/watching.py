"""What watching the model found: the weekly report, alarms, and subjects that no topic covers yet."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import Base, Json


class WatchTable(Base):
    """The report of one week (its Monday), replaced as a whole while the week's answers still come in."""

    __tablename__ = "watch_reports"

    week: Mapped[date] = mapped_column(primary_key=True)
    data: Mapped[Json]
    at: Mapped[datetime]


class AlarmTable(Base):
    """One figure out of its limits in one week; raised once, acknowledged by a person."""

    __tablename__ = "watch_alarms"
    __table_args__ = (UniqueConstraint("week", "kind", "topic"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    week: Mapped[date]
    kind: Mapped[str]
    topic: Mapped[str]
    detail: Mapped[Json]
    at: Mapped[datetime]
    acknowledged_by: Mapped[str | None]
    acknowledged_at: Mapped[datetime | None]


class EmergingTable(Base):
    """A subject of many stories that no topic covers. ``state``: open, named (``topic``) or dismissed (``reason``)."""

    __tablename__ = "emerging"

    id: Mapped[int] = mapped_column(primary_key=True)
    terms: Mapped[Json]
    stories: Mapped[int]
    data: Mapped[Json]
    state: Mapped[str]
    first_seen: Mapped[datetime]
    seen: Mapped[datetime]
    topic: Mapped[str | None]
    reason: Mapped[str | None]
    by: Mapped[str | None]
    decided_at: Mapped[datetime | None]
