"""Alerts of near copies of one text: one of them speaks for those that say the same, and is decided for all.

Every article keeps its own alert, which follows its own text: a copy that its outlet corrects is corrected by itself
while the others stay open. ``merged_into`` names the alert that speaks for another; listings leave the others out.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import exists, func, or_, select, update

from models.rows import AlertState, Waiting
from models.store.base import Repository
from models.store.merging import Complaint, Voiced, speakers
from models.tables import AlertFindingTable, AlertTable, ArticleTable, DecisionTable, FindingTable
from models.text import tone_fold

SHARED = ("state", "waiting", "verdict", "confirmations", "confirmed", "decided_at")
LIVING = (AlertState.OPEN, AlertState.DECIDED)


class Copies(Repository):
    def alone(self, article_id: int) -> None:
        """Nobody else changes alerts of this article's copies until the transaction ends."""
        self._alone(f"alerts of voice {self._voice(article_id)}")

    def merge(self, article_id: int, now: datetime) -> None:
        """Have one alert speak for those of the article's copies that say the same. Idempotent."""
        voice = self._voice(article_id)
        query = (
            select(
                AlertTable,
                ArticleTable.published_at,
                ArticleTable.canonical_url,
                ArticleTable.story_id,
                _personal().label("personal"),
            )
            .join(ArticleTable, ArticleTable.id == AlertTable.article_id)
            .where(_of(voice), ~AlertTable.audit, AlertTable.state.in_(LIVING))
        )
        rows = {row.id: row for row in self._conn.execute(query)}
        if len(rows) < 2 and all(row.merged_into is None for row in rows.values()):
            return
        said = self._complaints(rows)
        found = speakers([_voiced(row, said.get(id_, frozenset())) for id_, row in rows.items()])
        for id_, speaker in found.items():
            if rows[id_].merged_into == speaker:
                continue
            alone = speaker is None and not rows[id_].personal and rows[id_].state is AlertState.OPEN
            nothing = {"waiting": None, "verdict": None, "confirmations": 0, "confirmed": False} if alone else {}
            when = None if speaker is None else now
            self._set(id_, merged_into=speaker, merged_at=when, changed_at=now, **nothing)
        for speaker_id in {speaker for speaker in found.values() if speaker is not None}:
            self.share(speaker_id, now)

    def share(self, alert_id: int, now: datetime) -> None:
        """What was decided of this alert holds for those it speaks for."""
        speaker = self._conn.execute(select(AlertTable).where(AlertTable.id == alert_id)).one()
        if speaker.state not in LIVING or speaker.waiting is Waiting.EVIDENCE:
            return
        values = {name: getattr(speaker, name) for name in SHARED}
        query = select(AlertTable).where(AlertTable.merged_into == alert_id, AlertTable.state.in_(LIVING))
        for row in self._conn.execute(query).all():
            if all(getattr(row, name) == value for name, value in values.items()):
                continue
            if speaker.state is AlertState.OPEN and row.state is not AlertState.OPEN and self._has_open(row):
                continue
            self._set(row.id, changed_at=now, **values)

    def carriers(self, alert_ids: Iterable[int]) -> dict[int, tuple[int, ...]]:
        """The alerts each of these speaks for, those of corrected copies too, the earliest published first."""
        ids = list(alert_ids)
        found: dict[int, tuple[int, ...]] = {}
        if not ids:
            return found
        query = (
            select(AlertTable.id, AlertTable.merged_into)
            .join(ArticleTable, ArticleTable.id == AlertTable.article_id)
            .where(AlertTable.merged_into.in_(ids))
            .order_by(ArticleTable.published_at, ArticleTable.id)
        )
        for row in self._conn.execute(query):
            found[row.merged_into] = (*found.get(row.merged_into, ()), row.id)
        return found

    def _voice(self, article_id: int) -> int:
        voice = func.coalesce(ArticleTable.voice, ArticleTable.id)
        return int(self._conn.execute(select(voice).where(ArticleTable.id == article_id)).scalar_one())

    def _complaints(self, alert_ids: Iterable[int]) -> dict[int, frozenset[Complaint]]:
        query = (
            select(AlertFindingTable.alert_id, FindingTable.kind, FindingTable.part, FindingTable.passage)
            .join(FindingTable, FindingTable.id == AlertFindingTable.finding_id)
            .where(AlertFindingTable.alert_id.in_(list(alert_ids)))
        )
        found: dict[int, frozenset[Complaint]] = {}
        for row in self._conn.execute(query):
            complaint = (str(row.kind), str(row.part), " ".join(tone_fold(row.passage).split()))
            found[row.alert_id] = found.get(row.alert_id, frozenset()) | {complaint}
        return found

    def _has_open(self, alert: Any) -> bool:
        query = select(
            exists().where(
                AlertTable.article_id == alert.article_id,
                AlertTable.state == AlertState.OPEN,
                ~AlertTable.audit,
                AlertTable.id != alert.id,
            )
        )
        return bool(self._conn.execute(query).scalar_one())

    def _set(self, alert_id: int, **values: Any) -> None:
        self._conn.execute(update(AlertTable).where(AlertTable.id == alert_id).values(**values))


def _of(voice: int) -> Any:
    """Articles of the voice, its origin among them."""
    return or_(ArticleTable.voice == voice, ArticleTable.id == voice)


def _voiced(row: Any, complaints: frozenset[Complaint]) -> Voiced:
    return Voiced(
        row.id, row.article_id, complaints, row.personal, row.published_at, row.canonical_url, row.story_id
    )


def _personal() -> Any:
    """Somebody's verdict on this very alert is in force."""
    undo = DecisionTable.__table__.alias("undo")
    return exists().where(
        DecisionTable.alert_id == AlertTable.id,
        DecisionTable.verdict.is_not(None),
        DecisionTable.article_version == AlertTable.version,
        ~exists().where(undo.c.undo_of == DecisionTable.id),
    )
