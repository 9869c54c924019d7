"""Where an outlet's news may be polled: what its front page and robots.txt name, and the usual places."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from crawler.addresses import absolute
from crawler.extraction.links import site_of
from crawler.extraction.metadata import metas
from crawler.extraction.tree import parse
from crawler.markup import decode, plain
from models.records import Language, SourceKind
from models.text import language_of

MAX_CANDIDATES = 12
_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml")
_FEED_LINK = re.compile(r"\.(rss|atom|rdf)$|/(rss|feed|feeds)(/|\.xml|$)", re.I)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One address that may be polled, not looked at yet."""

    url: str
    kind: SourceKind


@dataclass(frozen=True, slots=True)
class Discovery:
    """What a front page says of its outlet, and where to look."""

    name: str
    homepage: str
    language: Language
    candidates: tuple[Candidate, ...]


def robots_url(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/robots.txt"


def discover(body: bytes, url: str, *, content_type: str = "", robots: bytes = b"") -> Discovery:
    """Candidates in the order to try: declared feeds, linked feeds, sitemaps, the page itself as a listing.

    Only addresses of the same site are named. Never raises.
    """
    text = decode(body, content_type)
    root = parse(text)
    found: dict[str, SourceKind] = {}
    name, language = site_of(url), Language.OTHER
    if root is not None:
        for node in root.iter("link"):
            if (node.get("type") or "").lower() in _FEED_TYPES and node.get("href"):
                found.setdefault(absolute(url, node.get("href") or ""), SourceKind.FEED)
        for node in root.iter("a"):
            href = absolute(url, node.get("href") or "").partition("#")[0]
            if _FEED_LINK.search(href.partition("?")[0]):
                found.setdefault(href, SourceKind.FEED)
        title = root.find(".//head/title")
        name = plain(metas(root).get("og:site_name") or (title.text if title is not None else "")) or name
        language = language_of(str(root.text_content())[:4000])
    for line in robots.decode("utf-8", "replace").splitlines():
        if line.lower().startswith("sitemap:"):
            found.setdefault(line.split(":", 1)[1].strip(), SourceKind.SITEMAP)
    found.setdefault(absolute(url, "/sitemap.xml"), SourceKind.SITEMAP)
    same_site = [Candidate(a, kind) for a, kind in found.items() if site_of(a).endswith(site_of(url))]
    listing = Candidate(url, SourceKind.LISTING)
    return Discovery(name[:120], url, language, (*same_site[: MAX_CANDIDATES - 1], listing))
