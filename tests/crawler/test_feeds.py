"""Feeds, sitemaps and dates in every dialect met; and nothing that crashes the readers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.feeds import read_feed
from crawler.listings import read_listing
from crawler.reading import FeedRead
from crawler.sitemaps import read_sitemap

NOW = datetime(2026, 11, 23, tzinfo=UTC)


def item(title: str = "Tin", link: str = "/a", date: str = "2026-09-14 18:44:00") -> str:
    return f"<item><title>{title}</title><link>{link}</link><pubDate>{date}</pubDate></item>"


def rss(*items: str, head: str = '<?xml version="1.0"?>') -> str:
    return f'{head}<rss version="2.0"><channel><title>Báo</title>{"".join(items)}</channel></rss>'


def feed(body: str | bytes, content_type: str = "") -> FeedRead:
    raw = body if isinstance(body, bytes) else body.encode()
    return read_feed(raw, "https://bao.vn/rss/tin.rss", content_type=content_type, now=NOW)


def test_rss_keeps_order_address_and_offset() -> None:
    read = feed(rss(item("Hai", "/b?utm_source=rss"), item("Một", "https://bao.vn/a")))
    assert [entry.url for entry in read.entries] == ["https://bao.vn/b?utm_source=rss", "https://bao.vn/a"]
    assert read.entries[0].published_at is not None
    assert read.entries[0].published_at.utcoffset() == timedelta(hours=7)


@pytest.mark.parametrize(
    "title",
    ["Mưa &amp;quot;lớn&amp;quot; &amp; gió", "<![CDATA[Mưa &quot;lớn&quot; & gió]]>", "Mưa &#34;lớn&#34; & gió",
     "<![CDATA[Mưa <b>\"lớn\"</b> &amp;amp; gió]]>"],
)  # fmt: skip
def test_titles_read_as_a_reader_sees_them(title: str) -> None:
    assert feed(rss(item(title))).entries[0].title == 'Mưa "lớn" & gió'


def test_banners_invalid_tokens_and_wrong_charsets() -> None:
    whole = rss(item("Đường mới"))
    wrong = whole.replace('"1.0"?', '"1.0" encoding="utf-16"?')
    bodies: list[tuple[bytes, str]] = [
        (b"Notice: Undefined index in x.php<br/>\n\n" + whole.encode(), ""),
        (whole.replace("mới", "m\x0bới").encode(), ""),
        (wrong.encode(), ""),
        (whole.encode(), "text/xml; charset=iso-8859-1"),
        (whole.encode("utf-16"), ""),
        (whole.encode()[:-25], ""),
    ]
    for body, content_type in bodies:
        read = feed(body, content_type)
        assert [entry.title for entry in read.entries] == ["Đường mới"], body[:80]


def test_what_is_no_feed_is_named() -> None:
    assert feed("").problem == "empty"
    assert feed("<!DOCTYPE html><html><head><title>x</title></head><body><p>" + "chữ " * 90 + "</p></body></html>").problem == (
        "html_instead_of_feed"
    )
    assert feed("<html><head><script>location.reload()</script></head><body></body></html>").problem == "javascript_wall"
    assert feed("{]").problem == "not_a_feed"
    assert feed("xin chào").problem == "not_a_feed"
    empty = feed(rss())
    assert (empty.problem, empty.entries) == (None, ())


def test_atom_rdf_json() -> None:
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title type="html">A &amp;amp; B</title>'
        '<link rel="enclosure" href="/x.mp3"/><link rel="alternate" href="/1"/><updated>2026-09-15T08:00:00Z</updated>'
        "<published>2026-09-14T08:00:00Z</published></entry></feed>"
    )
    rdf = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><item rdf:about="https://bao.vn/1"><title>A &amp; B</title>'
        "<link>https://bao.vn/1</link><dc:date>2026-09-14T15:00:00+07:00</dc:date></item></rdf:RDF>"
    )
    json = '{"items":[{"url":"/1","title":"A & B","date_published":"2026-09-14T15:00:00+07:00"}]}'
    for body in (atom, rdf, json):
        (entry,) = feed(body).entries
        assert (entry.url, entry.title) == ("https://bao.vn/1", "A & B")
        assert entry.published_at == datetime(2026, 9, 14, 8, tzinfo=UTC)


def test_dates_that_cannot_be_are_counted_not_believed() -> None:
    read = feed(rss(item(date="Thu, 19 Nov 2099 07:15:00 +0700"), item(date="hôm qua"), item(date="1/1/1970 07:00")))
    assert [entry.published_at for entry in read.entries] == [None] * 3
    assert read.counters == {"future_date": 1, "unreadable_date": 1, "old_date": 1}


def test_month_first_feeds_are_known_by_their_other_dates() -> None:
    read = feed(rss(item(date="9/1/2026 06:44"), item(date="9/14/2026 06:44")))
    assert [str(entry.published_at)[:10] for entry in read.entries] == ["2026-09-01", "2026-09-14"]


def test_entities_of_a_bomb_are_not_expanded() -> None:
    body = '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>' + rss(item("&b;"), head="")
    assert "aaa" not in feed(body).entries[0].title


def test_sitemaps() -> None:
    news = (
        b"<urlset><url><loc>https://bao.vn/1</loc><news:news><news:publication_date>2026-09-14T08:00:00+07:00"
        b"</news:publication_date><news:title><![CDATA[Tin &amp; b\xc3\xa0i]]></news:title></news:news></url></urlset>"
    )
    (entry,) = read_sitemap(news, "https://bao.vn/sitemap.xml", now=NOW).entries
    assert (entry.title, str(entry.published_at)) == ("Tin & bài", "2026-09-14 08:00:00+07:00")
    index = b"<sitemapindex><sitemap><loc>/s1.xml</loc></sitemap></sitemapindex>"
    assert read_sitemap(index, "https://bao.vn/sitemap.xml").children == ("https://bao.vn/s1.xml",)
    assert read_sitemap(b"<html></html>", "https://bao.vn/").problem == "html_instead_of_feed"


_pieces = st.sampled_from(
    ["<rss>", "<item>", "</item>", "<title>", "<![CDATA[", "]]>", "<link>", "&#x0;", "&amp;", "<!DOCTYPE", "<entry>", "\x00",
     "<channel>", "<pubDate>", "<urlset>", "<url>", "<loc>", "http://[", "{\"items\": [", "]}", "<a href='/x-1-2-3-4-5-6-7'>", "á"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.binary(max_size=300), st.lists(st.one_of(_pieces, st.text(max_size=8)), max_size=30).map("".join)))
def test_no_bytes_crash_the_readers(body: bytes | str) -> None:
    raw = body if isinstance(body, bytes) else body.encode("utf-8", "surrogatepass")
    for read in (read_feed, read_sitemap, read_listing):
        assert isinstance(read(raw, "https://bao.vn/x", now=NOW), FeedRead)
