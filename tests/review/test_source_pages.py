"""The health page: errors first with the reason, acknowledging, and what changed since yesterday."""

from datetime import timedelta

from fastapi import FastAPI

from models.records import Bilingual
from models.store import Store
from tests.review.desk import signed_in
from tests.review.material import NOW


def test_an_unwell_source_is_acknowledged_and_sinks(app: FastAPI, store: Store) -> None:
    client = signed_in(app, "administrator")
    with store.begin() as tx:
        assert tx.sources.health(NOW)[0].source_id == "song_lam_feed"
    client.post("/sources/song_lam_feed/acknowledge", {"note": "đã <b>gọi</b>"})
    page = client.get("/sources").text
    assert "đã &lt;b&gt;gọi&lt;/b&gt;" in page
    with store.begin() as tx:
        rows = tx.sources.health(NOW)
        assert rows[-1].source_id == "song_lam_feed" and not rows[-1].wants_eye
        assert "source_acknowledge" in {row.action for row in tx.audit.list()}
    client.post("/sources/song_lam_feed/acknowledge", {"action": "undo"})
    with store.begin() as tx:
        assert tx.sources.health(NOW)[0].wants_eye


def test_what_changed_and_why_then_is_shown(app: FastAPI, store: Store) -> None:
    with store.begin() as tx:
        for hours, problem in ((30, None), (1, "dns")):
            tx.sources.record_poll(
                "ban_mai_feed",
                at=NOW - timedelta(hours=hours) if problem is None else NOW,
                status=0 if problem else 200,
                problem=problem,
                new=0 if problem else 2,
                entries=9,
                next_poll_at=NOW + timedelta(hours=2),
                next_poll_reason=Bilingual("nguồn đang lỗi", "it fails"),
            )
    client = signed_in(app, "administrator")
    page = client.get("/sources").text
    changed = page[page.index("Thay đổi từ hôm qua") :]
    assert "Mới lỗi" in changed and "ban_mai_feed" in changed[: changed.index("<table")]
    assert "vì nguồn đang lỗi" in page
    assert "vì nguồn đang lỗi" in client.get("/sources/ban_mai_feed").text


def test_only_an_administrator_may_acknowledge(app: FastAPI) -> None:
    client = signed_in(app, "reviewer")
    assert client.post("/sources/song_lam_feed/acknowledge", {"note": "x"}).status_code == 403
