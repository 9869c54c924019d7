"""Where an outlet's news may be polled: what its pages and robots.txt name, and the usual places. Fetches nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import SplitResult, urlsplit

from lxml.html import HtmlElement

from crawler.addresses import absolute
from crawler.extraction.links import site_of
from crawler.extraction.metadata import json_ld, metas, types
from crawler.extraction.tree import drop_scripts, parse
from crawler.markup import decode, plain
from models.addresses import address_key
from models.records import Language, SourceKind
from models.text import fold, language_of

MAX_CANDIDATES = 60
USUAL_FEEDS = ("/rss", "/feed", "/rss.xml", "/feed.xml", "/atom.xml")
USUAL_LISTS = ("/rss.htm", "/rss.html")
USUAL_SITEMAPS = ("/sitemap.xml", "/news-sitemap.xml", "/sitemap_index.xml")
FEED_HOSTS = frozenset({"feeds.feedburner.com", "feeds2.feedburner.com"})
_FEED_TYPES = frozenset(
    {"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml", "text/rss+xml"}
)
_FEED_LINK = re.compile(
    r"\.(rss|atom|rdf)$|/(rss2?|feeds?|atom|rdf)(/|\.xml$|\.aspx$|\.ashx$|\.php$|$)|/index\.(xml|rdf)$", re.I
)
_FEED_LIST = re.compile(r"(^|/)(rss|feeds?|(kenh|trang)-rss|rss-?feeds?)(\.html?|\.aspx|/)?$", re.I)
_CALLED_FEED = re.compile(r"\b(rss|atom)\b", re.I)
_COMMENTS = re.compile(r"/comments?(/|\.)|/binh-luan/|[?&]feed=comments", re.I)
_NO_NEWS = re.compile(r"image|video|author|tac-gia|/tags?|categor|event", re.I)  # sitemaps of other things
_SEPARATORS = re.compile(r"\s+[-–—|:•·»]+\s+|\s*\|\s*")
_ORGANISATIONS = frozenset({"Organization", "NewsMediaOrganization", "GovernmentOrganization", "WebSite"})


class Found(StrEnum):
    """How an address was come by, the most telling first."""

    GIVEN = "given"  # the address that was pasted
    DECLARED = "declared"  # <link rel=alternate>
    LISTED = "listed"  # on the outlet's own page of feeds
    LINKED = "linked"  # an <a> on the front page
    ROBOTS = "robots"  # a Sitemap: line
    INDEX = "index"  # named by a sitemap index
    USUAL = "usual"  # guessed: one of the usual places
    PAGE = "page"  # the page itself, read as a listing


@dataclass(frozen=True, slots=True)
class Candidate:
    """One address that may be polled, not looked at yet."""

    url: str
    kind: SourceKind
    found: Found = Found.LINKED
    title: str = ""  # what the page calls it


@dataclass(frozen=True, slots=True)
class Discovery:
    """What a page says of its outlet, and where to look. ``lists`` are pages that may list feeds."""

    name: str
    homepage: str
    language: Language
    candidates: tuple[Candidate, ...]
    lists: tuple[str, ...] = ()


@dataclass(slots=True)
class _Basket:
    """Candidates in the order they were found, each address once."""

    site: str
    found: dict[str, Candidate] = field(default_factory=dict)

    def put(self, url: str, kind: SourceKind, how: Found, title: str = "") -> None:
        url = url.partition("#")[0]
        host = site_of(url)
        own = host == self.site or host.endswith("." + self.site) or (how is Found.DECLARED and host in FEED_HOSTS)
        if own and not _COMMENTS.search(url) and _split(url).scheme in ("http", "https"):
            self.found.setdefault(address_key(url), Candidate(url, kind, how, title[:120]))


def _split(url: str) -> SplitResult:
    """The parts of an address, empty ones where it is none."""
    try:
        return urlsplit(url)
    except ValueError:
        return urlsplit("")


def root_of(url: str) -> str:
    """The front page of the host of an address."""
    parts = _split(url)
    return f"{parts.scheme}://{parts.netloc}/"


def robots_url(url: str) -> str:
    return root_of(url) + "robots.txt"


def discover(body: bytes, url: str, *, content_type: str = "", robots: bytes = b"") -> Discovery:
    """What a page and its host's robots.txt name: declared feeds, linked feeds, sitemaps, the page itself as a listing.

    Only addresses of the same site are named, and declared feeds at a feed host. The comments of readers are
    left out. Never raises.
    """
    root = parse(decode(body, content_type))
    basket, lists = _Basket(site_of(url)), dict[str, None]()
    name, language = site_of(url), Language.OTHER
    if root is not None:
        base = _base(root, url)
        for node in root.iter("link"):
            if (node.get("type") or "").lower() in _FEED_TYPES and node.get("href"):
                basket.put(
                    absolute(base, node.get("href") or ""), SourceKind.FEED, Found.DECLARED, node.get("title") or ""
                )
        for href, title in _anchors(root, base):
            path = href.partition("?")[0]
            if _FEED_LIST.search(path) and site_of(href) == basket.site:
                lists[href] = None
            if _FEED_LINK.search(path):
                basket.put(href, SourceKind.FEED, Found.LINKED, title)
        name = _name(root, url) or name
        drop_scripts(root)
        language = language_of(" ".join(str(root.text_content()).split())[:8000])
    for sitemap in robots_sitemaps(robots):
        basket.put(absolute(url, sitemap), SourceKind.SITEMAP, Found.ROBOTS)
    found = (*list(basket.found.values())[: MAX_CANDIDATES - 1], Candidate(url, SourceKind.LISTING, Found.PAGE))
    return Discovery(name[:120], url, language, found, tuple(lists)[:3])


def listed_feeds(body: bytes, url: str, *, content_type: str = "") -> tuple[Candidate, ...]:
    """The feeds that an outlet's own page of feeds links, in page order: one level, followed no further."""
    root = parse(decode(body, content_type))
    if root is None:
        return ()
    basket, base = _Basket(site_of(url)), _base(root, url)
    for href, title in _anchors(root, base):
        feed = _FEED_LINK.search(href.partition("?")[0]) or _CALLED_FEED.search(title)
        if feed and address_key(href) != address_key(url):
            basket.put(href, SourceKind.FEED, Found.LISTED, title)
    return tuple(basket.found.values())[:MAX_CANDIDATES]


def usual_places(url: str) -> tuple[tuple[Candidate, ...], tuple[str, ...]]:
    """Guesses below the front page: feeds and sitemaps, and pages that may list feeds."""
    root = root_of(url)
    feeds = [Candidate(absolute(root, path), SourceKind.FEED, Found.USUAL) for path in USUAL_FEEDS]
    maps = [Candidate(absolute(root, path), SourceKind.SITEMAP, Found.USUAL) for path in USUAL_SITEMAPS]
    return (*feeds, *maps), tuple(absolute(root, path) for path in USUAL_LISTS)


def robots_sitemaps(robots: bytes) -> tuple[str, ...]:
    """The addresses of the ``Sitemap:`` lines of a robots.txt."""
    lines = robots.decode("utf-8", "replace").lstrip("\ufeff").splitlines()
    pairs = (line.partition(":") for line in lines)
    return tuple(dict.fromkeys(v.strip() for k, _, v in pairs if k.strip().lower() == "sitemap" and v.strip()))[:20]


def best_children(children: Iterable[str], most: int = 2) -> tuple[str, ...]:
    """Of the sitemaps an index names, those to look at: the news ones, else the latest by the numbers in their
    names (years and months, or parts), else the first named."""
    kept = [child for child in children if not _NO_NEWS.search(child)]
    news = [child for child in kept if re.search(r"news|tin-moi|latest|google", _split(child).path, re.I)]
    if news:
        return tuple(news[:most])
    numbered = [child for child in kept if _numbers(child)]
    return tuple(sorted(numbered, key=_numbers, reverse=True)[:most]) or tuple(kept[:most])


def _numbers(url: str) -> tuple[int, ...]:
    parts = _split(url)
    return tuple(int(number[:9]) for number in re.findall(r"\d+", f"{parts.path} {parts.query}"))


def feed_home(body: bytes, url: str, *, content_type: str = "") -> str:
    """The page a feed says it belongs to; the front page of its host where it says nothing believable."""
    text = decode(body[:200_000], content_type)
    head = re.split(r"<(?:item|entry)\b|\"items\"", text, maxsplit=1)[0][:20_000]
    said = [plain(match) for match in re.findall(r"<link>\s*(?:<!\[CDATA\[)?\s*([^<\]]{1,500})", head)]
    said += [
        plain(href)
        for tag in re.findall(r"<link\b[^<>]{1,500}>", head)
        if not re.search(r"rel=.(?:self|hub|next)", tag)
        for href in re.findall(r"href=[\"']([^\"']{1,500})", tag)
    ]
    said += re.findall(r"\"home_page_url\"\s*:\s*\"([^\"]{1,500})", head)
    for address in said:
        home = absolute(url, address)
        if home.startswith(("http://", "https://")) and (
            site_of(home) == site_of(url) or site_of(url) in FEED_HOSTS or site_of(url).endswith("." + site_of(home))
        ):
            return root_of(home)
    return root_of(url)


def meta_refresh(body: bytes, url: str, *, content_type: str = "") -> str:
    """Where a page sends its reader at once by a refresh element; empty where it does not."""
    head = decode(body[:20_000], content_type)
    match = re.search(
        r"<meta\b[^<>]{0,200}http-equiv=.?refresh[^<>]{0,200}content=[\"']?\s*[0-3]\s*;\s*url\s*=\s*[\"']?([^\"'>\s]{1,500})",
        head,
        re.I,
    )
    target = absolute(url, plain(match[1])) if match else ""
    return target if target and address_key(target) != address_key(url) else ""


def _base(root: HtmlElement, url: str) -> str:
    node = root.find(".//base")
    return absolute(url, node.get("href") or "") if node is not None else url


def _anchors(root: HtmlElement, base: str) -> Iterable[tuple[str, str]]:
    for node in root.iter("a"):
        href = (node.get("href") or "").strip()
        if href and not href.startswith(("#", "javascript:", "mailto:", "tel:")):
            title = str(node.text_content()) or node.get("title") or ""
            yield absolute(base, href).partition("#")[0], " ".join(title.split())


def _name(root: HtmlElement, url: str) -> str:
    """What the outlet calls itself: its metadata, else the part of the title that is most like its host."""
    said = metas(root)
    title = root.find(".//head/title")
    stated = plain(said.get("og:site_name") or said.get("application-name") or "")
    if not stated:
        stated = next((str(n.get("name") or "") for n in json_ld(root) if types(n) & _ORGANISATIONS), "")
    whole = plain(stated or (title.text if title is not None and title.text else ""))
    parts = [part.strip() for part in _SEPARATORS.split(whole) if part.strip()]
    if len(parts) < 2:
        return whole
    host = re.sub(r"[^a-z0-9]", "", site_of(url).rsplit(".", 1)[0])
    like = [part for part in parts if _letters(part) and (_letters(part) in host or host in _letters(part))]
    return min(like, key=len) if like else parts[0]


def _letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", fold(text))
