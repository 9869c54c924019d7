"""Ratings of fact-checkers: only what clearly says false or misleading is false."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.ratings import Standing, number, standing

FALSE = (
    "Sai", "SAI SỰ THẬT", "Không đúng", "Không chính xác", "Tin giả", "Giả", "Hoàn toàn sai", "Gây hiểu lầm", "Bịa đặt",
    "Trái sự thật", "Không có cơ sở", "False", "Mostly false", "Not true", "Untrue", "Misleading.", "Pants on Fire",
    "Fabricated", "Incorrect",
)  # fmt: skip
MIXED = (
    "Đúng một phần", "Sai một phần", "Partly false", "Half true", "Không hoàn toàn đúng", "Chưa chính xác",
    "Thiếu ngữ cảnh", "Missing context", "No evidence", "Chưa được kiểm chứng", "True but misleading", "Not false",
    "Châm biếm",
)  # fmt: skip
TRUE = ("Đúng", "Đúng sự thật", "Chính xác", "Không sai", "True", "Mostly true", "Correct")
UNKNOWN = ("", "Bốn mũi dài", "Giả thuyết", "Falsch", "★★", "1")


@pytest.mark.parametrize(
    ("words", "expected"),
    [(w, s) for s, rows in zip(Standing, (FALSE, MIXED, TRUE, UNKNOWN), strict=True) for w in rows],
)
def test_words(words: str, expected: Standing) -> None:
    assert standing(words) is expected


@pytest.mark.parametrize(
    ("value", "best", "worst", "expected"),
    [
        (1, 5, 1, Standing.FALSE),
        (2, 5, 1, Standing.FALSE),
        (3, 5, 1, Standing.MIXED),
        (5, 5, 1, Standing.TRUE),
        (1, None, None, Standing.UNKNOWN),  # a figure without its scale says nothing
        (1, 1, 5, Standing.UNKNOWN),  # a scale turned round could mean either
        (9, 5, 1, Standing.UNKNOWN),
    ],
)
def test_figures(value: float, best: float | None, worst: float | None, expected: Standing) -> None:
    assert standing("Bốn mũi dài", value, best, worst) is expected
    assert standing("Đúng một phần", value, best, worst) is Standing.MIXED  # words come before figures


@given(st.text(max_size=40))
def test_no_text_breaks_it(words: str) -> None:
    assert standing(words) in Standing
    number(words)


def test_numbers() -> None:
    assert (number("1"), number(2.5), number("nan"), number(True), number("một"), number(None)) == (
        1.0, 2.5, None, None, None, None,
    )  # fmt: skip
