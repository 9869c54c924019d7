"""The article links of a listing: same site, an address that looks like an article's, in page order."""

from __future__ import annotations

import re
from itertools import islice
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from crawler.addresses import absolute, canonical_url
from crawler.extraction.tree import text_of

MAX_LINKS = 2000
MAX_ANCHORS = 20_000  # links beyond are not looked at
_ID = re.compile(r"\d{5,}|-\d{4,}\b|/\d{4}/\d{1,2}/\d{1,2}/|/20\d{6}-")
_QUERY_ID = re.compile(r"(?:^|&)(?:\w*id|p|tin|baiviet|post|article)=(?:\d{4,}\b|[\w.]+(?:-[\w.]+){4,})", re.I)
_NOT_PAGES = re.compile(
    r"\.(jpe?g|png|gif|webp|svg|pdf|mp[34]|css|js|zip|rss|xml)$|/(tag|tags|search|author|tac-gia|video)/", re.I
)


def site_of(url: str) -> str:
    try:
        host = (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""
    return re.sub(r"^(www|m)\.", "", host)


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
    hyphens = last.count("-")
    numbered = re.search(r"\d{6,}", last) is not None and hyphens >= 1
    return numbered or hyphens >= 6 or (hyphens >= 3 and _ID.search(path) is not None)


def article_links(root: HtmlElement, url: str) -> dict[str, str]:
    """Absolute address → the longest text that links to it, in page order. The page's own address is left out."""
    site = site_of(url)
    base_node = root.find(".//base")
    base = absolute(url, base_node.get("href") or "") if base_node is not None else url
    own = canonical_url(url)
    found: dict[str, str] = {}
    texts: dict[str, str] = {}
    for node in islice(root.iter("a"), MAX_ANCHORS):
        href = (node.get("href") or "").strip()
        if not href or href.startswith(("#", "javascript:", "mailto:", "tel:")):
            continue
        try:
            full = urljoin(base, href)
            parts = urlsplit(full)
        except ValueError:
            continue
        if parts.scheme not in ("http", "https"):
            continue
        target = site_of(full)
        if not (target == site or target.endswith("." + site) or site.endswith("." + target)):
            continue
        full = full.split("#")[0]
        key = canonical_url(full)
        if key == own or (key not in found and (len(found) >= MAX_LINKS or not looks_like_article(full))):
            continue
        full = found.setdefault(key, full)
        text = text_of(node) or (node.get("title") or "").strip()
        if len(text) >= len(texts.get(full, "")):
            texts[full] = text
    return texts
