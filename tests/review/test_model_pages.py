"""The pages of models: the gate's verdict with its figures and mistakes, and no promotion past it without a reason."""

from __future__ import annotations

import os
from typing import Any

import numpy as np
import pytest
from fastapi import FastAPI
from playwright.sync_api import expect

from classifier.topics.model import TopicModel, load_model
from classifier.training.evaluate import report
from classifier.training.examples import gate_examples
from classifier.training.gate import OFFICE, WRITTEN, Evidence, judge
from classifier.training.topics import STARTING
from classifier.training.unseen import says
from config.topics import CORE
from models.records import Bilingual
from models.store import Store
from review.verdicts import PLOT, points, sets_of, state_of
from tests.review.desk import signed_in
from tests.review.material import NOW, Office
from tests.review.test_browser import Opener, open_page, sign_in

__all__ = ["open_page"]  # a fixture


@pytest.fixture(scope="module")
def verdict() -> dict[str, Any]:
    """What the gate says of a candidate that forgot religion: a real verdict over the written items."""
    champion = load_model(STARTING)
    weights = champion.weights.copy()
    weights[champion.topics.index("religion")] *= np.float32(0.1)
    candidate = TopicModel(
        champion.topics, weights, champion.bias, champion.rules, champion.concepts, champion.idf, "m2"
    )
    rows = gate_examples()
    few = tuple(rows[:12])
    rule = Bilingual("nhãn để riêng", "held out")
    sets = [
        Evidence(name, some, says(candidate, some), says(champion, some), rule)
        for name, some in ((WRITTEN, rows), (OFFICE, few))
    ]
    result = judge(candidate, champion, sets)

    def reports(side: str) -> dict[str, Any]:
        return {s.name: {r.topic: r.as_row() for r in report(getattr(s, side), s.examples, CORE)} for s in sets}

    about = [
        {"name": s.name, "rows": len(s.examples), "candidate": {"fair": len(s.examples), "by_its_folds": 0}}
        for s in sets
    ]
    return {
        **result.as_row(),
        "against": "m1",
        "hold_out": {"mode": "held_out", "vi": rule.vi, "en": rule.en},
        "sets": about,
        "candidate": reports("candidate"),
        "champion": reports("champion"),
    }


@pytest.fixture
def judged(store: Store, office: Office, verdict: dict[str, Any]) -> Store:
    with store.begin() as tx:
        for version in ("m1", "m2", "m3"):
            figures = {"items": 9, "positives": 4, "precision": 0.5, "recall": 0.5, "f1": 0.517, "brier": 0.2, "ece": 0.1}
            by_time = {"religion": {**figures, "average_precision": None}, "east_sea": None}
            says = {"topic": "religion", "says_vi": "quá ít nhãn có tên báo để biết", "says_en": "too few labels"}
            metrics = {"out_of_fold": {"religion": None, "east_sea": None}, "by_time": by_time}
            card = {"metrics": metrics, "confounding": [says]}
            tx.models.register("topics", version, f"topics/{version}", "0" * 64, card, NOW)
        tx.models.promote("topics", "m1", "first start", "the first model", NOW)
        tx.models.judge("topics", "m2", "training", verdict, NOW)
    return store


def test_a_refused_candidate_says_why_and_needs_a_reason_to_pass(app: FastAPI, judged: Store) -> None:
    client = signed_in(app, "analyst")
    text = client.get("/models").text
    assert "không đạt" in text and "religion: F1 giảm từ" in text and "chưa xét" in text
    refused = client.post("/models/topics/m2/promote", {"reason": "tốt hơn"})
    assert refused.status_code == 422 and "m2 không qua cửa kiểm tra" in refused.text
    unjudged = client.post("/models/topics/m3/promote", {"reason": "tốt hơn"})
    assert unjudged.status_code == 422 and "doichieu models judge m3" in unjudged.text
    with judged.read() as tx:
        champion = tx.models.champion("topics")
    assert champion is not None and champion.version == "m1"
    passed = client.post("/models/topics/m2/promote", {"reason": "thử", "override": "đã đọc từng <b>chỗ sai</b>"})
    assert passed.status_code == 303
    text = client.get("/models").text
    assert "Vượt cửa kiểm tra:" in text and "đã đọc từng &lt;b&gt;chỗ sai&lt;/b&gt;" in text
    again = client.post("/models/topics/m2/promote", {"reason": "nữa", "override": "nữa"})
    assert again.status_code == 422 and "đang được dùng rồi" in again.text
    assert client.post("/models/topics/rollback", {"reason": "kém"}).status_code == 303
    assert client.post("/models/topics/rollback", {"reason": "kém"}).status_code == 422


def test_the_page_of_a_model_shows_figures_plots_and_mistakes(app: FastAPI, judged: Store) -> None:
    client = signed_in(app, "analyst")
    text = client.get("/models/topics/m2").text
    for word in ("Thu hồi", "Brier", "ECE", "McNemar", "khoảng 95 %", "p &lt; 0,001", "quá ít để biết", "kém hơn", "Nhãn để riêng", "chưa đo được",
                 "0,517", "quá ít nhãn có tên báo để biết"):  # fmt: skip
        assert word in text, word
    assert text.count('role="img"') >= 6 and "chỗ sai nặng nhất" in text
    assert client.get("/models/topics/m9").status_code == 404
    assert client.get("/models/other/m2").status_code == 404
    assert "doichieu models judge m3" in client.get("/models/topics/m3").text


def test_training_may_try_the_archive(app: FastAPI, judged: Store) -> None:
    client = signed_in(app, "analyst")
    client.post("/models/train", {"archive": "yes"})
    with judged.read() as tx:
        (job,) = [job for job in tx.jobs.list(5) if job.kind == "train"]
    assert job.payload == {"archive": True}


def test_only_who_analyses_may_promote(app: FastAPI, judged: Store) -> None:
    for role in ("reviewer", "leader"):
        client = signed_in(app, role)
        assert client.get("/models/topics/m2").status_code == 403
        assert client.post("/models/topics/m2/promote", {"reason": "x", "override": "y"}).status_code == 403


def test_a_mistake_on_an_article_of_the_office_leads_to_it(verdict: dict[str, Any]) -> None:
    figures = {"confusions": [{"id": "office-7", "title": "t", "lead": "l", "outlet": "o", "said": 0.9, "label": False}]}
    (one,) = sets_of({"candidate": {"office": {"religion": figures}}})
    assert one.topics[0].mistakes[0].article_id == 7
    written = next(one for one in sets_of(verdict) if one.name == "written")
    assert all(m.article_id is None for row in written.topics for m in row.mistakes)
    assert state_of(None) == "unjudged" and state_of({"passed": True}) == "passed" and sets_of(None) == ()


def test_points_of_the_plot_lie_where_their_figures_say() -> None:
    bars = [{"said": 0.25, "was": 0.5, "items": 9}, {"said": 1.0, "was": 1.0, "items": 1}]
    first, second = points(bars)
    assert (first.x, first.y) == (0.25 * PLOT, 0.5 * PLOT) and (second.x, second.y) == (PLOT, 0)
    assert first.radius > second.radius


def test_the_page_of_a_model_in_a_browser(open_page: Opener, judged: Store) -> None:
    for width in (390, 1280):
        page = open_page(width=width)
        sign_in(page, "analyst")
        page.goto("/models")
        page.get_by_role("link", name="topics m2").click()
        expect(page.get_by_role("heading", name="topics m2")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.locator('svg[role="img"] circle').count() > 6
        if folder := os.environ.get("DOICHIEU_SCREENSHOTS"):
            page.screenshot(path=f"{folder}/model-{width}.png", full_page=True)
            page.goto("/models")
            page.screenshot(path=f"{folder}/models-{width}.png", full_page=True)
