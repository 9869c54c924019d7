"""The entrance every request passes: who is it, may they, and does a change come from our own page."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated
from urllib.parse import parse_qs

from fastapi import Depends
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.routing import Route

from models.records import Role
from review import access
from review.problems import FORBIDDEN, NOT_FOUND, STALE_FORM, TOO_LARGE, PasswordChangeNeeded, Refused, SignInNeeded
from review.sessions import (
    BEFORE_COOKIE,
    COOKIE,
    LANGUAGE_COOKIE,
    TOUCH_EVERY,
    csrf_fits,
    idle_of,
    new_token,
    token_hash,
)
from review.visit import MAX_ID, Desk, Person, Posted, Visit
from review.words import Words

MAX_FORM_BYTES = 300_000
MAX_FIELDS = 500
UPLOADS = frozenset({"opml_import", "claims_import", "references_import"})  # the routes that take a file
MAX_UPLOAD_BYTES = 3_100_000
# What an open page asks by itself: it keeps nobody signed in who has gone.
IN_THE_BACKGROUND = frozenset({"reading", "queue_live"})
# What somebody with a one-time password can reach: changing it, or leaving.
WHILE_CHANGING = frozenset({"password", "password_post", "sign_out", "set_language"})


def admit(request: Request) -> Visit:
    """The visit, if the access table allows it, before anything of the body is read.

    Raises SignInNeeded, PasswordChangeNeeded or Refused.
    """
    desk: Desk = request.app.state.desk
    token = request.cookies.get(COOKIE, "")
    route = request.scope["route"]
    assert isinstance(route, Route)
    person = _person(desk, token, by_a_person=route.name not in IN_THE_BACKGROUND)
    if person is None:
        token = request.cookies.get(BEFORE_COOKIE) or new_token()
    visit = Visit(desk, request, person, token, words_for(request), desk.clock(), Posted({}))
    request.state.visit = visit

    if not access.allowed(route.name, person.role if person else None):
        if person is None:
            raise SignInNeeded
        raise Refused(403, FORBIDDEN)
    if any(isinstance(value, int) and value > MAX_ID for value in request.path_params.values()):
        raise Refused(404, NOT_FOUND)
    if person is not None and person.must_change and route.name not in WHILE_CHANGING:
        raise PasswordChangeNeeded
    return visit


async def enter(request: Request, visit: Annotated[Visit, Depends(admit)]) -> Visit:
    """The visit with what was posted; a change that another site could have caused is refused."""
    if request.method != "POST":
        return visit
    upload = request.scope["route"].name in UPLOADS
    posted = await (_read_upload(request) if upload else _read(request))
    # A browser that says where a request comes from must say it is from here.
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise Refused(403, STALE_FORM)
    if not csrf_fits(visit.token, posted.text("csrf")):
        raise Refused(403, STALE_FORM)
    return replace(visit, posted=posted)


async def _read(request: Request) -> Posted:
    """The form of a POST, bounded. Refused when it is too large or no plain form."""
    if not request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        raise Refused(415, STALE_FORM)
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_FORM_BYTES:
            raise Refused(413, TOO_LARGE)
    try:
        return Posted(parse_qs(body.decode("utf-8"), keep_blank_values=True, max_num_fields=MAX_FIELDS))
    except ValueError as err:  # not UTF-8, or too many fields
        raise Refused(400, STALE_FORM) from err


async def _read_upload(request: Request) -> Posted:
    """A form with at most one file, which the browser sends as multipart; bounded by its declared length."""
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        raise Refused(415, STALE_FORM)
    length = request.headers.get("content-length", "")
    if not length.isdigit() or int(length) > MAX_UPLOAD_BYTES:
        raise Refused(413, TOO_LARGE)
    try:
        async with request.form(max_files=1, max_fields=20) as form:
            fields = {name: [value] for name, value in form.items() if isinstance(value, str)}
            files = {name: await value.read() for name, value in form.items() if not isinstance(value, str)}
    except HTTPException as err:  # no multipart after all, or more parts than a form of ours has
        raise Refused(400, STALE_FORM) from err
    return Posted(fields, files)


Here = Annotated[Visit, Depends(enter)]  # the one argument of every page function


def words_for(request: Request) -> Words:
    """The texts in the language of the cookie, else the office's."""
    desk: Desk = request.app.state.desk
    return Words(desk.texts, request.cookies.get(LANGUAGE_COOKIE, desk.settings.language))


def _person(desk: Desk, token: str, *, by_a_person: bool) -> Person | None:
    if not token or len(token) > 200:
        return None
    now, hashed = desk.clock(), token_hash(token)
    with desk.store.begin(write=False) as tx:
        session = tx.sessions.get(hashed, now, idle_of(desk.settings))
    if session is None:
        return None
    if by_a_person and now - session.last_seen >= TOUCH_EVERY:
        with desk.store.begin_now() as tx:
            if tx is not None:  # else the next request says so
                tx.sessions.touch(hashed, now)
    user = session.user
    return Person(user.id, user.name, Role(user.role), user.must_change)
