"""The topics an office follows: seeded from files, changed on the desk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update

from models.records import Bilingual, Topic
from models.rows import PendingDifference, TopicRow
from models.store.base import Repository
from models.store.errors import NotFound
from models.store.seeding import Seen, Step, columns_after, decide, difference
from models.tables import TopicTable


def content_of(topic: Topic) -> dict[str, Any]:
    return {
        "name": {"vi": topic.name.vi, "en": topic.name.en},
        "definition": {"vi": topic.definition.vi, "en": topic.definition.en},
        "examples": list(topic.examples),
        "counter_examples": list(topic.counter_examples),
        "core": topic.core,
        "keywords": list(topic.keywords),
    }


def topic_of(id_: str, content: dict[str, Any]) -> Topic:
    return Topic(
        id=id_,
        name=Bilingual(**content["name"]),
        definition=Bilingual(**content["definition"]),
        examples=tuple(content["examples"]),
        counter_examples=tuple(content["counter_examples"]),
        core=content["core"],
        keywords=tuple(content["keywords"]),
    )


class Topics(Repository):
    def seed(self, topics: Sequence[Topic], now: datetime) -> None:
        """Bring the topics up to the files, as outlets are. The files' order is kept."""
        self._alone("seed topics")
        rows = {row.id: row for row in self._conn.execute(select(TopicTable))}
        files = {topic.id: content_of(topic) for topic in topics}
        for position, (id_, file) in enumerate(files.items()):
            row = rows.get(id_)
            if row is None:
                self._insert(id_, file, position, now, seed=file, edited=False)
            else:
                self._seed_one(row, file, now)
        for id_, row in rows.items():
            if id_ not in files and row.seed:
                self._seed_one(row, {}, now)

    def _seed_one(self, row: Any, file: dict[str, Any], now: datetime) -> None:
        seen = Seen(row.content, row.seed, row.edited, row.pending)
        step = decide(seen, file)
        values = columns_after(step, seen, file)
        if step is Step.APPLY:
            values |= _applied(file)
        if values:
            self._set(row.id, now, **values)

    def _insert(
        self,
        id_: str,
        content: dict[str, Any],
        position: int,
        now: datetime,
        *,
        seed: dict[str, Any] | None,
        edited: bool,
    ) -> None:
        self._conn.execute(
            insert(TopicTable).values(
                id=id_,
                content=content,
                active=True,
                position=position,
                seed=seed,
                edited=edited,
                pending=None,
                changed_at=now,
            )
        )

    def list(self, active: bool | None = True) -> tuple[TopicRow, ...]:
        """The topics in their order; core ones first."""
        query = select(TopicTable).order_by(TopicTable.position, TopicTable.id)
        if active is not None:
            query = query.where(TopicTable.active == active)
        rows = tuple(
            TopicRow(topic_of(row.id, row.content), row.active, row.edited, row.pending is not None)
            for row in self._conn.execute(query)
        )
        return tuple(sorted(rows, key=lambda row: not row.topic.core))

    def get(self, topic_id: str) -> TopicRow:
        """One topic. NotFound."""
        found = [row for row in self.list(active=None) if row.id == topic_id]
        if not found:
            raise NotFound(Bilingual("chủ đề", "topic"), topic_id)
        return found[0]

    def save(self, topic: Topic, now: datetime) -> None:
        """A topic of the desk, new or changed; this wins over the file."""
        rows = self.list(active=None)
        if any(row.id == topic.id for row in rows):
            self._set(topic.id, now, content=content_of(topic), edited=True, active=True)
        else:
            self._insert(topic.id, content_of(topic), len(rows), now, seed=None, edited=True)

    def retire(self, topic_id: str, now: datetime) -> None:
        """Stop following a topic; its tags stay."""
        self._set(topic_id, now, active=False, edited=True)

    def pending(self) -> tuple[PendingDifference, ...]:
        """What the files would change in topics that were edited on the desk."""
        rows = self._conn.execute(select(TopicTable).where(TopicTable.pending.is_not(None)))
        return tuple(
            PendingDifference("topic", row.id, row.content, None)
            if row.pending == {}
            else PendingDifference("topic", row.id, *difference(row.content, row.pending))
            for row in rows
        )

    def accept(self, topic_id: str, now: datetime) -> None:
        """Take the file's value over the desk's."""
        pending = self._pending(topic_id)
        self._set(topic_id, now, **_applied(pending), seed=pending, pending=None, edited=False)

    def keep(self, topic_id: str, now: datetime) -> None:
        """Keep the desk's value until the file changes once more."""
        self._set(topic_id, now, seed=self._pending(topic_id), pending=None)

    def _pending(self, topic_id: str) -> dict[str, Any]:
        query = select(TopicTable.pending).where(TopicTable.id == topic_id)
        pending = self._conn.execute(query).scalar_one_or_none()
        if pending is None:
            raise NotFound(Bilingual("khác biệt đang chờ của", "pending difference of"), topic_id)
        return dict(pending)

    def _set(self, topic_id: str, now: datetime, **values: Any) -> None:
        self._conn.execute(
            update(TopicTable).where(TopicTable.id == topic_id).values(**values, changed_at=now)
        )


def _applied(file: dict[str, Any]) -> dict[str, Any]:
    return {"content": dict(file), "active": True} if file else {"active": False}
