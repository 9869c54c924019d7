"""References with their versions, topics, checked claims."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
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
    looked_at: Mapped[str | None]  # the address the person who confirmed it looked at


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
    """A claim judged by a named fact-checker. ``key`` is a hash of address and claim, unique. ``origin`` says where
    it was read (a page of an outlet, a file, a feed's address), ``licence`` what the giver said of its use."""

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
    origin: Mapped[str] = mapped_column(server_default="")
    licence: Mapped[str] = mapped_column(server_default="")


class ClaimSuggestionTable(Base):
    """A claim that may be what an article says: the machine's latest word, replaced at each comparison."""

    __tablename__ = "claim_suggestions"

    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claims.id"), primary_key=True)
    version: Mapped[int]
    score: Mapped[float]
    part: Mapped[str]
    start: Mapped[int]
    end: Mapped[int]
    passage: Mapped[str]
    held: Mapped[str]
    at: Mapped[datetime]


class ClaimAnswerTable(Base):
    """What a person said of a claim and an article. Append-only: the latest row of a pair counts."""

    __tablename__ = "claim_answers"
    __table_args__ = (Index("ix_claim_answers_pair", "article_id", "claim_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"))
    claim_id: Mapped[int] = mapped_column(ForeignKey("claims.id"))
    accepted: Mapped[bool]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    version: Mapped[int]
    at: Mapped[datetime]
