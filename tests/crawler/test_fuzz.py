"""What any bytes do to the readers of feeds, dates, addresses and pages: no crash, no hang, no unbounded memory.

``DOICHIEU_FUZZ=n`` sets the number of examples of each property (default 60); a failure is minimised and printed.
"""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawler.addresses import absolute, canonical_url, check_public
from crawler.dates import read_date
from crawler.discover import discover
from crawler.extract import extract
from crawler.feeds import read_feed
from crawler.listings import read_listing
from crawler.markup import decode, plain
from crawler.reading import FeedRead
from crawler.relative_dates import read_relative
from crawler.sitemaps import read_sitemap
from crawler.url_dates import date_in_url
from models.records import Extracted
from tests.crawler import samples

NOW = datetime(2026, 11, 23, tzinfo=UTC)
URL = "https://bao.vn/tin-moi-trong-ngay-20261120091500.htm"
EXAMPLES = int(os.environ.get("DOICHIEU_FUZZ", "60"))
SAMPLES = {
    "rss": samples.rss(4), "atom": samples.atom(4), "json": samples.json_feed(4), "sitemap": samples.sitemap(4),
    "listing": samples.listing(6), "page": samples.page(), "gzip": gzip.compress(samples.rss(3)),
    "utf-16": samples.rss(2).decode().encode("utf-16"), "windows-1258": samples.rss(2).decode().encode("cp1258", "ignore"),
}  # fmt: skip
_INSERTED = [
    b"<", b">", b"&", b"]]>", b"<![CDATA[", b"<!--", b"-->", b"<item>", b"</item>", b"<rss>", b"<feed>", b"<entry", b"<!DOCTYPE a [", b"\x00",
    b"\xff\xfe", b"\xef\xbb\xbf", b"&#x0;", b"&#xD800;", b"&#x110000;", b"&a;", b"&amp;amp;", b"'", b'"', b"\xed\xa0\x80", b"\xcc\x81" * 40,
    b"{", b"}", b"[", b"null", b"1e999", b"9" * 400, b"href='http://['", b"<base href='//['>", b"xml:base='http://[::'", b"\xc2\xa0",
    b"<script type='application/ld+json'>", b"</script>", b"99/99/9999", b"9999-12-31T23:59:59-14:00", b"0001-01-01T00:00:00+14:00", b"/Date(-1)/",
    b"encoding='punycode'", b"\\ud800", b"<p>", b"<a href='/a-b-c-d-e-f-g'>", b"<table><tr><td>", b"\xf0\x9f\x98\x80", b"\xe2\x80\xae", b" " * 300, b"1/" * 60,
]  # fmt: skip
_EDITS = st.lists(
    st.tuples(st.sampled_from("flip cut double insert move".split()), st.integers(0, 10**6), st.integers(1, 400), st.sampled_from(_INSERTED)),
    min_size=1,
    max_size=12,
)
Edit = tuple[str, int, int, bytes]
_some = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))


def mutated(body: bytes, edits: list[Edit]) -> bytes:
    """A valid sample with bytes flipped, cut, doubled, put in or moved."""
    data = bytearray(body)
    for kind, place, size, piece in edits:
        at = place % (len(data) + 1)
        part = bytes(data[at : at + size])
        if kind == "flip" and at < len(data):
            data[at] ^= 1 << size % 8
        elif kind == "cut":
            del data[at : at + size]
        elif kind == "double":
            data[at:at] = part
        elif kind == "insert":
            data[at:at] = piece
        elif kind == "move":
            del data[at : at + size]
            there = (place * 31) % (len(data) + 1)
            data[there:there] = part
    return bytes(data)


def check(body: bytes, url: str = URL, now: datetime | None = NOW) -> None:
    """Every reader takes the bytes; what it gives can be stored: no lone surrogates, no control characters."""
    for read in (read_feed, read_sitemap, read_listing):
        result = read(body, url, now=now)
        assert isinstance(result, FeedRead)
        assert result.problem is None or not result.entries
        for entry in result.entries:
            f"{entry.url}{entry.title}{entry.summary}{entry.id}{result.detail}".encode()
            assert entry.url and "\x00" not in f"{entry.url}{entry.title}{entry.summary}{entry.id}"
            assert entry.published_at is None or entry.published_at.astimezone(UTC).year >= 1994
    page = extract(body, url, now=now)
    assert isinstance(page, Extracted)
    f"{page.title}{page.text}{page.canonical_url}".encode()
    discover(body, url, robots=body)


@pytest.mark.parametrize("name", SAMPLES)
def test_the_samples_are_valid(name: str) -> None:
    check(SAMPLES[name])


@_some
@given(st.sampled_from(sorted(SAMPLES)), _EDITS)
def test_mutated_samples(name: str, edits: list[Edit]) -> None:
    check(mutated(SAMPLES[name], edits))


@_some
@given(st.one_of(st.binary(max_size=400), st.lists(st.one_of(st.sampled_from(_INSERTED), st.binary(max_size=9)), max_size=40).map(b"".join)))
def test_any_bytes(body: bytes) -> None:
    check(body)
    plain(decode(body))


_PIECES = st.sampled_from(
    ["thứ hai", "tháng", "14", "9", "/", "-", ":", " ", "2026", "26", "GMT", "+", "07", "00", "T", "Z", "SA", "CH", "PM", "Sep", "ngày", "năm",
     "giờ", "trước", "hôm qua", "\u00a0", "&nbsp;", "(", ")", ",", "999999999999", "\u0301", "²", "٣", "Date("]
)  # fmt: skip


@_some
@given(st.one_of(st.text(max_size=60), st.lists(_PIECES, max_size=25).map("".join)))
def test_any_text_as_a_date(text: str) -> None:
    for order in (None, True, False):
        moment = read_date(text, month_first=order)
        assert moment is None or moment.utcoffset() is not None
    read_relative(text, NOW)
    date_in_url("https://bao.vn/" + text)


_URL_PIECES = st.sampled_from(
    ["http://", "https://", "//", "bao.vn", "[", "]", "::1", "@", ":", "99999", "/", "?", "a=1", "&", "utm_source=x", "#", "%", "%zz", "%2e", "..",
     "xn--", "ß", "đ", "。", " ", "\n", "\t", "\x00", "\\", "127.1", "0x7f", "amp", ".html", "２", "\ud800"]
)  # fmt: skip


@_some
@given(st.lists(_URL_PIECES, max_size=14).map("".join), st.lists(_URL_PIECES, max_size=8).map("".join))
def test_any_text_as_an_address(url: str, href: str) -> None:
    once = canonical_url(url)
    assert isinstance(once, str)
    canonical_url(url, href)
    absolute(url, href)
    check_public(url)
    check_public(absolute("https://bao.vn/", href))


_LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
_ITEM = "<item><title>t</title><link>/a</link></item>"
PATHOLOGICAL: dict[str, Callable[[], str]] = {
    "nested tags": lambda: "<rss><channel><item>" + "<x>" * 100_000,
    "nested named tags": lambda: "<rss><channel><item>" + "".join(f"<x{n}>" for n in range(100_000)),
    "attributes": lambda: "<rss><channel><item " + " ".join(f"a{n}='1'" for n in range(100_000)) + "><link>/a</link></item>",
    "attributes of a field": lambda: "<rss><channel><item><link " + " ".join(f"a{n}='1'" for n in range(100_000)) + ">/a</link></item>",
    "attributes of a page": lambda: "<html><body><p " + " ".join(f"a{n}='1'" for n in range(100_000)) + ">x</p>",
    "billion laughs": lambda: f'<!DOCTYPE rss [<!ENTITY a0 "lol">{_LAUGHS}]><rss><channel><item><link>/a</link><title>&a11;</title></item>',
    "million brackets": lambda: "<" * 1_000_000,
    "brackets in a feed": lambda: "<rss><channel><item><title>" + "<" * 1_000_000,
    "a dot, often": lambda: "a." * 100_000,
    "a dot, often, as host": lambda: f"<rss><channel><item><link>https://{'a.' * 100_000}vn/</link></item>",
    "a dot, often, as link": lambda: f"<html><body><a href='https://bao.vn/{'a.' * 100_000}'>Chữ của một liên kết dài</a>",
    "million links": lambda: "<html><body>" + "".join(f"<a href='/bai-viet-so-mot-hai-{n:07d}.html'>t</a>" for n in range(200_000)),
    "links in one place": lambda: "<html><body>" + "<a href='/bai-viet-so-mot-hai-1000000.html'>t</a>" * 200_000,
    "tiny paragraphs between links": lambda: "<html><body>" + "<p>c</p><a href='/bai-viet-so-mot-hai-1000000.html'>t</a>" * 60_000,
    "huge JSON-LD": lambda: "<html><script type='application/ld+json'>[" + '{"@type":"NewsArticle","headline":"x"},' * 60_000 + "{}]</script>",
    "deep JSON": lambda: '{"items":[' + '{"a":' * 100_000,
    "deep JSON list": lambda: "[" * 500_000,
    "JSON number": lambda: '{"items":[{"url":"/a","id":' + "9" * 500_000 + "}]}",
    "surrogates": lambda: '{"items":[{"url":"/a\\ud800","title":"' + "\\udc00" * 100_000 + '"}]}',
    "comments": lambda: "<rss><channel>" + "<!--" * 200_000 + "]]>" + _ITEM + "-->",
    "sections": lambda: "<rss><channel><item><title>" + "<![CDATA[" * 100_000 + "</title><link>/a</link></item>",
    "sections and ends": lambda: "<rss><channel><item><title>" + "<![CDATA[</title>]]>" * 60_000,
    "unclosed items": lambda: "<rss><channel>" + "<item><title>t<link>/a" * 60_000,
    "unclosed scripts": lambda: f"<rss><channel><item><link>/a</link><title>{'&lt;script&gt;' * 60_000}</title></item>",
    "unclosed declarations": lambda: "<?xml version='1.0'?>" + "<!DOCTYPE x [<!ENTITY " * 60_000 + "<rss><channel>" + _ITEM,
    "unclosed root": lambda: "<rss " * 200_000,
    "blanks": lambda: "<rss><channel><item><link>/a</link><title>" + " " * 1_000_000 + "x</title></item>",
    "blanks in a tag": lambda: "<rss><channel><item><link" + " " * 1_000_000 + ">/a</link></item>",
    "blanks before what ends": lambda: "<rss><channel><item><title>" + ("</title" + " " * 900) * 1_000,
    "ampersands": lambda: "<rss><channel><item><link>/a</link><title>" + "&amp;" * 200_000 + "</title></item>",
    "date": lambda: "<rss><channel><item><link>/a</link><pubDate>" + "1/" * 500_000 + "</pubDate></item>",
    "dates": lambda: "<rss><channel>" + "<item><link>/a</link><pubDate>1/2/3 4:5:6 1/2/3</pubDate></item>" * 5_000,
    "marks": lambda: "<rss><channel><item><link>/a</link><title>a" + "\u0301\u0323" * 200_000 + "</title></item>",
    "joiners": lambda: "<html><body><h1>" + "\u200b\u034f" * 300_000 + "</h1>",
    "urls without ends": lambda: "<urlset>" + ("<url>" + "<loc>x" * 3_000) * 100,
    "sitemap text": lambda: "https://bao.vn/a\n" * 100_000,
    "not quite sitemap text": lambda: "https://bao.vn/a\n" * 60_000 + "x",
    "digits": lambda: "1" * 1_000_000,
    "digits in links": lambda: f"<html><body><a href='/{'1' * 500_000}-a-b-c-d-e-f'>Chữ của một liên kết dài</a>",
    "meta of charsets": lambda: "\x80" + "<meta " * 200_000 + "charset=x",
    "declarations of charsets": lambda: "\x80" + "<?xml " * 200_000,
    "title without end": lambda: "<html><head>" + "<title>" * 150_000,
    "guarded": lambda: ")]}'" * 250_000,
}  # fmt: skip
GREEDY = ("nested tags", "attributes", "attributes of a page", "billion laughs", "million brackets", "huge JSON-LD", "deep JSON", "sections",
          "unclosed items", "million links")  # fmt: skip
_READERS: dict[str, Callable[[bytes], object]] = {
    "feed": lambda body: read_feed(body, URL, now=NOW),
    "sitemap": lambda body: read_sitemap(body, URL, now=NOW),
    "listing": lambda body: read_listing(body, URL, now=NOW),
    "page": lambda body: extract(body, URL, now=NOW),
}
SECONDS = 20.0  # generous, for a busy machine: what is quadratic in a million takes minutes


def body_of(name: str) -> bytes:
    return PATHOLOGICAL[name]().encode("utf-8", "surrogatepass")


@pytest.mark.parametrize("name", PATHOLOGICAL)
def test_pathological(name: str) -> None:
    body = body_of(name)
    for reader, read in _READERS.items():
        began = time.monotonic()
        read(body)
        assert time.monotonic() - began < SECONDS, reader


def test_memory_stays_in_bounds() -> None:
    """The greediest of the above in one process that may not grow beyond 1.5 GB, interpreter and libraries
    included; a bomb of gzip too."""
    code = (
        "import resource, sys\n"
        "resource.setrlimit(resource.RLIMIT_AS, (1_500_000_000,) * 2)\n"
        "from tests.crawler.test_fuzz import GREEDY, _READERS, body_of, gzip\n"
        "for name in GREEDY:\n"
        "    body = body_of(name)\n"
        "    for read in _READERS.values():\n"
        "        read(body)\n"
        "bomb = gzip.compress(b'<rss><channel>' + b'<item><link>/a</link></item>' * 4_000_000)\n"
        "for read in _READERS.values():\n"
        "    read(bomb)\n"
    )
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=280, env=environment, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
