"""Who has which alert open now. Best effort: it warns, it locks nothing; ``Decisions.add`` is what refuses."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, select

from models.rows import ReaderRow
from models.store.base import Repository, chunks
from models.tables import AlertTable, ReaderTable, UserTable


class Readers(Repository):
    def beat(self, alert_id: int, user_id: int, now: datetime, until: datetime) -> None:
        """The user has the alert open, until then unless they say so again. Nothing for an alert that is none."""
        if self._conn.execute(select(AlertTable.id).where(AlertTable.id == alert_id)).first() is None:
            return
        mine = (ReaderTable.alert_id == alert_id, ReaderTable.user_id == user_id)
        query = select(ReaderTable.since).where(*mine, ReaderTable.until >= now)
        since = self._conn.execute(query).scalar_one_or_none() or now
        row = {"alert_id": alert_id, "user_id": user_id, "since": since, "until": until}
        self._upsert(ReaderTable, [row], ["alert_id", "user_id"])

    def leave(self, alert_id: int, user_id: int) -> None:
        """The user has closed it."""
        statement = delete(ReaderTable).where(ReaderTable.alert_id == alert_id, ReaderTable.user_id == user_id)
        self._conn.execute(statement)

    def of(self, alert_ids: Iterable[int], now: datetime, *, but: int | None = None) -> tuple[ReaderRow, ...]:
        """Who reads these alerts now, who began first; ``but``: without that user."""
        found: list[ReaderRow] = []
        for ids in chunks(alert_ids):
            query = (
                select(*ReaderTable.__table__.c, UserTable.name)
                .join(UserTable, UserTable.id == ReaderTable.user_id)
                .where(ReaderTable.alert_id.in_(ids), ReaderTable.until >= now, UserTable.active)
            )
            if but is not None:
                query = query.where(ReaderTable.user_id != but)
            rows = self._conn.execute(query.order_by(ReaderTable.since, ReaderTable.user_id))
            found += [ReaderRow(row.alert_id, row.user_id, row.name, row.since) for row in rows]
        return tuple(found)
