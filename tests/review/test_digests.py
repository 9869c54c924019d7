"""The digest on the desk: any period, files, approval, lists; who may what."""

from __future__ import annotations

import io

import pytest
from fastapi import FastAPI
from pypdf import PdfReader

from models.records import Language
from models.store import Store
from tests.review.desk import empty_digest, signed_in
from tests.review.material import NOW, Office


@pytest.mark.parametrize("period", ["2026-W47", "2026-11", "2026-Q4", "2026", "2026-11-01..2026-11-15"])
def test_any_period_so_far(app: FastAPI, period: str) -> None:
    client = signed_in(app, "leader")
    found = client.get(f"/digests?period={period}")
    assert found.status_code == 303
    page = client.get(found.headers["location"])
    assert page.status_code == 200 and "chưa lưu" in page.text and "Một sai lệch được xác nhận." in page.text


def test_what_is_no_period_is_answered_on_the_page(app: FastAPI) -> None:
    page = signed_in(app, "leader").get("/digests?period=tuần+trước")
    assert page.status_code == 200 and "không phải một kỳ" in page.text


@pytest.mark.parametrize(
    ("form", "begins"),
    [("pdf", b"%PDF"), ("summary", b"%PDF"), ("docx", b"PK"), ("xlsx", b"PK"), ("html", b"<!doctype"), ("txt", "Bản tin".encode())],
)
def test_every_form_is_a_file(app: FastAPI, form: str, begins: bytes) -> None:
    answer = signed_in(app, "reviewer").get(f"/digests/2026-W47/file?form={form}")
    assert answer.status_code == 200 and answer.content.lstrip()[:20].lower().startswith(begins.lower())
    assert answer.headers["content-disposition"].startswith('attachment; filename="doi-chieu-2026-W47')


def test_a_chart_is_a_picture_and_nothing_else_is(app: FastAPI) -> None:
    client = signed_in(app, "reviewer")
    assert b"<svg" in client.get("/digests/2026-W47/charts/topics.svg").content
    assert client.get("/digests/2026-W47/charts/nothing.svg").status_code == 404
    assert client.get("/digests/2026-W47/file?form=exe").status_code == 404


def test_a_leader_approves_once_and_the_old_page_is_marked_when_it_no_longer_holds(
    app: FastAPI, store: Store, office: Office
) -> None:
    told = {**empty_digest("2026-W46")}
    told["confirmed"] = [{**told["confirmed"][0], "alert_id": office.alert}]
    with store.begin() as tx:
        kept = tx.digests.save("2026-W46", told, NOW)
    leader = signed_in(app, "leader")
    assert "chờ duyệt" in leader.get("/digests/2026-W46").text
    assert leader.post("/digests/2026-W46/approve", {"digest": str(kept)}).status_code == 303
    page = leader.get("/digests/2026-W46").text
    assert "leader duyệt" in page
    assert "những điều sau đã thay đổi" in page, "the alert is not confirmed (any more)"
    assert leader.post("/digests/2026-W46/approve", {"digest": str(kept)}).status_code == 409
    assert leader.post("/digests/2026-W46/approve", {"digest": "999"}).status_code == 404
    assert leader.post("/digests/2026-W46/send", {"digest": str(kept)}).status_code == 303
    with store.begin(write=False) as tx:
        assert tx.jobs.list(kind="digest_send")[0].payload == {"digest": kept}


def test_lists_are_kept_checked_and_removed(app: FastAPI, store: Store) -> None:
    leader = signed_in(app, "leader")
    fields = {"id": "0", "name": "Ban giám đốc", "unit": "Phòng", "addresses": "a@b.example\nc@d.example, a@b.example",
              "form": "pdf", "language": "vi", "topics": "east_sea", "active": "1"}  # fmt: skip
    assert leader.post("/digest-lists", fields).status_code == 303
    with store.begin(write=False) as tx:
        (row,) = tx.distribution.list()
    assert row.addresses == ("a@b.example", "c@d.example") and row.topics == ("east_sea",) and row.language is Language.VI
    refused = leader.post("/digest-lists", {**fields, "name": "Khác", "addresses": "không phải thư"})
    assert refused.status_code == 409 and "Không phải địa chỉ thư" in refused.text and "Khác" in refused.text
    assert leader.post("/digest-lists", fields).status_code == 409, "one name, one list"
    assert leader.post("/digest-lists", {**fields, "id": str(row.id), "active": ""}).status_code == 303
    assert "đang tắt" in leader.get("/digest-lists").text
    assert leader.post(f"/digest-lists/{row.id}/remove").status_code == 303
    assert signed_in(app, "reviewer").get("/digest-lists").status_code == 403


def test_a_story_as_a_dossier(app: FastAPI, office: Office) -> None:
    client = signed_in(app, "reviewer")
    answer = client.get(f"/stories/{office.story}/dossier?form=pdf")
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    assert "Hồ sơ sự kiện" in text
    assert client.get("/stories/99999/dossier").status_code == 404
