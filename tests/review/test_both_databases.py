"""The desk's main paths on SQLite and on PostgreSQL."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from starlette.routing import Route

from models.records import Verdict
from models.rows import AlertState
from models.store import Store
from review.pages import ROUTERS
from tests.review import material
from tests.review.desk import app_of, signed_in
from tests.review.test_access import address, method
from tests.review.test_alerts import decide, finding_id
from tests.review.test_together import form, more_of


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    opened = Store.open(database_url)
    yield opened
    opened.close()


def test_a_day_at_the_desk(store: Store) -> None:
    office = material.build(store)
    material.add_audit(store, "mau", "Trường Hạ khai giảng", "Trường Hạ khai giảng với ba lớp.")
    app = app_of(store)
    client = signed_in(app, "administrator")
    for route in (route for router in ROUTERS for route in router.routes if isinstance(route, Route)):
        if method(route) == "GET":
            answer = client.get(address(route, office))
            # 409: an office without a name publishes no corrections
            assert answer.status_code in (200, 303, 404, 409), (route.name, answer.text)
    assert material.TITLE_WRONG in client.get("/api/v1/articles?q=bien+dong").text
    for kind in ("", "date_mismatch", "quantity_mismatch"):
        for state in ("todo", "second", "settle", "mine", "decided", "any"):
            assert client.get(f"/queue?kind={kind}&state={state}&topic=east_sea&days=7").status_code == 200

    ticked = finding_id(store, office.alert)
    for name in ("reviewer", "second"):
        assert decide(signed_in(app, name), office.alert, Verdict.DISTORTION, evidence=ticked).status_code == 303
    with store.begin(write=False) as tx:
        row = tx.alerts.row(office.alert)
    assert (row.state, row.confirmed) == (AlertState.DECIDED, True)
    assert signed_in(app, "second").post(f"/alerts/{office.alert}/undo").status_code == 303
    with store.begin(write=False) as tx:
        assert not tx.alerts.row(office.alert).confirmed
    client.post(f"/articles/{office.wrong}/topics", {"topic": "religion", "value": "yes"})
    client.post("/references/harbour_ships_october/check", {"version": "1", "looked_at": "https://cang.example/10"})
    client.post("/sources/ban_mai_feed/switch", {"enabled": "no"})
    with store.begin(write=False) as tx:
        assert tx.references.get("harbour_ships_october").reference.checked
        assert not tx.sources.get("ban_mai_feed").source.enabled
        actions = {event.action for event in tx.audit.list()}
    assert {"login", "decide", "undo", "tag", "reference_check", "source_off"} <= actions


def test_what_reviewers_do_together(store: Store) -> None:
    office = material.build(store)
    story = more_of(store, office)
    client, second = (signed_in(app_of(store), name) for name in ("reviewer", "second"))
    client.post("/queue/filters?topic=east_sea", {"name": "Biển Đông", "shared": "yes"})
    assert "của reviewer" in second.get("/queue").text
    fields = {**form(client, story), "alert": list(story.seen), "verdict": "distortion_confirmed"}
    fields["evidence"] = [finding_id(store, alert) for alert in story.seen]
    assert client.post(f"/stories/{story.id}/decide", fields).status_code == 303
    stale = second.post(f"/alerts/{office.alert}/decide", {"verdict": "accurate", "version": "1", "seen": "0"})
    assert stale.status_code == 422 and "reviewer vừa kết luận" in stale.text
    saved = client.post(f"/alerts/{office.alert}/note", {"title": "Đính chính", "body": "120 chuyến.", "seen": "0"})
    assert saved.status_code == 303 and client.get(f"/alerts/{office.alert}/note.docx").status_code == 200
    at = re.search(r'name="at" value="([^"]+)"', client.get(f"/stories/{story.id}/alerts").text)
    assert at is not None
    client.post(f"/stories/{story.id}/undecide", {"at": at[1]})
    with store.read() as tx:
        assert all(tx.alerts.row(alert).verdict is None for alert in story.seen)
    assert client.get(f"/alerts/{office.alert}/note.docx").status_code == 409
