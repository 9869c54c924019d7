"""Users. Hashes only: passwords are never seen here."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update

from models.records import Bilingual, Role
from models.rows import UserRow
from models.store.base import Repository, columns
from models.store.errors import Conflict, NotFound
from models.store.sessions import Sessions
from models.tables import UserTable
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
    "subject",
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

    def by_subject(self, subject: str) -> UserRow | None:
        """The user whom the office's own sign-in knows under this subject."""
        row = self._conn.execute(select(UserTable).where(UserTable.subject == subject)).one_or_none()
        return None if row is None else _user(row)

    def add(
        self,
        name: str,
        role: Role,
        password_hash: str,
        *,
        must_change: bool = True,
        now: datetime,
        subject: str | None = None,
    ) -> int:
        """A new user; returns the id. Conflict when the name is taken or empty. ``subject``: who it is to the office's
        own sign-in."""
        name = nfc(name.strip())
        values = {
            "name": name,
            "role": role,
            "password_hash": password_hash,
            "must_change": must_change,
            "created_at": now,
            "subject": subject,
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

    def link(self, user_id: int, subject: str) -> None:
        """From now on the office's own sign-in lets this user in."""
        self._set(user_id, subject=subject)

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
