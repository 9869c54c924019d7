"""One item of RSS, RDF or Atom as an entry in the making: which of its many fields count, and in what order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from crawler.addresses import absolute
from crawler.extraction.links import site_of
from crawler.markup import plain
from crawler.xml_items import Document, Field, Item

MAX_SUMMARY = 10_000  # characters; whole articles stand in some feeds, and the page has those
MAX_SOURCE = 400_000  # characters of markup of one field that are read
# Published before modified; RSS's own names before Dublin Core's and Atom's.
_DATES = (
    ("pubdate",), ("published",), ("issued",), ("date",), ("created",), ("updated",), ("modified",), ("lastmod",),
)  # fmt: skip
_BREAK = re.compile(r"[\t\r\n]+")
_SECTION = re.compile(r"<!\[CDATA\[|\]\]>")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]{0,30}):", re.I)
_HOURS = {"hourly": 1, "daily": 24, "weekly": 168, "monthly": 720, "yearly": 8760}


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry before its date is believed. ``link`` is absolute, or empty where there is none."""

    link: str
    title: str
    summary: str
    dates: tuple[str, ...]
    id: str

    @classmethod
    def made(cls, link: str, title: str, summary: str, dates: tuple[str, ...], id_: str) -> Draft:
        return cls(link, plain(title[:MAX_SOURCE]), _cut(plain(summary[:MAX_SOURCE])), dates, id_)


def draft(item: Item, document: Document, base: str) -> Draft:
    """The fields of an item that count.

    Title and summary are the item's own before those of media and podcast extensions; the summary is the
    description, and only without one the content. The link is the original behind a feed proxy, then the
    item's link, its Atom link to the HTML page, then an id that is an address.
    """
    own_base = absolute(base, item.attributes.get("xml:base", "")) if item.attributes.get("xml:base") else base
    link = _link(item)
    title = _first_text(item.named("title"))
    summary = _first_text(item.named("description", "summary")) or _first_text(item.named("encoded", "content", "body"))
    dates = tuple(text for names in _DATES for one in item.named(*names) if (text := one.text.strip()))
    id_ = _first_text(item.named("guid", "id")) or item.attributes.get("rdf:about", "")
    return Draft.made(_absolute(own_base, link) if link else "", title, summary, dates[:6], plain(id_[:4000]))


def base_of(document: Document, url: str) -> str:
    """What relative links are relative to: xml:base, the address the feed was read from, or the site it names."""
    stated = document.attributes.get("xml:base", "")
    if not url:
        url = next((link for one in document.head.named("link") if (link := _href(one)).startswith("http")), "")
    return absolute(url, stated) if stated else url


def period_of(document: Document) -> float | None:
    """How often the feed asks to be polled, in seconds: ``ttl`` in minutes, or the syndication module."""
    for one in document.head.named("ttl"):
        if re.fullmatch(r"\d{1,6}", text := one.text.strip()) and int(text) > 0:
            return float(int(text) * 60)
    for one in document.head.named("updateperiod"):
        hours = _HOURS.get(one.text.strip().lower())
        times = next((each.text.strip() for each in document.head.named("updatefrequency")), "1")
        if hours is not None and re.fullmatch(r"[1-9]\d{0,4}", times):
            return hours * 3600 / int(times)
    return None


def _first_text(fields: list[Field]) -> str:
    return next((text for one in fields if (text := one.text.strip()) and ("<" not in text or plain(text[:2000]))), "")


def _address(text: str) -> str:
    """An address without the blanks around and the line breaks in it; empty if it is none a page has."""
    value = _BREAK.sub("", _SECTION.sub("", text)).strip(" \u00a0\u3000\"'")
    if not value or value.startswith("#") or "<" in value:
        return ""
    scheme = _SCHEME.match(value)
    return "" if scheme is not None and scheme[1].lower() not in ("http", "https") else value


def _absolute(base: str, link: str) -> str:
    """Absolute; a link that begins with the site's own host, its scheme forgotten, is no folder of that name."""
    host = link.partition("/")[0]
    if "." in host and ":" not in host and base and site_of(f"http://{host}") == site_of(base):
        return f"{urlsplit(base).scheme}://{link}"
    return absolute(base, link)


def _href(one: Field) -> str:
    return _address(one.text) or _address(one.attributes.get("href", ""))


def _link(item: Item) -> str:
    for one in item.named("origlink"):
        if found := _address(one.text):
            return found
    links = item.named("link")
    for one in links:
        if found := _address(one.text):
            return found
    alternates = [one for one in links if one.attributes.get("rel", "alternate").lower() == "alternate"]
    for one in sorted(alternates, key=_not_html):
        if found := _address(one.attributes.get("href", "")):
            return found
    for one in sorted(item.named("guid"), key=lambda guid: guid.attributes.get("ispermalink", "").lower() == "false"):
        found = _address(one.text)
        permalink = one.attributes.get("ispermalink", "").lower() == "true"
        if found.startswith("http") or (found.startswith("/") and permalink):
            return found
    for text in [*(one.text for one in item.named("id", "url")), *item.attributes.values()]:
        if _is_page(found := _address(text)):
            return found
    return ""


def _not_html(one: Field) -> bool:
    return "html" not in one.attributes.get("type", "html").lower()


def _is_page(url: str) -> bool:
    try:
        return urlsplit(url).scheme in ("http", "https") and bool(urlsplit(url).netloc)
    except ValueError:
        return False


def _cut(text: str) -> str:
    return text if len(text) <= MAX_SUMMARY else text[:MAX_SUMMARY].rsplit(" ", 1)[0] + "…"
