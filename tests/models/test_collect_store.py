"""Outlets, sources, entries and articles: what collection rests on."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from models.records import DateFrom, Entry
from models.rows import HealthState
from models.store import NotFound, Store
from tests.models.samples import DAY, HOUR, NOW, entry, outlet, page, reference, save, seed, topic

SOURCE = "bao-mai-chinh"


def poll(store: Store, **changes: object) -> None:
    values: dict[str, object] = {"at": NOW, "status": 200, "problem": None, "entries": 5, "new": 1}
    with store.begin() as tx:
        tx.sources.record_poll(SOURCE, **(values | changes))  # type: ignore[arg-type]


def health(store: Store, now: object = NOW) -> tuple[HealthState, int]:
    with store.read() as tx:
        row = tx.sources.health(now)[0]  # type: ignore[arg-type]
    return row.state, row.failures_in_row


def test_seeding_twice_changes_nothing_and_a_changed_file_is_taken_over(store: Store) -> None:
    seed(store)
    seed(store)
    with store.begin() as tx:
        assert [row.outlet for row in tx.outlets.list()] == [outlet()]
        tx.outlets.seed([outlet(name="Báo Mới")], NOW)
        assert tx.outlets.get("bao-mai").name == "Báo Mới"
        assert tx.outlets.pending() == ()


def test_desk_edit_wins_and_a_later_file_change_waits(store: Store) -> None:
    seed(store)
    with store.begin() as tx:
        tx.outlets.edit(replace(outlet(), name="Tên của bàn biên tập"), NOW)
        tx.outlets.seed([outlet()], NOW)
        assert tx.outlets.pending() == ()  # the file has not changed since
        tx.outlets.seed([outlet(name="Tên mới của tệp")], NOW)
        assert tx.outlets.get("bao-mai").name == "Tên của bàn biên tập"
        (waiting,) = tx.outlets.pending()
        assert (waiting.kind, waiting.id) == ("outlet", "bao-mai")
        assert waiting.current == {"name": "Tên của bàn biên tập"}
        assert waiting.file == {"name": "Tên mới của tệp"}
        tx.outlets.keep("outlet", "bao-mai", NOW)
        tx.outlets.seed([outlet(name="Tên mới của tệp")], NOW)
        assert tx.outlets.pending() == ()  # answered
        tx.outlets.seed([outlet(name="Tên mới hơn")], NOW)
        tx.outlets.accept("outlet", "bao-mai", NOW)
        assert tx.outlets.get("bao-mai").name == "Tên mới hơn"
        tx.outlets.seed([outlet(name="Tên cuối")], NOW)  # accepted: the file leads again
        assert tx.outlets.get("bao-mai").name == "Tên cuối"


def test_two_processes_may_seed_at_once(store: Store) -> None:
    def everything(_: int) -> None:
        with store.begin() as tx:
            tx.outlets.seed([outlet(f"bao-{n}") for n in range(20)], NOW)
            tx.topics.seed([topic()], NOW)
            tx.references.seed([reference()], NOW)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(everything, range(4)))
    with store.read() as tx:
        assert len(tx.outlets.list()) == 20
        assert len(tx.references.versions(reference().id)) == 1


def test_a_source_switched_off_on_the_desk_stays_off(store: Store) -> None:
    seed(store)
    with store.begin() as tx:
        tx.sources.set_enabled(SOURCE, False, NOW)
    seed(store)
    with store.begin() as tx:
        assert tx.sources.due(NOW) == ()
        assert [row.id for row in tx.sources.list(enabled=False)] == [SOURCE]


def test_what_the_files_drop_is_switched_off_not_deleted(store: Store) -> None:
    seed(store, "bao-mai", "bao-chieu")
    seed(store, "bao-mai")
    with store.begin() as tx:
        assert not tx.outlets.get("bao-chieu").enabled
        assert [state.outlet_id for state in tx.sources.due(NOW)] == ["bao-mai"]
    seed(store, "bao-mai", "bao-chieu")
    with store.begin() as tx:
        assert tx.outlets.get("bao-chieu").enabled


def test_health_follows_the_polls_and_304_heals_nothing(store: Store) -> None:
    seed(store)
    assert health(store) == (HealthState.NEVER, 0)
    poll(store)
    assert health(store) == (HealthState.OK, 0)
    poll(store, status=500, problem="http_5xx", new=0)
    poll(store, status=500, problem="http_5xx", new=0)
    assert health(store) == (HealthState.FAILING, 2)
    poll(store, status=304, new=0)
    assert health(store) == (HealthState.FAILING, 2)
    poll(store, problem="robots_blocked", status=0, new=0)
    assert health(store) == (HealthState.BLOCKED, 3)
    poll(store)
    assert health(store) == (HealthState.OK, 0)
    assert health(store, NOW + 13 * HOUR) == (HealthState.QUIET, 0)
    with store.begin() as tx:
        assert [fetch.problem for fetch in tx.fetches.history(SOURCE)][:2] == [None, "robots_blocked"]


def test_sources_are_due_by_their_next_poll(store: Store) -> None:
    seed(store)
    poll(store, next_poll_at=NOW + HOUR, etag='"e1"')
    with store.begin() as tx:
        assert tx.sources.due(NOW) == ()
        (state,) = tx.sources.due(NOW + HOUR)
        assert (state.etag, state.last_ok) == ('"e1"', NOW)
        tx.sources.poll_now(SOURCE, NOW)
        assert len(tx.sources.due(NOW)) == 1
        with pytest.raises(NotFound):
            tx.sources.state("khong-co")


def test_unseen_sources_of_a_period(store: Store) -> None:
    seed(store, "bao-mai", "bao-chieu")
    poll(store, at=NOW - DAY, status=0, problem="timeout", new=0)
    poll(store, at=NOW - DAY + HOUR, status=0, problem="timeout", new=0)
    poll(store, at=NOW - DAY + 2 * HOUR)
    with store.begin() as tx:
        unseen = {row.source_id: row.state for row in tx.sources.unseen(NOW - 2 * DAY, NOW)}
    assert unseen == {SOURCE: HealthState.FAILING, "bao-chieu-chinh": HealthState.NEVER}


def add(store: Store, *entries: Entry, first_poll: bool = False) -> int:
    with store.begin() as tx:
        return tx.entries.add(
            entries, source_id=SOURCE, now=NOW, first_poll=first_poll, archive_before=NOW - 2 * DAY
        )


def test_entries_are_unique_by_address(store: Store) -> None:
    seed(store)
    again = replace(entry(1), url="http://www.bao-mai.example/tin-1/#binh-luan")
    assert add(store, entry(1), entry(2), again) == 2
    assert add(store, entry(2), entry(3)) == 1
    with store.begin() as tx:
        assert [row.title for row in tx.entries.pending(10, NOW)] == ["Tin 1", "Tin 2", "Tin 3"]


def test_old_entries_of_the_first_poll_are_archive_and_come_last(store: Store) -> None:
    seed(store)
    add(store, entry(1, NOW - 3 * DAY), entry(2), entry(3, None), first_poll=True)
    add(store, entry(4, NOW - 3 * DAY))
    with store.begin() as tx:
        rows = tx.entries.pending(10, NOW)
    assert [(row.title, row.archive, row.first_poll) for row in rows] == [
        ("Tin 2", False, True),
        ("Tin 3", False, True),
        ("Tin 4", False, False),
        ("Tin 1", True, True),
    ]


def test_every_drop_and_retry_has_a_counter(store: Store) -> None:
    seed(store)
    add(store, entry(1), entry(2))
    with store.begin() as tx:
        one, two = tx.entries.pending(10, NOW)
        tx.entries.retry(one.id, "timeout", NOW + HOUR, now=NOW)
        tx.entries.drop(two.id, "http_404", "gone", now=NOW)
        assert tx.entries.pending(10, NOW) == ()
        (row,) = tx.entries.pending(10, NOW + HOUR)
        assert (row.id, row.attempts) == (one.id, 1)
        assert tx.entries.counters(NOW - HOUR) == {"http_404": 1, "timeout": 1}
        assert tx.entries.counters(NOW + HOUR) == {}
        assert tx.entries.counts() == {"dropped": 1, "pending": 1}


def test_stored_entries_are_visited_again(store: Store) -> None:
    seed(store)
    add(store, entry(1))
    with store.begin() as tx:
        (row,) = tx.entries.pending(10, NOW)
        saved = tx.articles.save(page(1), outlet_id="bao-mai", entry=row, first_seen=NOW, archive=False)
        tx.entries.done(row.id, saved.article_id, etag='"v1"')
        tx.entries.schedule_recheck(row.id, NOW + HOUR)
        assert tx.entries.pending(10, NOW + DAY) == ()
        assert tx.entries.recheck_due(10, NOW) == ()
        (again,) = tx.entries.recheck_due(10, NOW + HOUR)
        assert (again.article_id, again.rechecks, again.etag) == (saved.article_id, 1, '"v1"')
        tx.entries.schedule_recheck(row.id, None)
        assert tx.entries.recheck_due(10, NOW + DAY) == ()


def test_identity_is_not_revision(store: Store) -> None:
    seed(store)
    with store.begin() as tx:
        article_id = save(tx, 1, "Ông Bình nói: “Cầu dài 120 mét”, hoà vốn.")
        same = page(1, 'Ông Bình nói "Cầu dài 120 mét" - hòa  vốn')
        revised = page(1, "Ông Bình nói: “Cầu dài 12,0 mét”, hoà vốn.")
        outcomes = [
            tx.articles.save(each, outlet_id="bao-mai", entry=None, first_seen=NOW, archive=False)
            for each in (same, revised, revised)
        ]
        assert [(o.article_id, o.version, o.state) for o in outcomes] == [
            (article_id, 1, "same"),
            (article_id, 2, "revised"),
            (article_id, 2, "same"),
        ]
        assert [v.version for v in tx.articles.versions(article_id)] == [1, 2]
        assert tx.articles.as_value(article_id, 1).text.startswith("Ông Bình nói: “Cầu dài 120")
        assert tx.articles.as_value(article_id).version == 2


def test_the_best_believable_date_is_kept_with_its_origin(store: Store) -> None:
    seed(store)
    add(store, entry(1, NOW - 5 * HOUR), entry(2, NOW + 3 * DAY))
    with store.begin() as tx:
        first, future = tx.entries.pending(10, NOW)
        dated = {}
        for row, number in ((first, 1), (future, 2), (None, 3)):
            extracted = page(number, published_at=None if number == 3 else NOW - 3 * HOUR)
            saved = tx.articles.save(
                extracted, outlet_id="bao-mai", entry=row, first_seen=NOW, archive=False
            )
            stored = tx.articles.get(saved.article_id)
            dated[number] = (stored.published_at, stored.date_from)
    assert dated == {
        1: (NOW - 5 * HOUR, DateFrom.FEED),
        2: (NOW - 3 * HOUR, DateFrom.PAGE),
        3: (NOW, DateFrom.FIRST_SEEN),
    }


def test_the_flow_asks_what_is_left_to_do(store: Store) -> None:
    seed(store)
    with store.begin() as tx:
        one, two = save(tx, 1), save(tx, 2, published_at=NOW - DAY)
        assert [a.id for a in tx.articles.unplaced(10)] == [str(two), str(one)]
        assert tx.articles.unprocessed(10) == ()
        tx.articles.mark_placed(one, 1)
        assert [a.id for a in tx.articles.unprocessed(10)] == [str(one)]
        tx.articles.mark_processed(one, 1, "k")
        assert tx.articles.unprocessed(10) == ()
        tx.articles.mark_dirty([one])
        assert [a.id for a in tx.articles.unprocessed(10)] == [str(one)]
        save(tx, 1, "Một nội dung khác hẳn.")
        assert [a.version for a in tx.articles.unplaced(10)] == [1, 2]
        tx.articles.mark_processed(one, 1, "k")  # of the old version: still waiting
        tx.articles.mark_placed(one, 2)
        assert [a.version for a in tx.articles.unprocessed(10)] == [2]
        assert tx.articles.counts(NOW - HOUR) == {"total": 2, "today": 2, "archive": 0, "waiting": 2}


def test_a_failed_transaction_leaves_nothing(store: Store) -> None:
    seed(store)
    with pytest.raises(RuntimeError), store.begin() as tx:
        save(tx, 1)
        raise RuntimeError("killed")
    with store.begin() as tx:
        assert tx.articles.counts(NOW)["total"] == 0
        assert tx.search.find("cầu").total == 0
