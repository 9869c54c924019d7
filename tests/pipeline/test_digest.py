"""What a digest says, as data: volumes, stories, what people confirmed, errata, and that what was kept stays."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from models.periods import parse_period
from models.records import Language, Verdict
from models.rows import DigestEvent
from models.store import Conflict, Store
from pipeline.digest.build import build_digest, build_dossier
from pipeline.digest.document import document
from pipeline.digest.errata import changed_since
from pipeline.digest.keep import approve, build_and_keep, state_of
from pipeline.digest.narrow import narrowed
from pipeline.digest.upcoming import upcoming
from pipeline.jobs import run_job
from tests.models.samples import DAY, NOW, reference
from tests.pipeline.weeks import Clock, confirm, office, weeks

WEEK = parse_period("2026-W47")


def built(app, period=WEEK, **more):
    with app.store.read() as tx:
        return build_digest(tx, app.settings, app.topics, period, app.clock(), **more)


def words(data, language=Language.VI) -> str:
    from pipeline.digest.forms.plain import plain_text

    return " ".join(plain_text(data, language).decode().split())


def test_the_week_in_its_figures(store: Store, tmp_path: Path) -> None:
    alert = weeks(store)
    app = office(store, tmp_path, Clock())
    data = built(app)
    sea = next(row for row in data["volume"] if row["topic"] == "east_sea")
    assert (sea["count"], sea["last"], sea["past"]) == (12, 3, [3] * 8)
    assert sea["unusual"] and sea["high"] < 12
    capital = next(row for row in data["volume"] if row["topic"] == "the_capital")
    assert capital["why"][0]["title"] == "Cầu Bình An thông xe", "a topic that rose says with which stories"
    assert (data["totals"]["articles"], data["totals"]["last"], len(data["totals"]["by_day"])) == (15, 3, 7)
    story = data["stories"][0]
    assert (story["title"], story["outlets"], len(story["members"])) == ("Cầu Bình An thông xe", 3, 3)
    (one,) = data["confirmed"]
    assert (one["alert_id"], one["confirmed_by"], one["passage"]) == (alert, ["một", "hai"], "14 tỷ đồng")
    assert one["evidence"][0]["citation"] == "Sở Giao thông"
    assert data["coverage"][0]["stories"][0]["title"] == "Cầu Bình An thông xe"
    assert [row["state"] for row in data["unseen"]] == ["never"] * 3
    assert len(data["five_lines"]) == 5
    assert json.dumps(data, sort_keys=True)


def test_nothing_is_called_false_on_the_machines_word(store: Store, tmp_path: Path) -> None:
    weeks(store, confirmed=False)
    data = built(office(store, tmp_path, Clock()))
    assert data["confirmed"] == [] and data["empty"] is True
    assert "14 tỷ đồng" not in json.dumps(data, ensure_ascii=False), "an undecided passage is in no digest"
    assert "chưa có cảnh báo nào được người xem xét quyết định" in words(data)
    assert "Nothing was decided by a person" in words(data, Language.EN)


def test_a_source_that_is_down_is_named(store: Store, tmp_path: Path) -> None:
    weeks(store)
    said = words(built(office(store, tmp_path, Clock())))
    assert "Báo Mai (bao-mai-chinh)" in said and "NHỮNG GÌ HỆ THỐNG KHÔNG THẤY" in said


def test_what_was_overturned_after_approval_is_an_erratum_of_the_next_and_marked_on_the_old(
    store: Store, tmp_path: Path
) -> None:
    alert = weeks(store)
    clock = Clock()
    app = office(store, tmp_path, clock)
    kept = build_and_keep(app, WEEK, new_edition=False)
    with store.begin() as tx:
        old = approve(tx, kept, "lãnh đạo", clock.now)
        assert changed_since(tx, old) == []
    clock.now = NOW + 2 * DAY
    with store.begin() as tx:
        one, two = (tx.users.by_name(name).id for name in ("một", "hai"))  # type: ignore[union-attr]
        tx.decisions.reopen(alert, one, "xem lại", clock.now)
        assert [row["what"] for row in changed_since(tx, old)] == ["reopened"]
        tx.decisions.add(alert, one, Verdict.ACCURATE, "", [], clock.now)
        tx.decisions.add(alert, two, Verdict.ACCURATE, "", [], clock.now)
        (marked,) = changed_since(tx, old)
    assert (marked["what"], marked["period"], marked["title"]) == ("overturned", "2026-W47", "Cầu Bình An thông xe")
    clock.now = NOW + 7 * DAY
    following = parse_period("2026-W48")
    data = built(app, following)
    assert [row["alert_id"] for row in data["errata"]] == [alert]
    first = document(data, Language.VI)[0]
    assert "Đính chính" in first.line[0].text, "errata stand at the top"  # type: ignore[union-attr]
    with store.begin() as tx:
        approve(tx, tx.digests.save(following.key, data, clock.now), "lãnh đạo", clock.now)
    clock.now = NOW + 14 * DAY
    assert built(app, parse_period("2026-W49"))["errata"] == [], "told once"


def test_a_digest_nobody_approved_has_no_errata(store: Store, tmp_path: Path) -> None:
    alert = weeks(store)
    clock = Clock()
    app = office(store, tmp_path, clock)
    build_and_keep(app, WEEK, new_edition=False)
    clock.now = NOW + 2 * DAY
    with store.begin() as tx:
        tx.decisions.reopen(alert, tx.users.by_name("một").id, "", clock.now)  # type: ignore[union-attr]
    assert built(app, parse_period("2026-W48"))["errata"] == []


def test_what_was_kept_is_the_same_byte_for_byte_whatever_changes(store: Store, tmp_path: Path) -> None:
    alert = weeks(store)
    clock = Clock()
    app = office(store, tmp_path, clock)
    kept = build_and_keep(app, WEEK, new_edition=False)
    with store.begin() as tx:
        before = tx.digests.by_id(kept)
        tx.decisions.reopen(alert, tx.users.by_name("một").id, "", clock.now)  # type: ignore[union-attr]
    assert build_and_keep(app, WEEK, new_edition=False) == kept, "a period that is kept is not built again by itself"
    with store.read() as tx:
        after = tx.digests.by_id(kept)
    canonical = json.dumps(after.data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert after == before and hashlib.sha256(canonical.encode()).hexdigest() == after.sha256
    again = build_and_keep(app, WEEK, new_edition=True)
    with store.begin() as tx:
        assert tx.digests.by_id(again).data["confirmed"] == []
        with pytest.raises(Conflict, match="later edition"):
            approve(tx, kept, "lãnh đạo", clock.now)
        approve(tx, again, "lãnh đạo", clock.now)
        with pytest.raises(Conflict, match="already"):
            approve(tx, again, "lãnh đạo", clock.now)
        assert state_of(tx, tx.digests.by_id(again))["approved_by"] == "lãnh đạo"


def test_the_schedule_builds_the_last_week_and_leaves_approval_to_a_person(store: Store, tmp_path: Path) -> None:
    weeks(store)
    app = office(store, tmp_path / "a", Clock())
    done = run_job(app, "digest", {})
    assert done["period"] == "2026-W47"
    with store.read() as tx:
        assert tx.digests.events(int(str(done["digest"]))) == ()
    trusting = office(store, tmp_path / "b", Clock(), DOICHIEU_DIGEST_APPROVAL="schedule")
    run_job(trusting, "digest", {})
    with store.read() as tx:
        (event,) = tx.digests.events(int(str(done["digest"])))
    assert (event.kind, event.actor) == (DigestEvent.APPROVED, "schedule")


@pytest.mark.parametrize(("key", "articles"), [("2026-11", 21), ("2026-Q4", 36), ("2026", 39), ("2026-11-20..2026-11-21", 15)])
def test_other_periods(store: Store, tmp_path: Path, key: str, articles: int) -> None:
    weeks(store)
    data = built(office(store, tmp_path, Clock()), parse_period(key))
    assert data["totals"]["articles"] == articles
    assert data["name"]["vi"] in words(data)


def test_dossiers_of_a_topic_and_of_a_story(store: Store, tmp_path: Path) -> None:
    alert = weeks(store)
    app = office(store, tmp_path, Clock())
    data = built(app, only="the_capital")
    assert [row["topic"] for row in data["volume"]] == ["the_capital"] and data["errata"] == []
    with store.read() as tx:
        story = tx.articles.get(tx.alerts.row(alert).article_id).story_id
        dossier = build_dossier(tx, app.settings, story, app.clock())
    said = words(dossier)
    assert "Hồ sơ sự kiện: Cầu Bình An thông xe" in said and "Báo Chieu" in said and "14 tỷ đồng" in said


def test_a_list_gets_only_its_topics_and_the_whole_truth_about_them(store: Store, tmp_path: Path) -> None:
    weeks(store)
    data = built(office(store, tmp_path, Clock()))
    sea = narrowed(data, ("east_sea",))
    assert [row["topic"] for row in sea["volume"]] == ["east_sea"] and sea["stories"] == [] and sea["confirmed"] == []
    assert sea["unseen"] == data["unseen"] and sea["trust"] == data["trust"]
    assert narrowed(data, ()) == data


def test_dates_ahead_from_the_library() -> None:
    known = reference()
    ahead = replace(known, id="a", date="2026-11-25")
    round_ = replace(known, id="b", date="2016-11-30", contested=True)
    others = [replace(known, id=str(n), date=day) for n, day in enumerate(("2026-12-20", "2017-11-30", "2016", None, "2026-11-22"))]
    found = upcoming([round_, *others, ahead], (NOW + timedelta(hours=7)).date())
    assert [(row["reference_id"], row["day"], row["years"]) for row in found] == [("a", "2026-11-25", 0), ("b", "2026-11-30", 10)]
    assert found[1]["contested"] is True


def test_confirming_again_after_a_second_look_counts_once(store: Store, tmp_path: Path) -> None:
    alert = weeks(store)
    clock = Clock()
    app = office(store, tmp_path, clock)
    with store.begin() as tx:
        one, two = (tx.users.by_name(name).id for name in ("một", "hai"))  # type: ignore[union-attr]
        tx.decisions.reopen(alert, one, "", clock.now - DAY)
        confirm(tx, alert, one, two, clock.now - DAY)
    (again,) = built(app)["confirmed"]
    assert again["confirmed_by"] == ["một", "hai"]
