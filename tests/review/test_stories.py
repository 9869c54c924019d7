"""Splitting and joining stories on the desk: what is offered, what is kept, what is refused."""

from __future__ import annotations

from datetime import timedelta

from fastapi import FastAPI

from models.store import Store
from tests.review.desk import Client, signed_in
from tests.review.material import NOW, Office, save


def done(client: Client, path: str, fields: dict[str, object]) -> str:
    """The page a posted form leads to."""
    answer = client.post(path, fields)
    assert answer.status_code == 303, answer.text
    return str(client.get(answer.headers["location"]).text)


def members(store: Store, story_id: int) -> set[int]:
    with store.begin(write=False) as tx:
        return {m.article_id for m in tx.stories.members(story_id)}


def story_of(store: Store, article_id: int) -> int:
    with store.begin(write=False) as tx:
        return int(tx.articles.get(article_id).story_id or 0)


def test_split_and_undo(app: FastAPI, store: Store, office: Office) -> None:
    client = signed_in(app, "reviewer")
    page = done(client, f"/stories/{office.story}/split", {"article": str(office.wrong)})
    new = story_of(store, office.wrong)
    assert members(store, new) == {office.wrong} and members(store, office.story) == {office.right}
    assert "Đã tách" in page and f"tách 1 bài khỏi sự kiện {office.story} thành {new}" in page and "reviewer" in page
    with store.begin(write=False) as tx:
        change = tx.story_changes.of(new)[0].id
        assert any(e.action == "story_split" for e in tx.audit.list(limit=5))
    page = done(client, f"/stories/{office.story}/undo", {"change": str(change)})
    assert members(store, office.story) == {office.right, office.wrong} and "đã hoàn tác" in page
    assert "không còn hoàn tác được" in done(client, f"/stories/{office.story}/undo", {"change": str(change)})


def test_join_by_choice_and_by_number(app: FastAPI, store: Store, office: Office) -> None:
    near = save(store, "cong_quan", "cang-2", "Cảng Vân Sa tháng Mười đón tàu", "Cảng đón tàu.", NOW - timedelta(hours=4))
    with store.begin() as tx:
        other = tx.stories.place(near, "harbour-2", None, now=NOW)
        far = tx.stories.place(office.quiet, "market", None, now=NOW)
    client = signed_in(app, "analyst")
    page = client.get(f"/stories/{office.story}").text
    assert f'<option value="{other}">' in page and f'<option value="{far}">' not in page
    assert "Đã gộp" in done(client, f"/stories/{office.story}/join", {"other": str(other), "number": ""})
    assert members(store, office.story) == {office.right, office.wrong, near}
    client.post(f"/stories/{office.story}/join", {"other": "", "number": str(far)})
    assert office.quiet in members(store, office.story)


def test_nothing_happens_without_a_sensible_choice(app: FastAPI, store: Store, office: Office) -> None:
    client, before = signed_in(app, "reviewer"), members(store, office.story)
    for chosen in ({}, {"article": ["x", "99"]}, {"article": [str(office.right), str(office.wrong)]}):
        assert "để lại ít nhất một bài" in done(client, f"/stories/{office.story}/split", chosen)
    for other in ("", "x", str(office.story), "99999999999"):
        assert "Chưa gộp" in done(client, f"/stories/{office.story}/join", {"other": other, "number": ""})
    assert members(store, office.story) == before


def test_a_leader_reads_and_does_not_arrange(app: FastAPI, office: Office) -> None:
    page = signed_in(app, "leader").get(f"/stories/{office.story}").text
    assert "Tách thành sự kiện khác" not in page and "Cảng Vân Sa" in page
