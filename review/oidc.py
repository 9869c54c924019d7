"""Signing in through the office's own OpenID Connect provider: authorization code with PKCE, state and nonce.

Speaks to the provider and says who came back. It opens no session and writes nothing; ``review.pages.office_sign_in``
does.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import httpx
import jwt

from config.settings import Settings
from models.records import Bilingual, Role

TIMEOUT_S = 10.0
MAX_BYTES = 1_000_000  # of an answer of the provider
KEPT_FOR = timedelta(hours=1)  # what the provider says of itself, its keys among it
LEEWAY = timedelta(minutes=1)  # how far its clock may be off
SCOPE = "openid profile email"
ALGORITHMS = ("RS256", "PS256", "ES256")  # signatures by a private key: never "none", never a shared secret


class SignInFailed(Exception):
    """Why nobody came in. ``detail`` is for the audit log and holds no token."""

    def __init__(self, reason: Bilingual, detail: str):
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


UNREACHABLE = Bilingual(
    "Không hỏi được hệ thống đăng nhập của cơ quan. Thử lại, hoặc đăng nhập bằng mật khẩu.",
    "The office's sign-in did not answer as it should. Try again, or sign in with a password.",
)
UNPROVEN = Bilingual(
    "Hệ thống đăng nhập của cơ quan không xác nhận được bạn. Hãy bắt đầu lại.",
    "The office's sign-in did not prove who you are. Please start again.",
)
NO_ROLE = Bilingual(
    "Tài khoản cơ quan của bạn không có vai trò nào ở đây. Hãy hỏi người quản trị.",
    "Your office account has no role here. Ask the administrator.",
)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One going out to the provider; it waits in a cookie of the browser that began it."""

    state: str
    nonce: str
    verifier: str
    target: str  # where the person wanted to go

    @classmethod
    def new(cls, target: str) -> Attempt:
        return cls(secrets.token_urlsafe(32), secrets.token_urlsafe(32), secrets.token_urlsafe(32), target)

    def cookie(self) -> str:
        text = json.dumps([self.state, self.nonce, self.verifier, self.target])
        return base64.urlsafe_b64encode(text.encode()).decode()

    @classmethod
    def read(cls, cookie: str) -> Attempt | None:
        try:
            values = json.loads(base64.urlsafe_b64decode(cookie.encode()))
        except ValueError:
            return None
        if not isinstance(values, list) or len(values) != 4 or not all(isinstance(v, str) and v for v in values):
            return None
        return cls(*values)


@dataclass(frozen=True, slots=True)
class Somebody:
    """Whom the provider vouches for. ``subject`` is its issuer and its own id of the person, which never changes."""

    subject: str
    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class _Provider:
    authorization_endpoint: str
    token_endpoint: str
    keys: tuple[jwt.PyJWK, ...]
    asked_at: datetime


class Office:
    """The provider that the settings name. Shared by all requests; what it says of itself is kept for an hour."""

    def __init__(self, settings: Settings, transport: httpx.BaseTransport | None = None):
        assert settings.oidc_issuer is not None and settings.oidc_client_id is not None
        self._issuer = settings.oidc_issuer
        self._client_id = settings.oidc_client_id
        secret = settings.oidc_client_secret
        self._secret = "" if secret is None else secret.get_secret_value()
        self._settings = settings
        self._http = httpx.Client(timeout=TIMEOUT_S, follow_redirects=False, transport=transport, trust_env=False)
        self._known: _Provider | None = None

    def way_out(self, attempt: Attempt, back: str, now: datetime) -> str:
        """The address at the provider to send the browser to. SignInFailed when the provider cannot be asked."""
        challenge = base64.urlsafe_b64encode(hashlib.sha256(attempt.verifier.encode()).digest()).rstrip(b"=").decode()
        query = {
            "response_type": "code",
            "client_id": self._client_id,
            "redirect_uri": back,
            "scope": SCOPE,
            "state": attempt.state,
            "nonce": attempt.nonce,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        endpoint = self._provider(now).authorization_endpoint
        return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(query)}"

    def who(self, attempt: Attempt, came_back: Mapping[str, str], back: str, now: datetime) -> Somebody:
        """Who came back with this query. SignInFailed, with the reason, for everything that does not prove it."""
        if not secrets.compare_digest(came_back.get("state", "").encode(), attempt.state.encode()):
            raise SignInFailed(UNPROVEN, "state")
        if came_back.get("iss", self._issuer) != self._issuer:  # RFC 9207
            raise SignInFailed(UNPROVEN, "issuer of the answer")
        if "code" not in came_back:
            raise SignInFailed(UNPROVEN, f"refused: {came_back.get('error', '')[:60]}")
        claims = self._claims(self._exchange(came_back["code"], attempt.verifier, back, now), now)
        if claims.get("nonce") != attempt.nonce:
            raise SignInFailed(UNPROVEN, "nonce")
        return somebody(claims, self._settings)

    def _exchange(self, code: str, verifier: str, back: str, now: datetime) -> str:
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": back, "code_verifier": verifier}
        auth = None
        if self._secret:
            auth = httpx.BasicAuth(self._client_id, self._secret)
        else:
            form["client_id"] = self._client_id
        answer = self._ask("POST", self._provider(now).token_endpoint, data=form, auth=auth)
        token = answer.get("id_token")
        if not isinstance(token, str):
            raise SignInFailed(UNPROVEN, "no id_token")
        return token

    def _claims(self, token: str, now: datetime) -> Mapping[str, Any]:
        """The claims of a token that the provider signed for us and that holds now."""
        try:
            head = jwt.get_unverified_header(token)
            if head.get("alg") not in ALGORITHMS:
                raise SignInFailed(UNPROVEN, f"algorithm {str(head.get('alg'))[:20]}")
            claims: dict[str, Any] = jwt.decode(
                token,
                self._key(head.get("kid"), str(head["alg"]), now),
                algorithms=[str(head["alg"])],
                audience=self._client_id,
                issuer=self._issuer,
                options={
                    "require": ["exp", "iat", "iss", "aud", "sub"],
                    "verify_exp": False,  # below, by the desk's clock
                    "verify_iat": False,
                    "verify_nbf": False,
                },
            )
            expires, issued, begins = (float(claims.get(name, 0)) for name in ("exp", "iat", "nbf"))
        except (jwt.PyJWTError, ValueError, TypeError) as err:
            raise SignInFailed(UNPROVEN, f"token: {type(err).__name__}") from err
        at, leeway = now.timestamp(), LEEWAY.total_seconds()
        if expires <= at - leeway or issued > at + leeway or begins > at + leeway:
            raise SignInFailed(UNPROVEN, "token: not of now")
        several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
        if claims.get("azp", None if several else self._client_id) != self._client_id:
            raise SignInFailed(UNPROVEN, "token: made for another")
        return claims

    def _key(self, kid: object, algorithm: str, now: datetime) -> jwt.PyJWK:
        """The key a token names; the provider is asked anew once for one that is not known yet."""
        for fresh in (False, True):
            keys = self._provider(now, fresh=fresh).keys
            found = [k for k in keys if (kid is None or k.key_id == kid) and k.algorithm_name == algorithm]
            if found and (kid is not None or len(found) == 1):
                return found[0]
        raise SignInFailed(UNPROVEN, "token: unknown key")

    def _provider(self, now: datetime, *, fresh: bool = False) -> _Provider:
        known = self._known
        if known is not None and not fresh and now - known.asked_at < KEPT_FOR:
            return known
        about = self._ask("GET", self._issuer.rstrip("/") + "/.well-known/openid-configuration")
        if about.get("issuer") != self._issuer:
            raise SignInFailed(UNREACHABLE, "the provider calls itself otherwise")
        asked = self._ask("GET", str(about.get("jwks_uri")))
        keys = []
        for key in asked.get("keys", ()):
            try:
                keys.append(jwt.PyJWK(key))
            except (jwt.PyJWTError, ValueError, TypeError):  # of a kind that is none of ours
                continue
        self._known = _Provider(
            str(about.get("authorization_endpoint")), str(about.get("token_endpoint")), tuple(keys), now
        )
        return self._known

    def _ask(self, method: str, url: str, **more: Any) -> Mapping[str, Any]:
        try:
            answer = self._http.request(method, url, headers={"accept": "application/json"}, **more)
            if answer.status_code != 200 or len(answer.content) > MAX_BYTES:
                raise SignInFailed(UNREACHABLE, f"status {answer.status_code} of the provider")
            content = answer.json()
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as err:
            raise SignInFailed(UNREACHABLE, type(err).__name__) from err
        if not isinstance(content, dict):
            raise SignInFailed(UNREACHABLE, "no JSON object")
        return content


def somebody(claims: Mapping[str, Any], settings: Settings) -> Somebody:
    """Name and role of the claims by the office's settings. SignInFailed without a usable name, or without a role."""
    name = str(claims.get(settings.oidc_name_claim) or "").partition("@")[0].strip().lower()
    if not name:
        raise SignInFailed(UNPROVEN, f"no {settings.oidc_name_claim}")
    value: Any = claims
    for step in settings.oidc_role_claim.split("."):
        value = value.get(step) if isinstance(value, Mapping) else None
    held = value if isinstance(value, list) else [value]
    for pair in settings.oidc_roles:
        wanted, _, role = pair.rpartition("=")
        if wanted in held:
            return Somebody(f"{claims['iss']} {claims['sub']}", name, Role(role))
    raise SignInFailed(NO_ROLE, f"{name}: no role")
