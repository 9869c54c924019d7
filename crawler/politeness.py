"""The rules every request passes: only public addresses, only what robots.txt allows, only whole answers."""

from __future__ import annotations

import asyncio
import re
import zlib
from collections.abc import Collection
from typing import Any, ClassVar
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.redirect import MetaRefreshMiddleware
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest, NotSupported
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from scrapy.resolver import CachingThreadedResolver
from scrapy.robotstxt import RobotParser
from scrapy.utils.misc import build_from_crawler
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError

from crawler.addresses import check_public, is_public_ip

_START = 16_384  # bytes: no encoding makes the 4,096 characters that Scrapy looks at longer
_REFRESH = re.compile(rb"refresh", re.I)


class PrivateAddress(IgnoreRequest):
    """The request leads to an address that is not on the open internet."""


class RobotsUnavailable(IgnoreRequest):
    """The outlet's robots.txt has a server error: nothing may be fetched until it answers (RFC 9309, 2.3.1.4)."""


class Truncated(IgnoreRequest):
    """The answer ended before its end."""


class BrokenEncoding(IgnoreRequest):
    """The compressed answer cannot be unpacked to its end."""


class PublicResolver(CachingThreadedResolver):
    """Resolves names, and refuses a name that leads to a private address.

    The address that was checked is the one connected to, so a name that changes its answer gains nothing.
    Twisted makes every refusal a failed lookup: ``refused`` keeps the names, that they can be told apart.
    """

    allow_hosts: Collection[str] = ()
    refused: ClassVar[set[str]] = set()

    def getHostByName(self, name: str, timeout: Any = ()) -> Deferred[str]:
        found = super().getHostByName(name, timeout)
        found.addCallback(self._only_public, name)
        return found

    def _only_public(self, address: str, name: str) -> str:
        listed = {entry.rsplit(":", 1)[0] if entry.count(":") == 1 else entry for entry in self.allow_hosts}
        if name in listed or is_public_ip(address):
            return address
        self.refused.add(name)
        raise DNSLookupError(f"private address: {name} is {address}")


class PublicOnly:
    """Downloader middleware: refuses private addresses before each request, also after a redirect."""

    allow_hosts: Collection[str] = ()

    def process_request(self, request: Request) -> None:
        if not request.url.startswith(("http://", "https://")):
            raise NotSupported(f"only http(s): {request.url[:200]}")
        reason = check_public(request.url, self.allow_hosts)
        if reason is not None:
            raise PrivateAddress(reason.en)
        request.meta["download_slot"] = urlsplit(request.url).netloc  # one request a host and port at a time


class Whole:
    """Downloader middleware, before decompression: refuses answers that were cut off.

    A page with a wrong Content-Length that still ends in ``</html>`` or the like passes.
    """

    def process_response(self, request: Request, response: Response) -> Response:
        encoding = (response.headers.get("Content-Encoding") or b"").strip().lower()
        if encoding in (b"gzip", b"x-gzip") and response.body and not _gzip_ends(response.body):
            raise BrokenEncoding("the gzip data end too early or are none")
        ends_well = response.body.rstrip()[-16:].endswith((b"</html>", b"</rss>", b"</feed>", b"</urlset>"))
        if "dataloss" in response.flags and encoding == b"" and not ends_well:
            raise Truncated(f"cut off after {len(response.body)} bytes")
        return response


class Refreshed(MetaRefreshMiddleware):
    """Follows a page's own redirect (meta refresh). A page without that word is not decoded to look for one."""

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        start = response.body[:_START]
        if 0 not in start and _REFRESH.search(start) is None:
            return response
        return super().process_response(request, response)


def _gzip_ends(body: bytes) -> bool:
    unpacker = zlib.decompressobj(31)
    rest = body
    try:
        while rest and not unpacker.eof:  # 1 MB at a time: nothing of a bomb is kept
            unpacker.decompress(rest, 1 << 20)
            rest = unpacker.unconsumed_tail
    except zlib.error:
        return False
    return unpacker.eof


def crawl_delay(rules: RobotParser | None, user_agent: str) -> float:
    """The seconds between two pages that robots.txt asks of us; 0 where it asks for none."""
    try:
        asked = None if rules is None else rules.rp.crawl_delay(user_agent)  # type: ignore[attr-defined]
    except (AttributeError, ValueError, OverflowError):  # another parser than Scrapy's default, or no number
        return 0.0
    return max(0.0, float(asked or 0.0))


class Robots(RobotsTxtMiddleware):
    """robots.txt by RFC 9309: asked once a site; missing (4xx) allows all; a server error allows nothing.

    Where the site does not answer at all, its pages fail with that same reason and are not tried one by one.
    (Scrapy's own reads a 500 page as rules, allows all on a timeout, and with several requests awaiting one
    answer lets through all but the first.)
    """

    def __init__(self, crawler: Crawler):
        super().__init__(crawler)
        self._locks: dict[str, asyncio.Lock] = {}
        self._known: dict[str, RobotParser | Exception | None] = {}

    async def robot_parser(self, request: Request) -> RobotParser | None:
        parts = urlsplit(request.url)
        site = f"{parts.scheme}://{parts.netloc}"
        async with self._locks.setdefault(site, asyncio.Lock()):
            if site not in self._known:
                self._known[site] = await self._ask(site)
        known = self._known[site]
        if isinstance(known, Exception):
            raise known.with_traceback(None)
        request.meta["crawl_delay"] = crawl_delay(known, self._default_useragent)
        return known

    async def _ask(self, site: str) -> RobotParser | Exception | None:
        assert self.crawler.engine is not None
        meta = {"dont_obey_robotstxt": True}
        request = Request(f"{site}/robots.txt", priority=self.DOWNLOAD_PRIORITY, meta=meta, callback=NO_CALLBACK)
        try:
            response = await self.crawler.engine.download_async(request)
        except IgnoreRequest:  # a redirect loop, a refused redirect, a broken file: as if there were none
            return None
        except Exception as err:  # of the network: dns, timeout, reset; the page's own failure
            return err
        if response.status >= 500 or response.status == 429:
            return RobotsUnavailable(f"{site}/robots.txt: HTTP {response.status}")
        if not 200 <= response.status < 300:
            return None
        return build_from_crawler(self._parserimpl, self.crawler, response.body)
