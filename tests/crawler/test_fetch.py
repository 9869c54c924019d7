"""The real fetching process against a real server with faults."""

from __future__ import annotations

import itertools
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from crawler.addresses import check_public, is_public_ip
from crawler.fetch import FetchOptions, fetch
from models.problems import words
from models.records import FetchRequest, Page
from tests.crawler.faulty import PAGE, FaultySite

OPTIONS = FetchOptions(
    user_agent="DoiChieuTest/1.0 (+mailto:desk@example.vn)", timeout_s=2.0, delay_s=0.0, max_bytes=1_000_000,
    allow_hosts=("127.0.0.1",),
)  # fmt: skip


def got(urls: Sequence[str], options: FetchOptions = OPTIONS) -> dict[str, Page]:
    pages = list(fetch([FetchRequest(url, key=url) for url in urls], options))
    assert len(pages) == len(urls), "every request comes back exactly once"
    return {page.request.url: page for page in pages}


FAULTS = {
    "/slow": "timeout", "/drip": "timeout", "/500": "http_5xx", "/404": "http_404", "/410": "http_410",
    "/403": "http_403", "/418": "http_4xx", "/reset": "reset", "/half-gzip": "bad_encoding", "/cut": "truncated",
    "/bomb": "too_large", "/endless": "too_large", "/loop": "redirect_loop", "/private": "private_address",
    "/page": None, "/gzip": None, "/moved": None,
}  # fmt: skip


def test_each_fault_is_named_and_none_stops_the_others() -> None:
    with FaultySite() as site, FaultySite() as healthy:
        begun = time.monotonic()
        faulty = [site.base + path for path in FAULTS]
        pages = got([*faulty, *(f"{healthy.base}/page/{n}" for n in range(20))])
        assert time.monotonic() - begun < 30
        named = {path: pages[site.base + path].problem for path in FAULTS}
        assert named == FAULTS
        assert all(pages[f"{healthy.base}/page/{n}"].body == PAGE for n in range(20))
        assert pages[site.base + "/gzip"].body == PAGE * 50
        assert pages[site.base + "/moved"].url == site.base + "/page/there"
        assert site.agents == {OPTIONS.user_agent}
        assert all(words(problem).vi != problem for problem in FAULTS.values() if problem)


def test_conditional_get() -> None:
    with FaultySite() as site:
        first = got([site.base + "/conditional"])[site.base + "/conditional"]
        assert first.problem is None and first.etag == '"v1"'
        request = FetchRequest(site.base + "/conditional", "again", first.etag, first.last_modified)
        (second,) = fetch([request], OPTIONS)
        assert (second.problem, second.status, second.body) == ("not_modified", 304, b"")


def test_robots_rules_are_obeyed_and_asked_once() -> None:
    with FaultySite((200, "User-agent: *\nDisallow: /closed\n")) as site:
        pages = got([f"{site.base}{path}" for path in ("/closed/a", "/open", "/closed/b")])
        named = {url.removeprefix(site.base): page.problem for url, page in pages.items()}
        assert named == {"/closed/a": "robots_blocked", "/open": None, "/closed/b": "robots_blocked"}
        assert site.paths().count("/robots.txt") == 1
        assert not any(path.startswith("/closed") for path in site.paths())


def test_robots_with_a_server_error_means_wait() -> None:
    with FaultySite((503, "")) as site:
        pages = got([f"{site.base}/page/{n}" for n in range(6)])
        assert {page.problem for page in pages.values()} == {"robots_unavailable"}
        assert site.paths() == ["/robots.txt"]


def test_a_short_retry_after_is_waited_out() -> None:
    with FaultySite() as site:
        pages = got([site.base + "/wait-short", site.base + "/page"])
        assert pages[site.base + "/wait-short"].problem == "http_429"
        assert pages[site.base + "/page"].problem is None
        times = dict(site.asked)
        assert times["/page"] - times["/wait-short"] >= 1.0


def test_a_long_retry_after_ends_the_hosts_turn() -> None:
    with FaultySite() as site:
        pages = got([site.base + "/wait-long", *(f"{site.base}/page/{n}" for n in range(5))])
        assert {page.problem for page in pages.values()} == {"http_429"}
        assert all(page.retry_after == 3600.0 for page in pages.values())
        assert site.paths() == ["/robots.txt", "/wait-long"]


def test_a_silent_host_is_left_after_three_tries() -> None:
    with FaultySite() as site:
        begun = time.monotonic()
        options = FetchOptions(timeout_s=0.5, delay_s=0, allow_hosts=("127.0.0.1",))
        pages = got([f"{site.base}/slow/{n}" for n in range(40)], options)
        assert {page.problem for page in pages.values()} == {"timeout"}
        assert time.monotonic() - begun < 15


def test_the_delay_is_kept() -> None:
    with FaultySite() as site:
        got([f"{site.base}/page/{n}" for n in range(3)], FetchOptions(delay_s=0.6, allow_hosts=("127.0.0.1",)))
        times = [at for _, at in site.asked]
        assert min(b - a for a, b in itertools.pairwise(times)) >= 0.25  # Scrapy varies it by half


def test_the_crawl_delay_of_robots_is_kept() -> None:
    with FaultySite((200, "User-agent: *\nCrawl-delay: 0.7\nDisallow: /closed\n")) as site:
        closed = [f"{site.base}/closed/{n}" for n in range(20)]
        got([*closed, *(f"{site.base}/page/{n}" for n in range(3))])
        times = [at for path, at in site.asked if path.startswith("/page")]
        assert min(b - a for a, b in itertools.pairwise(times)) >= 0.65
        assert times[-1] - times[0] < 6, "pages that were never asked for need no pause"


def test_a_crawl_delay_beyond_the_cap_is_said() -> None:
    with FaultySite((200, "User-agent: *\nCrawl-delay: 86400\n")) as site:
        options = replace(OPTIONS, max_crawl_delay_s=0.2)
        pages = got([f"{site.base}/page/{n}" for n in range(3)], options)
        assert {(page.problem, page.detail) for page in pages.values()} == {
            (None, "robots.txt: Crawl-delay 86400 s; 0.2 s are kept")
        }


def test_a_slow_host_gives_up_its_turn_and_loses_nothing() -> None:
    with FaultySite((200, "User-agent: *\nCrawl-delay: 5\n")) as site, FaultySite() as other:
        begun = time.monotonic()
        urls = [*(f"{site.base}/page/{n}" for n in range(50)), f"{other.base}/page"]
        pages = got(urls, replace(OPTIONS, turn_s=3.0))
        assert time.monotonic() - begun < 20
        assert pages[f"{site.base}/page/0"].problem is None and pages[f"{other.base}/page"].problem is None
        assert {pages[url].problem for url in urls[1:50]} == {"crawl_delay"}


def test_a_name_that_leads_to_a_private_address_is_refused() -> None:
    name = socket.gethostname()
    try:
        address = socket.gethostbyname(name)
    except OSError:
        pytest.skip("this machine's own name does not resolve")
    if is_public_ip(address) or check_public(f"http://{name}/") is not None:
        pytest.skip("this machine's own name does not lead to a private address")
    assert got([f"http://{name}:9/"], FetchOptions(delay_s=0))[f"http://{name}:9/"].problem == "private_address"


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("http://127.0.0.1:9/", "private_address"),
        ("http://localhost/", "private_address"),
        ("http://[::1]/", "private_address"),
        ("http://2130706433/", "private_address"),
        ("http://169.254.169.254/latest", "private_address"),
        ("ftp://example.vn/x", "bad_url"),
        ("không phải địa chỉ", "bad_url"),
    ],
)
def test_private_addresses_are_refused(url: str, problem: str) -> None:
    assert got([url], FetchOptions())[url].problem == problem


def test_hundreds_of_addresses_over_many_hosts() -> None:
    sites = [FaultySite() for _ in range(8)]
    for site in sites:
        site.__enter__()
    try:
        pages = got([f"{site.base}/page/{n}" for n in range(30) for site in sites])
        assert {page.problem for page in pages.values()} == {None}
        assert all(site.most_at_once == 1 for site in sites)
    finally:
        for site in sites:
            site.__exit__(None, None, None)


def test_a_killed_child_loses_no_request() -> None:
    with FaultySite() as site:
        pages = fetch(
            [FetchRequest(f"{site.base}/page/{n}", str(n)) for n in range(30)],
            FetchOptions(delay_s=0.3, allow_hosts=("127.0.0.1",)),
        )
        first = next(pages)
        assert first.problem is None
        for child in _children(os.getpid()):
            os.kill(child, signal.SIGKILL)
        rest = list(pages)
        assert sorted(int(page.request.key) for page in [first, *rest]) == list(range(30))
        assert rest[-1].problem == "crawler_died"


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_the_child_does_not_outlive_its_parent() -> None:
    with FaultySite() as site:
        code = (
            "from crawler.fetch import *; from models.records import FetchRequest as R\n"
            f"for page in fetch([R('{site.base}/page/%d' % n, '') for n in range(200)],"
            " FetchOptions(delay_s=0.3, allow_hosts=('127.0.0.1',))): print(page.url, flush=True)"
        )
        parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
        assert parent.stdout is not None and parent.stdout.readline()
        children = _children(parent.pid)
        assert children
        parent.kill()
        parent.wait()
        deadline = time.monotonic() + 5
        while time.monotonic() < deadline and any(map(_alive, children)):
            time.sleep(0.05)
        assert not any(map(_alive, children))


def _children(pid: int) -> list[int]:
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                parent = (folder / "stat").read_text().rpartition(")")[2].split()[1]
                if parent == str(pid) and "crawler.spider" in (folder / "cmdline").read_text():
                    found.append(int(folder.name))
            except OSError:
                continue
    return found


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in ("Z", "X")
    except OSError:
        return False
