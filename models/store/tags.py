"""Topic tags: the model's opinion and, apart from it and stronger, a person's answer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import aliased

from models.records import TagOrigin, TopicScores
from models.rows import TagRow, TopicCount
from models.store.base import Repository, chunks
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
        """A person says whether the article is about the topic: the label, with the model's version and probability
        at that moment, and the tag that follows from it. ``view`` says from where: "uncertain", "diverse",
        "audit", "correction" or "settle"."""
        where = (TagTable.article_id == article_id) & (TagTable.topic == topic)
        model = self._conn.execute(
            select(TagTable.model_version, TagTable.probability).where(where)
        ).one_or_none()
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
                model_version=None if model is None else model.model_version,
                probability=None if model is None else model.probability,
                at=now,
            )
        )
        self.follow(article_id, topic)

    def follow(self, article_id: int, topic: str) -> None:
        """Set the person's side of a tag to the latest answer nobody took back; to none where there is none left,
        so that the model's opinion shows again."""
        undo = aliased(LabelTable)
        taken_back = select(undo.undo_of).where(undo.undo_of.is_not(None))
        answers = self._conn.execute(
            select(LabelTable.at, LabelTable.id, LabelTable.value, LabelTable.user_id)
            .where(LabelTable.article_id == article_id, LabelTable.topic == topic)
            .where(LabelTable.undo_of.is_(None), LabelTable.id.not_in(taken_back))
        )
        last = max(answers, key=lambda row: (row.at, row.id), default=None)
        where = (TagTable.article_id == article_id) & (TagTable.topic == topic)
        if last is None:
            self._conn.execute(delete(TagTable).where(where, TagTable.model_value.is_(None)))
            none = {"value": TagTable.model_value, "person_value": None, "person_id": None, "person_at": None}
            self._conn.execute(update(TagTable).where(where).values(**none))
            return
        values = {"value": last.value, "person_value": last.value, "person_id": last.user_id, "person_at": last.at}
        if self._conn.execute(update(TagTable).where(where).values(**values)).rowcount == 0:
            self._conn.execute(insert(TagTable).values(article_id=article_id, topic=topic, **values))

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
