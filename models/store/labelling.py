"""What to show an annotator next: the four labelling views, what was drawn for them, what was passed over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, exists, func, insert, literal, or_, select
from sqlalchemy.orm import aliased

from models.records import Article
from models.rows import LabelPlace
from models.store.base import Repository
from models.store.labels import SETTLE, active
from models.store.values import article_value, article_values
from models.tables import ArticleTable, LabelSampleTable, LabelSkipTable, LabelTable, TagTable

NEAREST = 200  # beyond the grey band the order still helps, the number left says nothing
VIEWS = ("uncertain", "diverse", "audit", "correction")


def second_reader(article_id: Any, share: float) -> Any:
    """Whether an article belongs to the share that a second person reads, too. Drawn by id alone, so the same for
    everybody and the same before and after; works on a number and on a column."""
    return (article_id * 7919 + 104729) % 1000 < round(share * 1000)


class Labelling(Repository):
    def next(
        self,
        view: str,
        topic: str | None,
        user_id: int,
        *,
        share: float,
        threshold: float = 0.5,
        skipped_since: datetime,
    ) -> LabelPlace:
        """The next article for this person in a view, and how many are left for them with it.

        - ``uncertain``: the model's grey band of ``topic``, nearest its ``threshold`` first; once that is read, the
          ``NEAREST`` outside it
        - ``correction``: what the model tagged with ``topic`` and nobody answered, newest first
        - ``diverse`` and ``audit``: the drawn samples in their order; ``topic`` is ignored

        An article goes once it has an answer (on the topic; in the audit slice: in that view), except that the
        ``share`` of articles for a second reader waits for two people. Never shown: what this person answered,
        near copies, what they passed over since ``skipped_since``.
        """
        query = self._waiting(view, topic, user_id, share, threshold, skipped_since)
        if view == "uncertain":
            grey = self._place(query.where(TagTable.unsure))
            return grey if grey.left else self._place(query.limit(NEAREST))
        return self._place(query)

    def _place(self, query: Any) -> LabelPlace:
        left = int(self._conn.execute(select(func.count()).select_from(query.subquery())).scalar_one())
        first = self._conn.execute(query.limit(1)).scalars().first() if left else None
        return LabelPlace(first, left)

    def unanswered(self, view: str, topic: str | None, limit: int, threshold: float = 0.5) -> tuple[int, ...]:
        """The first articles of a view that nobody answered, in its order: for labelling elsewhere."""
        query = self._candidates(view, topic, threshold)
        query = query.where(ArticleTable.copy_of.is_(None), self._readers(view, topic) == 0)
        return tuple(self._conn.execute(query.limit(limit)).scalars())

    def _waiting(
        self, view: str, topic: str | None, user_id: int, share: float, threshold: float, skipped_since: datetime
    ) -> Any:
        return self._candidates(view, topic, threshold).where(
            ArticleTable.copy_of.is_(None),
            ~self._answered(view, topic, user_id),
            or_(
                self._readers(view, topic) == 0,
                and_(second_reader(ArticleTable.id, share), self._readers(view, topic) == 1),
            ),
            ~exists().where(
                LabelSkipTable.article_id == ArticleTable.id,
                LabelSkipTable.user_id == user_id,
                LabelSkipTable.view == view,
                LabelSkipTable.at >= skipped_since,
            ),
        )

    def skip(self, article_id: int, user_id: int, view: str, now: datetime) -> None:
        """A person passes an article over."""
        row = {"article_id": article_id, "user_id": user_id, "view": view, "at": now}
        self._upsert(LabelSkipTable, [row], ["article_id", "user_id", "view"])

    def unskip(self, article_id: int, user_id: int) -> None:
        self._conn.execute(
            delete(LabelSkipTable).where(LabelSkipTable.article_id == article_id, LabelSkipTable.user_id == user_id)
        )

    def draw(self, view: str, article_ids: Sequence[int], day: date) -> None:
        """Put a sample in place of the view's earlier one, in this order."""
        self._conn.execute(delete(LabelSampleTable).where(LabelSampleTable.view == view))
        self._append(view, article_ids, day)

    def draw_more(self, view: str, article_ids: Sequence[int], day: date) -> None:
        """Add a day's slice to the view's sample; what is there stays."""
        known = set(self.drawn(view))
        self._append(view, [id_ for id_ in article_ids if id_ not in known], day)

    def drawn(self, view: str, day: date | None = None) -> tuple[int, ...]:
        """The articles drawn for a view (on a day), in their order."""
        query = select(LabelSampleTable.article_id).where(LabelSampleTable.view == view)
        if day is not None:
            query = query.where(LabelSampleTable.day == day)
        ordered = query.order_by(LabelSampleTable.day, LabelSampleTable.place)
        return tuple(self._conn.execute(ordered).scalars())

    def is_drawn(self, view: str, article_id: int) -> bool:
        query = select(LabelSampleTable.view).filter_by(view=view, article_id=article_id)
        return self._conn.execute(query).first() is not None

    def was_blind(self, article_id: int, user_id: int) -> bool:
        """Whether this person already gave a blind answer here, taken back or not."""
        query = select(LabelTable.id).filter_by(article_id=article_id, user_id=user_id, view="audit")
        return self._conn.execute(query).first() is not None

    def drawn_at(self, view: str) -> date | None:
        """The latest day on which something was drawn for a view."""
        query = select(func.max(LabelSampleTable.day)).where(LabelSampleTable.view == view)
        return self._conn.execute(query).scalar_one_or_none()

    def unread(self, limit: int) -> tuple[Article, ...]:
        """The newest articles without any answer, near copies left out: what a sample may be drawn from."""
        answered = exists().where(LabelTable.article_id == ArticleTable.id, active())
        query = article_values().where(~answered, ArticleTable.copy_of.is_(None)).order_by(ArticleTable.id.desc())
        return tuple(map(article_value, self._conn.execute(query.limit(limit))))

    def seen_in(self, start: datetime, end: datetime) -> tuple[int, ...]:
        """Articles first seen in ``[start, end)``, near copies left out; the archive's, too."""
        query = select(ArticleTable.id).where(
            ArticleTable.first_seen >= start, ArticleTable.first_seen < end, ArticleTable.copy_of.is_(None)
        )
        return tuple(self._conn.execute(query.order_by(ArticleTable.id)).scalars())

    def titled(self, title: str) -> tuple[int, ...]:
        """Articles with exactly this title."""
        return tuple(self._conn.execute(select(ArticleTable.id).where(ArticleTable.title == title).limit(2)).scalars())

    def _append(self, view: str, article_ids: Sequence[int], day: date) -> None:
        rows = [{"view": view, "article_id": id_, "place": n, "day": day} for n, id_ in enumerate(article_ids)]
        if rows:
            self._conn.execute(insert(LabelSampleTable), rows)

    @staticmethod
    def _candidates(view: str, topic: str | None, threshold: float) -> Any:
        if view in ("diverse", "audit"):
            drawn = (LabelSampleTable.article_id == ArticleTable.id) & (LabelSampleTable.view == view)
            order = (LabelSampleTable.day.desc(), LabelSampleTable.place)
            return select(ArticleTable.id).join(LabelSampleTable, drawn).order_by(*order)
        tagged = select(ArticleTable.id).join(
            TagTable, (TagTable.article_id == ArticleTable.id) & (TagTable.topic == topic)
        )
        if view == "correction":
            newest = (ArticleTable.published_at.desc(), ArticleTable.id.desc())
            return tagged.where(TagTable.model_value.is_(True)).order_by(*newest)
        gap = func.abs(TagTable.probability - literal(threshold))
        ordered = tagged.where(TagTable.probability.is_not(None))
        return ordered.order_by(TagTable.unsure.desc(), gap, ArticleTable.id.desc())

    @staticmethod
    def _about(view: str, topic: str | None, table: Any) -> ColumnElement[bool]:
        """Which labels count as an answer in a view."""
        here = and_(table.article_id == ArticleTable.id, table.view != SETTLE)
        if view == "audit":
            return and_(here, table.view == "audit")
        return here if view == "diverse" else and_(here, table.topic == topic)

    def _answered(self, view: str, topic: str | None, user_id: int) -> Any:
        mine = (self._about(view, topic, LabelTable), LabelTable.user_id == user_id)
        # Who took a blind answer back has seen the model's opinion: it is somebody else's turn.
        return exists().where(*mine) if view == "audit" else exists().where(*mine, active())

    def _readers(self, view: str, topic: str | None) -> Any:
        labels = aliased(LabelTable)
        undo = aliased(LabelTable)
        taken_back = select(undo.undo_of).where(undo.undo_of.is_not(None))
        return (
            select(func.count(labels.by.distinct()))
            .where(self._about(view, topic, labels), labels.undo_of.is_(None), labels.id.not_in(taken_back))
            .scalar_subquery()
        )
