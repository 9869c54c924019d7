"""What pages, feeds and robots.txt name as sources; never an error, whatever the bytes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.discover import (
    Found,
    best_children,
    discover,
    feed_home,
    listed_feeds,
    meta_refresh,
    robots_sitemaps,
    usual_places,
)
from models.records import SourceKind

HOME = "https://www.songlam.example/"


def page(body: str, head: str = "") -> bytes:
    return f"<html><head>{head}</head><body>{body}</body></html>".encode()


def urls(body: str, head: str = "", robots: bytes = b"") -> list[str]:
    return [candidate.url for candidate in discover(page(body, head), HOME, robots=robots).candidates]


def test_only_the_outlets_own_addresses_are_named() -> None:
    head = (
        '<base href="/tin/"><link rel="alternate" type="application/rss+xml" href="moi.rss">'
        '<link type="application/rss+xml" href="https://feeds.feedburner.com/songlam">'
        '<link type="application/rss+xml" href="https://khac.example/rss">'
        '<link type="application/rss+xml" href="https://xsonglam.example/rss">'
        '<link type="application/rss+xml" href="/comments/feed/">'
    )
    body = '<a href="https://rss.songlam.example/a.rss">a</a><a href="moi.rss#x">lặp</a><a href="javascript:1">j</a>'
    robots = b"\xef\xbb\xbfUser-agent: *\nSITEMAP : https://www.songlam.example/sm.xml\nSitemap: https://khac.example/x"
    assert urls(body, head, robots) == [
        "https://www.songlam.example/tin/moi.rss",
        "https://feeds.feedburner.com/songlam",
        "https://rss.songlam.example/a.rss",
        "https://www.songlam.example/sm.xml",
        HOME,
    ]


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ("<title>Tin tức 24h mới nhất - Báo Sông Lam</title>", "Báo Sông Lam"),
        ("<title>Báo Sông Lam: đọc báo mỗi ngày | Thời sự</title>", "Báo Sông Lam: đọc báo mỗi ngày"),
        ('<title>x</title><meta property="og:site_name" content="Sông Lam">', "Sông Lam"),
        ('<script type="application/ld+json">{"@type":"NewsMediaOrganization","name":"SL"}</script>', "SL"),
        ("", "songlam.example"),
    ],
)
def test_the_name_an_outlet_gives_itself(head: str, name: str) -> None:
    assert discover(page("", head), HOME).name == name


def test_feeds_of_a_list_by_address_or_by_what_they_are_called() -> None:
    body = '<a href="/rss/a.rss">A</a><a href="/api/z1">RSS B</a><a href="/gioi-thieu">C</a><a href="/rss">RSS</a>'
    found = listed_feeds(page(body), HOME + "rss")
    assert [(one.url.removeprefix(HOME), one.found, one.kind) for one in found] == [
        ("rss/a.rss", Found.LISTED, SourceKind.FEED),
        ("api/z1", Found.LISTED, SourceKind.FEED),
    ]


def test_the_children_of_an_index_that_are_looked_at() -> None:
    months = [f"{HOME}sitemap-2026-{month:02}.xml" for month in range(1, 10)]
    assert best_children([*months, HOME + "news-sitemap.xml", HOME + "image-news.xml"]) == (HOME + "news-sitemap.xml",)
    assert best_children(months) == (months[8], months[7])
    assert best_children([HOME + "a.xml", HOME + "tags.xml", HOME + "b.xml"]) == (HOME + "a.xml", HOME + "b.xml")
    assert best_children([]) == ()


@pytest.mark.parametrize(
    ("head", "home"),
    [
        (f"<rss><channel><link>{HOME}tin</link><item><link>https://a.example/</link></item></channel></rss>", HOME),
        (f'<feed><link rel="self" href="{HOME}x.atom"/><link href="{HOME}"/><entry/></feed>', HOME),
        ("<rss><channel><link>https://khac.example/</link></channel></rss>", "https://rss.songlam.example/"),
        (f'{{"home_page_url": "{HOME}", "items": []}}', HOME),
        ("", "https://rss.songlam.example/"),
    ],
)
def test_the_home_a_feed_names_is_believed_on_its_own_site(head: str, home: str) -> None:
    assert feed_home(head.encode(), "https://rss.songlam.example/a.rss") == home


def test_a_page_that_sends_on_at_once() -> None:
    assert meta_refresh(b'<META HTTP-EQUIV="Refresh" CONTENT="0;URL=/web/">', HOME) == HOME + "web/"
    assert meta_refresh(b'<meta http-equiv="refresh" content="600;url=/web/">', HOME) == ""
    assert meta_refresh(b'<meta http-equiv="refresh" content="0;url=/">', HOME) == ""


@settings(max_examples=120, deadline=None)
@given(
    st.binary(max_size=300)
    | st.lists(
        st.sampled_from(["<a href='", "//[", "rss", "'>", "<link type='application/rss+xml' href=", "<base href='http://[x'>",
                         "<title>", "</title>", "<meta http-equiv=refresh content='0;url=", "http://", "|", " - "])
    ).map(lambda parts: "".join(parts).encode()),
    st.sampled_from([HOME, "http://a", "http://[::1/", "", "https://a.vn/b?c=http://"]),
)  # fmt: skip
def test_whatever_the_bytes_there_is_an_answer(body: bytes, url: str) -> None:
    assert discover(body, url, robots=body).candidates[-1].kind is SourceKind.LISTING
    listed_feeds(body, url)
    feed_home(body, url)
    meta_refresh(body, url)
    robots_sitemaps(body)
    usual_places(url)
    best_children([body.decode("utf-8", "replace"), url])
