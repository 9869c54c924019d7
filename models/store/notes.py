"""Correction notes as people saved them: every version is kept, the latest of a language stands."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import insert, select

from models.records import Language
from models.rows import NoteRow
from models.store.base import Repository
from models.tables import NoteTable, UserTable


class Notes(Repository):
    def add(self, alert_id: int, language: Language, title: str, body: str, user_id: int, now: datetime) -> bool:
        """Keep a version; False where the latest says the same already."""
        versions = self.of(alert_id, language)
        if versions and (versions[0].title, versions[0].body) == (title, body):
            return False
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
