"""Labels: people's answers about topics, append-only, each with its origin.

An answer is *active* unless it was taken back. It *stands* when it is its person's latest on that article and topic
and no settling came after it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, insert, not_, or_, select
from sqlalchemy.orm import aliased

from models.records import LabelRecord
from models.rows import AnswerRow, LabelRow
from models.store.base import Repository, columns
from models.store.tags import Tags
from models.tables import ArticleTable, LabelTable, UserTable, VersionTable

SETTLE = "settle"
ANSWER = tuple(AnswerRow.__dataclass_fields__)
_Undo = aliased(LabelTable)


def active() -> ColumnElement[bool]:
    """The condition that a label is an answer nobody took back."""
    taken_back = select(_Undo.undo_of).where(_Undo.undo_of.is_not(None))
    return and_(LabelTable.undo_of.is_(None), LabelTable.id.not_in(taken_back))


class Labels(Repository):
    def add(self, label: LabelRecord, version: int | None = None) -> bool:
        """Append a label that was given elsewhere; False when this very label (who, what, when, from where) is there.

        ``version``: the version of the article it was given to, by default the latest. The article's tag follows.
        """
        article_id = int(label.article_id)
        # Compared here, not in the query: SQLite would look many labels of one moment up by their time.
        given = select(LabelTable.value, LabelTable.by, LabelTable.view, LabelTable.at).where(
            LabelTable.article_id == article_id, LabelTable.topic == label.topic, LabelTable.undo_of.is_(None)
        )
        if (label.value, label.by, label.view, label.at) in {tuple(row) for row in self._conn.execute(given)}:
            return False
        known = select(VersionTable.version).where(
            VersionTable.article_id == article_id, VersionTable.version == version
        )
        latest = select(ArticleTable.version).where(ArticleTable.id == article_id)
        self._conn.execute(
            insert(LabelTable).values(
                article_id=article_id,
                version=func.coalesce(known.scalar_subquery(), latest.scalar_subquery()),
                topic=label.topic,
                value=label.value,
                by=label.by,
                user_id=select(UserTable.id).where(UserTable.name == label.by).scalar_subquery(),
                view=label.view,
                model_version=label.model_version,
                probability=label.probability,
                at=label.at,
            )
        )
        Tags(self._conn).follow(article_id, label.topic)
        return True

    def said(self, article_id: int, topic: str, by: str) -> AnswerRow | None:
        """A person's latest active answer about an article and a topic."""
        rows = [row for row in self.of(article_id) if row.topic == topic and row.by == by]
        return rows[-1] if rows else None

    def of(self, article_id: int) -> tuple[AnswerRow, ...]:
        """All active answers about one article, oldest first."""
        return self._answers(LabelTable.article_id == article_id)

    def answers(self, topic: str | None = None) -> tuple[AnswerRow, ...]:
        """All active answers, oldest first, without texts."""
        return self._answers(*([] if topic is None else [LabelTable.topic == topic]))

    def undo_last(self, user_id: int, since: datetime, now: datetime) -> int | None:
        """Take back what a person answered last, all topics of that one save, if it was after ``since``.

        Returns the article; None when there is nothing to take back. Both the answers and the undoing stay. The
        tags follow what people still say.
        """
        mine = and_(LabelTable.user_id == user_id, LabelTable.view != "import", active())
        last = self._conn.execute(
            select(LabelTable.article_id, LabelTable.at, LabelTable.view)
            .where(mine, LabelTable.at >= since)
            .order_by(LabelTable.at.desc(), LabelTable.id.desc())
            .limit(1)
        ).one_or_none()
        if last is None:
            return None
        saved = select(LabelTable).where(
            mine, LabelTable.article_id == last.article_id, LabelTable.at == last.at, LabelTable.view == last.view
        )
        kept = ("article_id", "version", "topic", "value", "by", "user_id", "view", "model_version", "probability")
        for row in self._conn.execute(saved).all():
            self._conn.execute(insert(LabelTable).values(**columns(row, kept), undo_of=row.id, at=now))
            Tags(self._conn).follow(row.article_id, row.topic)
        return int(last.article_id)

    def export(self, topic: str | None = None, since: datetime | None = None) -> tuple[LabelRow, ...]:
        """Every active label with the text it was given to, in the order given. As many as ``count`` says."""
        conditions = [active()]
        if topic is not None:
            conditions.append(LabelTable.topic == topic)
        if since is not None:
            conditions.append(LabelTable.at >= since)
        return self._rows(*conditions)

    def standing(self) -> tuple[LabelRow, ...]:
        """The labels that count: each person's latest on an article and topic, unless one that settled a
        disagreement came after it. Where they still differ the disagreement is unsettled."""
        return self._rows(LabelTable.id.in_(self._standing()))

    def disagreements(self) -> tuple[tuple[AnswerRow, ...], ...]:
        """What is unsettled: for each article and topic the standing answers that differ, newest pairs first."""
        found: dict[tuple[int, str], list[AnswerRow]] = {}
        pair = (LabelTable.article_id, LabelTable.topic)
        two = func.count(LabelTable.value.distinct()) > 1
        both = select(LabelTable.article_id).where(active()).group_by(*pair).having(two)
        for row in self._answers(LabelTable.article_id.in_(both), LabelTable.id.in_(self._standing())):
            found.setdefault((row.article_id, row.topic), []).append(row)
        differ = [tuple(rows) for rows in found.values() if len({row.value for row in rows}) > 1]
        return tuple(sorted(differ, key=lambda rows: (rows[-1].at, rows[-1].id), reverse=True))

    def count(self) -> int:
        """How many active labels there are."""
        return int(self._conn.execute(select(func.count()).select_from(LabelTable).where(active())).scalar_one())

    def articles(self) -> int:
        """How many articles have an active label."""
        query = select(func.count(LabelTable.article_id.distinct())).where(active())
        return int(self._conn.execute(query).scalar_one())

    def counts_by(self, name: str) -> Mapping[str, int]:
        """Active labels by "topic", "view" or "by", the most first."""
        column = {"topic": LabelTable.topic, "view": LabelTable.view, "by": LabelTable.by}[name]
        query = select(column, func.count()).where(active()).group_by(column).order_by(func.count().desc(), column)
        return self._counts(query)

    def read_by(self, user_id: int, since: datetime) -> int:
        """How many articles a person labelled since then."""
        mine = select(func.count(LabelTable.article_id.distinct())).where(active(), LabelTable.user_id == user_id)
        return int(self._conn.execute(mine.where(LabelTable.at >= since)).scalar_one())

    def _answers(self, *conditions: ColumnElement[bool]) -> tuple[AnswerRow, ...]:
        query = select(LabelTable).where(active(), *conditions).order_by(LabelTable.at, LabelTable.id)
        return tuple(AnswerRow(**columns(row, ANSWER)) for row in self._conn.execute(query))

    def _standing(self) -> Any:
        """The ids of the labels that stand."""
        place = (LabelTable.article_id, LabelTable.topic)
        ranked = (
            select(
                LabelTable.id,
                LabelTable.view,
                LabelTable.at,
                func.row_number()
                .over(partition_by=(*place, LabelTable.by), order_by=(LabelTable.at.desc(), LabelTable.id.desc()))
                .label("nth"),
                func.max(LabelTable.at).filter(LabelTable.view == SETTLE).over(partition_by=place).label("settled"),
            )
            .where(active())
            .subquery()
        )
        before = or_(
            ranked.c.at < ranked.c.settled,
            and_(ranked.c.at == ranked.c.settled, ranked.c.view != SETTLE),
        )
        return select(ranked.c.id).where(ranked.c.nth == 1, or_(ranked.c.settled.is_(None), not_(before)))

    def _rows(self, *conditions: ColumnElement[bool]) -> tuple[LabelRow, ...]:
        """Labels in the order given with the texts they were given to; a text is loaded once, however many labels."""
        given = select(LabelTable.article_id, LabelTable.version).where(*conditions).distinct().subquery()
        versions = select(
            VersionTable.article_id, VersionTable.version, VersionTable.title, VersionTable.text
        ).join(given, and_(VersionTable.article_id == given.c.article_id, VersionTable.version == given.c.version))
        texts = {(row.article_id, row.version): (row.title, row.text) for row in self._conn.execute(versions)}
        labels = (
            select(
                LabelTable,
                ArticleTable.summary,
                ArticleTable.outlet_id,
                ArticleTable.published_at,
                ArticleTable.canonical_url,
            )
            .join(ArticleTable, ArticleTable.id == LabelTable.article_id)
            .where(*conditions)
            .order_by(LabelTable.id)
        )
        rows = self._conn.execute(labels)
        return tuple(_row(row, *texts[place]) for row in rows if (place := (row.article_id, row.version)) in texts)


def _row(row: Any, title: str, text: str) -> LabelRow:
    return LabelRow(
        id=row.id,
        label=LabelRecord(
            article_id=str(row.article_id),
            topic=row.topic,
            value=row.value,
            by=row.by,
            at=row.at,
            view=row.view,
            model_version=row.model_version,
            probability=row.probability,
        ),
        title=title,
        summary=row.summary,
        text=text,
        outlet_id=row.outlet_id,
        published_at=row.published_at,
        url=row.canonical_url,
        version=row.version,
        user_id=row.user_id,
    )
