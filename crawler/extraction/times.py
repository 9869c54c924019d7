"""When a page was published, reconciled from what it states, what it shows and its address."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from lxml.html import HtmlElement

from crawler.dates import plausible
from crawler.dates import read_date as read_date_afresh
from crawler.extraction.metadata import ARTICLE_TYPES, types
from crawler.extraction.tree import ancestors, is_element, marks, text_of
from crawler.url_dates import date_in_url
from crawler.zones import VN
from models.records import DateFrom
from models.text import words

MAX_ELEMENTS = 20_000
_DATED_TAGS = frozenset("time span div p li em i b dd td h1 h2 h3 strong small font".split())
_NAMES_DATE = re.compile(r"\b(date\w*|\w*date|time|datetime|publish\w*|ngay\w*|posted|lbl ?date)\b")
_FULL_DATE = re.compile(r"(?<!\d)\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)\d{2}|\d{1,2}\s+tháng\s+\d{1,2}")
_DIGIT = re.compile(r"\d")
PUBLISHED_METAS = (
    "article:published_time", "og:article:published_time", "datepublished", "pubdate", "publishdate", "publish-date",
    "article.published", "dc.date.issued", "dc.date", "date", "sailthru.date", "its_publication", "published_time",
    "article:published", "og:published_time", "parsely-pub-date", "dc.created", "dc.date.created", "dcterms.date",
    "dcterms.created", "article:create_time",
)  # fmt: skip

read_date = lru_cache(maxsize=512)(read_date_afresh)  # a page gives the same time in several places


def published_at(
    root: HtmlElement, meta: Mapping[str, str], ld: list[Mapping[str, Any]], url: str, title: str, now: datetime | None
) -> tuple[datetime | None, DateFrom | None]:
    """When the page was published, reconciled from metadata, the visible time and the address.

    A metadata time that says UTC while the page shows the same clock reading is local time with a wrong zone.
    A metadata date without a time takes the time the page shows for the same day.
    """
    articles = [node for node in ld if types(node) & ARTICLE_TYPES]
    marked = root.xpath("//*[@itemprop='datePublished']")[:2]
    stated = [read_date(str(node["datePublished"])) for node in articles if node.get("datePublished")]
    stated += [read_date(meta[name]) for name in PUBLISHED_METAS if name in meta]
    stated += [read_date(node.get("content") or node.get("datetime") or text_of(node)) for node in marked]
    shown = [moment for moment in _shown(root, title) if plausible(moment, now)]
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


def modified_at(meta: Mapping[str, str], ld: list[Mapping[str, Any]], now: datetime | None) -> datetime | None:
    """When the page says it was last changed, if that is plausible."""
    stated = next((str(n["dateModified"]) for n in ld if n.get("dateModified")), None)
    moment = read_date(stated or meta.get("article:modified_time") or meta.get("og:updated_time"))
    return moment if plausible(moment, now) else None


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


def _shown(root: HtmlElement, title: str) -> list[datetime]:
    """The dates readers see, nearest to the headline first: time elements, blocks named date or time, and any
    short block close to the headline. So the clock in a page's header comes last."""
    heading = words(title)
    least = int(0.8 * sum(map(len, heading)))  # a shorter text is not the headline's, however it is composed
    holders = {above for node in root.iter("time") for above in ancestors(node)}
    at = None
    found: list[tuple[int, datetime]] = []
    for position, node in enumerate(root.iter()):
        if position > MAX_ELEMENTS:
            break
        if not is_element(node) or node.tag not in _DATED_TAGS:
            continue
        text = text_of(node) if len(node) <= 12 else ""
        if at is None and len(node) < 3 and heading and least <= len(text) <= 400 and words(text) == heading:
            at = position
        if node.tag != "time" and node in holders:
            continue  # the time element itself follows
        if not 8 <= len(text) <= 90 or not (_DIGIT.search(text) or _DIGIT.search(node.get("datetime") or "")):
            continue
        named = node.tag == "time" or _NAMES_DATE.search(marks(node)) is not None
        if not named and (at is None or position - at > 25 or not _FULL_DATE.search(text)):
            continue
        moment = _moment(node, text)
        if moment is not None:
            found.append((position, moment))
    middle = at or 0
    return [moment for _, moment in sorted(found, key=lambda one: abs(one[0] - middle))[:6]]


def _moment(node: HtmlElement, text: str) -> datetime | None:
    seen = read_date(text)
    if node.tag != "time":
        return seen
    stated = read_date(node.get("datetime"))
    if seen is not None and (seen.hour or seen.minute or stated is None):
        return seen
    return stated
