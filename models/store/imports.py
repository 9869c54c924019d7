"""How far the imports of files have come, so that one killed goes on where it was."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import delete, select

from models.store.base import Repository, columns
from models.tables import ImportTable


@dataclass(frozen=True, slots=True)
class Progress:
    """``records`` of a file are done; the next begins ``position`` bytes into it (unpacked, for lines)."""

    records: int = 0
    position: int = 0
    counters: dict[str, int] = field(default_factory=dict)
    finished: bool = False


class Imports(Repository):
    def get(self, key: str) -> Progress | None:
        """How far the file with this content has come; None when it was never begun."""
        row = self._conn.execute(select(ImportTable).where(ImportTable.key == key)).one_or_none()
        return None if row is None else Progress(**columns(row, Progress.__dataclass_fields__))

    def save(self, key: str, name: str, progress: Progress, now: datetime) -> None:
        """Write the progress, in the transaction that stores what it counts."""
        row = {
            "key": key,
            "name": name,
            "records": progress.records,
            "position": progress.position,
            "counters": progress.counters,
            "finished": progress.finished,
            "at": now,
        }
        self._upsert(ImportTable, [row], ["key"])

    def forget(self, key: str) -> None:
        """The file is to be read from its beginning again; its articles stay."""
        self._conn.execute(delete(ImportTable).where(ImportTable.key == key))
