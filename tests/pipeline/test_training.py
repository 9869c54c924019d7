"""From labels to a model in charge: held out, judged, refused, promoted with a reason, taken back, on the console."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from classifier.registry import RegistryError, read_card
from classifier.training.examples import Example
from classifier.training.unseen import row_key, trained_on
from config.topics import CORE
from models.records import Bilingual, Topic
from models.store import Conflict
from pipeline.bootstrap import App
from pipeline.desk import DeskServices
from pipeline.first_models import champion_folder, topic_model, topics_folder
from pipeline.training import judge_again, office_examples, promote, rollback, train_topics
from tests.pipeline.office import corpus, fill, opened, texts

NOW = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)
OUTLETS = [f"bao-{name}" for name in ("mai", "lan", "cuc", "truc", "sen", "hue", "dao", "que", "nhai", "thom")]
CLI = [sys.executable, "-m", "pipeline.cli"]


def clock() -> Callable[[], datetime]:
    looks = iter(range(10**9))
    return lambda: NOW + timedelta(milliseconds=next(looks))


def call(folder: Path, *args: str) -> tuple[int, str, str]:
    env = {"PATH": os.environ["PATH"], "DOICHIEU_DATA_DIR": str(folder), "PYTHONUTF8": "1", "COLUMNS": "200"}
    done = subprocess.run([*CLI, *args], capture_output=True, text=True, timeout=240, env=env)
    return done.returncode, done.stdout, done.stderr


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """An office with few labels, trained once."""
    app = opened(tmp_path_factory.mktemp("few"), clock())
    fill(app, [(e, OUTLETS[n % len(OUTLETS)]) for n, e in enumerate(texts(6))])
    train_topics(app, corpus())
    yield app
    app.store.close()


def verdict_of(app: App, version: str) -> dict[str, Any]:
    with app.store.read() as tx:
        return dict(tx.models.verdict("topics", version) or {})


def candidate(app: App) -> str:
    with app.store.read() as tx:
        return tx.models.get("topics", "candidate").version


def test_few_labels_are_said_and_judged_by_their_folds(few: App) -> None:
    verdict = verdict_of(few, candidate(few))
    assert verdict["hold_out"]["mode"] == "cross_fitted"
    office_set = next(one for one in verdict["sets"] if one["name"] == "office")
    assert office_set["candidate"] == {"fair": 24, "by_its_folds": 24} and office_set["champion"]["by_its_folds"] == 0
    assert any("too few held-out labels to tell" in note["en"] for note in verdict["notes"])
    assert all(0 <= o["mcnemar_p"] <= 1 for o in verdict["outcomes"]) and verdict["neutrality"]["passed"] is True
    card = read_card(topics_folder(few.settings) / candidate(few))
    assert card["notes"]["hold_out"]["mode"] == "cross_fitted" and card["files"]["unseen.json"]["sha256"]
    assert verdict["candidate"]["written"]["religion"]["reliability"]


def test_with_labels_enough_whole_outlets_never_train(tmp_path: Path) -> None:
    app = opened(tmp_path, clock())
    # Two parts in five of these outlets are held out by their names; every outlet has every kind of text.
    fill(app, [(e, OUTLETS[n % len(OUTLETS)]) for n, e in enumerate(texts(60))])
    fill(app, [(replace(e, title=f"Chưa ai đọc: {e.title}", text=f"Một bài khác. {e.text}"), OUTLETS[n % len(OUTLETS)])
               for n, e in enumerate(texts(5))], topics=(), start=1000)  # fmt: skip
    done = train_topics(app, corpus(), archive=True)
    folder = topics_folder(app.settings) / done["version"]
    tried = {row["topic"]: row for row in done["archive"]}
    assert set(CORE) <= set(tried) and all(row["says_vi"] and row["says_en"] for row in tried.values())
    assert 0 < read_card(folder)["data"]["unlabelled"] < 20, "the archive's articles of held-out outlets stay out, too"
    held = set(read_card(folder)["notes"]["hold_out"]["rows"])
    with app.store.read() as tx:
        rows = office_examples(tx.labels.standing())
    outlets = {e.outlet for e in rows if row_key(e) in held}
    assert done["gate"]["hold_out"]["mode"] == "held_out" and held
    assert not held & trained_on(folder) and {row_key(e) for e in rows if e.outlet in outlets} == held
    office_set = next(one for one in done["gate"]["sets"] if one["name"] == "office")
    assert office_set["candidate"] == {"fair": len(held), "by_its_folds": 0} == office_set["champion"]
    app.store.close()


def test_an_unjudged_or_refused_candidate_needs_an_override_with_a_reason(few: App) -> None:
    version = candidate(few)
    first = champion_folder(few.settings)
    assert first is not None
    with few.store.begin() as tx:
        refusal = {"passed": False, "state": "refused", "reasons": [{"vi": "kém hơn", "en": "worse on religion"}]}
        tx.models.judge("topics", version, "test", {**refusal, "against": first.name}, few.clock())
    with pytest.raises(Conflict, match="worse on religion"):
        promote(few, "candidate", "lan", "thử")
    assert champion_folder(few.settings) == first
    refused = DeskServices(few).promote_model(version, "lan", "thử", "")
    assert refused is not None and "worse on religion" in refused.en
    assert DeskServices(few).promote_model(version, "lan", "thử", "đã đọc từng chỗ sai") is None
    with few.store.read() as tx:
        entry = tx.models.log("topics")[0]
    assert entry.gate["override"] == "đã đọc từng chỗ sai" and entry.actor == "lan"
    assert champion_folder(few.settings) == topics_folder(few.settings) / version
    with pytest.raises(Conflict, match="in charge already"):
        promote(few, "champion", "lan", "lần nữa")
    assert topic_model(few.settings).version == version, "the next pass uses it"
    assert rollback(few, "lan", "trở lại") == first.name


def test_a_damaged_candidate_is_never_put_in_charge(few: App) -> None:
    version = judge_again(few, "candidate" if candidate_left(few) else last_promoted(few), "lan")["version"]
    path = topics_folder(few.settings) / version / "model.skops"
    content = path.read_bytes()
    path.write_bytes(content + b"\0")
    try:
        with pytest.raises(RegistryError, match="hash"):
            promote(few, version, "lan", "thử", override="thử")
        refusal = DeskServices(few).promote_model(version, "lan", "thử", "thử")
        assert refusal is not None and "mã băm" in refusal.vi
        with few.store.read() as tx:
            champion = tx.models.champion("topics")
        assert champion is not None and champion.version != version
    finally:
        path.write_bytes(content)


def candidate_left(app: App) -> bool:
    with app.store.read() as tx:
        promoted = {entry.version for entry in tx.models.log("topics") if entry.action == "promote"}
        return any(row.version not in promoted for row in tx.models.list("topics"))


def last_promoted(app: App) -> str:
    with app.store.read() as tx:
        return next(e.version for e in tx.models.log("topics") if e.action == "promote")


def test_the_console_shows_evaluates_compares_and_logs(few: App, tmp_path: Path) -> None:
    data = few.settings.data_dir
    version = last_promoted(few)
    status, out, err = call(data, "models", "show", version, "--json")
    shown = json.loads(out)
    assert status == 0, err
    religion = shown["verdict"]["candidate"]["written"]["religion"]
    assert {"precision", "recall", "f1", "average_precision", "brier", "ece", "abstention"} <= set(religion)
    assert religion["intervals"]["f1"]["low"] <= religion["f1"] <= religion["intervals"]["f1"]["high"]
    assert all({"title", "lead", "said", "label"} <= set(one) for one in religion["confusions"])
    status, out, _ = call(data, "models", "compare", "champion", version, "--json")
    assert status == 0 and {"written", "office"} == set(json.loads(out)["sets"])
    path = tmp_path / "rows.jsonl"
    rows = [
        {"id": "1", "title": "Giáo hoàng cử hành thánh lễ cho giáo dân", "topics": ["religion"]},
        {"id": "2", "title": "Giá xăng giảm nhẹ trong phiên chiều", "topics": []},
    ]
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    path.write_text("\n".join([*lines, '{"id": "3", "title": "x", "topics": "religion"}', "{"]), encoding="utf-8")
    status, out, err = call(data, "models", "evaluate", str(path), "--json")
    found = json.loads(out)
    assert set(found["topics"]) == {"religion"} and found["macro_f1"] == 1.0 and found["rows"] == 2
    assert status == 1 and [line[0] for line in found["lines_not_used"]] == ["3", "4"] and "line 3" in err
    status, out, _ = call(data, "models", "log", "--json")
    assert {line["action"] for line in json.loads(out)} >= {"judge", "promote", "rollback"}
    status, _, err = call(data, "models", "promote", "m-none", "--reason", "x")
    assert status == 2 and "không có" in err and "there is no" in err


def test_fakes_from_some_pages_stop_training_on_the_console(tmp_path: Path) -> None:
    app = opened(tmp_path, clock())
    topic = Topic("fake", Bilingual("tin giả", "fake news"), Bilingual("tin giả", "fake news"), ("x",), ("y",))
    pages, papers = ("trang-giat-gan", "goc-chuyen-la"), ("bao-song-hong", "nhat-bao-cang")
    base = Example("", "", "", frozenset())
    rows = []
    for n in range(48):
        fake = n % 2 == 0
        title = f"Uống nước lá số {n} {'chữa dứt mọi bệnh' if fake else 'không thay được thuốc'}"
        e = replace(base, id=str(n), title=title, topics=frozenset(["fake"]) if fake else frozenset())
        rows.append((e, (pages if fake else papers)[n // 2 % 2]))
    with app.store.begin() as tx:
        tx.topics.save(topic, app.clock())
    fill(app, rows, topics=["fake"])
    with app.store.read() as tx:
        before = [m.version for m in tx.models.list("topics")]
    app.store.close()
    status, out, err = call(app.settings.data_dir, "train", "topics")
    assert status == 1 and out == ""
    assert "dừng huấn luyện" in err and "training stopped" in err
    assert all(name in err for name in (*pages, *papers)) and "AUC" in err and "who wrote" in err and "ai viết" in err
    again = opened(app.settings.data_dir, clock())
    with again.store.read() as tx:
        assert [m.version for m in tx.models.list("topics")] == before
    again.store.close()
