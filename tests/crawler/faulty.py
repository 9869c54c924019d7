"""A local web server with every fault of the open web, one a path."""

from __future__ import annotations

import gzip
import socket
import struct
import threading
import time
import zlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType

PAGE = "<html><head><title>Trang thử</title></head><body><p>Nội dung trang thử.</p></body></html>".encode()
WHOLE_GZIP = gzip.compress(PAGE * 50)


class FaultySite:
    """Serves on a free port of 127.0.0.1; ``asked`` holds (path, monotonic time) of every request.

    ``routes`` maps a path to (content type, body) and goes before the faults; a body is given with an ETag of its own.
    """

    def __init__(self, robots: tuple[int, str] = (404, "")) -> None:
        self.robots = robots
        self.routes: dict[str, tuple[str, bytes]] = {}
        self.asked: list[tuple[str, float]] = []
        self.agents: set[str] = set()
        self.at_once = 0
        self.most_at_once = 0
        self.lock = threading.Lock()
        self.server = _Quiet(("127.0.0.1", 0), type("Handler", (_Handler,), {"site": self}))
        self.base = f"http://127.0.0.1:{self.server.server_address[1]}"

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]

    def __enter__(self) -> FaultySite:
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, err: BaseException | None, tb: TracebackType | None) -> None:
        self.server.shutdown()
        self.server.server_close()


class _Quiet(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request: object, client_address: object) -> None:
        return  # connections broken on purpose


class _Handler(BaseHTTPRequestHandler):
    site: FaultySite
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:
        return

    def do_GET(self) -> None:
        site = self.site
        with site.lock:
            site.asked.append((self.path, time.monotonic()))
            site.agents.add(self.headers["User-Agent"])
            site.at_once += 1
            site.most_at_once = max(site.most_at_once, site.at_once)
        try:
            self._answer()
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True
        finally:
            with site.lock:
                site.at_once -= 1

    def _send(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if "Content_Length" not in headers and status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _answer(self) -> None:
        name = self.path.strip("/").partition("/")[0]
        if self.path in self.site.routes:
            kind, body = self.site.routes[self.path]
            etag = f'"{zlib.crc32(body)}"'
            if self.headers["If-None-Match"] == etag:
                self._send(304)
            else:
                self._send(200, body, Content_Type=kind, ETag=etag)
        elif name == "robots.txt":
            self._send(self.site.robots[0], self.site.robots[1].encode())
        elif name == "conditional":
            if self.headers["If-None-Match"] == '"v1"' and self.headers["If-Modified-Since"]:
                self._send(304)
            else:
                self._send(200, PAGE, ETag='"v1"', Last_Modified="Mon, 02 Nov 2026 08:00:00 GMT")
        elif name == "slow":
            time.sleep(6)
        elif name.isdigit():
            self._send(int(name), PAGE)
        elif name == "wait-short":
            self._send(429, b"", Retry_After="1")
        elif name == "wait-long":
            self._send(429, b"", Retry_After="3600")
        elif name == "reset":
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
            self.close_connection = True
        elif name == "half-gzip":
            self._send(200, WHOLE_GZIP[: len(WHOLE_GZIP) // 2], Content_Encoding="gzip")
        elif name == "gzip":
            self._send(200, WHOLE_GZIP, Content_Encoding="gzip")
        elif name == "bomb":
            self._send(200, gzip.compress(b"\0" * 30_000_000), Content_Encoding="gzip")
        elif name == "cut":
            self._send(200, PAGE[:40], Content_Length="5000")
            self.close_connection = True
        elif name == "loop":
            self._send(302, b"", Location="/loop")
        elif name == "moved":
            self._send(301, b"", Location="/page/there")
        elif name == "private":
            self._send(302, b"", Location="http://10.0.0.1/secret")
        elif name == "endless":
            self.send_response(200)
            self.end_headers()
            for _ in range(20_000):
                self.wfile.write(b"x" * 10_000)
        elif name == "drip":
            self.send_response(200)
            self.end_headers()
            for _ in range(60):
                self.wfile.write(b"x")
                time.sleep(0.1)
        else:
            self._send(200, PAGE, Content_Type="text/html; charset=utf-8")
