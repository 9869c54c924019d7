"""Filters of the queue that people keep under a name, for themselves or for everybody."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, or_, select, update

from models.records import Bilingual
from models.rows import SavedFilterRow
from models.store.base import Repository
from models.store.errors import Conflict, NotFound
from models.tables import SavedFilterTable, UserTable
from models.text import nfc

MOST = 50  # filters one person may keep
LONGEST = 80  # characters of a name
_NAME = Bilingual(f"Tên bộ lọc cần 1 đến {LONGEST} ký tự.", f"A filter's name needs 1 to {LONGEST} characters.")
_FULL = Bilingual(f"Bạn đã có {MOST} bộ lọc; xóa bớt rồi lưu.", f"You keep {MOST} filters; delete one first.")


class SavedFilters(Repository):
    def save(self, user_id: int, name: str, query: Mapping[str, str], shared: bool, now: datetime) -> int:
        """Keep a filter under a name; the person's own of that name is replaced. Returns its id.

        Conflict for an empty or overlong name, or where the person keeps ``MOST`` already.
        """
        name = nfc(" ".join(name.split()))
        if not name or len(name) > LONGEST:
            raise Conflict(_NAME)
        mine = (SavedFilterTable.user_id == user_id, SavedFilterTable.name == name)
        known = self._conn.execute(select(SavedFilterTable.id).where(*mine)).scalar_one_or_none()
        values = {"query": dict(query), "shared": shared, "changed_at": now}
        if known is None:
            count = select(func.count()).where(SavedFilterTable.user_id == user_id)
            if self._conn.execute(count).scalar_one() >= MOST:
                raise Conflict(_FULL)
            row = {"user_id": user_id, "name": name, **values}
            known = self._insert_new(SavedFilterTable, row, SavedFilterTable.id)
            if known is not None:
                return int(known)
            known = self._conn.execute(select(SavedFilterTable.id).where(*mine)).scalar_one()
        self._conn.execute(update(SavedFilterTable).where(SavedFilterTable.id == known).values(**values))
        return int(known)

    def list(self, user_id: int) -> tuple[SavedFilterRow, ...]:
        """The person's own, then what others share, each by name."""
        rows = self._read(or_(SavedFilterTable.user_id == user_id, SavedFilterTable.shared))
        return tuple(sorted(rows, key=lambda row: (row.user_id != user_id, row.name.casefold(), row.id)))

    def get(self, filter_id: int, user_id: int) -> SavedFilterRow:
        """One that the person keeps or that is shared. NotFound for any other."""
        mine = or_(SavedFilterTable.user_id == user_id, SavedFilterTable.shared)
        rows = self._read(SavedFilterTable.id == filter_id, mine)
        if not rows:
            raise NotFound(Bilingual("bộ lọc", "filter"), filter_id)
        return rows[0]

    def share(self, filter_id: int, user_id: int, shared: bool) -> None:
        """Offer one's own filter to everybody, or no longer. NotFound unless it is theirs."""
        self._own(filter_id, user_id)
        self._conn.execute(update(SavedFilterTable).where(SavedFilterTable.id == filter_id).values(shared=shared))

    def delete(self, filter_id: int, user_id: int) -> None:
        """Forget one's own filter. NotFound unless it is theirs."""
        self._own(filter_id, user_id)
        self._conn.execute(delete(SavedFilterTable).where(SavedFilterTable.id == filter_id))

    def _own(self, filter_id: int, user_id: int) -> None:
        if self.get(filter_id, user_id).user_id != user_id:
            raise NotFound(Bilingual("bộ lọc của bạn", "filter of yours"), filter_id)

    def _read(self, *where: Any) -> tuple[SavedFilterRow, ...]:
        query = select(*SavedFilterTable.__table__.c, UserTable.name.label("user_name"))
        query = query.join(UserTable, UserTable.id == SavedFilterTable.user_id).where(*where)
        return tuple(
            SavedFilterRow(
                row.id, row.user_id, row.user_name, row.name, row.shared, {k: str(v) for k, v in row.query.items()},
                row.changed_at,
            )
            for row in self._conn.execute(query)
        )  # fmt: skip
