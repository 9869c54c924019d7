"""Users and their sessions. Hashes only: passwords and tokens are never seen here."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select, update

from models.records import Bilingual, Role
from models.rows import SessionRow, UserRow
from models.store.base import Repository, columns
from models.store.errors import Conflict, NotFound
from models.tables import SessionTable, UserTable
from models.text import nfc

ROW = (
    "id",
    "name",
    "role",
    "password_hash",
    "must_change",
    "active",
    "created_at",
    "last_login",
    "failed_logins",
    "last_failed",
)


def _user(row: Any) -> UserRow:
    return UserRow(**columns(row, ROW))


class Users(Repository):
    def any(self) -> bool:
        """Whether there is a user at all."""
        return self._conn.execute(select(UserTable.id).limit(1)).first() is not None

    def list(self) -> tuple[UserRow, ...]:
        return tuple(map(_user, self._conn.execute(select(UserTable).order_by(UserTable.name))))

    def get(self, user_id: int) -> UserRow:
        """One user. NotFound."""
        row = self._conn.execute(select(UserTable).where(UserTable.id == user_id)).one_or_none()
        if row is None:
            raise NotFound(Bilingual("người dùng", "user"), user_id)
        return _user(row)

    def by_name(self, name: str) -> UserRow | None:
        query = select(UserTable).where(UserTable.name == nfc(name.strip()))
        row = self._conn.execute(query).one_or_none()
        return None if row is None else _user(row)

    def add(
        self, name: str, role: Role, password_hash: str, *, must_change: bool = True, now: datetime
    ) -> int:
        """A new user; returns the id. Conflict when the name is taken or empty."""
        name = nfc(name.strip())
        values = {
            "name": name,
            "role": role,
            "password_hash": password_hash,
            "must_change": must_change,
            "created_at": now,
        }
        if not name:
            raise Conflict(Bilingual("tên người dùng trống", "the user name is empty"))
        user_id = self._insert_new(UserTable, values, UserTable.id)
        if user_id is None:
            raise Conflict(Bilingual(f"đã có người dùng {name}", f"user {name} exists already"))
        return int(user_id)

    def set_role(self, user_id: int, role: Role) -> None:
        """Change a role. Conflict when it would leave no active administrator."""
        if role is not Role.ADMINISTRATOR:
            self._keep_an_administrator(user_id)
        self._set(user_id, role=role)

    def set_active(self, user_id: int, active: bool) -> None:
        """Let a user in or lock them out; what they did stays. Conflict as for ``set_role``."""
        if not active:
            self._keep_an_administrator(user_id)
            Sessions(self._conn).end_all(user_id)
        self._set(user_id, active=active)

    def set_password(self, user_id: int, password_hash: str, *, must_change: bool = False) -> None:
        self._set(user_id, password_hash=password_hash, must_change=must_change, failed_logins=0)

    def login_succeeded(self, user_id: int, now: datetime) -> None:
        self._set(user_id, last_login=now, failed_logins=0)

    def login_failed(self, user_id: int, now: datetime) -> None:
        self._set(user_id, failed_logins=UserTable.failed_logins + 1, last_failed=now)

    def _keep_an_administrator(self, user_id: int) -> None:
        others = select(func.count()).where(
            UserTable.role == Role.ADMINISTRATOR, UserTable.active, UserTable.id != user_id
        )
        if self.get(user_id).role is Role.ADMINISTRATOR and not self._conn.execute(others).scalar_one():
            raise Conflict(
                Bilingual("phải còn ít nhất một quản trị viên", "at least one administrator must remain")
            )

    def _set(self, user_id: int, **values: Any) -> None:
        self._conn.execute(update(UserTable).where(UserTable.id == user_id).values(**values))


class Sessions(Repository):
    def add(
        self, token_hash: str, user_id: int, now: datetime, expires_at: datetime, csrf: str = ""
    ) -> None:
        """A user has signed in."""
        values = {
            "token_hash": token_hash,
            "user_id": user_id,
            "csrf": csrf,
            "created_at": now,
            "last_seen": now,
            "expires_at": expires_at,
        }
        self._insert_new(SessionTable, values, SessionTable.token_hash)

    def get(self, token_hash: str, now: datetime) -> SessionRow | None:
        """The session of that token with its user; None when unknown, expired, or the user is locked out."""
        query = (
            select(
                *(getattr(UserTable, name).label(f"user_{name}") for name in ROW),
                SessionTable.csrf,
                SessionTable.created_at,
                SessionTable.last_seen,
                SessionTable.expires_at,
            )
            .join(UserTable, UserTable.id == SessionTable.user_id)
            .where(SessionTable.token_hash == token_hash, SessionTable.expires_at > now, UserTable.active)
        )
        row = self._conn.execute(query).one_or_none()
        if row is None:
            return None
        user = UserRow(**{name: row._mapping[f"user_{name}"] for name in ROW})
        return SessionRow(user, **columns(row, ("csrf", "created_at", "last_seen", "expires_at")))

    def touch(self, token_hash: str, now: datetime, expires_at: datetime) -> None:
        """The session was used: it lives on until ``expires_at``."""
        self._conn.execute(
            update(SessionTable)
            .where(SessionTable.token_hash == token_hash)
            .values(last_seen=now, expires_at=expires_at)
        )

    def end(self, token_hash: str) -> None:
        self._conn.execute(delete(SessionTable).where(SessionTable.token_hash == token_hash))

    def end_all(self, user_id: int, *, keep: str | None = None) -> None:
        """End every session of a user, but that of the token ``keep``."""
        self._conn.execute(
            delete(SessionTable).where(SessionTable.user_id == user_id, SessionTable.token_hash != (keep or ""))
        )
