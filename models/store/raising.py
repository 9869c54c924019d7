"""Alerts opened and closed as articles are judged, one open at a time for an article."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update

from models.records import EvidenceFrom, Finding, FindingKind, Ranked
from models.rows import AlertState, Waiting
from models.store.base import Repository
from models.store.claims import Claims
from models.store.copies import Copies
from models.tables import (
    AlertFindingTable,
    AlertTable,
    ArticleTable,
    ComparisonFindingTable,
    EvidenceTable,
    FindingTable,
    JudgementTable,
    VersionTable,
)

Same = tuple[str, str, str]  # kind, part, passage: the same complaint about the same words


class Raising(Repository):
    def raise_(self, article_id: int, version: int, ranked: Ranked, now: datetime) -> bool:
        """Bring the article's alert in line with its latest judgement; True when one was opened.

        Idempotent. Archive articles never get an alert. A near copy's alert that says nothing another copy's does not
        is spoken for by that one (``copies``) and counts as none. An open alert follows the article: to its new text
        where findings remain, to ``corrected`` where a revision changed the passages flagged and removed them. Where
        the text said stays and what it was held against changed, it stays open with its old findings and waits for a
        last look; it is ``closed`` where a person refused what it rested on, or other weights think it not worth a
        look. What was decided stays decided; complaints not decided about before open anew.
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
            self._follow(latest, article, ranked, ids, now)
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

    def _follow(self, alert: Any, article: Any, ranked: Ranked, finding_ids: Sequence[int], now: datetime) -> None:
        version = article.version
        personal = alert.waiting is not None and alert.waiting is not Waiting.EVIDENCE
        if ranked.raise_alert:
            self._set(alert.id, version=version, **_judgement(ranked))
            self._rest_on(alert.id, finding_ids)
            if version != alert.version or alert.waiting is Waiting.EVIDENCE:
                # verdicts given on the old text or on evidence gone no longer count
                self._set(
                    alert.id, waiting=None, verdict=None, confirmations=0, confirmed=False, changed_at=now
                )
        elif version == alert.version and personal and ranked.features:
            self._set(alert.id, **_judgement(ranked))  # a person's word is not undone by a lower score
            self._rest_on(alert.id, finding_ids)
        elif version > alert.version and self._rewritten(alert.id, article):
            self._set(
                alert.id,
                state=AlertState.CORRECTED,
                waiting=None,
                corrected_at=now,
                corrected_version=version,
                changed_at=now,
            )
        elif alert.merged_into is None and self._evidence_gone(alert, ranked):
            if alert.waiting is None:
                self._set(alert.id, waiting=Waiting.EVIDENCE, changed_at=now)
        else:
            self._set(alert.id, state=AlertState.CLOSED, waiting=None, changed_at=now)

    def _rewritten(self, alert_id: int, article: Any) -> bool:
        """Whether the article's latest text no longer holds the passages flagged, or changed the body that its
        title was held against."""
        version = self._conn.execute(
            select(VersionTable.title, VersionTable.text).where(
                VersionTable.article_id == article.id, VersionTable.version == article.version
            )
        ).one()
        query = (
            select(FindingTable.part, FindingTable.passage, EvidenceTable.source, EvidenceTable.passage.label("proof"))
            .join(AlertFindingTable, AlertFindingTable.finding_id == FindingTable.id)
            .outerjoin(EvidenceTable, EvidenceTable.finding_id == FindingTable.id)
            .where(AlertFindingTable.alert_id == alert_id)
        )
        for row in self._conn.execute(query):
            own = row.source is EvidenceFrom.BODY and row.proof not in version.text
            if not own and row.passage in (version.title if row.part == "title" else version.text):
                return False
        return True

    def _evidence_gone(self, alert: Any, ranked: Ranked) -> bool:
        """Whether none of what the alert says is found any more, and no person took its ground away."""
        before = self._complaints_of(alert.id)
        if before & {(f.kind, f.part, f.passage) for f in ranked.findings}:
            return False
        refused = Claims(self._conn).refused(alert.article_id)
        return not (refused and all(kind == FindingKind.KNOWN_FALSE for kind, _, _ in before))

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


def _judgement(ranked: Ranked) -> dict[str, Any]:
    return {
        "score": ranked.score,
        "features": dict(ranked.features),
        "ranked_by": ranked.ranked_by,
        "reason_vi": ranked.reason.vi,
        "reason_en": ranked.reason.en,
    }
