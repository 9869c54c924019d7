"""Correction notes as people saved them: every version is kept, the latest of a language stands."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import insert, select

from models.records import Bilingual, Language
from models.rows import NoteRow
from models.store.base import Repository
from models.store.errors import Conflict
from models.tables import NoteTable, UserTable


class Notes(Repository):
    def add(
        self,
        alert_id: int,
        language: Language,
        title: str,
        body: str,
        user_id: int,
        now: datetime,
        *,
        seen: int | None = None,
    ) -> bool:
        """Keep a version; False where the latest says the same already. ``seen``: the id of the latest version the
        person saw (0: none); Conflict where somebody has saved another since."""
        self._alone(f"note of alert {alert_id}")
        latest = next(iter(self.of(alert_id, language)), None)
        if latest is not None and (latest.title, latest.body) == (title, body):
            return False
        if latest is not None and seen is not None and latest.id != seen:
            raise Conflict(
                Bilingual(
                    f"một bản khác vừa được {latest.user_name} lưu; bản của bạn chưa được lưu, so hai bản rồi lưu lại",
                    f"another version was just saved by {latest.user_name}; yours is not saved, compare and save again",
                )
            )
        row = {"alert_id": alert_id, "language": language, "title": title, "body": body, "user_id": user_id, "at": now}
        self._conn.execute(insert(NoteTable).values(**row))
        return True

    def of(self, alert_id: int, language: Language | None = None) -> tuple[NoteRow, ...]:
        """Every version about the alert, the latest first."""
        query = (
            select(*NoteTable.__table__.c, UserTable.name.label("user_name"))
            .join(UserTable, UserTable.id == NoteTable.user_id)
            .where(NoteTable.alert_id == alert_id)
            .order_by(NoteTable.id.desc())
        )
        if language is not None:
            query = query.where(NoteTable.language == language)
        return tuple(
            NoteRow(row.id, row.alert_id, row.language, row.title, row.body, row.user_name, row.at)
            for row in self._conn.execute(query)
        )
