"""One page, one key: whatever the scheme, the twin, the tracking or the case; and never two articles as one."""

from __future__ import annotations

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.addresses import address_key, sane_declared, spelling
from models.wording import akin, wording_hash

SLUG = st.text(string.ascii_lowercase + string.digits + "-", min_size=1, max_size=20).filter(lambda s: s != "amp")
ADDRESS = st.tuples(SLUG, SLUG, st.integers(1, 10**9))
CHANGES = [
    lambda u: u.replace("https://", "http://"),
    lambda u: u.replace("https://", "https://www."),
    lambda u: u.replace("https://", "https://m."),
    lambda u: u.replace("https://", "https://amp."),
    lambda u: u.replace("bao.vn", "BAO.vn"),
    lambda u: u.replace("bao.vn", "bao.vn:443"),
    lambda u: u + "/",
    lambda u: u + "/amp",
    lambda u: u + "?amp=1",
    lambda u: u + "?utm_source=a&zarsrc=30&fbclid=Q&gclid=x",
    lambda u: u + "#binh-luan",
    lambda u: u.replace("tin", "%74in"),
    lambda u: f"  {u}\n",
]


def url_of(parts: tuple[str, str, int]) -> str:
    return f"https://bao.vn/{parts[0]}/tin-{parts[1]}-{parts[2]}.htm"


@given(ADDRESS, st.sampled_from(CHANGES))
def test_a_twin_has_the_same_key(parts, change) -> None:  # type: ignore[no-untyped-def]
    assert address_key(change(url_of(parts))) == address_key(url_of(parts))


@given(ADDRESS, st.integers(1, 10**9), st.sampled_from(CHANGES))
def test_articles_of_other_numbers_never_merge(parts, other, change) -> None:  # type: ignore[no-untyped-def]
    if other != parts[2]:
        assert address_key(change(url_of(parts))) != address_key(url_of((parts[0], parts[1], other)))
        assert address_key(f"https://bao.vn/?p={other}") != address_key(f"https://bao.vn/?p={parts[2]}")


@settings(max_examples=500, deadline=None)
@given(st.one_of(st.text(max_size=60), st.text(max_size=40).map("https://www.bao.vn/".__add__),
                 st.text("%aAmp024.e/?&=:w", max_size=30).map("http://m.bao.vn/".__add__)))  # fmt: skip
def test_never_raises_and_idempotent(url: str) -> None:
    assert address_key(address_key(url)) == address_key(url)
    assert spelling(spelling(url)) == spelling(url)
    assert address_key(spelling(url)) == address_key(url)


def test_order_of_parameters_and_names_in_other_scripts() -> None:
    assert address_key("http://bao.vn/a?x=1&b=2") == address_key("https://bao.vn/a?b=2&x=1")
    assert address_key("https://báo.vn/tin-ổn") == address_key("https://XN--BO-MIA.vn/tin-%e1%bb%95n")
    assert address_key("https://m.com.vn/a") != address_key("https://com.vn/a")


@pytest.mark.parametrize(
    ("declared", "url", "sane"),
    [
        ("https://www.bao.vn/tin-moi-123456.htm", "http://m.bao.vn/tin-123456.htm", True),
        ("https://bao.vn/tin-dai-mot-chut-nay", "https://bao.vn/?p=123456", True),
        ("https://bao.vn/tin-654321.htm", "https://bao.vn/tin-123456.htm", False),
        ("https://bao.vn/the-gioi", "https://bao.vn/the-gioi/tin-123456.htm", False),
        ("https://bao.vn/thoi-su", "https://bao.vn/the-gioi/tin-123456.htm", False),
        ("https://bao.vn/", "https://bao.vn/tin", False),
        ("https://khac.vn/tin", "https://bao.vn/tin", False),
        ("javascript:void(0)", "https://bao.vn/tin", False),
    ],
)
def test_a_declared_address_is_believed_when_sane(declared: str, url: str, sane: bool) -> None:
    assert sane_declared(declared, url) is sane


TITLE, TEXT = "Thành phố mở tuyến buýt", "Tuyến buýt dài 12,5 km.\nTuyến chạy từ thứ Hai, vé 7.000 đồng."


@pytest.mark.parametrize(
    "text",
    [
        TEXT.replace("dài ", "dài  ").replace(".\n", " .\n"),
        TEXT.replace("thứ Hai,", "“thứ Hai” –"),
        "3 phút trước\n" + TEXT + "\n1.204 lượt xem\n10:32 | 15 bình luận",
    ],
)
def test_typography_and_counters_are_no_change(text: str) -> None:
    assert wording_hash(TITLE, text) == wording_hash(TITLE, TEXT)


@pytest.mark.parametrize(
    "text",
    [TEXT.replace("12,5", "125"), TEXT.replace("12,5", "-12,5"), TEXT.replace("thứ Hai", "thứ Ba"), TEXT + "\nHết."],
)
def test_words_and_figures_are_a_change(text: str) -> None:
    assert wording_hash(TITLE, text) != wording_hash(TITLE, TEXT)
    assert wording_hash("Thành phố hoãn tuyến buýt", TEXT) != wording_hash(TITLE, TEXT)
    assert akin(text, TEXT)
