"""Articles, their versions, stories and topic tags."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.records import DateFrom, Language
from models.tables.base import Base, EnumText


class StoryTable(Base):
    """One event. ``key`` is the classifier's; ``merged_into`` is set where a person joined two stories.

    The counts and times are of its articles, kept by ``Stories.refresh`` whenever one comes, goes or is dated anew.
    """

    __tablename__ = "stories"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    merged_into: Mapped[int | None] = mapped_column(ForeignKey("stories.id"), index=True)
    created_at: Mapped[datetime]
    articles: Mapped[int] = mapped_column(default=0, server_default="0")
    outlets: Mapped[int] = mapped_column(default=0, server_default="0")
    voices: Mapped[int] = mapped_column(default=0, server_default="0")
    first_at: Mapped[datetime | None]
    last_at: Mapped[datetime | None] = mapped_column(index=True)


class StoryChangeTable(Base):
    """What a person did to the stories: split, join or the undoing of one of them (``undoes``)."""

    __tablename__ = "story_changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    kind: Mapped[str]  # split | join | undo
    from_story: Mapped[int] = mapped_column(index=True)  # no foreign keys: empty stories are tidied away
    to_story: Mapped[int] = mapped_column(index=True)
    articles: Mapped[list[int]] = mapped_column(JSON)  # ids of those moved
    judged: Mapped[list[list[int]]] = mapped_column(JSON)  # pairs of ids: of one event (join), of two (split)
    undoes: Mapped[int | None] = mapped_column(unique=True)


class ArticleTable(Base):
    """One published article at its latest version, and how far it has come in the flow."""

    __tablename__ = "articles"
    __table_args__ = (
        Index(
            "ix_articles_unplaced",
            "published_at",
            "id",
            sqlite_where=text("placed_version < version"),
            postgresql_where=text("placed_version < version"),
        ),
        Index(
            "ix_articles_unprocessed",
            "published_at",
            "id",
            sqlite_where=text("dirty = 1"),
            postgresql_where=text("dirty"),
        ),
        Index("ix_articles_outlet_id_published_at", "outlet_id", "published_at"),
        Index("ix_articles_first_seen_archive", "first_seen", "archive"),
        Index("ix_articles_story_id_published_at", "story_id", "published_at"),
        Index("ix_articles_volume", "published_at", "archive", "outlet_id"),  # counted without reading the rows
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str | None] = mapped_column(unique=True, index=True)  # None: a twin kept from before keys
    canonical_url: Mapped[str] = mapped_column(unique=True)
    url: Mapped[str]
    outlet_id: Mapped[str] = mapped_column(ForeignKey("outlets.id"))
    title: Mapped[str]
    summary: Mapped[str]
    language: Mapped[Language] = mapped_column(EnumText(Language))
    published_at: Mapped[datetime] = mapped_column(index=True)
    date_from: Mapped[DateFrom] = mapped_column(EnumText(DateFrom))
    first_seen: Mapped[datetime]
    archive: Mapped[bool]
    method: Mapped[str]
    version: Mapped[int]
    story_id: Mapped[int | None] = mapped_column(ForeignKey("stories.id"))
    pinned: Mapped[bool] = mapped_column(default=False)
    copy_of: Mapped[int | None] = mapped_column(ForeignKey("articles.id"), index=True)
    voice: Mapped[int | None] = mapped_column(index=True)
    signature: Mapped[bytes | None] = mapped_column(LargeBinary)
    placed_version: Mapped[int] = mapped_column(default=0)
    dirty: Mapped[bool] = mapped_column(default=True)  # to be compared (again)
    processed_version: Mapped[int] = mapped_column(default=0)
    compared_key: Mapped[str | None]
    comparison_id: Mapped[int | None]  # the latest; its findings are the article's


class VersionTable(Base):
    """One text of an article as it was found. Append-only."""

    __tablename__ = "article_versions"
    __table_args__ = (UniqueConstraint("article_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"))
    version: Mapped[int]
    title: Mapped[str]
    text: Mapped[str]
    text_hash: Mapped[str]
    seen_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    modified_at: Mapped[datetime | None]
    method: Mapped[str]


class TagTable(Base):
    """One topic of one article: the model's opinion and, apart from it, a person's answer.

    ``value`` is the person's answer where there is one, else the model's.
    """

    __tablename__ = "tags"
    __table_args__ = (
        Index("ix_tags_topic_value", "topic", "value", "article_id"),
        Index("ix_tags_on", "article_id", "topic", sqlite_where=text("value = 1"), postgresql_where=text("value")),
        Index("ix_tags_unsure", "topic", sqlite_where=text("unsure = 1"), postgresql_where=text("unsure")),
    )

    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), primary_key=True)
    topic: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[bool]
    probability: Mapped[float | None]
    model_value: Mapped[bool | None]
    unsure: Mapped[bool] = mapped_column(default=False)
    model_version: Mapped[str | None]
    model_at: Mapped[datetime | None]
    person_value: Mapped[bool | None]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    person_at: Mapped[datetime | None]
