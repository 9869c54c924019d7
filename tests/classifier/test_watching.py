"""Charts, shares, vocabulary and bursts on made-up weeks: what was planted is found, what only varies is not."""

from __future__ import annotations

import math
import random
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.watching.bursts import Told, bursts, terms_of
from classifier.watching.chart import ERROR, judge
from classifier.watching.confidence import CLASSES, NOTABLE, instability
from classifier.watching.estimates import Stratum, recall
from classifier.watching.shares import Count, standardised
from classifier.watching.vocabulary import alike, distances, newcomers, unseen

# ── charts ──


def test_a_week_like_the_others_is_ok_and_a_jump_is_out() -> None:
    history = [0.10, 0.11, 0.09, 0.10, 0.12, 0.10, 0.09, 0.11]
    assert judge(history, 0.105, least=0.01).state == "ok"
    assert judge(history, 0.18, least=0.01).state == "high"
    assert judge(history, 0.02, least=0.01).state == "low"


def test_a_steady_figure_does_not_cry_at_a_trifle() -> None:
    assert judge([0.1] * 8, 0.105, least=0.01).state == "ok"
    assert judge([0.1] * 8, 0.12, least=0.01).out


def test_too_few_weeks_or_no_figure_tell_nothing() -> None:
    assert judge([0.1, 0.1, 0.1], 0.9, least=0.01).state == "too_few"
    assert judge([0.1] * 8, math.nan, least=0.01).state == "too_few"
    assert judge([0.1, 0.1, 0.1, math.nan, math.nan, 0.1], 0.9, least=0.01).state == "high"


def test_the_limits_hold_what_they_promise() -> None:
    dice = random.Random(1)
    false = sum(judge([dice.gauss(5, 1) for _ in range(8)], dice.gauss(5, 1), least=0.0).out for _ in range(4000))
    assert false / 4000 < 2 * ERROR


# ── shares ──


def week(**outlets: tuple[int, int]) -> dict[str, Count]:
    return {name: Count(*pair) for name, pair in outlets.items()}


def test_a_new_mix_of_outlets_is_no_drift() -> None:
    before = week(a=(200, 40), b=(20, 1))  # a: 20 %, b: 5 %
    now = week(a=(20, 4), b=(200, 10))
    assert standardised([before, now]) == pytest.approx([(20 * 0.2 + 200 * 0.05) / 220] * 2)


def test_a_new_outlet_of_other_habits_is_no_drift() -> None:
    before = week(a=(150, 15), b=(100, 5), tiny=(3, 0))
    now = week(a=(150, 15), b=(100, 5), tiny=(4, 0), new=(100, 90))
    shares = standardised([before] * 5 + [now])
    assert shares == pytest.approx([20 / 254] * 6, rel=0.02)
    assert judge(shares[:-1], shares[-1], least=0.004).state == "ok"


def test_weeks_that_share_too_few_outlets_or_articles_give_no_share() -> None:
    shares = standardised([week(x=(200, 10)), week(a=(60, 6)), week(a=(150, 15), b=(20, 2))])
    assert math.isnan(shares[0]) and math.isnan(shares[1]) and shares[2] == pytest.approx(0.1)


@given(st.lists(st.dictionaries(st.sampled_from("abcd"), st.tuples(st.integers(0, 300), st.floats(0, 1)), min_size=1), max_size=6))
def test_a_share_is_a_share(drawn: list[dict[str, tuple[int, float]]]) -> None:
    weeks = [{o: Count(n, int(n * part)) for o, (n, part) in each.items()} for each in drawn]
    assert all(math.isnan(share) or 0 <= share <= 1 for share in standardised(weeks))


# ── vocabulary ──


def talk(dice: random.Random, count: int, shift: int = 0) -> list[str]:
    return [f"w{shift + int(dice.paretovariate(1.1)) % 400}" for _ in range(count)]


def test_a_week_of_other_words_stands_apart_and_says_which() -> None:
    dice = random.Random(2)
    plain = [talk(dice, 6000) for _ in range(8)]
    same, other = [*plain, talk(dice, 6000)], [*plain, [*talk(dice, 5000), *["lở", "núi"] * 500]]
    far, near = distances(other), distances(same)
    assert judge(near[:-1], near[-1], least=0.01).state == "ok"
    assert judge(far[:-1], far[-1], least=0.01).state == "high"
    assert set(newcomers(other)[:2]) == {"lở", "núi"}


def test_a_short_week_has_no_distance() -> None:
    found = distances([talk(random.Random(3), 6000), talk(random.Random(4), 6000), ["một"] * 100])
    assert math.isnan(found[2]) and not math.isnan(found[0])


def test_a_new_outlets_words_are_no_drift_but_an_old_outlets_new_words_are() -> None:
    dice = random.Random(6)
    before = [{"a": talk(dice, 4000), "b": talk(dice, 3500)} for _ in range(8)]
    opened = {"a": talk(dice, 4000), "b": talk(dice, 3500), "c": talk(dice, 4000, shift=5000)}
    turned = {"a": talk(dice, 4000), "b": [*talk(dice, 2500), *talk(dice, 1000, shift=5000)]}
    quiet, loud = unseen(alike([*before, opened])), unseen(alike([*before, turned]))
    assert quiet[-1] < 0.01 and judge(quiet[:-1], quiet[-1], least=0.01).state == "ok"
    assert judge(loud[:-1], loud[-1], least=0.01).state == "high"
    assert judge(distances(alike([*before, opened]))[:-1], distances(alike([*before, opened]))[-1], least=0.01).state == "ok"


def test_a_week_of_an_outage_is_left_out_and_spoils_no_other() -> None:
    dice = random.Random(7)
    weeks = [{"a": talk(dice, 4000), "b": talk(dice, 3500)} for _ in range(6)]
    weeks[2] = {"b": talk(dice, 300)}
    cut = alike(weeks)
    assert cut[2] == [] and {len(words) for n, words in enumerate(cut) if n != 2} == {7500}
    assert alike([]) == () and alike([{}, {}]) == ([], [])


# ── confidence ──


def spread(dice: random.Random, weights: list[float], count: int = 400) -> tuple[int, ...]:
    drawn = dice.choices(range(CLASSES), weights, k=count)
    return tuple(drawn.count(n) for n in range(CLASSES))


def test_probabilities_that_move_to_the_middle_are_found_and_the_outlets_mix_is_not() -> None:
    dice = random.Random(8)
    sure, torn = [90, 3, 1, 1, 2, 3], [60, 15, 12, 8, 3, 2]
    plain = [{"a": spread(dice, sure), "b": spread(dice, torn, 60)} for _ in range(8)]
    moved, mixed = {"a": spread(dice, torn), "b": spread(dice, torn, 60)}, {"a": spread(dice, sure, 100), "b": spread(dice, torn)}
    for now, state in ((moved, "high"), (mixed, "ok")):
        found = instability([*plain, now])
        assert judge(found[:-1], found[-1], least=NOTABLE).state == state
    assert instability([]) == () and math.isnan(instability([{"a": (9,) * CLASSES}] * 2)[1])


# ── estimates ──


def test_recall_is_honest_where_nothing_missed_was_drawn() -> None:
    assert recall(Stratum(100, 0, 0), Stratum(900, 50, 0)) is None
    assert recall(Stratum(100, 5, 0), Stratum(900, 50, 0)) is None
    few, many = recall(Stratum(100, 20, 20), Stratum(900, 30, 0)), recall(Stratum(100, 20, 20), Stratum(900, 800, 0))
    assert few is not None and many is not None and few[0] == many[0] == 1.0
    assert few[1][0] < 0.7 < 0.95 < many[1][0] and few[1][1] == 1.0


@given(st.integers(1, 50), st.integers(0, 50), st.integers(1, 400), st.integers(0, 400))
def test_the_interval_holds_the_estimate(n: int, k: int, m: int, j: int) -> None:
    found = recall(Stratum(500, n, min(n, k)), Stratum(9500, m, min(m, j)))
    assert found is None or 0 <= found[1][0] <= found[0] <= found[1][1] <= 1


# ── bursts ──

TODAY = date(2026, 11, 20)
ORDINARY = (
    "Giá cà phê trong nước tăng nhẹ", "Xe tải tông dải phân cách", "Trường học nhận bàn ghế mới", "Cầu vượt thông xe",
    "Đội tuyển tập buổi cuối", "Bệnh viện mở khoa nhi", "Chợ hoa đông khách", "Khánh thành nhà văn hóa",
)  # fmt: skip


def told(number: int, title: str, day: date, outlet: str | None = None, story: str = "") -> Told:
    return Told(number, story or f"s{number}", outlet or f"bao-{number % 5}", day, title, "")


def ordinary(days: range, each: int = 12) -> list[Told]:
    dice = random.Random(days.start)
    return [
        told(100_000 + 1000 * day + n, f"{dice.choice(ORDINARY)} ở xã số {dice.randrange(900)}", TODAY - timedelta(days=day))
        for day in days
        for n in range(each)
    ]


def test_a_subject_of_many_stories_and_outlets_is_found_once() -> None:
    new = [told(n, f"Sạt lở bờ kè sông làng {n} trong đêm", TODAY - timedelta(days=n % 4)) for n in range(12)]
    (burst,) = bursts([*ordinary(range(0, 7)), *new], ordinary(range(7, 35)), 4)
    assert burst.stories == 12 and burst.outlets == 5 and burst.usual == 0.0
    assert any("sạt lở bờ kè" in term for term in burst.terms)
    assert sum(burst.days.values()) == 12 and len(burst.articles) == 12


@pytest.mark.parametrize(
    "change",
    [
        lambda n: {"outlet": "bao-rieng"},  # one outlet's series
        lambda n: {"story": f"s{n % 3}"},  # three events told often
    ],
)
def test_one_outlets_series_and_few_events_are_no_burst(change: object) -> None:
    new = [told(n, f"Sạt lở bờ kè sông làng {n} trong đêm", TODAY, **change(n)) for n in range(12)]  # type: ignore[operator]
    assert bursts([*ordinary(range(0, 7)), *new], ordinary(range(7, 35)), 4) == ()


def test_what_was_as_frequent_before_is_no_burst() -> None:
    def slides(days: range) -> list[Told]:
        return [told(50_000 + day * 50 + n, f"Sạt lở bờ kè sông làng {day}", TODAY - timedelta(days=day)) for day in days for n in range(2)]

    assert bursts([*ordinary(range(0, 7)), *slides(range(0, 7))], [*ordinary(range(7, 35)), *slides(range(7, 35))], 4) == ()


def test_ordinary_weeks_burst_seldom() -> None:
    found = [bursts(ordinary(range(n, n + 7)), ordinary(range(n + 7, n + 35)), 4) for n in range(0, 100, 5)]
    assert sum(map(len, found)) <= 1


def test_names_that_may_be_a_persons_give_no_term() -> None:
    assert not any("phú" in term for term in terms_of("Ông Trần Văn Phú bị phạt vì xả rác"))
    assert "bị phạt" in terms_of("Ông Trần Văn Phú bị phạt vì xả rác") or "phạt vì xả" in terms_of("Ông Trần Văn Phú bị phạt vì xả rác")


def test_without_history_there_is_nothing_to_say() -> None:
    with pytest.raises(ValueError, match="earlier week"):
        bursts(ordinary(range(0, 7)), [], 0)
