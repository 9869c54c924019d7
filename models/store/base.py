"""What every repository has: the transaction's connection and a few words of SQL both databases speak."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, cast

from sqlalchemy import ClauseElement, Connection, Table, func, select
from sqlalchemy.dialects import postgresql, sqlite

from models.tables import Base

Values = Mapping[str, Any]
Chunk = 500  # ids in one IN (…): well under SQLite's limit on parameters


def chunks(ids: Iterable[int]) -> Iterable[list[int]]:
    """Distinct ids, sorted, in lists that fit one statement."""
    ordered = sorted(set(ids))
    for start in range(0, len(ordered), Chunk):
        yield ordered[start : start + Chunk]


class Repository:
    """Queries about one noun, inside one transaction."""

    def __init__(self, conn: Connection):
        self._conn = conn

    @property
    def _postgresql(self) -> bool:
        return self._conn.dialect.name == "postgresql"

    def _insert_new(self, table: type[Base], values: Values, returning: Any) -> Any | None:
        """Insert a row unless a unique constraint already holds one; the new row's ``returning`` or None."""
        statement = _insert_or_nothing(self._postgresql, plain(table), returning)
        asked = {name: value for name, value in values.items() if isinstance(value, ClauseElement)}
        given = {name: value for name, value in values.items() if name not in asked}
        return self._conn.execute(statement.values(**asked) if asked else statement, given).scalar_one_or_none()

    def _alone(self, what: str) -> None:
        """Until the transaction ends nobody else passes here with the same ``what``: for work that two
        processes may begin at once. SQLite has one writer anyway."""
        if self._postgresql:
            self._conn.execute(select(func.pg_advisory_xact_lock(func.hashtext(what))))

    def _counts(self, query: Any) -> dict[str, int]:
        """The rows of a query of (key, count) as a dict, in their order."""
        return {key: count for key, count in self._conn.execute(query)}

    def _upsert(self, table: type[Base], rows: Sequence[Values], key: Sequence[str]) -> None:
        """Insert rows, or set their other columns where ``key`` exists. All rows have the same columns."""
        if not rows:
            return
        insert: Any = (postgresql if self._postgresql else sqlite).insert(table)
        rest = {name: insert.excluded[name] for name in rows[0] if name not in key}
        statement = (
            insert.on_conflict_do_update(index_elements=list(key), set_=rest)
            if rest
            else insert.on_conflict_do_nothing(index_elements=list(key))
        )
        self._conn.execute(statement, [dict(row) for row in rows])


def plain(table: type[Base]) -> Table:
    """The table itself: a statement on it is built in half the time of one on its class."""
    return cast(Table, table.__table__)


@cache
def _insert_or_nothing(is_postgresql: bool, table: Table, returning: Any) -> Any:
    """The statement of ``_insert_new``, made once: its columns are those of the values it is executed with."""
    dialect = postgresql if is_postgresql else sqlite
    return dialect.insert(table).on_conflict_do_nothing().returning(returning)


def columns(row: Any, names: Iterable[str]) -> dict[str, Any]:
    """The named columns of a row as a dict."""
    mapping = row._mapping
    return {name: mapping[name] for name in names}
