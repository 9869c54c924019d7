"""The blind slice is drawn by layers of the score, and its weights give back what is true of all articles."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rows import ShownAlert
from pipeline.audit_slice import draw
from pipeline.digest import trust
from pipeline.digest.estimate import weighted, wilson

POOLS = st.dictionaries(st.integers(1, 10_000), st.sampled_from([0.0, 0.0, 0.02, 0.3, 0.45]), max_size=80)


@given(POOLS, st.integers(0, 30), st.text(max_size=5))
def test_a_draw_takes_as_many_as_asked_and_its_weights_count_the_pool(pool: dict[int, float], n: int, seed: str) -> None:
    drawn = draw(pool, n, seed)
    assert len(drawn) == len({one.article_id for one in drawn}) == min(n, len(pool))
    assert {one.article_id for one in drawn} <= set(pool)
    assert all(0 < one.chance <= 1 for one in drawn)
    if drawn and (n < 3 or len(pool) >= 20):  # every layer has an article: each stands for its layer
        assert sum(1 / one.chance for one in drawn) == pytest.approx(len(pool))
    assert drawn == draw(dict(reversed(pool.items())), n, seed)


def test_doubtful_articles_are_drawn_more_densely() -> None:
    pool = {n: n / 1000 for n in range(1, 401)}
    drawn = {one.article_id: one.chance for one in draw(pool, 20, "2026-11-23")}
    assert sum(id_ > 380 for id_ in drawn) == 4 and sum(280 < id_ <= 380 for id_ in drawn) == 8
    assert {round(chance, 3) for id_, chance in drawn.items() if id_ > 380} == {0.2}
    assert {round(chance, 4) for id_, chance in drawn.items() if id_ <= 280} == {round(8 / 280, 4)}
    assert drawn.keys() != {one.article_id for one in draw(pool, 20, "2026-11-24")}


def shown(score: float, *, audit: bool = False, chance: float | None = None, wrong: bool | None = None) -> ShownAlert:
    told = wrong is not None
    return ShownAlert(audit, score, chance, told, wrong is True, told, wrong is True and not audit)


def test_the_estimates_are_right_on_average_where_the_plain_share_is_not() -> None:
    """2,000 weeks of 600 unflagged articles, 12 of them distorted and mostly among the doubtful, 10 read a day."""
    pool = {n: n / 1200 for n in range(600)}
    wrong = {598, 597, 595, 590, 588, 583, 580, 575, 560, 520, 480, 200}
    found, plain, inside = [], [], 0
    for week in range(2000):
        drawn = draw(pool, 30, str(week))
        answers = [shown(0.6, audit=True, chance=one.chance, wrong=one.article_id in wrong) for one in drawn]
        lost = trust.missed(answers)
        assert lost is not None and lost.articles == pytest.approx(600)
        number, low, high = lost.number
        found.append(number)
        plain.append(600 * sum(a.distortion for a in answers) / len(answers))
        inside += low <= len(wrong) <= high
    assert sum(found) / len(found) == pytest.approx(12, rel=0.05)
    assert sum(plain) / len(plain) > 24  # what the answers alone would say
    assert inside / 2000 > 0.93


def test_precision_speaks_for_the_alerts_nobody_reached() -> None:
    sure = [shown(0.95, wrong=n < 9) for n in range(10)]  # all decided: nine right
    unsure = [shown(0.55, wrong=n < 1) for n in range(5)] + [shown(0.55) for _ in range(35)]  # five of forty: one right
    estimate = trust.precision(sure + unsure)
    assert estimate is not None
    assert estimate.value == pytest.approx((9 + 40 / 5) / 50)
    assert estimate.n == 15 and 6 < estimate.effective < 8
    assert trust.precision([shown(0.9)]) is None
    assert trust.precision([shown(0.6, audit=True, chance=0.1, wrong=True)]) is None


def test_recall_sets_what_was_found_beside_what_was_missed() -> None:
    flagged = [shown(0.9, wrong=True) for _ in range(6)]
    audit = [shown(0.7, audit=True, chance=0.1, wrong=n == 0) for n in range(30)]
    found = trust.recall(flagged + audit)
    assert found is not None
    assert found["value"] == pytest.approx(6 / (6 + 10))
    assert found["low"] < found["value"] < found["high"] < 1
    assert trust.recall(flagged) is None  # nobody read what was not flagged
    assert trust.recall([shown(0.9, wrong=False), shown(0.7, audit=True, chance=0.5, wrong=False)]) is None
    unweighed = [shown(0.7, audit=True, chance=None, wrong=True)]  # drawn before chances were kept
    assert trust.missed(unweighed) is None
    assert trust.as_row(None)["value"] is None


@given(st.lists(st.tuples(st.floats(0.5, 50), st.booleans()), min_size=1, max_size=40))
def test_unequal_weights_only_widen_the_interval(answers: list[tuple[float, bool]]) -> None:
    estimate = weighted(answers)
    assert estimate is not None
    assert 0 <= estimate.low <= estimate.value + 1e-9 and estimate.value - 1e-9 <= estimate.high <= 1
    assert estimate.effective <= len(answers) + 1e-6
    equal = weighted([(3.0, hit) for _, hit in answers])
    plain = wilson(sum(hit for _, hit in answers), len(answers))
    assert equal is not None and plain is not None and (equal.low, equal.high) == pytest.approx(plain)
