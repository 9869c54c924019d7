"""Headlines against their own bodies: events that the body has no word for, and the doubt that ranks the rest."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier.compare import CompareItem, Comparer
from classifier.findings.headline import MAX_DOUBT, WEIGHTS, find, traits
from classifier.findings.headline_events import untold
from classifier.findings.headline_traits import NAMES, relations
from classifier.text.reading import Reading
from models.records import FindingKind, Language

FACTORY = (
    "Nhà máy giấy Sông Lam sáng 4/3 cho biết sản lượng quý I đạt 12.000 tấn, tăng 5% so với cùng kỳ. "
    "Đại diện nhà máy nói đơn hàng đến từ Nhật Bản và Hàn Quốc vẫn ổn định. "
    "Công ty dự kiến lắp thêm một dây chuyền tại huyện Nam Đàn trong năm tới. "
    "Khoảng 600 công nhân đang làm việc ba ca. "
    "Sở Công Thương Nghệ An đánh giá đây là đơn vị có mức nộp ngân sách khá."
)
TALKS = (
    "The harbour council of Melden met on Monday to discuss a new timetable for the ferries. "
    "Council members heard three proposals from the operator, which runs nine boats. "
    "The mayor said the council may choose one of them before the summer. "
    "Fishermen asked for the early crossing to stay as it is. "
    "A decision is expected in May, the clerk of the council said."
)


def headline_findings(title: str, body: str) -> list[str]:
    result = Comparer().compare(CompareItem("x", body, title))
    for finding in result.findings:
        where = title if finding.part == "title" else body
        assert where[slice(*finding.span)] == finding.passage
    return [f.passage for f in result.findings if f.kind is FindingKind.HEADLINE]


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("Nhà máy giấy Sông Lam phá sản", FACTORY),
        ("Giám đốc nhà máy giấy Sông Lam bị khởi tố", FACTORY),
        ("Nhà máy giấy Sông Lam bốc cháy, 600 công nhân tháo chạy", FACTORY),
        ("Nhà máy giấy Sông Lam thu hồi 12.000 tấn sản phẩm", FACTORY),
        ("Mayor of Melden resigns over new ferry timetable", TALKS),
        ("Earthquake halts the ferries of Melden", TALKS),
    ],
)
def test_an_event_that_the_body_has_no_word_for_is_a_finding(title: str, body: str) -> None:
    assert headline_findings(title, body)


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("Vì sao nhà máy giấy Sông Lam chưa phá sản?", FACTORY),  # asked, and denied
        ("Nhà máy giấy Sông Lam có thể phá sản", FACTORY),  # left open
        ("Nhà máy giấy Sông Lam 'phá sản' kỷ lục cũ", FACTORY),  # a figure of speech
        ("Nhà máy giấy Sông Lam không bị xử phạt", FACTORY),
        ("Nhà máy giấy Sông Lam phá sản", FACTORY.replace("khá.", "khá, dù từng mất khả năng thanh toán.")),
        ("Nhà máy giấy Sông Lam bốc cháy", FACTORY + " Ngọn lửa được dập tắt sau hai giờ."),
        ("Mayor of Melden resigns", TALKS + " The mayor stepped down on Friday, citing his health."),
        ("Nhà máy giấy Sông Lam phá sản", "Nhà máy giấy Sông Lam vừa gửi thông báo tới khách hàng."),  # a summary
        ("Sản lượng nhà máy giấy Sông Lam tăng 5%", FACTORY),
        ("Melden weighs three ferry timetables", TALKS),
    ],
)
def test_what_the_body_tells_in_other_words_or_the_headline_leaves_open_is_not(title: str, body: str) -> None:
    assert headline_findings(title, body) == []


@pytest.mark.parametrize(
    ("borne_out", "not_borne_out", "body"),
    [
        ("Sản lượng nhà máy giấy Sông Lam tăng 5%", "Sản lượng nhà máy giấy Sông Lam giảm 5%", FACTORY),
        ("Nhà máy giấy Sông Lam đạt 12.000 tấn", "Nhà máy giấy Sông Lam đạt 21.000 tấn", FACTORY),
        ("Sông Lam dự kiến lắp thêm dây chuyền tại Nam Đàn", "Sông Lam đã lắp thêm dây chuyền tại Nam Đàn", FACTORY),
        ("Sông Lam bán giấy sang Nhật Bản", "Sông Lam bán giấy sang Thái Lan", FACTORY),
        ("Melden council discusses ferry timetable", "Melden council sells ferry boats", TALKS),
        ("Nine boats serve Melden", "Nineteen boats serve Melden", TALKS),
    ],
)
def test_the_doubt_ranks_what_the_body_does_not_bear_out(borne_out: str, not_borne_out: str, body: str) -> None:
    comparer = Comparer()
    low, high = (comparer.compare(CompareItem("x", body, t)).score for t in (borne_out, not_borne_out))
    assert low < high


def read(title: str, body: str) -> tuple[Reading, Reading]:
    return Reading(title, None, Language.VI), Reading(body, None, Language.VI)


@dataclass(frozen=True)
class Case:
    trait: str
    carried: str
    not_carried: str


@pytest.mark.parametrize(
    "case",
    [
        Case("opposed", "Sản lượng giấy tăng", "Sản lượng giấy giảm"),
        Case("surer", "Công ty dự kiến lắp thêm một dây chuyền", "Công ty đã lắp thêm một dây chuyền"),
        Case("rival", "Đơn hàng từ Nhật Bản ổn định", "Đơn hàng từ Ấn Độ ổn định"),
        Case("digits", "12.000 tấn giấy trong quý I", "47.300 tấn giấy trong quý I"),
        Case("counted", "600 công nhân làm ba ca", "900 công nhân làm ba ca"),
        Case("events", "Sản lượng giấy đạt 12.000 tấn", "Nhà máy giấy bị thu hồi giấy phép"),
    ],
    ids=lambda c: c.trait,
)
def test_each_trait_tells_what_it_is_named_for(case: Case) -> None:
    at = NAMES.index(case.trait)
    assert relations(*read(case.carried, FACTORY))[at] < relations(*read(case.not_carried, FACTORY))[at]


def test_who_stands_first_is_looked_at() -> None:
    body = "Đội tuyển Nhật Bản thắng đội tuyển Ấn Độ 2-0 ở vòng bảng. Khán giả ra về lúc tối."
    at = NAMES.index("turned")
    assert relations(*read("Nhật Bản thắng Ấn Độ", body))[at] < relations(*read("Ấn Độ thắng Nhật Bản", body))[at]


def test_figures_that_are_part_of_a_name_are_no_figures() -> None:
    body = FACTORY + " Nhà máy từng ngừng hai tuần vì virus corona."
    assert relations(*read("Nhà máy giấy từng ngừng vì Covid-19", body))[NAMES.index("digits")] == 0.0


def test_an_event_is_given_with_its_words() -> None:
    title, body = read("Nhà máy giấy Sông Lam bị khởi tố", FACTORY)
    (event,) = untold(title, body)
    assert title.text[slice(*event.sentence.char_range((event.first, event.last)))] in ("bị khởi tố", "khởi tố")


@settings(max_examples=60, deadline=None)
@given(
    st.text("aàbcđ NMT019.,:?!'“”-\u0301\n", max_size=60),
    st.text("aàbcđ NMT019.,:?!'“”-\u0301\n", max_size=160),
)
def test_any_text_gives_traits_and_a_doubt_below_a_finding(title: str, body: str) -> None:
    seen = traits(*read(title, body))
    assert len(seen) == len(WEIGHTS) - 1
    assert all(0.0 <= t <= 1.0 for t in seen)
    assert 0.0 <= find(*read(title, body))[1] <= MAX_DOUBT
