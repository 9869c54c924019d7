"""Two reviewers at once, each in a browser of their own, on one desk."""

from __future__ import annotations

from datetime import timedelta

from playwright.sync_api import Page, expect

from models.records import Verdict
from models.rows import AlertState
from models.store import Store
from tests.review import material
from tests.review.material import Office
from tests.review.test_browser import Opener, open_page, pytestmark, sign_in  # noqa: F401


def look(page: Page) -> None:
    """The person comes back to the window: the page asks at once."""
    page.evaluate("window.dispatchEvent(new Event('focus'))")


def test_two_reviewers_see_each_other_and_never_decide_unknowingly(
    open_page: Opener, store: Store, office: Office  # noqa: F811
) -> None:
    first, second = open_page(), open_page()
    sign_in(first, "reviewer")
    sign_in(second, "second")
    second.goto("/queue")
    first.goto(f"/alerts/{office.alert}")
    row = second.locator(f"[data-alert='{office.alert}']")
    with second.expect_response("**/queue/live*"):
        look(second)
    expect(row.locator("[data-live]")).to_have_text("reviewer đang đọc")

    second.goto(f"/alerts/{office.alert}")
    expect(second.locator("[data-readers]")).to_contain_text("reviewer cũng đang đọc")
    with first.expect_response("**/reading"):
        look(first)
    expect(first.locator("[data-readers]")).to_contain_text("second cũng đang đọc")

    second.keyboard.press("n")
    second.keyboard.type("tôi thấy hai con số đều có trong báo cáo")
    second.keyboard.press("Escape")
    first.keyboard.press("e")
    first.keyboard.press("1")
    expect(first.get_by_text("Đã ghi kết luận")).to_be_visible()

    # Before the page has heard of it: the desk refuses, says who, and keeps the note.
    second.keyboard.press("2")
    expect(second.locator(".refused").first).to_contain_text("reviewer vừa kết luận: Sai lệch.")
    expect(second.locator("#note")).to_have_value("tôi thấy hai con số đều có trong báo cáo")
    with store.read() as tx:
        assert len(tx.decisions.of_alert(office.alert)) == 1

    # Now knowingly. The first one's page, still open, hears of it and is looked at anew by one key.
    second.keyboard.press("e")
    second.keyboard.press("1")
    expect(second.locator(".head")).to_contain_text("đã xác nhận")
    look(first)
    told = first.locator("[data-changed]")
    expect(told).to_contain_text("second vừa kết luận: Sai lệch.")
    first.keyboard.press("r")
    expect(first.locator(".head")).to_contain_text("đã xác nhận")
    with store.read() as tx:
        alert = tx.alerts.row(office.alert)
        verdicts = [d.verdict for d in tx.decisions.of_alert(office.alert)]
    assert (alert.state, alert.confirmed, verdicts) == (AlertState.DECIDED, True, [Verdict.DISTORTION] * 2)

    # Whoever closes the page is gone from it.
    second.goto("/queue?state=any")
    second.goto(f"/alerts/{office.hostile_alert}")
    with first.expect_response("**/queue/live*"):
        first.goto("/queue")
    expect(first.locator(f"[data-alert='{office.hostile_alert}'] [data-live]")).to_have_text("second đang đọc")
    second.goto("/help")
    for _ in range(100):  # what a closing page says comes when it comes
        with store.read() as tx:
            if not tx.readers.of([office.hostile_alert], material.NOW):
                break
        second.wait_for_timeout(50)
    with first.expect_response("**/queue/live*"):
        look(first)
    expect(first.locator(f"[data-alert='{office.hostile_alert}'] [data-live]")).to_be_hidden()


def test_a_note_is_still_there_after_looking_at_how_it_stands(
    open_page: Opener, store: Store, office: Office  # noqa: F811
) -> None:
    page = open_page()
    sign_in(page, "reviewer")
    page.goto(f"/alerts/{office.alert}")
    page.get_by_label("Ghi chú").fill("đang viết dở")
    with store.begin() as tx:
        tx.decisions.add(office.alert, office.users["second"], Verdict.DISTORTION, "", [tx.alerts.get(office.alert).findings[0].id], material.NOW)
    look(page)
    page.get_by_role("link", name="Xem bản mới nhất").click()
    expect(page.get_by_label("Ghi chú")).to_have_value("đang viết dở")
    expect(page.locator(".history").first).to_contain_text("second")


def test_new_alerts_are_told_of_and_shown_when_asked_for(
    open_page: Opener, store: Store, office: Office  # noqa: F811
) -> None:
    page = open_page()
    sign_in(page, "reviewer")
    page.goto("/queue?state=any")
    expect(page.locator("[data-alert]")).to_have_count(2)
    article_id = material.save(store, "ban_mai", "moi", "Trường Hạ khai giảng", "Khai giảng với ba lớp.", material.NOW)
    with store.begin() as tx:
        tx.alerts.add_audit([article_id], material.NOW + timedelta(minutes=1), material.NOW.date())
    look(page)
    expect(page.get_by_text("1 cảnh báo mới trong bộ lọc này.")).to_be_visible()
    page.keyboard.press("r")
    expect(page.locator("[data-alert]")).to_have_count(3)
