"""The alert page and the decision: marks, escaping, the six verdicts, two people, blind reading."""

from __future__ import annotations

import re
from typing import Any

from fastapi import FastAPI

from models.records import Verdict
from models.rows import AlertState, Waiting
from models.store import Store
from tests.review import material
from tests.review.desk import Client, signed_in
from tests.review.material import NOW, Office


def decide(client: Client, alert: int, verdict: str, **more: Any) -> Any:
    """Answer as the page shown now would: with its version and the history it shows."""
    page = client.get(f"/alerts/{alert}").text
    hidden = dict(re.findall(r'name="(version|seen)" value="(\d+)"', page))
    token = re.search(r'name="csrf" value="([0-9a-f]+)"', page)
    assert token is not None
    return client.http.post(
        f"/alerts/{alert}/decide", data={"csrf": token[1], "verdict": verdict, **hidden, **more}
    )


def finding_id(store: Store, alert: int) -> str:
    with store.begin(write=False) as tx:
        return str(tx.alerts.get(alert).findings[0].id)


def plain(store: Store, office: Office) -> int:
    """The alert that is not read blind."""
    return office.alert


def test_the_passage_and_its_evidence_are_marked(app: FastAPI, office: Office) -> None:
    html = signed_in(app, "reviewer").get(f"/alerts/{office.alert}").text
    assert 'đón <span class="anchor" id="mark-1"></span><mark>1.200 chuyến tàu</mark>' in html
    assert "đón <mark><strong>120</strong> chuyến tàu</mark>" in html  # the words that differ stand out
    assert '<p class="passage"><strong>1.200</strong> chuyến tàu</p>' in html
    assert "Báo Sông Lam, Cảng Vân Sa tháng Mười" in html
    assert "báo dẫn lời" in html
    assert "rất rõ" in html
    assert "Bài viết 1.200 chuyến, báo khác dẫn cùng nguồn viết 120." in html


def test_texts_of_outlets_are_escaped_everywhere(app: FastAPI, office: Office) -> None:
    client = signed_in(app, "reviewer")
    decide(client, office.hostile_alert, Verdict.CANNOT_TELL)
    for path in (
        f"/alerts/{office.hostile_alert}",
        f"/articles/{office.hostile}",
        f"/articles/{office.hostile}/versions",
        "/queue?state=any",
        "/search?q=" + "h%E1%BB%99i",
        "/",
    ):
        html = client.get(path).text
        assert "<script>alert" not in html, path
        assert "<img src=x" not in html, path
    html = client.get(f"/alerts/{office.hostile_alert}").text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "&lt;i&gt;tại&lt;/i&gt;" in html
    assert "<mark>ngày 3 tháng 11</mark>" in html


def test_what_is_searched_for_is_escaped(app: FastAPI, office: Office) -> None:
    html = signed_in(app, "reviewer").get('/search?q="><script>alert(1)</script>').text
    assert "<script>alert" not in html
    assert "&#34;&gt;&lt;script&gt;" in html


def test_a_distortion_needs_evidence_and_keeps_what_was_typed(app: FastAPI, store: Store, office: Office) -> None:
    client = signed_in(app, "reviewer")
    refused = decide(client, office.alert, Verdict.DISTORTION, note="ghi chú <dài>")
    assert refused.status_code == 422
    assert "ghi chú &lt;dài&gt;</textarea>" in refused.text
    ticked = finding_id(store, office.alert)
    assert decide(client, office.alert, Verdict.DISTORTION, evidence=ticked).status_code == 303
    with store.begin(write=False) as tx:
        row = tx.alerts.row(office.alert)
    assert (row.state, row.waiting, row.confirmations) == (AlertState.OPEN, Waiting.SECOND, 1)


def test_two_people_confirm_and_one_alone_does_not(app: FastAPI, store: Store, office: Office) -> None:
    ticked = finding_id(store, office.alert)
    first, second = signed_in(app, "reviewer"), signed_in(app, "second")
    decide(first, office.alert, Verdict.DISTORTION, evidence=ticked)
    decide(first, office.alert, Verdict.DISTORTION, evidence=ticked)
    with store.begin(write=False) as tx:
        assert not tx.alerts.row(office.alert).confirmed
    assert str(office.alert) in re.findall(r"/alerts/(\d+)", second.get("/queue?state=second").text)
    assert decide(second, office.alert, Verdict.DISTORTION, evidence=ticked, note="đã gọi cảng").status_code == 303
    with store.begin(write=False) as tx:
        row = tx.alerts.row(office.alert)
    assert (row.state, row.confirmed, row.confirmations) == (AlertState.DECIDED, True, 2)
    assert "đã gọi cảng" in first.get(f"/alerts/{office.alert}").text


def test_nobody_decides_over_a_decision_they_have_not_seen(app: FastAPI, office: Office) -> None:
    first, second = signed_in(app, "reviewer"), signed_in(app, "second")
    stale = second.get(f"/alerts/{office.alert}").text
    hidden = dict(re.findall(r'name="(version|seen)" value="(\d+)"', stale))
    decide(first, office.alert, Verdict.ACCURATE)
    first.post(f"/alerts/{office.alert}/undo")
    answer = second.post(f"/alerts/{office.alert}/decide", {"verdict": "accurate", "note": "của tôi", **hidden})
    assert answer.status_code == 422
    assert "của tôi</textarea>" in answer.text


def test_a_disagreement_is_settled_by_a_third_person(app: FastAPI, store: Store, office: Office) -> None:
    decide(signed_in(app, "reviewer"), office.alert, Verdict.ACCURATE)
    signed_in(app, "reviewer").post(f"/alerts/{office.alert}/reopen", {"note": "xem lại"})
    decide(signed_in(app, "reviewer"), office.alert, Verdict.DISTORTION, evidence=finding_id(store, office.alert))
    decide(signed_in(app, "second"), office.alert, Verdict.ACCURATE)
    with store.begin(write=False) as tx:
        assert tx.alerts.row(office.alert).waiting is Waiting.SETTLE
    decide(signed_in(app, "analyst"), office.alert, Verdict.ACCURATE)
    with store.begin(write=False) as tx:
        row = tx.alerts.row(office.alert)
    assert (row.state, row.verdict) == (AlertState.DECIDED, Verdict.ACCURATE)


def test_undo_and_reopen_stay_in_the_history(app: FastAPI, store: Store, office: Office) -> None:
    client = signed_in(app, "reviewer")
    decide(client, office.alert, Verdict.OPINION, note="là bài bình luận")
    with store.begin(write=False) as tx:
        assert tx.alerts.row(office.alert).state is AlertState.DECIDED
    assert client.post(f"/alerts/{office.alert}/undo").status_code == 303
    html = client.get(f"/alerts/{office.alert}").text
    assert "<del>Ý kiến, phê bình</del>" in html
    assert "là bài bình luận" in html
    assert client.post(f"/alerts/{office.alert}/undo").headers["location"].endswith("said=nothing_to_undo")
    decide(client, office.alert, Verdict.ACCURATE)
    assert client.post(f"/alerts/{office.alert}/reopen", {"note": ""}).status_code == 422
    assert client.post(f"/alerts/{office.alert}/reopen", {"note": "có báo cáo mới"}).status_code == 303
    with store.begin(write=False) as tx:
        assert tx.alerts.row(office.alert).state is AlertState.OPEN
        assert len(tx.decisions.of_alert(office.alert)) == 4


def test_a_revised_text_is_not_decided_by_its_old_page(app: FastAPI, store: Store, office: Office) -> None:
    client = signed_in(app, "reviewer")
    page = client.get(f"/alerts/{office.alert}").text
    hidden = dict(re.findall(r'name="(version|seen)" value="(\d+)"', page))
    text = material.TEXT_WRONG.replace("1.200 chuyến", "1.300 chuyến")
    material.save(store, "ban_mai", "cang", material.TITLE_WRONG, text, NOW)
    with store.begin(write=False) as tx:
        other = tx.articles.get(office.right).text
    again = material.finding(
        material.FindingKind.QUANTITY,
        text,
        "1.300 chuyến tàu",
        other,
        "120 chuyến tàu",
        material.Bilingual("khác", "differs"),
    )
    evidence = material.Evidence(other, article_id=str(office.right), version=1, outlet="Báo Sông Lam")
    material.flag(store, office.wrong, again, (evidence,), 0.9)
    answer = client.post(f"/alerts/{office.alert}/decide", {"verdict": "accurate", **hidden})
    assert answer.status_code == 422
    assert "<mark>1.300 chuyến tàu</mark>" in answer.text
    diff = client.get(f"/articles/{office.wrong}/versions").text
    shown = re.sub(r"<[^>]+>", "", diff)
    assert "1.200" in shown and "1.300" in shown


def shape(html: str, *secrets: str) -> str:
    """The page without what differs between any two articles."""
    article = re.sub(r'(?s)<article.*?</article>', "", html)
    article = re.sub(r'(?s)<p class="buttons">.*?</p>', "", article)
    article = re.sub(r"(?s)<title>.*?</title>", "", article)
    article = re.sub(r'value="[0-9a-f]{64}"', "", article)
    article = re.sub(r"/alerts/\d+", "/alerts/N", article)
    return re.sub(r"\s+", " ", article)


def test_an_audit_item_and_a_real_one_read_blind_are_the_same_page(
    app: FastAPI, store: Store, office: Office
) -> None:
    audit = material.add_audit(store, "mau", "Trường Hạ khai giảng", "Trường Hạ khai giảng với ba lớp.")
    client = signed_in(app, "reviewer")
    real_page, audit_page = (client.get(f"/alerts/{a}").text for a in (office.hostile_alert, audit))
    assert shape(real_page) == shape(audit_page)
    for html in (real_page, audit_page):
        assert "<mark" not in html
        assert "ngày 5 tháng 11" not in html
        assert "audit" not in html.lower()
        assert "kiểm tra ngẫu nhiên" not in html
    listing = client.get("/queue").text
    assert listing.count("Đọc mù:") == 2
    assert "ngày khác" not in listing.split("<ol")[1]
    # A filter by kind answers for neither of them.
    assert "/alerts/2" not in client.get("/queue?kind=date_mismatch").text
    for article in (office.hostile, office.quiet + 1):
        page = client.get(f"/articles/{article}").text
        assert "Vì sao không cảnh báo" not in page


def test_blind_answers_are_taken_alike_and_then_the_marks_show(
    app: FastAPI, store: Store, office: Office
) -> None:
    audit = material.add_audit(store, "mau", "Trường Hạ khai giảng", "Trường Hạ khai giảng với ba lớp.")
    client = signed_in(app, "reviewer")
    for alert in (office.hostile_alert, audit):
        assert decide(client, alert, Verdict.DISTORTION).status_code == 422
        assert decide(client, alert, Verdict.DISTORTION, note="đoạn hai sai ngày").status_code == 303
    assert "<mark>ngày 3 tháng 11</mark>" in client.get(f"/alerts/{office.hostile_alert}").text
    assert "mẫu kiểm tra ngẫu nhiên" in client.get(f"/alerts/{audit}").text
    assert "đọc mù" in client.get(f"/alerts/{audit}").text
    # The second reader still reads blind, without the first one's answer.
    second = signed_in(app, "second").get(f"/alerts/{office.hostile_alert}").text
    assert "đoạn hai sai ngày" not in second
    assert "<mark" not in second


def test_the_filters_of_the_queue_go_along_to_the_alert_and_back(app: FastAPI, office: Office) -> None:
    client = signed_in(app, "reviewer")
    link = f"/alerts/{office.alert}?topic=east_sea&amp;days=7"
    assert link in client.get("/queue?topic=east_sea&days=7").text
    page = client.get(link.replace("&amp;", "&")).text
    assert "/queue?topic=east_sea&amp;days=7" in page
    assert f"/alerts/{office.alert}/decide?topic=east_sea&amp;days=7" in page
    assert "data-key=\"j\"" not in page  # the other alert is not of this topic
    answer = client.post(f"/alerts/{office.alert}/decide?topic=east_sea", {"verdict": "accurate", "version": "1", "seen": "0"})
    assert answer.headers["location"] == f"/alerts/{office.alert}?topic=east_sea&said=decided"


def test_every_version_is_shown_with_what_it_changed(app: FastAPI, store: Store, office: Office) -> None:
    for n in range(2, 9):
        text = material.TEXT_WRONG.replace("1.200 chuyến", f"1.{n}00 chuyến")
        material.save(store, "ban_mai", "cang", material.TITLE_WRONG, text, NOW)
        again = material.finding(
            material.FindingKind.QUANTITY, text, f"1.{n}00 chuyến tàu", material.TEXT_RIGHT, "120 chuyến tàu",
            material.Bilingual("khác", "differs"),
        )  # fmt: skip
        material.flag(store, office.wrong, again, (material.Evidence(material.TEXT_RIGHT),), 0.9)
    page = signed_in(app, "reviewer").get(f"/alerts/{office.alert}").text
    with store.read() as tx:
        latest = tx.articles.get(office.wrong).version
    shown = [int(n) for n in re.findall(r"Bản (\d+) sửa gì", page)]
    assert shown == list(range(latest, latest - 5, -1))  # the latest, newest first; the rest is on the article's page
    assert "<del>1.700</del><ins>1.800</ins>" in page
