"""Labelling in a real browser: by keyboard, on a narrow screen, and once without script."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from models.records import TopicScores
from models.store import Store
from tests.review.material import NOW, Office
from tests.review.test_browser import Opener, sign_in

pytestmark = pytest.mark.browser


@pytest.fixture
def open_page(browser: Browser, desk_url: str, store: Store, office: Office) -> Iterator[Opener]:
    with store.begin() as tx:
        tx.tags.set_model(office.quiet, TopicScores("x", {"east_sea": 0.1, "religion": 0.4}, (), ("religion",)), "m1", NOW)
    opener = Opener(browser, desk_url)
    yield opener
    opener.close()
    assert opener.complaints == []


def said(store: Store) -> list[tuple[str, str, bool, str]]:
    with store.read() as tx:
        return [(r.label.article_id, r.label.topic, r.label.value, r.label.view) for r in tx.labels.export()]


def test_labels_by_keyboard(open_page: Opener, store: Store, office: Office) -> None:
    page = open_page()
    sign_in(page, "analyst")
    page.goto("/labels/next?view=uncertain&topic=religion")
    expect(page.locator("#progress")).to_contain_text("còn 2 bài")
    religion = page.locator("[data-topic]").nth(1)
    page.keyboard.press("2")
    expect(religion.get_by_label("Có", exact=True)).to_be_checked()
    page.keyboard.press("2")
    expect(religion.get_by_label("Không", exact=True)).to_be_checked()
    page.keyboard.press("2")
    expect(religion.get_by_label("Để trống")).to_be_checked()
    page.keyboard.press("2")
    page.keyboard.press("x")
    expect(page.locator("[data-topic]").nth(0).get_by_label("Không", exact=True)).to_be_checked()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(rf"last={office.wrong}"))
    assert said(store) == [(str(office.wrong), "east_sea", False, "uncertain"), (str(office.wrong), "religion", True, "uncertain")]
    expect(page.get_by_role("heading", name="Chợ Hạ mở lại")).to_be_visible()
    page.keyboard.press("u")
    expect(page.get_by_role("status")).to_contain_text("Đã hoàn tác")
    assert said(store) == []
    page.keyboard.press("s")
    expect(page.get_by_role("heading", name="Chợ Hạ mở lại")).to_be_visible()
    # A click on a choice, then Enter from there: saved once, not twice.
    page.locator("[data-topic]").nth(1).get_by_label("Không", exact=True).check()
    page.keyboard.press("Enter")
    expect(page.locator(".empty")).to_contain_text("Không còn bài nào")
    assert said(store) == [(str(office.quiet), "religion", False, "uncertain")]


def test_labels_without_script_and_on_a_narrow_screen(open_page: Opener, store: Store, office: Office) -> None:
    page = open_page(script=False, width=390)
    sign_in(page, "analyst")
    page.goto("/labels")
    page.get_by_role("button", name="Gán nhãn").first.click()
    page.wait_for_url("**/labels/next?**")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.locator("[data-topic]").nth(0).get_by_label("Có", exact=True).check()
    page.get_by_role("button", name=re.compile("^Lưu")).click()
    page.wait_for_url(re.compile("last="))
    assert len(said(store)) == 1
