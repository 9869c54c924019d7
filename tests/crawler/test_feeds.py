"""Feeds in every dialect met: what surrounds the XML, what is wrong in it, and which of its fields count."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime, timedelta

import pytest

from crawler.feeds import read_feed
from crawler.reading import FeedRead
from models.records import Entry

NOW = datetime(2026, 11, 23, tzinfo=UTC)
TITLE = "Đường mới ở “Huế”"


def item(title: str = "Tin", link: str = "/a", date: str = "2026-09-14 18:44:00", more: str = "") -> str:
    return f"<item><title>{title}</title><link>{link}</link><pubDate>{date}</pubDate>{more}</item>"


def rss(*items: str, head: str = '<?xml version="1.0"?>', channel: str = "") -> str:
    return f'{head}<rss version="2.0"><channel><title>Báo</title>{channel}{"".join(items)}</channel></rss>'


def feed(body: str | bytes, content_type: str = "", now: datetime | None = NOW) -> FeedRead:
    raw = body if isinstance(body, bytes) else body.encode()
    return read_feed(raw, "https://bao.vn/rss/tin.rss", content_type=content_type, now=now)


def one(body: str | bytes) -> Entry:
    (entry,) = feed(body).entries
    return entry


def days(read: FeedRead) -> list[str | None]:
    return [None if e.published_at is None else e.published_at.isoformat()[:10] for e in read.entries]


def test_rss_keeps_order_address_and_offset() -> None:
    read = feed(rss(item("Hai", "/b?utm_source=rss"), item("Một", "https://bao.vn/a")))
    assert [entry.url for entry in read.entries] == ["https://bao.vn/b?utm_source=rss", "https://bao.vn/a"]
    assert read.entries[0].published_at is not None
    assert read.entries[0].published_at.utcoffset() == timedelta(hours=7)


@pytest.mark.parametrize(
    ("raw", "title"),
    [
        ("Mưa &amp;quot;lớn&amp;quot; &amp; gió", 'Mưa "lớn" & gió'),
        ("<![CDATA[Mưa &quot;lớn&quot; & gió]]>", 'Mưa "lớn" & gió'),
        ("Mưa &#34;lớn&#34; & gió", 'Mưa "lớn" & gió'),
        ('<![CDATA[Mưa <b>"lớn"</b> &amp;amp; gió]]>', 'Mưa "lớn" & gió'),
        ("<b>Mưa</b> <i>lớn</i>", "Mưa lớn"),
        ("Giá < 5 triệu, > 3 triệu", "Giá < 5 triệu, > 3 triệu"),
        ("Giá &lt; 5 triệu, &lt;b&gt;tăng&lt;/b&gt;", "Giá < 5 triệu, tăng"),
        ("Phim &amp;lt;Đất&amp;gt;", "Phim <Đất>"),
        ("<![CDATA[<![CDATA[Mưa]]>]]>", "Mưa"),
        ("Mưa&#160;lớn&amp;nbsp;ở&#xA0;Huế", "Mưa lớn ở Huế"),
        ("Mưa\x03 lớn &#3;ở &#x1F;Huế &#99999999;", "Mưa lớn ở Huế"),
        ("Mưa &#xD83D;&#xDE00; &#xD83D;", "Mưa 😀"),
        ("R&D, A &c; B &ndash; C", "R&D, A &c; B – C"),
        ("\n  Mưa\n\tlớn  ", "Mưa lớn"),
        ("Mu\u031ba lo\u031b\u0301n", "Mưa lớn"),
        ("<![CDATA[<a href='x'>Mưa &quot;lớn&quot;</a><script>var a=1;</script>]]>", 'Mưa "lớn"'),
    ],
)
def test_titles_read_as_a_reader_sees_them(raw: str, title: str) -> None:
    assert one(rss(item(raw))).title == title


@pytest.mark.parametrize(
    "body",
    [
        b"Notice: Undefined index in x.php<br/>\n\n" + rss(item(TITLE)).encode(),
        "<br />\n<b>Warning</b>: x in <b>/a.php</b> on line <b>3</b><br />\n" + rss(item(TITLE)),
        "<!-- cached <item> -->\n\n\ufeff" + rss(item(TITLE)),
        b"\xef\xbb\xbf\xef\xbb\xbf" + rss(item(TITLE)).encode(),
        "<html><body></body></html>" + rss(item(TITLE)),
        "<html><body>" + rss(item(TITLE), head="") + "</body></html>",
        rss(item(TITLE), head='<?xml version="1.0"?><?xml-stylesheet href="/x.xsl"?><!DOCTYPE rss [<!ENTITY a "b">]>'),
        rss(item(TITLE)) + "<script>x</script><!-- 0.2s -->",
        rss(item(TITLE)) + "<!DOCTYPE html><html><body><div>x</div></body></html>",
        rss(item(TITLE)).replace("item>", "ITEM>"),
        rss(item(TITLE)).replace("Đường", "\x0bĐường"),
        rss(item(TITLE)).replace('"1.0"?', '"1.0" encoding="utf-16"?'),
        rss(item(TITLE)).replace('"1.0"?', '"1.0" encoding="punycode"?'),
        rss(item(TITLE)).encode("utf-16"),
        rss(item(TITLE)).encode("utf-16-le"),
        rss(item(TITLE)).encode("utf-16-be"),
        rss(item(TITLE)).encode().replace("“".encode(), b"\x93").replace("”".encode(), b"\x94"),
        rss(item(TITLE)).encode()[:-25],
        rss(item(TITLE)).encode()[:-25] + b"\xe1\xbb",
        gzip.compress(rss(item(TITLE)).encode()),
        rss(item(TITLE)).replace("<", "&lt;").replace(">", "&gt;"),
    ],
)
def test_banners_invalid_tokens_and_wrong_charsets(body: str | bytes) -> None:
    entry = one(body)
    assert (entry.title, entry.url) == (TITLE, "https://bao.vn/a")
    assert entry.published_at == datetime(2026, 9, 14, 11, 44, tzinfo=UTC)


@pytest.mark.parametrize("declared", ["utf-8", "windows-1258", "no-such-charset"])
def test_windows_vietnamese_under_any_name(declared: str) -> None:
    # windows-1258 writes a letter and its tone mark apart, as here
    head = f'<?xml version="1.0" encoding="{declared}"?>'
    body = rss(item("Đươ\u0300ng mơ\u0301i xa\u0303"), head=head).replace("Báo", "Ba\u0301o").encode("cp1258")
    assert one(body).title == "Đường mới xã"


def test_an_answer_that_lies_about_its_charset() -> None:
    assert feed(rss(item(TITLE)), "text/xml; charset=iso-8859-1").entries[0].title == TITLE


@pytest.mark.parametrize(
    ("body", "problem", "detail"),
    [
        ("", "empty", ""),
        (" \r\n\ufeff", "empty", ""),
        ("<!DOCTYPE html><html><head><title>Trang chủ</title></head><body><p>" + "chữ " * 90, "html_instead_of_feed", "Trang chủ"),
        ("<html><head><link rel='alternate' type='application/rss+xml' href='/x.rss'></head>" + "<p>a b c</p>" * 90,
         "html_instead_of_feed", ""),
        ("<html><head><script>location.reload()</script></head><body></body></html>", "javascript_wall", ""),
        ("<html><body><script>document.cookie='a=b';location.reload(true);</script></body></html>", "javascript_wall", ""),
        ("<!doctype html><head><title>Báo</title><script src=a.js></script></head><noscript>You need to enable JavaScript to run "
         "this app.</noscript><div id=root></div>", "javascript_wall", "Báo"),
        ("<!DOCTYPE html><html><head><title>Just a moment...</title></head><body><script src='/cdn-cgi/challenge-platform/x.js'></script>",
         "robot_check", "Just a moment..."),
        ("<html><head><title>Xác thực</title></head><body>Vui lòng nhập mã captcha để tiếp tục</body></html>", "robot_check", "Xác thực"),
        ("<HTML><HEAD><TITLE>Access Denied</TITLE></HEAD><BODY>You don't have permission</BODY></HTML>", "robot_check", "Access Denied"),
        ("{]", "not_a_feed", "JSON"),
        ('{"error":"x"}', "not_a_feed", "JSON without a list of items"),
        ("[1]", "not_a_feed", "JSON without a list of items"),
        ("xin chào", "not_a_feed", "xin chào"),
        ("<?xml version='1.0'?><Error><Code>NoSuchKey</Code></Error>", "not_a_feed", "NoSuchKey"),
        ("<?xml version='1.0'?><urlset><url><loc>https://bao.vn/a</loc></url></urlset>", "not_a_feed", "sitemap"),
        ("<opml version='2.0'><body><outline xmlUrl='x'/></body></opml>", "not_a_feed", ""),
        (b"\x1f\x8b\x08broken", "bad_encoding", ""),
    ],
)  # fmt: skip
def test_what_is_no_feed_is_named(body: str | bytes, problem: str, detail: str) -> None:
    read = feed(body)
    assert (read.problem, read.entries) == (problem, ())
    assert read.detail.startswith(detail)


@pytest.mark.parametrize(
    "body",
    [rss(), '<rss version="2.0"/>', "<rss></rss>", '<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title></feed>',
     '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>', '{"version":"https://jsonfeed.org/version/1","items":[]}',
     ")]}'\n{\"items\":[]}"],
)  # fmt: skip
def test_a_valid_feed_without_entries_is_no_problem(body: str) -> None:
    read = feed(body)
    assert (read.problem, read.entries) == (None, ())


_RDF = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">%s</rdf:RDF>'


@pytest.mark.parametrize(
    "body",
    [
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title type="html">A &amp;amp; B</title><link rel="enclosure" href="/x.mp3"/>'
        '<link rel="self" href="/self"/><link rel="alternate" type="application/json" href="/j"/><link rel="alternate" href="/1"/>'
        "<updated>2026-09-15T08:00:00Z</updated><published>2026-09-14T08:00:00Z</published></entry></feed>",
        '<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:entry><a:title>A &amp; B</a:title><a:link href="/1"/>'
        "<a:source><a:title>Nguồn</a:title><a:link href='/nguon'/></a:source><a:updated>2026-09-14T08:00:00Z</a:updated></a:entry></a:feed>",
        '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><title mode="escaped">A &amp;amp; B</title><link rel="alternate" '
        'href="https://bao.vn/1"/><modified>2026-09-15T08:00:00Z</modified><issued>2026-09-14T15:00:00+07:00</issued></entry></feed>',
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://bao.vn/goc/"><entry xml:base="../"><title type="xhtml">'
        '<div xmlns="http://www.w3.org/1999/xhtml"><b>A</b> &amp; B</div></title><link href="1"/><published>2026-09-14T08:00:00Z</published>'
        "</entry></feed>",
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>A &amp; B</title><id>https://bao.vn/1</id>'
        "<updated>2026-09-14T08:00:00Z</updated></entry></feed>",
        _RDF % '<item rdf:about="x"><title>A &amp; B</title><link>https://bao.vn/1</link><dc:date>2026-09-14T15:00:00+07:00</dc:date></item>',
        _RDF % '<item rdf:about="https://bao.vn/1"><title>A &amp; B</title><dc:date>2026-09-14T15:00:00+07:00</dc:date></item>',
        '{"items":[{"url":"/1","title":"A & B","date_published":"2026-09-14T15:00:00+07:00","date_modified":"2026-09-20T15:00:00+07:00"}]}',
        '{"items":[{"id":"https://bao.vn/1","title":"A &amp; B","date_modified":"2026-09-14T08:00:00Z"}]}',
        rss("<item><guid>https://bao.vn/1</guid><dc:title>x</dc:title><title>A &amp; B</title><pubDate>14 Sep 26 15:00 +07</pubDate></item>"),
        rss("<item><media:group><media:title>Ảnh</media:title></media:group><title>A &amp; B</title><link>/1</link>"
            "<image><title>x</title><link>/anh</link></image><pubDate></pubDate><dc:date>2026-09-14T15:00:00</dc:date></item>"),
        rss(item("A & B", "https://feeds.proxy.vn/~r/1", "14/09/2026 15:00", "<feedburner:origLink>https://bao.vn/1</feedburner:origLink>")),
        rss(item("A & B", "<![CDATA[\n https://bao.vn/1 \n]]>", "hôm qua", "<dc:date>2026-09-14T15:00:00+07:00</dc:date>")),
        rss(item("A & B", "", "Thứ Hai, 14 Tháng Chín 2026 15:00", "<atom:link rel='self' href='/s'/><atom:link href='https://bao.vn/1'/>")),
        rss(item("A & B", "javascript:void(0)", "1789372800", "<guid isPermaLink='true'>/1</guid>")),
        rss("<item><title>A &amp; B<link>/1</link><pubDate>2026-09-14 15:00</pubDate><description>x</item>"),
    ],
)  # fmt: skip
def test_the_same_entry_in_every_format(body: str) -> None:
    entry = one(body)
    assert (entry.url, entry.title) == ("https://bao.vn/1", "A & B")
    assert entry.published_at == datetime(2026, 9, 14, 8, tzinfo=UTC)


def test_netscape_rss_knows_html_entities() -> None:
    body = '<?xml version="1.0"?><!DOCTYPE rss PUBLIC "x" "http://my.netscape.com/rss-0.91.dtd"><rss version="0.91"><channel>'
    assert one(body + "<item><title>A &eacute; &ocirc;</title><link>/a</link></item></channel></rss>").title == "A é ô"


def test_the_description_is_the_summary_and_content_only_without_one() -> None:
    both = "<content:encoded><![CDATA[<p>Thân bài</p>]]></content:encoded><description>Tóm &lt;br/&gt;tắt</description>"
    assert one(rss(item(more=both))).summary == "Tóm tắt"
    assert one(rss(item(more="<content:encoded><![CDATA[<p>Thân</p><p>bài</p>]]></content:encoded>"))).summary == "Thân bài"
    assert one(rss(item(more="<description><p>Một<br>Hai<img src=x></description>"))).summary == "Một Hai"
    assert one(rss(item(more="<description><![CDATA[<p>Đoạn <![CDATA[trong]]> ngoài</p>]]></description>"))).summary == "Đoạn trong ngoài"


def test_broken_sections_and_items_do_not_eat_their_neighbours() -> None:
    read = feed(rss(item("Một", "/1"), item("<![CDATA[Hai", "/2"), "<br/>Notice: x", item("Ba", "/3"), "<item><title>Bốn</title><link>/4"))
    assert [(e.title, e.url[-1]) for e in read.entries] == [("Một", "1"), ("Hai", "2"), ("Ba", "3"), ("Bốn", "4")]
    commented = feed(rss(item("Một", "/1"), "<!--" + item("Ẩn", "/2") + "-->", item("Ba", "/3")))
    assert [e.title for e in commented.entries] == ["Một", "Ba"]


def test_links() -> None:
    given = ["a.htm", "//cdn.bao.vn/a", "?id=3", "https://bao.vn/a?x=1&amp;y=2", "https://bao.vn/a?x=1&copy=2", "\n https://bao.vn/\n b \n", "www.bao.vn/tin.htm"]
    assert [e.url for e in feed(rss(*(item(link=link) for link in given))).entries] == [
        "https://bao.vn/rss/a.htm", "https://cdn.bao.vn/a", "https://bao.vn/rss/tin.rss?id=3", "https://bao.vn/a?x=1&y=2",
        "https://bao.vn/a?x=1&copy=2", "https://bao.vn/ b", "https://www.bao.vn/tin.htm",
    ]  # fmt: skip
    read = feed(rss(item(link=""), item(link="mailto:a@bao.vn"), '<item><title>x</title><enclosure url="/x.mp3"/></item>'))
    assert (read.entries, read.counters["entry_without_link"]) == ((), 3)
    from_file = read_feed(rss(item(), channel="<link>https://trang.vn/</link>").encode(), "")
    assert from_file.entries[0].url == "https://trang.vn/a"


def test_ids_are_kept() -> None:
    assert one(rss(item(more='<guid isPermaLink="false">abc-1</guid>'))).id == "abc-1"
    assert one(rss(item())).id == "https://bao.vn/a"


def test_dates_that_cannot_be_are_counted_not_believed() -> None:
    read = feed(rss(item(date="Thu, 19 Nov 2099 07:15:00 +0700"), item(date="hôm qua"), item(date="1/1/1970 07:00")))
    assert days(read) == [None] * 3
    assert read.counters == {"future_date": 1, "unreadable_date": 1, "old_date": 1}


@pytest.mark.parametrize(
    ("dates", "read_as", "counter"),
    [
        (["9/1/2026 06:44", "9/14/2026 06:44"], ["2026-09-01", "2026-09-14"], "month_first_date"),
        (["9/10/2026 6:44:00 PM", "20/9/2026 6:44:00 PM"], ["2026-10-09", "2026-09-20"], None),
        (["10/11/2026", "9/11/2026", "8/11/2026"], ["2026-11-10", "2026-11-09", "2026-11-08"], "ambiguous_date"),
        (["11/10/2026", "11/9/2026", "11/8/2026"], ["2026-11-10", "2026-11-09", "2026-11-08"], "ambiguous_date"),
        (["12/5/2026 8:00"], ["2026-05-12"], "ambiguous_date"),
        (["5/12/2026 8:00"], ["2026-05-12"], "ambiguous_date"),
        (["3/4/2026 8:00"], ["2026-04-03"], "ambiguous_date"),
        (["3/4/2026 8:00:00 PM"], ["2026-03-04"], "ambiguous_date"),
    ],
)
def test_the_feed_as_a_whole_says_which_is_the_month(dates: list[str], read_as: list[str], counter: str | None) -> None:
    read = feed(rss(*(item(date=date) for date in dates)))
    assert days(read) == read_as
    assert (counter is None) == (not read.counters)
    assert counter is None or read.counters[counter] == len(dates)


def test_the_moment_of_the_fetch_is_no_publication_time() -> None:
    fetched = [f"2026-11-23T06:59:5{second}+07:00" for second in range(4)]
    read = feed(rss(*(item(date=date) for date in fetched)))
    assert (days(read), read.counters["fetch_time_date"]) == ([None] * 4, 4)
    cached = feed(rss(*[item(date="2026-11-22T03:12:45+07:00")] * 6))
    assert (days(cached), cached.counters["fetch_time_date"]) == ([None] * 6, 6)
    honest = feed(rss(*(item(date=f"2026-11-2{day}T06:59:50+07:00") for day in (3, 2, 1))))
    assert days(honest) == ["2026-11-23", "2026-11-22", "2026-11-21"]
    assert feed(rss(*(item(date=date) for date in fetched)), now=None).entries[0].published_at is not None


def test_local_time_under_the_name_of_utc_is_set_right() -> None:
    read = feed(rss(item(date="Mon, 23 Nov 2026 06:40:00 GMT"), item(date="Sun, 22 Nov 2026 09:00:00 GMT")))
    assert [str(e.published_at) for e in read.entries] == ["2026-11-23 06:40:00+07:00", "2026-11-22 09:00:00+07:00"]
    assert read.counters == {"zone_corrected": 2}
    right = feed(rss(item(date="Sun, 22 Nov 2026 23:40:00 GMT")))
    assert (str(right.entries[0].published_at), right.counters) == ("2026-11-22 23:40:00+00:00", {})


def test_how_often_the_feed_asks_to_be_polled() -> None:
    assert feed(rss(channel="<ttl>30</ttl>")).period_s == 1800
    syndication = "<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>"
    assert feed(rss(item(), channel=syndication)).period_s == 1800
    assert feed(rss(item(more="<ttl>5</ttl>"), channel="<ttl>soon</ttl>")).period_s is None


def test_entities_of_a_bomb_are_not_expanded() -> None:
    body = '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>' + rss(item("&b;"), head="")
    assert "aaa" not in one(body).title


def test_a_feed_without_end_is_cut_and_says_so() -> None:
    read = feed(rss(*[item()] * 5003))
    assert (len(read.entries), read.counters["cut"]) == (5000, 1)
