"""What ranking learns from (answered alerts) and what it orders (open ones)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, or_, select

from models.rows.alerts import AlertState, Waiting
from models.rows.ranking import AnsweredAlert, WaitingAlert
from models.store.base import Repository
from models.tables import AlertTable, ArticleTable, DecisionTable, JudgementTable


class Rankings(Repository):
    def answered(self, since: datetime | None = None) -> tuple[AnsweredAlert, ...]:
        """Alerts with a verdict (given since then), the earliest answered first.

        Near copies that another alert speaks for are left out, and of the audit those articles of which nothing was
        found: ranking never sees them.
        """
        judged = and_(JudgementTable.article_id == AlertTable.article_id, JudgementTable.version == AlertTable.version)
        at = func.coalesce(AlertTable.decided_at, AlertTable.changed_at)
        query = (
            select(AlertTable, ArticleTable.story_id, at.label("answered_at"), JudgementTable.features.label("judged"))
            .join(ArticleTable, ArticleTable.id == AlertTable.article_id)
            .join(JudgementTable, judged, isouter=True)
            .where(
                AlertTable.verdict.is_not(None),
                AlertTable.merged_into.is_(None),
                AlertTable.state.in_((AlertState.OPEN, AlertState.DECIDED)),
            )
            .order_by(at, AlertTable.id)
        )
        if since is not None:
            query = query.where(at >= since)
        return tuple(_answered(row) for row in self._conn.execute(query) if _features(row))

    def waiting(self, undecided_by: int | None = None) -> tuple[WaitingAlert, ...]:
        """The whole open queue in its order, highest score first; without what that user has already decided."""
        query = select(AlertTable).where(AlertTable.state == AlertState.OPEN, AlertTable.merged_into.is_(None))
        if undecided_by is not None:
            mine = select(DecisionTable.alert_id).where(DecisionTable.user_id == undecided_by)
            undo = DecisionTable.__table__.alias("undo")
            standing = mine.where(
                DecisionTable.verdict.is_not(None),
                DecisionTable.article_version == AlertTable.version,
                DecisionTable.id.not_in(select(undo.c.undo_of).where(undo.c.undo_of.is_not(None))),
            )
            query = query.where(AlertTable.id.not_in(standing.correlate(AlertTable)))
        query = query.order_by(AlertTable.score.desc(), AlertTable.id)
        return tuple(
            WaitingAlert(row.id, row.score, row.audit, row.waiting is Waiting.SECOND, row.features)
            for row in self._conn.execute(query)
        )

    def answered_since(self, since: datetime) -> int:
        """How many alerts got their latest answer since then: what of a day's capacity is used."""
        query = select(func.count(DecisionTable.alert_id.distinct())).where(
            DecisionTable.at >= since, DecisionTable.verdict.is_not(None)
        )
        return int(self._conn.execute(query).scalar_one())

    def to_rank_again(self, since: datetime) -> tuple[int, ...]:
        """Articles whose order other weights may change: those with an open alert, and those judged since then of which
        something was found."""
        opened = select(AlertTable.article_id).where(AlertTable.state == AlertState.OPEN, ~AlertTable.audit)
        query = select(JudgementTable.article_id, JudgementTable.features).where(
            or_(JudgementTable.at >= since, JudgementTable.article_id.in_(opened))
        )
        return tuple(row.article_id for row in self._conn.execute(query) if row.features)


def _features(row: Any) -> Any:
    return row.judged if row.audit else row.features


def _answered(row: Any) -> AnsweredAlert:
    return AnsweredAlert(
        id=row.id,
        article_id=row.article_id,
        story_id=row.story_id,
        verdict=row.verdict,
        settled=row.state is AlertState.DECIDED,
        audit=row.audit,
        chance=row.sampled,
        features=_features(row),
        at=row.answered_at,
        score=row.score,
    )
