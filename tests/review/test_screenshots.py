"""The main pages as people meet them, on the demo's outlets: nothing runs off the screen at any size, in light and
dark. With ``--screenshots=docs/screenshots`` (``make screenshots``) the pictures of the documentation are made anew.

The reason it takes a while: the whole flow runs once over the demo, so that the pages show what the product found.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from config.settings import load_settings
from demo.config import write_config
from demo.server import DemoSite
from models.problems import words
from models.records import FindingKind, Role, Verdict
from models.rows import AlertFilter
from models.store import Transaction
from models.times import VIETNAM
from pipeline.bootstrap import App, build
from pipeline.desk import DeskServices
from pipeline.first_models import ensure_topic_model
from pipeline.jobs import audit_job
from pipeline.worker import drain
from review import blind
from review.app import create_app
from review.passwords import hash_password
from tests.review.material import PASSWORD
from tests.review.serving import served
from tests.review.test_browser import sign_in

pytestmark = pytest.mark.browser

NOW = datetime(2026, 11, 20, 2, 30, tzinfo=UTC)  # 9:30 on a Friday in Việt Nam
PEOPLE = {"lan": Role.REVIEWER, "minh": Role.REVIEWER, "ha": Role.ANALYST, "binh": Role.LEADER, "admin": Role.ADMINISTRATOR}


@dataclass(frozen=True)
class Shown:
    """A desk on which a morning has begun."""

    url: str
    pages: dict[str, tuple[str, str]]  # by name: who looks, and at which address
    signed_in: dict[str, Any]  # by person: what the browser keeps of having signed in


@pytest.fixture(scope="module")
def shown(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shown]:
    folder = tmp_path_factory.mktemp("shown")
    looks = iter(range(10**9))
    with DemoSite(NOW.astimezone(VIETNAM).date(), ports=0) as site:
        settings = load_settings(write_config(folder, site.bases), {}, {"data_dir": folder})
        app = build(settings, lambda: NOW + timedelta(milliseconds=next(looks)))
        ensure_topic_model(app)
        with app.store.begin() as tx:
            tx.jobs.enqueue("collect", {}, key="collect", now=app.clock())
        drain(app)
    audit_job(app, {})
    pages = morning(app)
    after = NOW + timedelta(minutes=1)  # all that came in is a little older than the pages
    desk = create_app(app.store, settings, DeskServices(app), clock=lambda: after, problem_words=words)
    with served(desk) as url:
        yield Shown(url, pages, {who: signed_in(browser, url, who) for who in dict.fromkeys(who for who, _ in pages.values())})
    app.store.close()


def signed_in(browser: Browser, url: str, person: str) -> Any:
    with closing(browser.new_context(base_url=url)) as context:
        sign_in(context.new_page(), person)
        return context.storage_state()


def morning(app: App) -> dict[str, tuple[str, str]]:
    """What people have done by half past nine; the pages worth looking at."""
    with app.store.begin() as tx:
        who = {
            name: tx.users.add(name, role, hash_password(PASSWORD), must_change=False, now=NOW - timedelta(days=9))
            for name, role in PEOPLE.items()
        }
        waiting = [row for row in tx.alerts.queue(AlertFilter(audit=False), limit=100) if not blind.is_blind(row)]
        alert = next(row for row in waiting if FindingKind.POLARITY in row.kinds or FindingKind.DATE in row.kinds)
        story = next(row for row in waiting if sum(other.story_id == row.story_id for other in waiting) > 1)
        rest = [row for row in waiting if row.id not in (alert.id, story.id) and row.story_id != story.story_id]
        settled, second, disputed = rest[:3]
        distort(tx, settled.id, who["lan"], "đối chiếu với văn bản gốc", NOW - timedelta(days=1))
        distort(tx, settled.id, who["minh"], "", NOW - timedelta(hours=20))
        distort(tx, second.id, who["minh"], "đã gọi tòa soạn", NOW - timedelta(minutes=50))
        distort(tx, disputed.id, who["minh"], "", NOW - timedelta(minutes=40))
        tx.decisions.add(disputed.id, who["ha"], Verdict.OPINION, "là ý kiến của tác giả", [], NOW - timedelta(minutes=30))
        for n, row in enumerate(tx.sources.health(NOW)[:2]):  # a server that has been down since dawn, a door that is shut
            status, problem = ((503, "http_5xx"), (403, "http_403"))[n]
            for hour in range(5):
                at = NOW - timedelta(hours=5 - hour)
                tx.sources.record_poll(row.source_id, at=at, status=status, problem=problem, detail=str(status))
        tx.saved_filters.save(who["lan"], "Biển Đông, 30 ngày", {"topic": "east_sea", "days": "30"}, False, NOW)
        tx.saved_filters.save(who["minh"], "Con số, ngày tháng", {"kind": "date_mismatch"}, True, NOW)
        tx.readers.beat(second.id, who["minh"], NOW, NOW + timedelta(hours=1))
    return {
        "today": ("lan", "/"),
        "queue": ("lan", "/queue"),
        "alert": ("lan", f"/alerts/{alert.id}"),
        "settle": ("lan", f"/alerts/{disputed.id}"),
        "together": ("lan", f"/stories/{story.story_id}/alerts"),
        "note": ("lan", f"/alerts/{settled.id}/note"),
        "story": ("lan", f"/stories/{story.story_id}"),
        "digest": ("binh", "/digests/2026-W47"),
        "sources": ("admin", "/sources"),
    }


def distort(tx: Transaction, alert: int, user: int, note: str, at: datetime) -> None:
    tx.decisions.add(alert, user, Verdict.DISTORTION, note, [f.id for f in tx.alerts.get(alert).findings[:1]], at)


# name of the picture's ending: width, height, how many pixels to one of CSS, colours
SCREENS = {
    "": (1360, 900, 1, "light"),
    "-dark": (1360, 900, 1, "dark"),
    "-phone": (390, 844, 2, "light"),
    "-zoomed": (680, 450, 2, "light"),  # 200 % on the first one
}
KEPT = {"today", "queue", "alert", "together", "note", "story", "digest", "sources", "alert-dark", "today-phone", "alert-phone"}


@pytest.mark.parametrize("ending", SCREENS, ids=lambda ending: ending or "wide")
def test_main_pages_fit_every_screen(browser: Browser, shown: Shown, ending: str, tmp_path: Path, screenshots: Path | None) -> None:
    width, height, ratio, colours = SCREENS[ending]
    for person, state in shown.signed_in.items():
        context = browser.new_context(
            base_url=shown.url, storage_state=state, viewport={"width": width, "height": height}, device_scale_factor=ratio,
            color_scheme="dark" if colours == "dark" else "light", reduced_motion="reduce",
        )  # fmt: skip
        page = context.new_page()
        for name, (who, address) in shown.pages.items():
            if who != person:
                continue
            page.goto(address)
            look(page, name)
            picture = f"{name}{ending}"
            folder = screenshots if screenshots is not None and picture in KEPT else tmp_path
            page.screenshot(path=folder / f"{picture}.png")
            assert (folder / f"{picture}.png").stat().st_size > 15_000, picture  # more than an empty page
        context.close()


def look(page: Page, name: str) -> None:
    """Nothing is wider than the screen, nothing lies on top of a button, and every text is large enough to read."""
    found = page.evaluate(
        """() => {
          const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
          const seen = (e) => e.getClientRects().length && getComputedStyle(e).visibility !== 'hidden';
          const texts = [...document.querySelectorAll('main *')].filter((e) => seen(e) &&
            [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim()));
          const small = texts.filter((e) => parseFloat(getComputedStyle(e).fontSize) < 11).map((e) => e.outerHTML.slice(0, 80));
          const buttons = [...document.querySelectorAll('main button, main select, main input:not([type=hidden])')].filter(seen);
          const tiny = buttons.map((e) => [e.getBoundingClientRect(), e]).filter(([r, e]) =>
            e.type !== 'checkbox' && e.type !== 'radio' && r.height < 24).map(([, e]) => e.outerHTML.slice(0, 80));
          return { wide: Math.max(0, wide), small, tiny };
        }"""
    )
    assert found == {"wide": 0, "small": [], "tiny": []}, name
