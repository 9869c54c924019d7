"""The queue of the day on the desk: its line, shares, copies under one alert, and the answer to "why not"."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from fastapi import FastAPI
from hypothesis import given
from hypothesis import strategies as st

from classifier.ranking import PRIOR, PRIOR_VERSION, features_of
from config.settings import load_settings
from models.records import (
    Asserted,
    Bilingual,
    Comparison,
    Evidence,
    EvidenceFrom,
    Finding,
    FindingEvidence,
    FindingKind,
    Ranked,
    Role,
    Verdict,
)
from models.rows import UserRow
from models.store import Store
from pipeline import ranking
from review import blind
from review.app import create_app
from review.sharing import readers, share_of
from tests.review import material
from tests.review.desk import Stand, signed_in
from tests.review.material import NOW, TEXT_RIGHT, TEXT_WRONG, Office

PASSAGE = "1.200 chuyến tàu"


def desk(store: Store, **given: str) -> FastAPI:
    """The desk with these settings, for the pages and for what the pipeline works out alike."""
    env = {f"DOICHIEU_{name.upper()}": value for name, value in given.items()}
    settings = load_settings(None, {"DOICHIEU_DATA_DIR": "/nonexistent", **env})
    services = Stand(store, **env)
    return create_app(
        store, settings, services, clock=lambda: NOW, problem_words=lambda problem: Bilingual(problem, problem)
    )


def flag(store: Store, number: int, strength: float, *, outlet: str = "ban_mai", text: str = "", copy_of: int | None = None) -> int:
    """An article whose one finding is that sure, with its open alert; returns the alert's id."""
    text = text or f"Bài số {number}. {TEXT_WRONG}"
    at = NOW - timedelta(hours=2, minutes=-number)
    article_id = material.save(store, outlet, f"bai-{number}", f"Bài số {number} của ngày", text, at)
    start = text.index(PASSAGE)
    proof = FindingEvidence(EvidenceFrom.GIVEN, (0, 4), TEXT_RIGHT[:4], 0)
    why = Bilingual("Số khác", "The figure differs")
    found = Finding(
        FindingKind.QUANTITY, "text", (start, start + len(PASSAGE)), PASSAGE, (proof,), Asserted.ASSERTED, strength, why
    )
    with store.begin() as tx:
        tx.stories.place(article_id, f"s{copy_of or article_id}", None if copy_of is None else str(copy_of), now=NOW)
        tx.findings.replace(
            article_id, 1, Comparison(str(article_id), strength, (found,)), evidence=[Evidence(TEXT_RIGHT)],
            compared_key="k", comparer_version="1", now=NOW,
        )  # fmt: skip
        ranked = Ranked(str(article_id), strength, True, (found,), features_of((found,)), why, PRIOR_VERSION)
        tx.alerts.raise_(article_id, 1, ranked, NOW)
        tx.articles.mark_placed(article_id, 1)
        tx.articles.mark_processed(article_id, 1, "k")
        return tx.alerts.of_article(article_id)[0].id


def clear_queue(store: Store, office: Office) -> None:
    with store.begin() as tx:
        for id_ in (office.alert, office.hostile_alert):
            tx.decisions.add(id_, office.users["second"], Verdict.CANNOT_TELL, "", [], NOW - timedelta(days=3))


def linked(text: str) -> list[int]:
    return [int(n) for n in re.findall(r'class="title" href="/alerts/(\d+)', text)]


def test_the_queue_says_how_much_to_read_and_what_to_expect(store: Store, office: Office) -> None:
    clear_queue(store, office)
    ids = [flag(store, n, 0.95 - n / 50) for n in range(1, 7)]
    app = desk(store, daily_capacity="4")
    text = signed_in(app, "reviewer").get("/queue").text
    assert "Hôm nay đọc 4 trong 6 cảnh báo" in text and "Ước chừng 4 đáng xem" in text
    assert "chưa học từ quyết định nào" in text and PRIOR_VERSION in text
    assert linked(text) == ids  # what is beyond the line is reached on the same page
    assert text.index("Ngoài phần đọc hôm nay") < text.index(f"/alerts/{ids[4]}")
    assert text.index("Ngoài phần đọc hôm nay") > text.index(f"/alerts/{ids[3]}")
    assert linked(signed_in(app, "reviewer").get("/queue?state=today").text) == ids[:4]
    assert "Hôm nay đọc 4 trong 6" in signed_in(app, "reviewer").get("/").text


def test_precision_ends_the_day_where_the_rest_is_hardly_worth_it(store: Store, office: Office) -> None:
    clear_queue(store, office)
    for n, strength in enumerate((0.9, 0.8, 0.3, 0.2, 0.2), start=1):
        flag(store, n, strength)
    text = signed_in(desk(store, queue_precision="0.7"), "leader").get("/queue").text
    assert "Hôm nay đọc 2 trong 5" in text and "dưới 70 %" in text
    none = signed_in(desk(store, queue_precision="0.95"), "leader").get("/queue").text
    assert "Không cảnh báo nào đang chờ đạt" in none


def test_two_people_share_the_day_and_everything_stays_open_to_both(store: Store, office: Office) -> None:
    clear_queue(store, office)
    ids = [flag(store, n, 0.9) for n in range(1, 13)]
    app = desk(store)
    shares = [linked(signed_in(app, name).get("/queue?state=share").text) for name in ("reviewer", "second")]
    assert shares[0] and shares[1] and not set(shares[0]) & set(shares[1])
    fresh = set(ids) - set(shares[0]) - set(shares[1])  # the third reviewer's, who has to set a password first
    assert len(fresh) < len(ids)
    assert set(linked(signed_in(app, "second").get("/queue").text)) == set(ids)
    with store.begin() as tx:
        first = shares[0][0]
        ticked = [tx.alerts.get(first).findings[0].id]
        tx.decisions.add(first, office.users["reviewer"], Verdict.DISTORTION, "", ticked, NOW)
    assert first in linked(signed_in(app, "second").get("/queue?state=share").text)  # waits for one more person


PEOPLE = st.lists(st.integers(1, 50), min_size=1, max_size=6, unique=True)


@given(st.lists(st.integers(1, 10_000), max_size=60, unique=True), PEOPLE)
def test_shares_cover_the_day_once_and_hardly_change_when_somebody_leaves(ids: list[int], people: list[int]) -> None:
    shares = {person: share_of(ids, people, person) for person in people}
    assert sorted(id_ for share in shares.values() for id_ in share) == sorted(ids)
    if len(people) > 1:
        gone, rest = people[0], people[1:]
        for person in rest:
            assert set(shares[person]) <= set(share_of(ids, rest, person))
        assert share_of(ids, rest, gone) == tuple(ids)  # who shares in nothing reads everything


def person(id_: int, role: Role, active: bool = True) -> UserRow:
    return UserRow(id_, f"u{id_}", role, "", False, active, datetime(2026, 1, 1, tzinfo=UTC), None, 0, None)


def test_reviewers_share_and_where_there_are_none_whoever_may_decide() -> None:
    people = [person(1, Role.REVIEWER), person(2, Role.ANALYST), person(3, Role.REVIEWER, False), person(4, Role.LEADER)]
    assert readers(people) == (1,)
    assert readers(people[1:]) == (2,)


@pytest.fixture
def copied(store: Store, office: Office) -> tuple[int, int]:
    """An alert that speaks for a copy, and the copy's own; neither is read blind."""
    clear_queue(store, office)
    first = flag(store, 1, 0.9)
    while blind.ONE_IN and _blind(store, first):
        first = flag(store, first + 100, 0.9)
    with store.read() as tx:
        article_id = tx.alerts.row(first).article_id
    copy = flag(store, 9999, 0.9, outlet="song_lam", text=f"Bài số 1. {TEXT_WRONG}", copy_of=article_id)
    return first, copy


def _blind(store: Store, alert_id: int) -> bool:
    with store.read() as tx:
        return blind.is_blind(tx.alerts.row(alert_id))


def test_copies_are_one_alert_that_names_the_other_outlets(store: Store, office: Office, copied: tuple[int, int]) -> None:
    first, copy = copied
    client = signed_in(desk(store), "reviewer")
    assert copy not in linked(client.get("/queue").text)
    assert "cùng bài ở: Báo Sông Lam" in client.get("/queue").text
    page = client.get(f"/alerts/{first}").text
    assert "Kết luận ở đây có giá trị cho tất cả" in page and "Báo Sông Lam" in page
    assert PRIOR_VERSION in page
    moved = client.get(f"/alerts/{copy}")
    assert moved.status_code == 303 and moved.headers["location"].endswith(f"/alerts/{first}")
    shown = client.http.get(f"/api/v1/alerts/{first}").json()
    assert (shown["carried_by"], shown["merged_into"], shown["ranked_by"]) == (["Báo Sông Lam"], None, PRIOR_VERSION)


def test_a_copy_of_what_is_read_blind_tells_nothing(store: Store, office: Office) -> None:
    clear_queue(store, office)
    first = flag(store, 1, 0.9)
    while not _blind(store, first):
        first = flag(store, first + 100, 0.9, text=f"Bài số {first + 100}. {TEXT_WRONG}")
    with store.read() as tx:
        article_id = tx.alerts.row(first).article_id
        text = tx.articles.versions(article_id)[-1].text
    copy = flag(store, 9999, 0.9, outlet="song_lam", text=text, copy_of=article_id)
    client = signed_in(desk(store), "reviewer")
    shown = client.http.get(f"/api/v1/alerts/{copy}").json()
    assert shown["hidden"] and not shown["findings"] and shown["carried_by"] == [] and shown["merged_into"] is None
    with store.read() as tx:
        copied_article = tx.alerts.row(copy).article_id
    assert client.get(f"/articles/{copied_article}/why").status_code == 303


def test_an_article_says_why_it_was_not_flagged(store: Store, office: Office) -> None:
    client = signed_in(desk(store), "leader")
    page = client.get(f"/articles/{office.quiet}").text
    assert f"/articles/{office.quiet}/why" in page
    why = client.get(f"/articles/{office.quiet}/why").text
    assert "Chưa có gì để đối chiếu" in why and "câu trong bài" in why
    why = client.get(f"/articles/{office.wrong}/why").text
    assert "1.200 chuyến" in why and "120 chuyến" in why and "Báo Sông Lam" in why
    assert client.get("/articles/999999/why").status_code == 404


def test_a_blind_item_does_not_tell_why(store: Store, office: Office) -> None:
    alert_id = material.add_audit(store, "mau", "Bản tin trong mẫu", "Một bản tin trong mẫu kiểm tra.")
    with store.read() as tx:
        article_id = tx.alerts.row(alert_id).article_id
    client = signed_in(desk(store), "reviewer")
    answer = client.get(f"/articles/{article_id}/why")
    assert answer.status_code == 303 and "/why" not in answer.headers["location"]


def test_the_ranking_is_a_model_among_the_others(store: Store, office: Office) -> None:
    card = {"weights": {**PRIOR, "of_quote_alteration": 1.0}, "learned_from": {"settled": 50, "worth_it": 20, "audit": 3}}
    with store.begin() as tx:
        ranking.ensure(tx, NOW)
        tx.models.register("ranking", "learned-1", "", "ab" * 32, card, NOW)
        figures = {"log_loss": {"candidate": 0.5, "other": 0.6, "difference": 0.1, "low": 0.02, "high": 0.2}}
        verdict = {"passed": True, "state": "passed", "against": PRIOR_VERSION, "reasons": [], "notes": [],
                   "figures": figures, "judged_on": 40}  # fmt: skip
        tx.models.judge("ranking", "learned-1", "training", verdict, NOW)
    app = desk(store)
    client = signed_in(app, "analyst")
    page = client.get("/models").text
    assert "learned-1" in page and PRIOR_VERSION in page and "0,500" in page and "+0,100" in page
    assert "sửa trích dẫn" in page.casefold() or "trích dẫn" in page.casefold()
    assert client.get("/models/ranking/learned-1").status_code == 200
    client.post("/models/ranking/learned-1/promote", {"reason": "tốt hơn"}, page="/models")
    with store.read() as tx:
        assert ranking.in_charge(tx).version == "learned-1"
    client.post("/models/ranking/rollback", {"reason": "thử"}, page="/models")
    with store.read() as tx:
        assert ranking.in_charge(tx).version == PRIOR_VERSION
    client.post("/models/train", {"what": "ranking"}, page="/models")
    with store.read() as tx:
        assert [job.kind for job in tx.jobs.list()] == ["train_ranking"]
