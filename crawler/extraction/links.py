"""The article links of a listing: same site, an address that looks like an article's, in page order."""

from __future__ import annotations

import re
from itertools import islice
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from crawler.addresses import absolute, canonical_url
from crawler.extraction.tree import text_of

MAX_LINKS = 2000
MAX_ANCHORS = 20_000  # links beyond are not looked at
_ID = re.compile(r"\d{5,}|-\d{4,}\b|/\d{4}/\d{1,2}/\d{1,2}/|/20\d{6}-")
_QUERY_ID = re.compile(r"(?:^|&)(?:\w*id|p|tin|baiviet|post|article)=(?:\d{4,}\b|[\w.]+(?:-[\w.]+){4,})", re.I)
_WHOLE = re.compile(r"https?://[a-z0-9.-]+/[\w/.~-]*", re.A)  # what needs no joining
_NUMBERED_SLUG = re.compile(r"/[^/-]+(?:-+[^/-]+){3,}/\d{5,}(?:\.html?)?/?$")  # /a/slug-of-the-title/7123456.html
_OPAQUE = re.compile(r"/articles?/(?=[a-z]*\d)[a-z0-9]{10,}/?$")  # /articles/c4g3kx0l1zzo
_WWW = re.compile(r"^(www|m)\.")
_NOT_PAGES = re.compile(
    r"\.(jpe?g|png|gif|webp|svg|pdf|mp[34]|css|js|zip|rss|xml)$|/(tag|tags|search|author|tac-gia|video)/", re.I
)


class _Target(NamedTuple):
    """A link's address, its canonical form and whether it has the shape of an article's."""

    full: str
    key: str
    is_article: bool


def site_of(url: str) -> str:
    try:
        host = (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""
    return _WWW.sub("", host)


def looks_like_article(url: str) -> bool:
    """Whether an address has the shape of an article's: a long slug, and usually a number;
    or, as portals have it, such a slug or number in the query."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    path = parts.path
    if _NOT_PAGES.search(path):
        return False
    if _QUERY_ID.search(parts.query):
        return True
    last = path.rstrip("/").rsplit("/", 1)[-1]
    if _NUMBERED_SLUG.search(path) or _OPAQUE.search(path):
        return True
    hyphens = last.count("-")
    numbered = re.search(r"\d{6,}", last) is not None and hyphens >= 1
    return numbered or hyphens >= 6 or (hyphens >= 3 and _ID.search(path) is not None)


def _target(base: str, href: str, site: str) -> _Target | None:
    """Where a link leads, if to a page of the same site."""
    if not href or href.startswith(("#", "javascript:", "mailto:", "tel:")):
        return None
    try:
        full = href if _WHOLE.fullmatch(href) else urljoin(base, href)
        parts = urlsplit(full)
        host = _WWW.sub("", (parts.hostname or "").lower())
    except ValueError:
        return None
    if parts.scheme not in ("http", "https"):
        return None
    if not (host == site or host.endswith("." + site) or site.endswith("." + host)):
        return None
    full = full.split("#")[0]
    return _Target(full, canonical_url(full), looks_like_article(full))


def article_links(root: HtmlElement, url: str) -> dict[str, str]:
    """Absolute address → the longest text that links to it, in page order. The page's own address is left out."""
    site, known = site_of(url), dict[str, _Target | None]()
    base_node = root.find(".//base")
    base = absolute(url, base_node.get("href") or "") if base_node is not None else url
    own = canonical_url(url)
    found: dict[str, str] = {}
    texts: dict[str, str] = {}
    for node in islice(root.iter("a"), MAX_ANCHORS):
        href = (node.get("href") or "").strip()
        if href not in known:
            known[href] = _target(base, href, site)
        target = known[href]
        if target is None:
            continue
        full, key, is_article = target
        if key == own or (key not in found and (len(found) >= MAX_LINKS or not is_article)):
            continue
        full = found.setdefault(key, full)
        text = text_of(node) or (node.get("title") or "").strip()
        if len(text) >= len(texts.get(full, "")):
            texts[full] = text
    return texts
