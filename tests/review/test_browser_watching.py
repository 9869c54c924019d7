"""Watching the model in a real browser: charts with names, an alarm seen, and a burst that becomes a topic."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, expect

from models.records import LabelRecord, TopicScores
from models.store import Store
from models.times import week_bounds, week_of
from pipeline.watching import report
from tests.models.samples import page as a_page
from tests.review.material import NOW, Office
from tests.review.test_browser import Opener, sign_in

pytestmark = pytest.mark.browser

SUBJECT = "sạt lở bờ kè"


@pytest.fixture
def open_page(browser: Browser, desk_url: str, store: Store, office: Office) -> Iterator[Opener]:
    nine_weeks(store, office)
    opener = Opener(browser, desk_url)
    yield opener
    opener.close()
    assert opener.complaints == []


def nine_weeks(store: Store, office: Office) -> None:
    """Nine weeks of articles, the last with a swollen topic; blind answers to some; a burst of three stories."""
    end, dice = week_bounds(week_of(NOW))[0], random.Random(3)
    burst: list[dict[str, object]] = []
    with store.begin() as tx:
        outlet = tx.outlets.list()[0].outlet.id
        tx.models.register("topics", "m1", "topics/m1", "0" * 64, {"thresholds": {"religion": 0.5}}, NOW)
        for week in range(9):
            for n in range(110):
                at = end - timedelta(weeks=9 - week) + timedelta(minutes=80 * n)
                page = a_page(week * 1000 + n, f"Tin số {week * 1000 + n} ở làng Hạ.", published_at=at)
                article = tx.articles.save(page, outlet_id=outlet, entry=None, first_seen=at, archive=False).article_id
                tagged = dice.random() < (0.4 if week == 8 else 0.15)
                scores = TopicScores("x", {"religion": 0.9 if tagged else 0.05}, ("religion",) if tagged else (), ())
                tx.tags.set_model(article, scores, "m1", at)
                if n < 30:
                    label = LabelRecord(str(article), "religion", tagged or n == 7, "lan", at, "audit", "m1", 0.9 if tagged else 0.05)
                    tx.labels.add(label)
                if week == 8 and n >= 107:
                    burst.append({"article_id": article, "title": f"Sạt lở bờ kè số {n}", "outlet": outlet, "summary": ""})
        data = {"outlets": 3, "usual": 0.0, "p": 0.001, "days": {"2026-11-18": 2, "2026-11-19": 1}, "articles": burst}
        tx.watching.note_emerging([SUBJECT], 3, data, NOW)
        made = report.build(tx, ["religion"], NOW)
        tx.watching.save(report.monday(made), made, NOW)
        for kind, topic, detail in report.alarms(made):
            tx.watching.alarm(report.monday(made), kind, topic, detail, NOW)


def test_an_analyst_sees_the_alarm_first_reads_the_figures_and_marks_it_seen(open_page: Opener, store: Store) -> None:
    page = open_page()
    sign_in(page, "analyst")
    page.get_by_role("link", name=re.compile("cảnh báo chờ xem")).click()
    expect(page.get_by_role("heading", name="Chất lượng ước lượng theo tuần")).to_be_visible()
    for figure in ("Tỉ lệ bài", "Độ chính xác", "Độ bao phủ"):
        expect(page.get_by_role("img", name=re.compile(f"^{figure}, .*theo tuần")).first).to_be_visible()
    page.get_by_text("Số liệu dạng bảng").click()
    assert page.get_by_role("row", name=re.compile("Độ bao phủ")).get_by_role("cell").count() >= 9
    before = page.get_by_role("button", name="Đã xem").count()
    assert before >= 1
    page.get_by_role("button", name="Đã xem").first.click()
    page.wait_for_url(re.compile("said="))
    assert page.get_by_role("button", name="Đã xem").count() == before - 1
    with store.read() as tx:
        assert [row.acknowledged_by for row in tx.watching.alarms(waiting=False)].count("analyst") == 1


def test_a_burst_becomes_a_topic(open_page: Opener, store: Store) -> None:
    page = open_page(width=390)
    sign_in(page, "analyst")
    page.goto("/emerging")
    expect(page.get_by_role("heading", name=SUBJECT)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    for box in page.locator("input[name=article]").all()[:2]:
        box.check()
    for label, text in (
        ("Mã", "landslides"),
        ("Tên tiếng Việt", "Sạt lở"),
        ("Tên tiếng Anh", "Landslides"),
        ("Định nghĩa tiếng Việt", "Đất, bờ sông, bờ kè sạt lở."),
        ("Định nghĩa tiếng Anh", "Ground, banks and dykes that give way."),
    ):
        page.get_by_label(label, exact=True).fill(text)
    page.get_by_role("button", name="Tạo chủ đề").click()
    page.wait_for_url(re.compile("said="))
    with store.read() as tx:
        assert tx.topics.get("landslides").topic.keywords == (SUBJECT,)
        assert [row.view for row in tx.labels.answers("landslides")] == ["emerging"] * 2
