"""A small OpenID Connect provider on 127.0.0.1 for the tests: discovery, authorization, token and key endpoints.

It checks what a real one checks (client, redirect address, code used once, PKCE) and can be told to misbehave.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, urlencode

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from fastapi import FastAPI, Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from tests.review.serving import served

CLIENT, SECRET = "doichieu", "bí mật của bàn"


class Provider:
    """``person`` is who sits at the browser; ``bend`` may change the claims of the next tokens, ``sign`` how they are signed."""

    def __init__(self) -> None:
        self.issuer = ""
        self.back = ""
        self.person: dict[str, Any] = {
            "sub": "u-1",
            "preferred_username": "lan.anh@coquan.example",
            "roles": ["to-duyet"],
        }
        self.now = 0
        self.bend: Callable[[dict[str, Any]], None] = lambda claims: None
        self.sign: Callable[[dict[str, Any]], str] = self.properly
        self.asked: list[str] = []
        self._codes: dict[str, dict[str, str]] = {}
        self.keys = [("k1", rsa.generate_private_key(public_exponent=65537, key_size=2048))]
        self.app = FastAPI()
        self.app.get("/.well-known/openid-configuration")(self._about)
        self.app.get("/authorize")(self._authorize)
        self.app.post("/token")(self._token)
        self.app.get("/keys")(self._keys)

    def properly(self, claims: dict[str, Any]) -> str:
        kid, key = self.keys[-1]
        return jwt.encode(claims, key, algorithm="RS256", headers={"kid": kid})

    def new_key(self, kid: str) -> None:
        """Rotate: from now on tokens are signed with another key."""
        self.keys = [(kid, rsa.generate_private_key(public_exponent=65537, key_size=2048))]

    def _about(self) -> Response:
        self.asked.append("about")
        names = ("authorization_endpoint", "authorize"), ("token_endpoint", "token"), ("jwks_uri", "keys")
        return JSONResponse({"issuer": self.issuer, **{name: f"{self.issuer}/{path}" for name, path in names}})

    def _keys(self) -> Response:
        self.asked.append("keys")
        found = []
        for kid, key in self.keys:
            public = jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key(), as_dict=True)
            found.append({**public, "kid": kid, "alg": "RS256", "use": "sig"})
        other = jwt.algorithms.ECAlgorithm.to_jwk(ec.generate_private_key(ec.SECP256R1()).public_key(), as_dict=True)
        return JSONResponse({"keys": [*found, {**other, "kid": "other"}, {"kty": "of another world", "kid": "?"}]})

    def _authorize(self, request: Request) -> Response:
        asked = dict(request.query_params)
        assert asked["client_id"] == CLIENT and asked["redirect_uri"] == self.back, asked
        assert asked["response_type"] == "code" and "openid" in asked["scope"].split()
        assert asked["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe(16)
        self._codes[code] = asked
        query = urlencode({"code": code, "state": asked["state"], "iss": self.issuer})
        return RedirectResponse(f"{self.back}?{query}", 303)

    async def _token(self, request: Request) -> Response:
        given = {name: values[0] for name, values in parse_qs((await request.body()).decode()).items()}
        login = base64.b64decode(request.headers["authorization"].removeprefix("Basic ")).decode()
        asked = self._codes.pop(given["code"], None)
        if asked is None or login != f"{CLIENT}:{SECRET}" or given["redirect_uri"] != asked["redirect_uri"]:
            return JSONResponse({"error": "invalid_grant"}, 400)
        challenge = (
            base64.urlsafe_b64encode(hashlib.sha256(given["code_verifier"].encode()).digest()).rstrip(b"=").decode()
        )
        if challenge != asked["code_challenge"]:
            return JSONResponse({"error": "invalid_grant"}, 400)
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "iat": self.now,
            "exp": self.now + 300,
            "nonce": asked["nonce"],
            **self.person,
        }
        self.bend(claims)
        return JSONResponse({"access_token": "x", "token_type": "Bearer", "id_token": self.sign(claims)})


@contextmanager
def provider() -> Iterator[Provider]:
    made = Provider()
    with served(made.app) as url:
        made.issuer = url
        yield made
