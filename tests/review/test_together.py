"""The open alerts of one story decided together: a row of history each, all or none, taken back together."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

import pytest
from fastapi import FastAPI

from models.records import Bilingual, Evidence, EvidenceRole, FindingKind, Verdict
from models.rows import AlertState, Waiting
from models.store import Store
from review import blind
from tests.review import material
from tests.review.desk import app_of, signed_in
from tests.review.material import NOW, TEXT_RIGHT, Office
from tests.review.test_alerts import decide as decide_one
from tests.review.test_alerts import finding_id


@dataclass(frozen=True)
class Story:
    id: int
    seen: tuple[int, ...]  # alerts that are not read blind
    blind: int  # one that is


def more_of(store: Store, office: Office, alerts: int = 2) -> Story:
    """The office's story with ``alerts`` more outlets that repeat the figure in their own words, and a blind one."""
    seen, blind_one, number = [office.alert], 0, 0
    evidence = Evidence(TEXT_RIGHT, EvidenceRole.REPORT, outlet="Báo Sông Lam", article_id=str(office.right), version=1)
    why = Bilingual("Bài viết 1.200 chuyến, báo khác viết 120.", "1,200 here, 120 there.")
    while len(seen) <= alerts or not blind_one:
        number += 1
        text = f"Bản tin thứ {number} của ngày: cảng Vân Sa đón 1.200 chuyến tàu trong tháng, theo ban quản lý."
        at = NOW - timedelta(minutes=number)
        article_id = material.save(store, "cong_quan", f"tin-{number}", f"Bản tin thứ {number} về cảng", text, at)
        with store.begin() as tx:
            tx.stories.place(article_id, "harbour", None, now=NOW)
        found = material.finding(FindingKind.QUANTITY, text, "1.200 chuyến tàu", TEXT_RIGHT, "120 chuyến tàu", why)
        alert = material.flag(store, article_id, found, (evidence,), 0.8)
        with store.read() as tx:
            hidden = blind.is_blind(tx.alerts.row(alert))
        if hidden:
            blind_one = alert
        else:
            seen.append(alert)
    return Story(office.story, tuple(seen), blind_one)


@pytest.fixture
def story(store: Store, office: Office) -> Story:
    return more_of(store, office)


def form(client: object, story: Story) -> dict[str, str]:
    html = client.get(f"/stories/{story.id}/alerts").text  # type: ignore[attr-defined]
    return dict(re.findall(r'name="((?:version|seen)-\d+)" value="(\d+)"', html))


def test_one_verdict_for_several_is_a_row_of_history_for_each(app: FastAPI, store: Store, story: Story) -> None:
    client = signed_in(app, "reviewer")
    fields = {**form(client, story), "alert": list(story.seen[:2]), "verdict": "opinion_or_criticism", "note": "bình luận"}
    assert client.post(f"/stories/{story.id}/decide", fields).status_code == 303
    with store.read() as tx:
        for alert in story.seen[:2]:
            (row,) = tx.decisions.of_alert(alert)
            assert (row.verdict, row.note, row.view) == (Verdict.OPINION, "bình luận", "story")
            assert tx.alerts.row(alert).state is AlertState.DECIDED
        for alert in story.seen[2:]:
            assert tx.decisions.of_alert(alert) == ()
        assert sum(event.action == "decide" for event in tx.audit.list()) == 2


def test_the_queue_says_where_several_alerts_are_of_one_story(app: FastAPI, story: Story) -> None:
    words = f"{len(story.seen)} cảnh báo của cùng sự kiện"
    html = signed_in(app, "reviewer").get("/queue").text
    assert html.count(words) == 1 and f"/stories/{story.id}/alerts" in html
    assert words not in signed_in(app, "leader").get("/queue").text


def test_all_are_taken_back_together_and_the_history_keeps_both(app: FastAPI, store: Store, story: Story) -> None:
    client = signed_in(app, "reviewer")
    fields = {**form(client, story), "alert": list(story.seen), "verdict": "accurate"}
    client.post(f"/stories/{story.id}/decide", fields)
    page = client.get(f"/stories/{story.id}/alerts").text
    assert f"Bạn đã kết luận {len(story.seen)} cảnh báo" in page
    at = re.search(r'name="at" value="([^"]+)"', page)
    assert at is not None
    second = signed_in(app, "second").post(f"/stories/{story.id}/undecide", {"at": at[1]})
    assert second.headers["location"].endswith("said=nothing_to_undo")  # one's own only
    assert client.post(f"/stories/{story.id}/undecide", {"at": at[1]}).headers["location"].endswith("said=undone")
    with store.read() as tx:
        for alert in story.seen:
            assert [d.verdict for d in tx.decisions.of_alert(alert)] == [Verdict.ACCURATE, None]
            assert tx.alerts.row(alert).state is AlertState.OPEN
    assert client.post(f"/stories/{story.id}/undecide", {"at": at[1]}).headers["location"].endswith("nothing_to_undo")


def test_what_was_decided_anew_since_is_left_as_it_is(store: Store, office: Office, story: Story) -> None:
    client = signed_in(app_of(store), "reviewer")
    client.post(f"/stories/{story.id}/decide", {**form(client, story), "alert": list(story.seen), "verdict": "accurate"})
    at = re.search(r'name="at" value="([^"]+)"', client.get(f"/stories/{story.id}/alerts").text)
    assert at is not None
    later = signed_in(app_of(store, now=NOW + timedelta(minutes=5)), "reviewer")
    later.post(f"/alerts/{office.alert}/reopen", {"note": "xem lại"})
    decide_one(later, office.alert, Verdict.CANNOT_TELL)
    later.post(f"/stories/{story.id}/undecide", {"at": at[1]})
    with store.read() as tx:
        assert tx.alerts.row(office.alert).verdict is Verdict.CANNOT_TELL
        assert all(tx.alerts.row(alert).verdict is None for alert in story.seen[1:])


def test_a_distortion_needs_evidence_in_each_or_nothing_is_recorded(app: FastAPI, store: Store, story: Story) -> None:
    client = signed_in(app, "reviewer")
    ticks = [finding_id(store, alert) for alert in story.seen]
    fields = {**form(client, story), "alert": list(story.seen), "verdict": "distortion_confirmed", "note": "đã gọi cảng"}
    refused = client.post(f"/stories/{story.id}/decide", {**fields, "evidence": ticks[:-1]})
    assert refused.status_code == 422
    assert "đánh dấu ít nhất một bằng chứng" in refused.text and "đã gọi cảng</textarea>" in refused.text
    assert refused.text.count(" checked") == len(story.seen) + len(ticks) - 1
    with store.read() as tx:
        assert all(tx.decisions.of_alert(alert) == () for alert in story.seen)
    assert client.post(f"/stories/{story.id}/decide", {**fields, "evidence": ticks}).status_code == 303
    with store.read() as tx:
        for alert, tick in zip(story.seen, ticks, strict=True):
            (row,) = tx.decisions.of_alert(alert)
            assert row.evidence_ticked == (int(tick),)
            assert tx.alerts.row(alert).waiting is Waiting.SECOND


def test_what_is_read_blind_and_what_people_disagree_on_stays_out(app: FastAPI, store: Store, story: Story) -> None:
    client, second = signed_in(app, "reviewer"), signed_in(app, "second")
    page = client.get(f"/stories/{story.id}/alerts").text
    assert f'name="alert" value="{story.blind}"' not in page and "1 cảnh báo khác" in page
    fields = {"alert": [story.blind], "verdict": "accurate", f"version-{story.blind}": "1", f"seen-{story.blind}": "0"}
    assert client.post(f"/stories/{story.id}/decide", fields).status_code == 422
    decide_one(client, story.seen[0], Verdict.DISTORTION, evidence=finding_id(store, story.seen[0]))
    decide_one(second, story.seen[0], Verdict.ACCURATE)
    assert f'name="alert" value="{story.seen[0]}"' not in client.get(f"/stories/{story.id}/alerts").text
    with store.read() as tx:
        assert tx.decisions.of_alert(story.blind) == ()


def test_a_verdict_of_another_meanwhile_stops_all_of_it(app: FastAPI, store: Store, story: Story) -> None:
    client = signed_in(app, "reviewer")
    fields = {**form(client, story), "alert": list(story.seen), "verdict": "accurate"}
    decide_one(signed_in(app, "second"), story.seen[1], Verdict.DISTORTION, evidence=finding_id(store, story.seen[1]))
    refused = client.post(f"/stories/{story.id}/decide", fields)
    assert refused.status_code == 422 and "second vừa kết luận: Sai lệch." in refused.text
    with store.read() as tx:
        assert tx.decisions.of_alert(story.seen[0]) == ()
    assert client.post(f"/stories/{story.id}/decide", {"verdict": "accurate"}).status_code == 422
    assert client.get("/stories/99999/alerts").status_code == 404
