"""Kappa and alpha against published worked examples."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.training.agreement import alpha, cohen_kappa, kappa, krippendorff_alpha

# Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011): example B (binary, two observers, no gaps,
# alpha = 0.095) and example C (nominal, four observers, gaps, alpha = 0.743).
MEG = "0100000010"
OWEN = "1110010000"
FOUR = ("123321412...", "1233224125.3", ".33323422 51.".replace(" ", ""), "12332441251.")
# The table of 50 grant applications in the usual account of Cohen (1960): 20 yes/yes, 5 yes/no, 10 no/yes, 15 no/no.
GRANTS = [(True, True)] * 20 + [(True, False)] * 5 + [(False, True)] * 10 + [(False, False)] * 15


def columns(observers: tuple[str, ...]) -> list[list[str | None]]:
    return [[None if value == "." else value for value in item] for item in zip(*observers, strict=True)]


def test_alpha_of_two_observers_as_published() -> None:
    assert krippendorff_alpha(columns((MEG, OWEN))) == pytest.approx(0.095, abs=0.0005)


def test_alpha_of_four_observers_with_gaps_as_published() -> None:
    assert krippendorff_alpha(columns(FOUR)) == pytest.approx(0.743, abs=0.0005)
    found = alpha(columns(FOUR))
    assert found.items == 11  # the last item has one answer and pairs with nothing
    assert found.figure.low < found.figure.value < found.figure.high <= 1


def test_kappa_as_published() -> None:
    first, second = ([pair[n] for pair in GRANTS] for n in (0, 1))
    assert cohen_kappa(first, second) == pytest.approx(0.4)
    found = kappa({str(n): v for n, v in enumerate(first)}, {str(n): v for n, v in enumerate(second)} | {"x": True})
    assert (found.items, found.observed) == (50, 0.7)
    # The large-sample standard error of this table (Fleiss, Cohen & Everitt 1969) is 0.127.
    assert found.figure.low == pytest.approx(0.4 - 1.96 * 0.127, abs=0.05)
    assert found.figure.high == pytest.approx(0.4 + 1.96 * 0.127, abs=0.05)


def test_what_cannot_be_computed_is_not_a_number() -> None:
    assert math.isnan(cohen_kappa([True, True], [True, True]))
    assert math.isnan(krippendorff_alpha([[True, True], [True, None]]))
    assert math.isnan(krippendorff_alpha([[True, None], [None, False]]))
    assert math.isnan(alpha([]).figure.value) and math.isnan(kappa({}, {}).observed)
    with pytest.raises(ValueError, match="1 and 2"):
        cohen_kappa([True], [True, False])


def test_whoever_disagrees_always_is_below_chance() -> None:
    assert cohen_kappa([True, False] * 4, [False, True] * 4) == pytest.approx(-1)
    assert krippendorff_alpha([[True, False]] * 4) < 0


@given(st.lists(st.lists(st.sampled_from([True, False, None]), min_size=3, max_size=3), max_size=12), st.randoms())
def test_alpha_knows_no_order(rows: list[list[bool | None]], random: object) -> None:
    shuffled = [list(row) for row in rows]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    swapped = [[row[2], row[0], row[1]] for row in shuffled]
    left, right = krippendorff_alpha(rows), krippendorff_alpha(swapped)
    assert (math.isnan(left) and math.isnan(right)) or left == pytest.approx(right)
    assert math.isnan(left) or left <= 1
