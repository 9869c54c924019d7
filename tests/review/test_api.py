"""The JSON API: the same data as the pages, the same blind rules, no answer but what it describes."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi import FastAPI

from models.store import Store
from tests.review import material
from tests.review.desk import empty_digest, signed_in
from tests.review.material import NOW, Office


def test_an_alert_has_its_passage_and_evidence(app: FastAPI, office: Office) -> None:
    found = signed_in(app, "leader").get(f"/api/v1/alerts/{office.alert}").json()
    assert found["kinds"] == ["quantity_mismatch"]
    (finding,) = found["findings"]
    start, end = finding["span"]
    assert found["text"][start:end] == finding["passage"] == "1.200 chuyến tàu"
    assert finding["evidence"][0]["article_id"] == office.right
    assert finding["why"]["en"] == "This report says 1,200, another 120."


def test_blind_items_of_both_sorts_are_told_apart_by_nothing(app: FastAPI, store: Store, office: Office) -> None:
    audit = material.add_audit(store, "mau", "Trường Hạ khai giảng", "Trường Hạ khai giảng với ba lớp.")
    client = signed_in(app, "reviewer")
    listed = {a["id"]: a for a in client.get("/api/v1/alerts").json()["alerts"]}
    own = {"id", "article_id", "title", "outlet_id", "outlet_name", "url", "published_at"}

    def rest(alert: dict[str, Any]) -> dict[str, Any]:
        return {key: value for key, value in alert.items() if key not in own}

    assert rest(listed[office.hostile_alert]) == rest(listed[audit])
    assert listed[audit]["hidden"]
    for alert in (office.hostile_alert, audit):
        assert client.get(f"/api/v1/alerts/{alert}").json()["findings"] == []
    kinds = client.get("/api/v1/alerts?kind=date_mismatch").json()["alerts"]
    assert kinds == []


def test_search_counts_and_pages(app: FastAPI) -> None:
    client = signed_in(app, "leader")
    found = client.get("/api/v1/articles?q=bien+dong").json()
    assert (found["total"], [a["title"] for a in found["articles"]]) == (1, [material.TITLE_WRONG])
    first = client.get("/api/v1/articles?limit=2").json()
    second = client.get("/api/v1/articles?limit=2&offset=2").json()
    assert first["total"] == 4
    assert len({a["article_id"] for a in first["articles"] + second["articles"]}) == 4


def test_every_resource_answers(app: FastAPI, store: Store, office: Office) -> None:
    with store.begin() as tx:
        tx.digests.save("2026-W46", empty_digest("2026-W46"), NOW)
    client = signed_in(app, "leader")
    assert client.get(f"/api/v1/articles/{office.wrong}").json()["tags"][0]["topic"] == "east_sea"
    assert len(client.get(f"/api/v1/stories/{office.story}").json()["members"]) == 2
    assert client.get("/api/v1/stories").json()[0]["voices"] == 2
    assert client.get("/api/v1/sources").json()[0]["state"] == "failing"
    references = {r["id"]: r for r in client.get("/api/v1/references").json()}
    assert len(references["shoal_name"]["positions"]) == 2
    assert client.get("/api/v1/references/shoal_name").json()["contested"]
    assert client.get("/api/v1/digests").json()[0]["period"] == "2026-W46"
    assert client.get("/api/v1/digests/2026-W46").json()["data"]["office"] == "Văn phòng thử"


@pytest.mark.parametrize(
    "address",
    ["alerts?limit=0", "alerts?kind=x", "alerts?offset=-1", "alerts/0", "alerts/99999999999999999999", "articles/7777",
     "articles?since=yesterday", "articles?since=0001-01-01T00:00:00%2B14:00", "stories?days=9999", "digests/2026-W99",
     "digests/x", "references/%00", "articles?q=%00", "nothing"],
)  # fmt: skip
def test_odd_requests_are_answered_in_json_without_failing(app: FastAPI, address: str) -> None:
    answer = signed_in(app, "leader").get(f"/api/v1/{address}")
    assert answer.status_code in (200, 404, 422), answer.text
    assert answer.headers["content-type"] == "application/json"


def test_the_description_names_every_resource(app: FastAPI) -> None:
    described = signed_in(app, "leader").get("/api/v1/openapi.json").json()
    assert set(described["paths"]) == {
        f"/api/v1/{path}"
        for path in (
            "alerts", "alerts/{alert_id}", "articles", "articles/{article_id}", "stories", "stories/{story_id}",
            "sources", "references", "references/{reference_id}", "digests", "digests/{period}",
        )
    }  # fmt: skip
