"""Sessions end by age and by idleness, are seen by their people, and can be ended by them and by an administrator."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from config.settings import Settings
from models.store import Store
from review.app import create_app
from review.sessions import COOKIE, agent_words, token_hash
from review.words import load_words
from tests.paths import ROOT
from tests.review.desk import Client, Stand, signed_in
from tests.review.material import NOW, Office

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36"


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self):  # type: ignore[no-untyped-def]
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(store: Store, office: Office, clock: Clock):  # type: ignore[no-untyped-def]
    return create_app(store, Settings(session_hours=8, session_idle_minutes=30), Stand(store), clock=clock)


def handles(client: Client) -> list[str]:
    return re.findall(r'name="session" value="([0-9a-f]{16})"', client.get("/account").text)


def test_a_session_ends_after_idleness_and_after_its_hours_however_busy(desk, clock: Clock) -> None:  # type: ignore[no-untyped-def]
    client = signed_in(desk, "reviewer")
    clock.now += timedelta(minutes=29)
    assert client.get("/help").status_code == 200  # a request keeps it alive
    clock.now += timedelta(minutes=29)
    assert client.get("/help").status_code == 200
    clock.now += timedelta(minutes=31)
    assert client.get("/help").status_code == 303

    busy = signed_in(desk, "reviewer")
    for _ in range(32):
        assert busy.get("/help").status_code == 200
        clock.now += timedelta(minutes=15)
    assert busy.get("/help").status_code == 303


def test_using_it_writes_at_most_once_a_minute(desk, clock: Clock, store: Store) -> None:  # type: ignore[no-untyped-def]
    client = signed_in(desk, "reviewer")
    hashed = token_hash(client.http.cookies[COOKIE])
    seen = []
    for seconds in (10, 40, 30):
        clock.now += timedelta(seconds=seconds)
        client.get("/help")
        with store.read() as tx:
            session = tx.sessions.get(hashed, clock.now)
            assert session is not None
            seen.append((session.last_seen - NOW).total_seconds())
    assert seen == [0, 0, 80]


def test_people_see_where_they_are_signed_in_and_end_it(desk, store: Store, office: Office) -> None:  # type: ignore[no-untyped-def]
    here, third, stranger = (signed_in(desk, name) for name in ("reviewer", "reviewer", "second"))
    there = Client(desk)
    there.http.headers["user-agent"] = FIREFOX
    there.sign_in("reviewer")
    assert len(handles(here)) == 3
    assert "Firefox · Linux" in here.get("/account").text
    assert len(handles(stranger)) == 1

    # somebody else's handle does nothing, and says nothing
    assert stranger.post("/account/sessions", {"session": handles(here)[0]}).status_code == 303
    assert len(handles(here)) == 3

    (other,) = {token_hash(there.http.cookies[COOKIE])[:16]} & set(handles(here))
    here.post("/account/sessions", {"session": other})
    assert there.get("/").status_code == 303
    assert len(handles(here)) == 2
    here.post("/account/sessions", {"session": "others"})
    assert third.get("/").status_code == 303
    assert len(handles(here)) == 1
    assert here.post("/account/sessions", {"session": "everywhere"}).headers["location"].startswith("/sign-in")
    assert here.get("/").status_code == 303
    with store.read() as tx:
        ended = [row.detail["ended"] for row in tx.audit.list(action="session_end", actor="reviewer")]
        assert [row.detail["ended"] for row in tx.audit.list(action="session_end", actor="second")] == [0]
    assert ended == [1, 1, 1]


def test_signing_out_here_ends_only_this_one(desk) -> None:  # type: ignore[no-untyped-def]
    here, there = signed_in(desk, "leader"), signed_in(desk, "leader")
    (mine,) = {token_hash(here.http.cookies[COOKIE])[:16]} & set(handles(here))
    assert here.post("/account/sessions", {"session": mine}).headers["location"].startswith("/sign-in")
    assert here.get("/").status_code == 303
    assert there.get("/").status_code == 200


def test_an_administrator_ends_the_sessions_of_a_person(desk, office: Office) -> None:  # type: ignore[no-untyped-def]
    admin, person = signed_in(desk, "administrator"), signed_in(desk, "reviewer")
    assert admin.post(f"/users/{office.users['reviewer']}/sign-out").status_code == 303
    assert person.get("/").status_code == 303
    assert "user_sign_out" in admin.get("/audit?action=user_sign_out").text


@pytest.mark.parametrize(
    ("header", "words"),
    [(FIREFOX, "Firefox · Linux"), (CHROME, "Chrome · Windows"), ("curl/8.5.0", "curl/8.5.0"), ("", "")],
)
def test_a_browser_is_named_in_words(header: str, words: str) -> None:
    assert agent_words(header) == words


def test_the_audit_log_is_narrowed_by_who_what_to_what_and_when(desk, clock: Clock, store: Store, office: Office) -> None:  # type: ignore[no-untyped-def]
    with store.begin() as tx:
        for day in range(3):
            at = NOW - timedelta(days=day)
            tx.audit.add(actor="second", action="tag", target=f"article {day}", detail={"topic": "religion"}, now=at)
    admin = signed_in(desk, "administrator")
    for query, wanted in (
        ("actor=second", {"article 0", "article 1", "article 2"}),
        ("action=tag&target=article+1", {"article 1"}),
        ("action=tag&until=2026-11-19", {"article 1", "article 2"}),
        ("action=tag&since=2026-11-19&until=2026-11-19", {"article 1"}),
        ("actor=nobody", set()),
        ("action=tag&since=nonsense", {"article 0", "article 1", "article 2"}),
    ):
        page = admin.get(f"/audit?{query}").text
        assert set(re.findall(r"<td[^>]*>(article \d)</td>", page)) == wanted, query
    page = admin.get("/audit").text
    assert '<option value="tag">sửa chủ đề của bài</option>' in page
    assert "đăng nhập<br><code" in page and 'class="said"' not in page


def test_every_act_of_the_log_has_words() -> None:
    """Every act the code writes down under a name of its own; those it puts together are shown by their name."""
    texts = load_words()
    named = r'(?:record\(\s*tx, visit, |action=)"([a-z_]+)"'
    found = {
        act
        for folder in ("review", "pipeline", "models")
        for path in (ROOT / folder).rglob("*.py")
        for act in re.findall(named, path.read_text("utf-8"))
    }
    assert len(found) > 40
    assert {act for act in found if f"act.{act}" not in texts} == set()
