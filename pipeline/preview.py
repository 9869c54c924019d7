"""A look at an address an administrator wants to add: what could be polled there, and what would be stored.

Everything is really fetched, politely, and nothing is kept but the summary.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from config.errors import ConfigError
from config.outlet_address import typed_address
from config.outlets import refuse_social
from crawler.addresses import check_public
from crawler.discover import (
    Candidate,
    Discovery,
    Found,
    best_children,
    discover,
    feed_home,
    listed_feeds,
    meta_refresh,
    robots_url,
    root_of,
    usual_places,
)
from crawler.extract import extract
from crawler.fetch import fetch
from crawler.poll import read_source
from models.addresses import address_key
from models.problems import words
from models.records import Bilingual, FetchRequest, Language, Page, PageKind, SourceKind
from pipeline.bootstrap import App
from pipeline.options import fetch_options
from pipeline.outlet_choice import Looked, choose, newest_entries, withdrawn
from pipeline.outlet_summary import article_row, summary

SHOWN = 5
MAX_FEEDS = 24  # looked at for one outlet: a second each
_NO_HTTPS = frozenset({"tls", "unreachable", "timeout", "reset"})


class Refused(ConfigError, ValueError):
    """An address that is no outlet's or does not answer; the message says why in both languages."""


class Web:
    """The pages of one look, each address fetched at most once."""

    def __init__(self, app: App):
        self._app = app
        self._pages: dict[str, Page] = {}

    def get(self, urls: Iterable[str]) -> dict[str, Page]:
        """The pages of these addresses; what is not here yet is fetched in one go."""
        wanted = tuple(dict.fromkeys(urls))
        requests = [FetchRequest(url=url, key=url) for url in wanted if url not in self._pages]
        for page in fetch(requests, fetch_options(self._app.settings)):
            self._pages[page.request.key] = page
            self._pages.setdefault(page.url, page)
        return {url: self._pages[url] for url in wanted}

    def page(self, url: str) -> Page:
        return self.get([url])[url]


@dataclass(frozen=True, slots=True)
class Ground:
    """Where the looking starts: the page that was given, read as what it is, and the front page."""

    given: Page
    given_kind: SourceKind | None  # None: an article, or nothing that could be polled
    home: Page
    robots: bytes
    edition: bool  # the given page stands for the front page: another language than its host's, or that fails


def preview(app: App, address: str) -> dict[str, Any]:
    """Discover the sources of an outlet from any of its addresses, read each once, fetch its newest articles.

    Stores nothing. Refused: a social network or personal page, also one that the address only leads to; no
    address; one that does not answer.
    """
    url, web = _typed(app, address), Web(app)
    ground = _ground(app, web, url, bare="://" not in address)
    found = _discovery(ground)
    choices = choose(_looked(app, web, found), app.clock())
    wanted = {entry.url: entry for entry in newest_entries(choices, SHOWN)}
    pages = web.get(wanted)
    articles = [article_row(entry, pages[link], app.clock()) for link, entry in wanted.items()]
    choices = withdrawn(choices, sum(row["stored"] for row in articles), len(articles))
    with app.store.read() as tx:
        known = tuple(row.outlet for row in tx.outlets.list())
    return summary(url, found, choices, articles, known)


def _typed(app: App, address: str) -> str:
    try:
        url = typed_address(address)
    except ConfigError as err:
        raise Refused(err.message) from err
    if reason := check_public(url, app.settings.allow_hosts):
        raise Refused(reason)
    return url


def _ground(app: App, web: Web, url: str, *, bare: bool) -> Ground:
    given = web.get([url, root_of(url), robots_url(url)])[url]
    if given.problem in _NO_HTTPS and bare:
        given = web.page("http://" + url.removeprefix("https://"))
    _refuse(given)
    if target := meta_refresh(given.body, given.url, content_type=given.content_type):
        given = web.page(target)
        _refuse(given)
    kind = _kind_of(app, given)
    root = root_of(given.url)
    if kind in (SourceKind.FEED, SourceKind.SITEMAP):
        root = feed_home(given.body, given.url, content_type=given.content_type)
    pages = web.get([root, robots_url(root)])
    home, robots = pages[root], pages[robots_url(root)]
    if target := "" if home.problem else meta_refresh(home.body, home.url, content_type=home.content_type):
        home = web.page(target)
    if refused := refuse_social(home.url):
        raise Refused(refused)
    listing = kind is SourceKind.LISTING
    edition = bool(home.problem) or (listing and home is not given and _language(given) is not _language(home))
    return Ground(given, kind, home, b"" if robots.problem else robots.body, edition)


def _refuse(page: Page) -> None:
    """Refused where a page leads to a social network, or cannot be read at all."""
    refused = refuse_social(page.url) or refuse_social(meta_refresh(page.body, page.url))
    if refused:
        raise Refused(refused)
    if page.problem:
        said = words(page.problem)
        raise Refused(Bilingual(f"{page.url}: {said.vi}", f"{page.url}: {said.en}"))


def _language(page: Page) -> Language:
    return discover(page.body, page.url, content_type=page.content_type).language


def _kind_of(app: App, page: Page) -> SourceKind | None:
    """As what a page that was given can be polled."""
    for kind in (SourceKind.FEED, SourceKind.SITEMAP):
        if read_source(page, kind, app.clock()).problem is None:
            return kind
    extracted = extract(page.body, page.url, content_type=page.content_type, now=app.clock())
    return None if extracted.kind is PageKind.ARTICLE else SourceKind.LISTING


def _discovery(ground: Ground) -> Discovery:
    """What the front page names and what the given page names, and the given page itself."""
    given, kind = ground.given, ground.given_kind
    home = given if ground.edition else ground.home
    found = discover(home.body, home.url, content_type=home.content_type, robots=ground.robots)
    if home is given and kind is SourceKind.LISTING:
        return found
    if home is given:  # the front page fails: an article or a feed is no listing, and no home page
        found = replace(found, homepage=root_of(given.url), candidates=found.candidates[:-1])
    first: tuple[Candidate, ...] = () if kind is None else (Candidate(given.url, kind, Found.GIVEN),)
    if kind is SourceKind.LISTING:
        own = discover(given.body, given.url, content_type=given.content_type).candidates
        first += tuple(one for one in own if one.kind is SourceKind.FEED)
    return replace(found, candidates=_once((*first, *found.candidates)))


def _once(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    kept: dict[str, Candidate] = {}
    for candidate in candidates:
        kept.setdefault(address_key(candidate.url), candidate)
    return tuple(kept.values())


def _looked(app: App, web: Web, found: Discovery) -> list[Looked]:
    """Every candidate read once: what the pages name; then what lists and indexes name, and guesses where needed."""
    guesses, list_guesses = usual_places(found.homepage)
    named = [one for one in found.candidates if one.kind is SourceKind.SITEMAP]
    maps = named or [one for one in guesses if one.kind is SourceKind.SITEMAP]
    feeds = [one for one in found.candidates if one.kind is SourceKind.FEED][:MAX_FEEDS]
    first = [*feeds, *maps, *(one for one in found.candidates if one.kind is SourceKind.LISTING)]
    lists = found.lists or list_guesses
    pages = web.get([*(one.url for one in first), *lists])
    looked = [_look(app, one, pages[one.url]) for one in first]
    looked = [one for one in looked if not (one.problem and one.candidate.url in lists)]  # a page of feeds, no feed

    second: list[Candidate] = []
    for page in (pages[url] for url in lists if not pages[url].problem):
        second += listed_feeds(page.body, page.url, content_type=page.content_type)
    second = second[: max(0, MAX_FEEDS - len(feeds))]
    for one in looked:
        second += [Candidate(child, SourceKind.SITEMAP, Found.INDEX) for child in best_children(one.children)]
    if not any(one.entries for one in looked if one.candidate.kind is SourceKind.FEED) and not second:
        second += [one for one in guesses if one.kind is SourceKind.FEED]
    tried = {address_key(one.candidate.url) for one in looked}
    second = [one for one in _once(second) if address_key(one.url) not in tried]
    pages = web.get(one.url for one in second)
    return [*looked, *(_look(app, one, pages[one.url]) for one in second)]


def _look(app: App, candidate: Candidate, page: Page) -> Looked:
    if page.problem:
        return Looked(candidate, page.url, problem=page.problem)
    read = read_source(page, candidate.kind, app.clock())
    return Looked(candidate, page.url, read.entries, read.problem, read.children)
