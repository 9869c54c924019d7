"""Digests, what happened to them, and who gets them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.records import Language
from models.rows.digests import DigestEvent
from models.tables.base import Base, EnumText, Json


class DigestTable(Base):
    """A digest as it was built, by the key of its period. Append-only."""

    __tablename__ = "digests"
    __table_args__ = (UniqueConstraint("period", "edition", name="uq_digests_week_edition"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    period: Mapped[str]
    edition: Mapped[int]
    sha256: Mapped[str]
    data: Mapped[Json]
    at: Mapped[datetime]


class DigestEventTable(Base):
    """What happened to a digest: approved, sent, a delivery that failed. Append-only."""

    __tablename__ = "digest_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    digest_id: Mapped[int] = mapped_column(ForeignKey("digests.id"), index=True)
    kind: Mapped[DigestEvent] = mapped_column(EnumText(DigestEvent))
    actor: Mapped[str]
    at: Mapped[datetime]
    detail: Mapped[Json]


class ListTable(Base):
    """A distribution list of the digest."""

    __tablename__ = "distribution_lists"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    unit: Mapped[str]
    language: Mapped[Language] = mapped_column(EnumText(Language))
    form: Mapped[str]
    topics: Mapped[Json]
    addresses: Mapped[Json]
    active: Mapped[bool] = mapped_column(default=True)


class DigestItemTable(Base):
    """The articles a digest names: housekeeping keeps them."""

    __tablename__ = "digest_items"

    digest_id: Mapped[int] = mapped_column(ForeignKey("digests.id"), primary_key=True)
    article_id: Mapped[int] = mapped_column(primary_key=True, index=True)
