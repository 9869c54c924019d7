"""Listing pages of outlets and portals: which links are articles, and what stands beside them."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from crawler.listings import read_listing
from crawler.reading import FeedRead
from crawler.relative_dates import read_relative
from models.records import Entry

NOW = datetime.fromisoformat("2026-09-15T09:20:00+07:00")
URL = "https://xa.gov.vn/tin-tuc"
TITLES = (
    "Xã họp bàn việc làm đường liên thôn",
    "Trao quà cho hộ nghèo trên địa bàn phường",
    "Thông báo lịch tiếp công dân tháng chín",
    "Kết quả bầu trưởng thôn nhiệm kỳ mới",
)
LEAD = "Sáng nay tại hội trường, lãnh đạo xã và các thôn đã họp bàn về những việc cần làm."
MENU = (
    "<nav><ul><li><a href='/gioi-thieu'>Giới thiệu</a><li><a href='/tin-tuc-su-kien-noi-bat-cua-xa-2024'>Tin tức sự kiện nổi bật "
    "của xã</a></ul></nav>"
)
ASIDE = (
    "<div class='cot'><h4>Đọc nhiều</h4><ul><li><a href='/cu-bai-so-mot-hai-ba-bon-200001.html'>Bài cũ được đọc nhiều nhất</a></ul></div>"
    "<div class='box-related'><a href='/cu-bai-khac-so-mot-hai-ba-200002.html'>Bài cũ khác có liên quan</a></div>"
    "<footer><a href='/chan-bai-so-mot-hai-ba-bon-300001.html'>Bài đặt ở chân trang của cổng</a></footer>"
)


def listing(page: str, now: datetime | None = NOW) -> FeedRead:
    return read_listing(f"<html><body>{page}</body></html>".encode(), URL, now=now)


def article(number: int) -> str:
    return f"/bai-viet-so-mot-hai-ba-{100_001 + number}.html"


def dates(entries: tuple[Entry, ...]) -> list[str]:
    return [str(entry.published_at)[:16] for entry in entries]


def rows(form: str, start: str = "", end: str = "") -> str:
    """One row of a listing for each title; {n} its number, {d} its day (two digits), {t} the title, {u} an address."""
    made = [form.format(n=n, d=10 + n, t=title, u=article(n)) for n, title in enumerate(TITLES)]
    return MENU + start + "".join(made) + end + ASIDE


MIDNIGHTS = [f"2026-09-{day} 00:00" for day in (10, 11, 12, 13)]
LAYOUTS = {
    "portal table with query addresses": (
        rows("<tr><td>{n}</td><td><a href='/web/guest/chi-tiet?id={n}7&amp;_c=12'>{t}</a></td><td>{d}/09/2026</td></tr>", "<table>", "</table>"),
        MIDNIGHTS,
    ),
    "date after the link, all flat": (
        rows("<a href='/news/{n}'>{t}</a> <span>({d}/09/2026 08:3{n})</span><br>", "<div>", "</div>"),
        [f"2026-09-1{n} 08:3{n}" for n in range(4)],
    ),
    "date as bare text behind the link": (rows("<p><a href='/news/{n}'>{t}</a> - {d}/09/2026</p>"), MIDNIGHTS),
    "date before the link": (rows("<li><span>{d}-09-2026</span> <a href='{u}'>{t}</a></li>", "<ul>", "</ul>"), MIDNIGHTS),
    "definition list": (rows("<dt><a href='?q=node/{n}1'>{t}</a></dt><dd>Ngày đăng: {d}/9/2026</dd>", "<dl>", "</dl>"), MIDNIGHTS),
    "day and month set apart": (
        rows("<div><div class='date'><span>{d}</span><span>Tháng 9</span><span>2026</span></div><a href='{u}'>{t}</a></div>"),
        MIDNIGHTS,
    ),
    "date glued to the title": (rows("<li><a href='{u}'>{t} ({d}/09/2026)</a></li>", "<ul>", "</ul>"), MIDNIGHTS),
    "day and month only": (rows("<tr><td>{d}/09</td><td><a href='{u}'>{t}</a></td></tr>", "<table>", "</table>"), MIDNIGHTS),
    "a card that is all one link": (
        rows("<a class='card' href='{u}'><div class='title'>{t}</div><div class='desc'>" + LEAD + "</div><time datetime='2026-09-{d}T08:00'>x</time></a>"),
        [f"2026-09-1{n} 08:00" for n in range(4)],
    ),
    "a portal's publisher, two-digit years": (
        rows("<div class='abstract'><h3><a href='/tin/-/asset_publisher/Ab/content/tin-{n}?x=false'>{t}</a></h3><div class='metadata-publish-date'>"
             "{d}/09/26</div><div>" + LEAD + "<a href='/tin/-/asset_publisher/Ab/content/tin-{n}?x=false'>Xem chi tiết</a></div></div>"),
        MIDNIGHTS,
    ),
    "American dates": (
        rows("<li><a href='/Pages/tin.aspx?ItemID={n}1'>{t}</a><br><i>9/{d}/2026 6:44:00 AM</i></li>", "<ul>", "</ul>").replace("9/10/2026", "9/14/2026"),
        ["2026-09-14 06:44", *(f"2026-09-1{n} 06:44" for n in (1, 2, 3))],
    ),
    "so long ago": (
        rows("<div class='item'><a href='{u}'><img alt='ảnh'></a><h3><a href='{u}'>{t}</a></h3><span>{n} giờ trước</span><p>" + LEAD + "</p></div>")
        .replace("0 giờ trước", "Vừa xong"),
        ["2026-09-15 09:20", "2026-09-15 08:00", "2026-09-15 07:00", "2026-09-15 06:00"],
    ),
    "no dates": (rows("<h3><a href='{u}'>{t}</a></h3>"), ["None"] * 4),
    "days that the headlines speak of": (rows("<h3><a href='{u}'>{t}</a></h3>").replace("</a></h3>", " ngày 2/9/2026</a></h3>"), ["None"] * 4),
}  # fmt: skip


@pytest.mark.parametrize("name", LAYOUTS)
def test_layout(name: str) -> None:
    page, expected = LAYOUTS[name]
    read = listing(page)
    assert [entry.title.removesuffix(" ngày 2/9/2026") for entry in read.entries] == list(TITLES)
    assert dates(read.entries) == expected
    assert {entry.summary for entry in read.entries} == {LEAD if LEAD in page else ""}
    assert read == listing(page)


def test_addresses_are_absolute_and_each_named_once() -> None:
    page = "<base href='https://xa.gov.vn/portal/'>" + rows("<a href='{u}#x'><img alt='{t}'></a><a href='{u}'>{t}</a><a href='{u}'>Đọc tiếp</a>")
    read = listing(page)
    assert [entry.url for entry in read.entries] == [f"https://xa.gov.vn{article(n)}" for n in range(4)]
    assert [entry.title for entry in read.entries] == list(TITLES)


def test_a_picture_speaks_where_no_words_link() -> None:
    read = listing(rows("<a href='{u}'><img src='x' alt='{t}'></a>"))
    assert [entry.title for entry in read.entries] == list(TITLES)


def test_other_sites_files_and_topics_are_no_articles() -> None:
    links = [
        "https://bao-khac.vn/bai-viet-so-mot-hai-ba-100001.html", "/tep/van-ban-so-mot-hai-ba-100001.pdf", "javascript:void(0)",
        "/tag/nhan-khong-phai-bai-viet-dau", "/chu-de/mot-chu-de-co-nhieu-bai-12345.html", "mailto:xa@xa.gov.vn", "http://[", URL,
    ]  # fmt: skip
    page = "".join(f"<p><a href='{link}'>{TITLES[0]}</a></p>" for link in links)
    assert listing(page).problem == "no_links"


def test_a_list_of_the_most_read_is_read_where_it_is_all_there_is() -> None:
    assert len(listing("<div class='sidebar'>" + rows("<p><a href='{u}'>{t}</a></p>").replace(ASIDE, "") + "</div>").entries) == 4


def test_an_article_is_no_listing() -> None:
    body = "".join(f"<p>{LEAD} Đoạn thứ {n} nói thêm về con đường và số tiền mà người dân đã góp.</p>" for n in range(12))
    page = f"<article><h1>{TITLES[0]}</h1><time>14/09/2026 08:00</time>{body}</article>" + rows("<li><a href='{u}'>{t}</a></li>")
    head = "<meta property='og:type' content='article'><meta property='article:published_time' content='2026-09-14T08:00:00+07:00'>"
    read = read_listing(f"<html><head>{head}</head><body>{page}</body></html>".encode(), URL + "/xa-hop-ban-viec-lam-duong-100999.html", now=NOW)
    assert (read.problem, read.entries) == ("is_article", ())


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("", "empty"),
        ("<html><body>chữ</body></html>", "no_links"),
        ("<html><head><script src=a.js></script></head><body><div id=app></div></body></html>", "javascript_wall"),
        ("<html><head><title>Just a moment...</title></head><body>x</body></html>", "robot_check"),
    ],
)
def test_what_is_no_listing_is_named(body: str, problem: str) -> None:
    assert read_listing(body.encode(), URL, now=NOW).problem == problem


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("3 giờ trước", "2026-09-15 06:00"),
        ("cách đây 25 phút trước", "2026-09-15 08:55"),
        ("một ngày trước", "2026-09-14 00:00"),
        ("2 tuần trước", "2026-09-01 00:00"),
        ("3 hours ago", "2026-09-15 06:00"),
        ("an hour ago", "2026-09-15 08:00"),
        ("Hôm nay, 07:15", "2026-09-15 07:15"),
        ("Hôm qua 18h44", "2026-09-14 18:44"),
        ("yesterday", "2026-09-14 00:00"),
        ("vừa xong", "2026-09-15 09:20"),
        ("14/09 18:44", "2026-09-14 18:44"),
        ("18:44 14/09", "2026-09-14 18:44"),
        ("20/12", "2025-12-20 00:00"),
        ("Đăng kiểm xe từ 1/3", None),
        ("31/02", None),
        ("tỷ số 2/1 trước giờ nghỉ", None),
        ("999 tháng trước", None),
    ],
)
def test_times_said_from_now(text: str, moment: str | None) -> None:
    read = read_relative(text, NOW)
    if moment is None:
        assert read is None or read < NOW - timedelta(days=9000)
    else:
        assert str(read)[:16] == moment
