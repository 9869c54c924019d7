"""Listing pages as sources: the articles a page names, for outlets without feeds."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from itertools import islice

from lxml.html import HtmlElement

from crawler.dates import plausible, read_date
from crawler.extract import extract
from crawler.extraction.tree import drop_scripts, is_element, marks, parse, text_of
from crawler.feed_dates import believed
from crawler.listing_cards import cards_of, owners_of, surroundings
from crawler.markup import decode, plain
from crawler.reading import FeedRead
from crawler.relative_dates import read_relative
from crawler.walls import what_came
from models.records import Entry, PageKind
from models.text import words

FEW = 10  # dated links; a page with more is a listing whatever else it is
MIN_SUMMARY = 40  # characters
MAX_DATE_CHARS = 80  # a longer text that has a date in it is no date
_HAS_DATE = re.compile(
    r"\d\s?[/.-]\s?\d|tháng|\btrước\b|hôm (?:nay|qua|kia)|\bago\b|vừa xong|just now|yesterday|today|"
    r"\b\d{1,2} [A-Z][a-z]{2}",
    re.I,
)
_NAMES_DATE = re.compile(r"\b(?:date\w*|\w*time|ngay\w*|posted|publish\w*)\b")
_DATE_AROUND = re.compile(
    r"[(\[|–—\s-]*(?:\d{1,2}\s?[:h]\s?\d{2}\s*[,|-]?\s*)?(?:ngày\s+)?\d{1,2}[/.-]\d{1,2}[/.-]\d{4}"
    r"(?:\s*[,|-]?\s*\d{1,2}[:h]\d{2}(?::\d{2})?)?[)\]|\s-]*"
)


def read_listing(body: bytes, url: str, *, content_type: str = "", now: datetime | None = None) -> FeedRead:
    """One entry an article link, in page order: the headline, the words and the date beside it, where there are any.

    Menus, footers and lists of the most read are left out as far as they can be told. A link of no known shape
    counts only with a date beside it. Relative dates need ``now``. A page that is one article is no listing
    (``is_article``). Never raises.
    """
    text = decode(body, content_type)
    root = parse(text)
    if root is None:
        return FeedRead(problem="empty")
    drop_scripts(root)
    cards = cards_of(root, url)
    owners = owners_of(cards)
    nears = {id(card): [one for group in surroundings(card, owners) for one in group] for card in cards}
    dated = {id(card): _date_texts(nears[id(card)], card.title) for card in cards}
    cards = [card for card in cards if card.shaped or dated[id(card)]]
    if not cards:
        problem, detail = what_came(text)
        return FeedRead(problem=problem if problem in ("robot_check", "javascript_wall") else "no_links", detail=detail)
    few = sum(bool(dated[id(card)]) for card in cards) < FEW
    if few and extract(body, url, content_type=content_type, now=now).kind is PageKind.ARTICLE:
        return FeedRead(problem="is_article")
    counters: Counter[str] = Counter()
    absolute_dates = [[each for each in dated[id(card)] if read_date(each) is not None] for card in cards]
    moments = believed(absolute_dates, now, counters)
    entries = []
    for card, moment in zip(cards, moments, strict=True):
        if moment is None and now is not None:
            moment = _relative(dated[id(card)], now)
        title = _bare_title(plain(card.title))
        entries.append(Entry(card.url, title, _summary(nears[id(card)], card.title), moment, card.url))
    return FeedRead(tuple(entries), counters=counters)


def _pieces(elements: Iterable[HtmlElement]) -> Iterable[str]:
    """The texts that stand on their own: of elements without element children, and between elements."""
    for element in elements:
        for count, node in enumerate(element.iter()):
            if count > 400:
                break
            if not is_element(node):
                continue
            if node.tag == "time" and node.get("datetime"):
                yield node.get("datetime") or ""
            if len(node) == 0 or node.tag in ("p", "time"):
                yield text_of(node)
            else:
                yield " ".join((node.text or "").split())
                if _NAMES_DATE.search(marks(node)) and len(node) < 8:
                    yield " ".join(" ".join(islice(node.itertext(), 20)).split())
            if node is not element:
                yield " ".join((node.tail or "").split())
        yield " ".join((element.tail or "").split())[:MAX_DATE_CHARS]


def _date_texts(elements: list[HtmlElement], title: str) -> list[str]:
    """Texts beside a headline that are dates, the barest first. A day that the headline speaks of is none, one
    glued to its end or beginning is."""
    found = [match[0] for match in _dates_around(title)]
    for piece in _pieces(elements):
        if 4 <= len(piece) <= MAX_DATE_CHARS and piece not in title and _HAS_DATE.search(piece):
            found.append(piece)
    known = [piece for piece in found if read_date(piece) is not None or read_relative(piece, _SOME_DAY) is not None]
    return sorted(known, key=len)[:4]


_SOME_DAY = datetime.fromisoformat("2026-01-01T00:00:00+07:00")  # to see whether a text is a relative date at all


def _relative(texts: list[str], now: datetime) -> datetime | None:
    for text in texts:
        moment = read_relative(text, now)
        if moment is not None and plausible(moment, now):
            return moment
    return None


def _dates_around(title: str) -> list[re.Match[str]]:
    """Dates at the beginning or the end of a headline, set apart by more than a blank or with a clock."""
    ends = [m for m in islice(_DATE_AROUND.finditer(title[:400]), 3) if m.start() == 0 or m.end() == len(title)]
    return [m for m in ends if re.search(r"[()|\[–—:]|\s-|-\s|\d[h:]\d", m[0]) or m.start() == 0]


def _bare_title(title: str) -> str:
    """The headline without a date glued to its end or beginning."""
    for match in _dates_around(title):
        bare = (title[: match.start()] + title[match.end() :]).strip()
        if len(bare) >= 15:
            return bare
    return title


def _summary(elements: list[HtmlElement], title: str) -> str:
    """The longest piece of running text beside the headline that is not the headline itself."""
    heading = set(words(title))
    best = ""
    for piece in _pieces(elements):
        if len(piece) < max(MIN_SUMMARY, len(best) + 1) or piece in title:
            continue
        said = {word for word in words(piece) if not word.isdigit()}
        if len(said) >= 8 and len(heading & said) < 0.8 * len(said):
            best = piece
    return plain(best)[:2000]
