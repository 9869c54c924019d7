"""What people leave on the desk: who reads what, filters they keep, notes they write; on both databases."""

import time

import pytest

from models.records import Language, Verdict
from models.rows import AlertFilter, AlertState
from models.store import Conflict, NotFound, Store
from tests.models.samples import DAY, HOUR, NOW, alert, finding, judge, save, seed, user

LATER = NOW + HOUR


def test_readers_are_known_until_they_leave_or_fall_silent(store: Store) -> None:
    seed(store)
    with store.begin() as tx:
        one, two = alert(tx, 1), alert(tx, 2)
        lan, minh = user(tx), user(tx, "minh")
        tx.readers.beat(one, lan, NOW, LATER)
        tx.readers.beat(one, minh, NOW + HOUR / 2, LATER)
        tx.readers.beat(one, lan, NOW + HOUR / 2, LATER)  # still since NOW
        tx.readers.beat(99_999, lan, NOW, LATER)  # no such alert: nothing
        found = tx.readers.of([one, two, 99_999], NOW + HOUR / 2)
        assert [(row.alert_id, row.user_name, row.since) for row in found] == [
            (one, "lan", NOW), (one, "minh", NOW + HOUR / 2),
        ]  # fmt: skip
        assert [row.user_name for row in tx.readers.of([one], LATER, but=lan)] == ["minh"]
        tx.readers.leave(one, minh)
        assert tx.readers.of([one], NOW, but=lan) == ()
        assert tx.readers.of([one], LATER + HOUR / 60) == ()  # fell silent
        tx.readers.beat(one, lan, LATER + HOUR, LATER + 2 * HOUR)
        assert tx.readers.of([one], LATER + HOUR)[0].since == LATER + HOUR  # came back
        tx.users.set_active(lan, False)
        assert tx.readers.of([one], LATER + HOUR) == ()


def test_housekeeping_forgets_readers_and_may_delete_what_they_read(store: Store) -> None:
    seed(store)
    old = NOW - 900 * DAY
    with store.begin() as tx:
        lan = user(tx)
        kept = alert(tx, 1)
        article_id = save(tx, 2, at=old, published_at=old)
        judge(tx, article_id, [finding()], at=old)
        gone = tx.alerts.of_article(article_id)[0].id
        tx.readers.beat(gone, lan, NOW, LATER)
        tx.readers.beat(kept, lan, NOW - HOUR, NOW - HOUR / 2)
        done = tx.housekeeping(NOW - 730 * DAY, NOW)
        assert (done["articles"], done["readers"]) == (1, 1)
        assert tx.readers.of([gone, kept], NOW - HOUR) == ()
        assert tx.alerts.count(AlertFilter(state=None)) == 1


def test_saved_filters_are_ones_own_by_name_and_shared_on_purpose(store: Store) -> None:
    seed(store)
    with store.begin() as tx:
        lan, minh = user(tx), user(tx, "minh")
        first = tx.saved_filters.save(lan, "Biển  Đông", {"topic": "east_sea"}, False, NOW)
        assert tx.saved_filters.save(lan, "Biển Đông", {"days": "7"}, True, LATER) == first
        other = tx.saved_filters.save(minh, "Biển Đông", {}, False, NOW)  # a name of another's is free
        assert [(row.id, row.query, row.shared) for row in tx.saved_filters.list(lan)] == [(first, {"days": "7"}, True)]
        assert [row.id for row in tx.saved_filters.list(minh)] == [other, first]
        with pytest.raises(NotFound):
            tx.saved_filters.get(other, lan)
        with pytest.raises(NotFound):
            tx.saved_filters.delete(first, minh)  # shared is to be looked at
        tx.saved_filters.share(first, lan, False)
        assert [row.id for row in tx.saved_filters.list(minh)] == [other]
        tx.saved_filters.delete(other, minh)
        for name in ("", "  ", "x" * 81):
            with pytest.raises(Conflict):
                tx.saved_filters.save(minh, name, {}, False, NOW)


def test_notes_keep_every_version_and_refuse_one_written_over_another_unseen(store: Store) -> None:
    seed(store)
    with store.begin() as tx:
        id_, lan, minh = alert(tx), user(tx), user(tx, "minh")
        assert tx.notes.add(id_, Language.VI, "Một", "thân", lan, NOW, seen=0)
        assert not tx.notes.add(id_, Language.VI, "Một", "thân", minh, LATER, seen=0)  # says the same
        with pytest.raises(Conflict):
            tx.notes.add(id_, Language.VI, "Hai", "thân", minh, LATER, seen=0)
        latest = tx.notes.of(id_, Language.VI)[0]
        assert tx.notes.add(id_, Language.VI, "Hai", "thân", minh, LATER, seen=latest.id)
        assert tx.notes.add(id_, Language.EN, "One", "body", lan, LATER, seen=0)  # each language by itself
        assert [(n.title, n.user_name) for n in tx.notes.of(id_, Language.VI)] == [("Hai", "minh"), ("Một", "lan")]
        assert len(tx.notes.of(id_)) == 3


def test_alerts_by_when_they_were_opened_decided_and_corrected(store: Store) -> None:
    seed(store)
    with store.begin() as tx:
        early, late = alert(tx, 1), alert(tx, 2)
        lan = user(tx)
        tx.decisions.add(early, lan, Verdict.ACCURATE, "", [], LATER, version=1, seen=0)

        def found(**where: object) -> list[int]:
            return [row.id for row in tx.alerts.queue(AlertFilter(state=None, **where))]  # type: ignore[arg-type]

        assert sorted(found(opened_before=LATER)) == [early, late] and found(opened_before=NOW) == []
        assert found(opened_after=NOW) == [] and len(found(opened_after=NOW - HOUR)) == 2
        assert found(decided_since=LATER) == [early] and found(decided_since=LATER + HOUR) == []
        assert found(corrected_since=NOW) == []
        save(tx, 2, "Bản đã sửa: kinh phí 41 tỷ đồng.")
        judge(tx, tx.alerts.row(late).article_id, [], key="k2", at=LATER)
        assert tx.alerts.row(late).state is AlertState.CORRECTED
        assert found(corrected_since=LATER) == [late]
        assert [place.id for place in tx.alerts.places(AlertFilter(state=None))] == found()
        with pytest.raises(Conflict):
            tx.decisions.add(early, lan, Verdict.ACCURATE, "", [], LATER, version=2)


def test_what_may_be_left_out_does_not_wait_for_another_writer(store: Store, database_url: str) -> None:
    seed(store)
    with store.begin() as tx:
        id_, lan = alert(tx), user(tx)
    other = Store.open(database_url)
    try:
        with store.begin() as busy:
            busy.audit.add(actor="lan", action="x", target="y", detail={}, now=NOW)
            began = time.monotonic()
            with other.begin_now() as tx:
                assert (tx is None) == (store.dialect == "sqlite")
                if tx is not None:
                    tx.readers.beat(id_, lan, NOW, LATER)
            assert time.monotonic() - began < 5
        with other.begin_now() as tx:  # and once nobody writes, it is done
            assert tx is not None
            tx.readers.beat(id_, lan, NOW, LATER)
        with other.read() as tx:
            assert len(tx.readers.of([id_], NOW)) == 1
        with pytest.raises(ZeroDivisionError), other.begin_now() as tx:
            assert tx is not None
            tx.readers.leave(id_, lan)
            raise ZeroDivisionError
        with other.read() as tx:
            assert len(tx.readers.of([id_], NOW)) == 1  # all of it or nothing
        with other.begin() as tx:  # the connection is as patient as before
            assert store.dialect != "sqlite" or tx._conn.exec_driver_sql("PRAGMA busy_timeout").scalar_one() == 30_000
    finally:
        other.close()
