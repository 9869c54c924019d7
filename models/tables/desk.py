"""What people leave on the desk while they work: who reads what, filters they keep, notes they write."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.records import Language
from models.tables.base import Base, EnumText, Json


class ReaderTable(Base):
    """Somebody has an alert open, as far as is known until ``until``."""

    __tablename__ = "alert_readers"

    alert_id: Mapped[int] = mapped_column(ForeignKey("alerts.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    since: Mapped[datetime]
    until: Mapped[datetime]


class SavedFilterTable(Base):
    """A filter of the queue that somebody named; ``shared`` ones are offered to everybody."""

    __tablename__ = "saved_filters"
    __table_args__ = (UniqueConstraint("user_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    name: Mapped[str]
    shared: Mapped[bool]
    query: Mapped[Json]
    changed_at: Mapped[datetime]


class NoteTable(Base):
    """One version of a correction note as somebody saved it. Append-only: the latest of a language stands."""

    __tablename__ = "correction_notes"
    __table_args__ = (Index("ix_correction_notes_alert_id_language", "alert_id", "language", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    alert_id: Mapped[int] = mapped_column(ForeignKey("alerts.id"))
    language: Mapped[Language] = mapped_column(EnumText(Language))
    title: Mapped[str]
    body: Mapped[str]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]
