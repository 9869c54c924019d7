"""Every route as every role and as nobody; every change without its token; the headers of every answer."""

from __future__ import annotations

import re
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import select
from starlette.routing import Mount, Route

from models.records import Role
from models.store import Store
from models.tables import Base
from review import access
from review.entrance import WHILE_CHANGING
from review.headers import HEADERS
from review.pages import ROUTERS
from review.problems import FORBIDDEN, STALE_FORM
from tests.paths import ROOT
from tests.review.desk import Client, signed_in
from tests.review.material import Office

ROUTES = [route for router in ROUTERS for route in router.routes if isinstance(route, Route)]


def address(route: Route, office: Office) -> str:
    """An existing example of the route's address."""
    examples = {
        "alert_id:int": office.alert,
        "article_id:int": office.wrong,
        "story_id:int": office.story,
        "alert_id": office.alert,
        "article_id": office.wrong,
        "story_id": office.story,
        "user_id:int": office.users["fresh"],
        "alarm_id": 1,
        "filter_id:int": 1,
        "claim_id:int": 1,
        "emerging_id": 1,
        "job_id:int": 1,
        "reference_id": "harbour_ships_october",
        "source_id": "ban_mai_feed",
        "outlet_id": "ban_mai",
        "period": "2026-W47",
        "list_id": 1,
        "name": "topics",
        "version": "m1",
    }
    path = route.path
    for name, value in examples.items():
        path = path.replace("{" + name + "}", str(value))
    assert "{" not in path, path
    return path


def method(route: Route) -> str:
    return "POST" if "POST" in (route.methods or ()) else "GET"


def test_every_route_is_declared_once() -> None:
    names = [route.name for route in ROUTES]
    assert sorted(names) == sorted(access.ROUTES)
    with pytest.raises(ValueError, match="nowhere"):
        access.check_table([*names, "nowhere"])


@pytest.mark.parametrize("role", list(Role))
def test_roles_reach_what_the_table_says_and_nothing_else(app: FastAPI, office: Office, role: Role) -> None:
    client = signed_in(app, role.value)
    for route in ROUTES:
        path = address(route, office)
        # A POST without a token changes nothing; its refusal tells which gate it met.
        answer = client.http.request(method(route), path)
        where = (role.value, route.name)
        if not access.allowed(route.name, role):
            assert answer.status_code == 403, where
            assert FORBIDDEN.vi in answer.text, where
        elif method(route) == "POST":
            assert answer.status_code in (403, 415), where
            assert STALE_FORM.vi in answer.text, where
        else:
            # 409: an office without a name publishes no corrections
            assert answer.status_code in (200, 303, 404, 409), (*where, answer.status_code)
            assert FORBIDDEN.vi not in answer.text, where


def test_nobody_reaches_only_the_way_in(app: FastAPI, office: Office) -> None:
    client = Client(app)
    for route in ROUTES:
        answer = client.http.request(method(route), address(route, office))
        if route.path.startswith("/api/"):
            assert answer.status_code == 401, route.name
            assert answer.json()["error"]["en"], route.name
        elif access.ROUTES[route.name] is access.PUBLIC:
            # 404: this office has no sign-in of its own
            assert answer.status_code in (200, 403, 415) or route.name.startswith("office_"), route.name
        else:
            assert answer.status_code == 303, route.name
            assert answer.headers["location"].startswith("/sign-in"), route.name


def test_the_application_has_no_other_way_in(app: FastAPI) -> None:
    """The walks above go through what the routers declare: that is all the application answers to, and only GET and POST."""
    found: list[Route] = []
    for part in app.routes:
        if isinstance(part, Mount):
            assert part.path == "/static"
        else:
            found += [part] if isinstance(part, Route) else part.original_router.routes  # type: ignore[attr-defined]
    assert {route.name for route in found} == set(access.ROUTES)
    for route in found:
        assert set(route.methods or ()) <= {"GET", "HEAD", "POST"}, route.name
        assert len(set(route.methods or ()) & {"GET", "POST"}) == 1, route.name
    client = Client(app)
    for path in ("/docs", "/redoc", "/openapi.json", "/static/../app.py", "/static/%2e%2e/app.py"):
        assert client.get(path).status_code in (404, 405), path


def test_with_a_one_time_password_one_gets_nowhere_but_to_a_new_one(app: FastAPI, office: Office) -> None:
    client = signed_in(app, "fresh")
    for route in ROUTES:
        if route.name in WHILE_CHANGING or not access.allowed(route.name, Role.REVIEWER):
            continue
        answer = client.http.request(method(route), address(route, office))
        assert answer.status_code in (303, 403), route.name
        refused = answer.status_code == 403
        to_password = not route.path.startswith("/api/") and answer.headers.get("location") == "/password"
        assert refused or to_password, route.name


def test_reading_changes_nothing(app: FastAPI, office: Office, store: Store) -> None:
    """No GET is a change, so none needs a token. What only says who reads what just now is left out."""
    left_out = {"sessions", "alert_readers"}

    def everything() -> dict[str, list[Any]]:
        with store.read() as tx:
            tables = [table for table in Base.metadata.sorted_tables if table.name not in left_out]
            return {table.name: sorted(map(str, tx._conn.execute(select(table)))) for table in tables}

    client = signed_in(app, "administrator")
    before = everything()
    for route in ROUTES:
        if method(route) == "GET":
            client.get(address(route, office))
    after = everything()
    changed = {name for name in before if before[name] != after[name]}
    assert changed == set()


def test_changes_need_the_token_of_this_very_session(app: FastAPI, office: Office) -> None:
    mine, other = signed_in(app, "reviewer"), signed_in(app, "second")
    path = f"/alerts/{office.alert}/decide"
    fields = {"verdict": "accurate", "version": "1", "seen": "0"}
    for token in ("", "0" * 64, other.token()):
        assert mine.http.post(path, data={**fields, "csrf": token}).status_code == 403
    cross = mine.http.post(
        path, data={**fields, "csrf": mine.token()}, headers={"sec-fetch-site": "cross-site"}
    )
    assert cross.status_code == 403
    assert mine.post(path, fields).status_code == 303


def test_every_answer_carries_the_headers(app: FastAPI, office: Office) -> None:
    client = signed_in(app, "administrator")
    for path in ("/", "/queue", "/nothing-here", "/healthz", "/static/desk.css", "/alerts/9999", "/sign-in"):
        answer = client.get(path)
        for name, value in HEADERS.items():
            assert answer.headers[name] == value, (path, name)
        assert answer.headers["cache-control"] == (
            "public, max-age=3600" if path.startswith("/static/") else "no-store"
        )
    policy = HEADERS["content-security-policy"]
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy


def test_over_https_cookies_and_host_stay_there(app: FastAPI, office: Office) -> None:
    plain, safe = Client(app), Client(app)
    safe.http.base_url = "https://desk.local"
    for client, secure in ((plain, False), (safe, True)):
        answer = client.sign_in("reviewer")
        cookie = next(c for c in answer.headers.get_list("set-cookie") if c.startswith("doichieu_session="))
        assert "HttpOnly" in cookie and "SameSite=lax" in cookie and "Path=/" in cookie
        assert ("Secure" in cookie) is secure
        assert ("strict-transport-security" in answer.headers) is secure


def test_no_page_needs_inline_script_or_style(app: FastAPI, office: Office) -> None:
    client = signed_in(app, "administrator")
    for route in ROUTES:
        if method(route) == "GET" and not route.path.startswith("/api/"):
            answer = client.get(address(route, office))
            if not answer.headers.get("content-type", "").startswith("text/html"):
                continue  # a picture or a file is no page
            html = answer.text
            assert "<style" not in html, route.name
            assert " style=" not in html, route.name
            assert " onclick" not in html, route.name
            assert html.count("<script") == html.count('<script src="/static/'), route.name


def test_no_template_shows_a_text_as_it_came() -> None:
    """Everything is escaped: no HTML from outside is ever rendered, so there is none to clean."""
    for folder in ("review", "pipeline"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in (".html", ".py"):
                text = path.read_text("utf-8")
                assert not re.search(r"\|\s*safe\b|autoescape\s*(=\s*)?[Ff]alse|\bMarkup\(", text), path


def test_a_failure_inside_says_little_and_keeps_the_headers(app: FastAPI, office: Office) -> None:
    client = signed_in(app, "reviewer")
    app.state.desk.services.fact_table = None  # a collaborator that is broken
    answer = client.get(f"/alerts/{office.alert}")
    assert answer.status_code == 500
    assert "Traceback" not in answer.text
    assert answer.headers["content-security-policy"] == HEADERS["content-security-policy"]


def test_a_flood_of_form_data_is_refused(app: FastAPI, office: Office) -> None:
    client = signed_in(app, "reviewer")
    assert client.post(f"/alerts/{office.alert}/decide", {"note": "a" * 400_000}).status_code == 413
    many = {f"x{n}": "1" for n in range(600)}
    assert client.post(f"/alerts/{office.alert}/decide", many).status_code == 400
