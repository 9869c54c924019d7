"""When a source is polled next, and what is unusual against its habit."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from models.store.habit import unusual
from pipeline.rhythm import Bounds, Pace, Wishes, ask_plainly, lies, next_attempt, plan, weight_of

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
BOUNDS = Bounds(timedelta(minutes=15), timedelta(hours=6))
OLD = NOW - timedelta(days=60)
seconds = st.none() | st.floats(allow_nan=False)
paces = st.builds(Pace, st.integers(0, 10_000), st.none() | st.datetimes(datetime(2020, 1, 1), datetime(2026, 11, 20)).map(lambda at: at.replace(tzinfo=UTC)))
weights = st.floats(0, 1000)


@given(paces, seconds, seconds, weights)
def test_the_bounds_are_kept(pace: Pace, period: float | None, fresh: float | None, weight: float) -> None:
    planned = plan(NOW, BOUNDS, pace, Wishes(period, fresh), weight)
    assert BOUNDS.floor <= planned.at - NOW <= BOUNDS.ceiling
    assert planned.reason.vi and planned.reason.en


@given(paces, seconds, weights)
def test_a_retry_after_never_makes_it_sooner(pace: Pace, after: float | None, weight: float) -> None:
    plain = plan(NOW, BOUNDS, pace, Wishes(), weight).at
    asked = plan(NOW, BOUNDS, pace, Wishes(retry_after_s=after), weight).at
    assert plain <= asked <= max(plain, NOW + timedelta(days=1))
    assert next_attempt(NOW, 3, after) >= next_attempt(NOW, 3, None)


@given(weights, weights)
def test_the_delay_grows_with_the_weight(one: float, more: float) -> None:
    pace = Pace(5000, OLD)
    assert plan(NOW, BOUNDS, pace, Wishes(), one).at <= plan(NOW, BOUNDS, pace, Wishes(), one + more).at


def test_its_own_rhythm() -> None:
    def wait(entries: int) -> timedelta:
        return plan(NOW, BOUNDS, Pace(entries, OLD), Wishes(), 0).at - NOW

    assert wait(2000) == BOUNDS.floor
    assert wait(84) == timedelta(hours=1)
    assert wait(0) == BOUNDS.ceiling
    assert plan(NOW, BOUNDS, Pace(0, NOW), Wishes(), 0).at - NOW == BOUNDS.floor
    assert plan(NOW, BOUNDS, Pace(2000, OLD), Wishes(period_s=3600), 0).at - NOW == timedelta(hours=1)


def test_failures_weigh_by_what_they_are() -> None:
    assert weight_of("dns", 0) == 1 > weight_of("timeout", 0) == 0.5 > weight_of("http_429", 0) == 0.25
    assert weight_of("http_404", 0) == weight_of("http_404", 0.5) == 0.5
    assert weight_of("http_404", 1.0) == 1


def test_conditional_headers_are_left_out_now_and_then_and_where_they_lie() -> None:
    busy = Pace(700, OLD)
    assert not ask_plainly(NOW, busy, NOW - timedelta(hours=5), False)
    assert ask_plainly(NOW, busy, NOW - timedelta(hours=6), False)
    assert not ask_plainly(NOW, Pace(7, OLD), NOW - timedelta(days=2), False)
    assert ask_plainly(NOW, Pace(0, OLD), NOW - timedelta(days=3), False)
    assert ask_plainly(NOW, busy, NOW, True)
    assert lies("e", "e", "a", "b")
    assert not lies("e", "f", "a", "b") and not lies("e", "e", "a", "a") and not lies(None, None, "a", "b")


def days(*latest: int, usual: int = 20, known: int = 56) -> dict[int, int]:
    return {k: latest[k] if k < len(latest) else usual + k % 3 for k in range(known)}


def test_unusual_days() -> None:
    silent, few, flood = unusual(days(0)), unusual(days(2)), unusual(days(90))
    assert silent and few and flood
    assert (silent.kind, few.kind, flood.kind) == ("silent", "few", "flood")
    assert "90" in flood.reason.vi and "90" in flood.reason.en
    assert unusual(days(14)) is None and unusual(days(30)) is None
    assert unusual(days(0, known=12)) is None, "too new to have a habit"
    assert unusual({k: n for k, n in days(0).items() if k}) is None, "no answer is no silence"
    assert unusual({k: n for k, n in days(90).items() if k != 1}) is None, "what piled up in an outage"


def test_small_sources_and_weekends() -> None:
    one_a_day = unusual(days(0, 0, 0, usual=1))
    assert one_a_day is None
    assert unusual(days(*[0] * 8, usual=1)) is not None
    weekly = {k: 0 if k % 7 in (0, 1) else 30 for k in range(56)}
    assert unusual(weekly) is None, "every weekend is silent"


@given(st.dictionaries(st.integers(0, 56), st.integers(0, 3000)))
def test_any_counts_can_be_judged(counts: dict[int, int]) -> None:
    found = unusual(counts)
    assert found is None or found.kind in ("silent", "few", "flood")
