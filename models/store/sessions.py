"""Sign-in sessions. Hashes only: tokens are never seen here."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update

from models.rows import OwnSession, SessionRow, UserRow
from models.store.base import Repository, columns
from models.tables import SessionTable, UserTable

_USER = tuple(UserRow.__dataclass_fields__)
HANDLE = 16  # characters of the hash that name a session to its person


class Sessions(Repository):
    def add(
        self,
        token_hash: str,
        user_id: int,
        now: datetime,
        expires_at: datetime,
        csrf: str = "",
        *,
        address: str = "",
        agent: str = "",
    ) -> None:
        """A user has signed in, from that address with that browser."""
        values = {
            "token_hash": token_hash,
            "user_id": user_id,
            "csrf": csrf,
            "created_at": now,
            "last_seen": now,
            "expires_at": expires_at,
            "address": address,
            "agent": agent,
        }
        self._insert_new(SessionTable, values, SessionTable.token_hash)

    def get(self, token_hash: str, now: datetime, idle: timedelta | None = None) -> SessionRow | None:
        """The session of that token with its user; None when unknown, expired, unused for longer than ``idle``, or the
        user is locked out."""
        query = (
            select(
                *(getattr(UserTable, name).label(f"user_{name}") for name in _USER),
                SessionTable.csrf,
                SessionTable.created_at,
                SessionTable.last_seen,
                SessionTable.expires_at,
            )
            .join(UserTable, UserTable.id == SessionTable.user_id)
            .where(SessionTable.token_hash == token_hash, SessionTable.expires_at > now, UserTable.active)
        )
        if idle is not None:
            query = query.where(SessionTable.last_seen > now - idle)
        row = self._conn.execute(query).one_or_none()
        if row is None:
            return None
        user = UserRow(**{name: row._mapping[f"user_{name}"] for name in _USER})
        return SessionRow(user, **columns(row, ("csrf", "created_at", "last_seen", "expires_at")))

    def of_user(self, user_id: int, now: datetime, idle: timedelta) -> tuple[OwnSession, ...]:
        """The sessions of a user that are still open, those used last first."""
        query = (
            select(SessionTable)
            .where(SessionTable.user_id == user_id, SessionTable.expires_at > now, SessionTable.last_seen > now - idle)
            .order_by(SessionTable.last_seen.desc(), SessionTable.token_hash)
        )
        return tuple(
            OwnSession(row.token_hash[:HANDLE], row.created_at, row.last_seen, row.address, row.agent)
            for row in self._conn.execute(query)
        )

    def touch(self, token_hash: str, now: datetime) -> None:
        """The session was used."""
        self._conn.execute(update(SessionTable).where(SessionTable.token_hash == token_hash).values(last_seen=now))

    def end(self, token_hash: str) -> None:
        self._conn.execute(delete(SessionTable).where(SessionTable.token_hash == token_hash))

    def end_one(self, user_id: int, handle: str) -> bool:
        """End one of the user's own sessions; whether there was one of that handle."""
        mine = (SessionTable.user_id == user_id) & (func.substr(SessionTable.token_hash, 1, HANDLE) == handle)
        return bool(self._conn.execute(delete(SessionTable).where(mine)).rowcount)

    def end_all(self, user_id: int, *, keep: str | None = None) -> int:
        """End every session of a user, but that of the token ``keep``; returns how many."""
        others = (SessionTable.user_id == user_id) & (SessionTable.token_hash != (keep or ""))
        return self._conn.execute(delete(SessionTable).where(others)).rowcount
