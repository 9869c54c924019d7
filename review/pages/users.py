"""Users and their roles."""

from __future__ import annotations

import re
import secrets

from fastapi import APIRouter
from starlette.responses import Response

from models.records import Bilingual, Role
from review.entrance import Here
from review.passwords import hash_password
from review.visit import Visit, record

router = APIRouter()

NAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")


@router.get("/users", name="users")
def users(visit: Here) -> Response:
    return _page(visit)


@router.post("/users", name="user_add")
def user_add(visit: Here) -> Response:
    """Make an account with a one-time password, shown once."""
    name, role = visit.posted.text("name", 60).lower(), visit.posted.text("role", 20)
    if NAME.fullmatch(name) is None or role not in set(Role):
        reason = Bilingual(
            "Tên gồm 2–40 chữ thường không dấu, số, dấu chấm hoặc gạch.",
            "A name has 2–40 small letters without marks, digits, dots or dashes.",
        )
        return _page(visit, reason)
    with visit.read() as tx:
        taken = tx.users.by_name(name) is not None
    if taken:
        return _page(visit, Bilingual("Tên này đã có.", "This name is taken."))
    password = one_time_password()
    password_hash = hash_password(password)
    with visit.begin() as tx:
        tx.users.add(name, Role(role), password_hash, must_change=True, now=visit.now)
        record(tx, visit, "user_add", name, role=role)
    return _page(visit, fresh=(name, password))


@router.post("/users/{user_id:int}/role", name="user_role")
def user_role(visit: Here, user_id: int) -> Response:
    role = visit.posted.text("role", 20)
    if role not in set(Role):
        return visit.go("users")
    with visit.begin() as tx:
        user = tx.users.get(user_id)
        tx.users.set_role(user_id, Role(role))
        tx.sessions.end_all(user_id)
        record(tx, visit, "user_role", user.name, role=role)
    return visit.go("users", "role")


@router.post("/users/{user_id:int}/reset", name="user_reset")
def user_reset(visit: Here, user_id: int) -> Response:
    """A new one-time password, shown once; all sessions of that person end."""
    password = one_time_password()
    password_hash = hash_password(password)
    with visit.begin() as tx:
        user = tx.users.get(user_id)
        tx.users.set_password(user_id, password_hash, must_change=True)
        tx.sessions.end_all(user_id)
        record(tx, visit, "user_reset", user.name)
    return _page(visit, fresh=(user.name, password))


@router.post("/users/{user_id:int}/switch", name="user_switch")
def user_switch(visit: Here, user_id: int) -> Response:
    """Close or reopen an account. What the person decided stays."""
    active = visit.posted.text("active", 3) == "yes"
    with visit.begin() as tx:
        user = tx.users.get(user_id)
        tx.users.set_active(user_id, active)
        tx.sessions.end_all(user_id)
        record(tx, visit, "user_on" if active else "user_off", user.name)
    return visit.go("users", "saved")


@router.post("/users/{user_id:int}/sign-out", name="user_sign_out")
def user_sign_out(visit: Here, user_id: int) -> Response:
    """End every session of a person, as after a lost laptop; they can sign in again."""
    with visit.begin() as tx:
        user = tx.users.get(user_id)
        ended = tx.sessions.end_all(user_id)
        record(tx, visit, "user_sign_out", user.name, ended=ended)
    return visit.go("users", "session_ended")


def one_time_password() -> str:
    """96 random bits that are easy to read out."""
    return "-".join(secrets.token_hex(3) for _ in range(4))


def _page(visit: Visit, reason: Bilingual | None = None, fresh: tuple[str, str] | None = None) -> Response:
    with visit.read() as tx:
        rows = tx.users.list()
    status = 422 if reason else 200
    return visit.page("users.html", status, here="users", users=rows, roles=list(Role), reason=reason, fresh=fresh)
