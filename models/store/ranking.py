"""What ranking learns from (answered alerts) and what it orders (open ones)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, or_, select

from models.records import Verdict
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

    def settled_by_verdict(self, since: datetime) -> Mapping[Verdict, tuple[int, float]]:
        """Of the flagged alerts settled since then: how many of each verdict, and the sum of their scores."""
        at = func.coalesce(AlertTable.decided_at, AlertTable.changed_at)
        query = (
            select(AlertTable.verdict, func.count(), func.sum(AlertTable.score))
            .where(
                AlertTable.verdict.is_not(None),
                AlertTable.merged_into.is_(None),
                AlertTable.state == AlertState.DECIDED,
                ~AlertTable.audit,
                at >= since,
            )
            .group_by(AlertTable.verdict)
        )
        rows = self._conn.execute(query)
        return {verdict: (count, score) for verdict, count, score in rows if verdict is not None}

    def waiting(self, undecided_by: int | None = None, limit: int | None = None) -> tuple[WaitingAlert, ...]:
        """The open queue in its order, highest score first, or its first ``limit``; without what that user has already
        decided."""
        columns = (AlertTable.id, AlertTable.score, AlertTable.audit, AlertTable.waiting, AlertTable.features)
        query = select(*columns).where(*_waits(undecided_by)).order_by(AlertTable.score.desc(), AlertTable.id)
        return tuple(
            WaitingAlert(row.id, row.score, row.audit, row.waiting is Waiting.SECOND, row.features)
            for row in self._conn.execute(query if limit is None else query.limit(limit))
        )

    def how_many_wait(self, undecided_by: int | None = None) -> int:
        """How many alerts ``waiting`` has in all."""
        query = select(func.count()).select_from(AlertTable).where(*_waits(undecided_by))
        return int(self._conn.execute(query).scalar_one())

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


def _waits(undecided_by: int | None) -> list[Any]:
    conditions: list[Any] = [AlertTable.state == AlertState.OPEN, AlertTable.merged_into.is_(None)]
    if undecided_by is not None:
        mine = select(DecisionTable.alert_id).where(DecisionTable.user_id == undecided_by)
        undo = DecisionTable.__table__.alias("undo")
        standing = mine.where(
            DecisionTable.verdict.is_not(None),
            DecisionTable.article_version == AlertTable.version,
            DecisionTable.id.not_in(select(undo.c.undo_of).where(undo.c.undo_of.is_not(None))),
        )
        conditions.append(AlertTable.id.not_in(standing.correlate(AlertTable)))
    return conditions


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
