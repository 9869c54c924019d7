"""The pages of watching: figures, alarms to acknowledge, and a subject that becomes a topic with its examples."""

from __future__ import annotations

from datetime import date

import pytest
from fastapi import FastAPI

from config.settings import Settings
from models.store import Store
from pipeline.watching import report
from review.charts import HEIGHT, line
from tests.review import material
from tests.review.desk import app_of, signed_in
from tests.review.material import NOW, Office


@pytest.fixture
def office(store: Store) -> Office:
    return material.build(store)


@pytest.fixture
def app(store: Store, office: Office) -> FastAPI:
    return app_of(store, Settings())


def noted(store: Store, office: Office) -> int:
    articles = [
        {"article_id": n, "title": f"Bài {n}", "outlet": "ban_mai", "day": "2026-11-19", "story": f"s{n}", "summary": ""}
        for n in (office.wrong, office.quiet)
    ]
    data = {"outlets": 3, "usual": 0.5, "p": 0.001, "days": {"2026-11-19": 6}, "articles": articles}
    with store.begin() as tx:
        found = tx.watching.note_emerging(["sạt lở bờ kè"], 6, data, NOW)
    assert found is not None
    return found


def test_without_a_report_the_page_says_so_and_computes_on_demand(app: FastAPI, store: Store) -> None:
    client = signed_in(app, "analyst")
    assert "Chưa có báo cáo" in client.get("/watching").text
    assert client.post("/watching/now", {}).status_code == 303
    with store.read() as tx:
        assert "watch" in [job.kind for job in tx.jobs.list(5)]


def test_alarms_stand_on_the_first_page_until_somebody_has_seen_them(app: FastAPI, store: Store) -> None:
    with store.begin() as tx:
        made = report.build(tx, ["religion"], NOW)
        tx.watching.save(report.monday(made), made, NOW)
        detail = {"value": 0.4, "centre": 0.1, "low": 0.05, "high": 0.15}
        tx.watching.alarm(date(2026, 11, 9), "share", "religion", detail, NOW)
        (alarm,) = tx.watching.alarms(waiting=True)
    client = signed_in(app, "analyst")
    assert "1 cảnh báo" in client.get("/").text
    text = client.get("/watching").text
    assert "40,0 %" in text and "[5,0 %; 15,0 %]" in text and "quá ít để nói" in text
    client.post(f"/watching/{alarm.id}/acknowledge", {})
    assert "1 cảnh báo" not in client.get("/").text
    assert "analyst" in client.get("/watching").text
    assert "Mô hình có" not in signed_in(app, "leader").get("/").text


def test_a_subject_becomes_a_topic_with_its_first_examples(app: FastAPI, store: Store, office: Office) -> None:
    subject = noted(store, office)
    client = signed_in(app, "analyst")
    assert "sạt lở bờ kè" in client.get("/emerging").text
    fields = {"id": "landslides", "name_vi": "Sạt lở", "name_en": "Landslides", "vi": "Sạt lở đất", "en": "Landslides"}
    one = client.post(f"/emerging/{subject}/name", fields | {"article": str(office.wrong)})
    assert one.status_code == 422 and "ít nhất hai bài" in one.text and 'value="landslides"' in one.text
    both = [str(office.wrong), str(office.quiet)]
    assert client.post(f"/emerging/{subject}/name", fields | {"id": "Sạt lở", "article": both}).status_code == 422
    assert client.post(f"/emerging/{subject}/name", fields | {"id": "religion", "article": both}).status_code == 422
    assert client.post(f"/emerging/{subject}/name", fields | {"article": both, "keywords": "bờ kè, sạt lở"}).status_code == 303
    with store.read() as tx:
        topic = tx.topics.get("landslides").topic
        labels = [row for row in tx.labels.answers("landslides") if row.value]
    assert topic.keywords == ("bờ kè", "sạt lở") and len(topic.examples) == 2
    assert {row.article_id for row in labels} == {office.wrong, office.quiet}
    assert {row.view for row in labels} == {"emerging"} and {row.by for row in labels} == {"analyst"}
    assert "thành chủ đề landslides" in client.get("/emerging").text


def test_a_subject_is_dismissed_with_a_reason(app: FastAPI, store: Store, office: Office) -> None:
    subject = noted(store, office)
    client = signed_in(app, "analyst")
    assert client.post(f"/emerging/{subject}/dismiss", {"reason": ""}).status_code == 422
    assert client.post(f"/emerging/{subject}/dismiss", {"reason": "thời tiết"}).status_code == 303
    assert "bỏ qua: thời tiết" in client.get("/emerging").text
    assert client.post(f"/emerging/{subject}/dismiss", {"reason": "nữa"}).status_code == 404


def test_a_line_breaks_where_nothing_is_known() -> None:
    drawn = line([0.1, None, 0.2, 0.3], 0.0, 0.4)
    assert len(drawn.runs) == 2 and drawn.last is not None
    assert drawn.band is not None and 0 <= drawn.band[0] <= HEIGHT and drawn.band[1] > 0
    assert line([None, None]).runs == () and line([None]).last is None
