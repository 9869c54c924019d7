"""What splits and joins teach: little from few, nothing against the evidence, never more than a bounded shift."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.stories.index import JOIN_BEST
from classifier.stories.learning import LEAST, MOST, learn, shifted

WIDE = [(0.5, True)] * 30 + [(0.05, False)] * 10
CLOSE = [(0.8, False)] * 30 + [(0.99, True)] * 10


def test_an_office_that_joins_draws_stories_wider() -> None:
    learned = learn(WIDE)
    assert learned.by > 0.3 and learned.gain > 0 and shifted(JOIN_BEST, learned.by) < JOIN_BEST


def test_an_office_that_splits_draws_them_closer() -> None:
    assert learn(CLOSE).by < -0.3 and shifted(JOIN_BEST, learn(CLOSE).by) > JOIN_BEST


def test_few_pairs_or_one_kind_only_teach_nothing() -> None:
    assert learn(WIDE[: LEAST - 1]).by == 0.0 and learn([(0.5, True)] * 200).by == 0.0 and learn([]).by == 0.0


def test_what_the_machine_already_does_is_left() -> None:
    right = [(0.9, True)] * 18 + [(0.1, False)] * 18 + [(0.1, True)] * 2 + [(0.9, False)] * 2
    assert abs(learn(right).by) < 0.05 and shifted(JOIN_BEST, 0.0) == pytest.approx(JOIN_BEST)


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=60))
def test_it_is_bounded_and_never_worse_on_what_was_left_out(pairs: list[tuple[float, bool]]) -> None:
    learned = learn(pairs)
    assert abs(learned.by) <= MOST and (learned.by == 0.0 or learned.gain > 0)
