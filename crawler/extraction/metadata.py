"""What a page says of itself: JSON-LD, meta elements, headings, visible times."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from lxml.html import HtmlElement

from crawler.extraction.tree import is_element, link_chars, marks, text_of
from crawler.markup import plain
from models.text import words

ARTICLE_TYPES = frozenset(
    {
        "Article", "NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "OpinionNewsArticle", "BlogPosting",
        "BackgroundNewsArticle", "ReviewNewsArticle", "LiveBlogPosting", "Report",
    }
)  # fmt: skip
_NAMES_TITLE = re.compile(r"\b(news ?title|title|tieu ?de|headline|lbl ?title)\b")
_CONTROL = re.compile(r"[\x00-\x1f]+")


def json_ld(root: HtmlElement) -> list[Mapping[str, Any]]:
    """Every JSON-LD object of the page, graphs and lists opened. Broken JSON is left out."""
    found: list[Mapping[str, Any]] = []
    for script in root.xpath("//script[contains(@type, 'ld+json')]")[:40]:
        raw = (script.text or "")[:1_000_000].strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";")
        for candidate in (raw, _CONTROL.sub(" ", raw)):
            try:
                found.extend(_opened(json.loads(candidate, strict=False), 0))
            except (ValueError, RecursionError):
                continue
            break
    return found


def _opened(value: Any, depth: int) -> Iterator[Mapping[str, Any]]:
    if depth > 6:
        return
    if isinstance(value, list):
        for item in value[:200]:
            yield from _opened(item, depth + 1)
    elif isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "itemReviewed"):
            if isinstance(value.get(key), list | dict) and key == "@graph":
                yield from _opened(value[key], depth + 1)


def types(node: Mapping[str, Any]) -> set[str]:
    kind = node.get("@type")
    return {str(k) for k in kind} if isinstance(kind, list) else {str(kind)} if kind else set()


def metas(root: HtmlElement) -> dict[str, str]:
    """meta elements by lowercase property, name or itemprop; the first of each wins."""
    values: dict[str, str] = {}
    for node in root.iter("meta"):
        name = (node.get("property") or node.get("name") or node.get("itemprop") or "").strip().lower()
        content = node.get("content")
        if name and content and content.strip():
            values.setdefault(name, content.strip())
    return values


def title_of(
    root: HtmlElement, meta: Mapping[str, str], ld: list[Mapping[str, Any]], container: HtmlElement | None = None
) -> str:
    """The headline without the site's name: the h1 that the metadata confirm, else what they say.

    Where they say nothing and no h1 fits, the last heading before the text (``container``), if the title element
    names only the site.
    """
    raw = [str(node["headline"]) for node in ld if types(node) & ARTICLE_TYPES and node.get("headline")]
    raw += [meta[name] for name in ("og:title", "twitter:title") if name in meta]
    declared = [plain(title) for title in dict.fromkeys(raw)]
    said = bool(declared)
    head = root.find(".//head/title")
    declared += [plain(head.text or "")] if head is not None else []
    declared = [without_site(title, meta.get("og:site_name", "")) for title in declared if title]
    headings = [text for text in (text_of(node) for node in root.iter("h1")) if 5 <= len(text) <= 400]
    for heading in headings:
        if not declared or any(_overlap(heading, title) >= 0.6 for title in declared):
            return plain(heading)
    near = "" if said or container is None else _heading_before(root, container)
    if near and (not declared or (not headings and _overlap(near, declared[0]) < 0.6)):
        return plain(near)
    return declared[0] if declared else (plain(headings[0]) if headings else "")


def _heading_before(root: HtmlElement, container: HtmlElement) -> str:
    """The last block before the text that is a heading by its tag or its name, and is no link."""
    found = ""
    for node in root.iter():
        if node is container:
            break
        if not is_element(node) or not (node.tag in ("h1", "h2", "h3") or _NAMES_TITLE.search(marks(node))):
            continue
        text = text_of(node)
        if 20 <= len(text) <= 300 and len(words(text)) >= 5 and link_chars(node) < 0.3 * len(text):
            found = text
    return found


def _overlap(a: str, b: str) -> float:
    first, second = set(words(a)), set(words(b))
    return len(first & second) / max(1, min(len(first), len(second)))


def without_site(title: str, site: str) -> str:
    """A title without " | Báo X" or " - X" at its end: the last part goes if it names the site or a paper."""
    match = re.match(r"(.{10,}?)\s*[|–—]\s*([^|–—]{2,40})$", title) or re.match(r"(.{10,})\s+-\s+([^-|]{2,40})$", title)
    if match is None:
        return title
    tail = match[2].strip()
    named = bool(site) and _overlap(tail, site) >= 0.5
    paper = re.match(
        r"(báo|tạp chí|đài|kênh|cổng|trang)\b|.*\.(vn|com|net|org)\b|.*\b(online|news|times|tv)\b", tail, re.I
    )
    return match[1].strip() if named or paper or "|" in title else title


def claim_reviews(ld: list[Mapping[str, Any]]) -> tuple[Mapping[str, Any], ...]:
    return tuple(node for node in ld if "ClaimReview" in types(node))
