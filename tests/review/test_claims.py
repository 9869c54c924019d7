"""Checked claims on the desk: beside an article, answered and kept; files in; the office's corrections out."""

from __future__ import annotations

import json
from typing import Any

from fastapi import FastAPI

from config.settings import Settings
from models.records import Verdict
from models.rows import SuggestedClaim
from models.store import Store
from review.app import create_app
from tests.review.desk import Client, Stand, app_of, signed_in
from tests.review.material import NOW, TEXT_WRONG, Office
from tests.review.test_alerts import decide, finding_id

CLAIM = "Cảng Vân Sa đón <b>nghìn</b> chuyến tàu mỗi tháng"
NODE = {
    "@type": "ClaimReview",
    "claimReviewed": CLAIM,
    "reviewRating": {"alternateName": "Sai"},
    "author": {"@type": "Organization", "name": "Tổ Kiểm Chứng"},
    "url": "https://check.example/1",
    "itemReviewed": {"author": {"name": "somebody"}},
}


def upload(client: Client, path: str, body: bytes, **fields: str) -> Any:
    token = client.token()
    return client.http.post(path, data={"csrf": token, **fields}, files={"file": ("a", body)})


def suggest(store: Store, article_id: int) -> int:
    with store.begin() as tx:
        tx.claims.save(CLAIM, "Sai", "Tổ Kiểm Chứng", "https://check.example/1", None, None, {}, NOW)
        claim = tx.claims.list()[0].id
        start = TEXT_WRONG.index("cảng đón")
        told = SuggestedClaim(claim, 0.6, "text", (start, start + 8), "cảng đón", "attributed")
        tx.claims.suggest(article_id, 1, [told], NOW)
    return claim


def test_a_suggested_claim_is_shown_answered_and_kept(app: FastAPI, store: Store, office: Office) -> None:
    claim = suggest(store, office.wrong)
    client = signed_in(app, "reviewer")
    for path in (f"/articles/{office.wrong}", f"/alerts/{office.alert}"):
        page = client.get(path).text
        assert "Điều đã kiểm chứng có thể liên quan" in page and "bài dẫn lời người khác" in page
        assert "&lt;b&gt;nghìn" in page and "<b>nghìn" not in page
    where = f"/articles/{office.wrong}/claims/{claim}"
    assert client.post(where, {"answer": "refuse"}).status_code == 303
    page = client.get(f"/articles/{office.wrong}").text
    assert "reviewer nói không liên quan" in page and 'value="refuse"' not in page
    with store.begin() as tx:
        assert tx.claims.refused(office.wrong) == {claim}
        assert office.wrong in [int(a.id) for a in tx.articles.unprocessed(99)]  # compared again at the next pass
        tx.claims.suggest(office.wrong, 1, [SuggestedClaim(claim, 0.9, "text", (0, 3), "Ban", "")], NOW)
    assert "reviewer nói không liên quan" in client.get(f"/articles/{office.wrong}").text
    client.post(where, {"answer": "accept"})
    assert "reviewer xác nhận liên quan" in client.get(f"/articles/{office.wrong}").text
    assert client.post(where, {"answer": "no"}).status_code == 303
    assert client.post(f"/articles/{office.wrong}/claims/99", {"answer": "accept"}).status_code == 404
    with store.begin(write=False) as tx:
        assert [e.detail["answer"] for e in tx.audit.list() if e.action == "claim_answer"] == ["accept", "refuse"]
    assert signed_in(app, "leader").post(where, {"answer": "accept"}).status_code == 403


def test_nothing_beside_a_blind_reading(store: Store, office: Office) -> None:
    from tests.review import material

    app = app_of(store)
    alert = material.add_audit(store, "mu", "Chợ Hạ", "Chợ Hạ mở cửa lại sau ba tháng sửa chữa, theo ban quản lý.")
    with store.begin() as tx:
        article = tx.alerts.row(alert).article_id
    suggest(store, article)
    client = signed_in(app, "reviewer")
    for path in (f"/alerts/{alert}", f"/articles/{article}"):
        assert "Điều đã kiểm chứng" not in client.get(path).text


def test_a_file_is_taken_in_and_refusals_are_named(app: FastAPI, store: Store) -> None:
    client = signed_in(app, "analyst")
    assert "Chưa có kết quả kiểm chứng" in client.get("/claims").text
    page = upload(client, "/claims/import", json.dumps([NODE, {"@type": "Article"}]).encode(), licence="CC0")
    assert page.status_code == 200 and "Mới 1, đổi kết luận 0, đã có 0, từ chối 1." in page.text
    assert "file.json[1]" in page.text and "không phải ClaimReview" in page.text
    assert "Mới 0, đổi kết luận 0, đã có 1" in upload(client, "/claims/import", json.dumps(NODE).encode()).text
    assert upload(client, "/claims/import", b"{").status_code == 422
    shown = client.get("/claims?q=cang+NGHIN").text
    assert "sai hoặc gây hiểu lầm" in shown and "điều kiện sử dụng: CC0" in shown and "&lt;b&gt;nghìn" in shown
    assert "Tổ Kiểm Chứng" not in client.get("/claims?q=khong+co+gi").text
    assert "somebody" not in shown
    assert upload(signed_in(app, "reviewer"), "/claims/import", b"[]").status_code == 403


def test_an_address_is_queued_and_what_came_of_it_is_shown(app: FastAPI, store: Store) -> None:
    client = signed_in(app, "analyst")
    for bad in ("https://www.facebook.com/x", "javascript:alert(1)", ""):
        assert client.post("/claims/fetch", {"url": bad}).status_code == 422
    assert client.post("/claims/fetch", {"url": "check.example/feed", "licence": "CC0"}).status_code == 303
    with store.begin() as tx:
        (job,) = tx.jobs.list(kind="claims")
        assert dict(job.payload) == {"url": "https://check.example/feed", "licence": "CC0"}
        tx.jobs.take(["claims"], "w", NOW)
        refused = [{"where": "https://check.example/<b>", "vi": "thiếu kết luận", "en": "no verdict"}]
        tx.jobs.finish(job.id, {"counters": {"claims_new": 4}, "refused": refused, "failed": []}, NOW)
    page = client.get("/claims").text
    assert "claims_new 4" in page and "check.example/&lt;b&gt;: thiếu kết luận" in page
    assert signed_in(app, "leader").post("/claims/fetch", {"url": "check.example"}).status_code == 403


def test_corrections_go_out_once_people_confirmed_them(store: Store, office: Office) -> None:
    unnamed = signed_in(app_of(store), "leader").get("/claims/corrections.json")
    assert unnamed.status_code == 409 and "office_name" in unnamed.text
    named = Settings(office_name="Phòng Mẫu")
    app = create_app(store, named, Stand(store, DOICHIEU_OFFICE_NAME="Phòng Mẫu"), clock=lambda: NOW)
    leader = signed_in(app, "leader")
    ticked = finding_id(store, office.alert)
    decide(signed_in(app, "reviewer"), office.alert, Verdict.DISTORTION, evidence=ticked)
    assert leader.get("/claims/corrections.json").json()["dataFeedElement"] == []  # one person alone
    decide(signed_in(app, "second"), office.alert, Verdict.DISTORTION, evidence=ticked)
    answer = leader.get("/claims/corrections.json")
    assert "attachment" in answer.headers["content-disposition"]
    (element,) = answer.json()["dataFeedElement"]
    item = element["item"]
    assert item["author"]["name"] == "Phòng Mẫu" and item["itemReviewed"]["publisher"]["name"] == "Báo Ban Mai"
    assert item["claimReviewed"] == "1.200 chuyến tàu" and item["citation"][0]["publisher"]["name"] == "Báo Sông Lam"
    assert "second" not in answer.text and "reviewer" not in answer.text
    assert signed_in(app, "reviewer").get("/claims/corrections.json").status_code == 403
