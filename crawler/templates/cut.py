"""Reading a page by a template: its parts are cut out with selectolax, and read by the rules of crawler/extraction.

selectolax parses a page several times as fast as lxml and finds a selector in microseconds; the rules then see a
few kilobytes instead of hundreds.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lxml import etree
from lxml.html import HtmlElement
from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from crawler.addresses import canonical_url
from crawler.extraction import metadata, times
from crawler.extraction.body import body_lines, with_lead
from crawler.extraction.tree import MAX_CHARS, drop_scripts, parse_part, storable, tidy
from crawler.markup import decode, plain
from models.records import Extracted, PageKind
from models.text import language_of, nfc

ENOUGH = 280  # characters of body; a shorter article is read in full
_HEAD = 'title,meta,link[rel="canonical"],script[type*="ld+json"],h1,[itemprop="datePublished"]'

_HEAD_ATTRIBUTES = ("property", "name", "itemprop", "content", "rel", "href", "type")
_SAYS_UTF8 = re.compile(rb"charset\s*=\s*[\"']?utf-?8", re.I)
_METAS = frozenset(
    ("og:title", "twitter:title", "og:site_name", "article:modified_time", "og:updated_time", *times.PUBLISHED_METAS)
)
_HEAD_TAGS = frozenset({"title", "meta", "link", "script"})


@dataclass(frozen=True, slots=True)
class Template:
    """CSS selectors of an article's parts; "" where the head and the headings say it, or there is no such part."""

    body: str
    lead: str = ""
    time: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a page is not read by a template."""

    reason: str


class Page:
    """One page, parsed once, from which templates cut."""

    def __init__(self, body: bytes | str, url: str, content_type: str = "") -> None:
        source = body if isinstance(body, str) or _is_utf8(body) else decode(body, content_type)
        self.url = url
        self.size = len(source)
        self._tree = LexborHTMLParser(source[:MAX_CHARS])

    def first(self, selector: str) -> LexborNode | None:
        found = self.all(selector)
        return found[0] if found else None

    def all(self, selector: str) -> list[LexborNode]:
        try:
            return self._tree.css(selector) if selector else []
        except SelectolaxError:
            return []

    def head(self, *more: str) -> HtmlElement | None:
        """A small page of what says title and time: the head's elements, then headings and the parts named, in
        the order of the page."""
        above: list[LexborNode] = []
        below: list[str] = []
        for node in self.all(",".join((_HEAD, *filter(None, more)))):
            if node.tag in _HEAD_TAGS:
                above.append(node)
            else:
                below.append(node.html or "")
        root = parse_part(f"<html><head></head><body>{''.join(below)}</body></html>")
        head = None if root is None else root.find("head")
        if head is not None:
            for node in above:
                given = node.attributes
                if node.tag == "meta" and not _said(given):
                    continue
                kept = {name: storable(given[name] or "") for name in _HEAD_ATTRIBUTES if name in given}
                etree.SubElement(head, node.tag, kept).text = storable(node.text()) or None
        return root


def _said(given: dict[str, str | None]) -> bool:
    """Whether a meta element says anything of title or time."""
    return (given.get("property") or given.get("name") or given.get("itemprop") or "").strip().lower() in _METAS


def _is_utf8(body: bytes) -> bool:
    """Whether the page says it is UTF-8, which the parser takes as it is. Parts with broken characters are in doubt."""
    return _SAYS_UTF8.search(body, 0, 2048) is not None and not body.startswith((b"\xff\xfe", b"\xfe\xff"))


def part_text(page: Page, selector: str) -> str | None:
    """The text of a part on one line, None where the page has none."""
    node = page.first(selector)
    return None if node is None else tidy(node.text()) or None


def lines_of(node: LexborNode, title: str) -> tuple[list[str], HtmlElement | None]:
    """The lines of the body in a part of the page, by the same rules as on the whole page."""
    root = parse_part(node.html or "")
    if root is None:
        return [], None
    drop_scripts(root)
    inner = next(iter(root.iter(node.tag)), None)
    return ([], None) if inner is None else (body_lines(inner, title), inner)


def read_by(
    template: Template, page: Page, outside: tuple[int, int], now: datetime | None = None
) -> Extracted | Doubt:
    """The article of a page as a template reads it, or why it is in doubt: no body or two, too short, other
    surroundings than seen before, no title, linked headlines where the text should be."""
    found = page.all(template.body)
    if not found:
        return Doubt("no_body")
    node = found[0]
    rest = page.size - len(node.html or "")
    if outside[1] and not 0.5 * outside[0] <= rest <= 2.0 * outside[1]:
        return Doubt("other_surroundings")
    small = page.head(template.time)
    if small is None:
        return Doubt("no_head")
    meta, ld = metadata.metas(small), metadata.json_ld(small)
    declared = small.xpath("string(//link[@rel='canonical']/@href)")
    drop_scripts(small)
    title = title_by(template.title, page, small, meta, ld)
    lines, container = lines_of(node, title)
    if sum(map(len, lines)) < ENOUGH or container is None:
        return Doubt("too_short")
    if not title:
        return Doubt("no_title")
    if any(len(other.text(strip=True)) >= ENOUGH for other in found[1:]):
        return Doubt("two_bodies")
    if headlines_in(container) >= 4 and sum(map(len, lines)) < 300 * headlines_in(container):
        return Doubt("headlines_in_body")
    lines = with_lead(lines, part_text(page, template.lead), title)
    published, date_from = times.published_at(small, meta, ld, page.url, title, now)
    text = nfc("\n".join(lines))
    if "\ufffd" in text or "\ufffd" in title:
        return Doubt("broken_characters")
    return Extracted(
        url=page.url,
        canonical_url=canonical_url(page.url, str(declared) or None),
        kind=PageKind.ARTICLE,
        title=title,
        text=text,
        published_at=published,
        language=language_of(f"{title} {text}"),
        method="template",
        links=(),
        modified_at=times.modified_at(meta, ld, now),
        date_from=date_from,
        claimreview=metadata.claim_reviews(ld),
    )


def title_by(selector: str, page: Page, small: HtmlElement, meta: dict[str, str], ld: list[Any]) -> str:
    """The title in its part, or from the page's head and headings."""
    return plain(part_text(page, selector)) if selector else metadata.title_of(small, meta, ld)


def headlines_in(container: HtmlElement) -> int:
    """Linked headings inside a body: an article has few, a listing many."""
    return sum(1 for node in container.iter("h2", "h3", "h4") if len(node) and node.find(".//a") is not None)
