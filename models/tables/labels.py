"""What people said about topics, what they passed over, and which articles were drawn for them to read."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import Base


class LabelTable(Base):
    """One answer about one article and one topic, or the taking back of one (``undo_of``). Append-only.

    ``model_version`` and ``probability`` are the model's at that moment, seen or not.
    """

    __tablename__ = "labels"
    __table_args__ = (
        Index("ix_labels_article_id_topic", "article_id", "topic"),
        # Partial: on a plain one SQLite would look up "not taken back", which is nearly all rows.
        Index(
            "ix_labels_undo_of",
            "undo_of",
            sqlite_where=text("undo_of IS NOT NULL"),
            postgresql_where=text("undo_of IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"))
    version: Mapped[int]
    topic: Mapped[str]
    value: Mapped[bool]
    by: Mapped[str]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    view: Mapped[str]
    model_version: Mapped[str | None]
    probability: Mapped[float | None]
    undo_of: Mapped[int | None]
    at: Mapped[datetime] = mapped_column(index=True)


class LabelSkipTable(Base):
    """Somebody passed an article over in a view; it comes back to them after a while."""

    __tablename__ = "label_skips"

    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    view: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]


class LabelSampleTable(Base):
    """An article drawn for a view: the diverse sample (drawn anew each time) or the audit slice of a day."""

    __tablename__ = "label_samples"

    view: Mapped[str] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), primary_key=True)
    place: Mapped[int]
    day: Mapped[date]
