"""Topic tags: the model's opinion and, apart from it and stronger, a person's answer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from models.records import Article, TagOrigin, TopicScores
from models.rows import TagRow, TopicCount
from models.store.base import Repository, chunks
from models.store.values import article_value, article_values
from models.tables import ArticleTable, LabelTable, TagTable, UserTable


class Tags(Repository):
    def set_model(self, article_id: int, scores: TopicScores, model_version: str, now: datetime) -> None:
        """Write the model's probabilities and tags. A person's answer stays what it is."""
        if not scores.probabilities:
            return
        insert_ = (postgresql if self._postgresql else sqlite).insert(TagTable)
        fresh = insert_.excluded
        statement = insert_.on_conflict_do_update(
            index_elements=["article_id", "topic"],
            set_={
                "value": func.coalesce(TagTable.person_value, fresh.value),
                "probability": fresh.probability,
                "model_value": fresh.model_value,
                "unsure": fresh.unsure,
                "model_version": fresh.model_version,
                "model_at": fresh.model_at,
            },
        )
        rows = [
            {
                "article_id": article_id,
                "topic": topic,
                "value": topic in scores.tags,
                "probability": probability,
                "model_value": topic in scores.tags,
                "unsure": topic in scores.unsure,
                "model_version": model_version,
                "model_at": now,
            }
            for topic, probability in scores.probabilities.items()
        ]
        self._conn.execute(statement, rows)

    def set_person(
        self, article_id: int, topic: str, value: bool, user_id: int, view: str, now: datetime
    ) -> None:
        """A person says whether the article is about the topic. Also writes the label, with the model
        version that was shown then; ``view`` says from where: correction, queue, audit, import."""
        where = (TagTable.article_id == article_id) & (TagTable.topic == topic)
        model_version = self._conn.execute(select(TagTable.model_version).where(where)).scalar_one_or_none()
        values = {"value": value, "person_value": value, "person_id": user_id, "person_at": now}
        if self._conn.execute(update(TagTable).where(where).values(**values)).rowcount == 0:
            self._conn.execute(insert(TagTable).values(article_id=article_id, topic=topic, **values))
        name = self._conn.execute(select(UserTable.name).where(UserTable.id == user_id)).scalar_one()
        version = select(ArticleTable.version).where(ArticleTable.id == article_id).scalar_subquery()
        self._conn.execute(
            insert(LabelTable).values(
                article_id=article_id,
                version=version,
                topic=topic,
                value=value,
                by=name,
                user_id=user_id,
                view=view,
                model_version=model_version,
                at=now,
            )
        )

    def of(self, article_id: int) -> tuple[TagRow, ...]:
        """Every topic of an article, the likeliest first."""
        query = (
            select(TagTable, UserTable.name.label("by"))
            .join(UserTable, UserTable.id == TagTable.person_id, isouter=True)
            .where(TagTable.article_id == article_id)
            .order_by(TagTable.value.desc(), TagTable.probability.desc(), TagTable.topic)
        )
        return tuple(
            TagRow(
                topic=row.topic,
                value=row.value,
                origin=TagOrigin.MODEL if row.person_value is None else TagOrigin.PERSON,
                probability=row.probability,
                unsure=row.unsure,
                model_version=row.model_version,
                by=row.by,
                at=row.person_at or row.model_at,
            )
            for row in self._conn.execute(query)
        )

    def on(self, article_ids: Iterable[int]) -> dict[int, tuple[str, ...]]:
        """The topics each of these articles is tagged with."""
        found: dict[int, tuple[str, ...]] = {}
        for ids in chunks(article_ids):
            query = (
                select(TagTable.article_id, TagTable.topic)
                .where(TagTable.article_id.in_(ids), TagTable.value)
                .order_by(TagTable.article_id, TagTable.topic)
            )
            for row in self._conn.execute(query):
                found[row.article_id] = (*found.get(row.article_id, ()), row.topic)
        return found

    def uncertain(self, topic: str | None, limit: int) -> tuple[tuple[Article, str, float], ...]:
        """Articles the model is unsure of and nobody answered: (article, topic, probability), nearest to
        one half first."""
        query = (
            article_values()
            .add_columns(TagTable.topic, TagTable.probability)
            .join(TagTable, TagTable.article_id == ArticleTable.id)
            .where(TagTable.unsure, TagTable.person_value.is_(None))
            .order_by(func.abs(TagTable.probability - 0.5), ArticleTable.id.desc())
            .limit(limit)
        )
        if topic is not None:
            query = query.where(TagTable.topic == topic)
        return tuple((article_value(row), row.topic, row.probability) for row in self._conn.execute(query))

    def counts(self, start: datetime, end: datetime, *, archive: bool = True) -> dict[str, int]:
        """Articles published in ``[start, end)`` by topic."""
        query = (
            select(TagTable.topic, func.count())
            .join(ArticleTable, ArticleTable.id == TagTable.article_id)
            .where(TagTable.value, ArticleTable.published_at >= start, ArticleTable.published_at < end)
            .group_by(TagTable.topic)
            .order_by(TagTable.topic)
        )
        if not archive:
            query = query.where(~ArticleTable.archive)
        return self._counts(query)

    def weekly(self, end: datetime, weeks: int) -> tuple[TopicCount, ...]:
        """Articles by topic for each of the ``weeks`` weeks before ``end``, oldest first."""
        starts = [end - timedelta(weeks=n) for n in range(weeks, 0, -1)]
        return tuple(
            TopicCount(topic, start, count)
            for start in starts
            for topic, count in self.counts(start, start + timedelta(weeks=1)).items()
        )
