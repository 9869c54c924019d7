"""Accounts from the console: the first administrator, and what an administrator does without the desk."""

from __future__ import annotations

import secrets

from models.records import Role
from pipeline.bootstrap import App
from review.passwords import hash_password

FIRST_NAME = "admin"


def one_time_password() -> str:
    """A password of 96 random bits that is easy to read out; it must be changed at first sign-in."""
    return "-".join(secrets.token_hex(3) for _ in range(4))


def first_administrator(app: App) -> str | None:
    """Make the first administrator where there is no user yet; returns the one-time password, once."""
    with app.store.begin() as tx:
        if tx.users.any():
            return None
        password = one_time_password()
        now = app.clock()
        tx.users.add(FIRST_NAME, Role.ADMINISTRATOR, hash_password(password), must_change=True, now=now)
        detail = {"role": Role.ADMINISTRATOR.value}
        tx.audit.add(actor="console", action="user_add", target=FIRST_NAME, detail=detail, now=now)
    return password
