"""Labels: people's answers about topics, append-only, each with its origin."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select

from models.records import LabelRecord
from models.rows import LabelRow
from models.store.base import Repository
from models.tables import ArticleTable, LabelTable, UserTable, VersionTable


class Labels(Repository):
    def add(self, label: LabelRecord) -> bool:
        """Append a label; False when this very label (who, what, when, from where) is there already.

        Does not change the article's tag: ``tags.set_person`` does both.
        """
        article_id = int(label.article_id)
        same = select(LabelTable.id).filter_by(
            article_id=article_id, topic=label.topic, value=label.value, by=label.by, view=label.view
        )
        if self._conn.execute(same.where(LabelTable.at == label.at)).first() is not None:
            return False
        version = select(ArticleTable.version).where(ArticleTable.id == article_id).scalar_subquery()
        user = select(UserTable.id).where(UserTable.name == label.by).scalar_subquery()
        self._conn.execute(
            insert(LabelTable).values(
                article_id=article_id,
                version=version,
                topic=label.topic,
                value=label.value,
                by=label.by,
                user_id=user,
                view=label.view,
                model_version=label.model_version,
                at=label.at,
            )
        )
        return True

    def export(self, topic: str | None = None, since: datetime | None = None) -> tuple[LabelRow, ...]:
        """Every label with the text it was given to, in the order given."""
        query = self._rows().order_by(LabelTable.id)
        if topic is not None:
            query = query.where(LabelTable.topic == topic)
        if since is not None:
            query = query.where(LabelTable.at >= since)
        return tuple(map(_row, self._conn.execute(query)))

    def standing(self) -> tuple[LabelRow, ...]:
        """The label that counts of each person, article and topic: their latest."""
        latest: Any = select(func.max(LabelTable.id)).group_by(
            LabelTable.article_id, LabelTable.topic, LabelTable.by
        )
        query = self._rows().where(LabelTable.id.in_(latest)).order_by(LabelTable.id)
        return tuple(map(_row, self._conn.execute(query)))

    def count(self) -> int:
        return int(self._conn.execute(select(func.count()).select_from(LabelTable)).scalar_one())

    @staticmethod
    def _rows() -> Any:
        given_to = (VersionTable.article_id == LabelTable.article_id) & (
            VersionTable.version == LabelTable.version
        )
        return (
            select(
                LabelTable,
                VersionTable.title,
                VersionTable.text,
                ArticleTable.summary,
                ArticleTable.outlet_id,
                ArticleTable.published_at,
            )
            .join(ArticleTable, ArticleTable.id == LabelTable.article_id)
            .join(VersionTable, given_to)
        )


def _row(row: Any) -> LabelRow:
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
        ),
        title=row.title,
        summary=row.summary,
        text=row.text,
        outlet_id=row.outlet_id,
        published_at=row.published_at,
    )
