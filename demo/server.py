"""The demo's web server: every outlet on its own port of 127.0.0.1, threaded, quick to stop."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import ClassVar

from demo.manifest import Manifest, load_manifest
from demo.pages import Answer, outlet_answers
from demo.texts import DemoArticle, DemoOutlet, load_articles, load_outlets


class DemoSite:
    """All outlets, served. Use as a context manager, or ``start`` and ``stop``.

    ``today`` is the day the articles count back from. ``ports``: ``None`` for the fixed ports of
    outlets.yaml, ``0`` for free ones. Corrections appear at ``revise()``, or ``revise_after_s`` seconds after
    the start; the first visit always sees the texts as they were first published.
    """

    def __init__(self, today: date, ports: int | None = None, *, revise_after_s: float | None = None) -> None:
        self.today = today
        self.outlets: tuple[DemoOutlet, ...] = load_outlets()
        self.bases: dict[str, str] = {}
        self._ports = ports
        self._revise_after_s = revise_after_s
        self._revised = threading.Event()
        self._started = 0.0
        self._servers: list[_Server] = []
        self._threads: list[threading.Thread] = []
        self._answers: dict[int, dict[str, Mapping[str, Answer]]] = {}

    @property
    def stage(self) -> int:
        """1: the texts as first published. 2: the outlets have corrected theirs."""
        due = self._revise_after_s is not None and time.monotonic() - self._started >= self._revise_after_s
        return 2 if due or self._revised.is_set() else 1

    def revise(self) -> None:
        """From now on serve the corrected texts."""
        self._revised.set()

    def articles(self, stage: int = 1) -> tuple[DemoArticle, ...]:
        return load_articles(self.today, stage)

    def manifest(self) -> Manifest:
        """What is planted in these texts, as rendered for this start."""
        return load_manifest(self.today)

    def url_of(self, ref: str) -> str:
        """The address of the article ``outlet/slug``. ``KeyError`` for an unknown one."""
        for article in self.articles():
            if article.ref == ref:
                return self.bases[article.outlet_id] + article.path
        raise KeyError(ref)

    def ref_of(self, url: str) -> str | None:
        """The article ``outlet/slug`` at an address (``url_of`` backwards), or ``None``."""
        places = {self.bases[a.outlet_id] + a.path: a.ref for a in self.articles()}
        return places.get(url)

    def answer(self, outlet_id: str, path: str) -> Answer | None:
        return self._answers[self.stage][outlet_id].get(path)

    def start(self) -> DemoSite:
        """Listen on every port. ``OSError`` when one is taken; nothing is left listening then."""
        try:
            for outlet in self.outlets:
                port = outlet.port if self._ports is None else self._ports
                server = _Server(("127.0.0.1", port), _handler(self, outlet.id))
                self._servers.append(server)
                self.bases[outlet.id] = f"http://127.0.0.1:{server.server_address[1]}"
        except OSError:
            self.stop()
            raise
        for stage in (1, 2):
            articles = self.articles(stage)
            self._answers[stage] = {
                outlet.id: outlet_answers(outlet, self.bases[outlet.id], _of(outlet, articles), self.today)
                for outlet in self.outlets
            }
        self._started = time.monotonic()
        for server in self._servers:
            thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
            thread.start()
            self._threads.append(thread)
        return self

    def stop(self) -> None:
        """Close every port. Safe to call twice."""
        for server in self._servers:
            if self._threads:
                server.shutdown()
            server.server_close()
        for thread in self._threads:
            thread.join(timeout=2)
        self._servers, self._threads = [], []

    def __enter__(self) -> DemoSite:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def _of(outlet: DemoOutlet, articles: Sequence[DemoArticle]) -> list[DemoArticle]:
    return [a for a in articles if a.outlet_id == outlet.id]


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True
    request_queue_size = 64


def _handler(site: DemoSite, outlet_id: str) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        server_version = "BaoMau/1.0"
        sys_version = ""
        timeout: ClassVar[int] = 15

        def do_GET(self) -> None:
            self._send(with_body=True)

        def do_HEAD(self) -> None:
            self._send(with_body=False)

        def log_message(self, format: str, *args: object) -> None:
            """Requests are not logged: the reader keeps its own account of them."""

        def _send(self, *, with_body: bool) -> None:
            found = site.answer(outlet_id, self.path)
            if found is None:
                self._write(HTTPStatus.NOT_FOUND, _NOT_FOUND, "text/html; charset=utf-8", {}, with_body)
                return
            tag = f'"{hashlib.sha256(found.body).hexdigest()[:20]}"'
            at = format_datetime(found.modified.astimezone(UTC), usegmt=True)
            headers = {"ETag": tag, "Last-Modified": at}
            if self._unchanged(tag, found.modified):
                self._write(HTTPStatus.NOT_MODIFIED, b"", "", headers, False)
            else:
                self._write(HTTPStatus.OK, found.body, found.content_type, headers, with_body)

        def _unchanged(self, tag: str, modified: datetime) -> bool:
            if (given := self.headers.get("If-None-Match")) is not None:
                return tag in given
            if (since := self.headers.get("If-Modified-Since")) is not None:
                try:
                    return modified.replace(microsecond=0) <= parsedate_to_datetime(since)
                except (TypeError, ValueError):
                    return False
            return False

        def _write(
            self, status: HTTPStatus, body: bytes, kind: str, headers: Mapping[str, str], with_body: bool
        ) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if status is not HTTPStatus.NOT_MODIFIED:
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if with_body:
                self.wfile.write(body)

    return Handler


_NOT_FOUND = (
    "<!doctype html><meta charset=utf-8><title>404</title>"
    "<h1>Không tìm thấy trang</h1><p>Trang này không có trong trang báo mẫu."
).encode()
