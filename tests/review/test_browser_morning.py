"""A reviewer's whole morning without touching the mouse, and what of it works without script."""

from __future__ import annotations

import re
from io import BytesIO

import docx
from playwright.sync_api import Locator, Page, expect

from models.records import Verdict
from models.rows import AlertState, Waiting
from models.store import Store
from tests.review import material
from tests.review.material import PASSWORD, Office
from tests.review.test_browser import Opener, open_page, pytestmark, sign_in  # noqa: F401
from tests.review.test_together import more_of


def tab_to(page: Page, target: Locator, most: int = 90) -> None:
    """Tab until the target has the focus; it must be possible, and what has the focus must be in sight."""
    for _ in range(most):
        if target.evaluate("node => node === document.activeElement"):
            expect(target).to_be_in_viewport()
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"not reached by Tab: {target}")


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_the_whole_morning_by_keyboard_alone(open_page: Opener, store: Store, office: Office) -> None:  # noqa: F811
    story = more_of(store, office)
    page = open_page()
    page.goto("/sign-in")
    tab_to(page, page.get_by_label("Tên đăng nhập"))
    page.keyboard.type("reviewer")
    press(page, "Tab")
    page.keyboard.type(PASSWORD)
    press(page, "Enter")
    expect(page.get_by_role("heading", name="Hôm nay", exact=True)).to_be_visible()

    # Today: the first thing worth looking at is opened from here, and decided with its evidence ticked.
    press(page, "j", "o")
    page.wait_for_url(f"**/alerts/{office.alert}")
    press(page, "1")
    expect(page.locator(".refused").first).to_contain_text("đánh dấu ít nhất một bằng chứng")
    press(page, "e", "n")
    page.keyboard.type("báo cáo của cảng ghi 120")
    press(page, "Escape", "1")
    expect(page.get_by_text("Đã ghi kết luận")).to_be_visible()
    press(page, "u")
    expect(page.get_by_text("Đã hoàn tác;")).to_be_visible()
    press(page, "e", "1")
    expect(page.get_by_text("Đã ghi kết luận")).to_be_visible()
    with store.read() as tx:
        assert tx.alerts.row(office.alert).waiting is Waiting.SECOND

    # A note from it: written on, kept, taken out.
    link = page.get_by_role("link", name="Soạn ghi chú đính chính")
    tab_to(page, link)
    press(page, "Enter")
    body = page.get_by_label("Nội dung")
    tab_to(page, body)
    press(page, "Control+End")
    page.keyboard.type("\n\nĐã gọi ban quản lý cảng.")
    tab_to(page, page.get_by_role("button", name="Lưu bản này"))
    press(page, "Enter")
    expect(page.get_by_text("Đã lưu bản này của ghi chú.")).to_be_visible()
    docx_link = page.get_by_role("link", name="Tải DOCX")
    tab_to(page, docx_link)
    with page.expect_download() as got:
        press(page, "Enter")
    document = docx.Document(BytesIO(got.value.path().read_bytes()))
    assert "Đã gọi ban quản lý cảng." in "\n".join(p.text for p in document.paragraphs)
    assert "DỰ THẢO" in document.sections[0].header.paragraphs[0].text

    # The rest of the story at once, and taken back at once.
    page.goto(f"/alerts/{office.alert}")
    tab_to(page, page.get_by_role("link", name="Kết luận cùng lúc các cảnh báo của sự kiện"))
    press(page, "Enter")
    page.wait_for_url(f"**/stories/{story.id}/alerts")
    press(page, "a", "j", "x", "3")  # all but the first
    expect(page.get_by_text("phím u để hoàn tác cả nhóm")).to_be_visible()
    with store.read() as tx:
        decided = {id_ for id_ in story.seen if tx.alerts.row(id_).verdict is Verdict.OPINION}
    assert decided == set(story.seen[1:])
    press(page, "u")
    expect(page.get_by_text("lịch sử vẫn giữ cả hai lần")).to_be_visible()
    with store.read() as tx:
        assert all(tx.alerts.row(id_).state is AlertState.OPEN for id_ in story.seen)

    # Back to the queue, narrowed and the filter kept; then from alert to alert in it, one of them read blind.
    press(page, "q")
    page.wait_for_url("**/queue")
    tab_to(page, page.locator("summary", has_text="Lọc hàng đợi"))
    press(page, "Enter")
    tab_to(page, page.get_by_label("Cơ quan báo chí"))
    page.keyboard.type("Cổng thông tin quận")
    tab_to(page, page.get_by_role("button", name="Lọc", exact=True))
    press(page, "Enter")
    page.wait_for_url("**outlet=cong_quan**")
    tab_to(page, page.get_by_label("Lưu bộ lọc đang dùng với tên"))
    page.keyboard.type("Cổng quận")
    press(page, "Enter")
    expect(page.locator(".chip[aria-current]")).to_contain_text("Cổng quận")
    waiting = page.locator("[data-alert]").count()
    press(page, "j", "o")
    page.wait_for_url(re.compile(r"/alerts/\d+\?outlet=cong_quan"))
    for _ in range(waiting):
        blind = page.get_by_text("Đọc mù. Đọc bài").is_visible()
        press(page, "n")
        page.keyboard.type("đọc mù, không thấy gì sai" if blind else "không đáng kể")
        press(page, "Escape", "2")
        expect(page.get_by_text("Đã ghi kết luận")).to_be_visible()
        if page.locator("a[data-key='j']").count():
            press(page, "j")
            page.wait_for_url(lambda url: "said=" not in url)
            last = page.url
            press(page, "b")  # a look back at what was just decided, and on
            expect(page.locator(".history").last).to_contain_text("Chính xác")
            page.go_back()
            page.wait_for_url(last)
    press(page, "q")
    expect(page.get_by_text("Không có cảnh báo nào chờ ở đây.")).to_be_visible()

    # Help, search, and out.
    press(page, "?")
    expect(page.get_by_role("dialog")).to_be_visible()
    press(page, "Escape", "/")
    page.wait_for_url("**/search")
    press(page, "/")
    page.keyboard.type("van sa")
    press(page, "Enter")
    expect(page.locator(".rows .title").first).to_be_visible()
    tab_to(page, page.get_by_role("button", name="Đăng xuất"))
    press(page, "Enter")
    expect(page.get_by_label("Tên đăng nhập")).to_be_visible()


def test_filters_bulk_decisions_and_notes_without_script(
    open_page: Opener, store: Store, office: Office  # noqa: F811
) -> None:
    story = more_of(store, office)
    page = open_page(script=False)
    sign_in(page, "reviewer")
    page.goto("/queue")
    page.get_by_text("Lọc hàng đợi").click()
    page.get_by_label("Loại khác biệt").select_option("quantity_mismatch")
    page.get_by_role("button", name="Lọc", exact=True).click()
    page.get_by_label("Lưu bộ lọc đang dùng với tên").fill("Con số")
    page.get_by_label("đồng nghiệp cùng thấy").check()
    page.get_by_role("button", name="Lưu bộ lọc").click()
    other = open_page(script=False)
    sign_in(other, "second")
    other.goto("/queue")
    other.get_by_role("link", name="Con số").click()
    expect(other.locator("[data-alert]")).to_have_count(len(story.seen))

    page.goto(f"/stories/{story.id}/alerts")
    for box in page.locator("input[name=alert]").all():
        box.check()
    page.get_by_role("button", name="Chưa kết luận được").click()
    expect(page.get_by_text(f"Bạn đã kết luận {len(story.seen)} cảnh báo")).to_be_visible()
    page.get_by_role("button", name="Hoàn tác cả nhóm").click()
    expect(page.locator("input[name=alert]")).to_have_count(len(story.seen))

    page.goto(f"/alerts/{office.alert}")
    page.get_by_label("Tôi đã kiểm tra bằng chứng").check()
    page.get_by_role("button", name="Sai lệch").click()
    page.get_by_role("link", name="Soạn ghi chú đính chính").click()
    expect(page.get_by_role("button", name="Chép vào bộ nhớ tạm")).to_be_hidden()
    page.get_by_label("Tiêu đề").fill("Đính chính về số chuyến tàu")
    page.get_by_role("button", name="Lưu bản này").click()
    page.get_by_role("link", name="tiếng Anh").click()
    expect(page.get_by_label("Tiêu đề")).to_have_value(f"Correction note: {material.TITLE_WRONG}")
    with store.read() as tx:
        assert [n.title for n in tx.notes.of(office.alert)] == ["Đính chính về số chuyến tàu"]


def test_a_note_is_copied_with_its_title(open_page: Opener, store: Store, office: Office) -> None:  # noqa: F811
    with store.begin() as tx:
        ticked = [tx.alerts.get(office.alert).findings[0].id]
        tx.decisions.add(office.alert, office.users["second"], Verdict.DISTORTION, "", ticked, material.NOW)
    page = open_page()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    sign_in(page, "reviewer")
    page.goto(f"/alerts/{office.alert}/note")
    page.get_by_label("Tiêu đề").fill("Đính chính")
    page.get_by_role("button", name="Chép vào bộ nhớ tạm").click()
    expect(page.get_by_text("Đã chép.")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Đính chính\n\nBài: “") and "[1] Báo Sông Lam" in copied
