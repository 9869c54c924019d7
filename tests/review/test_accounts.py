"""Signing in and out, the first password, throttling, sessions that end, the language, users."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from fastapi import FastAPI

from models.records import Role
from models.store import Store
from review.sessions import COOKIE
from tests.review.desk import Client, app_of, signed_in
from tests.review.material import NOW, PASSWORD, Office

NEW = "bảy dòng suối nhỏ"


def test_the_session_cookie_is_safe(app: FastAPI) -> None:
    answer = Client(app).sign_in("reviewer")
    cookie = next(c for c in answer.headers.get_list("set-cookie") if c.startswith(COOKIE))
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Path=/" in cookie


def test_the_store_keeps_no_session_token(app: FastAPI, store: Store) -> None:
    client = signed_in(app, "reviewer")
    token = client.http.cookies[COOKIE]
    with store.begin(write=False) as tx:
        assert tx.sessions.get(token, NOW) is None


def test_after_signing_in_the_asked_page_is_shown(app: FastAPI) -> None:
    client = Client(app)
    asked = client.get("/queue?kind=date_mismatch").headers["location"]
    assert asked == "/sign-in?next=%2Fqueue%3Fkind%3Ddate_mismatch"
    assert client.sign_in("reviewer", target="/queue?kind=date_mismatch").headers["location"] == (
        "/queue?kind=date_mismatch"
    )


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_signing_in_never_leads_elsewhere(app: FastAPI, target: str) -> None:
    assert Client(app).sign_in("reviewer", target=target).headers["location"] == "/"


def test_wrong_name_and_wrong_password_look_alike(app: FastAPI) -> None:
    client = Client(app)
    first, second = client.sign_in("reviewer", "sai mật khẩu"), client.sign_in("nobody", "sai mật khẩu")
    assert first.status_code == second.status_code == 401
    assert first.text.replace("reviewer", "") == second.text.replace("nobody", "")


def test_failed_attempts_are_throttled_and_the_right_password_waits_too(app: FastAPI, store: Store) -> None:
    client = Client(app)
    for _ in range(5):
        assert client.sign_in("reviewer", "sai mật khẩu").status_code == 401
    assert client.sign_in("reviewer").status_code == 429
    assert client.sign_in("second").status_code == 303
    later = Client(app_of(store, now=NOW + timedelta(minutes=16)))
    assert later.sign_in("reviewer").status_code == 303


def test_a_one_time_password_opens_nothing_but_its_change(app: FastAPI, store: Store) -> None:
    client = Client(app)
    assert client.sign_in("fresh").headers["location"] == "/password"
    for path in ("/", "/queue", "/search", "/help"):
        assert client.get(path).headers["location"] == "/password"
    wrong = {"current": "khác", "new": NEW, "again": NEW}
    assert client.post("/password", wrong, page="/password").status_code == 422
    differ = {"current": PASSWORD, "new": NEW, "again": NEW + "!"}
    assert client.post("/password", differ, page="/password").status_code == 422
    right = {"current": PASSWORD, "new": NEW, "again": NEW}
    assert client.post("/password", right, page="/password").status_code == 303
    assert client.get("/queue").status_code == 200
    assert Client(app).sign_in("fresh").status_code == 401
    assert Client(app).sign_in("fresh", NEW).headers["location"] == "/"
    with store.begin(write=False) as tx:
        assert "password_change" in {row.action for row in tx.audit.list()}


def test_changing_the_password_ends_the_other_sessions(app: FastAPI) -> None:
    here, there = signed_in(app, "reviewer"), signed_in(app, "reviewer")
    here.post("/password", {"current": PASSWORD, "new": NEW, "again": NEW}, page="/password")
    assert here.get("/queue").status_code == 200
    assert there.get("/queue").status_code == 303


def test_sessions_end(app: FastAPI, store: Store) -> None:
    client = signed_in(app, "reviewer")
    cookie = client.http.cookies[COOKIE]
    late = Client(app_of(store, now=NOW + timedelta(hours=13)))
    late.http.cookies.set(COOKIE, cookie)
    assert late.get("/queue").status_code == 303
    assert client.post("/sign-out").headers["location"] == "/sign-in"
    client.http.cookies.set(COOKIE, cookie)
    assert client.get("/queue").status_code == 303


def test_the_language_is_switched_by_a_cookie_also_before_signing_in(app: FastAPI) -> None:
    client = Client(app)
    assert 'lang="vi"' in client.get("/sign-in").text
    answer = client.post("/language", {"language": "en", "back": "/sign-in"}, page="/sign-in")
    assert answer.headers["location"] == "/sign-in"
    assert "Sign in" in client.get("/sign-in").text
    client.sign_in("reviewer")
    assert '<html lang="en">' in client.get("/queue").text
    assert "Distortion confirmed" in client.get("/help").text


def test_an_administrator_adds_a_user_who_signs_in_once_and_changes(app: FastAPI, store: Store) -> None:
    client = signed_in(app, "administrator")
    answer = client.post("/users", {"name": "hoa", "role": "analyst"}, page="/users")
    found = re.search(r'<code id="fresh">([0-9a-f-]+)</code>', answer.text)
    assert found is not None
    assert Client(app).sign_in("hoa", found[1]).headers["location"] == "/password"
    assert found[1] not in client.get("/users").text
    assert client.post("/users", {"name": "hoa", "role": "analyst"}, page="/users").status_code == 422
    assert client.post("/users", {"name": "Hoa <b>", "role": "analyst"}, page="/users").status_code == 422
    assert client.post("/users", {"name": "hung", "role": "king"}, page="/users").status_code == 422


def test_a_changed_role_counts_at_once(app: FastAPI, store: Store, office: Office) -> None:
    reviewer, client = signed_in(app, "reviewer"), signed_in(app, "administrator")
    user = office.users["reviewer"]
    assert client.post(f"/users/{user}/role", {"role": "leader"}).status_code == 303
    assert reviewer.get("/queue").status_code == 303  # has to sign in again
    assert client.post(f"/users/{user}/switch", {"active": "no"}).status_code == 303
    assert Client(app).sign_in("reviewer").status_code == 401
    with store.begin(write=False) as tx:
        assert tx.users.get(user).role is Role.LEADER


def test_the_last_administrator_stays(app: FastAPI, office: Office) -> None:
    client = signed_in(app, "administrator")
    me = office.users["administrator"]
    assert client.post(f"/users/{me}/role", {"role": "leader"}).status_code == 409
    assert client.post(f"/users/{me}/switch", {"active": "no"}).status_code == 409
    assert client.get("/users").status_code == 200


def test_a_reset_password_works_once_and_ends_the_sessions(app: FastAPI, office: Office) -> None:
    reviewer, client = signed_in(app, "reviewer"), signed_in(app, "administrator")
    answer = client.post(f"/users/{office.users['reviewer']}/reset", page="/users")
    found = re.search(r'<code id="fresh">([0-9a-f-]+)</code>', answer.text)
    assert found is not None
    assert reviewer.get("/queue").status_code == 303
    assert Client(app).sign_in("reviewer").status_code == 401
    assert Client(app).sign_in("reviewer", found[1]).headers["location"] == "/password"
