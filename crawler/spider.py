"""The one generic spider, and the child process it runs in (``python -m crawler.spider``).

Reads a job (options and requests, JSON) from standard input and writes one frame a request to standard
output. The rules every request passes are in crawler/politeness.py. Ends when its parent is gone.
"""

from __future__ import annotations

import asyncio
import ctypes
import email.utils
import json
import logging
import os
import queue
import re
import signal
import sys
import threading
import time
from collections import defaultdict, deque
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.crawler import CrawlerProcess
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.failures import name_of
from crawler.fetch import FRAME
from crawler.politeness import PublicOnly, PublicResolver, Refreshed, Robots, Whole
from models.problems import of_status

SHORT_WAIT_S = 15.0  # a Retry-After up to this is waited out; a longer one ends the host's turn
SILENT_TRIES = 3  # a host that gives no answer so often in a row is left for the next pass
FRAMES_WAITING = 400  # pages held while the parent is busy; beyond, the child waits too
_SILENT = frozenset({"timeout", "dns", "unreachable", "tls", "robots_unavailable"})
_NOT_ASKED = frozenset({"robots_blocked", "private_address", "bad_url"})


class PageSpider(Spider):
    """Fetches the pages of one job, each host's one after the other, and reports each as a frame."""

    name = "pages"

    def __init__(self, job: dict[str, Any], out: Frames, **kwargs: Any):
        super().__init__(**kwargs)
        self.rows: list[dict[str, Any]] = job["requests"]
        self.out = out
        self.longest_delay_s = float(job["options"]["max_crawl_delay_s"])
        self.turn_ends = time.monotonic() + float(job["options"]["turn_s"])
        self.waiting: dict[str, deque[int]] = defaultdict(deque)
        self.silent: dict[str, int] = defaultdict(int)
        for index, row in enumerate(self.rows):
            self.waiting[_host(row["url"])].append(index)

    async def start(self) -> AsyncIterator[Request]:
        for host in list(self.waiting):
            for request in self._next(host):
                yield request

    def _next(self, host: str) -> list[Request]:
        """The host's next request, or none; addresses that are none are reported on the way."""
        waiting = self.waiting[host]
        while waiting:
            index = waiting.popleft()
            row = self.rows[index]
            headers = {"Accept-Language": "vi,en;q=0.8"}
            if row["etag"]:
                headers["If-None-Match"] = row["etag"]
            if row["last_modified"]:
                headers["If-Modified-Since"] = row["last_modified"]
            meta: dict[str, Any] = {"index": index, "host": host}
            try:
                request = Request(
                    row["url"], headers=headers, meta=meta, callback=self.page, errback=self.failed, dont_filter=True
                )
            except ValueError as err:
                self.out.report(index, row["url"], problem="bad_url", detail=str(err))
                continue
            return [request]
        return []

    def _leave(
        self,
        host: str,
        problem: str,
        after: float | None,
        detail: str = "not asked for: the host answered no earlier request of this pass",
    ) -> None:
        """Report what is left of a host without asking for it."""
        for index in self.waiting[host]:
            self.out.report(index, self.rows[index]["url"], problem=problem, detail=detail, retry_after=after)
        self.waiting[host].clear()

    async def page(self, response: Response) -> AsyncIterator[Request]:
        host, status = response.meta["host"], response.status
        problem = of_status(status)
        if 300 <= status < 400 and status != 304:
            problem = "redirect_loop"
        after = retry_after(header(response, "Retry-After"))
        self.out.report(
            response.meta["index"],
            response.url,
            status=status,
            body=response.body if problem is None else b"",
            problem=problem,
            detail=f"HTTP {status}" if problem else self._too_slow(response),
            content_type=header(response, "Content-Type") or "",
            etag=header(response, "ETag"),
            last_modified=header(response, "Last-Modified"),
            retry_after=after,
            max_age=max_age(header(response, "Cache-Control"), header(response, "Expires")),
            elapsed=float(response.meta.get("download_latency", 0.0)),
        )
        self.silent[host] = 0
        if status == 429 or (status == 503 and after is not None):
            if after is None or after > SHORT_WAIT_S:
                self._leave(host, str(problem), after)
            else:
                await asyncio.sleep(after)
        await self._crawl_delay(host, response.meta)
        for request in self._next(host):
            yield request

    def _too_slow(self, response: Response) -> str:
        """Says so where robots.txt asks for more patience than we have."""
        asked = response.meta.get("crawl_delay", 0.0)
        if asked <= self.longest_delay_s:
            return ""
        return f"robots.txt: Crawl-delay {asked:g} s; {self.longest_delay_s:g} s are kept"

    async def _crawl_delay(self, host: str, meta: dict[str, Any]) -> None:
        """Wait as robots.txt asks before the host's next page; where the turn would end first, leave the rest."""
        wait = min(float(meta.get("crawl_delay", 0.0)), self.longest_delay_s)
        if wait == 0 or not self.waiting[host]:
            return
        if time.monotonic() + wait > self.turn_ends:
            self._leave(host, "crawl_delay", None, f"not asked for in this pass: Crawl-delay {wait:g} s")
        else:
            await asyncio.sleep(wait)

    async def failed(self, failure: Failure) -> AsyncIterator[Request]:
        request: Request = failure.request  # type: ignore[attr-defined]
        host, problem = request.meta["host"], name_of(failure.value)
        detail = str(failure.value)[:300]
        if problem == "dns" and detail.rstrip(".").rpartition(" ")[2] in PublicResolver.refused:
            problem, detail = "private_address", f"the name leads to a private address: {detail}"[:300]
        self.out.report(request.meta["index"], request.url, problem=problem, detail=detail)
        self.silent[host] = self.silent[host] + 1 if problem in _SILENT else 0
        if self.silent[host] >= SILENT_TRIES:
            self._leave(host, problem, None)
        if problem not in _NOT_ASKED:
            await self._crawl_delay(host, request.meta)
        for following in self._next(host):
            yield following


class Frames:
    """Writes frames to standard output from a thread of its own, so that a busy parent does not stop the
    reactor (whose timeouts would then fire for pages that arrived in time)."""

    def __init__(self) -> None:
        self._frames: queue.Queue[bytes | None] = queue.Queue(FRAMES_WAITING)
        self._thread = threading.Thread(target=self._write, daemon=True)
        self._thread.start()

    def report(self, index: int, url: str, *, body: bytes = b"", **head: Any) -> None:
        """One frame for one request."""
        now = datetime.now(UTC).isoformat()
        full = {"status": 0, "content_type": "", **head, "index": index, "url": url, "fetched_at": now}
        encoded = json.dumps(full).encode()
        self._frames.put(FRAME.pack(len(encoded), len(body)) + encoded + body)

    def close(self) -> None:
        """Wait until all is written."""
        self._frames.put(None)
        self._thread.join()

    def _write(self) -> None:
        out = sys.stdout.buffer
        try:
            while (frame := self._frames.get()) is not None:
                out.write(frame)
                out.flush()
        except OSError:  # the parent is gone
            os._exit(1)


def _host(url: str) -> str:
    try:
        return urlsplit(url).netloc.lower()
    except ValueError:
        return ""


def header(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return None if value is None else value.decode("latin-1")


def retry_after(value: str | None) -> float | None:
    """Retry-After in seconds from now, from either of its two forms; None where it is neither."""
    if value is None:
        return None
    if value.strip().isascii() and value.strip().isdigit():
        return float(value.strip()[:9])
    try:
        moment = email.utils.parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())


def max_age(cache_control: str | None, expires: str | None) -> float | None:
    """For how many seconds the answer is fresh; 0 where it must not be kept, None where nothing is said."""
    said = (cache_control or "").lower()
    if "no-cache" in said or "no-store" in said:
        return 0.0
    age = re.search(r"(?:^|[\s,])max-age\s*=\s*\"?([0-9]{1,9})", said)
    if age is not None:
        return float(age[1])
    return None if expires is None or expires.strip().isdigit() else retry_after(expires)


def scrapy_settings(options: dict[str, Any]) -> dict[str, Any]:
    return {
        "USER_AGENT": options["user_agent"],
        "ROBOTSTXT_OBEY": True,
        "CONCURRENT_REQUESTS": options["max_hosts_at_once"],
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "DOWNLOAD_DELAY": options["delay_s"],
        "DOWNLOAD_TIMEOUT": options["timeout_s"],
        "DNS_TIMEOUT": min(10.0, options["timeout_s"]),
        "DOWNLOAD_MAXSIZE": options["max_bytes"],
        "DOWNLOAD_WARNSIZE": 0,
        "DOWNLOAD_FAIL_ON_DATALOSS": False,
        "REDIRECT_MAX_TIMES": options["max_redirects"],
        "RETRY_ENABLED": False,
        "COOKIES_ENABLED": False,
        "TELNETCONSOLE_ENABLED": False,
        "LOG_ENABLED": False,
        "LOG_INSTALL_ROOT_HANDLER": False,
        "HTTPERROR_ALLOW_ALL": True,
        "TWISTED_DNS_RESOLVER": PublicResolver,
        "CONCURRENT_ITEMS": 1,  # workers made for each answer, of which a callback here needs one
        "WARN_ON_GENERATOR_RETURN_VALUE": False,
        "DOWNLOADER_STATS": False,
        "DOWNLOAD_HANDLERS": dict.fromkeys(("data", "file", "ftp", "s3")),
        "DOWNLOADER_MIDDLEWARES": {
            PublicOnly: 10,
            "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
            "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
            Robots: 100,
            "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
            "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,
            Refreshed: 580,
            Whole: 595,  # between the compression middleware (590) and the network
        },
        "SPIDER_MIDDLEWARES_BASE": {},  # no depth, no length, and no Referer: pages do not lead to one another
        "EXTENSIONS_BASE": {},
    }


def die_with(parent: int) -> None:
    """On Linux, be killed when the parent ends; elsewhere a broken pipe ends the child."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
        if os.getppid() != parent:
            os._exit(1)


def main() -> None:
    job = json.load(sys.stdin.buffer)
    die_with(job["parent"])
    PublicResolver.allow_hosts = PublicOnly.allow_hosts = tuple(job["options"]["allow_hosts"])
    out = Frames()
    process = CrawlerProcess(scrapy_settings(job["options"]))
    logging.getLogger(RedirectMiddleware.__module__).setLevel(logging.ERROR)  # it would warn that no Referer is sent
    process.crawl(PageSpider, job=job, out=out)
    process.start()
    out.close()


if __name__ == "__main__":
    main()
