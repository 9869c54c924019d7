"""What one HTML page says: its kind, title, body, time, language and links.

The structure of the page is read first; trafilatura is the fallback where that gives too little.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import trafilatura
from lxml.html import HtmlElement

from crawler.addresses import canonical_url
from crawler.extraction import metadata, times
from crawler.extraction.body import body_lines, container_of, lead_of, teasers, with_lead
from crawler.extraction.links import article_links, looks_like_article
from crawler.extraction.skipped import noisy_above
from crawler.extraction.tree import drop_scripts, is_calm, parse, safe
from crawler.markup import decode, plain
from models.records import DateFrom, Extracted, Language, PageKind
from models.text import language_of, nfc

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it reports broken pages, which we count ourselves

ENOUGH = 280  # characters of body below which trafilatura is asked too
LISTING_LINKS = 8
CROWDED = 20  # headlines on an undated page with no article's address: trafilatura would only gather teasers
MAX_TAGS = 30_000  # above, trafilatura takes minutes and is not asked


def extract(body: bytes | str, url: str, *, content_type: str = "", now: datetime | None = None) -> Extracted:
    """Read one page. Never raises: a page that cannot be read is of kind ``other`` without text.

    ``now``: dates more than a day after it are not believed.
    """
    text = body if isinstance(body, str) else decode(body, content_type)
    root = parse(text)
    if root is None:
        return Extracted(url, canonical_url(url), PageKind.OTHER, "", "", None, Language.OTHER, "none")
    meta = metadata.metas(root)
    ld = metadata.json_ld(root)
    declared = root.xpath("string(//link[@rel='canonical']/@href)")
    drop_scripts(root)
    links = tuple(article_links(root, url))
    container = container_of(root)
    title = metadata.title_of(root, meta, ld, container)
    headlines = _headlines(root)
    inside = headlines
    if container is not None:
        inside = max(_headlines(container, own=True), teasers(container, set(links), url))
    kind = _kind_without_text(url, links, inside)
    published, date_from, lines, method = None, None, list[str](), "structure"
    if kind is None:
        published, date_from = times.published_at(root, meta, ld, url, title, now)
        evidence = date_from is DateFrom.PAGE or looks_like_article(url) or _claims_article(meta, ld)
        if not evidence and len(links) >= LISTING_LINKS and headlines >= 4:
            kind = PageKind.LISTING  # whatever its text, which is not looked for
    if kind is None:
        undated = date_from is not DateFrom.PAGE and not looks_like_article(url)
        crowded = undated and min(headlines, len(links)) >= CROWDED
        lines, method = _lines(root, container, text, meta, ld, title, ask=not crowded)
        kind = _kind(url, meta, ld, lines, links, headlines, inside, dated=date_from is DateFrom.PAGE)
    is_article = kind is PageKind.ARTICLE
    content = nfc("\n".join(lines)) if is_article else ""
    return Extracted(
        url=url,
        canonical_url=canonical_url(url, str(declared) or None),
        kind=kind,
        title=title,
        text=content,
        published_at=published if is_article else None,
        language=language_of(f"{title} {content}" if is_article else str(root.text_content())[:4000]),
        method=method,
        links=links if kind is PageKind.LISTING else (),
        modified_at=times.modified_at(meta, ld, now),
        date_from=date_from if is_article else None,
        claimreview=metadata.claim_reviews(ld),
    )


def _lines(
    root: HtmlElement,
    container: HtmlElement | None,
    text: str,
    meta: Mapping[str, str],
    ld: list[Mapping[str, Any]],
    title: str,
    *,
    ask: bool,
) -> tuple[list[str], str]:
    """The lines of the body, lead first, and the method that found them. ``ask``: trafilatura too, where the
    structure gives too little."""
    lines = body_lines(container, title) if container is not None else []
    description = plain(meta.get("og:description") or meta.get("description"))
    if container is not None:
        lead = lead_of(root, container, description)
        lines = with_lead(lines, lead, title)
    if sum(map(len, lines)) >= ENOUGH:
        return lines, "structure"
    raw = next((str(n["articleBody"]) for n in ld if n.get("articleBody")), "")
    stated = [line for line in map(plain, re.split(r"\n|<br\s*/?>|</p>|&lt;/p&gt;", raw)) if line]
    if sum(map(len, stated)) >= ENOUGH:
        return stated, "json-ld"
    if not ask or text.count("<") > MAX_TAGS:
        return lines, "structure"
    if not is_calm(root) or len(text) > 3_000_000:
        return lines, "structure"
    other = trafilatura.extract(safe(text), include_comments=False, include_tables=False, favor_precision=True) or ""
    if len(other) > 1.5 * sum(map(len, lines)):
        return [line.lstrip("- ") for line in other.split("\n") if line.strip()], "trafilatura"
    return lines, "structure"


def _kind_without_text(url: str, links: tuple[str, ...], headlines_inside: int) -> PageKind | None:
    """The kind of a front page, or of a page full of headlines whose address is no article's: no text would make
    it an article, so none is looked for. None: the text decides."""
    if re.fullmatch(r"/?", url.split("//", 1)[-1].partition("/")[2]):
        return PageKind.LISTING if len(links) >= LISTING_LINKS else PageKind.OTHER
    if len(links) >= LISTING_LINKS and headlines_inside >= 6 and not looks_like_article(url):
        return PageKind.LISTING
    return None


def _claims_article(meta: Mapping[str, str], ld: list[Mapping[str, Any]]) -> bool:
    """Whether the page's metadata call it an article."""
    return (
        any(metadata.types(node) & metadata.ARTICLE_TYPES for node in ld)
        or any(name in meta for name in ("article:published_time", "datepublished", "pubdate"))
        or meta.get("og:type", "").lower() == "article"
    )


def _kind(
    url: str,
    meta: Mapping[str, str],
    ld: list[Mapping[str, Any]],
    lines: list[str],
    links: tuple[str, ...],
    headlines: int,
    headlines_inside: int,
    *,
    dated: bool,
) -> PageKind:
    """``headlines`` counts linked headlines of the whole page, ``headlines_inside`` those among the text."""
    size = sum(len(line) for line in lines if len(line) >= 60)
    claims_article = _claims_article(meta, ld)
    address = looks_like_article(url)
    if len(links) >= LISTING_LINKS and headlines_inside >= 10 and size < 300 * headlines_inside:
        return PageKind.LISTING
    if address and size >= 200:
        return PageKind.ARTICLE
    if len(links) >= LISTING_LINKS and headlines_inside >= 6:
        return PageKind.LISTING
    stated = any(metadata.types(node) & metadata.ARTICLE_TYPES and node.get("headline") for node in ld)
    few = headlines < LISTING_LINKS or size >= 1500 or stated
    if dated and size >= 300 and headlines_inside < 4 and few:  # portals: no metadata, but a date by the headline
        return PageKind.ARTICLE
    if claims_article and size >= 200 and not (headlines >= LISTING_LINKS and size < 1500):
        return PageKind.ARTICLE
    if len(links) >= LISTING_LINKS and (headlines >= 4 or size < 1500):
        return PageKind.LISTING
    if size >= (700 if len(links) >= LISTING_LINKS else 400):
        return PageKind.ARTICLE
    if address and claims_article and lines:
        return PageKind.ARTICLE
    return PageKind.LISTING if len(links) >= LISTING_LINKS else PageKind.OTHER


def _headlines(node: HtmlElement, *, own: bool = False) -> int:
    """How many linked headings a part of the page holds; ``own``: outside boxes of related news."""
    linked = node.xpath(".//h2//a | .//h3//a | .//h4//a | .//a/h2 | .//a/h3")
    return sum(1 for a in linked if len(str(a.text_content()).strip()) > 20 and not (own and noisy_above(a)))
