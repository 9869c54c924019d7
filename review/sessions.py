"""Sign-in sessions: a random token in a cookie, its hash in the store, and the CSRF token made from it."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from datetime import timedelta

from config.settings import Settings

TOUCH_EVERY = timedelta(minutes=1)  # how exactly it is known when a session was last used
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


def idle_of(settings: Settings) -> timedelta:
    """How long a session lives without a request."""
    return timedelta(minutes=settings.session_idle_minutes)


_BROWSERS = (("Edge", r"Edg/"), ("Opera", r"OPR/"), ("Cốc Cốc", r"coc_coc_browser/"), ("Firefox", r"Firefox/"),
             ("Chrome", r"Chrome/"), ("Safari", r"Safari/"))  # fmt: skip
_SYSTEMS = (("Android", r"Android"), ("iOS", r"iPhone|iPad"), ("Windows", r"Windows"), ("macOS", r"Mac OS X"),
            ("Linux", r"Linux"))  # fmt: skip


def agent_words(header: str) -> str:
    """A User-Agent header in two words that a person knows their own browser by; its first word where none is known."""
    found = [next((name for name, mark in known if re.search(mark, header)), "") for known in (_BROWSERS, _SYSTEMS)]
    return " · ".join(filter(None, found)) or header.split(" ")[0][:40]
