"""A morning's queue: as much as the office can read, at the precision it asked for."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from classifier.queue_size import Candidate, draw_line
from classifier.ranking import THE_PRIOR, Ranking, probability
from classifier.training.ranking import NAMES, prior_covariance
from tests.classifier.rankings import answers

SURE = {"strength": 0.9}
CHANCES = st.lists(st.floats(0, 1), max_size=80).map(lambda found: sorted(found, reverse=True))


def queue(*scores: float) -> list[Candidate]:
    return [Candidate(score, SURE) for score in scores]


def line(waiting: list[Candidate], capacity: int = 40, precision: float = 0.5, ranking: Ranking = THE_PRIOR):  # type: ignore[no-untyped-def]
    return draw_line(waiting, capacity=capacity, precision=precision, ranking=ranking)


def test_capacity_ends_the_queue() -> None:
    found = line(queue(*[0.9] * 30), capacity=10)
    assert (found.shown, found.waiting, found.ends, found.expected) == (10, 30, "capacity", 9.0)


def test_precision_ends_the_queue() -> None:
    found = line(queue(0.9, 0.8, 0.2, 0.1, 0.1))
    assert (found.shown, found.ends) == (4, "precision")  # a mean of exactly one half, the fifth would lower it
    found = line(queue(0.9, 0.8, 0.2, 0.1, 0.1), precision=0.51)
    assert (found.shown, found.lowest) == (3, 0.2)


def test_all_is_shown_where_all_fits_and_nothing_where_nothing_is_worth_it() -> None:
    assert line(queue(0.9, 0.6)).ends == "all"
    assert line(queue(0.4, 0.3)).shown == 0
    empty = line([])
    assert (empty.shown, empty.low, empty.high, empty.lowest) == (0, 0, 0, None)
    assert line(queue(0.9), capacity=0).shown == 0


def test_an_audit_item_takes_a_place_and_promises_nothing() -> None:
    found = line([*queue(0.9), Candidate(0.85, {}), *queue(0.8)])
    assert (found.shown, found.expected) == (3, 1.7)


@given(CHANCES, st.integers(0, 60), st.floats(0, 1))
def test_the_line_keeps_both_promises_and_could_not_lie_further_down(
    scores: list[float], capacity: int, precision: float
) -> None:
    found = line(queue(*scores), capacity, precision)
    assert found.shown <= capacity
    today = scores[: found.shown]
    assert not today or sum(today) / len(today) >= precision - 1e-9
    more = scores[: found.shown + 1]
    if found.ends == "precision":
        assert sum(more) / len(more) < precision
    else:
        assert found.shown == min(capacity, len(scores))
    assert 0 <= found.low <= found.expected + 0.01 and found.expected - 0.01 <= found.high <= found.shown


def test_the_interval_holds_the_truth_and_is_wider_while_nothing_is_learned() -> None:
    rows = answers(40)
    waiting = [Candidate(probability(a.features, THE_PRIOR.weights), a.features) for a in rows]
    waiting.sort(key=lambda one: -one.score)
    unsure = Ranking(THE_PRIOR.version, THE_PRIOR.weights, NAMES, prior_covariance())
    narrow, wide = line(waiting, precision=0.0), line(waiting, precision=0.0, ranking=unsure)
    assert wide.high - wide.low > narrow.high - narrow.low > 4
    assert narrow.low < narrow.expected < narrow.high
