"""Pages that mean harm, or are only broken: each is read in bounded time, and none raises."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.extract import extract
from crawler.feeds import read_feed
from crawler.listings import read_listing
from crawler.sitemaps import read_sitemap
from models.records import Extracted, PageKind

NOW = datetime(2026, 11, 23, tzinfo=UTC)
URL = "https://bao.vn/tin-trong-ngay-20261120091500.htm"
BOUND_S = 20.0  # generous: the machine may be busy; what is quadratic takes minutes

_BOMB = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 12))
HOSTILE = {
    "deep_divs": "<div>" * 100_000 + "chữ",
    "deep_spans_with_text": "<p>" + "<span>chữ " * 50_000,
    "deep_lists": "<ul><li>tin " * 30_000,
    "deep_tables": "<table><tr><td>ô " * 20_000,
    "digits": "<p>" + "1" * 1_000_000,
    "digits_in_time": '<span class="date">' + "1" * 500_000 + "</span>",
    "digits_as_meta": f'<meta property="article:published_time" content="{"1" * 1_000_000}"><p>x</p>',
    "slashes_as_meta": f'<meta property="article:published_time" content="{"1/" * 300_000}"><p>x</p>',
    "million_links": '<a href="/tin-moi-trong-ngay-hom-nay-123456.htm">t</a>' * 150_000,
    "different_links": "".join(f'<a href="/tin-moi-trong-ngay-hom-nay-{100_000 + i}.htm">t</a>' for i in range(60_000)),
    "one_long_word": "<article><p>" + "á" * 1_000_000 + "</p></article>",
    "spaces": "<h1>" + " " * 1_000_000 + "</h1>",
    "open_brackets": "<" * 500_000,
    "ampersands": "<title>" + "&amp;" * 200_000 + "</title>",
    "entity_bomb": f'<!DOCTYPE html [<!ENTITY a0 "lol">{_BOMB}]><html><body><p>&a11;</p></body></html>',
    "many_attributes": "<div " + " ".join(f"a{i}=1" for i in range(100_000)) + ">x</div>",
    "deep_json_ld": '<script type="application/ld+json">' + "[" * 100_000 + "</script><p>x</p>",
    "odd_json_ld": '<script type="application/ld+json">{"@type":["NewsArticle",{}],"headline":{"a":1},'
    '"datePublished":["x"],"articleBody":[1]}</script><p>x</p>',
    "long_json_number": '<script type="application/ld+json">{"@type":"NewsArticle","headline":' + "9" * 100_000 + "}</script><p>x</p>",
    "many_headings": "<h1>Tin trong ngày của báo</h1>" * 30_000,
    "many_paragraphs": "<p>Đoạn văn ngắn của một bài dài không có hồi kết.</p>" * 30_000,
    "bad_links": '<a href="http://[">a</a><a href="//">b</a><a href="\x01">c</a><base href="http://[::">' * 200,
    "nulls": "\x00" * 200_000 + "<p>x</p>",
    "only_comments": "<!-- x -->" * 100_000,
    "brs": "<div>" + "chữ<br>" * 100_000 + "</div>",
    "nested_anchors_and_forms": "<form><a href=/a>" * 20_000,
    "unclosed_cdata": "<![CDATA[" * 50_000,
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_page(name: str) -> None:
    body = HOSTILE[name].encode("utf-8", "surrogatepass")
    began = time.monotonic()
    page = extract(body, URL, content_type="text/html", now=NOW)
    assert time.monotonic() - began < BOUND_S
    assert isinstance(page, Extracted)
    assert len(page.text) <= 2 * len(body)
    assert len(page.links) <= 2000
    began = time.monotonic()
    assert len(read_listing(body, URL, now=NOW).entries) <= 2000
    assert time.monotonic() - began < BOUND_S


HOSTILE_FEEDS = {
    **{name: HOSTILE[name] for name in ("deep_divs", "digits", "open_brackets", "unclosed_cdata", "million_links")},
    "deep_items": "<rss><channel>" + "<item>" * 50_000,
    "many_items": "<rss><channel>" + "<item><title>t</title><link>/a</link></item>" * 30_000,
    "long_date": "<rss><channel><item><link>/a</link><pubDate>" + "1/" * 300_000 + "</pubDate></item></channel></rss>",
    "long_title": "<rss><channel><item><link>/a</link><title>" + "&lt;" * 300_000 + "</title></item></channel></rss>",
    "bomb": f'<!DOCTYPE rss [<!ENTITY a0 "lol">{_BOMB}]><rss><channel><item><link>/a</link><title>&a11;</title></item></channel></rss>',
    "unclosed_doctype": "<?xml version='1.0'?><!DOCTYPE x [" + "<!ENTITY " * 50_000 + "<rss>",
    "deep_json": '{"items":' + "[" * 100_000,
    "long_json_number": '{"items":[{"url":"/a","id":' + "9" * 100_000 + "}]}",
    "ampersands": "<rss><channel>" + "&" * 300_000,
    "sitemap_without_ends": "<urlset>" + "<url><loc>" * 30_000,
    "sitemap_of_locs": "<urlset><url>" + "<loc>x" * 60_000 + "</url></urlset>",
    "index_without_ends": "<sitemapindex>" + "<sitemap>" * 50_000,
}  # fmt: skip


@pytest.mark.parametrize("read", [read_feed, read_sitemap])
@pytest.mark.parametrize("name", HOSTILE_FEEDS)
def test_hostile_feed(name: str, read) -> None:  # type: ignore[no-untyped-def]
    began = time.monotonic()
    result = read(HOSTILE_FEEDS[name].encode(), "https://bao.vn/rss", now=NOW)
    assert time.monotonic() - began < BOUND_S
    assert len(result.entries) <= 50_000
    assert sum(len(entry.title) + len(entry.summary) for entry in result.entries) <= 2_000_000


def test_a_page_that_says_nothing_is_other() -> None:
    for body in (b"", b"   ", b"\x00\x00", b"<", b"<!-- -->", b"\xff\xfe", b"%PDF-1.7 \x93\xfa", b"\x1f\x8b\x08\x00"):
        page = extract(body, URL, now=NOW)
        assert (page.kind, page.text) == (PageKind.OTHER, "")


_PIECES = st.sampled_from(
    ["<p>", "</p>", "<div class='date'>", "<div>", "</div>", "<h1>", "<a href='/a-b-c-d-e-f-g'>", "<a href='http://['>", "<table>",
     "<td>", "<br>", "<base href='//['>", "<meta property='article:published_time' content='9999-12-31T23:59:59-14:00'>",
     "<meta property='article:published_time' content='0001-01-01T00:00:00+14:00'>", "<time datetime='2026-13-45'>",
     "<script type='application/ld+json'>", "</script>", '{"@type":"NewsArticle","datePublished":0}', "[[{", "<!--", "-->", "<![CDATA[",
     "&#x110000;", "&#0;", "\ud800", "\u202e", "<link rel=canonical href='//'>", "20/11/2026 9:99", "Chữ của một đoạn văn dài. " * 12]
)  # fmt: skip


@settings(max_examples=250, deadline=None)
@given(
    st.one_of(st.binary(max_size=400), st.lists(st.one_of(_PIECES, st.text(max_size=12)), max_size=40).map("".join)),
    st.sampled_from([URL, "", "http://[", "https://bao.vn/", "x"]),
    st.sampled_from(["", "text/html; charset=nonsense", "text/html; charset=utf-16", "charset="]),
    st.sampled_from([None, NOW]),
)
def test_no_page_crashes_the_extraction(body: bytes | str, url: str, content_type: str, now: datetime | None) -> None:
    page = extract(body, url, content_type=content_type, now=now)
    assert page.kind is PageKind.ARTICLE or page.text == ""
    assert page.published_at is None or page.published_at.tzinfo is not None
