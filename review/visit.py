"""One request as a page function sees it: who asks, in which language, when, and what was posted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode

from jinja2 import Environment
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from config.settings import Settings
from models.records import Bilingual, Role
from models.store import Store, Transaction
from models.text import nfc
from review import access
from review.formats import Formats
from review.memo import Memo
from review.oidc import Office
from review.services import Services
from review.sessions import csrf_of
from review.words import Words

Clock = Callable[[], datetime]


@dataclass(frozen=True)
class Desk:
    """What every page shares. Made once by ``create_app``."""

    store: Store
    settings: Settings
    services: Services
    clock: Clock
    templates: Environment
    texts: Mapping[str, Bilingual]
    problem_words: Callable[[str], Bilingual]
    addresses: Mapping[str, str]  # the path of each route, its parameters in braces
    office: Office | None = None  # the office's own sign-in, where the settings name one
    memo: Memo = field(default_factory=lambda: Memo(timedelta(minutes=1)))


@dataclass(frozen=True, slots=True)
class Person:
    """Who is signed in."""

    id: int
    name: str
    role: Role
    must_change: bool


MAX_ID = 2**31 - 1  # of an integer column


def whole_number(text: str) -> int | None:
    """The number a person or a link wrote, if it can be an id; ``None`` for anything else."""
    if not text.isascii() or not text.isdigit() or len(text) > 10:
        return None
    return int(text) if int(text) <= MAX_ID else None


class Posted:
    """The fields of a posted form. Absent fields read as empty, never as an error of ours."""

    def __init__(self, fields: Mapping[str, list[str]], files: Mapping[str, bytes] | None = None):
        self._fields = fields
        self._files = files or {}

    def file(self, name: str) -> bytes:
        """The content of an uploaded file; empty where none came."""
        return self._files.get(name, b"")

    def text(self, name: str, limit: int = 10_000) -> str:
        """The field's last value in NFC, trimmed, at most ``limit`` code points, without NUL (PostgreSQL refuses
        it)."""
        values = self._fields.get(name) or [""]
        return nfc(values[-1].replace("\x00", "").replace("\r\n", "\n")).strip()[:limit]

    def all(self, name: str) -> list[str]:
        return [value.strip() for value in self._fields.get(name, [])]

    def numbers(self, name: str) -> list[int]:
        return [number for value in self.all(name) if (number := whole_number(value)) is not None]


@dataclass(frozen=True, slots=True)
class Visit:
    """``token`` is the session's, or the one that stands in for it where nobody is signed in."""

    desk: Desk
    request: Request
    person: Person | None
    token: str = field(repr=False)
    words: Words
    now: datetime
    posted: Posted

    @property
    def who(self) -> Person:
        """The person signed in. Only for routes that the access table closes to strangers."""
        assert self.person is not None
        return self.person

    def read(self) -> AbstractContextManager[Transaction]:
        """A transaction that only reads: it never waits for a writer."""
        return self.desk.store.begin(write=False)

    def begin(self) -> AbstractContextManager[Transaction]:
        """A transaction that may write. Ask no service inside: it may want to write, too."""
        return self.desk.store.begin()

    def may(self, route: str) -> bool:
        return access.allowed(route, self.person.role if self.person else None)

    def may_any(self, group: Iterable[tuple[str, str]]) -> bool:
        """Whether a group of the menu, pairs of route and text, has anything for this person."""
        return any(self.may(route) for route, _ in group)

    def asked(self, name: str, limit: int = 200) -> str:
        """A query parameter, trimmed; empty when absent."""
        return nfc(self.request.query_params.get(name, "").replace("\x00", "")).strip()[:limit]

    @property
    def here(self) -> str:
        """The local address of this page, to come back to after a change."""
        query = self.request.url.query
        return self.request.url.path + (f"?{query}" if query else "") if self.request.method == "GET" else ""

    def path(self, route: str, query: Mapping[str, object] | None = None, /, **params: object) -> str:
        """The address of a route, with the query parameters that are not empty."""
        base = self.desk.addresses[route].format(**{name: quote(str(value), safe="") for name, value in params.items()})
        pairs = {k: v for k, v in (query or {}).items() if v not in (None, "", False)}
        return f"{base}?{urlencode(pairs)}" if pairs else base

    def page(self, template: str, status: int = 200, **context: Any) -> Response:
        """A template with the shared context (texts, person, formats, addresses) and its own."""
        html = self.desk.templates.get_template(template).render(
            t=self.words,
            f=Formats(self.words, self.now),
            visit=self,
            person=self.person,
            csrf_token=csrf_of(self.token),
            said=self._said(),
            required=self.desk.settings.confirmations_required,
            **{"here": "", **context},
        )
        return HTMLResponse(html, status)

    def _said(self) -> str:
        """The text of what was just done, named by ``?said=``: a key of ours, never a text of theirs."""
        key = f"said.{self.asked('said', 60)}"
        return self.words(key) if key in self.words else ""

    def see(self, address: str) -> Response:
        """See-other to a local address of ours."""
        return RedirectResponse(address, 303)

    def go(self, route: str, said: str = "", /, **params: object) -> Response:
        """See-other to a route, with what was done in a word."""
        return RedirectResponse(self.path(route, {"said": said}, **params), 303)

    def back(self, fallback: str, said: str = "") -> Response:
        """See-other to the local address the form names in ``back``, or to the fallback address."""
        target = self.posted.text("back", 2000)
        if not is_local(target):
            target = fallback
        if said:
            base, _, query = target.partition("?")
            kept = [part for part in query.split("&") if part and not part.startswith("said=")]
            target = base + "?" + "&".join([*kept, f"said={quote(said)}"])
        return RedirectResponse(target, 303)


def is_local(target: str) -> bool:
    """Whether an address stays on this desk: a path, and nothing a browser could read as another host."""
    return target.startswith("/") and not target.startswith(("//", "/\\")) and target.isprintable()


def record(tx: Transaction, visit: Visit, action: str, target: object, **detail: object) -> None:
    """Write into the audit log that the person signed in did this."""
    tx.audit.add(actor=visit.who.name, action=action, target=str(target), detail=detail, now=visit.now)
