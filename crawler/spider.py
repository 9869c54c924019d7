"""The one generic spider, and the child process it runs in (``python -m crawler.spider``).

Reads a job (options and requests, JSON) from standard input and writes one frame a request to standard
output. robots.txt is obeyed, each host gets one request at a time, private addresses are refused also
after redirects and DNS. Ends when its parent is gone.
"""

from __future__ import annotations

import asyncio
import ctypes
import email.utils
import json
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Collection
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.crawler import Crawler, CrawlerProcess
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.resolver import CachingThreadedResolver
from scrapy.robotstxt import RobotParser
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError
from twisted.python.failure import Failure

from crawler.addresses import check_public, is_public_ip
from crawler.fetch import FRAME
from crawler.problems import of_status


class PrivateAddress(IgnoreRequest):
    """The request leads to an address that is not on the open internet."""


class PublicResolver(CachingThreadedResolver):
    """Resolves names, and refuses a name that leads to a private address (DNS rebinding included)."""

    allow_hosts: Collection[str] = ()

    def getHostByName(self, name: str, timeout: Any = ()) -> Deferred[str]:
        found = super().getHostByName(name, timeout)
        found.addCallback(self._only_public, name)
        return found

    def _only_public(self, address: str, name: str) -> str:
        listed = {entry.rsplit(":", 1)[0] if entry.count(":") == 1 else entry for entry in self.allow_hosts}
        if name in listed or is_public_ip(address):
            return address
        raise DNSLookupError(f"private address: {name} is {address}")


class PublicOnly:
    """Downloader middleware: refuses private addresses before each request, also after a redirect."""

    allow_hosts: Collection[str] = ()

    def process_request(self, request: Request) -> None:
        reason = check_public(request.url, self.allow_hosts)
        if reason is not None:
            raise PrivateAddress(reason.en)
        parts = urlsplit(request.url)
        request.meta["download_slot"] = parts.netloc  # one request a host and port at a time


class Robots(RobotsTxtMiddleware):
    """Scrapy's robots.txt middleware, with the requests of a host that wait for its rules made to wait in turn.

    In Scrapy 2.19 several requests awaiting one Deferred get ``None`` for all but the first, and would be let
    through although the rules forbid them.
    """

    def __init__(self, crawler: Crawler):
        super().__init__(crawler)
        self._locks: dict[str, asyncio.Lock] = {}

    async def robot_parser(self, request: Request) -> RobotParser | None:
        async with self._locks.setdefault(urlsplit(request.url).netloc, asyncio.Lock()):
            return await super().robot_parser(request)


class PageSpider(Spider):
    """Fetches the pages of one job and reports each as a frame."""

    name = "pages"

    def __init__(self, job: dict[str, Any], **kwargs: Any):
        super().__init__(**kwargs)
        self.job = job
        self.started: dict[int, float] = {}

    async def start(self) -> AsyncIterator[Request]:
        for index, row in enumerate(self.job["requests"]):
            headers = {"Accept-Language": "vi,en;q=0.8"}
            if row["etag"]:
                headers["If-None-Match"] = row["etag"]
            if row["last_modified"]:
                headers["If-Modified-Since"] = row["last_modified"]
            meta = {"index": index}
            try:
                request = Request(
                    row["url"], headers=headers, meta=meta, callback=self.page, errback=self.failed, dont_filter=True
                )
            except ValueError as err:
                report(index, row["url"], problem="bad_url", detail=str(err))
                continue
            self.started[index] = time.monotonic()
            yield request

    def page(self, response: Response) -> None:
        index = response.meta["index"]
        status = response.status
        problem = of_status(status)
        if 300 <= status < 400 and status != 304:
            problem = "redirect_loop"
        report(
            index,
            response.url,
            status=status,
            body=response.body if problem is None else b"",
            problem=problem,
            detail=f"HTTP {status}" if problem else "",
            content_type=header(response, "Content-Type") or "",
            etag=header(response, "ETag"),
            last_modified=header(response, "Last-Modified"),
            retry_after=retry_after(header(response, "Retry-After")),
            elapsed=time.monotonic() - self.started.get(index, time.monotonic()),
        )

    def failed(self, failure: Failure) -> None:
        request: Request = failure.request  # type: ignore[attr-defined]
        problem = name_of(failure.value)
        report(request.meta["index"], request.url, problem=problem, detail=str(failure.value)[:300])


def name_of(error: BaseException | None) -> str:
    """The problem an exception of Scrapy or Twisted stands for."""
    names = {cls.__name__ for cls in type(error).__mro__} if error is not None else set()
    text = f"{error}".lower()
    if isinstance(error, PrivateAddress) or "private address" in text:
        return "private_address"
    if "robots.txt" in text:
        return "robots_blocked"
    if "max redirections" in text or "redirect" in text:
        return "redirect_loop"
    if names & {"DNSLookupError", "CannotResolveHostError", "UnknownHostError"}:
        return "dns"
    if names & {"TimeoutError", "TCPTimedOutError", "DownloadTimeoutError"} or "timed out" in text or "timeout" in text:
        return "timeout"
    if names & {"DownloadCancelledError", "CancelledError"} or "max size" in text or "larger than" in text:
        return "too_large"
    if "ssl" in text or "certificate" in text or "tls" in text:
        return "tls"
    if names & {"ConnectionRefusedError", "ConnectError", "NoRouteError", "DownloadConnectionRefusedError"}:
        return "unreachable"
    if names & {"BadZipFile", "zlib.error", "error"} and "decompress" in text:
        return "bad_encoding"
    if names & {"UnsupportedURLSchemeError", "NotSupported"}:
        return "bad_url"
    return "reset"


def header(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return None if value is None else value.decode("latin-1")


def retry_after(value: str | None) -> float | None:
    """Retry-After in seconds from now, from either of its two forms; None where it is neither."""
    if value is None:
        return None
    if value.strip().isdigit():
        return float(value)
    try:
        moment = email.utils.parsedate_to_datetime(value)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())


def report(index: int, url: str, *, body: bytes = b"", **head: Any) -> None:
    """One frame for one request on standard output."""
    now = datetime.now(UTC).isoformat()
    full = {"status": 0, "content_type": "", **head, "index": index, "url": url, "fetched_at": now}
    encoded = json.dumps(full).encode()
    sys.stdout.buffer.write(FRAME.pack(len(encoded), len(body)) + encoded + body)
    sys.stdout.buffer.flush()


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
        "DOWNLOADER_MIDDLEWARES": {
            PublicOnly: 10,
            "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
            Robots: 100,
        },
        "EXTENSIONS": {"scrapy.extensions.logstats.LogStats": None, "scrapy.extensions.memusage.MemoryUsage": None},
    }


def die_with_parent() -> None:
    """On Linux, be killed when the parent ends; elsewhere a broken pipe ends the child."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)
        if os.getppid() == 1:
            os.kill(os.getpid(), signal.SIGKILL)


def main() -> None:
    die_with_parent()
    job = json.load(sys.stdin.buffer)
    PublicResolver.allow_hosts = PublicOnly.allow_hosts = tuple(job["options"]["allow_hosts"])
    process = CrawlerProcess(scrapy_settings(job["options"]))
    process.crawl(PageSpider, job=job)
    process.start()


if __name__ == "__main__":
    main()
