"""Watching an office's store: nine weeks of made-up articles, with and without what an analyst should hear of."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from models.records import LabelRecord
from models.store import NotFound, Store
from models.times import week_bounds, week_of
from pipeline.watching import report
from tests.models.samples import NOW, save, scores, seed

OUTLETS = ("bao-mai", "bao-chieu", "bao-toi")
PLACES = ("Bình An", "Sa Vĩ", "Hòa Lộc", "Cổ Tiết", "Vân Cốc")
END = week_bounds(week_of(NOW))[0]


def fill(store: Store, share: Callable[[int], float], unsure: Callable[[int], float], per_week: int = 120) -> None:
    """Nine whole weeks before ``NOW``; ``share(w)`` of week w's articles tagged with religion (0 the oldest)."""
    seed(store, *OUTLETS)
    dice = random.Random(5)
    with store.begin() as tx:
        for week in range(9):
            for n in range(per_week):
                number = week * 1000 + n
                at = END - timedelta(weeks=9 - week) + timedelta(minutes=80 * n)
                article = save(
                    tx,
                    number,
                    f"Tin số {number} ở {dice.choice(PLACES)}.",
                    outlet_id=OUTLETS[n % 3],
                    published_at=at,
                    at=at,
                )
                tagged, doubtful = n < per_week * share(week), per_week * (1 - unsure(week)) < n
                p = 0.9 if tagged else 0.45 if doubtful else 0.02
                tx.tags.set_model(article, scores(religion=p, east_sea=0.01), "m1", at)
        tx.models.register("topics", "m1", "topics/m1", "0" * 64, {"thresholds": {"religion": 0.5}}, NOW)


def made(store: Store) -> dict[str, object]:
    with store.read() as tx:
        return report.build(tx, ["religion", "east_sea"], NOW)


def test_nothing_is_said_of_weeks_like_each_other(store: Store) -> None:
    fill(store, lambda week: 0.10 + 0.01 * (week % 3), lambda week: 0.05)
    found = made(store)
    assert found["articles"] == [120] * 9
    assert found["week"] == (END - timedelta(weeks=1)).date().isoformat()
    assert report.alarms(found) == ()


def test_a_topic_that_swells_and_a_model_in_doubt_are_alarms_raised_once(store: Store) -> None:
    fill(store, lambda week: 0.40 if week == 8 else 0.10 + 0.01 * (week % 3), lambda week: 0.30 if week == 8 else 0.05)
    found = made(store)
    alarms = report.alarms(found)
    assert {(kind, topic) for kind, topic, _ in alarms} == {(k, "religion") for k in ("share", "unsure", "confidence")}
    with store.begin() as tx:
        new = [tx.watching.alarm(report.monday(found), *alarm, NOW) for alarm in alarms]
        again = [tx.watching.alarm(report.monday(found), *alarm, NOW) for alarm in alarms]
        tx.watching.save(report.monday(found), found, NOW)
        tx.watching.save(report.monday(found), found, NOW)
        first, *_ = tx.watching.alarms(waiting=True)
        tx.watching.acknowledge(first.id, "lan", NOW)
        tx.watching.acknowledge(first.id, "minh", NOW)
        with pytest.raises(NotFound):
            tx.watching.acknowledge(999, "lan", NOW)
    assert (new, again) == ([True] * 3, [False] * 3)
    with store.read() as tx:
        assert [row.acknowledged_by for row in tx.watching.alarms(waiting=False)].count("lan") == 1
        assert len(tx.watching.alarms(waiting=True)) == 2
        latest = tx.watching.latest()
    assert latest is not None and latest[1] == found


def test_an_outlet_that_falls_silent_is_no_drift(store: Store) -> None:
    """A third of the outlets writes of nothing else; without it the raw share falls, no outlet's own does."""
    seed(store, *OUTLETS)
    with store.begin() as tx:
        for week in range(9):
            for n in range(150):
                outlet = OUTLETS[n % 3]
                if week == 8 and outlet == "bao-toi":
                    outlet = "bao-mai"
                at = END - timedelta(weeks=9 - week) + timedelta(minutes=60 * n)
                article = save(tx, week * 1000 + n, outlet_id=outlet, published_at=at, at=at)
                tagged = outlet == "bao-toi" or (n % 10 == 0)
                tx.tags.set_model(article, scores(religion=0.9 if tagged else 0.02), "m1", at)
    assert [kind for kind, _, _ in report.alarms(made(store))] == []


def test_quality_comes_from_blind_answers_alone_and_its_fall_is_an_alarm(store: Store) -> None:
    seed(store)

    def answers(start: int, right: int, wrong: int, view: str, at: datetime) -> None:
        with store.begin() as tx:
            for n in range(start, start + right + wrong):
                article = save(tx, n, published_at=at, at=at)
                tx.tags.set_model(article, scores(religion=0.9), "m1", at)
                value = n < start + right
                tx.labels.add(LabelRecord(str(article), "religion", value, "lan", at, view, "m1", 0.9))

    with store.begin() as tx:
        tx.models.register("topics", "m1", "topics/m1", "0" * 64, {"thresholds": {"religion": 0.5}}, NOW)
    answers(0, 57, 3, "audit", NOW - timedelta(weeks=8))
    answers(1000, 0, 40, "uncertain", NOW - timedelta(days=3))  # chosen for being doubtful: tells nothing
    found = made(store)
    before = found["quality"]["religion"]  # type: ignore[index]
    assert before["all"]["precision"] == {"hits": 57, "items": 60, "value": 0.95, "interval": before["all"]["precision"]["interval"]}
    assert before["recent"]["sample"] == 0 and report.alarms(found) == ()
    answers(2000, 12, 18, "audit", NOW - timedelta(days=5))
    assert [(kind, topic) for kind, topic, _ in report.alarms(made(store))] == [("precision", "religion")]


def test_a_subject_is_noted_renewed_dismissed_and_comes_back_only_grown(store: Store) -> None:
    data = {"outlets": 4, "usual": 0.0, "p": 0.001, "days": {"2026-11-20": 6}, "articles": []}
    with store.begin() as tx:
        one = tx.watching.note_emerging(["sạt lở bờ kè"], 6, data, NOW)
        assert one is not None
        assert tx.watching.note_emerging(["bờ kè", "sạt lở bờ kè"], 8, data, NOW) == one
        tx.watching.settle_emerging(one, "lan", NOW, reason="chuyện thời tiết")
        assert tx.watching.note_emerging(["bờ kè"], 15, data, NOW) is None
        two = tx.watching.note_emerging(["bờ kè"], 16, data, NOW)
        assert two not in (None, one)
        tx.watching.settle_emerging(two, "lan", NOW, topic="landslides")
        assert tx.watching.note_emerging(["bờ kè"], 500, data, NOW) is None
        with pytest.raises(NotFound):
            tx.watching.settle_emerging(two, "lan", NOW, reason="nữa")
        assert [(row.state, row.stories) for row in tx.watching.emerging()] == [("named", 16), ("dismissed", 8)]


def test_what_carries_a_topic_or_puzzles_the_model_is_not_uncovered(store: Store) -> None:
    seed(store)
    at = NOW - timedelta(days=1)
    with store.begin() as tx:
        ids = [save(tx, n, published_at=at) for n in range(4)]
        for article, p in zip(ids, (0.9, 0.45, 0.01), strict=False):
            tx.tags.set_model(article, scores(religion=p), "m1", NOW)
        found = tx.watching.uncovered(NOW - timedelta(days=7), NOW)
    assert [row.id for row in found] == [ids[2], ids[3]]


def test_an_alarm_stands_for_the_next_weeks_until_seen_and_as_long_as_their_answers_overlap(store: Store) -> None:
    monday = (END - timedelta(weeks=1)).date()
    later = monday + timedelta(weeks=1)
    with store.begin() as tx:
        assert tx.watching.alarm(monday, "recall", "religion", {}, NOW)
        assert not tx.watching.alarm(later, "recall", "religion", {}, NOW)
        tx.watching.acknowledge(tx.watching.alarms(waiting=True)[0].id, "lan", NOW)
        assert not tx.watching.alarm(later, "recall", "religion", {}, NOW, quiet_since=monday)
        assert tx.watching.alarm(later, "recall", "religion", {}, NOW, quiet_since=later)


def test_recall_weighs_the_sample_by_what_was_tagged_and_what_was_not(store: Store) -> None:
    """Of 200 articles 20 are tagged; 10 tagged and 30 untagged are read, 9 and 3 of them are about the topic."""
    seed(store)
    at = NOW - timedelta(days=2)
    with store.begin() as tx:
        tx.models.register("topics", "m1", "topics/m1", "0" * 64, {"thresholds": {"religion": 0.5}}, NOW)
        for n in range(200):
            article, p = save(tx, n, published_at=at, at=at), 0.9 if n < 20 else 0.1
            tx.tags.set_model(article, scores(religion=p), "m1", at)
            if n < 10 or 20 <= n < 50:
                value = n < 9 or 20 <= n < 23
                tx.labels.add(LabelRecord(str(article), "religion", value, "lan", at, "audit", "m1", p))
                if n == 0:  # a second reader disagrees; the article still counts once
                    tx.labels.add(LabelRecord(str(article), "religion", False, "minh", NOW, "audit", "m1", p))
    told = made(store)["quality"]["religion"]["all"]  # type: ignore[index]
    assert told["sample"] == 40
    assert (told["precision"]["hits"], told["precision"]["items"]) == (9, 10)
    assert told["recall"]["value"] == pytest.approx(20 * 0.9 / (20 * 0.9 + 180 * 0.1))
    low, high = told["recall"]["interval"]
    assert low < 0.35 and 0.65 < high < 0.9
