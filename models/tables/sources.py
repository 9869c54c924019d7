"""Outlets, sources and the history of polls."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.records import Language, OutletKind, SourceKind
from models.tables.base import Base, EnumText, Json, Seeded


class OutletTable(Seeded, Base):
    __tablename__ = "outlets"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    kind: Mapped[OutletKind] = mapped_column(EnumText(OutletKind))
    homepage: Mapped[str]
    language: Mapped[Language] = mapped_column(EnumText(Language))
    aliases: Mapped[list[Any]]
    country: Mapped[str | None]
    enabled: Mapped[bool]
    own: Mapped[bool]
    changed_at: Mapped[datetime]


class SourceTable(Seeded, Base):
    __tablename__ = "sources"

    id: Mapped[str] = mapped_column(primary_key=True)
    outlet_id: Mapped[str] = mapped_column(ForeignKey("outlets.id"), index=True)
    kind: Mapped[SourceKind] = mapped_column(EnumText(SourceKind))
    url: Mapped[str]
    language: Mapped[Language] = mapped_column(EnumText(Language))
    enabled: Mapped[bool]
    confirmed: Mapped[str | None]
    healthy: Mapped[Json]
    changed_at: Mapped[datetime]
    # What the last polls left behind.
    etag: Mapped[str | None]
    last_modified: Mapped[str | None]
    last_poll_at: Mapped[datetime | None]
    last_ok_at: Mapped[datetime | None]
    last_new_at: Mapped[datetime | None]
    last_entries: Mapped[int | None]
    last_problem: Mapped[str | None]
    last_detail: Mapped[str] = mapped_column(default="")
    unwell_since: Mapped[datetime | None]
    failures_in_row: Mapped[int] = mapped_column(default=0)
    next_poll_at: Mapped[datetime | None] = mapped_column(index=True)
    next_poll_reason: Mapped[list[Any] | None]  # [vi, en]
    first_poll_at: Mapped[datetime | None]
    failure_weight: Mapped[float] = mapped_column(default=0.0, server_default="0")
    period_s: Mapped[float | None]  # the period its publisher states, seconds
    last_hash: Mapped[str | None]  # of the entries of the last body that could be read
    mistrusted_at: Mapped[datetime | None]  # its ETag came with other content: no conditional requests
    # Somebody has seen how it is.
    acknowledged_at: Mapped[datetime | None]
    acknowledged_by: Mapped[str | None]
    acknowledged_note: Mapped[str | None]
    acknowledged_of: Mapped[str | None]  # the trouble that was seen; another one is not acknowledged


class PollHourTable(Base):
    """What the polls of one source brought in one hour: for habits, which look back weeks (see
    ``models.store.habit``). ``hour`` counts hours since 1970 in UTC; only answered polls, the first one left out.
    """

    __tablename__ = "poll_hours"

    source_id: Mapped[str] = mapped_column(ForeignKey("sources.id"), primary_key=True)
    hour: Mapped[int] = mapped_column(primary_key=True)
    new: Mapped[int]


class FetchTable(Base):
    __tablename__ = "fetches"
    __table_args__ = (Index("ix_fetches_source_id_at", "source_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[str] = mapped_column(ForeignKey("sources.id"))
    at: Mapped[datetime] = mapped_column(index=True)
    status: Mapped[int]
    problem: Mapped[str | None]
    detail: Mapped[str]
    entries: Mapped[int]
    new: Mapped[int]
    elapsed_s: Mapped[float]
