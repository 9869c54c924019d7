"""Alerts: opened and closed as articles are judged, one open at a time for an article."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, func, insert, select, update

from models.records import Bilingual, Finding, Ranked
from models.rows import AlertCounts, AlertDetail, AlertFilter, AlertRow, AlertState, Waiting
from models.store.alert_rows import AlertRows
from models.store.articles import Articles
from models.store.base import Repository
from models.store.copies import Copies
from models.store.decisions import Decisions
from models.store.errors import NotFound
from models.store.findings import Findings
from models.store.stories import Stories
from models.store.tags import Tags
from models.tables import (
    AlertFindingTable,
    AlertTable,
    ArticleTable,
    ComparisonFindingTable,
    FindingTable,
    JudgementTable,
)

EVERYTHING_OPEN = AlertFilter()
Same = tuple[str, str, str]  # kind, part, passage: the same complaint about the same words


class Alerts(Repository):
    def raise_(self, article_id: int, version: int, ranked: Ranked, now: datetime) -> bool:
        """Bring the article's alert in line with its latest judgement; True when one was opened.

        Idempotent. Archive articles never get an alert. A near copy's alert that says nothing another copy's does not
        is spoken for by that one (``copies``) and counts as none. An open alert follows the article: to its new text
        where findings remain, to ``corrected`` where a revision removed them, to ``closed`` where the
        evidence changed. What was decided stays decided; complaints not decided about before open anew.
        """
        copies = Copies(self._conn)
        copies.alone(article_id)
        article = self._conn.execute(
            select(ArticleTable).where(ArticleTable.id == article_id).with_for_update()
        ).one()
        if version != article.version:
            return False  # judged a text that was revised meanwhile: its own judgement comes
        self._judge(article_id, version, ranked, now)
        if article.archive:
            return False
        ids = self._stored(article.comparison_id, ranked.findings)
        latest = self._conn.execute(
            select(AlertTable)
            .where(AlertTable.article_id == article_id, ~AlertTable.audit)
            .order_by(AlertTable.id.desc())
            .limit(1)
        ).one_or_none()
        opened = False
        if latest is None:
            opened = ranked.raise_alert and self._open(article_id, version, ranked, ids, now, None)
        elif latest.state is AlertState.OPEN:
            self._follow(latest, version, ranked, ids, now)
        else:
            opened = self._after(latest, version, ranked, ids, now)
        if latest is not None or opened:
            copies.merge(article_id, now)
        return opened and self._speaks(article_id)

    def _speaks(self, article_id: int) -> bool:
        """Whether the article's open alert speaks for itself."""
        query = select(AlertTable.id).where(
            AlertTable.article_id == article_id,
            AlertTable.state == AlertState.OPEN,
            ~AlertTable.audit,
            AlertTable.merged_into.is_(None),
        )
        return self._conn.execute(query).scalar_one_or_none() is not None

    def _judge(self, article_id: int, version: int, ranked: Ranked, now: datetime) -> None:
        row = {
            "article_id": article_id,
            "version": version,
            "score": ranked.score,
            "raise_alert": ranked.raise_alert,
            "reason_vi": ranked.reason.vi,
            "reason_en": ranked.reason.en,
            "features": dict(ranked.features),
            "ranked_by": ranked.ranked_by,
            "at": now,
        }
        self._upsert(JudgementTable, [row], ["article_id"])

    def _stored(self, comparison_id: int | None, findings: Sequence[Finding]) -> list[int]:
        """The ids under which the article's current comparison holds these findings, in their order."""
        query = (
            select(FindingTable)
            .join(ComparisonFindingTable, ComparisonFindingTable.finding_id == FindingTable.id)
            .where(ComparisonFindingTable.comparison_id == comparison_id)
        )
        known = {
            (row.kind, row.part, (row.start, row.end), row.passage): row.id
            for row in self._conn.execute(query)
        }
        keys = [(f.kind, f.part, f.span, f.passage) for f in findings]
        return list(dict.fromkeys(known[key] for key in keys if key in known))

    def _open(
        self,
        article_id: int,
        version: int,
        ranked: Ranked,
        finding_ids: Sequence[int],
        now: datetime,
        reopens: int | None,
    ) -> bool:
        # It is flagged now: a place in the audit slice of what was not flagged would mislead.
        self._conn.execute(
            update(AlertTable)
            .where(AlertTable.article_id == article_id, AlertTable.audit, AlertTable.state == AlertState.OPEN)
            .values(state=AlertState.CLOSED, changed_at=now)
        )
        alert_id = self._insert_new(
            AlertTable,
            {
                "article_id": article_id,
                "version": version,
                "state": AlertState.OPEN,
                "audit": False,
                **_judgement(ranked),
                "reopens": reopens,
                "opened_at": now,
                "changed_at": now,
            },
            AlertTable.id,
        )
        if alert_id is None:
            return False
        self._rest_on(alert_id, finding_ids)
        return True

    def _follow(
        self, alert: Any, version: int, ranked: Ranked, finding_ids: Sequence[int], now: datetime
    ) -> None:
        if ranked.raise_alert:
            self._set(alert.id, version=version, **_judgement(ranked))
            self._rest_on(alert.id, finding_ids)
            if version != alert.version:  # verdicts given on the old text no longer count
                self._set(
                    alert.id, waiting=None, verdict=None, confirmations=0, confirmed=False, changed_at=now
                )
        elif version == alert.version and alert.waiting is not None and ranked.features:
            self._set(alert.id, **_judgement(ranked))  # a person's word is not undone by a lower score
            self._rest_on(alert.id, finding_ids)
        elif version > alert.version:
            self._set(
                alert.id,
                state=AlertState.CORRECTED,
                corrected_at=now,
                corrected_version=version,
                changed_at=now,
            )
        else:
            self._set(alert.id, state=AlertState.CLOSED, changed_at=now)

    def _after(
        self, alert: Any, version: int, ranked: Ranked, finding_ids: Sequence[int], now: datetime
    ) -> bool:
        """What a judgement does to an alert that is no longer open; True when one was opened."""
        if alert.state is AlertState.CLOSED and ranked.raise_alert:
            self._set(
                alert.id, state=AlertState.OPEN, version=version, changed_at=now, **_judgement(ranked)
            )
            self._rest_on(alert.id, finding_ids)
            return True
        before = self._complaints_of(alert.id)
        now_said: set[Same] = {(f.kind, f.part, f.passage) for f in ranked.findings}
        if version > alert.version and alert.corrected_at is None and not before & now_said:
            self._set(alert.id, corrected_at=now, corrected_version=version, changed_at=now)
        if ranked.raise_alert and (alert.state is AlertState.CORRECTED or now_said - before):
            return self._open(alert.article_id, version, ranked, finding_ids, now, alert.id)
        return False

    def _complaints_of(self, alert_id: int) -> set[Same]:
        query = (
            select(FindingTable.kind, FindingTable.part, FindingTable.passage)
            .join(AlertFindingTable, AlertFindingTable.finding_id == FindingTable.id)
            .where(AlertFindingTable.alert_id == alert_id)
        )
        return {(row.kind, row.part, row.passage) for row in self._conn.execute(query)}

    def _rest_on(self, alert_id: int, finding_ids: Sequence[int]) -> None:
        self._conn.execute(delete(AlertFindingTable).where(AlertFindingTable.alert_id == alert_id))
        rows = [
            {"alert_id": alert_id, "finding_id": finding_id, "position": position}
            for position, finding_id in enumerate(finding_ids)
        ]
        if rows:
            self._conn.execute(insert(AlertFindingTable), rows)

    def _set(self, alert_id: int, **values: Any) -> None:
        self._conn.execute(update(AlertTable).where(AlertTable.id == alert_id).values(**values))

    def add_audit(
        self,
        article_ids: Iterable[int],
        now: datetime,
        day: date,
        *,
        chance: float | None = None,
        least: float = 0.0,
    ) -> int:
        """Put these articles into the queue as the day's blind audit; returns how many were new.

        Once an article. Their ``score`` is drawn among those of the open alerts at ``least`` that high, so that their
        place in the queue says nothing; the real one is in ``judgement``. ``chance``: how likely each was to be drawn.
        """
        query = select(AlertTable.score).where(
            AlertTable.state == AlertState.OPEN, ~AlertTable.audit, AlertTable.merged_into.is_(None)
        )
        every = sorted(self._conn.execute(query).scalars())
        scores = [score for score in every if score >= least] or every or [0.5, 0.6, 0.7, 0.8]
        added = 0
        for article_id in article_ids:
            draw = int.from_bytes(hashlib.sha256(f"{day}:{article_id}".encode()).digest()[:8], "big")
            version = select(ArticleTable.version).where(ArticleTable.id == article_id).scalar_subquery()
            values = {
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

    def count(self, where: AlertFilter = EVERYTHING_OPEN) -> int:
        """How many alerts the whole listing of ``queue`` has."""
        return AlertRows(self._conn).count(where)

    def row(self, alert_id: int) -> AlertRow:
        """One alert without its findings. NotFound when there is none."""
        rows = AlertRows(self._conn).by_ids([alert_id])
        if not rows:
            raise NotFound(Bilingual("cảnh báo", "alert"), alert_id)
        return rows[0]

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
                n.filter(AlertTable.corrected_at >= since).label("corrected_since"),
            )
            .select_from(AlertTable)
            .where(AlertTable.merged_into.is_(None))
        ).one()
        return AlertCounts(**row._mapping)


def _judgement(ranked: Ranked) -> dict[str, Any]:
    return {
        "score": ranked.score,
        "features": dict(ranked.features),
        "ranked_by": ranked.ranked_by,
        "reason_vi": ranked.reason.vi,
        "reason_en": ranked.reason.en,
    }
