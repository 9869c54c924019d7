"""Comparing copies makes one alert; "why" answers for any stored article by the code that decided, on both databases."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from classifier.ranking import PRIOR_VERSION
from config.settings import load_settings
from models.records import Bilingual, Held, Reference
from models.rows import AlertFilter, AlertState
from models.store import NotFound, Store
from pipeline.bootstrap import App
from pipeline.desk import DeskServices
from pipeline.meter import Silent
from pipeline.process import compare_and_rank
from pipeline.why import article_of, why
from tests.models.samples import NOW, save, seed

CLI = [sys.executable, "-m", "pipeline.cli"]
RIGHT = (
    "Ban quản lý dự án cho biết cây cầu Vân Sa dài 120 mét, tổng kinh phí xây dựng là 14 tỷ đồng. "
    "Cầu khánh thành ngày 12 tháng 7 năm 2026 tại huyện Hạ Long Biên."
)
WRONG = RIGHT.replace("14 tỷ", "41 tỷ")
OTHER = "Đội bóng huyện thắng trận chung kết giải trẻ tối qua trên sân nhà, hàng nghìn người đến cổ vũ."
OUTLETS = ("bao-mai", "bao-chieu", "bao-trua", "bao-toi")


def office(store: Store, tmp_path: Path) -> App:
    seed(store, *OUTLETS)
    settings = load_settings(None, {"DOICHIEU_DATA_DIR": str(tmp_path)})
    return App(settings, store, lambda: NOW, (), (), ())


def fill(store: Store) -> dict[str, int]:
    """A right report, a wrong one with a near copy, and a report of something else, all placed."""
    texts = {"right": RIGHT, "wrong": WRONG, "copy": f"{WRONG} Theo Báo Mai.", "other": OTHER}
    ids = {}
    with store.begin() as tx:
        for n, ((name, text), outlet) in enumerate(zip(texts.items(), OUTLETS, strict=True), start=1):
            at = NOW - timedelta(hours=8 - n)
            title = "Chung kết giải trẻ" if name == "other" else f"Tin {n} về cây cầu Vân Sa"
            ids[name] = save(tx, n, text, outlet_id=outlet, published_at=at, title=title)
            tx.articles.mark_placed(ids[name], 1)
        for name in ("right", "wrong", "copy"):
            tx.stories.place(ids[name], "bridge", str(ids["wrong"]) if name == "copy" else None, now=NOW)
        tx.stories.place(ids["other"], "football", None, now=NOW)
    return ids


def test_copies_of_one_wrong_text_are_one_alert_however_often_it_is_compared(store: Store, tmp_path: Path) -> None:
    app = office(store, tmp_path)
    ids = fill(store)
    compare_and_rank(app, Silent())
    with store.begin() as tx:
        mine = [row for row in tx.alerts.queue() if row.article_id in (ids["wrong"], ids["copy"])]
        assert [row.article_id for row in mine] == [ids["wrong"]]
        assert len(mine[0].carried_by) == 1 and mine[0].ranked_by == PRIOR_VERSION
        before = [(row.id, row.merged_into) for row in tx.alerts.queue(AlertFilter(merged=None))]
        tx.articles.mark_dirty(ids.values())
    assert compare_and_rank(app, Silent())[2] == 0
    with store.begin() as tx:
        assert [(row.id, row.merged_into) for row in tx.alerts.queue(AlertFilter(merged=None))] == before
        save(tx, 3, f"{RIGHT} Bản đã sửa.", outlet_id="bao-trua")  # the copy's outlet corrects itself
        tx.articles.mark_placed(ids["copy"], 2)
        tx.articles.mark_dirty([ids["copy"]])
    compare_and_rank(app, Silent())
    with store.read() as tx:
        assert tx.alerts.of_article(ids["copy"])[0].state is AlertState.CORRECTED
        (row,) = [row for row in tx.alerts.queue() if row.article_id == ids["wrong"]]
        assert row.carried_by == ()


def test_why_answers_for_flagged_unflagged_and_copied_articles(store: Store, tmp_path: Path) -> None:
    app = office(store, tmp_path)
    ids = fill(store)
    reference = Reference(
        "cau", Bilingual("Cây cầu Vân Sa dài 250 mét.", ""), "Sở Giao thông", "Hồ sơ", "2026", None,
        keywords=("cầu vân sa",),
    )  # fmt: skip
    with store.begin() as tx:
        tx.references.seed([reference], NOW)
    unseen = why(app, ids["other"])
    assert any("No pass has come" in reason.en for reason in unseen.reasons)
    compare_and_rank(app, Silent())
    flagged = why(app, ids["wrong"])
    assert flagged.flagged and any(d.passage.startswith("41 tỷ") for d in flagged.doubts if d.outcome == "finding")
    with store.read() as tx:
        judged = tx.alerts.judgement(ids["wrong"])
    assert judged is not None and judged[0] == flagged.score  # the code that decided
    assert {held.what for held in flagged.held} >= {Held.REPORT, Held.REFERENCE, Held.BODY}
    assert [d.outcome for d in flagged.doubts if d.held is not None and flagged.held[d.held].what is Held.REFERENCE] == [
        "attributed"
    ]
    silent = why(app, ids["other"])
    assert not silent.flagged and silent.counts["evidence"] == 0 and silent.answer.vi and silent.answer.en
    assert any("copy of another article" in reason.en for reason in why(app, ids["copy"]).reasons)
    assert DeskServices(app).why(ids["other"]) == silent
    with store.read() as tx:
        assert tx.alerts.count(AlertFilter(state=None, merged=None)) == len(tx.alerts.queue(AlertFilter(merged=None)))


def test_a_report_of_another_story_that_is_alike_is_named(store: Store, tmp_path: Path) -> None:
    app = office(store, tmp_path)
    ids = fill(store)
    with store.begin() as tx:
        tx.stories.move([ids["right"]], None, NOW)  # a person split it off, or it was never found to belong
    found = why(app, ids["wrong"])
    assert [one.article_id for one in found.nearby] == [str(ids["right"])]
    assert found.nearby[0].note is not None and "join" in found.nearby[0].note.en
    assert why(app, ids["other"]).nearby == ()


def test_an_article_is_named_by_its_number_or_its_address(store: Store, tmp_path: Path) -> None:
    app = office(store, tmp_path)
    ids = fill(store)
    with store.read() as tx:
        url = tx.articles.get(ids["wrong"]).url
    assert article_of(app, str(ids["wrong"])) == article_of(app, f"{url}?utm_source=x") == ids["wrong"]
    for unknown in ("999999", "https://bao-mai.example/khong-co"):
        with pytest.raises(NotFound):
            article_of(app, unknown)


def test_the_console_says_why(tmp_path: Path) -> None:
    config = tmp_path / "doichieu.yaml"
    config.write_text(f"data_dir: {tmp_path}\n", "utf-8")
    store = Store.open(load_settings(config).database)
    store.migrate()
    app = office(store, tmp_path)
    ids = fill(store)
    compare_and_rank(app, Silent())

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([*CLI, "why", *words, "--config", str(config)], capture_output=True, text=True, timeout=60)

    found = json.loads(run(str(ids["wrong"]), "--json").stdout)
    assert found["flagged"] and found["article_id"] == ids["wrong"] and found["doubts"][0]["why"]["vi"]
    told = run(str(ids["other"]))
    assert told.returncode == 0 and "sentences" in told.stdout and "câu" in told.stdout
    missing = run("https://bao-mai.example/khong-co")
    assert missing.returncode == 2 and "article" in missing.stderr
    store.close()
