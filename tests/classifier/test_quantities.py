"""Quantities: every notation read back, traps that are no quantities, tolerance, and any text at all."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier.text.number_words import number_figures, number_words, scaled_figures
from classifier.text.quantities import Quantity, agree, comparable, read_quantities, write_quantity
from models.records import Language

VI, EN = Language.VI, Language.EN
BOTH = st.sampled_from([VI, EN])


def only(text: str, language: Language = VI) -> Quantity:
    found = [q for q in read_quantities(text, language) if q.kind == "quantity"]
    assert len(found) == 1, [(q.text, q.kind, q.value) for q in read_quantities(text, language)]
    return found[0]


@pytest.mark.parametrize(
    ("text", "value", "unit", "approx"),
    [
        ("1.200 tỷ đồng", 1.2e12, "VND", "exact"),
        ("1,2 triệu người", 1.2e6, "person", "exact"),
        ("1.200.000 người", 1.2e6, "person", "exact"),
        ("1,200 người", 1200, "person", "exact"),
        ("1.200,5 tấn", 1200.5, "tonne", "exact"),
        ("hơn 1.200 tấn", 1200, "tonne", "over"),
        ("gần 2.000 ha", 2000, "hectare", "under"),
        ("khoảng 45 tấn", 45, "tonne", "about"),
        ("ít nhất 12 người", 12, "person", "over"),
        ("không quá 30 người", 30, "person", "under"),
        ("một nghìn hai trăm người", 1200, "person", "exact"),
        ("mười hai người", 12, "person", "exact"),
        ("hai mươi mốt người", 21, "person", "exact"),
        ("ba mươi lăm người", 35, "person", "exact"),
        ("một trăm linh năm người", 105, "person", "exact"),
        ("nửa triệu người", 5e5, "person", "exact"),
        ("1 tỷ 200 triệu đồng", 1.2e9, "VND", "exact"),
        ("3 triệu rưỡi đồng", 3.5e6, "VND", "exact"),
        ("2 nghìn tỷ đồng", 2e12, "VND", "exact"),
        ("5 tỉ đô la", 5e9, "USD", "exact"),
        ("43,6%", 43.6, "percent", "exact"),
        ("0,3 điểm phần trăm", 0.3, "percentage_point", "exact"),
        ("5 phần nghìn", 5, "per_mille", "exact"),
        ("50km", 50_000, "metre", "exact"),
        ("12 km2", 1200, "hectare", "exact"),
        ("200 hải lý", 200, "nautical_mile", "exact"),
        ("37,5 độ C", 37.5, "degree_c", "exact"),
        ("120 lượng vàng", 120, "tael", "exact"),
        ("17 tuổi", 17, "age", "exact"),
        ("3 tạ", 0.3, "tonne", "exact"),
    ],
)
def test_vietnamese(text: str, value: float, unit: str, approx: str) -> None:
    q = only(f"Có {text}.")
    assert (q.value, q.unit, q.approx) == (pytest.approx(value), unit, approx)
    assert q.text == text


@pytest.mark.parametrize(
    ("text", "value", "unit", "approx"),
    [
        ("1,200 people", 1200, "person", "exact"),
        ("1.200 tonnes", 1.2, "tonne", "exact"),
        ("1.2 million people", 1.2e6, "person", "exact"),
        ("$5m", 5e6, "USD", "exact"),
        ("US$5 billion", 5e9, "USD", "exact"),
        ("about 20 per cent", 20, "percent", "about"),
        ("more than 1,000 hectares", 1000, "hectare", "over"),
        ("at least 12 people", 12, "person", "over"),
        ("twenty-one people", 21, "person", "exact"),
        ("one thousand two hundred people", 1200, "person", "exact"),
        ("half a million people", 5e5, "person", "exact"),
        ("a dozen people", 12, "person", "exact"),
        ("10 nautical miles", 10, "nautical_mile", "exact"),
    ],
)
def test_english(text: str, value: float, unit: str, approx: str) -> None:
    q = only(f"It was {text}.", EN)
    assert (q.value, q.unit, q.approx) == (pytest.approx(value), unit, approx)
    assert q.text == text


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("1,2-1,5 tỷ USD", 1.2e9, 1.5e9, "USD"),
        ("8-9 triệu đồng", 8e6, 9e6, "VND"),
        ("từ 10 đến 12 người", 10, 12, "person"),
        ("vài chục người", 20, 99.9, "person"),
        ("hàng trăm người", 100, 999, "person"),
        ("hàng chục nghìn người", 1e4, 99900, "person"),
    ],
)
def test_ranges(text: str, low: float, high: float, unit: str) -> None:
    q = only(f"Mất {text}.")
    assert (q.approx, q.unit) == ("range", unit)
    assert (q.low, q.high) == (pytest.approx(low), pytest.approx(high))


@pytest.mark.parametrize(
    "text",
    [
        "Nghị định 15/2020/NĐ-CP có hiệu lực",
        "gọi 0912 345 678 để báo tin",
        "thắng 2-1 trên sân khách",
        "lần thứ 13",
        "tiêm kích F-16",
        "dịch Covid-19",
        "nhóm G7",
        "quốc lộ QL1A",
        "phòng 302",
        "mỗi năm người dân đóng góp",
        "năm 2020",
        "họp ngày 8-9",
        "ông Hai nói",
        "tháng Ba",
        "lúc 9h45",
        "thứ hai tuần tới",
        "chương trình 4G",
        "từ 24 đến 26/10",
        "hạng nhì",
        "một quan chức",
        "một lượng lớn khách",
        "theo quy định 131",
        "ba ruột của em",
        "một số nơi",
    ],
)
def test_what_is_no_quantity(text: str) -> None:
    assert [q for q in read_quantities(text) if q.kind == "quantity"] == []


def test_five_and_year() -> None:
    assert only("năm người chết").value == 5
    assert [q.text for q in read_quantities("Năm 2021 có năm người chết") if q.kind == "quantity"] == [
        "năm người"
    ]


def test_billionaires_are_no_billions() -> None:
    q = only("Có hai tỷ phú dự họp")
    assert (q.value, q.noun.split()[:2]) == (2, ["tỷ", "phú"])


def test_noun_and_surroundings() -> None:
    q = only("Vụ lật tàu làm 12 người chết ở Lệ Giang")
    assert q.noun == "người chết"
    assert q.before.endswith("làm")
    assert only("giá 90 triệu đồng/lượng").per == "lượng"


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("1.200 tỷ đồng", "1,2 nghìn tỷ đồng", True),
        ("1.200 tỷ đồng", "1,2 triệu đồng", False),
        ("hơn 4.700 tỷ đồng", "4.759 tỷ đồng", True),
        ("khoảng 45 nghìn người", "45.000 người", True),
        ("gần 2.000 ha", "1.950 ha", True),
        ("54 người", "154 người", False),
        ("18 người", "81 người", False),
        ("50 km", "50 m", False),
        ("200 tấn", "200 kg", False),
        ("200 tấn", "200.000 kg", True),
        ("0,3 ha", "3.000 m2", True),
        ("43,6%", "436 phần nghìn", True),
        ("100 hải lý", "185 km", True),
        ("ít nhất 12 người", "15 người", True),
        ("không quá 30 người", "45 người", False),
        ("1,2 triệu người", "1.234.000 người", True),
        ("12 người", "13 người", False),
        ("45.000 người", "46.000 người", False),
        ("vài chục người", "40 người", True),
        ("hàng trăm người", "40 người", False),
        ("hơn 684 tỷ đồng", "684 tỷ đồng", True),
        ("684 tỷ đồng", "684 triệu đồng", False),
    ],
)
def test_tolerance(a: str, b: str, same: bool) -> None:
    x, y = only(f"Có {a}."), only(f"Có {b}.")
    assert comparable(x, y)
    assert agree(x, y) is same
    assert agree(y, x) is same


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("khám xét khẩn cấp 9 địa điểm", 9, "count"),
        ("sửa đường 5 km", 5000, "metre"),
        ("trong số 557 doanh nghiệp", 557, "count"),
        ("mỗi suất 70.000đ", 70_000, "VND"),
        ("hai điểm đến là Huế và Hội An", 2, "count"),
        ("được 12 điểm", 12, "point"),
    ],
)
def test_cue_words_that_do_not_make_an_ordinal(text: str, value: float, unit: str) -> None:
    q = only(f"Có {text}.")
    assert (q.value, q.unit) == (value, unit)


def test_currencies_are_never_compared() -> None:
    a, b = only("5 tỷ đồng"), only("5 tỷ USD")
    assert not comparable(a, b) and not agree(a, b)


def test_notation_of_the_other_language() -> None:
    assert agree(only("1.200 tấn"), only("1,200 tonnes", EN))
    assert not agree(only("1,2 tấn"), only("1,200 tonnes", EN))


# ── properties ─────────────────────────────────────────────────────────────────────────────

WHOLE = st.integers(min_value=2, max_value=10**9)


@given(WHOLE, BOTH)
def test_figures_read_back(value: int, language: Language) -> None:
    unit = "people" if language is EN else "người"
    q = only(f"x {number_figures(value, language)} {unit} y", language)
    assert (q.value, q.unit) == (value, "person")


@given(st.integers(min_value=2, max_value=10**12 - 1), BOTH)
def test_words_read_back(value: int, language: Language) -> None:
    unit = "people" if language is EN else "người"
    q = only(f"x {number_words(value, language)} {unit} y", language)
    assert q.value == value


@given(st.integers(min_value=10, max_value=9999), st.integers(min_value=5, max_value=9), BOTH)
def test_scaled_figures_read_back(mantissa: int, power: int, language: Language) -> None:
    value = mantissa * 10.0**power
    unit = "dollars" if language is EN else "đồng"
    q = only(f"x {scaled_figures(value, language)} {unit} y", language)
    assert q.value == pytest.approx(value)


@given(
    st.decimals(min_value="0.1", max_value="99999", places=1).map(float).filter(lambda v: v >= 0.1),
    st.sampled_from(
        [
            "VND",
            "USD",
            "percent",
            "tonne",
            "hectare",
            "metre",
            "nautical_mile",
            "degree_c",
            "times",
            "litre",
            "percentage_point",
        ]
    ),
    st.sampled_from(["exact", "about", "over", "under"]),
    BOTH,
)
def test_written_quantities_read_back(value: float, unit: str, approx: str, language: Language) -> None:
    q = only(f"x, {write_quantity(value, unit, language, approx)}.", language)
    assert (q.value, q.unit, q.approx) == (pytest.approx(value), unit, approx)


@given(st.text(max_size=400), BOTH)
@settings(max_examples=200)
def test_any_text_slices_back(text: str, language: Language) -> None:
    last = 0
    for q in read_quantities(text, language):
        assert text[q.span[0] : q.span[1]] == q.text
        assert last <= q.span[0] < q.span[1] <= len(text)
        last = q.span[1]


@given(
    st.lists(
        st.sampled_from(
            [
                "1.200",
                "1,2",
                "hơn",
                "năm",
                "tỷ",
                "-",
                "12/7/2016",
                "ngày",
                "ba",
                "mười",
                "%",
                "km",
                "người",
                "3",
                "\u0301",
                "\u034f",
                "٣",
                "²",
                "/",
                ".",
                ",",
                "đến",
                "triệu",
                "rưỡi",
                "hai",
                "$",
            ]
        ),
        max_size=30,
    ).map(" ".join),
    BOTH,
)
def test_any_mixture_is_read(text: str, language: Language) -> None:
    for q in read_quantities(text, language):
        assert text[q.span[0] : q.span[1]] == q.text
        assert agree(q, q) or q.kind != "quantity"


@pytest.mark.parametrize("piece", ["1", "1.2.", "năm ", "a\u0301\u034f", "ngày ", "9"])
def test_a_megabyte_of_anything_does_not_hang(piece: str) -> None:
    text = piece * (1_000_000 // len(piece))
    began = time.perf_counter()
    read_quantities(text)
    assert time.perf_counter() - began < 60


@pytest.mark.parametrize(
    ("text", "value"), [("1,6 triệu giáo viên", 1.6e6), ("12 nghìn suất cơm", 12_000)]
)
def test_only_whole_words_take_the_scale_away(text: str, value: float) -> None:
    assert only(text).value == pytest.approx(value)
