"""The whole collection against outlets with every fault: each is named, none stops the others, nothing is lost or doubled."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import yaml

from config.settings import load_settings
from models.problems import words
from models.rows import HealthState, SourceHealth
from pipeline.bootstrap import App, build
from pipeline.collect import Collected, collect
from pipeline.meter import Silent
from tests.bench.site import NOW, page, path_of, text_of
from tests.crawler.faulty import FaultySite

BOUND_S = 90.0  # of a whole pass; about fifteen seconds on an idle machine
HTML = "text/html; charset=utf-8"
XML = "application/xml"
EMPTY_FEED = b'<?xml version="1.0"?><rss version="2.0"><channel><title>x</title><link>/</link></channel></rss>'
WALL = b"<html><head><script src='/a.js'></script></head><body><noscript>Please enable JavaScript</noscript></body></html>"
CHECK = b"<html><head><title>Just a moment...</title></head><body>Checking your browser. Captcha.</body></html>"
BOMB = (
    '<!DOCTYPE rss [<!ENTITY a0 "ha">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    + "]><rss><channel><item><title>&a11;</title><description>&a11;</description></item></channel></rss>"
).encode()
MANY = "".join(f'<a href="/ngoai/tin-trong-ngay-{n}">tin</a>' for n in range(100_000)).encode()  # beyond 1 MB

# Source: path, kind, and the problem it is reported with (None: it is well).
SOURCES: dict[str, tuple[str, str, str | None]] = {
    "slow": ("/slow", "feed", "timeout"),
    "drip": ("/drip", "feed", "timeout"),
    "wait": ("/wait-long", "feed", "http_429"),
    "error": ("/500", "feed", "http_5xx"),
    "gone": ("/404", "feed", "http_404"),
    "closed": ("/403", "feed", "http_403"),
    "reset": ("/reset", "feed", "reset"),
    "half": ("/half-gzip", "feed", "bad_encoding"),
    "cut": ("/cut", "feed", "truncated"),
    "loop": ("/loop", "feed", "redirect_loop"),
    "endless": ("/endless", "sitemap", "too_large"),
    "gzip-bomb": ("/bomb", "feed", "too_large"),
    "private": ("/private", "listing", "private_address"),
    "html": ("/page", "feed", "html_instead_of_feed"),
    "html-map": ("/page", "sitemap", "html_instead_of_feed"),
    "robots": ("/feed.xml", "feed", "robots_blocked"),
    "robots-error": ("/feed.xml", "feed", "robots_unavailable"),
    "wall": ("/wall", "feed", "javascript_wall"),
    "check": ("/check", "feed", "robot_check"),
    "many": ("/many", "listing", "too_large"),
    "deep": ("/deep", "listing", "no_links"),
    "entities": ("/entities", "feed", None),
    "empty": ("/empty", "feed", None),
    "mixed": ("/feed.xml", "feed", None),
    "well": ("/feed.xml", "feed", None),
    "latin": ("/latin", "feed", None),
}
ROUTES = {
    "/wall": (HTML, WALL), "/check": (HTML, CHECK), "/many": (HTML, MANY), "/empty": (XML, EMPTY_FEED),
    "/deep": (HTML, b"<html><body>" + b"<div>" * 60_000), "/entities": (XML, BOMB),
}  # fmt: skip
ROBOTS = {"robots": (200, "User-agent: *\nDisallow: /"), "robots-error": (503, ""), "mixed": (200, "User-agent: *\nDisallow: /closed")}

# Articles of the outlet "mixed": path and the counter each ends in (None: stored).
ARTICLES: dict[str, str | None] = {
    path_of(0, 0): None, "/reset/tin-1": "reset", "/500/tin-2": "http_5xx", "/half-gzip/tin-3": "bad_encoding",
    path_of(0, 1): None, "/loop/tin-4": "redirect_loop", "/endless/tin-5": "too_large", "/bomb/tin-6": "too_large",
    "/private/tin-7": "private_address", "/closed/tin-8": "robots_blocked", "/404/tin-9": "http_404", "/slow/tin-10": "timeout",
    "/wait-short/tin-11": "http_429", path_of(0, 2): None, "/deep": "not_an_article", "/wall": "not_an_article",
    "/cut/tin-12": "truncated", path_of(0, 3): None,
}  # fmt: skip
WELL = 25


@dataclass(frozen=True)
class Web:
    """All outlets, and the application that reads them."""

    sites: dict[str, FaultySite]
    app: App

    def health(self) -> dict[str, SourceHealth]:
        with self.app.store.read() as tx:
            return {row.source_id: row for row in tx.sources.health(NOW)}


def feed_of(base: str, paths: list[str]) -> bytes:
    items = "".join(f"<item><title>Tin {n}</title><link>{base}{path}</link></item>" for n, path in enumerate(paths))
    return f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>x</title>{items}</channel></rss>'.encode()


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    folder = tmp_path_factory.mktemp("faults")
    (folder / "sources").mkdir()
    with ExitStack() as stack:
        sites = {name: stack.enter_context(FaultySite(ROBOTS.get(name, (404, "")))) for name in SOURCES}
        for name, site in sites.items():
            site.routes |= ROUTES
            path, kind, _ = SOURCES[name]
            source = {"id": name, "kind": kind, "url": site.base + path, "language": "vi"}
            row = {
                "id": f"bao-{name}", "name": f"Báo {name}", "kind": "press", "homepage": site.base + "/",
                "language": "vi", "country": "VN", "sources": [source],
            }  # fmt: skip
            (folder / "sources" / f"{name}.yaml").write_text(yaml.safe_dump(row, allow_unicode=True), "utf-8")
        well, mixed, latin = sites["well"], sites["mixed"], sites["latin"]
        well.routes["/feed.xml"] = (XML, feed_of(well.base, [path_of(1, n) for n in range(WELL)]))
        well.routes |= {path_of(1, n): (HTML, page(1, n, well.base)) for n in range(WELL)}
        mixed.routes["/feed.xml"] = (XML, feed_of(mixed.base, list(ARTICLES)))
        mixed.routes |= {path_of(0, n): (HTML, page(0, n, mixed.base)) for n in range(4)}
        # The feed and the page both say latin-1 and are UTF-8.
        listed = feed_of(latin.base, [path_of(2, 0)]).replace(b"utf-8", b"iso-8859-1").replace(b"Tin 0", "Tiếng của bến".encode())
        latin.routes["/latin"] = ("application/xml; charset=iso-8859-1", listed)
        latin.routes[path_of(2, 0)] = ("text/html; charset=iso-8859-1", page(2, 0, latin.base))
        changes = {
            "data_dir": str(folder / "store"), "sources_dir": str(folder / "sources"), "download_delay_s": 0,
            "fetch_timeout_s": 2, "max_page_bytes": 1_000_000, "max_entry_attempts": 2, "contact": "toasoan@example.vn",
            "allow_hosts": [urlsplit(site.base).netloc for site in sites.values()],
        }  # fmt: skip
        app = build(load_settings(None, {}, changes), lambda: NOW)
        yield Web(sites, app)
        app.store.close()


@pytest.fixture(scope="module")
def first(web: Web) -> tuple[Collected, float]:
    begun = time.monotonic()
    return collect(web.app, Silent(), Silent()), time.monotonic() - begun


def test_every_source_is_reported_for_what_it_is(web: Web, first: tuple[Collected, float]) -> None:
    collected, _ = first
    assert dict(collected.failed) == {name: problem for name, (_, _, problem) in SOURCES.items() if problem}
    health = web.health()
    assert {name: row.last_problem for name, row in health.items()} == {name: row[2] for name, row in SOURCES.items()}
    for name, (_, _, problem) in SOURCES.items():
        if problem is not None:
            assert health[name].state in (HealthState.FAILING, HealthState.BLOCKED), name
            assert health[name].reason.vi and health[name].reason.en
            assert words(problem).vi != problem != words(problem).en
    assert {name for name, row in health.items() if row.state is HealthState.BLOCKED} == {"robots", "closed", "check"}
    assert health["empty"].state is HealthState.QUIET, "empty but valid is no fault, and not well either"
    assert health["well"].state is HealthState.OK


def test_no_fault_holds_up_the_others(web: Web, first: tuple[Collected, float]) -> None:
    assert first[1] < BOUND_S
    asked = web.sites["well"].asked
    assert asked[-1][1] - asked[0][1] < BOUND_S / 2
    assert web.sites["well"].most_at_once == 1


def test_a_retry_after_is_kept(web: Web, first: tuple[Collected, float]) -> None:
    again = web.health()["wait"].next_poll_at
    assert again is not None and again >= NOW + timedelta(hours=1)


def test_every_page_ends_under_its_name(web: Web, first: tuple[Collected, float]) -> None:
    with web.app.store.read() as tx:
        counters = dict(tx.entries.counters(NOW - timedelta(hours=1), "mixed"))
    wanted: dict[str, int] = {}
    for counter in filter(None, ARTICLES.values()):
        wanted[counter] = wanted.get(counter, 0) + 1
    assert counters == wanted
    assert stored(web, "mixed") == sorted(path for path, counter in ARTICLES.items() if counter is None)
    assert stored(web, "well") == sorted(path_of(1, n) for n in range(WELL))


def test_a_wrong_charset_is_seen_through(web: Web, first: tuple[Collected, float]) -> None:
    with web.app.store.read() as tx:
        (article,) = [a for a in tx.articles.in_window(NOW - timedelta(days=9)) if a.outlet == "Báo latin"]
    title, _, paragraphs, _ = text_of(2, 0)
    assert article.title == title and paragraphs[3] in article.text


def test_what_is_forbidden_was_never_asked_for(web: Web, first: tuple[Collected, float]) -> None:
    assert web.sites["robots"].paths() == ["/robots.txt"]
    assert not any(path.startswith("/closed") for path in web.sites["mixed"].paths())
    assert all("toasoan@example.vn" in agent for site in web.sites.values() for agent in site.agents)


def test_later_passes_lose_and_double_nothing(web: Web, first: tuple[Collected, float]) -> None:
    before = {name: stored(web, name) for name in SOURCES}
    for site in web.sites.values():
        site.asked.clear()
    pages = list(ARTICLES)
    healed = {**web.sites["mixed"].routes}
    healed |= {"/500/tin-2": (HTML, page(0, 7, web.sites["mixed"].base).replace(path_of(0, 7).encode(), b"/500/tin-2"))}
    web.sites["mixed"].routes.update(healed)
    later = replace(web.app, clock=lambda: NOW + timedelta(minutes=40))
    collected = collect(later, Silent(), Silent())
    after = {name: stored(web, name) for name in SOURCES}
    before["mixed"] = sorted([*before["mixed"], "/500/tin-2"])
    assert after == before, "a page that answers at last is stored, and no other changes"
    assert (collected.stored, collected.revised) == (1, 0)
    with web.app.store.read() as tx:
        states = tx.entries.counts()
    assert sum(states.values()) == len(pages) + WELL + 1, "every entry is still there, once"
    assert states["pending"] == 1, "each ended under its name at its last attempt; the one asked to slow down has more"
    assert not set(web.sites["well"].paths()) & {path_of(1, n) for n in range(WELL)}, "no stored page was fetched again"


def stored(web: Web, source: str) -> list[str]:
    """Paths of the outlet's stored articles; a doubled one would be in twice."""
    with web.app.store.read() as tx:
        found = tx.articles.in_window(NOW - timedelta(days=30))
    return sorted(urlsplit(article.url).path for article in found if article.outlet == f"Báo {source}")
