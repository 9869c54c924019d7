"""What people do to stories: split, join, take it back. Append-only; every move is pinned, so no machine undoes it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import product

from sqlalchemy import insert, select, update

from models.records import Bilingual
from models.rows import JudgedPair, StoryChange
from models.store.base import Repository, plain
from models.store.errors import NotFound
from models.store.stories import Stories
from models.tables import ArticleTable, StoryChangeTable, StoryTable, UserTable

SPLIT, JOIN, UNDO = "split", "join", "undo"
_TO_SPLIT = Bilingual("bài để tách (và bài ở lại) trong sự kiện", "article to split off (and one to stay) in story")
_TO_JOIN = Bilingual("sự kiện khác để gộp vào sự kiện", "other story to join to story")
_TO_UNDO = Bilingual("thay đổi còn hoàn tác được", "change that can be undone,")
PAIRS = 3  # articles of either side of which a change says something


class StoryChanges(Repository):
    def split(self, story_id: int, article_ids: Iterable[int], user_id: int, now: datetime) -> int:
        """Articles of a story are another event: a new story, whose id is returned. Those not in the story are left
        out; NotFound where none is, or none would stay."""
        members = self._members(story_id)
        moved = [n for n in members if n in set(article_ids)]
        staying = [n for n in members if n not in set(moved)]
        if not moved or not staying:
            raise NotFound(_TO_SPLIT, story_id)
        target = Stories(self._conn).move(moved, None, now)
        self._stay(staying)
        self._write(SPLIT, story_id, target, moved, staying, user_id, now)
        return target

    def join(self, story_id: int, other_id: int, user_id: int, now: datetime) -> None:
        """Two stories are one: the members of ``other_id`` go to ``story_id``, now and later."""
        Stories(self._conn).get(story_id)
        moved, there = self._members(other_id), self._members(story_id)
        if not moved or story_id == other_id:
            raise NotFound(_TO_JOIN, story_id)
        Stories(self._conn).join(story_id, other_id, now)
        self._stay(there)
        self._write(JOIN, other_id, story_id, moved, there, user_id, now)

    def undo(self, change_id: int, user_id: int, now: datetime) -> None:
        """Take a change back: what it moved and is still where it put it returns. NotFound if undone already."""
        row = self._conn.execute(select(StoryChangeTable).where(StoryChangeTable.id == change_id)).one_or_none()
        taken_back = select(StoryChangeTable.id).where(StoryChangeTable.undoes == change_id)
        if row is None or row.kind == UNDO or self._conn.execute(taken_back).first():
            raise NotFound(_TO_UNDO, change_id)
        self._conn.execute(update(StoryTable).where(StoryTable.id == row.from_story).values(merged_into=None))
        back = [n for n in self._members(row.to_story) if n in set(row.articles)]
        if back:
            Stories(self._conn).move(back, row.from_story, now)
        self._write(UNDO, row.to_story, row.from_story, back, (), user_id, now, undoes=change_id)

    def of(self, story_id: int) -> tuple[StoryChange, ...]:
        """The changes that concern a story, latest first."""
        undone = select(StoryChangeTable.undoes).where(StoryChangeTable.undoes.is_not(None))
        query = (
            select(StoryChangeTable, UserTable.name.label("user_name"), StoryChangeTable.id.in_(undone).label("undone"))
            .join(UserTable, UserTable.id == StoryChangeTable.user_id)
            .where((StoryChangeTable.from_story == story_id) | (StoryChangeTable.to_story == story_id))
            .order_by(StoryChangeTable.id.desc())
        )
        return tuple(
            StoryChange(
                row.id,
                row.at,
                row.user_id,
                row.user_name,
                row.kind,
                row.from_story,
                row.to_story,
                tuple(row.articles),
                bool(row.undone),
            )
            for row in self._conn.execute(query)
        )

    def judged(self, limit: int = 400) -> tuple[JudgedPair, ...]:
        """Pairs that people have judged and nobody took back, of the latest changes; the latest word on a pair."""
        undone = select(StoryChangeTable.undoes).where(StoryChangeTable.undoes.is_not(None))
        query = (
            select(StoryChangeTable.kind, StoryChangeTable.judged)
            .where(StoryChangeTable.kind != UNDO, StoryChangeTable.id.not_in(undone))
            .order_by(StoryChangeTable.id.desc())
        )
        pairs: dict[tuple[int, int], bool] = {}
        for kind, judged in self._conn.execute(query):
            for first, second in judged:
                pairs.setdefault((min(first, second), max(first, second)), kind == JOIN)
            if len(pairs) >= limit:
                break
        return tuple(JudgedPair(*pair, same) for pair, same in list(pairs.items())[:limit])

    def _members(self, story_id: int) -> list[int]:
        query = select(ArticleTable.id).where(ArticleTable.story_id == story_id)
        return list(self._conn.execute(query.order_by(ArticleTable.published_at, ArticleTable.id)).scalars())

    def _stay(self, ids: Sequence[int]) -> None:
        """Those a person left where they are stay there, too, and are compared again."""
        if ids:
            self._conn.execute(
                update(ArticleTable).where(ArticleTable.id.in_(ids)).values(pinned=True, dirty=True)
            )

    def _write(
        self,
        kind: str,
        from_story: int,
        to_story: int,
        moved: Sequence[int],
        others: Sequence[int],
        user_id: int,
        now: datetime,
        undoes: int | None = None,
    ) -> None:
        own = self._originals(moved), self._originals(others)
        judged = [list(pair) for pair in product(own[0][:PAIRS], own[1][-PAIRS:])]
        self._conn.execute(
            insert(plain(StoryChangeTable)).values(
                at=now,
                user_id=user_id,
                kind=kind,
                from_story=from_story,
                to_story=to_story,
                articles=list(moved),
                judged=judged,
                undoes=undoes,
            )
        )

    def _originals(self, ids: Sequence[int]) -> list[int]:
        """Those that are no copies: a copy says nothing its origin does not."""
        if not ids:
            return []
        query = select(ArticleTable.id).where(ArticleTable.id.in_(ids), ArticleTable.copy_of.is_(None))
        found = set(self._conn.execute(query).scalars())
        return [n for n in ids if n in found]
