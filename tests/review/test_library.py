"""The reference library on the desk: search in both languages, bulk import, both positions, and versions of alerts."""

from __future__ import annotations

from dataclasses import replace

from fastapi import FastAPI

from models.records import Bilingual, EvidenceFrom, FindingEvidence, FindingKind, Verdict
from models.store import Store
from tests.review import material
from tests.review.desk import signed_in
from tests.review.material import NOW, Office
from tests.review.test_alerts import decide
from tests.review.test_claims import upload

CSV = (
    "id,statement_vi,statement_en,publisher,document,date,url,topics,keywords\n"
    "cau-mau,Cầu Mẫu dài 120 mét.,Mau bridge is 120 metres long.,Sở Mẫu,Hồ sơ,2020,,east_sea,Cầu Mẫu\n"
    "cau-hai,,Hai bridge.,Sở Mẫu,Hồ sơ,2020,,,Cầu Hai\n"
    "harbour_ships_october,Tháng 10/2026 cảng đón 130 chuyến.,130 ships.,Cảng,Báo cáo,2026-11,,,cảng Vân Sa\n"
)


def test_the_library_is_searched_in_english_by_keyword_and_by_position(app: FastAPI) -> None:
    client = signed_in(app, "reviewer")
    for query, found in (("received 120", "cảng Vân Sa đón"), ("DA DAI", "Sa Vĩ"), ("co quan thu hai", "Sa Vĩ")):
        page = client.get(f"/references?q={query}").text
        assert page.count("data-row") == 1 and found in page, query


def test_bulk_import_shows_first_and_stores_when_asked(app: FastAPI, store: Store) -> None:
    client = signed_in(app, "analyst")
    look = upload(client, "/references/bulk", CSV.encode(), action="look")
    assert "Sẽ thêm 1, đổi 1; giữ nguyên 0; từ chối 1." in look.text and "cau-hai" in look.text
    with store.begin(write=False) as tx:
        assert tx.references.find("cau-mau") is None
    done = upload(client, "/references/bulk", CSV.encode(), action="import")
    assert "Đã thêm 1, đổi 1" in done.text
    with store.begin(write=False) as tx:
        assert tx.references.get("cau-mau").changed_by == "analyst"
        assert tx.references.get("harbour_ships_october").reference.version == 2
        assert any(e.action == "references_import" for e in tx.audit.list())
    assert upload(client, "/references/bulk", b"a: 1", action="look").status_code == 422
    text = client.get("/references/library.yaml").text
    assert "cau-mau" in text and "checked" not in text
    again = upload(client, "/references/bulk", text.encode(), action="import")
    assert "Đã thêm 0, đổi 0; giữ nguyên 3; từ chối 0." in again.text, again.text
    assert signed_in(app, "reviewer").get("/references/bulk").status_code == 403


def test_both_positions_of_what_is_contested_stand_beside_the_article(app: FastAPI, store: Store, office: Office) -> None:
    with store.begin() as tx:
        shoal = tx.references.get("shoal_name").reference
        tx.references.edit("shoal_name", replace(shoal, keywords=("ngư trường Biển Đông",)), office.users["analyst"], NOW)
    client = signed_in(app, "reviewer")
    for path in (f"/articles/{office.wrong}", f"/alerts/{office.alert}"):
        page = client.get(path).text
        assert "gọi là bãi Sa Vĩ" in page and "gọi là bãi Đá Dài" in page and "không có cảnh báo nào dựa vào đó" in page
    assert "gọi là bãi Sa Vĩ" not in client.get(f"/articles/{office.hostile}").text


def test_an_alert_keeps_the_version_it_rested_on_and_says_when_there_is_a_newer_one(
    app: FastAPI, store: Store, office: Office
) -> None:
    said = "Tháng 10/2026 cảng Vân Sa đón 120 chuyến tàu."
    text = "Một bản tin về bến cảng phía bắc.\nTheo sổ ghi, có 1.200 chuyến tàu vào cảng trong một tháng."
    article = material.save(store, "song_lam", "cang-hai", "Bến cảng bận rộn", text, NOW)
    why = Bilingual("Khác báo cáo.", "Not as the report has it.")
    found = material.finding(FindingKind.QUANTITY, text, "1.200 chuyến tàu", said, "120 chuyến tàu", why)
    start = said.index("120")
    proof = FindingEvidence(
        EvidenceFrom.REFERENCE, (start, start + 3), "120", reference_id="harbour_ships_october", reference_version=1
    )
    alert = material.flag(store, article, replace(found, evidence=(proof,)), (), 0.9)
    client = signed_in(app, "reviewer")
    decide(client, alert, Verdict.CANNOT_TELL)  # this one is read blind until answered
    page = client.get(f"/alerts/{alert}").text
    assert "bản 1" in page and "đã có bản mới hơn" not in page
    with store.begin() as tx:
        old = tx.references.get("harbour_ships_october").reference
        newer = replace(old, statement=Bilingual("Tháng 10/2026 cảng đón 130 chuyến tàu.", "130 ships."))
        tx.references.edit(old.id, newer, office.users["analyst"], NOW)
    page = client.get(f"/alerts/{alert}").text
    assert "bản 1" in page and "đã có bản mới hơn" in page and "đón <mark>120</mark> chuyến tàu" in page
