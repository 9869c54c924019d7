"""Learning what is worth it: near the prior with little, near the truth with much, signs kept, judged forward in time."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression

from classifier.ranking import PRIOR, THE_PRIOR, probability
from classifier.training import ranking_neutrality
from classifier.training.gate import Neutrality
from classifier.training.ranking import (
    AT_LEAST_ZERO,
    HALF_LIFE,
    MOST,
    NAMES,
    Answer,
    TooFew,
    enough,
    fit,
    learn,
    matrix_of,
    platt,
    ranking_of,
    sound,
    weights_of,
)
from classifier.training.ranking_gate import forward, judge
from models.records import Bilingual
from tests.classifier.rankings import NOW, OTHERWISE, answers

NEUTRAL = Neutrality(True, Bilingual("đạt", "passed"))
START = np.array([PRIOR[name] for name in NAMES])


def by_name(weights: np.ndarray) -> dict[str, float]:
    return dict(zip(NAMES, weights, strict=True))


def test_without_a_prior_and_bounds_it_is_scikit_learns_regression() -> None:
    rows = answers(400)
    matrix, worth = matrix_of([a.features for a in rows]), np.array([a.worth for a in rows])
    counts = np.ones(len(rows))
    zero, one = np.zeros(len(NAMES)), np.ones(len(NAMES))
    mine, _ = fit(matrix, worth, counts, centre=zero, widths=one, bounded=False)
    peer = LogisticRegression(C=1.0, fit_intercept=False, tol=1e-10, max_iter=5000).fit(matrix, worth)
    assert np.abs(mine - peer.coef_[0]).max() < 1e-3


def test_little_data_stays_near_the_prior_and_much_finds_the_truth() -> None:
    few, many = (learn(answers(n), NOW)[0] for n in (6, 4000))
    assert np.abs(few - START).max() < 0.75
    fresh = matrix_of([a.features for a in answers(500, seed=9)])
    truth, before, after = (
        1 / (1 + np.exp(-fresh @ w)) for w in (np.array([OTHERWISE[name] for name in NAMES]), START, many)
    )
    assert np.abs(after - truth).mean() < 0.05 < 0.15 < np.abs(before - truth).mean()
    assert by_name(many)["of_certainty_shift"] < -1.5 and by_name(many)["of_quote_alteration"] > 0.8
    nothing, _ = learn([], NOW)
    assert np.allclose(nothing, START)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.floats(0, 1))
def test_a_surer_finding_never_ranks_lower_whatever_people_say(seed: int, against: float) -> None:
    rows = answers(60, seed=seed)
    # An office that confirms only the weakest: the sign that is known holds all the same.
    contrary = [replace(a, worth=a.features["strength"] < 0.5 + against / 2) for a in rows]
    weights, _ = learn(contrary, NOW)
    assert all(by_name(weights)[name] >= 0 for name in AT_LEAST_ZERO)
    assert by_name(weights)["attributed"] <= 0
    assert sound(ranking_of(weights, np.eye(len(NAMES))).weights) is None
    assert ranking_neutrality.check(ranking_of(weights, np.eye(len(NAMES))).weights).passed


def test_answers_fade_and_the_audit_counts_by_its_chance() -> None:
    one = answers(1)[0]
    old = replace(one, at=NOW - timedelta(days=HALF_LIFE))
    new = replace(one, at=NOW)
    assert weights_of([new, old], NOW) == pytest.approx([1.0, 0.5])
    assert weights_of([new, replace(new, settled=False)], NOW) == pytest.approx([1.0, 0.5])
    rare = replace(new, chance=0.001)
    counts = weights_of([new] * 9 + [rare], NOW)
    assert counts[-1] / counts[0] == pytest.approx(MOST)  # a single answer never rules
    assert counts.sum() < 10  # and is not taken for many people's
    assert weights_of([new, replace(new, chance=1.0)], NOW) == pytest.approx([1.0, 1.0])


def test_the_audit_moves_what_is_thought_of_what_was_not_flagged() -> None:
    rows = answers(80)
    low = {name: value for name, value in rows[0].features.items()} | {"strength": 0.5}
    missed = [Answer(low, True, NOW, 900 + n, chance=0.05) for n in range(6)]
    without, _ = learn(rows, NOW)
    having, _ = learn([*rows, *missed], NOW)
    assert probability(low, by_name(having)) > probability(low, by_name(without))


def test_too_few_says_what_there_is_and_what_is_needed() -> None:
    enough(answers(200))
    for few in (answers(30), [replace(a, worth=n < 5) for n, a in enumerate(answers(80))]):
        with pytest.raises(TooFew, match="at least 40 are needed, 10 of each"):
            enough(few)
    with pytest.raises(TooFew):
        enough([replace(a, chance=0.5) for a in answers(200)])  # the audit alone is not the queue


def test_unknown_features_are_an_error() -> None:
    with pytest.raises(KeyError):
        matrix_of([{"outlet": 1.0}])
    assert sound({**PRIOR, "outlet": 1.0}) is not None
    assert sound({**PRIOR, "strength": -0.1}) is not None
    assert sound({**PRIOR, "strength": float("nan")}) is not None
    assert not ranking_neutrality.check({**PRIOR, "outlet_kind": 0.0}).passed


@pytest.mark.parametrize("weights", [{"strength": 60.0, "bias": -54.0}, {"second": 40.0, "bias": -6.0}])
def test_a_ranking_whose_order_follows_the_voice_does_not_pass_neutrality(weights: dict[str, float]) -> None:
    """Each makes much of what differs a little with the words around a fact: sureness, a second finding."""
    figures = ranking_neutrality.check(PRIOR).figures["voices"]
    assert figures["facts"] >= 150 and figures["lean"] < 0.01 and figures["gap"] < 0.04
    result = ranking_neutrality.check({**PRIOR, **weights})
    assert not result.passed and "giọng" in result.detail.vi and "voice" in result.detail.en
    assert result.figures["voices"]["gap"] > figures["gap"]


def test_calibration_is_learned_only_with_enough_and_keeps_the_order() -> None:
    rows = answers(1200)
    seen = forward(rows, 40)
    assert platt(seen.candidate[:100], seen.worth[:100]) is None
    line = platt(3.0 * seen.candidate + 1.0, seen.worth)  # scores that claim too much
    assert line is not None and 0.2 < line[0] < 0.6


def test_blocks_are_judged_by_what_was_decided_before_them() -> None:
    rows = answers(300)
    seen = forward(rows, 40)
    # Whatever the last fifth says, the blocks before it were ranked alike.
    cut = len(seen.worth) - 60
    turned = [replace(a, worth=not a.worth) if n >= 240 else a for n, a in enumerate(rows)]
    assert np.allclose(forward(turned, 40).candidate[:cut], seen.candidate[:cut])
    assert len(seen.worth) == 240 and set(seen.block) == {1, 2, 3, 4}


def judged(rows: list[Answer], neutrality: Neutrality | None = NEUTRAL, **more: object):  # type: ignore[no-untyped-def]
    values: dict[str, object] = {"capacity": 4, "champion": THE_PRIOR, "champion_since": None, **more}
    return judge(rows, neutrality=neutrality, **values)  # type: ignore[arg-type]


def test_the_gate_passes_what_is_better_and_refuses_what_is_not_neutral() -> None:
    rows = answers(600)
    verdict = judged(rows)
    assert verdict.passed and verdict.log_loss.low > 0 and verdict.precision.difference > 0
    assert verdict.against == THE_PRIOR.version
    failed = judged(rows, Neutrality(False, Bilingual("thiên lệch", "leans")))
    assert failed.state == "refused" and "leans" in failed.reasons[0].en
    assert judged(rows, None).state == "undecided"


def test_where_the_prior_is_right_nothing_is_adopted() -> None:
    verdict = judged(answers(120, truth=dict(PRIOR)))
    assert not verdict.passed and verdict.reasons
    row = verdict.as_row()
    assert row["figures"]["log_loss"]["low"] <= 0 and {"vi", "en"} == set(row["reasons"][0])


def test_a_champion_that_predicts_newer_decisions_better_stays() -> None:
    rows = answers(400)
    truth = ranking_of(np.array([OTHERWISE[name] for name in NAMES]), np.eye(len(NAMES)))
    since = rows[200].at
    verdict = judged(rows, champion=truth, champion_since=since)
    said = " ".join(r.en for r in (*verdict.reasons, *verdict.notes))
    assert truth.version in said and verdict.against == truth.version
    few = judged(rows, champion=truth, champion_since=rows[-5].at)
    assert any("too few decisions newer" in note.en for note in few.notes)


def test_the_same_answers_always_teach_the_same_weights() -> None:
    rows = answers(150)
    first, second = (ranking_of(*learn(rows, NOW)) for _ in range(2))
    assert first == second and first.learned and not THE_PRIOR.learned
