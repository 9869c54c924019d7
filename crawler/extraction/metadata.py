"""What a page says of itself: JSON-LD, meta elements, headings, visible times."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from lxml.html import HtmlElement

from crawler.dates import VN, date_in_url, plausible, read_date
from crawler.extraction.tree import marks, text_of
from crawler.markup import plain
from models.records import DateFrom
from models.text import words

ARTICLE_TYPES = frozenset(
    {
        "Article", "NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "OpinionNewsArticle", "BlogPosting",
        "BackgroundNewsArticle", "ReviewNewsArticle", "LiveBlogPosting", "Report",
    }
)  # fmt: skip
_NAMES_DATE = re.compile(r"\b(date|time|datetime|publish\w*|ngay\w*|posted|pubdate)\b")
_CONTROL = re.compile(r"[\x00-\x1f]+")
_PUBLISHED = (
    "article:published_time", "og:article:published_time", "datepublished", "pubdate", "publishdate", "publish-date",
    "article.published", "dc.date.issued", "dc.date", "date", "sailthru.date", "its_publication", "published_time",
    "article:published", "og:published_time", "parsely-pub-date", "dc.created", "dcterms.created",
)  # fmt: skip


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


def title_of(root: HtmlElement, meta: Mapping[str, str], ld: list[Mapping[str, Any]]) -> str:
    """The headline without the site's name: the h1 that the metadata confirm, else what they say."""
    declared = [plain(str(node["headline"])) for node in ld if types(node) & ARTICLE_TYPES and node.get("headline")]
    declared += [plain(meta[name]) for name in ("og:title", "twitter:title") if name in meta]
    head = root.find(".//head/title")
    declared += [plain(head.text or "")] if head is not None else []
    declared = [without_site(title, meta.get("og:site_name", "")) for title in declared if title]
    headings = [text for text in (text_of(node) for node in root.iter("h1")) if 5 <= len(text) <= 400]
    for heading in headings:
        if not declared or any(_overlap(heading, title) >= 0.6 for title in declared):
            return plain(heading)
    return declared[0] if declared else (plain(headings[0]) if headings else "")


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


def published_at(
    root: HtmlElement, meta: Mapping[str, str], ld: list[Mapping[str, Any]], url: str, now: datetime | None
) -> tuple[datetime | None, DateFrom | None]:
    """When the page was published, reconciled from metadata, the visible time and the address.

    A metadata time that says UTC while the page shows the same clock reading is local time with a wrong zone.
    A metadata date without a time takes the time the page shows for the same day.
    """
    articles = [node for node in ld if types(node) & ARTICLE_TYPES]
    marked = root.xpath("//*[@itemprop='datePublished']")[:2]
    stated = [read_date(str(node["datePublished"])) for node in articles if node.get("datePublished")]
    stated += [read_date(meta[name]) for name in _PUBLISHED if name in meta]
    stated += [read_date(node.get("content") or node.get("datetime") or text_of(node)) for node in marked]
    shown = [moment for moment in _shown(root) if plausible(moment, now)]
    in_url = date_in_url(url)
    good = [moment for moment in stated if moment is not None and plausible(moment, now)]
    if good:
        best = _agreed(good, shown)
        return _local(best, shown, in_url), DateFrom.PAGE
    if shown:
        return shown[0], DateFrom.PAGE
    if in_url is not None and plausible(in_url, now):
        return in_url, DateFrom.URL
    return None, None


def _clock(moment: datetime) -> tuple[int, int, int, int, int]:
    return moment.year, moment.month, moment.day, moment.hour, moment.minute


def _agreed(stated: list[datetime], shown: list[datetime]) -> datetime:
    """The stated time that the page shows too, else the first stated."""
    clocks = {_clock(moment) for moment in shown if moment.hour or moment.minute}
    for moment in stated:
        if _clock(moment) in clocks or _clock(moment.astimezone(VN)) in clocks:
            return moment
    timed = [moment for moment in stated if moment.hour or moment.minute or moment.second]
    return (timed or stated)[0]


def _local(best: datetime, shown: list[datetime], in_url: datetime | None) -> datetime:
    clocks = {_clock(moment) for moment in shown}
    if best.utcoffset() != VN.utcoffset(None) and _clock(best) in clocks and _clock(best.astimezone(VN)) not in clocks:
        return best.replace(tzinfo=VN)
    if not (best.hour or best.minute or best.second):
        for moment in [*shown, *([in_url] if in_url is not None else [])]:
            if moment.date() == best.date() and (moment.hour or moment.minute):
                return moment
    return best


def _shown(root: HtmlElement) -> list[datetime]:
    """The dates readers see near the headline, in page order: time elements and blocks named date or time."""
    found: list[datetime] = []
    named = "//*[self::span or self::div or self::p or self::li or self::em or self::i][@class or @id]"
    for node in root.xpath(f"//time | {named}")[:4000]:
        if node.tag != "time" and not _NAMES_DATE.search(marks(node)):
            continue
        text = text_of(node)
        if not 8 <= len(text) <= 90:
            continue
        moment = read_date(text) or (read_date(node.get("datetime")) if node.tag == "time" else None)
        if moment is not None:
            found.append(moment)
        if len(found) >= 6:
            break
    return found


def claim_reviews(ld: list[Mapping[str, Any]]) -> tuple[Mapping[str, Any], ...]:
    return tuple(node for node in ld if "ClaimReview" in types(node))
