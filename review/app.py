"""Wires the desk: the pages, the entrance before them, the headers around them, and what a failure looks like."""

from __future__ import annotations

import traceback
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import structlog
from anyio.to_thread import current_default_thread_limiter
from fastapi import Depends, FastAPI
from fastapi.exceptions import RequestValidationError
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.staticfiles import StaticFiles

from config.settings import Settings
from models.records import Bilingual
from models.store import Store
from models.store.errors import NotFound, StoreError
from review import access
from review.api.v1 import PREFIX
from review.entrance import enter, words_for
from review.headers import HEADERS, SafeHeaders
from review.oidc import Office
from review.pages import ROUTERS
from review.problems import (
    BROKEN,
    CHANGE_PASSWORD,
    NOT_FOUND,
    STRANGER,
    PasswordChangeNeeded,
    Refused,
    SignInNeeded,
    sentence,
)
from review.services import Services
from review.visit import Clock, Desk, Posted, Visit
from review.words import load_words

log = structlog.get_logger()
HERE = Path(__file__).parent

THREADS = 4  # that make pages
NAVIGATION = (
    (("today", "today"), ("queue", "queue"), ("search", "search"), ("stories", "stories"), ("digests", "digests")),
    (("topics", "topics"), ("references", "references"), ("claims", "claims"), ("sources", "sources")),
    (("labels", "labels"), ("models", "models"), ("watching", "watching")),
    (("users", "users"), ("jobs", "jobs"), ("audit", "audit"), ("settings", "settings")),
)
ERROR = Bilingual(
    "Có lỗi trong hệ thống. Lỗi đã được ghi lại; thử lại, hoặc báo người quản trị.",
    "Something failed inside the system. It has been logged; try again, or tell the administrator.",
)


def _utc_now() -> datetime:
    return datetime.now(UTC)


def _named(problem: str) -> Bilingual:
    return Bilingual(problem, problem)


def create_app(
    store: Store,
    settings: Settings,
    services: Services,
    *,
    clock: Clock = _utc_now,
    problem_words: Callable[[str], Bilingual] = _named,
) -> FastAPI:
    """The desk over a migrated store. The caller owns the store and closes it.

    ``problem_words`` says in words what a counter of the crawler means; without it the name is shown.

    ValueError when a route is not declared in ``access``: such a desk does not start.
    """
    app = FastAPI(
        title="Đối Chiếu",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        dependencies=[Depends(enter)],
        lifespan=_few_at_once,
    )
    office = None if settings.oidc_issuer is None else Office(settings)
    addresses = {route.name: route.path_format for route in _routes()}
    shared = (_templates(), load_words(), problem_words, addresses, office)
    app.state.desk = Desk(store, settings, services, clock, *shared)
    for router in ROUTERS:
        app.include_router(router)
    access.check_table(addresses)
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    app.add_middleware(SafeHeaders)
    app.add_exception_handler(SignInNeeded, _to_sign_in)
    app.add_exception_handler(PasswordChangeNeeded, _to_password)
    app.add_exception_handler(Refused, _refused)
    app.add_exception_handler(StoreError, _store_refused)
    app.add_exception_handler(HTTPException, _http_problem)
    app.add_exception_handler(RequestValidationError, _broken)
    app.add_exception_handler(Exception, _failed)
    return app


@asynccontextmanager
async def _few_at_once(app: FastAPI) -> AsyncIterator[None]:
    """Pages are made by few threads, the others wait their turn: forty that share one processor make all of them slow,
    and each holds a connection to the database."""
    current_default_thread_limiter().total_tokens = THREADS
    yield


def _routes() -> list[Route]:
    return [route for router in ROUTERS for route in router.routes if isinstance(route, Route)]


@cache
def _templates() -> Environment:
    """The templates, compiled once a process."""
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["navigation"] = NAVIGATION
    return environment


def _to_sign_in(request: Request, error: Exception) -> Response:
    if request.url.path.startswith(PREFIX):
        return _problem(request, 401, STRANGER)
    visit: Visit = request.state.visit
    target = visit.here
    return RedirectResponse(visit.path("sign_in", {"next": target if target != "/" else ""}), 303)


def _to_password(request: Request, error: Exception) -> Response:
    if request.url.path.startswith(PREFIX):
        return _problem(request, 403, CHANGE_PASSWORD)
    visit: Visit = request.state.visit
    return RedirectResponse(visit.path("password"), 303)


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)
    return _problem(request, error.status, error.reason)


def _store_refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, StoreError)
    return _problem(request, 404 if isinstance(error, NotFound) else 409, sentence(error.message))


def _http_problem(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    reason = NOT_FOUND if error.status_code in (404, 405) else Bilingual(str(error.detail), str(error.detail))
    return _problem(request, error.status_code, reason)


def _broken(request: Request, error: Exception) -> Response:
    """A query or path that its declaration does not allow; only the API declares any."""
    assert isinstance(error, RequestValidationError)
    wrong = sorted({".".join(str(part) for part in one["loc"]) for one in error.errors()})
    return JSONResponse({"error": {"vi": BROKEN.vi, "en": BROKEN.en}, "wrong": wrong}, 422)


def _failed(request: Request, error: Exception) -> Response:
    # Plain text on purpose: a traceback that shows local variables would write passwords into the log.
    where = "".join(traceback.format_exception(error))
    log.error("desk_failed", path=request.url.path, method=request.method, traceback=where)
    answer = _problem(request, 500, ERROR)
    answer.headers.update(HEADERS)  # this answer is made outside the middleware
    return answer


def _problem(request: Request, code: int, reason: Bilingual) -> Response:
    """The page that says why, to the person signed in where the entrance got that far; JSON for the API."""
    if request.url.path.startswith(PREFIX):
        return JSONResponse({"error": {"vi": reason.vi, "en": reason.en}}, code)
    visit: Visit | None = getattr(request.state, "visit", None)
    if visit is None:
        desk: Desk = request.app.state.desk
        visit = Visit(desk, request, None, "", words_for(request), desk.clock(), Posted({}))
    return visit.page("problem.html", code, code=code, reason=reason)
