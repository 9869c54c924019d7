"""Stories: which articles report one event, and which of them speak with one voice."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import distinct, exists, func, or_, select, update

from models.records import Bilingual, StoryPlace
from models.rows import Member, ReportBeside, StoryRow, WindowRow
from models.store.base import Repository, chunks
from models.store.errors import NotFound
from models.store.values import article_value, article_values
from models.tables import ArticleTable, OutletTable, StoryTable, TagTable


class Stories(Repository):
    def place(
        self,
        article_id: int,
        story_key: str,
        copy_of: str | None,
        *,
        now: datetime,
        signature: bytes | None = None,
    ) -> int:
        """Put an article into the story of that key, made if it is new; returns the story's id.

        Where a person has put the article stays; a key whose story a person joined to another leads there.
        ``signature`` is kept for the classifier's restart, None leaves the stored one.
        """
        article = self._conn.execute(select(ArticleTable).where(ArticleTable.id == article_id)).one()
        story_id = article.story_id if article.pinned else self._story_for(story_key, now)
        root = self._voice(article_id, copy_of)
        values: dict[str, Any] = {
            "story_id": story_id,
            "copy_of": int(copy_of) if root != article_id and copy_of is not None else None,
            "voice": root,
        }
        if signature is not None:
            values["signature"] = signature
        # Copies of this article now speak with its voice.
        self._conn.execute(update(ArticleTable).where(ArticleTable.voice == article_id).values(voice=root))
        self._conn.execute(update(ArticleTable).where(ArticleTable.id == article_id).values(**values))
        self.refresh({story_id, *([] if article.story_id is None else [article.story_id])})
        return int(story_id)

    def refresh(self, story_ids: Iterable[int]) -> None:
        """Bring the counts and times of these stories in line with their articles."""
        voices = func.count(distinct(func.coalesce(ArticleTable.voice, ArticleTable.id)))
        counted: dict[str, Any] = {
            "articles": func.count(),
            "outlets": func.count(distinct(ArticleTable.outlet_id)),
            "voices": voices,
            "first_at": func.min(ArticleTable.published_at),
            "last_at": func.max(ArticleTable.published_at),
        }
        for story_id in sorted(set(story_ids)):
            query = select(*(value.label(name) for name, value in counted.items()))
            row = self._conn.execute(query.where(ArticleTable.story_id == story_id)).one()
            self._conn.execute(update(StoryTable).where(StoryTable.id == story_id).values(**row._mapping))

    def _story_for(self, key: str, now: datetime) -> int:
        self._insert_new(StoryTable, {"key": key, "created_at": now}, StoryTable.id)
        row = self._conn.execute(select(StoryTable).where(StoryTable.key == key)).one()
        while row.merged_into is not None:
            row = self._conn.execute(select(StoryTable).where(StoryTable.id == row.merged_into)).one()
        return int(row.id)

    def _voice(self, article_id: int, copy_of: str | None) -> int:
        if copy_of is None or int(copy_of) == article_id:
            return article_id
        origin = int(copy_of)
        voice = self._conn.execute(
            select(ArticleTable.voice).where(ArticleTable.id == origin)
        ).scalar_one_or_none()
        return int(voice or origin)

    def move(self, article_ids: Iterable[int], story_id: int | None, now: datetime) -> int:
        """A person puts articles into a story, or into a new one (None); returns its id.

        They are pinned: no later run of the classifier moves them again.
        """
        ids = sorted(set(article_ids))
        target = story_id
        if target is None:
            target = self._story_for(f"split-{ids[0]}-{now.isoformat()}", now)
        touched = {target}
        for some in chunks(ids):
            here = ArticleTable.id.in_(some)
            left = select(ArticleTable.story_id).where(here, ArticleTable.story_id.is_not(None))
            touched.update(id_ for (id_,) in self._conn.execute(left.distinct()) if id_ is not None)
            self._conn.execute(update(ArticleTable).where(here).values(story_id=target, pinned=True, dirty=True))
        self.refresh(touched)
        return target

    def join(self, story_id: int, other_id: int, now: datetime) -> None:
        """A person says two stories are one: the members of ``other_id`` go to ``story_id``, now and later."""
        if story_id == other_id:
            return
        others = select(ArticleTable.id).where(ArticleTable.story_id == other_id)
        ids = self._conn.execute(others).scalars().all()
        if ids:
            self.move(ids, story_id, now)
        self._conn.execute(
            update(StoryTable).where(StoryTable.id == story_id).values(merged_into=None)
        )
        self._conn.execute(
            update(StoryTable).where(StoryTable.id == other_id).values(merged_into=story_id)
        )

    def members(self, story_id: int) -> tuple[Member, ...]:
        """The articles of a story, oldest first."""
        query = (
            select(ArticleTable, OutletTable.name.label("outlet_name"))
            .join(OutletTable, OutletTable.id == ArticleTable.outlet_id)
            .where(ArticleTable.story_id == story_id)
            .order_by(ArticleTable.published_at, ArticleTable.id)
        )
        return tuple(
            Member(
                article_id=row.id,
                outlet_id=row.outlet_id,
                outlet_name=row.outlet_name,
                title=row.title,
                url=row.canonical_url,
                published_at=row.published_at,
                copy_of=row.copy_of,
                voice=row.voice,
                pinned=row.pinned,
                version=row.version,
            )
            for row in self._conn.execute(query)
        )

    def reports_beside(self, article_id: int, voices: int | None = None) -> tuple[ReportBeside, ...]:
        """The other articles of the asked one's story at their latest version, oldest first; of those that speak with
        another voice only the first ``voices``."""
        asked = self._conn.execute(select(ArticleTable).where(ArticleTable.id == article_id)).one_or_none()
        if asked is None or asked.story_id is None:
            return ()
        query = (
            article_values()
            .where(ArticleTable.story_id == asked.story_id, ArticleTable.id != article_id)
            .order_by(ArticleTable.published_at, ArticleTable.id)
        )
        own = asked.voice or asked.id
        if voices is not None:
            voice = func.coalesce(ArticleTable.voice, ArticleTable.id)
            here = select(ArticleTable.id).where(ArticleTable.story_id == asked.story_id, voice != own)
            first = here.order_by(ArticleTable.published_at, ArticleTable.id).limit(voices)
            query = query.where(or_(voice == own, ArticleTable.id.in_(first)))
        return tuple(
            ReportBeside(article_value(row), str(row.voice or row.id), str(own)) for row in self._conn.execute(query)
        )

    def window(self, since: datetime) -> tuple[WindowRow, ...]:
        """The placed articles published since then, oldest first, with their places."""
        query = (
            article_values()
            .add_columns(StoryTable.key.label("story_key"))
            .join(StoryTable, StoryTable.id == ArticleTable.story_id)
            .where(ArticleTable.published_at >= since)
            .order_by(ArticleTable.published_at, ArticleTable.id)
        )
        return tuple(
            WindowRow(
                article=article_value(row),
                place=StoryPlace(
                    id=str(row.id),
                    story=row.story_key,
                    copy_of=None if row.copy_of is None else str(row.copy_of),
                ),
                pinned=row.pinned,
                signature=row.signature,
            )
            for row in self._conn.execute(query)
        )

    def sketches(self, since: datetime, until: datetime) -> tuple[tuple[str, datetime, bytes | None], ...]:
        """(article id, publication, kept signature) of the placed articles published in ``[since, until)``, oldest
        first; no texts are read."""
        query = (
            select(ArticleTable.id, ArticleTable.published_at, ArticleTable.signature)
            .where(ArticleTable.published_at >= since, ArticleTable.published_at < until)
            .where(ArticleTable.signature.is_not(None))
            .order_by(ArticleTable.published_at, ArticleTable.id)
        )
        return tuple((str(row.id), row.published_at, row.signature) for row in self._conn.execute(query))

    def get(self, story_id: int) -> StoryRow:
        """One story. NotFound when it is unknown or has no article."""
        found = self._read(select(StoryTable).where(StoryTable.id == story_id, StoryTable.articles > 0))
        if not found:
            raise NotFound(Bilingual("sự kiện", "story"), story_id)
        return found[0]

    def list(
        self,
        since: datetime,
        until: datetime | None = None,
        *,
        topic: str | None = None,
        limit: int = 50,
        offset: int = 0,
        min_voices: int = 1,
    ) -> tuple[StoryRow, ...]:
        """Stories with an article published in ``[since, until)``, those of most voices first."""
        query = select(StoryTable).where(StoryTable.last_at >= since, StoryTable.voices >= min_voices)
        if until is not None or topic is not None:
            within = exists().where(ArticleTable.story_id == StoryTable.id, ArticleTable.published_at >= since)
            if until is not None:
                query = query.where(StoryTable.first_at < until)
                within = within.where(ArticleTable.published_at < until)
            if topic is not None:
                tagged = select(TagTable.article_id).where(TagTable.topic == topic, TagTable.value)
                within = within.where(ArticleTable.id.in_(tagged))
            query = query.where(within)
        ordered = query.order_by(StoryTable.voices.desc(), StoryTable.last_at.desc(), StoryTable.id)
        return self._read(ordered.limit(limit).offset(offset))

    def _read(self, query: Any) -> tuple[StoryRow, ...]:
        rows = self._conn.execute(query).all()
        ids = [row.id for row in rows]
        titles = self._titles(ids)
        topics = self._topics(ids)
        return tuple(
            StoryRow(
                id=row.id,
                key=row.key,
                title=titles[row.id],
                first_at=row.first_at,
                last_at=row.last_at,
                articles=row.articles,
                outlets=row.outlets,
                voices=row.voices,
                topics=topics.get(row.id, ()),
            )
            for row in rows
        )

    def _titles(self, story_ids: Iterable[int]) -> dict[int, str]:
        """The title of each story's earliest article."""
        title = (
            select(ArticleTable.title)
            .where(ArticleTable.story_id == StoryTable.id)
            .order_by(ArticleTable.published_at, ArticleTable.id)
            .limit(1)
            .scalar_subquery()
        )
        found: dict[int, str] = {}
        for ids in chunks(story_ids):
            query = select(StoryTable.id, title.label("title")).where(StoryTable.id.in_(ids))
            found.update((row.id, row.title) for row in self._conn.execute(query))
        return found

    def _topics(self, story_ids: Iterable[int]) -> dict[int, tuple[str, ...]]:
        found: dict[int, tuple[str, ...]] = {}
        for ids in chunks(story_ids):
            query = (
                select(ArticleTable.story_id, TagTable.topic)
                .join(TagTable, TagTable.article_id == ArticleTable.id)
                .where(ArticleTable.story_id.in_(ids), TagTable.value)
                .distinct()
                .order_by(ArticleTable.story_id, TagTable.topic)
            )
            for row in self._conn.execute(query):
                found[row.story_id] = (*found.get(row.story_id, ()), row.topic)
        return found
