"""The desk's pages of adding outlets: by address with a preview, by OPML list, and out again as files."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI

from config.opml import read_opml
from config.outlets import load_outlets
from models.store import Store
from tests.review.desk import Client, signed_in
from tests.review.material import NOW, OUTLETS

FEED = {
    "id": "bao-rss", "url": "https://bao.example/rss", "kind": "feed", "found": "declared", "language": "vi",
    "entries": 3, "newest": None, "titles": ["<b>A</b>"], "problem": None, "detail": "", "recommended": True,
    "reason": {"vi": "nguồn RSS đọc tốt", "en": "a good feed"},
}  # fmt: skip
LISTING = {
    **FEED, "id": "bao-trang", "url": "https://bao.example/", "kind": "listing", "recommended": False,
    "reason": {"vi": "không cần: đã có nguồn RSS", "en": "not needed: there is a feed"},
}  # fmt: skip
GOOD = {
    "url": "https://bao.example/a-1.html", "title": "Cầu <i>Mới</i> thông xe", "lead": "Sáng nay cầu thông xe.",
    "published_at": "2026-09-14T08:30:00+07:00", "date_from": "page", "kind": "article", "method": "structure",
    "language": "vi", "characters": 1234, "stored": True, "problem": None,
}  # fmt: skip
BAD = {
    "url": "https://bao.example/b.html", "title": "", "stored": False,
    "problem": {"vi": "không có nội dung bài", "en": "no article text"},
}  # fmt: skip
FOUND = {
    "outlet": {"id": "bao-thu", "name": "Báo Thử", "homepage": "https://bao.example/", "language": "vi",
               "kind": "portal", "country": "VN"},
    "known": None, "sources": [FEED, LISTING], "articles": [GOOD, BAD], "not_articles": 1,
}  # fmt: skip


@pytest.fixture
def client(app: FastAPI) -> Client:
    return signed_in(app, "administrator")


def looked(client: Client, store: Store, found: dict[str, Any]) -> str:
    """Ask for a look without a scheme, answer it as the worker would; the page's address."""
    seen = client.post("/outlets/preview", {"url": "bao.example"}).headers["location"]
    with store.begin() as tx:
        tx.jobs.finish(tx.jobs.list(kind="preview")[0].id, found, NOW)
    return str(seen)


def upload(client: Client, data: bytes, action: str = "look", **extra: str) -> Any:
    fields = {"csrf": client.token(), "action": action, **extra}
    return client.http.post("/outlets/opml", data=fields, files={"file": ("a.opml", data, "text/x-opml")})


def test_the_preview_shows_what_would_be_stored_and_saves_what_is_chosen(client: Client, store: Store) -> None:
    page = client.get(looked(client, store, FOUND)).text
    assert "Cầu &lt;i&gt;Mới&lt;/i&gt; thông xe" in page and "Sáng nay cầu thông xe." in page
    for words in ("giờ từ trang", "structure", "không có nội dung bài", "nên dùng", "không cần: đã có nguồn RSS"):
        assert words in page, words
    assert 'value="bao-thu"' in page and page.count(" checked>") == 1
    fields = {
        "name": "Báo Thử", "id": "bao-thu-2", "homepage": "https://bao.example/", "kind": "portal", "country": "VN",
        "language": "vi", "own": "yes", "aliases": "Thử; BT", "url_0": "https://bao.example/rss", "use_0": "yes",
        "kind_0": "feed", "url_1": "bao.example/", "use_1": "yes", "kind_1": "listing",
    }  # fmt: skip
    assert client.post("/outlets/new", fields).headers["location"].endswith("said=outlet_added")
    with store.begin(write=False) as tx:
        outlet = tx.outlets.get("bao-thu-2")
        assert any(event.action == "outlet_add" and event.target == "bao-thu-2" for event in tx.audit.list())
    assert outlet.own and outlet.aliases == ("Thử", "BT") and outlet.country == "VN" and outlet.kind == "portal"
    assert {(s.id, s.url, s.kind.value) for s in outlet.sources} == {
        ("bao-thu-2-rss", "https://bao.example/rss", "feed"),
        ("bao-thu-2-trang", "https://bao.example/", "listing"),
    }


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"homepage": "https://tiktok.com/@bao"}, "không theo dõi cá nhân"),
        ({"url_0": "https://t.me/bao"}, "không theo dõi cá nhân"),
        ({"url_0": OUTLETS[0].sources[0].url}, OUTLETS[0].name),
        ({"homepage": OUTLETS[0].homepage}, OUTLETS[0].name),
        ({"id": OUTLETS[0].id.replace("_", "-"), "name": ""}, "Cần tên"),
        ({"use_0": ""}, "ít nhất một nguồn"),
        ({"url_0": "ftp://bao.example/"}, "Chỉ nhận"),
        ({"url_1": "http://bao.example/rss/", "use_1": "yes"}, "hai lần"),
    ],
)
def test_what_cannot_be_saved_says_why_and_keeps_what_was_entered(
    client: Client, store: Store, change: dict[str, str], words: str
) -> None:
    fields = {"name": "Báo Nhập", "id": "bao-nhap", "homepage": "https://bao.example/", "kind": "press"}
    fields |= {"language": "vi", "url_0": "https://bao.example/rss", "use_0": "yes", "country": "Nước Nọ"}
    answer = client.post("/outlets/new", {**fields, **change})
    assert answer.status_code == 422 and words in answer.text and "Nước Nọ" in answer.text
    with store.begin(write=False) as tx:
        assert len(tx.outlets.list()) == len(OUTLETS)


def test_a_known_address_says_whose_it_is_at_once(client: Client, store: Store) -> None:
    answer = client.post("/outlets/preview", {"url": OUTLETS[0].sources[0].url})
    assert answer.status_code == 422 and OUTLETS[0].name in answer.text
    known = {"outlet": "x", "name": "X", "vi": "Đây là trang chủ của X.", "en": "The home page of X."}
    assert "Đây là trang chủ của X." in client.get(looked(client, store, {**FOUND, "known": known})).text


def test_a_failed_look_says_why_and_offers_another(client: Client, store: Store) -> None:
    seen = client.post("/outlets/preview", {"url": "bao.example"}).headers["location"]
    with store.begin() as tx:
        tx.jobs.fail(tx.jobs.list(kind="preview")[0].id, "facebook.com là mạng xã hội", NOW)
    page = client.get(seen).text
    assert "facebook.com là mạng xã hội" in page and "Thử địa chỉ khác" in page


def test_a_refusal_is_shown_in_words_and_nothing_can_be_saved(client: Client, store: Store) -> None:
    refused = {"vi": "facebook.com là mạng xã hội", "en": "facebook.com is a social network"}
    page = client.get(looked(client, store, {"refused": refused})).text
    assert "facebook.com là mạng xã hội" in page and "is a social network" not in page
    assert "Thử địa chỉ khác" in page and 'name="homepage"' not in page


def test_exports_load_again(client: Client, store: Store, tmp_path: Path) -> None:
    answer = client.get("/outlets/export.zip")
    assert "attachment" in answer.headers["content-disposition"]
    zipfile.ZipFile(io.BytesIO(answer.content)).extractall(tmp_path)
    with store.begin(write=False) as tx:
        stored = {row.outlet.id: row.outlet for row in tx.outlets.list()}
    assert {outlet.id: outlet for outlet in load_outlets(tmp_path / "sources")} == stored
    one = client.get(f"/outlets/{OUTLETS[0].id}/export")
    (tmp_path / "one.yaml").write_bytes(one.content)
    assert load_outlets(tmp_path / "one.yaml") == (stored[OUTLETS[0].id],)
    assert client.get("/outlets/khong-co/export").status_code == 404
    rows = read_opml(client.get("/outlets/export.opml").content)
    assert {row.url for row in rows} == {source.url for outlet in stored.values() for source in outlet.sources}


def test_an_opml_list_is_looked_at_then_imported(client: Client, store: Store) -> None:
    data = (
        f'<opml version="1.0"><body><outline text="Báo &lt;Lạ&gt;" xmlUrl="https://la.example/rss"/>'
        f'<outline text="Có" xmlUrl="{OUTLETS[0].sources[0].url}"/>'
        f'<outline text="Kênh" xmlUrl="https://facebook.com/x"/></body></opml>'
    ).encode()
    page = upload(client, data)
    assert page.status_code == 200 and "Sẽ thêm 1 cơ quan, 1 nguồn; 1 nguồn trùng bỏ qua; 1 dòng" in page.text
    assert "Báo &lt;Lạ&gt;" in page.text and "facebook.com" in page.text
    with store.begin(write=False) as tx:
        assert len(tx.outlets.list()) == len(OUTLETS)
    assert "Đã thêm 1 cơ quan" in upload(client, data, "import").text
    assert "Đã thêm 0 cơ quan, 0 nguồn; 2 nguồn trùng" in upload(client, data, "import").text
    with store.begin(write=False) as tx:
        assert tx.outlets.get("la-example").name == "Báo <Lạ>"
        assert [event.action for event in tx.audit.list()].count("opml_import") == 1


def test_a_bad_upload_is_refused(client: Client, app: FastAPI) -> None:
    assert "DOCTYPE" in upload(client, b'<!DOCTYPE a [<!ENTITY b "c">]><opml/>').text
    assert upload(client, b"").status_code == 422
    assert upload(client, b"x" * 3_200_000).status_code == 413
    assert upload(client, b"<opml/>", csrf="0" * 64).status_code == 403
    assert client.post("/outlets/opml", {"action": "import"}).status_code == 415
    parts = [("file", (f"{n}.opml", b"<opml/>", "text/xml")) for n in range(3)]
    many = client.http.post("/outlets/opml", data={"csrf": client.token()}, files=parts)
    assert many.status_code == 400
    assert signed_in(app, "analyst").get("/outlets/export.opml").status_code == 403
