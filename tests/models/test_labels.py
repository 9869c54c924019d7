"""Labels on both databases: who said what, taking back, settling, and what to show an annotator next."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.exc import DBAPIError

from models.records import LabelRecord, Role, TopicScores
from models.store import Store, Transaction
from models.store.labelling import second_reader
from tests.models.samples import DAY, HOUR, NOW, save, seed, user

MINUTE = timedelta(minutes=1)
SINCE = NOW - DAY


def people(tx: Transaction) -> tuple[int, int]:
    return user(tx, "lan", Role.ANALYST), user(tx, "minh", Role.ANALYST)


def scored(tx: Transaction, number: int, version: str = "m1", **chances: float) -> int:
    article_id = save(tx, number)
    tags = tuple(topic for topic, p in chances.items() if p >= 0.5)
    unsure = tuple(topic for topic, p in chances.items() if 0.3 <= p <= 0.7)
    tx.tags.set_model(article_id, TopicScores(str(article_id), chances, tags, unsure), version, NOW)
    return article_id


def test_a_label_keeps_what_the_model_said_then(store: Store) -> None:
    seed(store)
    with store.begin() as tx:
        lan, _ = people(tx)
        article_id = scored(tx, 1, religion=0.61)
        tx.tags.set_person(article_id, "religion", False, lan, "audit", NOW)
        tx.tags.set_model(article_id, TopicScores("1", {"religion": 0.97}, ("religion",)), "m2", NOW + HOUR)
        (row,) = tx.labels.export()
        assert row.label == LabelRecord(str(article_id), "religion", False, "lan", NOW, "audit", "m1", 0.61)
        (tag,) = tx.tags.of(article_id)
        assert (tag.value, tag.origin.value, tag.probability) == (False, "person", 0.97)


def test_undo_takes_back_one_save_and_the_tag_follows(store: Store) -> None:
    seed(store)
    with store.begin() as tx:
        lan, minh = people(tx)
        article_id = scored(tx, 1, religion=0.9, east_sea=0.1)
        assert tx.labels.undo_last(lan, SINCE, NOW) is None
        tx.tags.set_person(article_id, "religion", False, minh, "uncertain", NOW)
        for topic in ("religion", "east_sea"):
            tx.tags.set_person(article_id, topic, True, lan, "uncertain", NOW + MINUTE)
        assert tx.labels.count() == 3
        assert tx.labels.undo_last(lan, SINCE, NOW + 2 * MINUTE) == article_id
        assert tx.labels.count() == len(tx.labels.export()) == 1
        tags = {tag.topic: (tag.value, tag.by) for tag in tx.tags.of(article_id)}
        assert tags == {"religion": (False, "minh"), "east_sea": (False, None)}
        assert tx.labels.undo_last(lan, SINCE, NOW + 3 * MINUTE) is None
        assert tx.labels.undo_last(minh, NOW + MINUTE, NOW + 3 * MINUTE) is None


def test_labels_stay_append_only(store: Store) -> None:
    seed(store)
    with store.begin() as tx:
        lan, _ = people(tx)
        tx.tags.set_person(save(tx, 1), "religion", True, lan, "audit", NOW)
    for statement in ("UPDATE labels SET value = NOT value", "DELETE FROM labels"):
        with pytest.raises(DBAPIError), store.begin() as tx:
            tx._conn.exec_driver_sql(statement)


def test_a_settling_decides_and_both_originals_stay(store: Store) -> None:
    seed(store)
    with store.begin() as tx:
        lan, minh = people(tx)
        chief = user(tx, "hoa", Role.ADMINISTRATOR)
        article_id = scored(tx, 1, religion=0.5)
        tx.tags.set_person(article_id, "religion", True, lan, "uncertain", NOW)
        assert tx.labels.disagreements() == ()
        tx.tags.set_person(article_id, "religion", False, minh, "uncertain", NOW + MINUTE)
        ((first, second),) = tx.labels.disagreements()
        assert (first.by, first.value, second.by, second.value) == ("lan", True, "minh", False)
        tx.tags.set_person(article_id, "religion", True, chief, "settle", NOW + 2 * MINUTE)
        assert tx.labels.disagreements() == ()
        assert [(row.label.by, row.label.view) for row in tx.labels.standing()] == [("hoa", "settle")]
        assert [row.by for row in tx.labels.answers()] == ["lan", "minh", "hoa"]
        tx.tags.set_person(article_id, "religion", False, lan, "correction", NOW + HOUR)
        assert len(tx.labels.disagreements()) == 1


def test_a_persons_later_time_counts_not_the_later_row(store: Store) -> None:
    seed(store)
    with store.begin() as tx:
        people(tx)
        label = LabelRecord(str(save(tx, 1)), "religion", True, "lan", NOW, "import")
        assert tx.labels.add(label)
        assert tx.labels.add(replace(label, value=False, at=NOW - HOUR))
        assert [row.label.value for row in tx.labels.standing()] == [True]
        assert [tag.value for tag in tx.tags.of(int(label.article_id))] == [True]
        assert tx.labels.said(int(label.article_id), "religion", "lan").value  # type: ignore[union-attr]


def next_of(tx: Transaction, user_id: int, view: str = "uncertain", share: float = 0.0, threshold: float = 0.5) -> object:
    place = tx.labelling.next(view, "religion", user_id, share=share, threshold=threshold, skipped_since=SINCE)
    return place.article_id, place.left


def test_the_uncertain_come_nearest_first_and_go_once_answered(store: Store) -> None:
    seed(store)
    with store.begin() as tx:
        lan, minh = people(tx)
        sure = scored(tx, 1, religion=0.99)
        near = scored(tx, 2, religion=0.52)
        nearer = scored(tx, 3, religion=0.41)
        assert next_of(tx, lan, threshold=0.4) == (nearer, 2)
        assert next_of(tx, lan) == (near, 2)
        tx.labelling.skip(near, lan, "uncertain", NOW)
        assert next_of(tx, lan) == (nearer, 1)
        assert next_of(tx, minh) == (near, 2)
        tx.labelling.unskip(near, lan)
        tx.tags.set_person(near, "religion", True, minh, "uncertain", NOW)
        tx.tags.set_person(nearer, "east_sea", True, minh, "uncertain", NOW)  # another topic: still asked
        assert next_of(tx, lan) == (nearer, 1)
        tx.tags.set_person(nearer, "religion", False, minh, "uncertain", NOW)
        assert next_of(tx, lan) == (sure, 1)  # the grey band is read
        assert next_of(tx, lan, "correction") == (sure, 1)


def test_a_share_waits_for_a_second_reader_who_is_not_the_first(store: Store) -> None:
    seed(store)
    with store.begin() as tx:
        lan, minh = people(tx)
        third = user(tx, "hoa", Role.ANALYST)
        article_id = scored(tx, 1, religion=0.5)
        tx.tags.set_person(article_id, "religion", True, lan, "uncertain", NOW)
        assert next_of(tx, minh, share=0.0) == (None, 0)
        assert next_of(tx, minh, share=1.0) == (article_id, 1)
        assert next_of(tx, lan, share=1.0) == (None, 0)
        tx.tags.set_person(article_id, "religion", True, minh, "uncertain", NOW)
        assert next_of(tx, third, share=1.0) == (None, 0)


def test_the_share_of_second_readers_is_the_share() -> None:
    assert sum(second_reader(n, 0.1) for n in range(5000, 7000)) == 200
    assert not any(second_reader(n, 0.0) for n in range(999))


def test_samples_are_kept_in_order_and_copies_left_out(store: Store) -> None:
    seed(store)
    with store.begin() as tx:
        lan, _ = people(tx)
        ids = [scored(tx, n, religion=0.2) for n in range(1, 5)]
        assert [int(a.id) for a in tx.labelling.unread(3)] == [ids[3], ids[2], ids[1]]
        assert tx.labelling.seen_in(NOW - DAY, NOW + DAY) == tuple(ids)
        tx.labelling.draw("diverse", [ids[2], ids[0]], NOW.date())
        assert next_of(tx, lan, "diverse") == (ids[2], 2)
        tx.labelling.draw("diverse", [ids[1]], NOW.date())
        assert tx.labelling.drawn("diverse") == (ids[1],)
        tx.labelling.draw_more("audit", [ids[0]], NOW.date() - DAY)
        tx.labelling.draw_more("audit", [ids[3], ids[0]], NOW.date())
        assert tx.labelling.drawn("audit") == (ids[0], ids[3])
        assert tx.labelling.drawn_at("audit") == NOW.date()
        # An answer from another view is not the blind one.
        tx.tags.set_person(ids[3], "religion", True, lan, "correction", NOW)
        assert next_of(tx, lan, "audit") == (ids[3], 2)
        tx.tags.set_person(ids[3], "religion", True, lan, "audit", NOW)
        assert next_of(tx, lan, "audit") == (ids[0], 1)
        tx.stories.place(ids[0], "s", str(ids[1]), now=NOW)
        assert next_of(tx, lan, "audit") == (None, 0)
        assert [int(a.id) for a in tx.labelling.unread(9)] == [ids[2], ids[1]]


def test_counts_are_of_what_the_export_holds(store: Store) -> None:
    seed(store)
    with store.begin() as tx:
        lan, minh = people(tx)
        first, second = scored(tx, 1, religion=0.5), scored(tx, 2, religion=0.5)
        tx.tags.set_person(first, "religion", True, lan, "uncertain", NOW)
        tx.tags.set_person(first, "east_sea", True, lan, "uncertain", NOW)
        tx.tags.set_person(second, "religion", False, minh, "audit", NOW)
        assert tx.labels.counts_by("topic") == {"religion": 2, "east_sea": 1}
        assert tx.labels.counts_by("view") == {"uncertain": 2, "audit": 1}
        assert tx.labels.counts_by("by") == {"lan": 2, "minh": 1}
        assert (tx.labels.count(), tx.labels.articles(), tx.labels.read_by(lan, SINCE)) == (3, 2, 1)
