"""No serious violation of accessibility on any page (axe-core in Chromium): Vietnamese and English, light and dark.

Each page is looked at twice in one browser: in Vietnamese by day on a wide screen, in English by night on a narrow one.
Colours do not depend on the language, nor names and roles on the colours, so that the two say what all four would.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from models.records import Language, Verdict
from models.store import Store
from tests.review.desk import empty_digest
from tests.review.material import NOW, PASSWORD, TEXT_WRONG, Office, add_audit, page
from tests.review.test_access import ROUTES, address, method
from tests.review.test_claims import suggest
from tests.review.test_model_pages import judged, verdict
from tests.review.test_watching import noted

__all__ = ["judged", "verdict"]  # fixtures

pytestmark = pytest.mark.browser

MORE = (
    "/queue?state=any", "/queue?topic=east_sea", "/queue?kind=date_mismatch&days=30", "/search?q=c%E1%BA%A3ng", "/search?q=xyzzy", "/articles/{right}/versions",
    "/alerts/{hostile_alert}", "/alerts/{blind}", "/articles/{quiet}/why", "/labels/next?view=correction&topic=east_sea",
    "/references?q=kh%C3%B4ng-c%C3%B3", "/nothing-here", "/audit?actor=nobody", "/digests/2026-W47", "/sources/ban_mai_feed",
)  # fmt: skip
SEVERE = ("serious", "critical")


@pytest.fixture
def full(judged: Store, store: Store, office: Office) -> dict[str, Any]:
    """The office with something on every page."""
    suggest(store, office.wrong)
    noted(store, office)
    blind = add_audit(store, "ho", "Hồ Sen cạn", "Hồ Sen cạn nước sau hai tháng không mưa.")
    with store.begin() as tx:
        changed = page("song_lam", "cang", "Cảng Vân Sa tháng Mười", TEXT_WRONG.replace("1.200", "120"), NOW)
        tx.articles.save(changed, outlet_id="song_lam", entry=None, first_seen=NOW, archive=False)
        tx.decisions.add(
            office.hostile_alert, office.users["second"], Verdict.OPINION, "Đã xem.", [], NOW, confirmations_required=1
        )
        ticked = [tx.alerts.get(office.alert).findings[0].id]
        tx.decisions.add(office.alert, office.users["second"], Verdict.DISTORTION, "Đã gọi cảng.", ticked, NOW)
        tx.notes.add(office.alert, Language.VI, "Đính chính", "Cảng đón 120 chuyến tàu.", office.users["second"], NOW)
        tx.saved_filters.save(office.users["administrator"], "Biển Đông", {"topic": "east_sea"}, True, NOW)
        tx.readers.beat(office.alert, office.users["second"], NOW, NOW)
        tx.digests.save("2026-W47", empty_digest("2026-W47"), NOW)
    return {name: getattr(office, name) for name in ("right", "hostile_alert", "quiet")} | {"blind": blind}


@pytest.fixture
def pages(full: dict[str, Any], office: Office) -> list[str]:
    html = [route for route in ROUTES if method(route) == "GET" and not route.path.startswith("/api/")]
    found = dict.fromkeys(address(route, office) for route in html)
    return [*found, *(path.format(**full) for path in MORE)]


class Eyes:
    """Looks at pages with axe and keeps what is seriously wrong."""

    def __init__(self, page: Page):
        self.page = page
        self.axe = Axe().axe_script
        self.wrong: list[str] = []
        self.looked_at = 0

    def look(self, path: str) -> None:
        answer = self.page.goto(path, wait_until="domcontentloaded")
        if answer is None or "text/html" not in answer.headers.get("content-type", ""):
            return
        self.page.evaluate(self.axe)
        found = self.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        self.looked_at += 1
        for violation in found["violations"]:
            if violation["impact"] in SEVERE:
                for node in violation["nodes"][:3]:
                    self.wrong.append(f"{path}: {violation['id']}: {node['html'][:160]} {node['failureSummary'][:300]}")


@pytest.fixture
def eyes(browser: Browser, desk_url: str) -> Iterator[Any]:
    contexts = []

    def open_(language: str, scheme: Any, width: int) -> Eyes:
        context = browser.new_context(
            base_url=desk_url, color_scheme=scheme, viewport={"width": width, "height": 900}, accept_downloads=False
        )
        contexts.append(context)
        context.add_cookies([{"name": "doichieu_language", "value": language, "url": desk_url}])
        return Eyes(context.new_page())

    yield open_
    for context in contexts:
        context.close()


@pytest.mark.parametrize(("language", "scheme", "width"), [("vi", "light", 1280), ("en", "dark", 390)])
def test_no_page_has_a_serious_violation(
    eyes: Any, pages: list[str], language: str, scheme: str, width: int
) -> None:
    seen: Eyes = eyes(language, scheme, width)
    seen.look("/sign-in")
    for name in ("administrator", "fresh"):
        seen.page.goto("/sign-in")
        seen.page.locator("#name").fill(name)
        seen.page.locator("#secret").fill(PASSWORD)
        seen.page.locator("#secret").press("Enter")
        seen.page.wait_for_url(lambda url: "/sign-in" not in url)
        for path in pages if name == "administrator" else ["/password"]:
            try:
                seen.look(path)
            except Exception as error:  # a download opens no page
                if "Download is starting" not in str(error):
                    raise
        seen.page.context.clear_cookies(name="doichieu_session")
    assert not seen.wrong, "\n".join(seen.wrong)
    assert seen.looked_at > 45
