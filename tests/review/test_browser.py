"""The desk in a real browser, by keyboard, and once without script."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from models.records import Verdict
from models.rows import AlertState
from models.store import Store
from tests.review import material
from tests.review.material import PASSWORD, Office
from tests.review.test_claims import NODE, suggest

pytestmark = pytest.mark.browser

NEW = "chín con trâu trắng"


@pytest.fixture
def open_page(browser: Browser, desk_url: str) -> Iterator[Opener]:
    opener = Opener(browser, desk_url)
    yield opener
    opener.close()
    assert opener.complaints == []


class Opener:
    """Opens pages in fresh profiles and collects what the browser complains of (CSP breaches among them)."""

    def __init__(self, browser: Browser, url: str):
        self._browser = browser
        self.url = url
        self.complaints: list[str] = []
        self._contexts: list[object] = []

    def __call__(self, *, script: bool = True, width: int = 1280) -> Page:
        context = self._browser.new_context(
            java_script_enabled=script, viewport={"width": width, "height": 900}, base_url=self.url
        )
        context.set_default_timeout(10_000)
        self._contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on(
            "console",
            lambda message: self.complaints.append(message.text) if "Content Security" in message.text else None,
        )
        return page

    def close(self) -> None:
        for context in self._contexts:
            context.close()  # type: ignore[attr-defined]


def sign_in(page: Page, name: str, password: str = PASSWORD) -> None:
    page.goto("/sign-in")
    page.get_by_label("Tên đăng nhập").fill(name)
    page.get_by_label("Mật khẩu").fill(password)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/(password)?$"))


def test_a_morning_by_keyboard_from_the_first_password_to_undo(
    open_page: Opener, store: Store, office: Office
) -> None:
    page = open_page()
    sign_in(page, "fresh")
    expect(page.get_by_role("heading", name="Đổi mật khẩu")).to_be_visible()
    for label, text in (("Mật khẩu hiện tại", PASSWORD), ("Mật khẩu mới", NEW), ("Nhập lại mật khẩu mới", NEW)):
        page.get_by_label(label, exact=True).fill(text)
    page.keyboard.press("Enter")
    page.wait_for_url("**/?said=password")

    page.goto("/queue")
    page.keyboard.press("j")
    expect(page.locator("li.current .title")).to_have_text(material.TITLE_WRONG)
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("o")
    page.wait_for_url(f"**/alerts/{office.alert}")
    expect(page.locator("article mark")).to_have_text("1.200 chuyến tàu")
    expect(page.locator(".proof mark")).to_have_text("120 chuyến tàu")

    page.keyboard.press("1")  # nothing ticked yet
    expect(page.get_by_role("alert")).to_contain_text("đánh dấu ít nhất một bằng chứng")
    page.keyboard.press("e")
    page.keyboard.press("n")
    page.keyboard.type("Báo cáo tháng ghi 120; phím 2 trong ghi chú không được là kết luận")
    page.keyboard.press("Escape")
    page.keyboard.press("1")
    expect(page.get_by_role("status")).to_contain_text("Đã ghi kết luận")
    expect(page.locator(".history").first).to_contain_text("Báo cáo tháng ghi 120")
    with store.begin(write=False) as tx:
        assert tx.alerts.row(office.alert).confirmations == 1

    page.keyboard.press("u")
    expect(page.get_by_role("status")).to_contain_text("Đã hoàn tác")
    expect(page.locator(".history del").first).to_have_text("Sai lệch")
    with store.begin(write=False) as tx:
        assert tx.alerts.row(office.alert).confirmations == 0
        assert [d.verdict for d in tx.decisions.of_alert(office.alert)] == [Verdict.DISTORTION, None]
    page.keyboard.press("j")
    page.wait_for_url(re.compile(rf"/alerts/(?!{office.alert}\b)\d+"))
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.wait_for_url("**/search")


def test_two_reviewers_confirm(open_page: Opener, store: Store, office: Office) -> None:
    for name, said in (("reviewer", "chờ người thứ hai"), ("second", "đã xác nhận")):
        page = open_page()
        sign_in(page, name)
        page.goto(f"/alerts/{office.alert}")
        page.get_by_label("Tôi đã kiểm tra bằng chứng").check()
        page.get_by_role("button", name="Sai lệch").click()
        expect(page.locator(".head")).to_contain_text(said)
    with store.begin(write=False) as tx:
        row = tx.alerts.row(office.alert)
    assert (row.state, row.confirmed) == (AlertState.DECIDED, True)


def test_search_without_diacritics(open_page: Opener, office: Office) -> None:
    page = open_page()
    sign_in(page, "leader")
    page.goto("/search")
    page.keyboard.press("/")
    page.keyboard.type("bien dong")
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 bài", exact=True)).to_be_visible()
    expect(page.locator(".rows .title")).to_have_text(material.TITLE_WRONG)
    expect(page.locator(".rows .why mark").first).to_contain_text("Biển")


def test_the_administrator_looks_after_the_sources(open_page: Opener, store: Store, office: Office) -> None:
    page = open_page()
    sign_in(page, "administrator")
    page.goto("/sources")
    first = page.locator("tbody tr").first
    expect(first).to_contain_text("Báo Sông Lam")
    expect(first).to_contain_text("http_5xx")
    page.get_by_role("button", name="Đọc ngay Báo Sông Lam").click()
    expect(page.get_by_role("status")).to_contain_text("Đã xếp việc đọc nguồn")
    page.get_by_role("button", name="Tạm dừng Báo Sông Lam").click()
    expect(page.get_by_role("status")).to_contain_text("Đã tạm dừng")
    page.get_by_role("link", name="Thêm cơ quan báo chí").click()
    page.get_by_label("Địa chỉ").fill("https://www.facebook.com/trang.nao.do")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    with store.begin(write=False) as tx:
        assert [job.kind for job in tx.jobs.list()] == ["poll_source"]


def test_an_analyst_confirms_a_reference(open_page: Opener, store: Store, office: Office) -> None:
    page = open_page()
    sign_in(page, "analyst")
    page.goto("/references?q=cang+van+sa")
    page.keyboard.press("j")
    page.keyboard.press("o")
    page.get_by_label("Nơi đã đọc văn bản").fill("https://cang.example/bao-cao-10")
    page.get_by_role("button", name="Xác nhận bản này").click()
    expect(page.get_by_role("status")).to_contain_text("Đã xác nhận tư liệu")
    with store.begin(write=False) as tx:
        assert tx.references.get("harbour_ships_october").reference.checked


def test_a_suggested_claim_is_refused_and_a_file_of_claims_brought_in(
    open_page: Opener, store: Store, office: Office
) -> None:
    claim = suggest(store, office.wrong)
    page = open_page(script=False)
    sign_in(page, "analyst")
    page.goto(f"/articles/{office.wrong}")
    page.get_by_role("button", name="Không phải điều này").click()
    expect(page.get_by_text("analyst nói không liên quan")).to_be_visible()
    with store.begin(write=False) as tx:
        assert tx.claims.refused(office.wrong) == {claim}
    page.get_by_role("link", name="Kiểm chứng", exact=True).click()
    body = json.dumps({**NODE, "url": "https://check.example/2"}).encode()
    page.get_by_label("Nhập tệp ClaimReview").set_input_files({"name": "a.json", "mimeType": "application/json", "buffer": body})
    page.get_by_role("button", name="Nhập", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("Mới 1")


def test_deciding_and_undoing_without_script(open_page: Opener, store: Store, office: Office) -> None:
    page = open_page(script=False)
    sign_in(page, "reviewer")
    page.get_by_role("link", name="Hàng đợi", exact=True).click()
    page.get_by_role("link", name=material.TITLE_WRONG).click()
    page.get_by_label("Ghi chú").fill("không có script")
    page.get_by_label("Tôi đã kiểm tra bằng chứng").check()
    page.get_by_role("button", name="Sai lệch").click()
    expect(page.locator(".history").first).to_contain_text("không có script")
    page.get_by_role("button", name="Hoàn tác").click()
    expect(page.locator(".history del").first).to_have_text("Sai lệch")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", name="Decision history")).to_be_visible()


def test_the_phone_has_a_menu_and_no_sideways_scrolling(open_page: Opener, office: Office) -> None:
    page = open_page(width=390)
    sign_in(page, "leader")
    alert = f"/alerts/{office.alert}"
    for path in ("/", "/queue", alert, "/search?q=cang", "/digests/2026-W47", "/references", "/claims", "/help"):
        page.goto(path)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, path
    expect(page.get_by_role("link", name="Bản tin", exact=True)).to_be_hidden()
    page.locator(".menu-label").click()
    page.get_by_role("link", name="Bản tin", exact=True).click()
    page.get_by_role("link", name="tuần 47 năm 2026, đến nay").click()
    expect(page.get_by_role("heading", name="Trong năm dòng")).to_be_visible()


def test_headings_labels_and_landmarks(open_page: Opener, office: Office) -> None:
    """The structural part of WCAG that can be read off every page: names, labels, one main, one h1."""
    page = open_page()
    sign_in(page, "administrator")
    for path in (
        "/", "/queue", f"/alerts/{office.alert}", f"/articles/{office.wrong}", "/search", "/sources", "/references",
        "/references/new", "/references/bulk", "/references/harbour_ships_october", "/claims", "/users", "/labels", "/models", "/digests/2026-W47", "/jobs", "/audit", "/settings", "/help",
        f"/stories/{office.story}", "/topics", "/outlets/new", "/password",
    ):  # fmt: skip
        page.goto(path)
        found = page.evaluate(
            """() => {
              const named = (e) => (e.getAttribute('aria-label') || e.textContent || '').trim();
              const labelled = (e) => e.labels?.length || e.getAttribute('aria-label');
              const fields = [...document.querySelectorAll('input:not([type=hidden]), select, textarea')];
              const ids = [...document.querySelectorAll('[id]')].map((e) => e.id);
              return {
                h1: document.querySelectorAll('main h1').length,
                main: document.querySelectorAll('main').length,
                nameless: [...document.querySelectorAll('a, button')].filter((e) => !named(e)).length,
                unlabelled: fields.filter((e) => !labelled(e)).map((e) => e.name),
                doubled: ids.filter((id, n) => ids.indexOf(id) !== n),
                tables: [...document.querySelectorAll('table')].filter((t) => !t.caption).length,
              };
            }"""
        )
        wanted = {"h1": 1, "main": 1, "nameless": 0, "unlabelled": [], "doubled": [], "tables": 0}
        assert found == wanted, path
