"""Alerts as people meet them: the queue, one alert with all it rests on, the blind audit, counts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from models.records import Bilingual
from models.rows import AlertCounts, AlertDetail, AlertFilter, AlertPlace, AlertRow, AlertState, Waiting
from models.store.alert_rows import AlertRows
from models.store.articles import Articles
from models.store.copies import Copies
from models.store.decisions import Decisions
from models.store.errors import NotFound
from models.store.findings import Findings
from models.store.raising import Raising
from models.store.stories import Stories
from models.store.tags import Tags
from models.tables import (
    AlertFindingTable,
    AlertTable,
    ArticleTable,
    FindingTable,
    JudgementTable,
)

EVERYTHING_OPEN = AlertFilter()


class Alerts(Raising):
    def add_audit(
        self,
        drawn: Mapping[int, float | None] | Iterable[int],
        now: datetime,
        day: date,
        *,
        least: float = 0.0,
    ) -> int:
        """Put these articles into the queue as the day's blind audit; returns how many were new.

        Once an article. Their ``score`` is drawn among those of the open alerts at ``least`` that high, so that their
        place in the queue says nothing; the real one is in ``judgement``. ``drawn``: by article the chance it had of
        being drawn; without chances nothing is estimated from them.
        """
        query = select(AlertTable.score).where(
            AlertTable.state == AlertState.OPEN, ~AlertTable.audit, AlertTable.merged_into.is_(None)
        )
        every = sorted(self._conn.execute(query).scalars())
        scores = [score for score in every if score >= least] or every or [0.5, 0.6, 0.7, 0.8]
        added = 0
        chances = drawn if isinstance(drawn, Mapping) else dict.fromkeys(drawn)
        for article_id, chance in chances.items():
            draw = int.from_bytes(hashlib.sha256(f"{day}:{article_id}".encode()).digest()[:8], "big")
            version = select(ArticleTable.version).where(ArticleTable.id == article_id).scalar_subquery()
            values: dict[str, Any] = {
                "article_id": article_id,
                "version": version,
                "state": AlertState.OPEN,
                "audit": True,
                "audit_day": day,
                "sampled": chance,
                "score": scores[draw % len(scores)],
                "features": {},
                "reason_vi": "mẫu kiểm tra ngẫu nhiên",
                "reason_en": "random audit sample",
                "opened_at": now,
                "changed_at": now,
            }
            added += self._insert_new(AlertTable, values, AlertTable.id) is not None
        return added

    def queue(
        self, where: AlertFilter = EVERYTHING_OPEN, limit: int = 50, offset: int = 0
    ) -> tuple[AlertRow, ...]:
        """Alerts of the filter, the highest score first."""
        return AlertRows(self._conn).list(where, limit, offset)

    def places(self, where: AlertFilter = EVERYTHING_OPEN, limit: int = 50) -> tuple[AlertPlace, ...]:
        """The same alerts in the same order as ``queue``, without what they say: for going from one to the next."""
        return AlertRows(self._conn).places(where, limit)

    def count(self, where: AlertFilter = EVERYTHING_OPEN) -> int:
        """How many alerts the whole listing of ``queue`` has."""
        return AlertRows(self._conn).count(where)

    def row(self, alert_id: int) -> AlertRow:
        """One alert without its findings. NotFound when there is none."""
        rows = AlertRows(self._conn).by_ids([alert_id])
        if not rows:
            raise NotFound(Bilingual("cảnh báo", "alert"), alert_id)
        return rows[0]

    def by_ids(self, ids: Iterable[int]) -> tuple[AlertRow, ...]:
        """The alerts of those ids that there are, in the order of ids."""
        return AlertRows(self._conn).by_ids(ids)

    def get(self, alert_id: int) -> AlertDetail:
        """One alert with everything it rests on. NotFound when there is none."""
        alert = self.row(alert_id)
        stored = self._conn.execute(select(AlertTable).where(AlertTable.id == alert_id)).one()
        articles = Articles(self._conn)
        versions = articles.versions(alert.article_id)
        findings = select(FindingTable).join(
            AlertFindingTable, AlertFindingTable.finding_id == FindingTable.id
        )
        ordered = findings.where(AlertFindingTable.alert_id == alert_id).order_by(AlertFindingTable.position)
        carried = Copies(self._conn).carriers([alert_id]).get(alert_id, ())
        return AlertDetail(
            alert=alert,
            copies=AlertRows(self._conn).by_ids(carried),
            article=articles.get(alert.article_id),
            version=next(v for v in versions if v.version == alert.version),
            versions=versions,
            findings=Findings(self._conn).read(self._conn.execute(ordered).all()),
            members=() if alert.story_id is None else Stories(self._conn).members(alert.story_id),
            decisions=Decisions(self._conn).of_alert(alert_id),
            tags=Tags(self._conn).of(alert.article_id),
            features=stored.features,
            reason=Bilingual(stored.reason_vi, stored.reason_en),
        )

    def of_article(self, article_id: int) -> tuple[AlertRow, ...]:
        """Every alert there ever was about the article, newest first."""
        query = select(AlertTable.id).where(AlertTable.article_id == article_id)
        rows = AlertRows(self._conn).by_ids(self._conn.execute(query).scalars().all())
        return tuple(sorted(rows, key=lambda row: -row.id))

    def of_story(self, story_id: int) -> tuple[AlertRow, ...]:
        """Every alert about the story's articles, whatever its state, the highest score first."""
        return self.queue(AlertFilter(state=None, story_id=story_id, merged=None), limit=1000)

    def open_articles(self) -> tuple[AlertRow, ...]:
        """Every open alert, the audit's left out, the highest score first."""
        where = AlertFilter(audit=False)
        return self.queue(where, limit=self.count(where))

    def audit(self, since: date) -> tuple[AlertRow, ...]:
        """The audit slices drawn since that day, newest first."""
        query = select(AlertTable.id).where(AlertTable.audit, AlertTable.audit_day >= since)
        rows = AlertRows(self._conn).by_ids(self._conn.execute(query).scalars().all())
        return tuple(sorted(rows, key=lambda row: (row.opened_at, row.id), reverse=True))

    def judgement(self, article_id: int) -> tuple[float, bool, Bilingual, datetime] | None:
        """Score, whether it raised an alert, the reason, and when, of the latest judgement; None before it."""
        query = select(JudgementTable).where(JudgementTable.article_id == article_id)
        row = self._conn.execute(query).one_or_none()
        if row is None:
            return None
        return row.score, row.raise_alert, Bilingual(row.reason_vi, row.reason_en), row.at

    def counts(self, since: datetime, overdue_before: datetime) -> AlertCounts:
        """Today at a glance: ``since`` is the start of the day, overdue is open since ``overdue_before``."""
        n = func.count()
        is_open = AlertTable.state == AlertState.OPEN
        row = self._conn.execute(
            select(
                n.filter(is_open).label("open"),
                n.filter(AlertTable.opened_at >= since).label("opened_since"),
                n.filter(AlertTable.decided_at >= since).label("decided_since"),
                n.filter(is_open, AlertTable.opened_at < overdue_before).label("overdue"),
                n.filter(is_open, AlertTable.waiting == Waiting.SECOND).label("waiting_second"),
                n.filter(is_open, AlertTable.waiting == Waiting.SETTLE).label("waiting_settle"),
                n.filter(is_open, AlertTable.waiting == Waiting.EVIDENCE).label("waiting_evidence"),
                n.filter(AlertTable.corrected_at >= since).label("corrected_since"),
            )
            .select_from(AlertTable)
            .where(AlertTable.merged_into.is_(None))
        ).one()
        return AlertCounts(**row._mapping)
