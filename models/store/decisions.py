"""What people decided: an append-only history, and what it makes of the alert."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update

from models.records import Bilingual, Verdict
from models.rows import AlertState, DecisionRow
from models.store.base import Repository
from models.store.copies import Copies
from models.store.errors import Conflict, NotFound
from models.store.outcome import SETTLE, Outcome, Standing, outcome
from models.tables import AlertFindingTable, AlertTable, DecisionTable, UserTable

__all__ = ["BLIND", "SETTLE", "Decisions"]

BLIND = "blind"  # the view in which findings are hidden until answered


class Decisions(Repository):
    def add(
        self,
        alert_id: int,
        user_id: int,
        verdict: Verdict,
        note: str,
        evidence_ticked: Sequence[int],
        now: datetime,
        *,
        confirmations_required: int = 2,
        view: str = "queue",
        seen: int | None = None,
        version: int | None = None,
    ) -> Outcome:
        """A person's verdict; it replaces an earlier one of theirs. Returns what it makes of the alert.

        ``evidence_ticked`` are ids of the alert's findings: a distortion needs at least one where the alert has any.
        ``seen`` is the number of rows of the history the person saw: Conflict when there are more by now, so that two
        people never decide unknowingly; ``version`` likewise is the text they read. ``view`` "settle" settles a
        disagreement; "blind" readers see no findings, so none must be ticked: a refusal would tell that there are some.
        """
        alert = self._locked(alert_id)
        if alert.state is AlertState.CLOSED:
            raise Conflict(Bilingual("cảnh báo đã đóng", "the alert is closed"))
        if version is not None and version != alert.version:
            raise Conflict(
                Bilingual("bài vừa được sửa; hãy xem lại", "the article has just been revised; please look again")
            )
        history = self.of_alert(alert_id)
        if seen is not None and len(history) != seen:
            latest = history[-1].user_name if history else ""
            raise Conflict(
                Bilingual(
                    f"cảnh báo này vừa được {latest} kết luận; hãy xem lại",
                    f"this alert has just been decided by {latest}; please look again",
                )
            )
        self._check_ticked(alert_id, verdict, evidence_ticked, must_tick=view != BLIND)
        self._append(alert, user_id, verdict, note, evidence_ticked, view, None, now)
        return self._settle(alert, confirmations_required, now)

    def undo(
        self, alert_id: int, user_id: int, now: datetime, *, confirmations_required: int = 2, note: str = ""
    ) -> Outcome:
        """A person takes their latest verdict on the alert back; an earlier one of theirs stands again.

        Conflict when they have none in force.
        """
        alert = self._locked(alert_id)
        mine = [d for d in self.of_alert(alert_id) if d.user_id == user_id and d.verdict and not d.undone]
        if not mine:
            raise Conflict(Bilingual("không có gì để hoàn tác", "there is nothing to undo"))
        self._append(alert, user_id, None, note, (), "undo", mine[-1].id, now)
        return self._settle(alert, confirmations_required, now)

    def reopen(
        self, alert_id: int, user_id: int, note: str, now: datetime, *, confirmations_required: int = 2
    ) -> Outcome:
        """Take every verdict on the alert back, whoever gave it; the history keeps all."""
        alert = self._locked(alert_id)
        for decision in self.of_alert(alert_id):
            if decision.verdict is not None and not decision.undone:
                self._append(alert, user_id, None, note, (), "reopen", decision.id, now)
        return self._settle(alert, confirmations_required, now)

    def of_alert(self, alert_id: int) -> tuple[DecisionRow, ...]:
        """The whole history of an alert, oldest first."""
        return self._read(DecisionTable.alert_id == alert_id, newest_first=False)

    def of_user(self, user_id: int, limit: int = 100) -> tuple[DecisionRow, ...]:
        """What one person did, newest first."""
        return self._read(DecisionTable.user_id == user_id, newest_first=True, limit=limit)

    def in_force(self, alert_id: int) -> tuple[DecisionRow, ...]:
        """The verdicts that count now: each person's latest not undone, on the alert's present text."""
        alert = self._conn.execute(select(AlertTable).where(AlertTable.id == alert_id)).one()
        return _in_force(self.of_alert(alert_id), alert.version)

    def _locked(self, alert_id: int) -> Any:
        about = select(AlertTable.article_id).where(AlertTable.id == alert_id)
        article_id = self._conn.execute(about).scalar_one_or_none()
        if article_id is None:
            raise NotFound(Bilingual("cảnh báo", "alert"), alert_id)
        Copies(self._conn).alone(article_id)
        alert = self._conn.execute(select(AlertTable).where(AlertTable.id == alert_id).with_for_update()).one()
        if alert.merged_into is not None:
            raise Conflict(
                Bilingual(
                    f"bài này là bản sao; quyết định ở cảnh báo số {alert.merged_into}, có giá trị cho mọi bản sao",
                    f"this article is a copy; decide on alert {alert.merged_into}, which holds for all copies",
                )
            )
        return alert

    def _check_ticked(
        self, alert_id: int, verdict: Verdict, ticked: Sequence[int], *, must_tick: bool
    ) -> None:
        query = select(AlertFindingTable.finding_id).where(AlertFindingTable.alert_id == alert_id)
        known = set(self._conn.execute(query).scalars())
        if not set(ticked) <= known:
            raise Conflict(
                Bilingual(
                    "chứng cứ đã thay đổi; hãy xem lại cảnh báo",
                    "the evidence has changed; please look at the alert again",
                )
            )
        if must_tick and verdict is Verdict.DISTORTION and known and not ticked:
            raise Conflict(
                Bilingual(
                    "hãy đánh dấu chứng cứ cho thấy chỗ sai lệch",
                    "tick the evidence that shows the distortion",
                )
            )

    def _append(
        self,
        alert: Any,
        user_id: int,
        verdict: Verdict | None,
        note: str,
        ticked: Sequence[int],
        view: str,
        undo_of: int | None,
        now: datetime,
    ) -> None:
        self._conn.execute(
            insert(DecisionTable).values(
                alert_id=alert.id,
                user_id=user_id,
                verdict=verdict,
                note=note,
                evidence_ticked=list(ticked),
                view=view,
                undo_of=undo_of,
                article_version=alert.version,
                at=now,
            )
        )

    def _settle(self, alert: Any, required: int, now: datetime) -> Outcome:
        standing = [
            Standing(d.user_id, d.verdict, d.view)
            for d in _in_force(self.of_alert(alert.id), alert.version)
            if d.verdict is not None
        ]
        result = outcome(standing, required)
        state = result.state
        if not standing and alert.corrected_at is not None:
            state = AlertState.CORRECTED
        if state is AlertState.OPEN:
            self._refuse_second_open(alert)
        decided_at = (alert.decided_at or now) if state is AlertState.DECIDED else None
        self._conn.execute(
            update(AlertTable)
            .where(AlertTable.id == alert.id)
            .values(
                state=state,
                waiting=result.waiting,
                verdict=result.verdict,
                confirmations=result.confirmations,
                confirmed=result.confirmed,
                decided_at=decided_at,
                changed_at=now,
            )
        )
        Copies(self._conn).share(alert.id, now)
        return result

    def _refuse_second_open(self, alert: Any) -> None:
        query = select(AlertTable.id).where(
            AlertTable.article_id == alert.article_id,
            AlertTable.state == AlertState.OPEN,
            ~AlertTable.audit,
            AlertTable.id != alert.id,
        )
        other = self._conn.execute(query).scalar_one_or_none()
        if other is not None and not alert.audit:
            raise Conflict(
                Bilingual(
                    f"bài đã được sửa và có cảnh báo mới hơn, số {other}",
                    f"the article was revised and has a newer alert, number {other}",
                )
            )

    def _read(self, where: Any, *, newest_first: bool, limit: int | None = None) -> tuple[DecisionRow, ...]:
        undo = DecisionTable.__table__.alias("undo")
        order = DecisionTable.id.desc() if newest_first else DecisionTable.id
        query = (
            select(DecisionTable, UserTable.name.label("user_name"), undo.c.id.label("undone_by"))
            .join(UserTable, UserTable.id == DecisionTable.user_id)
            .join(undo, undo.c.undo_of == DecisionTable.id, isouter=True)
            .where(where)
            .order_by(order)
        )
        if limit is not None:
            query = query.limit(limit)
        return tuple(
            DecisionRow(
                id=row.id,
                alert_id=row.alert_id,
                user_id=row.user_id,
                user_name=row.user_name,
                verdict=row.verdict,
                note=row.note,
                evidence_ticked=tuple(row.evidence_ticked),
                view=row.view,
                undo_of=row.undo_of,
                undone=row.undone_by is not None,
                article_version=row.article_version,
                at=row.at,
            )
            for row in self._conn.execute(query)
        )


def _in_force(history: Sequence[DecisionRow], version: int) -> tuple[DecisionRow, ...]:
    latest: dict[int, DecisionRow] = {}
    for decision in history:
        if decision.verdict is not None and not decision.undone and decision.article_version == version:
            latest.pop(decision.user_id, None)
            latest[decision.user_id] = decision
    return tuple(latest.values())
