"""Distribution lists of the digest."""

from __future__ import annotations

from sqlalchemy import delete, insert, select, update

from models.records import Bilingual
from models.rows import ListRow
from models.store.base import Repository
from models.store.errors import Conflict, NotFound
from models.tables import ListTable


class Distribution(Repository):
    def list(self, *, active: bool | None = None) -> tuple[ListRow, ...]:
        """All lists, or those that are on (or off), by name."""
        query = select(ListTable).order_by(ListTable.name)
        if active is not None:
            query = query.where(ListTable.active == active)
        return tuple(_row(row) for row in self._conn.execute(query))

    def get(self, list_id: int) -> ListRow:
        """One list. NotFound."""
        row = self._conn.execute(select(ListTable).where(ListTable.id == list_id)).one_or_none()
        if row is None:
            raise NotFound(Bilingual("danh sách gửi", "distribution list"), list_id)
        return _row(row)

    def save(self, value: ListRow) -> int:
        """Keep a list: a new one where its id is 0. Conflict where another has its name; NotFound."""
        same = select(ListTable.id).where(ListTable.name == value.name, ListTable.id != value.id)
        if self._conn.execute(same).scalar_one_or_none() is not None:
            raise Conflict(
                Bilingual(f"đã có danh sách tên {value.name}", f"there is a list named {value.name} already")
            )
        columns = {
            "name": value.name, "unit": value.unit, "language": value.language, "form": value.form,
            "topics": list(value.topics), "addresses": list(value.addresses), "active": value.active,
        }  # fmt: skip
        if not value.id:
            made = self._conn.execute(insert(ListTable).values(**columns).returning(ListTable.id))
            return int(made.scalar_one())
        self.get(value.id)
        self._conn.execute(update(ListTable).where(ListTable.id == value.id).values(**columns))
        return value.id

    def remove(self, list_id: int) -> None:
        """Forget a list; what was sent to it stays on record. NotFound."""
        self.get(list_id)
        self._conn.execute(delete(ListTable).where(ListTable.id == list_id))


def _row(row: object) -> ListRow:
    value = ListTable.__table__.c
    told = {column.key: getattr(row, column.key) for column in value}
    return ListRow(**{**told, "topics": tuple(told["topics"]), "addresses": tuple(told["addresses"])})
