"""How well a source is over weeks: habit, acknowledgement, yesterday, and what polls leave behind."""

from datetime import datetime, timedelta

from models.records import Bilingual
from models.rows import HealthState, SourceHealth
from models.store import Store
from models.store.health import changed
from tests.models.samples import DAY, HOUR, NOW, seed

SOURCE = "bao-mai-chinh"


def poll(store: Store, at: datetime = NOW, **changes: object) -> None:
    values: dict[str, object] = {"at": at, "status": 200, "problem": None, "entries": 20, "new": 5}
    with store.begin() as tx:
        tx.sources.record_poll(SOURCE, **(values | changes))  # type: ignore[arg-type]


def history(store: Store, days: int = 30) -> None:
    """Four polls a day with five new entries each, the last of them a day and an hour ago."""
    seed(store)
    with store.begin() as tx:
        for back in range(days * 4, 4, -1):
            at = NOW - back * 6 * HOUR - HOUR
            tx.sources.record_poll(SOURCE, at=at, status=200, problem=None, entries=20, new=5)


def health(store: Store, now: datetime = NOW) -> SourceHealth:
    with store.read() as tx:
        return tx.sources.health(now)[0]


def test_a_source_that_goes_quiet_against_its_habit_is_reported(store: Store) -> None:
    history(store)
    poll(store, NOW - 2 * HOUR, new=1)
    row = health(store)
    assert (row.state, row.trouble, row.unwell) == (HealthState.QUIET, "quiet few", True)
    assert "20" in row.reason.vi and "20" in row.reason.en
    assert row.state_yesterday is HealthState.OK
    assert changed([row]).newly_quiet == (row,)
    with store.read() as tx:
        assert [seen.reason for seen in tx.sources.unseen(NOW - 7 * DAY, NOW)] == [row.reason]


def test_a_flood_is_reported_and_a_new_source_abstains(store: Store) -> None:
    history(store)
    poll(store, NOW - 2 * HOUR, new=200, entries=300)
    assert health(store).state is HealthState.FLOODING


def test_a_new_source_abstains(store: Store) -> None:
    history(store, days=10)
    poll(store, NOW - 2 * HOUR, new=200, entries=300)
    assert health(store).state is HealthState.OK


def test_one_passing_failure_is_not_unwell_and_weights_add_up(store: Store) -> None:
    seed(store)
    poll(store, NOW - HOUR)
    poll(store, status=0, problem="timeout", new=0, weight=0.5)
    assert (health(store).state, health(store).unwell) == (HealthState.FAILING, False)
    poll(store, status=0, problem="timeout", new=0, weight=0.5)
    assert health(store).unwell
    poll(store, status=304, new=0)
    assert health(store).unwell, "a 304 heals nothing"
    poll(store)
    assert not health(store).unwell


def test_an_acknowledgement_holds_until_it_is_another_or_worse_or_over(store: Store) -> None:
    seed(store)
    poll(store, NOW - 2 * DAY)
    with store.begin() as tx:
        assert not tx.sources.acknowledge(SOURCE, "an", "", NOW - 2 * DAY)
    poll(store, status=500, problem="http_5xx", new=0, weight=1.0)
    with store.begin() as tx:
        assert tx.sources.acknowledge(SOURCE, "an", "đã gọi tòa soạn", NOW)
    seen = health(store).acknowledged
    assert seen is not None and (seen.by, seen.note, seen.at) == ("an", "đã gọi tòa soạn", NOW)
    assert not health(store).wants_eye
    poll(store, status=500, problem="http_5xx", new=0, weight=1.0)
    assert health(store).acknowledged is not None
    poll(store, status=500, problem="http_5xx", new=0, weight=8.0)
    assert health(store).wants_eye, "it has become worse"
    with store.begin() as tx:
        tx.sources.acknowledge(SOURCE, "an", "", NOW)
    poll(store, status=404, problem="http_404", new=0)
    assert health(store).wants_eye, "another trouble"
    with store.begin() as tx:
        tx.sources.acknowledge(SOURCE, "an", "", NOW)
        tx.sources.unacknowledge(SOURCE)
    assert health(store).wants_eye
    poll(store)
    poll(store, status=500, problem="http_5xx", new=0, weight=10.0)
    assert health(store).wants_eye, "it was over in between"


def test_what_a_poll_leaves_behind(store: Store) -> None:
    seed(store)
    poll(store, NOW - DAY, new=20)
    why = Bilingual("vì thế", "so")
    poll(store, NOW, period_s=3600.0, body_hash="h", mistrusted=True, next_poll_at=NOW + HOUR, next_poll_reason=why)
    poll(store, NOW + timedelta(minutes=1), status=304, new=0, next_poll_reason=why)
    with store.read() as tx:
        state = tx.sources.state(SOURCE, NOW + HOUR)
    assert (state.period_s, state.last_hash, state.mistrusted_at) == (3600.0, "h", NOW)
    assert (state.first_poll_at, state.entries_7_days) == (NOW - DAY, 5), "the first poll says nothing of the rhythm"
    assert health(store).next_poll_reason == why
