"""References with their versions, topics, checked claims."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import Base, Json, Seeded


class ReferenceTable(Seeded, Base):
    """Which version of a reference is in use, and whether somebody confirmed it."""

    __tablename__ = "reference_heads"

    id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int]
    active: Mapped[bool]
    checked: Mapped[bool]
    checked_by: Mapped[str | None]
    checked_at: Mapped[datetime | None]


class ReferenceVersionTable(Base):
    """One wording of a reference. Append-only: alerts keep the version they rested on."""

    __tablename__ = "reference_versions"

    id: Mapped[str] = mapped_column(ForeignKey("reference_heads.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[Json]
    changed_by: Mapped[str]
    at: Mapped[datetime]


class TopicTable(Seeded, Base):
    __tablename__ = "topics"

    id: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[Json]
    active: Mapped[bool]
    position: Mapped[int]
    changed_at: Mapped[datetime]


class ClaimTable(Base):
    """A claim judged by a named fact-checker. ``key`` is a hash of address and claim, unique."""

    __tablename__ = "claims"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    claim: Mapped[str]
    rating: Mapped[str]
    publisher: Mapped[str]
    url: Mapped[str]
    article_id: Mapped[int | None] = mapped_column(ForeignKey("articles.id"), index=True)
    claim_date: Mapped[date | None]
    raw: Mapped[Json]
    at: Mapped[datetime]
