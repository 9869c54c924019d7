"""Sign-in sessions: a random token in a cookie, its hash in the store, and the CSRF token made from it."""

from __future__ import annotations

import hashlib
import hmac
import secrets

COOKIE = "doichieu_session"
BEFORE_COOKIE = "doichieu_before"  # stands in for the session on the sign-in page, where there is none yet
LANGUAGE_COOKIE = "doichieu_language"


def new_token() -> str:
    """256 random bits."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What the store keeps: a stolen database opens no session."""
    return hashlib.sha256(f"session:{token}".encode()).hexdigest()


def csrf_of(token: str) -> str:
    """The token every form carries. It follows from the cookie, and the cookie does not follow from it."""
    return hashlib.sha256(f"csrf:{token}".encode()).hexdigest()


def csrf_fits(token: str, given: str) -> bool:
    return hmac.compare_digest(csrf_of(token).encode(), given.encode())
