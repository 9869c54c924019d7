"""Periods by their keys."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.periods import NoPeriod, PeriodKind, parse_period, period_of
from models.times import VIETNAM

MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)).map(lambda at: at.replace(tzinfo=VIETNAM))


@pytest.mark.parametrize(
    ("key", "first", "last", "vi"),
    [
        ("2026-W47", date(2026, 11, 16), date(2026, 11, 22), "tuần 47 năm 2026"),
        ("2026-W53", date(2026, 12, 28), date(2027, 1, 3), "tuần 53 năm 2026"),
        ("2026-11", date(2026, 11, 1), date(2026, 11, 30), "tháng 11 năm 2026"),
        ("2026-12", date(2026, 12, 1), date(2026, 12, 31), "tháng 12 năm 2026"),
        ("2026-Q4", date(2026, 10, 1), date(2026, 12, 31), "quý IV năm 2026"),
        ("2026", date(2026, 1, 1), date(2026, 12, 31), "năm 2026"),
        ("2026-11-01..2026-11-15", date(2026, 11, 1), date(2026, 11, 15), "từ 1/11/2026 đến 15/11/2026"),
    ],
)
def test_keys(key: str, first: date, last: date, vi: str) -> None:
    period = parse_period(key)
    assert (period.key, period.start.date(), period.last_day, period.name.vi) == (key, first, last, vi)
    assert period.start.tzinfo is VIETNAM


@pytest.mark.parametrize(
    "key", ["", "2026-W54", "2026-13", "2026-Q5", "26", "2026-11-15..2026-11-01", "2020-01-01..2026-01-01", "0000", "9999-W60", "tuần này"]
)
def test_what_is_no_period_is_refused_in_both_languages(key: str) -> None:
    with pytest.raises(NoPeriod) as err:
        parse_period(key)
    assert "2026-W47" in err.value.args[0].vi and "not a period" in err.value.args[0].en


@given(kind=st.sampled_from(list(PeriodKind)), at=MOMENTS)
def test_every_moment_is_in_its_period_and_the_one_before_ends_where_it_begins(kind: PeriodKind, at: datetime) -> None:
    period = period_of(kind, at)
    assert period.start <= at < period.end
    assert parse_period(period.key) == period
    before = period.previous()
    assert before.end == period.start and before.kind is kind
    assert before.end - before.start < timedelta(days=367)
