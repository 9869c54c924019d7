"""Templates: learned from full readings, doubted where a page does not fit, relearned where a layout changes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract import extract
from crawler.templates import Layout, Learned, Part, from_json, read, to_json
from crawler.templates.learn import template_of
from crawler.templates.selectors import usable
from crawler.templates.trust import CHECKS, ENOUGH, judged, sampled
from models.records import Extracted, PageKind

NOW = datetime(2026, 11, 23, 6, tzinfo=UTC)
BEGIN = datetime(2026, 11, 1, 8, 15, tzinfo=UTC)
SENTENCES = (
    "Xã đã sửa xong {n} km đường liên thôn trước mùa mưa, sớm hơn kế hoạch hai tuần.",
    "Theo ban quản lý dự án, phần còn lại sẽ làm vào quý sau khi có thêm {n} tỷ đồng.",
    "Người dân ở ba thôn phía đông cho biết xe chở hàng nay đi thẳng được tới chợ.",
    "Trường tiểu học của xã mở lại lớp buổi chiều cho {n} học sinh sau kỳ nghỉ.",
    "Huyện yêu cầu nhà thầu bảo hành mặt đường trong hai mươi bốn tháng.",
    "Một đoạn dài {n} mét ven kênh vẫn phải chờ giải phóng mặt bằng.",
)
MENU = "".join(f'<li><a href="/muc-{n}">Chuyên mục số {n}</a></li>' for n in range(30))


def lines(n: int) -> list[str]:
    """Four to six paragraphs that differ from page to page."""
    return [SENTENCES[(n + k) % 6].format(n=n + k + 2) + " " + SENTENCES[(n * 3 + k) % 6].format(n=n * 7 + k) for k in range(4 + n % 3)]


def page(n: int, layout: str = "a") -> tuple[str, str]:
    """(html, address) of article ``n`` in one of two layouts of the same outlet."""
    title, at = f"Xã thứ {n} sửa đường trước mùa mưa năm nay", BEGIN + timedelta(hours=7 * n)
    lead = f"Đoạn đường liên thôn của xã thứ {n} đã thông xe, người dân đi lại dễ hơn trước."
    body = "".join(f"<p>{line}</p>" for line in lines(n))
    related = "".join(f'<h3><a href="/tin-lien-quan-so-{k}-cua-bai-{n}-4{k:05}.html">Tin khác đáng đọc số {k} của bài {n}</a></h3>' for k in range(6))
    clock = (at + timedelta(hours=7)).strftime("%d/%m/%Y, %H:%M (GMT+7)")
    if layout == "a":
        middle = f'<h1 class="title">{title}</h1><span class="date">{clock}</span><p class="description">{lead}</p><article class="content-detail">{body}<p style="text-align:right"><strong>Ban Thời sự</strong></p></article>'
    else:
        middle = f'<div class="article-head"><h1>{title}</h1><time>{clock}</time></div><section id="main-text"><h2 class="sapo">{lead}</h2><div class="body">{body}</div></section>'
    html = (
        f'<html><head><title>{title} | Báo Thử</title><meta property="og:title" content="{title}">'
        f'<meta property="og:description" content="{lead}"></head><body><ul class="menu">{MENU}</ul>{middle}'
        f'<div class="related">{related}</div><footer>Giấy phép số 1</footer></body></html>'
    )
    return html, f"https://bao-thu.example/xa-thu-{n}-sua-duong-truoc-mua-mua-45{n:04}.html"


def taught(count: int, layout: str = "a", learned: Learned | None = None, start: int = 0) -> Learned:
    learned = learned or Learned()
    for n in range(start, start + count):
        html, url = page(n, layout)
        _, learned = read(learned, html, url, now=NOW)
    return learned


def same(one: Extracted, other: Extracted) -> bool:
    fields = ("canonical_url", "kind", "title", "text", "published_at", "language", "date_from", "modified_at")
    return all(getattr(one, name) == getattr(other, name) for name in fields)


@pytest.mark.parametrize("layout", ["a", "b"])
def test_after_three_pages_the_template_reads_what_the_full_reading_reads(layout: str) -> None:
    learned = taught(ENOUGH, layout)
    methods = []
    for n in range(20, 40):
        html, url = page(n, layout)
        extracted, learned = read(learned, html, url, now=NOW)
        assert same(extracted, extract(html, url, now=NOW))
        assert "Ban Thời sự" not in extracted.text and "Tin khác" not in extracted.text
        assert extracted.text.startswith("Đoạn đường liên thôn")
        methods.append(extracted.method)
    assert methods.count("template") >= 14
    assert set(methods) == {"template", "structure"}  # some are read in full again, as a check


def test_two_pages_are_not_enough() -> None:
    assert all(template_of(layout) is None for layout in taught(ENOUGH - 1).layouts)


def test_a_changed_layout_is_read_in_full_and_relearned() -> None:
    learned = taught(30)
    for n in range(50, 50 + ENOUGH):
        html, url = page(n, "b")
        extracted, learned = read(learned, html, url, now=NOW)
        assert extracted.method == "structure"
        assert same(extracted, extract(html, url, now=NOW))
    later = [read(learned, *page(n, "b"), now=NOW)[0].method for n in range(60, 80)]
    assert later.count("template") >= 14


def test_two_layouts_of_one_outlet_are_both_learned() -> None:
    learned = taught(6, "a", taught(6, "b"), start=10)
    for layout in ("a", "b"):
        methods = {read(learned, *page(n, layout), now=NOW)[0].method for n in range(40, 60)}
        assert "template" in methods


def test_a_paragraph_never_seen_before_is_read_as_the_full_reading_reads_it() -> None:
    learned = taught(30)
    inset = '<article class="content-detail"><p>Hộp tin: ba tuyến đường khác của xã đang chờ vốn, theo ban quản lý dự án.</p>'
    for n in range(100, 160):
        html, url = page(n)
        html = html.replace('<article class="content-detail">', inset, 1)
        extracted, learned = read(learned, html, url, now=NOW)
        assert same(extracted, extract(html, url, now=NOW))


def test_a_listing_that_fits_the_template_counts_against_it() -> None:
    learned = taught(8)
    agreed = learned.layouts[0].body.agreed
    cards = "".join(
        f'<h3><a href="/bai-so-{k}-ve-duong-lien-thon-cua-xa-46{k:04}.html">Bài số {k} về đường liên thôn của xã</a></h3><p>{SENTENCES[k % 6].format(n=k)}</p>'
        for k in range(20)
    )
    html = f'<html><body><ul>{MENU}</ul><h1 class="title">Tin các xã</h1><article class="content-detail">{cards}</article></body></html>'
    extracted, after = read(learned, html, "https://bao-thu.example/tin-cac-xa-trong-huyen-hom-nay-450001.html", now=NOW)
    assert extracted.kind is PageKind.LISTING
    assert after.layouts[0].body.agreed <= agreed


def test_short_or_empty_pages_are_read_in_full() -> None:
    learned = taught(8)
    for html in ("", "<html></html>", '<article class="content-detail"><p>Ngắn.</p></article>', page(3)[0][:400]):
        extracted, _ = read(learned, html, page(3)[1], now=NOW)
        assert extracted.method != "template"


def test_bytes_in_another_charset_read_alike() -> None:
    learned = taught(8)
    html, url = page(91)
    for body in (html.encode(), html.encode("utf-16"), html):
        assert same(read(learned, body, url, now=NOW)[0], extract(html, url, now=NOW))


def test_what_is_learned_survives_as_text() -> None:
    learned = taught(8)
    assert from_json(to_json(learned)) == learned
    with pytest.raises((ValueError, KeyError, TypeError)):
        from_json('[{"body": 1}]')


@given(st.lists(st.booleans(), max_size=80))
def test_trust_is_bounded_and_lost_faster_than_won(outcomes: list[bool]) -> None:
    part = Part("article")
    for right in outcomes:
        before = part.agreed
        part = judged(part, right)
        assert part.agreed == before + 1 or part.agreed in (before, before // 4)
    assert part.agreed <= 60


def test_a_fixed_share_of_pages_is_read_in_full_again() -> None:
    layout = Layout(Part("article", 50))
    checked = sum(sampled(layout, f"https://bao.example/bai-{n}.html") for n in range(20_000))
    assert checked == pytest.approx(20_000 / CHECKS[-1][1], rel=0.3)


@pytest.mark.parametrize(("name", "good"), [("content-detail", True), ("post-123456", False), ("a1b2c3d4e5", False), ("[&>*]:mb-6", False), ("x", False)])
def test_names_of_one_page_are_no_selectors(name: str, good: bool) -> None:
    assert usable(name) is good
