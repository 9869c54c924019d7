"""Two people never decide the same alert unknowingly: who reads it, what changed meanwhile, and what is refused."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from fastapi import FastAPI

from config.settings import Settings
from models.records import Verdict
from models.rows import AlertState, DecisionRow, Waiting
from models.store import Conflict, Store
from review import blind, live
from review.app import create_app
from review.words import Words, load_words
from tests.review import material
from tests.review.desk import Client, Stand, app_of, signed_in
from tests.review.material import NOW, Office
from tests.review.test_alerts import decide, finding_id

WORDS = Words(load_words(), "vi")


def beat(client: Client, alert: int, seen: int = 0, version: int = 1, **more: str) -> dict[str, str]:
    answer = client.post(f"/alerts/{alert}/reading", {"seen": seen, "version": version, **more})
    assert answer.status_code == 200, answer.text
    found: dict[str, str] = answer.json()
    return found


def test_who_reads_an_alert_is_shown_to_the_others_until_they_leave(app: FastAPI, store: Store, office: Office) -> None:
    first, second = signed_in(app, "reviewer"), signed_in(app, "second")
    first.get(f"/alerts/{office.alert}")  # without script the page alone says so
    assert "reviewer cũng đang đọc" in second.get(f"/alerts/{office.alert}").text
    assert "reviewer đang đọc" in second.get("/queue").text
    assert "reviewer đang đọc" not in first.get("/queue").text
    assert beat(second, office.alert)["readers"] == "reviewer cũng đang đọc cảnh báo này."
    assert beat(first, office.alert)["readers"] == "second cũng đang đọc cảnh báo này."
    beat(second, office.alert, leave="yes")
    assert beat(first, office.alert)["readers"] == ""
    later = app_of(store, now=NOW + live.SHOWN + timedelta(seconds=1))
    assert "đang đọc" not in signed_in(later, "second").get("/queue").text


def test_leaders_read_unseen_and_may_not_say_they_decide(app: FastAPI, office: Office) -> None:
    leader = signed_in(app, "leader")
    leader.get(f"/alerts/{office.alert}")
    assert leader.post(f"/alerts/{office.alert}/reading").status_code == 403
    assert "đang đọc" not in signed_in(app, "reviewer").get("/queue").text


def test_an_open_page_hears_what_another_decided_and_what_the_outlet_revised(
    app: FastAPI, store: Store, office: Office
) -> None:
    first, second = signed_in(app, "reviewer"), signed_in(app, "second")
    decide(first, office.alert, Verdict.ACCURATE)
    assert beat(second, office.alert)["changed"] == "reviewer vừa kết luận: Chính xác."
    assert beat(second, office.alert, seen=1)["changed"] == ""
    first.post(f"/alerts/{office.alert}/undo")
    assert "hoàn tác" in beat(second, office.alert, seen=1)["changed"]
    assert "sửa bài" in beat(second, office.alert, seen=2, version=7)["changed"]
    assert first.post("/alerts/99999/reading", {"seen": 0}).status_code == 404


def test_a_blind_reader_hears_of_nobody_elses_answer(app: FastAPI, store: Store, office: Office) -> None:
    decide(signed_in(app, "reviewer"), office.hostile_alert, Verdict.DISTORTION, note="ngày sai")
    second = signed_in(app, "second")
    assert beat(second, office.hostile_alert)["changed"] == ""
    assert "chờ người thứ hai" not in second.get("/queue").text.split("<ol")[1]
    lists = [second.get(address).text for address in ("/queue", "/queue?state=second")]
    assert [f"/alerts/{office.hostile_alert}?" in text or f'/alerts/{office.hostile_alert}"' in text for text in lists] == [True, False]
    with store.read() as tx:
        assert tx.alerts.row(office.hostile_alert).waiting is Waiting.SECOND


def test_two_blind_answers_that_differ_are_settled_in_the_open(app: FastAPI, store: Store, office: Office) -> None:
    decide(signed_in(app, "reviewer"), office.hostile_alert, Verdict.DISTORTION, note="ngày 5 mới đúng")
    decide(signed_in(app, "second"), office.hostile_alert, Verdict.ACCURATE)
    third = signed_in(app, "analyst")
    listed = re.sub(r"<[^>]+>", "", third.get("/queue?state=settle").text)
    assert "reviewer: Sai lệch (ngày 5 mới đúng) · second: Chính xác" in listed
    page = third.get(f"/alerts/{office.hostile_alert}").text
    assert "<mark>ngày 3 tháng 11</mark>" in page and "Kết luận của bạn sẽ là kết luận chung" in page
    assert "<strong>reviewer</strong>: Sai lệch – ngày 5 mới đúng" in page
    assert decide(third, office.hostile_alert, Verdict.ACCURATE).status_code == 303
    with store.read() as tx:
        row = tx.alerts.row(office.hostile_alert)
        assert (row.state, row.verdict, row.waiting) == (AlertState.DECIDED, Verdict.ACCURATE, None)
        assert tx.decisions.of_alert(row.id)[-1].view == "settle"
    assert blind.is_blind(row)


def test_a_stale_page_is_told_who_decided_and_keeps_what_was_typed(app: FastAPI, office: Office) -> None:
    first, second = signed_in(app, "reviewer"), signed_in(app, "second")
    fields = {"verdict": "accurate", "note": "của tôi", "version": "1", "seen": "0"}
    decide(first, office.alert, Verdict.CANNOT_TELL)
    answer = second.post(f"/alerts/{office.alert}/decide", fields)
    assert answer.status_code == 422
    assert "reviewer vừa kết luận: Chưa kết luận được." in answer.text
    first.post(f"/alerts/{office.alert}/reopen", {"note": "xem lại"})
    answer = second.post(f"/alerts/{office.alert}/decide", fields)
    assert "reviewer vừa mở lại cảnh báo này." in answer.text and "của tôi</textarea>" in answer.text


@pytest.fixture
def either(database_url: str) -> Iterator[Store]:
    opened = Store.open(database_url)
    yield opened
    opened.close()


def test_of_two_verdicts_at_the_same_moment_one_is_refused(either: Store) -> None:
    office = material.build(either)
    ticked = [int(finding_id(either, office.alert))]
    start, outcomes = threading.Barrier(2), []

    def decide_now(name: str) -> None:
        start.wait()
        try:
            with either.begin() as tx:
                tx.decisions.add(
                    office.alert, office.users[name], Verdict.DISTORTION, name, ticked, NOW, seen=0, version=1
                )
            outcomes.append("kept")
        except Conflict:
            outcomes.append("refused")

    threads = [threading.Thread(target=decide_now, args=(name,)) for name in ("reviewer", "second")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(outcomes) == ["kept", "refused"]
    with either.begin() as tx:
        assert len(tx.decisions.of_alert(office.alert)) == 1
        with pytest.raises(Conflict):
            tx.decisions.add(office.alert, office.users["second"], Verdict.ACCURATE, "", [], NOW, version=2)


def test_the_queue_hears_what_is_new_and_what_others_do(app: FastAPI, store: Store, office: Office) -> None:
    first, second = signed_in(app, "reviewer"), signed_in(app, "second")
    ask = f"/queue/live?ids={office.alert},{office.hostile_alert},x,99999999999&made={(NOW - timedelta(minutes=1)).isoformat()}"
    ask = ask.replace("+", "%2B")
    assert second.get(ask).json() == {"fresh": "2 cảnh báo mới trong bộ lọc này.", "rows": {}}
    assert second.get(ask + "&topic=religion").json()["fresh"] == ""
    first.get(f"/alerts/{office.hostile_alert}")
    decide(first, office.alert, Verdict.ACCURATE)
    told = second.get(ask).json()
    assert told["rows"] == {str(office.alert): "vừa có kết luận", str(office.hostile_alert): "reviewer đang đọc"}
    assert told["fresh"].startswith("1 ")
    for odd in ("", "?made=x&ids=,,-1", "?made=2026-01-01&state=share"):
        assert second.get("/queue/live" + odd).status_code == 200


def test_an_open_page_keeps_nobody_signed_in(store: Store, office: Office) -> None:
    moment = [NOW]
    settings = Settings(session_idle_minutes=30)
    app = create_app(store, settings, Stand(store), clock=lambda: moment[0])
    client = signed_in(app, "reviewer")
    token = client.token()
    for minutes in (10, 20, 29):
        moment[0] = NOW + timedelta(minutes=minutes)
        assert client.http.post(f"/alerts/{office.alert}/reading", data={"csrf": token}).status_code == 200
        assert client.get("/queue/live").status_code == 200
    moment[0] = NOW + timedelta(minutes=31)
    assert client.get("/queue/live").headers["location"].startswith("/sign-in")


def row(verdict: Verdict | None, view: str = "alert") -> DecisionRow:
    return DecisionRow(1, 1, 2, "lan", verdict, "", (), view, None if verdict else 1, False, 1, NOW)


def test_what_was_done_in_a_sentence() -> None:
    assert live.did(row(Verdict.OPINION), WORDS) == "lan vừa kết luận: Ý kiến, phê bình."
    assert live.did(row(None, "reopen"), WORDS) == "lan vừa mở lại cảnh báo này."
    assert live.did(row(None, "undo"), WORDS) == "lan vừa hoàn tác kết luận của mình."
