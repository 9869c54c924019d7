"""Sitemaps: news, plain, indexes, lists of addresses; and what comes in their place."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime

import pytest

from crawler.poll import read_source, source_problem
from crawler.reading import FeedRead
from crawler.sitemaps import read_sitemap
from models.records import FetchRequest, Page, SourceKind

NOW = datetime(2026, 11, 23, tzinfo=UTC)
NEWS = (
    '<?xml version="1.0"?><urlset xmlns:news="n" xmlns:image="i"><url><loc> https://bao.vn/1?a=1&amp;b=2 </loc>'
    "<image:image><image:loc>https://bao.vn/anh.jpg</image:loc><image:title>Ảnh</image:title></image:image>"
    "<lastmod>2026-09-20T08:00:00+07:00</lastmod><news:news><news:publication><news:name>Báo</news:name></news:publication>"
    "<news:publication_date>2026-09-14T08:00:00+07:00</news:publication_date><news:title><![CDATA[Tin &amp; bài]]></news:title>"
    "</news:news></url></urlset>"
)


def sitemap(body: str | bytes) -> FeedRead:
    return read_sitemap(body if isinstance(body, bytes) else body.encode(), "https://bao.vn/sitemap.xml", now=NOW)


@pytest.mark.parametrize(
    "body",
    [
        NEWS,
        gzip.compress(NEWS.encode()),
        "\n\ufeff" + NEWS,
        NEWS.encode("utf-16"),
        NEWS.replace("<loc>", "<loc><![CDATA[").replace("</loc>", "]]></loc>", 1),
    ],
)
def test_news_sitemap(body: str | bytes) -> None:
    (entry,) = sitemap(body).entries
    assert entry.url.startswith("https://bao.vn/1?a=1&")
    assert (entry.title, str(entry.published_at)) == ("Tin & bài", "2026-09-14 08:00:00+07:00")
    assert str(entry.updated_at) == "2026-09-20 08:00:00+07:00"


def test_the_time_of_change_is_no_publication_time() -> None:
    read = sitemap("<urlset><url><loc>/a</loc><lastmod>2026-09-14</lastmod></url><url><loc>/b</loc><lastmod>2099-01-01</lastmod></url></urlset>")
    assert [(e.url, e.published_at, str(e.updated_at)[:10]) for e in read.entries] == [
        ("https://bao.vn/a", None, "2026-09-14"),
        ("https://bao.vn/b", None, "None"),
    ]


def test_an_index_names_its_children_newest_first() -> None:
    read = sitemap(
        "<sitemapindex><sitemap><loc>/s1.xml</loc><lastmod>2026-01-01</lastmod></sitemap><sitemap><loc>/s2.xml.gz</loc>"
        "<lastmod>2026-09-01</lastmod></sitemap><sitemap><loc>/s3.xml</loc></sitemap><sitemap><loc>/s1.xml</loc></sitemap></sitemapindex>"
    )
    assert read.children == ("https://bao.vn/s2.xml.gz", "https://bao.vn/s1.xml", "https://bao.vn/s3.xml")
    assert (read.entries, read.problem) == ((), None)


def polled(body: str) -> FeedRead:
    page = Page(FetchRequest("https://bao.vn/s.xml", "s"), "https://bao.vn/s.xml", 200, body.encode(), "", NOW)
    return read_source(page, SourceKind.SITEMAP, NOW)


def test_an_index_as_a_source_is_never_silent() -> None:
    read = polled("<sitemapindex><sitemap><loc>/s1.xml</loc></sitemap></sitemapindex>")
    assert (source_problem(read), read.problem, read.detail) == ("sitemap_index", None, "https://bao.vn/s1.xml")
    assert source_problem(polled("<urlset></urlset>")) is None
    assert source_problem(polled("chữ")) == "not_a_sitemap"


def test_what_was_not_believed_stands_in_the_detail_of_the_poll() -> None:
    read = polled(NEWS.replace("2026-09-14", "2099-09-14"))
    assert (read.problem, read.detail, read.entries[0].published_at) == (None, "future_date 1", None)


def test_order_prefixes_and_missing_ends() -> None:
    read = sitemap("<sm:urlset><sm:url><sm:loc>/b</sm:loc></sm:url><sm:url><sm:lastmod>2026-09-14</sm:lastmod></sm:url><sm:url><sm:loc>/a</sm:loc>")
    assert [e.url for e in read.entries] == ["https://bao.vn/b", "https://bao.vn/a"]
    assert read.counters["entry_without_link"] == 1


def test_a_list_of_addresses() -> None:
    read = sitemap("https://bao.vn/1\r\nhttps://bao.vn/2\n\n")
    assert [e.url for e in read.entries] == ["https://bao.vn/1", "https://bao.vn/2"]


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("", "empty"),
        ("<html><head><title>Trang</title></head>" + "<p>chữ</p>" * 99, "html_instead_of_feed"),
        ("<html><head><title>Just a moment...</title></head></html>", "robot_check"),
        ("<rss><channel/></rss>", "not_a_sitemap"),
        ("xin chào", "not_a_sitemap"),
        (b"\x1f\x8b\x08broken", "bad_encoding"),
        ("<urlset></urlset>", None),
    ],
)
def test_what_is_no_sitemap_is_named(body: str | bytes, problem: str | None) -> None:
    assert sitemap(body).problem == problem
