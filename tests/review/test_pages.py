"""The other pages over a real store: search, sources, references, topics, labels, models, digests, settings."""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi import FastAPI
from pydantic import SecretStr

from config.settings import Settings
from models.store import Store
from review.pages.settings import shown
from tests.review import material
from tests.review.desk import Client, app_of, empty_digest, signed_in
from tests.review.material import NOW, OUTLETS, Office


def titles(text: str) -> list[str]:
    found = re.findall(r'(?s)<a class="title"[^>]*>(.*?)</a>', text)
    return [html.unescape(re.sub(r"<[^>]+>", "", t)) for t in found]


@pytest.mark.parametrize(
    "query", ["bien dong", "Biển Đông", "BIEN+DONG", unicodedata.normalize("NFD", "biển đông")]
)
def test_search_finds_with_and_without_diacritics(app: FastAPI, query: str) -> None:
    text = signed_in(app, "leader").get(f"/search?q={query}").text
    assert titles(text) == [material.TITLE_WRONG]
    assert "<mark>Biển</mark>" in text or "<mark>Biển Đông</mark>" in text


def test_search_counts_what_the_filters_let_through(app: FastAPI) -> None:
    client = signed_in(app, "leader")
    assert "4 bài" in client.get("/search").text
    assert "2 bài" in client.get("/search?outlet=ban_mai").text
    assert "1 bài" in client.get("/search?topic=east_sea").text
    assert "0 bài" in client.get("/search?until=2026-11-01").text
    assert "4 bài" in client.get("/search?since=2026-11-20&until=2026-11-20").text
    assert "0 bài" in client.get("/search?archive=only").text


@pytest.mark.parametrize("query", ['"', "(", "a AND", "NEAR(", "*", "%", "'; drop table", "\x00", "đ" * 400])
def test_no_query_breaks_the_search(app: FastAPI, query: str) -> None:
    assert signed_in(app, "leader").http.get("/search", params={"q": query}).status_code == 200


@pytest.mark.parametrize(
    "address",
    ["/queue?page=0", "/queue?page=x", "/queue?state=zzz&kind=zzz&days=zzz", "/search?since=x&until=99999-1-1",
     "/articles/999999", "/alerts/99999999999999999999", "/audit?before=99999999999", "/stories/0", "/sources/none", "/references/none", "/digests/2026-W99", "/digests/x",
     "/digests/2099-W01", "/audit?before=x", "/labels?topic=zzz", "/articles/2/versions?old=x&new=9"],
)  # fmt: skip
def test_odd_addresses_are_answered(app: FastAPI, address: str) -> None:
    assert signed_in(app, "administrator").get(address).status_code in (200, 404)


def test_an_article_says_why_it_was_not_flagged(app: FastAPI, store: Store, office: Office) -> None:
    client = signed_in(app, "reviewer")
    text = client.get(f"/articles/{office.quiet}").text
    assert "Vì sao không cảnh báo?" in text
    assert "Không có đoạn nào khác với bằng chứng." in text
    new = material.save(store, "ban_mai", "moi", "Tin mới", "Chưa so sánh.", NOW)
    assert "Bài chưa được so sánh" in client.get(f"/articles/{new}").text


def test_a_persons_tag_wins_and_becomes_a_label(app: FastAPI, store: Store, office: Office) -> None:
    client = signed_in(app, "reviewer")
    path = f"/articles/{office.wrong}/topics"
    assert client.post(path, {"topic": "east_sea", "value": "no"}).status_code == 303
    assert client.post(path, {"topic": "no_such", "value": "no"}).status_code == 303
    with store.begin(write=False) as tx:
        tags = {tag.topic: tag for tag in tx.tags.of(office.wrong)}
        labels = tx.labels.standing()
    assert (tags["east_sea"].value, tags["east_sea"].by) == (False, "reviewer")
    assert [(row.label.topic, row.label.value, row.label.view) for row in labels] == [
        ("east_sea", False, "correction")
    ]
    assert "reviewer ghi" in client.get(f"/articles/{office.wrong}").text


def test_sources_show_the_unwell_first_with_the_reason(app: FastAPI) -> None:
    text = signed_in(app, "leader").get("/sources").text
    order = [text.index(name) for name in ("Báo Sông Lam", "Cổng thông tin quận", "Báo Ban Mai")]
    assert order == sorted(order)
    assert "http_5xx bằng lời" in text
    assert "Đọc ngay" not in text  # a leader cannot poll
    assert "http_5xx" in signed_in(app, "leader").get("/").text


def test_an_administrator_polls_pauses_and_resumes(app: FastAPI, store: Store) -> None:
    client = signed_in(app, "administrator")
    for _ in range(2):
        assert client.post("/sources/ban_mai_feed/poll", {"back": "/sources"}).headers["location"] == (
            "/sources?said=polling"
        )
    client.post("/sources/ban_mai_feed/switch", {"enabled": "no"})
    with store.begin(write=False) as tx:
        jobs = tx.jobs.list(kind="poll_source")
        assert [(job.payload, job.key) for job in jobs] == [({"source_id": "ban_mai_feed"}, "poll:ban_mai_feed")]
        assert not tx.sources.get("ban_mai_feed").source.enabled
    assert "đã tắt" in client.get("/sources/ban_mai_feed").text
    client.post("/sources/ban_mai_feed/switch", {"enabled": "yes"})
    with store.begin(write=False) as tx:
        assert tx.sources.get("ban_mai_feed").source.enabled


@pytest.mark.parametrize(("action", "name"), [("accept", "Ban Mai mới"), ("keep", "Ban Mai của bàn")])
def test_a_pending_difference_is_accepted_or_kept(
    app: FastAPI, store: Store, action: str, name: str
) -> None:
    later = NOW - timedelta(days=1)
    with store.begin() as tx:
        tx.outlets.edit(replace(OUTLETS[0], name="Ban Mai của bàn"), later)
        tx.outlets.seed((replace(OUTLETS[0], name="Ban Mai mới"), *OUTLETS[1:]), later)
    client = signed_in(app, "administrator")
    page = client.get("/sources").text
    assert "Ban Mai mới" in page
    assert "Ban Mai của bàn" in page
    client.post("/sources/pending", {"kind": "outlet", "id": "ban_mai", "action": action})
    with store.begin(write=False) as tx:
        assert tx.outlets.get("ban_mai").name == name
        assert tx.outlets.pending() == ()


def test_social_networks_are_refused_with_the_reason(app: FastAPI, store: Store) -> None:
    client = signed_in(app, "administrator")
    for url in ("https://www.facebook.com/some.page", "tiktok.com/@x", "javascript:alert(1)", "x"):
        answer = client.post("/outlets/preview", {"url": url})
        assert answer.status_code == 422, url
        assert 'role="alert"' in answer.text
    with store.begin(write=False) as tx:
        assert tx.jobs.list(kind="preview") == ()


def test_an_outlet_is_added_by_its_address(app: FastAPI, store: Store) -> None:
    client = signed_in(app, "administrator")
    seen = client.post("/outlets/preview", {"url": "https://bao.example/"}).headers["location"]
    assert 'http-equiv="refresh"' in client.get(seen).text
    feed = {"url": "https://bao.example/rss", "kind": "feed", "language": "vi", "entries": 3, "titles": ["<b>A</b>"]}
    with store.begin() as tx:
        job = tx.jobs.list(kind="preview")[0]
        tx.jobs.finish(job.id, {"outlet": {"name": "Báo Thử"}, "sources": [feed]}, NOW)
    page = client.get(seen).text
    assert "http-equiv" not in page
    assert "&lt;b&gt;A&lt;/b&gt;" in page
    fields = {
        "job": str(job.id), "name": "Báo Thử", "homepage": "https://bao.example/", "kind": "press", "language": "vi",
        "url_0": "https://bao.example/rss", "kind_0": "feed", "use_0": "yes", "url_1": "", "use_1": "yes",
    }  # fmt: skip
    assert client.post("/outlets/new", {**fields, "url_1": "https://facebook.com/x"}).status_code == 422
    assert client.post("/outlets/new", {**fields, "use_0": ""}).status_code == 422
    assert client.post("/outlets/new", fields).status_code == 303
    with store.begin(write=False) as tx:
        outlet = tx.outlets.get("bao-thu")
    assert [source.url for source in outlet.sources] == ["https://bao.example/rss"]
    again = client.post("/outlets/new", fields)
    assert again.status_code == 422 and "Mã bao-thu là của Báo Thử" in again.text


def test_a_reference_is_confirmed_by_a_person_and_by_version(app: FastAPI, store: Store) -> None:
    client = signed_in(app, "analyst")
    path = "/references/harbour_ships_october"
    assert "chưa xác nhận" in client.get(path).text
    assert client.post(f"{path}/check", {"version": "9"}).headers["location"].endswith("said=reference_changed")
    assert client.post(f"{path}/check", {"version": "1"}).headers["location"].endswith("said=reference_where")
    read = {"version": "1", "looked_at": "https://cang.example/bao-cao-10"}
    assert client.post(f"{path}/check", read).headers["location"].endswith("said=reference_checked")
    with store.begin(write=False) as tx:
        row = tx.references.get("harbour_ships_october")
    assert (row.reference.checked, row.checked_by) == (True, "analyst")
    page = client.get(path).text
    assert "analyst xác nhận" in page and 'href="https://cang.example/bao-cao-10"' in page
    with store.begin(write=False) as tx:
        (event,) = [e for e in tx.audit.list() if e.action == "reference_check"]
    assert event.detail["looked_at"] == "https://cang.example/bao-cao-10"


def test_an_edited_reference_is_a_new_version_to_be_confirmed_again(app: FastAPI, store: Store) -> None:
    client = signed_in(app, "analyst")
    path = "/references/harbour_ships_october"
    client.post(f"{path}/check", {"version": "1", "looked_at": "bản in số 3"})
    fields = {
        "vi": "Tháng 10/2026 cảng Vân Sa đón 121 chuyến tàu.", "en": "121 ships.", "publisher": "Cảng", "document": "B",
        "date": "2026-11", "url": "", "topic": "east_sea", "keywords": "cảng Vân Sa\n\ntàu", "version": "1",
    }  # fmt: skip
    assert client.post(f"{path}/edit", {**fields, "date": "tháng 11"}).status_code == 422
    assert client.post(f"{path}/edit", {**fields, "url": "javascript:alert(1)"}).status_code == 422
    assert client.post(f"{path}/edit", {**fields, "contested": "yes"}).status_code == 422
    assert client.post(f"{path}/edit", fields).status_code == 303
    assert client.post(f"{path}/edit", fields).status_code == 422  # made from a version that is no longer latest
    with store.begin(write=False) as tx:
        row = tx.references.get("harbour_ships_october")
        versions = tx.references.versions("harbour_ships_october")
    assert (row.reference.version, row.reference.checked, len(versions)) == (2, False, 2)
    assert row.reference.keywords == ("cảng Vân Sa", "tàu")
    assert "<del>120</del><ins>121</ins>" in client.get(path).text.replace("\n", "")


def test_a_new_reference_and_a_contested_one_show_all_they_have(app: FastAPI, store: Store) -> None:
    client = signed_in(app, "analyst")
    fields = {"vi": "Điều một.", "en": "Article one.", "publisher": "Nhà in", "document": "Sách", "date": "2020"}
    location = client.post("/references/new", fields).headers["location"]
    assert "Điều một." in client.get(location).text
    text = client.get("/references/shoal_name").text
    assert "gọi là bãi Sa Vĩ" in text
    assert "gọi là bãi Đá Dài" in text
    assert titles(client.get("/references?q=bai+ngam").text) == ["Tên gọi bãi ngầm Sa Vĩ."]
    assert titles(client.get("/references?state=contested").text) == ["Tên gọi bãi ngầm Sa Vĩ."]


def test_a_model_is_promoted_and_rolled_back_with_a_reason(app: FastAPI, store: Store) -> None:
    with store.begin() as tx:
        for version in ("m1", "m2"):
            tx.models.register("topics", version, f"topics/{version}", "0" * 64, {"metrics": {"macro_f1": 0.5, "topics": {"a": {"f1": 0.4}, "b": {"f1": 0.6}}}}, NOW)
        tx.models.judge("topics", "m2", "training", {"passed": True}, NOW)
    client = signed_in(app, "analyst")
    assert client.post("/models/topics/m1/promote", {"reason": ""}).status_code == 422
    client.post("/models/topics/m1/promote", {"reason": "bản đầu"})
    client.post("/models/topics/m2/promote", {"reason": "tốt hơn"})
    with store.begin(write=False) as tx:
        champion = tx.models.champion("topics")
    assert champion is not None
    assert champion.version == "m2"
    assert client.post("/models/topics/rollback", {"reason": "kém ở tin ngắn"}).status_code == 303
    assert "kém ở tin ngắn" in client.get("/models").text
    assert "metrics.macro_f1" in client.get("/models/topics/m2").text
    with store.begin(write=False) as tx:
        assert [row.action for row in tx.models.log("topics")] == ["rollback", "promote", "promote", "judge"]


def test_digests_show_the_week_so_far_and_the_sealed_editions(app: FastAPI, store: Store) -> None:
    client = signed_in(app, "leader")
    draft = client.get("/digests/2026-W47").text
    assert "chưa lưu" in draft
    assert "Cảng &lt;b&gt;Vân Sa&lt;/b&gt;" in draft
    assert "đã xem báo cáo" in draft
    data = empty_digest("2026-W46")
    with store.begin() as tx:
        tx.digests.save("2026-W46", {**data, "five_lines": [{"vi": "Dòng đã chốt.", "en": "Sealed line."}]}, NOW)
    assert "Dòng đã chốt." in client.get("/digests/2026-W46").text
    assert "tuần 46 năm 2026" in client.get("/digests").text
    assert client.post("/digests/2026-W46/build").status_code == 303
    with store.begin(write=False) as tx:
        assert tx.jobs.list(kind="digest")[0].payload == {"period": "2026-W46", "new_edition": True}


def test_settings_hide_every_secret(store: Store, office: Office, tmp_path: Path) -> None:
    settings = Settings(
        data_dir=tmp_path,
        secret=SecretStr("very-secret-value"),
        database_url=SecretStr("postgresql://desk:pass-word@db/desk"),
    )
    text = signed_in(app_of(store, settings), "administrator").get("/settings").text
    assert "very-secret-value" not in text
    assert "pass-word" not in text
    assert {name for name, _ in shown(settings)} == set(Settings.model_fields)


def test_the_audit_log_names_who_did_what_and_no_password(app: FastAPI, office: Office) -> None:
    client = signed_in(app, "administrator")
    client.post("/users", {"name": "minh", "role": "leader"})
    Client(app).sign_in("reviewer", "một mật khẩu sai")
    text = client.get("/audit").text
    assert "user_add" in text
    assert "login_failed" in text
    assert "một mật khẩu sai" not in text


def test_health_says_only_that_it_is_well(app: FastAPI) -> None:
    answer = Client(app).get("/healthz")
    assert answer.json()["status"] == "ok"
    assert set(answer.json()) == {"status", "database"}


def test_english_pages_hold_no_vietnamese_of_ours(app: FastAPI, office: Office) -> None:
    client = signed_in(app, "administrator")
    client.post("/language", {"language": "en"})
    text = client.get("/help").text
    text = re.sub(r"(?s)<header.*?</header>", "", text).replace("Đối Chiếu", "").replace("Việt Nam", "")
    assert re.findall("[ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệ]", text.lower()) == []
    assert client.get(f"/alerts/{office.alert}").text.count("This report says 1,200, another 120.") >= 1
