"""The words beside the patterns of dates only spare work: with and without them the same dates are found."""

from __future__ import annotations

from datetime import date

import pytest

from classifier.text import dates
from classifier.text.date_patterns import EN, VI
from classifier.training.examples import starting_examples
from models.records import Language

SOME = (
    "từ 24 đến 26/10; các ngày 8-9/7/2016; 2016-07-12; 12.7.2016; 12/7/16; mùng 5 tết; rằm tháng giêng",
    "sáu tháng đầu năm 2024, đầu tháng 3, quý iii/2023, nhiệm kỳ 2021-2026, 2001 - 2005, giữa thế kỷ 19, những năm 90",
    "9h45 sáng 27-9, 21:30 tối, (3/4), ngày 5, hôm qua, sáng mai, cuối tuần này, tháng sau, năm ngoái, ba tuần trước",
    "sáng thứ hai tuần này, chủ nhật (12/7), cuối năm 1999, trong 2019 có bão, từ 5-7 tháng 4 năm nay, 2/9, 9-2019",
    "july 4-6, 2021; 4 to 6 july 2021; 4th of july; early may 2020; q3 of 2021; first quarter 2019; 1999 to 2003",
    "late 19th century; the 1990s; 9.30 a.m.; 9 pm; 21:15; since june; last night; next monday; this week; last month",
    "three weeks ago; an hour in 1998; last year; tomorrow; 2021-03-04; 3/4/2021; 12.7.2016; ٣ giờ; nothing at all",
)


def everything(text: str, language: Language) -> list[dates.DateMention]:
    found = []
    for piece in (text, *text.split(";"), *text.split(",")):
        found += dates.scan(piece, language, date(2024, 5, 6))
    return found


@pytest.mark.parametrize("language", [Language.VI, Language.EN])
def test_patterns_find_the_same_without_their_words(language: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [*SOME, *(dates.lower(f"{e.title}. {e.text}") for e in starting_examples()[::12])]
    spared = [everything(text, language) for text in texts]
    for name, forms in (("VI", VI), ("EN", EN)):
        monkeypatch.setattr(dates, name, tuple((kind, pattern, ("",)) for kind, pattern, _ in forms))
    assert spared == [everything(text, language) for text in texts]
    assert sum(map(len, spared)) > 60
