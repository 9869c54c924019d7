"""Signing in and out, the own account with its sessions, the own password, the language."""

from __future__ import annotations

from datetime import timedelta

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from models.records import Bilingual
from models.rows import UserRow
from models.store import Transaction
from models.store.sessions import HANDLE
from review.entrance import Here
from review.passwords import hash_password, password_problem, verify_password
from review.sessions import (
    BEFORE_COOKIE,
    COOKIE,
    LANGUAGE_COOKIE,
    agent_words,
    idle_of,
    new_token,
    token_hash,
)
from review.throttle import WINDOW, Failure, minutes_to_wait
from review.visit import Visit, is_local, record
from review.words import LANGUAGES

router = APIRouter()

WRONG = Bilingual("Tên hoặc mật khẩu không đúng.", "The name or the password is wrong.")
MAX_FAILURES_READ = 500


@router.get("/sign-in", name="sign_in")
def sign_in(visit: Here) -> Response:
    """The form. Somebody already signed in goes on to the desk."""
    if visit.person is not None:
        return visit.go("today")
    return sign_in_form(visit, None, "", next_of(visit.asked("next", 2000)))


@router.post("/sign-in", name="sign_in_post")
def sign_in_post(visit: Here) -> Response:
    """Check the password, throttled; a new session with a new token each time."""
    name = visit.posted.text("name", 100)
    password = visit.posted.text("password", 1000)
    target = next_of(visit.posted.text("next", 2000))
    address = address_of(visit)
    with visit.read() as tx:
        wait = minutes_to_wait(_failures(tx, visit), name, address, visit.now)
    if wait:
        reason = Bilingual(
            f"Sai nhiều lần. Thử lại sau {wait} phút.", f"Too many failed attempts. Try again in {wait} minutes."
        )
        return sign_in_form(visit, reason, name, target, 429)
    with visit.read() as tx:
        user = tx.users.by_name(name)
    # Outside the transaction: hashing takes tens of milliseconds on purpose, and holds no lock meanwhile.
    if not verify_password(password, user.password_hash if user and user.active else None) or user is None:
        with visit.begin() as tx:
            what = {"address": address}
            tx.audit.add(actor="desk", action="login_failed", target=name, detail=what, now=visit.now)
            if user is not None:
                tx.users.login_failed(user.id, visit.now)
        return sign_in_form(visit, WRONG, name, target, 401)
    return let_in(visit, user, target)


def let_in(visit: Visit, user: UserRow, target: str, **detail: object) -> Response:
    """Sign a person in who has shown who they are: a new session with a new token, and on to where they wanted to go.
    ``detail`` is for the audit log."""
    token = _open_session(visit, user)
    with visit.begin() as tx:
        tx.users.login_succeeded(user.id, visit.now)
        what = {"address": address_of(visit), **detail}
        tx.audit.add(actor=user.name, action="login", target=user.name, detail=what, now=visit.now)
    response = RedirectResponse(visit.path("password") if user.must_change else target, 303)
    _set_cookie(visit, response, COOKIE, token, int(visit.desk.settings.session_hours * 3600))
    response.delete_cookie(BEFORE_COOKIE, path="/")
    return response


@router.post("/sign-out", name="sign_out")
def sign_out(visit: Here) -> Response:
    with visit.begin() as tx:
        tx.sessions.end(token_hash(visit.token))
        record(tx, visit, "logout", visit.who.name)
    response = visit.go("sign_in")
    response.delete_cookie(COOKIE, path="/")
    return response


@router.get("/account", name="account")
def account(visit: Here) -> Response:
    """The own account: role, and where one is signed in."""
    with visit.read() as tx:
        sessions = tx.sessions.of_user(visit.who.id, visit.now, idle_of(visit.desk.settings))
        user = tx.users.get(visit.who.id)
    here = token_hash(visit.token)
    settings = visit.desk.settings
    return visit.page(
        "account.html",
        here="account",
        sessions=[(session, here.startswith(session.handle)) for session in sessions],
        user=user,
        hours=settings.session_hours,
        idle=settings.session_idle_minutes,
    )


@router.post("/account/sessions", name="session_end")
def session_end(visit: Here) -> Response:
    """End one of the own sessions, all others, or (``everywhere``) all with this one."""
    which = visit.posted.text("session", 40)
    with visit.begin() as tx:
        if which == "everywhere":
            ended = tx.sessions.end_all(visit.who.id)
        elif which == "others":
            ended = tx.sessions.end_all(visit.who.id, keep=token_hash(visit.token))
        else:
            ended = int(tx.sessions.end_one(visit.who.id, which))
        record(tx, visit, "session_end", visit.who.name, ended=ended)
    if which == "everywhere" or which == token_hash(visit.token)[:HANDLE]:
        response = visit.go("sign_in")
        response.delete_cookie(COOKIE, path="/")
        return response
    return visit.go("account", "session_ended" if ended else "")


@router.get("/password", name="password")
def password(visit: Here) -> Response:
    return visit.page("password.html", reason=None)


@router.post("/password", name="password_post")
def password_post(visit: Here) -> Response:
    """Change the own password. Every other session of the person ends."""
    current, new = visit.posted.text("current", 1000), visit.posted.text("new", 1000)
    with visit.read() as tx:
        user = tx.users.get(visit.who.id)
    reason = None
    if not verify_password(current, user.password_hash):
        reason = Bilingual("Mật khẩu hiện tại không đúng.", "The current password is wrong.")
    elif new != visit.posted.text("again", 1000):
        reason = Bilingual("Hai lần nhập mật khẩu mới không giống nhau.", "The two new passwords are not the same.")
    else:
        reason = password_problem(new, visit.who.name, current)
    if reason is not None:
        return visit.page("password.html", 422, reason=reason)
    password_hash = hash_password(new)
    with visit.begin() as tx:
        tx.users.set_password(user.id, password_hash, must_change=False)
        tx.sessions.end_all(user.id)
        record(tx, visit, "password_change", user.name)
    token = _open_session(visit, user)
    response = visit.go("today", "password")
    _set_cookie(visit, response, COOKIE, token, int(visit.desk.settings.session_hours * 3600))
    return response


@router.post("/language", name="set_language")
def set_language(visit: Here) -> Response:
    language = visit.posted.text("language", 2)
    response = visit.back(visit.path("today" if visit.person else "sign_in"))
    if language in LANGUAGES:
        _set_cookie(visit, response, LANGUAGE_COOKIE, language, 365 * 24 * 3600)
    return response


def sign_in_form(visit: Visit, reason: Bilingual | None, name: str, target: str, status: int = 200) -> Response:
    office = visit.desk.office is not None
    response = visit.page("sign_in.html", status, reason=reason, name=name, next=target, office=office)
    _set_cookie(visit, response, BEFORE_COOKIE, visit.token, 3600)
    return response


def next_of(target: str) -> str:
    """Where to go after signing in: a page of this desk, whatever was asked."""
    return target if is_local(target) else "/"


def _failures(tx: Transaction, visit: Visit) -> list[Failure]:
    rows = tx.audit.list(action="login_failed", since=visit.now - WINDOW, limit=MAX_FAILURES_READ)
    return [Failure(row.target, str(row.detail.get("address", "")), row.at) for row in rows]


def _open_session(visit: Visit, user: UserRow) -> str:
    token = new_token()
    expires = visit.now + timedelta(hours=visit.desk.settings.session_hours)
    agent = agent_words(visit.request.headers.get("user-agent", "")[:400])
    with visit.begin() as tx:
        tx.sessions.add(token_hash(token), user.id, visit.now, expires, address=address_of(visit), agent=agent)
    return token


def address_of(visit: Visit) -> str:
    """Where the request comes from, as far as is known."""
    return visit.request.client.host if visit.request.client else ""


def _set_cookie(visit: Visit, response: Response, name: str, value: str, seconds: int) -> None:
    secure = visit.request.url.scheme == "https"
    response.set_cookie(name, value, max_age=seconds, path="/", httponly=True, samesite="lax", secure=secure)
