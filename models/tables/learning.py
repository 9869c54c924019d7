"""Trained models, and the log of which model was put in charge."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import Base, Json


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
    """Append-only; the latest promotion or rollback of a name says which version is the champion."""

    __tablename__ = "promotions"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(index=True)
    version: Mapped[str]
    action: Mapped[str]
    actor: Mapped[str]
    reason: Mapped[str]
    gate: Mapped[Json]
    at: Mapped[datetime]
