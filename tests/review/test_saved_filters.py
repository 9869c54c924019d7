"""Filters of the queue that people name, share, and open by a link; and what each filter narrows to."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from fastapi import FastAPI

from models.records import Verdict
from models.store import Conflict, Store
from models.store.saved_filters import MOST
from review.filters import Asked, read
from tests.review.desk import app_of, signed_in
from tests.review.material import NOW, Office

QUERY = "topic=east_sea&days=7"


def linked(text: str) -> list[int]:
    return [int(n) for n in re.findall(r'class="title" href="/alerts/(\d+)', text)]


def test_a_filter_is_saved_opened_by_its_name_replaced_and_deleted(app: FastAPI, store: Store, office: Office) -> None:
    client = signed_in(app, "reviewer")
    saved = client.post(f"/queue/filters?{QUERY}", {"name": "  Biển   Đông "}, page=f"/queue?{QUERY}")
    assert saved.status_code == 303
    page = client.get("/queue").text
    assert re.search(r'class="chip" href="/queue\?topic=east_sea&amp;days=7">Biển Đông <strong>1</strong>', page)
    assert 'aria-current="true">Biển Đông' in client.get(f"/queue?{QUERY}").text
    client.post("/queue/filters?state=overdue", {"name": "Biển Đông"})
    with store.read() as tx:
        (row,) = tx.saved_filters.list(office.users["reviewer"])
    assert (row.name, row.query, row.shared) == ("Biển Đông", {"state": "overdue"}, False)
    assert client.post(f"/queue/filters/{row.id}", {"do": "delete"}).status_code == 303
    assert "Biển Đông <strong>" not in client.get("/queue").text


def test_colleagues_see_what_is_shared_and_only_that(app: FastAPI, store: Store, office: Office) -> None:
    owner, other = signed_in(app, "reviewer"), signed_in(app, "leader")
    owner.post(f"/queue/filters?{QUERY}", {"name": "Riêng tôi"})
    with store.read() as tx:
        id_ = tx.saved_filters.list(office.users["reviewer"])[0].id
    assert "Riêng tôi" not in other.get("/queue").text
    assert other.get(f"/queue/filters/{id_}").status_code == 404
    owner.post(f"/queue/filters/{id_}", {"do": "share"})
    assert "của reviewer" in other.get("/queue").text
    assert other.get(f"/queue/filters/{id_}").headers["location"] == f"/queue?{QUERY}"
    for do in ("delete", "keep"):  # what is another's is only looked at
        assert other.post(f"/queue/filters/{id_}", {"do": do}).status_code == 404
    owner.post(f"/queue/filters/{id_}", {"do": "keep"})
    assert other.get(f"/queue/filters/{id_}").status_code == 404


def test_a_name_is_needed_and_the_filter_stays_as_chosen(app: FastAPI, office: Office) -> None:
    client = signed_in(app, "reviewer")
    answer = client.post(f"/queue/filters?{QUERY}", {"name": " "})
    assert answer.status_code == 422 and "Tên bộ lọc cần" in answer.text
    assert '<option value="east_sea" selected>' in answer.text
    assert client.post(f"/queue/filters?{QUERY}", {"name": "<b>đậm</b>"}).status_code == 303
    assert "<b>đậm</b>" not in client.get("/queue").text


def test_one_person_keeps_so_many(store: Store, office: Office) -> None:
    with store.begin() as tx:
        for n in range(MOST):
            tx.saved_filters.save(office.users["second"], f"số {n}", {}, False, NOW)
        tx.saved_filters.save(office.users["second"], "số 3", {"days": "1"}, False, NOW)
        with pytest.raises(Conflict):
            tx.saved_filters.save(office.users["second"], "thêm", {}, False, NOW)


def test_mine_goes_with_every_state_and_days_are_exact(app: FastAPI, store: Store, office: Office) -> None:
    client = signed_in(app, "reviewer")
    with store.begin() as tx:
        tx.decisions.add(office.alert, office.users["reviewer"], Verdict.ACCURATE, "", [], NOW)
    assert linked(client.get("/queue?state=decided&mine=yes&topic=east_sea").text) == [office.alert]
    assert linked(client.get("/queue?state=any&mine=no").text) == [office.hostile_alert]
    assert linked(client.get("/queue?state=mine").text) == [office.alert]  # as addresses said it earlier
    assert linked(client.get("/queue?state=any&since=2026-11-20&until=2026-11-20").text)
    assert linked(client.get("/queue?state=any&until=2026-11-19").text) == []
    assert linked(signed_in(app, "second").get("/queue?state=decided&mine=yes").text) == []


def test_what_waits_too_long_is_a_filter(store: Store, office: Office) -> None:
    later = app_of(store, now=NOW + timedelta(hours=25))
    assert len(linked(signed_in(later, "reviewer").get("/queue?state=overdue").text)) == 2
    assert linked(signed_in(app_of(store), "reviewer").get("/queue?state=overdue").text) == []


def test_what_an_old_or_broken_address_says_is_ignored() -> None:
    assert read({"state": "x", "kind": "y", "days": "99", "since": "hôm qua", "until": "2026-13-01", "mine": "z"}) == Asked()
    assert read({"since": "0001-01-01"}).kept() == {}
    assert Asked(state="todo", topic="a").kept() == {"topic": "a"}
