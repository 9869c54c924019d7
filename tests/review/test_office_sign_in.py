"""Signing in through the office's own provider: a real one on another port, well behaved and not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from config.errors import ConfigError
from config.settings import Settings, load_settings
from models.records import Role
from models.store import Store
from review.app import create_app
from review.oidc import Attempt
from tests.review import oidc_provider
from tests.review.desk import Client, Stand
from tests.review.material import NOW, PASSWORD, Office
from tests.review.oidc_provider import CLIENT, SECRET, Provider

BACK = "http://desk.local/sign-in/office/back"
ROLES = "ban-quan-tri=administrator,to-duyet=reviewer"
Desk = Callable[..., Client]


@pytest.fixture(scope="module")
def server() -> Iterator[Provider]:
    with oidc_provider.provider() as running:
        yield running


@pytest.fixture
def provider(server: Provider) -> Provider:
    server.person = {"sub": "u-1", "preferred_username": "lan.anh@coquan.example", "roles": ["khac", "to-duyet"]}
    server.bend, server.sign, server.now, server.back = (
        (lambda claims: None),
        server.properly,
        int(NOW.timestamp()),
        BACK,
    )
    return server


@pytest.fixture
def desk(store: Store, office: Office, provider: Provider) -> Desk:
    def make(**more: str) -> Client:
        env = {
            "DOICHIEU_OIDC_ISSUER": provider.issuer,
            "DOICHIEU_OIDC_CLIENT_ID": CLIENT,
            "DOICHIEU_OIDC_CLIENT_SECRET": SECRET,
            "DOICHIEU_OIDC_ROLES": ROLES,
            **{f"DOICHIEU_{name.upper()}": value for name, value in more.items()},
        }
        return Client(
            create_app(
                store,
                load_settings(None, {"DOICHIEU_DATA_DIR": "/nonexistent", **env}),
                Stand(store),
                clock=lambda: NOW,
            )
        )

    return make


def out(client: Client, target: str = "") -> str:
    """Begin; the address at the provider that the browser is sent to."""
    answer = client.get(f"/sign-in/office?next={target}")
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def come_back(client: Client, target: str = "", change: Callable[[str], str] = lambda url: url) -> Any:
    """The whole way round; the desk's answer to what comes back."""
    there = httpx.get(out(client, target), follow_redirects=False, trust_env=False)
    assert there.status_code == 303, there.text
    returned = change(there.headers["location"])
    parts = urlsplit(returned)
    return client.get(f"{parts.path}?{parts.query}")


def why(store: Store) -> list[str]:
    with store.read() as tx:
        return [str(row.detail["why"]) for row in tx.audit.list(action="office_sign_in_failed")]


def test_a_person_comes_in_with_the_role_the_office_gave(desk: Desk, store: Store) -> None:
    client = desk()
    assert "/sign-in/office" in client.get("/sign-in").text
    answer = come_back(client, "/queue?state=mine")
    assert (answer.status_code, answer.headers["location"]) == (303, "/queue?state=mine")
    page = client.get("/account").text
    assert "lan.anh" in page and "người đọc duyệt" in page and "đăng nhập chung" in page
    assert client.get("/users").status_code == 403
    with store.read() as tx:
        user = tx.users.by_name("lan.anh")
        assert user is not None and user.role is Role.REVIEWER and not user.must_change
        assert [row.detail["by"] for row in tx.audit.list(action="login", actor="lan.anh")] == ["office"]
    # no password opens it, not even an empty one
    for password in ("", "x", PASSWORD):
        assert Client(client.http.app).sign_in("lan.anh", password).status_code == 401  # type: ignore[arg-type]


def test_what_goes_out_is_bound_to_this_browser(desk: Desk) -> None:
    client = desk()
    asked = parse_qs(urlsplit(out(client)).query)
    attempt = Attempt.read(client.http.cookies["doichieu_office"])
    assert attempt is not None
    assert asked["state"] == [attempt.state] and asked["nonce"] == [attempt.nonce]
    assert attempt.verifier not in str(asked)
    assert asked["redirect_uri"] == [BACK]
    header = client.get("/sign-in/office").headers["set-cookie"].lower()
    assert "httponly" in header and "samesite=lax" in header and "path=/sign-in" in header
    assert len({parse_qs(urlsplit(out(client)).query)["state"][0] for _ in range(3)}) == 3


def test_the_same_person_under_a_new_name_and_role_is_the_same_account(
    desk: Desk, store: Store, provider: Provider
) -> None:
    come_back(desk())
    provider.person |= {"preferred_username": "lan.moi", "roles": "ban-quan-tri"}
    client = desk()
    come_back(client)
    assert client.get("/users").status_code == 200
    with store.read() as tx:
        user = tx.users.by_name("lan.anh")
        assert user is not None and user.role is Role.ADMINISTRATOR
        assert tx.users.by_name("lan.moi") is None


def test_roles_may_lie_deeper(desk: Desk, provider: Provider) -> None:
    provider.person["realm_access"] = {"roles": ["to-duyet"]}
    del provider.person["roles"]
    assert come_back(desk()).status_code == 403
    assert come_back(desk(oidc_role_claim="realm_access.roles")).status_code == 303


def test_a_known_name_is_not_taken_over_unless_the_office_says_so(desk: Desk, store: Store, provider: Provider) -> None:
    provider.person["preferred_username"] = "second"
    assert come_back(desk()).status_code == 403
    assert why(store) == ["second: name taken"]
    assert come_back(desk(oidc_link_by_name="true")).status_code == 303
    provider.person["sub"] = "another"  # the name now belongs to the first subject
    assert come_back(desk(oidc_link_by_name="true")).status_code == 403


def test_the_closed_stay_out_and_the_last_administrator_stays_one(desk: Desk, store: Store, provider: Provider) -> None:
    come_back(desk())
    with store.begin() as tx:
        user = tx.users.by_name("lan.anh")
        assert user is not None
        tx.users.set_active(user.id, False)
    assert come_back(desk()).status_code == 403
    provider.person = {"sub": "admin", "preferred_username": "administrator", "roles": ["to-duyet"]}
    assert come_back(desk(oidc_link_by_name="true")).status_code == 403
    with store.read() as tx:
        admin = tx.users.by_name("administrator")
        assert admin is not None and admin.role is Role.ADMINISTRATOR
    assert why(store) == ["administrator: last administrator", "lan.anh: closed"]


def _with(**claims: Any) -> Callable[[Provider], None]:
    def bend(provider: Provider) -> None:
        provider.bend = lambda made: made.update(claims)

    return bend


def _without(name: str) -> Callable[[Provider], None]:
    def bend(provider: Provider) -> None:
        provider.bend = lambda made: made.pop(name)  # type: ignore[assignment, return-value]

    return bend


def _signed(how: Callable[[Provider, dict[str, Any]], str]) -> Callable[[Provider], None]:
    def bend(provider: Provider) -> None:
        provider.sign = lambda claims: how(provider, claims)

    return bend


def _by_stranger(provider: Provider, claims: dict[str, Any]) -> str:
    return jwt.encode(
        claims, rsa.generate_private_key(public_exponent=65537, key_size=2048), "RS256", headers={"kid": "k1"}
    )


LATE = int((NOW - timedelta(minutes=10)).timestamp())
SOON = int((NOW + timedelta(minutes=10)).timestamp())


@pytest.mark.parametrize(
    ("bend", "reason"),
    [
        (_with(nonce="another"), "nonce"),
        (_without("nonce"), "nonce"),
        (_with(aud="another"), "token: InvalidAudienceError"),
        (_with(aud=[CLIENT, "another"]), "token: made for another"),
        (_with(azp="another"), "token: made for another"),
        (_with(iss="https://elsewhere.example"), "token: InvalidIssuerError"),
        (_with(exp=LATE), "token: not of now"),
        (_with(iat=SOON, exp=SOON + 60), "token: not of now"),
        (_with(nbf=SOON), "token: not of now"),
        (_with(exp="soon"), "token: ValueError"),
        (_with(nbf=[1]), "token: TypeError"),
        (_without("sub"), "token: MissingRequiredClaimError"),
        (_without("exp"), "token: MissingRequiredClaimError"),
        (_with(preferred_username=""), "no preferred_username"),
        (_with(preferred_username="<b>"), "name '<b>'"),
        (_with(roles=["khac"]), "lan.anh: no role"),
        (_with(roles={"to-duyet": True}), "lan.anh: no role"),
        (_signed(_by_stranger), "token: InvalidSignatureError"),
        (_signed(lambda p, claims: jwt.encode(claims, None, "none")), "algorithm none"),
        (_signed(lambda p, claims: jwt.encode(claims, SECRET * 3, "HS256")), "algorithm HS256"),
        (_signed(lambda p, claims: jwt.encode(claims, p.keys[0][1], "RS256", headers={"kid": "gone"})), "token: unknown key"),
        (_signed(lambda p, claims: "no token"), "token: DecodeError"),
    ],
)  # fmt: skip
def test_what_does_not_prove_who_it_is_stays_out(
    desk: Desk, store: Store, provider: Provider, bend: Callable[[Provider], None], reason: str
) -> None:
    bend(provider)
    client = desk()
    answer = come_back(client)
    assert answer.status_code == 403
    found = why(store)
    assert len(found) == 1 and found[0].startswith(reason), found
    assert client.get("/").status_code == 303
    with store.read() as tx:
        assert tx.users.by_name("lan.anh") is None


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda url: re.sub(r"state=[^&]+", "state=another", url), "state"),
        (lambda url: re.sub(r"&?state=[^&]+", "", url), "state"),
        (lambda url: re.sub(r"iss=[^&]+", "iss=https%3A%2F%2Felsewhere.example", url), "issuer of the answer"),
        (lambda url: re.sub(r"code=[^&]+", "code=another", url), "status 400"),
        (lambda url: re.sub(r"code=[^&]+", "error=access_denied", url), "refused: access_denied"),
    ],
)  # fmt: skip
def test_what_comes_back_changed_stays_out(desk: Desk, store: Store, change: Callable[[str], str], reason: str) -> None:
    answer = come_back(desk(), change=change)
    assert answer.status_code == 403
    assert why(store)[0].startswith(reason)


def test_another_browser_cannot_finish_what_this_one_began_nor_anybody_twice(desk: Desk, store: Store) -> None:
    first, other = desk(), desk()
    there = httpx.get(out(first), follow_redirects=False, trust_env=False)
    parts = urlsplit(there.headers["location"])
    back = f"{parts.path}?{parts.query}"
    assert other.get(back).status_code == 403
    out(other)  # one of its own does not fit either
    assert other.get(back).status_code == 403
    assert first.get(back).status_code == 303
    assert first.get(back).status_code == 403
    assert why(store) == ["no attempt in this browser", "state", "no attempt in this browser"]


def test_rotated_keys_are_fetched_anew_and_the_rest_is_kept(desk: Desk, provider: Provider) -> None:
    client = desk()
    come_back(client)
    provider.asked.clear()
    come_back(client)
    assert provider.asked == []
    provider.new_key(f"k{len(provider.keys) + 1}")
    assert come_back(client).status_code == 303
    assert provider.asked == ["about", "keys"]


def test_a_provider_that_is_down_is_said_and_passwords_still_work(desk: Desk, store: Store) -> None:
    client = desk(oidc_issuer="http://127.0.0.1:9")
    answer = client.get("/sign-in/office")
    assert answer.status_code == 502
    assert "bằng mật khẩu" in answer.text
    assert why(store) == ["ConnectError"]
    assert client.sign_in("reviewer").status_code == 303


def test_without_the_setting_there_is_no_such_way_in(store: Store, office: Office) -> None:
    client = Client(create_app(store, Settings(), Stand(store), clock=lambda: NOW))
    assert client.get("/sign-in/office").status_code == 404
    assert client.get("/sign-in/office/back?code=1&state=2").status_code == 404
    assert "/sign-in/office" not in client.get("/sign-in").text


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_the_way_on_stays_on_the_desk(desk: Desk, target: str) -> None:
    assert come_back(desk(), target).headers["location"] == "/"


@pytest.mark.parametrize(
    ("env", "said"),
    [
        ({"OIDC_ISSUER": "http://office.example"}, "https"),
        ({"OIDC_ISSUER": "https://office.example"}, "oidc_client_id"),
        ({"OIDC_ISSUER": "https://office.example", "OIDC_CLIENT_ID": "x"}, "oidc_roles"),
        ({"OIDC_ISSUER": "https://office.example", "OIDC_CLIENT_ID": "x", "OIDC_ROLES": "staff=king"}, "VALUE=ROLE"),
    ],
)
def test_half_a_setting_is_refused_with_the_reason(env: dict[str, str], said: str) -> None:
    given = {"DOICHIEU_DATA_DIR": "/nonexistent", **{f"DOICHIEU_{name}": value for name, value in env.items()}}
    with pytest.raises(ConfigError, match=said):
        load_settings(None, given)
