"""Labels, trained models, and the log of which model was put in charge."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import Base, Json


class LabelTable(Base):
    """One answer about one article and one topic. Append-only; the latest of a person counts."""

    __tablename__ = "labels"
    __table_args__ = (Index("ix_labels_article_id_topic", "article_id", "topic"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"))
    version: Mapped[int]
    topic: Mapped[str]
    value: Mapped[bool]
    by: Mapped[str]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    view: Mapped[str]
    model_version: Mapped[str | None]
    at: Mapped[datetime] = mapped_column(index=True)


class ModelTable(Base):
    __tablename__ = "models"
    __table_args__ = (UniqueConstraint("name", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    version: Mapped[str]
    path: Mapped[str]
    sha256: Mapped[str]
    card: Mapped[Json]
    at: Mapped[datetime]


class PromotionTable(Base):
    """Append-only; the latest row of a name says which version is the champion."""

    __tablename__ = "promotions"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(index=True)
    version: Mapped[str]
    action: Mapped[str]
    actor: Mapped[str]
    reason: Mapped[str]
    gate: Mapped[Json]
    at: Mapped[datetime]
