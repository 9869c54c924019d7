"""Listings of alerts: one query for the page, one for its findings, one for its topics."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, exists, func, select

from models.records import Bilingual
from models.rows import AlertFilter, AlertPlace, AlertRow, AlertState
from models.store.base import Repository, chunks, columns, plain
from models.store.tags import Tags
from models.tables import (
    AlertFindingTable,
    AlertTable,
    ArticleTable,
    DecisionTable,
    FindingTable,
    OutletTable,
    TagTable,
)

FROM_ALERT = (
    "id",
    "article_id",
    "version",
    "score",
    "state",
    "waiting",
    "audit",
    "audit_day",
    "verdict",
    "confirmations",
    "confirmed",
    "corrected_at",
    "corrected_version",
    "reopens",
    "merged_into",
    "ranked_by",
    "opened_at",
    "changed_at",
    "story_id",
    "title",
    "outlet_id",
    "outlet_name",
    "url",
    "published_at",
)


class AlertRows(Repository):
    def list(self, where: AlertFilter, limit: int, offset: int) -> tuple[AlertRow, ...]:
        query = narrowed(_joined(), where)
        query = query.order_by(AlertTable.score.desc(), AlertTable.id).limit(limit).offset(offset)
        return self._complete(self._conn.execute(query).all())

    def places(self, where: AlertFilter, limit: int) -> tuple[AlertPlace, ...]:
        query: Any = select(AlertTable.id, AlertTable.audit, AlertTable.state, AlertTable.waiting)
        query = narrowed(query.join(ArticleTable, ArticleTable.id == AlertTable.article_id), where)
        query = query.order_by(AlertTable.score.desc(), AlertTable.id).limit(limit)
        return tuple(AlertPlace(*row) for row in self._conn.execute(query))

    def count(self, where: AlertFilter) -> int:
        query = narrowed(select(func.count()).select_from(AlertTable), where)
        if plain(ArticleTable) in query.get_final_froms():  # most filters need no article: counting them all takes long
            query = query.where(ArticleTable.id == AlertTable.article_id)
        return int(self._conn.execute(query).scalar_one())

    def by_ids(self, ids: Iterable[int]) -> tuple[AlertRow, ...]:
        """These alerts, in the order of their ids."""
        rows: tuple[Any, ...] = ()
        for some in chunks(ids):
            query = _joined().where(AlertTable.id.in_(some)).order_by(AlertTable.id)
            rows = (*rows, *self._conn.execute(query))
        return self._complete(rows)

    def _complete(self, rows: Iterable[Any]) -> tuple[AlertRow, ...]:
        rows = tuple(rows)
        findings = self._findings(row.id for row in rows)
        topics = Tags(self._conn).on(row.article_id for row in rows)
        carried = self._carried(row.id for row in rows)
        return tuple(
            _row(row, findings.get(row.id, ()), topics.get(row.article_id, ()), carried.get(row.id, ())) for row in rows
        )

    def _carried(self, alert_ids: Iterable[int]) -> dict[int, tuple[str, ...]]:
        """The other outlets that carry a copy of which the same is said, the earliest first."""
        found: dict[int, tuple[str, ...]] = {}
        for ids in chunks(alert_ids):
            query = (
                select(AlertTable.merged_into, OutletTable.name)
                .join(ArticleTable, ArticleTable.id == AlertTable.article_id)
                .join(OutletTable, OutletTable.id == ArticleTable.outlet_id)
                .where(AlertTable.merged_into.in_(ids), AlertTable.state != AlertState.CORRECTED)
                .order_by(ArticleTable.published_at, ArticleTable.id)
            )
            for row in self._conn.execute(query):
                found[row.merged_into] = tuple(dict.fromkeys((*found.get(row.merged_into, ()), row.name)))
        return found

    def _findings(self, alert_ids: Iterable[int]) -> dict[int, tuple[Any, ...]]:
        found: dict[int, tuple[Any, ...]] = {}
        for ids in chunks(alert_ids):
            query = (
                select(
                    AlertFindingTable.alert_id,
                    FindingTable.kind,
                    FindingTable.part,
                    FindingTable.passage,
                    FindingTable.why_vi,
                    FindingTable.why_en,
                )
                .join(FindingTable, FindingTable.id == AlertFindingTable.finding_id)
                .where(AlertFindingTable.alert_id.in_(ids))
                .order_by(AlertFindingTable.alert_id, AlertFindingTable.position)
            )
            for row in self._conn.execute(query):
                found[row.alert_id] = (*found.get(row.alert_id, ()), row)
        return found


def _joined() -> Select[Any]:
    query: Any = (
        select(
            AlertTable,
            ArticleTable.story_id,
            ArticleTable.title,
            ArticleTable.outlet_id,
            OutletTable.name.label("outlet_name"),
            ArticleTable.canonical_url.label("url"),
            ArticleTable.published_at,
        )
        .join(ArticleTable, ArticleTable.id == AlertTable.article_id)
        .join(OutletTable, OutletTable.id == ArticleTable.outlet_id)
    )
    return query  # type: ignore[no-any-return]


def narrowed(query: Any, where: AlertFilter) -> Any:
    """A query over alerts and articles, narrowed to a filter."""
    if where.state is not None:
        query = query.where(AlertTable.state == where.state)
    if where.verdict is not None:
        query = query.where(AlertTable.verdict == where.verdict)
    if where.waiting is not None:
        query = query.where(AlertTable.waiting == where.waiting)
    if where.audit is not None:
        query = query.where(AlertTable.audit == where.audit)
    if where.ids is not None:
        query = query.where(AlertTable.id.in_(where.ids))
    if where.merged is not None:
        merged = AlertTable.merged_into.is_not(None)
        query = query.where(merged if where.merged else ~merged)
    if where.outlets:
        query = query.where(ArticleTable.outlet_id.in_(where.outlets))
    if where.since is not None:
        query = query.where(ArticleTable.published_at >= where.since)
    if where.until is not None:
        query = query.where(ArticleTable.published_at < where.until)
    if where.opened_after is not None:
        query = query.where(AlertTable.opened_at > where.opened_after)
    if where.opened_before is not None:
        query = query.where(AlertTable.opened_at < where.opened_before)
    if where.decided_since is not None:
        query = query.where(AlertTable.decided_at >= where.decided_since)
    if where.corrected_since is not None:
        query = query.where(AlertTable.corrected_at >= where.corrected_since)
    if where.story_id is not None:
        query = query.where(ArticleTable.story_id == where.story_id)
    if where.article_id is not None:
        query = query.where(AlertTable.article_id == where.article_id)
    if where.topics:
        tagged = select(TagTable.article_id).where(TagTable.value, TagTable.topic.in_(where.topics))
        query = query.where((AlertTable.article_id + 0).in_(tagged))  # alerts first: there are fewer than tags
    if where.kinds:
        query = query.where(
            exists()
            .where(AlertFindingTable.alert_id == AlertTable.id)
            .where(FindingTable.id == AlertFindingTable.finding_id, FindingTable.kind.in_(where.kinds))
        )
    if where.undecided_by is not None:
        query = query.where(~_decided_by(where.undecided_by))
    if where.decided_by is not None:
        query = query.where(_decided_by(where.decided_by))
    return query


def _decided_by(user_id: int) -> Any:
    """The user has a verdict in force on the alert's present text."""
    undo = DecisionTable.__table__.alias("undo")
    return exists().where(
        DecisionTable.alert_id == AlertTable.id,
        DecisionTable.user_id == user_id,
        DecisionTable.verdict.is_not(None),
        DecisionTable.article_version == AlertTable.version,
        ~exists().where(undo.c.undo_of == DecisionTable.id),
    )


def _row(row: Any, findings: tuple[Any, ...], topics: tuple[str, ...], carried_by: tuple[str, ...]) -> AlertRow:
    top = findings[0] if findings else None
    return AlertRow(
        **columns(row, FROM_ALERT),
        kinds=tuple(dict.fromkeys(finding.kind for finding in findings)),
        passage=top.passage if top else None,
        part=top.part if top else None,
        why=Bilingual(top.why_vi, top.why_en) if top else None,
        topics=topics,
        carried_by=carried_by,
    )
