"""Dates: every form read back, relative ones resolved, conflicts, and any text at all."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier.text.dates import DateMention, dates_conflict, read_dates
from models.records import Language

VI, EN = Language.VI, Language.EN
AT = datetime(2016, 7, 13, 9, 0)  # a Wednesday
BOTH = st.sampled_from([VI, EN])


def only(text: str, language: Language = VI, at: datetime | None = AT) -> DateMention:
    found = read_dates(text, language, at)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "start", "end", "kind"),
    [
        ("12/7/2016", date(2016, 7, 12), date(2016, 7, 12), "day"),
        ("ngày 12 tháng 7 năm 2016", date(2016, 7, 12), date(2016, 7, 12), "day"),
        ("ngày 12-7", date(2016, 7, 12), date(2016, 7, 12), "day"),
        ("12.7.2016", date(2016, 7, 12), date(2016, 7, 12), "day"),
        ("2016-07-12", date(2016, 7, 12), date(2016, 7, 12), "day"),
        ("chiều 2.10", date(2016, 10, 2), date(2016, 10, 2), "day"),
        ("sáng 27-9", date(2016, 9, 27), date(2016, 9, 27), "day"),
        ("tháng Bảy", date(2016, 7, 1), date(2016, 7, 31), "month"),
        ("tháng 2/2020", date(2020, 2, 1), date(2020, 2, 29), "month"),
        ("hôm qua", date(2016, 7, 12), date(2016, 7, 12), "day"),
        ("hôm nay", date(2016, 7, 13), date(2016, 7, 13), "day"),
        ("sáng mai", date(2016, 7, 14), date(2016, 7, 14), "day"),
        ("tuần trước", date(2016, 7, 4), date(2016, 7, 10), "range"),
        ("sáng thứ hai", date(2016, 7, 11), date(2016, 7, 11), "day"),
        ("đầu năm nay", date(2016, 1, 1), date(2016, 12, 31), "year"),
        ("năm ngoái", date(2015, 1, 1), date(2015, 12, 31), "year"),
        ("quý III năm 2014", date(2014, 7, 1), date(2014, 9, 30), "quarter"),
        ("nhiệm kỳ 2021-2026", date(2021, 1, 1), date(2026, 12, 31), "term"),
        ("giai đoạn 2021–2025", date(2021, 1, 1), date(2025, 12, 31), "term"),
        ("thế kỷ 20", date(1901, 1, 1), date(2000, 12, 31), "century"),
        ("thế kỷ XIX", date(1801, 1, 1), date(1900, 12, 31), "century"),
        ("6 tháng đầu năm 2024", date(2024, 1, 1), date(2024, 6, 30), "range"),
        ("từ 24 đến 26/10", date(2016, 10, 24), date(2016, 10, 26), "range"),
        ("24-26 tháng 10", date(2016, 10, 24), date(2016, 10, 26), "range"),
        ("những năm 1990", date(1990, 1, 1), date(1999, 12, 31), "term"),
    ],
)
def test_vietnamese(text: str, start: date, end: date, kind: str) -> None:
    mention = only(f"Việc đó {text}.")
    assert (mention.start, mention.end, mention.kind) == (start, end, kind)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("12 July 2016", date(2016, 7, 12), date(2016, 7, 12)),
        ("July 12, 2016", date(2016, 7, 12), date(2016, 7, 12)),
        ("on Tuesday", date(2016, 7, 12), date(2016, 7, 12)),
        ("last week", date(2016, 7, 4), date(2016, 7, 10)),
        ("yesterday", date(2016, 7, 12), date(2016, 7, 12)),
        ("24 to 26 October 2015", date(2015, 10, 24), date(2015, 10, 26)),
        ("Q3 2016", date(2016, 7, 1), date(2016, 9, 30)),
        ("in 2014", date(2014, 1, 1), date(2014, 12, 31)),
        ("the 1990s", date(1990, 1, 1), date(1999, 12, 31)),
        ("the 20th century", date(1901, 1, 1), date(2000, 12, 31)),
    ],
)
def test_english(text: str, start: date, end: date) -> None:
    mention = only(f"It was {text}.", EN)
    assert (mention.start, mention.end) == (start, end)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("11 ngày", 11),
        ("hai tuần", 14),
        ("ba năm", 3 * 365.25),
        ("15 năm tù", 15 * 365.25),
        ("48 giờ", 2),
        ("nửa thế kỷ", 18262.5),
    ],
)
def test_durations(text: str, days: float) -> None:
    mention = only(f"Kéo dài {text}.")
    assert mention.kind == "duration" and mention.days == pytest.approx(days)


@pytest.mark.parametrize(
    "text",
    [
        "8-9 triệu đồng",
        "lần thứ hai",
        "2/3 số phiếu",
        "Nghị định 15/2020/NĐ-CP",
        "tỷ số 3-0",
        "năm người chết",
        "31/2/2020",
        "45/13/2016",
        "vòng thứ ba",
        "1.200 người",
    ],
)
def test_no_dates(text: str) -> None:
    assert read_dates(f"Có {text}.", VI, AT) == ()


def test_lunar_dates_are_left_alone() -> None:
    mention = only("Chợ họp mùng 5 Tết.")
    assert mention.kind == "lunar" and mention.start is None and not mention.resolved


def test_without_a_day_of_publication_parts_remain() -> None:
    mention = only("ngày 12/7", at=None)
    assert mention.start is None and mention.parts == (None, 7, 12)


def test_times_of_day() -> None:
    assert only("lúc 9h45").minutes == 585
    assert only("9 giờ 45 phút sáng").minutes == 585
    assert only("at 9:45 pm", EN).minutes == 21 * 60 + 45


def test_from_day_to_day_and_document_numbers() -> None:
    found = read_dates("Trong đợt từ 19-10 đến 8-11, theo quyết định số 2040/QĐ-BGD.", VI, AT)
    assert [m.text for m in found] == ["từ 19-10", "đến 8-11"]


def test_eight_nine_is_september_or_two_days() -> None:
    mention = only("họp ngày 8-9")
    assert mention.start == date(2016, 9, 8)
    assert mention.others[0][:2] == (date(2016, 7, 8), date(2016, 7, 9))


@pytest.mark.parametrize(
    ("a", "b", "conflict"),
    [
        ("ngày 12/7/2016", "ngày 21 tháng 7 năm 2016", True),
        ("ngày 12/7/2016", "12-7-2016", False),
        ("ngày 12/7", "ngày 12/7/2016", False),
        ("ngày 12/7/2015", "ngày 12/7", True),
        ("tháng 7/2016", "ngày 12/7/2016", False),
        ("tháng 6/2016", "ngày 12/7/2016", True),
        ("4-7-2026", "ngày 4 tháng 7 năm 2028", True),
        ("từ 24 đến 26/10", "24-26 tháng 10", False),
        ("14-16 tháng 10", "24-26/10", True),
        ("11 ngày", "12 ngày", True),
        ("hai tuần", "14 ngày", False),
        ("ba tháng", "90 ngày", False),
        ("11 ngày", "ngày 12/7", False),
        ("hôm qua", "ngày 12/7", False),
        ("hôm qua", "ngày 10/7", True),
        ("lúc 9h45", "lúc 10h45", True),
        ("lúc 9h", "lúc 9h10", False),
        ("năm 2015", "năm 2016", True),
        ("mùng 5 Tết", "ngày 12/7", False),
        ("nhiệm kỳ 2021-2026", "nhiệm kỳ 2016-2021", False),
    ],
)
def test_conflicts(a: str, b: str, conflict: bool) -> None:
    x, y = only(f"Việc {a}."), only(f"Việc {b}.")
    assert dates_conflict(x, y) is conflict
    assert dates_conflict(y, x) is conflict


DAYS = st.dates(min_value=date(1950, 1, 1), max_value=date(2099, 12, 31))


@given(
    DAYS,
    st.sampled_from(
        [
            "{d}/{m}/{y}",
            "{d}-{m}-{y}",
            "{d}.{m}.{y}",
            "ngày {d} tháng {m} năm {y}",
            "{y}-{m:02}-{d:02}",
            "{d:02}/{m:02}/{y}",
            "{d} tháng {m}, {y}",
        ]
    ),
)
def test_vietnamese_days_read_back(day: date, form: str) -> None:
    mention = only(f"Việc {form.format(d=day.day, m=day.month, y=day.year)}.")
    assert (mention.start, mention.end) == (day, day)


@given(DAYS, st.sampled_from(["%d %B %Y", "%B %d, %Y", "%d %b %Y", "%Y-%m-%d"]))
def test_english_days_read_back(day: date, form: str) -> None:
    mention = only(f"It was {day.strftime(form)}.", EN)
    assert (mention.start, mention.end) == (day, day)


@given(DAYS, st.integers(min_value=-150, max_value=90))
def test_the_missing_year_is_the_nearest(day: date, shift: int) -> None:
    at = datetime(day.year, day.month, day.day)
    other = date.fromordinal(day.toordinal() + shift)
    mention = only(f"Việc ngày {other.day}/{other.month}.", at=at)
    assert mention.start == other and mention.resolved


@given(st.text(max_size=300), BOTH)
@settings(max_examples=200)
def test_any_text_slices_back(text: str, language: Language) -> None:
    last = 0
    for mention in read_dates(text, language, AT):
        assert text[mention.span[0] : mention.span[1]] == mention.text
        assert last <= mention.span[0] < mention.span[1]
        last = mention.span[1]
        assert not dates_conflict(mention, mention)


@given(
    st.lists(
        st.sampled_from(
            [
                "ngày",
                "12",
                "7",
                "/",
                "-",
                "2016",
                "tháng",
                "năm",
                "hai",
                "tuần",
                "trước",
                "thứ",
                "quý",
                "III",
                "đến",
                "giờ",
                "9h45",
                "thế kỷ",
                "Tết",
                "mùng",
                "99999",
                "0",
                "đầu",
                "nay",
                "\u0301",
                "\u200b",
            ]
        ),
        max_size=25,
    ).map(" ".join),
    BOTH,
    st.sampled_from([AT, None, datetime(1, 1, 1), datetime(9999, 12, 31)]),
)
def test_any_mixture_is_read(text: str, language: Language, at: datetime | None) -> None:
    for mention in read_dates(text, language, at):
        assert text[mention.span[0] : mention.span[1]] == mention.text


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("đoàn rước đi từ 30-11 được một tuần", [(30, 11)]),
        ("thi hôm 20-11 và 21-11 tại trường", [(20, 11), (21, 11)]),
        ("đội tuyển thắng 2-1 và 3-1", []),
        ("cần từ 10-12 người", []),
    ],
)
def test_days_without_the_word_day(text: str, days: list[tuple[int, int]]) -> None:
    found = [d for d in read_dates(text, VI, None) if d.kind == "day"]
    assert [(d.parts[2], d.parts[1]) for d in found] == days
