"""Near copies that say the same wrong thing make one alert, decided once; a copy that is corrected leaves it."""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.records import FindingKind, Verdict
from models.rows import AlertFilter, AlertState, Waiting
from models.store import Conflict, Store, Transaction
from models.store.merging import Voiced, speakers
from tests.models.samples import HOUR, NOW, finding, judge, save, seed, user

YES, NO = Verdict.DISTORTION, Verdict.ACCURATE
TEXT = "Cây cầu mới dài 120 mét. Kinh phí 14 tỷ đồng do tỉnh cấp."
ALL = AlertFilter(state=None, merged=None)


def copies(tx: Transaction, count: int = 3, order: tuple[int, ...] | None = None) -> list[int]:
    """``count`` articles of one text; the first is the origin, each an hour later. Stored in ``order``."""
    ids: dict[int, int] = {}
    for n in order or tuple(range(count)):
        name = ("bao-mai", "bao-chieu", "bao-trua")[n]
        at = NOW - timedelta(hours=9 - n)
        ids[n] = save(tx, n + 1, TEXT, outlet_id=name, published_at=at)
    for n in range(count):
        tx.stories.place(ids[n], "s1", None if n == 0 else str(ids[0]), now=NOW)
    return [ids[n] for n in range(count)]


def office(store: Store) -> None:
    seed(store, "bao-mai", "bao-chieu", "bao-trua")


def test_one_alert_lists_the_other_outlets(store: Store) -> None:
    office(store)
    with store.begin() as tx:
        first, second, third = copies(tx)
        assert judge(tx, first, [finding()])
        assert not judge(tx, second, [finding()])
        assert not judge(tx, third, [finding()])
        (row,) = tx.alerts.queue()
        assert row.article_id == first and len(row.carried_by) == 2
        assert tx.alerts.count() == 1
        assert {copy.article_id for copy in tx.alerts.get(row.id).copies} == {second, third}
        assert tx.alerts.of_article(second)[0].merged_into == row.id


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_the_same_alert_speaks_whatever_the_order(store: Store, order: tuple[int, ...]) -> None:
    office(store)
    with store.begin() as tx:
        ids = copies(tx, order=order)
        for n in (*order, *order):  # and again, as after a killed pass
            judge(tx, ids[n], [finding()])
        assert [row.article_id for row in tx.alerts.queue()] == [ids[0]]
        assert tx.alerts.count(ALL) == 3


def test_a_copy_of_which_more_is_said_has_its_own_alert(store: Store) -> None:
    office(store)
    with store.begin() as tx:
        first, second = copies(tx, 2)
        judge(tx, first, [finding()])
        assert judge(tx, second, [finding("120 mét", span=(16, 23))])
        assert tx.alerts.count() == 2
        judge(tx, second, [finding(), finding("120 mét", span=(16, 23))], key="k2")
        (row,) = tx.alerts.queue()
        assert row.article_id == second  # says all that the other says


def test_a_copy_of_another_story_is_looked_at_anew(store: Store) -> None:
    office(store)
    with store.begin() as tx:
        first, second = copies(tx, 2)
        judge(tx, first, [finding()])
        judge(tx, second, [finding()])
        assert tx.alerts.count() == 1
        tx.stories.move([first], None, NOW)  # the one that spoke goes: the other speaks for itself at once it is judged
        judge(tx, first, [finding()], key="k2")
        assert tx.alerts.count() == 2


def test_another_text_is_never_merged(store: Store) -> None:
    office(store)
    with store.begin() as tx:
        first, second = save(tx, 1, TEXT), save(tx, 2, TEXT, outlet_id="bao-chieu")
        judge(tx, first, [finding()])
        judge(tx, second, [finding()])
        assert tx.alerts.count() == 2


def test_a_decision_holds_for_every_copy_and_can_be_taken_back(store: Store) -> None:
    office(store)
    with store.begin() as tx:
        ids = copies(tx)
        lan, minh = user(tx, "lan"), user(tx, "minh")
        for id_ in ids[:2]:
            judge(tx, id_, [finding()])
        (row,) = tx.alerts.queue()
        ticked = [tx.alerts.get(row.id).findings[0].id]
        tx.decisions.add(row.id, lan, YES, "", ticked, NOW)
        assert {a.waiting for a in tx.alerts.queue(ALL)} == {Waiting.SECOND}
        tx.decisions.add(row.id, minh, YES, "", ticked, NOW)
        assert {(a.state, a.confirmed) for a in tx.alerts.queue(ALL)} == {(AlertState.DECIDED, True)}
        assert not judge(tx, ids[2], [finding()], at=NOW + HOUR)  # a copy that comes later
        assert {(a.state, a.confirmed) for a in tx.alerts.queue(ALL)} == {(AlertState.DECIDED, True)}
        assert tx.digests.audit_outcome(NOW - HOUR, NOW + 2 * HOUR).decided == 1
        tx.decisions.undo(row.id, minh, NOW)
        assert {(a.state, a.waiting) for a in tx.alerts.queue(ALL)} == {(AlertState.OPEN, Waiting.SECOND)}
        other = tx.alerts.of_article(ids[1])[0]
        with pytest.raises(Conflict, match="copy"):
            tx.decisions.add(other.id, lan, NO, "", [], NOW)


def test_a_corrected_copy_leaves_and_the_others_stay(store: Store) -> None:
    office(store)
    with store.begin() as tx:
        first, second, third = copies(tx)
        for id_ in (first, second, third):
            judge(tx, id_, [finding()])
        save(tx, 2, "Bản đã sửa: kinh phí 41 tỷ đồng.", outlet_id="bao-chieu")
        judge(tx, second, [], key="k2", at=NOW + HOUR)
        (row,) = tx.alerts.queue()
        assert row.article_id == first and len(row.carried_by) == 1
        assert tx.alerts.of_article(second)[0].state is AlertState.CORRECTED
        save(tx, 1, "Bản đã sửa: kinh phí 41 tỷ đồng.")
        judge(tx, first, [], key="k3", at=NOW + HOUR)  # the one that spoke is corrected: the next speaks
        (row,) = tx.alerts.queue()
        assert (row.article_id, row.carried_by) == (third, ())


def test_what_a_person_decided_keeps_speaking_when_an_earlier_copy_comes(store: Store) -> None:
    office(store)
    with store.begin() as tx:
        first, second, _ = copies(tx)
        judge(tx, second, [finding()])
        mine = tx.alerts.queue()[0]
        tx.decisions.add(mine.id, user(tx), NO, "đúng", [], NOW)
        assert not judge(tx, first, [finding()])
        assert tx.alerts.count() == 0
        copy = tx.alerts.of_article(first)[0]
        assert (copy.merged_into, copy.state, copy.verdict) == (mine.id, AlertState.DECIDED, NO)


def test_a_word_of_a_person_is_not_undone_by_a_lower_score(store: Store) -> None:
    office(store)
    with store.begin() as tx:
        article_id = save(tx)
        judge(tx, article_id, [finding()])
        row = tx.alerts.queue()[0]
        tx.decisions.add(row.id, user(tx), YES, "", [tx.alerts.get(row.id).findings[0].id], NOW)
        judge(tx, article_id, [finding()], key="k2", raise_alert=False)
        assert tx.alerts.row(row.id).state is AlertState.OPEN


KINDS = st.frozensets(st.sampled_from([(k.value, "text", "x") for k in list(FindingKind)[:4]]), min_size=1)


@given(st.lists(st.tuples(KINDS, st.booleans()), min_size=1, max_size=6), st.randoms())
def test_who_speaks_does_not_depend_on_the_order_and_says_it_all(rows, dice) -> None:  # type: ignore[no-untyped-def]
    alerts = [Voiced(n, n, said, personal, NOW, f"u{n}") for n, (said, personal) in enumerate(rows)]
    mixed = alerts[:]
    dice.shuffle(mixed)
    found = speakers(alerts)
    assert found == speakers(mixed)
    for alert in alerts:
        speaker = found[alert.id]
        if speaker is not None:
            assert found[speaker] is None and not alert.personal
            assert alert.complaints <= alerts[speaker].complaints
        else:
            others = [a for a in alerts if a.id != alert.id and found[a.id] is None]
            assert alert.personal or not any(alert.complaints <= a.complaints for a in others)
