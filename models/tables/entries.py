"""Entries of feeds, sitemaps and listings, and why some did not become articles."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import Base


class EntryTable(Base):
    """``state`` is pending, done or dropped. ``key`` is the canonical form of the address, unique."""

    __tablename__ = "entries"
    __table_args__ = (
        Index(
            "ix_entries_pending",
            "next_try_at",
            "id",
            sqlite_where=text("state = 'pending'"),
            postgresql_where=text("state = 'pending'"),
        ),
        Index("ix_entries_source_id_seen_at", "source_id", "seen_at"),
        Index(
            "ix_entries_recheck",
            "recheck_at",
            sqlite_where=text("recheck_at IS NOT NULL"),
            postgresql_where=text("recheck_at IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    url: Mapped[str]
    source_id: Mapped[str] = mapped_column(ForeignKey("sources.id"))
    entry_id: Mapped[str]
    title: Mapped[str]
    summary: Mapped[str]
    published_at: Mapped[datetime | None]
    seen_at: Mapped[datetime] = mapped_column(index=True)
    first_poll: Mapped[bool]
    archive: Mapped[bool]
    state: Mapped[str] = mapped_column(default="pending")
    counter: Mapped[str | None]
    detail: Mapped[str] = mapped_column(default="")
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime | None]
    article_id: Mapped[int | None] = mapped_column(ForeignKey("articles.id"), index=True)
    etag: Mapped[str | None]
    last_modified: Mapped[str | None]
    rechecks: Mapped[int] = mapped_column(default=0)
    recheck_at: Mapped[datetime | None]


class EntryEventTable(Base):
    """One drop or retry, under its counter's name."""

    __tablename__ = "entry_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entries.id"), index=True)
    source_id: Mapped[str]
    counter: Mapped[str]
    detail: Mapped[str]
    final: Mapped[bool]
