"""What people do to stories: pinned, kept in history, undone; what it says of pairs. On SQLite and PostgreSQL."""

from __future__ import annotations

from datetime import timedelta

import pytest

from models.rows import JudgedPair
from models.store import NotFound, Store, Transaction
from tests.models.samples import NOW, save, seed, user


@pytest.fixture
def told(store: Store) -> tuple[Store, int, list[int]]:
    """A story of four articles, the last a copy of the third, and one more story of one article."""
    seed(store)
    with store.begin() as tx:
        ids = [save(tx, n, published_at=NOW + timedelta(minutes=n)) for n in range(1, 6)]
        for n, article_id in enumerate(ids):
            tx.stories.place(article_id, "flood" if n < 4 else "bridge", str(ids[2]) if n == 3 else None, now=NOW)
        lan = user(tx)
    return store, lan, ids


def members(tx: Transaction, story_id: int) -> set[int]:
    return {m.article_id for m in tx.stories.members(story_id)}


def where(tx: Transaction, article_id: int) -> int:
    return tx.articles.get(article_id).story_id or 0


def test_split_then_undo(told: tuple[Store, int, list[int]]) -> None:
    store, lan, ids = told
    with store.begin() as tx:
        old = where(tx, ids[0])
        new = tx.story_changes.split(old, ids[2:4], lan, NOW)
        assert members(tx, new) == set(ids[2:4]) and members(tx, old) == set(ids[:2])
        assert all(m.pinned for m in (*tx.stories.members(new), *tx.stories.members(old)))
        assert set(tx.story_changes.judged()) == {JudgedPair(ids[0], ids[2], False), JudgedPair(ids[1], ids[2], False)}
        assert tx.stories.place(ids[2], "flood", None, now=NOW) == new  # the machine does not undo it
    with store.begin() as tx:
        [change] = tx.story_changes.of(new)
        assert (change.kind, change.user_name, change.articles, change.undone) == ("split", "lan", tuple(ids[2:4]), False)
        tx.story_changes.undo(change.id, lan, NOW)
        assert members(tx, old) == set(ids[:4]) and tx.story_changes.judged() == ()
        assert [(c.kind, c.undone) for c in tx.story_changes.of(old)] == [("undo", False), ("split", True)]
        with pytest.raises(NotFound):
            tx.story_changes.undo(change.id, lan, NOW)


def test_join_leads_later_articles_there_until_undone(told: tuple[Store, int, list[int]]) -> None:
    store, lan, ids = told
    with store.begin() as tx:
        flood, bridge = where(tx, ids[0]), where(tx, ids[4])
        tx.story_changes.join(flood, bridge, lan, NOW)
        assert members(tx, flood) == set(ids) and members(tx, bridge) == set()
        assert {pair.same for pair in tx.story_changes.judged()} == {True}
        later = save(tx, 9)
        assert tx.stories.place(later, "bridge", None, now=NOW) == flood
        tx.story_changes.undo(tx.story_changes.of(flood)[0].id, lan, NOW)
        assert members(tx, bridge) == {ids[4]} and members(tx, flood) == {*ids[:4], later}
        assert tx.stories.place(save(tx, 10), "bridge", None, now=NOW) == bridge


def test_the_latest_word_on_a_pair_counts(told: tuple[Store, int, list[int]]) -> None:
    store, lan, ids = told
    with store.begin() as tx:
        flood = where(tx, ids[0])
        apart = tx.story_changes.split(flood, [ids[1]], lan, NOW)
        tx.story_changes.join(flood, apart, lan, NOW)
        assert JudgedPair(ids[0], ids[1], True) in tx.story_changes.judged()


def test_what_makes_no_sense_is_refused(told: tuple[Store, int, list[int]]) -> None:
    store, lan, ids = told
    with store.begin() as tx:
        flood = where(tx, ids[0])
        for chosen in ([], ids[:4], [ids[4]], [999]):
            with pytest.raises(NotFound):
                tx.story_changes.split(flood, chosen, lan, NOW)
        for other in (flood, 999):
            with pytest.raises(NotFound):
                tx.story_changes.join(flood, other, lan, NOW)
        assert tx.story_changes.of(flood) == ()
