"""The correction note: drafted only from what people confirmed, edited, kept in versions, taken out as DOCX."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import docx
from fastapi import FastAPI

from models.records import Language, Verdict
from models.store import Store
from pipeline.note_docx import note_docx
from tests.review import material
from tests.review.desk import Client, signed_in
from tests.review.material import NOW, Office
from tests.review.test_alerts import decide, finding_id


def confirm(app: FastAPI, store: Store, alert: int, *names: str) -> Client:
    """These people find a distortion, with the evidence ticked."""
    for name in names:
        decide(signed_in(app, name), alert, Verdict.DISTORTION, evidence=finding_id(store, alert))
    return signed_in(app, names[0])


def body_of(html: str) -> str:
    found = re.search(r'(?s)<textarea id="body"[^>]*>(.*?)</textarea>', html)
    assert found is not None
    return found[1]


def opened(answer: Any) -> Any:
    assert answer.status_code == 200, answer.text
    return docx.Document(BytesIO(answer.content))


def text_of(document: Any) -> str:
    return "\n".join(paragraph.text for paragraph in document.paragraphs)


def test_no_note_on_the_machines_word(app: FastAPI, store: Store, office: Office) -> None:
    client = signed_in(app, "reviewer")
    for path in (f"/alerts/{office.alert}/note", f"/alerts/{office.alert}/note.docx"):
        answer = client.get(path)
        assert answer.status_code == 409 and "khi có người đã kết luận là sai lệch" in answer.text
    assert client.post(f"/alerts/{office.alert}/note", {"title": "a", "body": "b"}).status_code == 409
    decide(client, office.alert, Verdict.ACCURATE)
    assert client.get(f"/alerts/{office.alert}/note").status_code == 409
    assert "Soạn ghi chú" not in client.get(f"/alerts/{office.alert}").text


def test_the_draft_says_what_the_article_and_the_evidence_say_and_where(app: FastAPI, store: Store, office: Office) -> None:
    client = confirm(app, store, office.alert, "reviewer")
    assert "Soạn ghi chú" in client.get(f"/alerts/{office.alert}").text
    page = client.get(f"/alerts/{office.alert}/note").text
    body = body_of(page)
    assert "Báo Ban Mai" in body and "https://ban_mai.example/cang.html" in body
    assert "(bài dẫn lời): “Ban quản lý cảng Vân Sa cho biết tháng Mười cảng đón 1.200 chuyến tàu" in body
    assert "Nguồn dẫn [1] ghi: “Theo ban quản lý, trong tháng Mười cảng Vân Sa đón 120 chuyến tàu" in body
    assert "[1] Báo Sông Lam, Cảng Vân Sa tháng Mười, 05:30 20/11/2026" in body
    assert "Bài viết 1.200 chuyến, báo khác dẫn cùng nguồn viết 120." in body
    assert "DỰ THẢO" in body and "không bàn về ý kiến" in body
    assert "reviewer" not in body  # people who decided are not named
    english = body_of(client.get(f"/alerts/{office.alert}/note?language=en").text)
    assert "Source [1] says: “Theo ban quản lý" in english and "This report says 1,200, another 120." in english
    confirm(app, store, office.alert, "second")
    assert "đã được 2 người xem xét xác nhận, lần sau cùng vào ngày 20/11/2026" in body_of(
        client.get(f"/alerts/{office.alert}/note").text
    )


def test_a_draft_says_so_on_every_page_of_the_document_until_it_is_confirmed(
    app: FastAPI, store: Store, office: Office
) -> None:
    client = confirm(app, store, office.alert, "reviewer")
    answer = client.get(f"/alerts/{office.alert}/note.docx")
    assert 'filename="du-thao-dinh-chinh-' in answer.headers["content-disposition"]
    draft = opened(answer)
    assert "DỰ THẢO" in draft.sections[0].header.paragraphs[0].text
    text = text_of(draft)
    assert "120 chuyến tàu" in text and "Ngày 20 tháng 11 năm 2026" in text
    styles = {p.style.name: p.text for p in draft.paragraphs}
    assert styles["Heading 1"].startswith("Ghi chú đính chính: Cảng Vân Sa") and styles["Heading 2"] == "Nguồn dẫn"
    assert styles["List Paragraph"].startswith("[1] Báo Sông Lam")
    confirm(app, store, office.alert, "second")
    final = opened(client.get(f"/alerts/{office.alert}/note.docx?language=en"))
    assert final.sections[0].header.paragraphs[0].text == ""
    assert "Confirmed by 2 reviewers" in text_of(final) and "20 November 2026" in text_of(final)


def test_what_people_write_is_kept_in_versions_and_goes_out(app: FastAPI, store: Store, office: Office) -> None:
    first = confirm(app, store, office.alert, "reviewer", "second")
    second, path = signed_in(app, "second"), f"/alerts/{office.alert}/note"
    mine = {"language": "vi", "title": "Đính chính <b>cảng</b>", "body": "Đoạn một.\n\nĐoạn hai & ba.", "seen": "0"}
    assert first.post(path, mine).status_code == 303
    page = first.get(path).text
    assert "Đoạn hai &amp; ba.</textarea>" in page and "<b>cảng</b>" not in page
    refused = second.post(path, {**mine, "body": "Bản của tôi."})
    assert refused.status_code == 422 and "Một bản khác vừa được reviewer lưu" in refused.text
    assert "Bản của tôi.</textarea>" in refused.text
    seen = re.search(r'name="seen" value="(\d+)"', refused.text)
    assert seen is not None
    assert second.post(path, {**mine, "body": "Bản của tôi.", "seen": seen[1]}).status_code == 303
    assert second.post(path, {**mine, "body": "", "seen": seen[1]}).status_code == 422
    with store.read() as tx:
        assert [(n.user_name, n.body) for n in tx.notes.of(office.alert)] == [
            ("second", "Bản của tôi."), ("reviewer", "Đoạn một.\n\nĐoạn hai & ba."),
        ]  # fmt: skip
        assert tx.notes.of(office.alert, Language.EN) == ()
    assert "Bản của tôi." in text_of(opened(first.get(f"{path}.docx")))
    assert "cảng đón 1.200" in body_of(first.get(f"{path}?fresh=yes").text)
    assert signed_in(app, "leader").get(path).status_code == 200
    assert signed_in(app, "leader").post(path, mine).status_code == 403


def test_once_the_verdict_is_taken_back_nothing_goes_out(app: FastAPI, store: Store, office: Office) -> None:
    client = confirm(app, store, office.alert, "reviewer")
    client.post(f"/alerts/{office.alert}/note", {"title": "a", "body": "b", "seen": "0"})
    client.post(f"/alerts/{office.alert}/undo")
    assert client.get(f"/alerts/{office.alert}/note.docx").status_code == 409


def test_what_is_read_blind_gives_no_note_to_who_has_not_answered(app: FastAPI, store: Store, office: Office) -> None:
    first = signed_in(app, "reviewer")
    decide(first, office.hostile_alert, Verdict.DISTORTION, note="ngày sai")
    answer = signed_in(app, "second").get(f"/alerts/{office.hostile_alert}/note")
    assert answer.status_code == 409 and "ngày 5" not in answer.text
    assert "ngày 5 tháng 11" in body_of(first.get(f"/alerts/{office.hostile_alert}/note").text)


def test_a_found_distortion_nothing_was_flagged_in_rests_on_the_reviewers_note(
    app: FastAPI, store: Store, office: Office
) -> None:
    alert = material.add_audit(store, "mau", "Trường Hạ khai giảng", "Trường Hạ khai giảng với ba lớp.")
    client = signed_in(app, "reviewer")
    decide(client, alert, Verdict.DISTORTION, note="bài ghi ba lớp, thông báo của trường ghi bốn")
    body = body_of(client.get(f"/alerts/{alert}/note").text)
    assert "Người xem xét ghi: bài ghi ba lớp" in body and "Nguồn dẫn" not in body.split("\n")[-1]


def test_odd_texts_make_a_document_all_the_same() -> None:
    body = "[1] chỉ có nguồn\n[2] hai nguồn\n\n\n\nmột\nhai\n\n=SUM(A1) & <w:p>"
    document = docx.Document(BytesIO(note_docx("x" * 400, body, Language.VI, "Cơ quan", NOW, is_draft=False)))
    texts = [p.text for p in document.paragraphs]
    assert texts[0] == "CƠ QUAN" and "một\nhai" in texts and "=SUM(A1) & <w:p>" in texts
    assert [p.text for p in document.paragraphs if p.style.name == "List Paragraph"] == ["[1] chỉ có nguồn", "[2] hai nguồn"]
