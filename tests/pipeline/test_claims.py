"""Checked claims in (file, page, feed; a real server) and the office's corrections out (a real command line)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from config.settings import Settings, load_settings
from models.records import Bilingual, Verdict
from models.store import Store
from pipeline.bootstrap import App, build
from pipeline.claims import save_page_claims
from pipeline.claims_import import import_claims
from pipeline.corrections import CannotExport, export_corrections
from pipeline.jobs import run_job
from pipeline.meter import Silent
from pipeline.schedule import plan
from tests.models.samples import NOW as THEN
from tests.models.samples import alert, save, seed, user
from tests.pipeline.outlet_sites import HTML, XML, served
from tests.pipeline.test_administration import office, run  # noqa: F401

NOW = datetime(2026, 12, 20, 5, 0, tzinfo=UTC)


def claim(n: int, **change: Any) -> dict[str, Any]:
    return {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "claimReviewed": f"Cầu Sông Mới số {n} đã sập",
        "reviewRating": {"@type": "Rating", "alternateName": "Sai"},
        "author": {"@type": "Organization", "name": "Tổ Kiểm Chứng"},
        "url": f"https://check.example/{n}",
        "datePublished": "2026-11-01",
        "itemReviewed": {"author": {"@type": "Person", "name": "somebody"}},
        **change,
    }


def page(*nodes: dict[str, Any]) -> tuple[int, str, bytes]:
    marked = "".join(f'<script type="application/ld+json">{json.dumps(node)}</script>' for node in nodes)
    text = "<p>Tổ Kiểm Chứng đã xem hồ sơ của ban quản lý cầu và ảnh chụp tại chỗ sáng nay.</p>" * 4
    body = f"<html><head><title>Kiểm chứng</title>{marked}</head><body><article><h1>Cầu còn đó</h1>{text}</article>"
    return 200, HTML, body.encode()


FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Kiểm chứng</title>
<item><title>Một</title><link>{base}/1</link></item><item><title>Hai</title><link>{base}/2</link></item>
<item><title>Ba</title><link>{base}/3</link></item><item><title>Bốn</title><link>{base}/4</link></item>
</channel></rss>"""


@pytest.fixture
def site() -> Iterator[str]:
    own = {"author": {"@type": "Organization", "name": "Tổ Kiểm Chứng"}, "url": None}
    data = {"@type": "DataFeed", "license": "CC BY 4.0", "dataFeedElement": [{"item": [claim(7)]}, {"item": claim(8)}]}
    pages = {
        "/rss": (200, XML, FEED.encode()),
        "/feed.json": (200, "application/json", json.dumps(data).encode()),
        "/1": page(claim(1, **own)),
        "/2": page({"@type": "NewsArticle", "headline": "Không phải kiểm chứng"}),
        "/3": page(claim(3, reviewRating={})),
        "/broken.json": (200, "application/json", b'{"claimReviewed": '),
    }
    with served(pages) as base:
        yield base


@pytest.fixture
def app(site: str, tmp_path: Path) -> Iterator[App]:
    """An office on SQLite; ``test_office_store`` stores claims on both."""
    (tmp_path / "claims").mkdir()
    (tmp_path / "claims" / "a.json").write_text(json.dumps(claim(99)), "utf-8")
    given = {
        "data_dir": str(tmp_path / "data"),
        "claimreview_dir": str(tmp_path / "claims"),
        "allow_hosts": [site.removeprefix("http://")],
        "download_delay_s": 0,
        "fetch_timeout_s": 5,
    }
    built = build(load_settings(None, {}, given), lambda: NOW)
    yield built
    built.store.close()


def told(app: App, target: str, licence: str = "") -> tuple[dict[str, int], list[str]]:
    done = import_claims(app, target, licence=licence, meter=Silent())
    return dict(done.counters), sorted(bad.counter for bad in done.refused)


def test_claims_of_the_office_s_files_are_stored_at_the_start(app: App) -> None:
    with app.store.read() as tx:
        (row,) = tx.claims.list()
    assert row.url == "https://check.example/99" and row.origin == "config/claimreview"
    again = build(app.settings, lambda: NOW)
    with again.store.read() as tx:
        assert tx.claims.count() == 1
    again.store.close()


def test_a_feed_of_pages_is_read_page_by_page(app: App, site: str) -> None:
    counters, refused = told(app, f"{site}/rss", "dùng nội bộ")
    assert counters["claims_new"] == 1
    assert refused == ["http_404", "no_verdict", "page_without_claim_review"]
    with app.store.read() as tx:
        (row,) = tx.claims.list(q="cau song moi so 1 da sap")
    assert (row.url, row.origin, row.licence) == (f"{site}/1", f"{site}/1", "dùng nội bộ")
    assert told(app, f"{site}/rss") == ({"claims_known": 1, **{name: 1 for name in refused}}, refused)


def test_a_data_feed_a_page_and_a_file(app: App, site: str, tmp_path: Path) -> None:
    assert told(app, f"{site}/feed.json") == ({"claims_new": 2}, [])
    assert told(app, f"{site}/1") == ({"claims_new": 1}, [])
    path = tmp_path / "a.json"
    path.write_text(json.dumps([claim(7, reviewRating={"alternateName": "Đúng một phần"}), claim(8), 3]), "utf-8")
    assert told(app, str(path)) == ({"claims_changed": 1, "claims_known": 1, "not_a_claim_review": 1}, ["not_a_claim_review"])
    path.write_bytes(page(claim(5))[2])
    assert told(app, str(path)) == ({"claims_new": 1}, [])
    with app.store.read() as tx:
        rows = tx.claims.list()
        assert {row.licence for row in rows} == {"", "CC BY 4.0"}
    assert not any("somebody" in repr(row) for row in rows)  # who made a claim is never stored


def test_claims_of_a_crawled_page_are_kept_with_its_outlet_and_refusals_counted(store: Store) -> None:
    seed(store)
    person = {"author": {"@type": "Person", "name": "somebody"}, "url": None}
    nodes = [claim(1, **person), claim(2, reviewRating={}), claim(2, claimReviewed="")]
    with store.begin() as tx:
        article = save(tx, 3)
        counted = save_page_claims(tx, nodes, article, "https://bao.example/kiem-chung", "Báo Mẫu", NOW)
        (row,) = tx.claims.list()
    assert counted == {"claims_new": 1, "claim_no_verdict": 1, "claim_no_claim": 1}
    assert (row.publisher, row.url, row.article_id) == ("Báo Mẫu", "https://bao.example/kiem-chung", article)
    assert "somebody" not in repr(row)


def test_the_feeds_of_the_settings_are_read_by_a_job_once_a_day(app: App, site: str) -> None:
    assert "claims" not in {planned.kind for planned in plan(Settings())}
    given = app.settings.model_copy(update={"claimreview_feeds": (f"{site}/feed.json", f"{site}/none", f"{site}/3")})
    assert "claims" in {planned.kind for planned in plan(given)}
    done = run_job(replace(app, settings=given), "claims", {})
    assert done["counters"] == {"claims_new": 2, "no_verdict": 1}
    assert [bad["where"] for bad in done["failed"]] == [f"{site}/none"] and "404" in done["failed"][0]["en"]
    assert [bad["en"] for bad in done["refused"]] == ["no verdict (reviewRating)"]
    assert run_job(app, "claims", {"url": f"{site}/feed.json"})["counters"] == {"claims_known": 2}


@pytest.mark.parametrize(
    ("target", "why"),
    [
        ("/broken.json", "invalid JSON"),
        ("/none", "404"),
        ("https://www.facebook.com/groups/1", "social network"),
        ("http://127.0.0.1:1/x", "private address"),
        ("missing.json", "cannot read"),
    ],
)
def test_what_cannot_be_read_says_why(app: App, site: str, target: str, why: str) -> None:
    with pytest.raises(ValueError) as caught:
        told(app, site + target if target.startswith("/") else target)
    message = caught.value.args[0]
    assert isinstance(message, Bilingual) and why in message.en and message.vi


# ---------------------------------------------------------------------------------------------- the office's own


def confirmed(store: Store, people: int = 2) -> None:
    """An alert, and as many people as said it is a distortion, ticking its evidence."""
    seed(store)
    with store.begin() as tx:
        alert_id = alert(tx)
        ticked = [f.id for f in tx.alerts.get(alert_id).findings]
        for n in range(people):
            who = user(tx, f"nguoi-{n}")
            tx.decisions.add(alert_id, who, Verdict.DISTORTION, "ghi chú của nguoi-0", ticked, THEN)


NAMED = Settings(office_name="Phòng Đối chiếu quận Mẫu", office_url="https://phong-mau.example/dinh-chinh")


def exported(store: Store, settings: Settings = NAMED) -> tuple[list[dict[str, Any]], dict[str, int]]:
    with store.read() as tx:
        made = export_corrections(tx, settings, NOW)
    return [element["item"] for element in made.feed["dataFeedElement"]], dict(made.counters)


def test_a_confirmed_correction_is_a_claim_review_of_the_outlet_s_article(store: Store) -> None:
    confirmed(store)
    (review,), counters = exported(store)
    assert counters == {"corrections": 1, "confirmed": 1}
    check_shape(review)
    assert review["author"] == {"@type": "Organization", "name": NAMED.office_name, "url": NAMED.office_url}
    assert review["itemReviewed"]["publisher"]["name"] and review["itemReviewed"]["url"].startswith("https://")
    assert "nguoi" not in json.dumps(review, ensure_ascii=False)  # neither who decided nor what they noted
    assert "không khớp" in review["reviewRating"]["alternateName"].lower()


def check_shape(review: dict[str, Any]) -> None:
    """The properties schema.org gives ClaimReview, Rating, NewsArticle, CreativeWork and Organization; the types of
    their values; and what readers of ClaimReview require."""
    known = {
        "ClaimReview": {"@context", "@type", "identifier", "claimReviewed", "datePublished", "author", "reviewRating",
                        "itemReviewed", "citation", "url"},
        "Rating": {"@type", "alternateName", "ratingValue", "bestRating", "worstRating", "ratingExplanation"},
        "NewsArticle": {"@type", "headline", "url", "datePublished", "publisher"},
        "CreativeWork": {"@type", "name", "text", "url", "datePublished", "publisher"},
        "Organization": {"@type", "name", "url"},
        "NewsMediaOrganization": {"@type", "name", "url"},
    }  # fmt: skip

    def walk(node: dict[str, Any]) -> None:
        assert set(node) <= known[node["@type"]], node
        for value in node.values():
            for one in value if isinstance(value, list) else [value]:
                if isinstance(one, dict):
                    walk(one)
                else:
                    assert isinstance(one, str | int) and one != ""

    walk(review)
    assert review["@context"] == "https://schema.org" and review["@type"] == "ClaimReview"
    for needed in ("claimReviewed", "reviewRating", "author", "itemReviewed", "datePublished"):
        assert review[needed]
    rating = review["reviewRating"]
    assert rating["worstRating"] <= rating["ratingValue"] <= rating["bestRating"]
    datetime.fromisoformat(review["datePublished"])
    datetime.fromisoformat(review["itemReviewed"]["datePublished"])
    assert review["citation"]


def test_a_flag_of_the_machine_or_one_person_s_word_is_never_exported(store: Store) -> None:
    confirmed(store, people=1)
    assert exported(store) == ([], {"corrections": 0})
    with store.begin() as tx:  # the second person disagrees, then the first one takes it back
        alert_id = tx.alerts.queue()[0].id
        tx.decisions.add(alert_id, user(tx, "khac"), Verdict.ACCURATE, "", [], THEN)
    assert exported(store)[0] == []


def test_what_was_confirmed_by_fewer_than_are_required_now_stays_at_home(store: Store) -> None:
    confirmed(store)
    assert exported(store, NAMED.model_copy(update={"confirmations_required": 3})) == (
        [],
        {"corrections": 0, "not_confirmed_yet": 1},
    )


def test_what_is_reopened_leaves_the_export(store: Store) -> None:
    confirmed(store)
    with store.begin() as tx:
        alert_id = tx.digests.decided(datetime(2000, 1, 1, tzinfo=UTC), NOW)[0].alert.id
        tx.decisions.reopen(alert_id, user(tx, "khac"), "xem lại", THEN)
    assert exported(store)[0] == []


def test_without_a_name_the_office_publishes_nothing(store: Store) -> None:
    confirmed(store)
    with pytest.raises(CannotExport) as caught:
        exported(store, Settings())
    assert "office_name" in caught.value.message.vi and "office_name" in caught.value.message.en


def test_an_export_can_be_taken_in_by_another_office(store: Store, app: App, tmp_path: Path) -> None:
    confirmed(store)
    with store.read() as tx:
        made = export_corrections(tx, NAMED, NOW)
    path = tmp_path / "own.json"
    path.write_text(json.dumps(made.feed, ensure_ascii=False), "utf-8")
    assert told(app, str(path)) == ({"claims_new": 1}, [])
    with app.store.read() as tx:
        assert tx.claims.list(q="phong doi chieu quan mau")[0].standing == "false"


def test_the_command_line(office: Path, tmp_path: Path) -> None:  # noqa: F811
    path = tmp_path / "claims.json"
    path.write_text(json.dumps([claim(1), claim(2, author={"@type": "Person", "name": "somebody"})]), "utf-8")
    first = run("import", "claimreview", str(path), "--licence", "CC0", "--config", str(office))
    assert first.returncode == 1, first.stderr
    assert "claims.json[1]" in first.stderr and "an organisation is needed" in first.stderr and "claims_new" in first.stdout
    path.write_text(json.dumps([claim(1)]), "utf-8")
    again = run("import", "claimreview", str(path), "--config", str(office))
    assert again.returncode == 0 and "claims_known" in again.stdout and "claims_new" not in again.stdout
    assert run("import", "claimreview", "khong-co.json", "--config", str(office)).returncode == 2
    unnamed = run("export", "claimreview", "--config", str(office))
    assert unnamed.returncode == 2 and "office_name" in unnamed.stderr and unnamed.stdout == ""
    settings = {**yaml.safe_load(office.read_text("utf-8")), "office_name": "Phòng Mẫu"}
    office.write_text(yaml.safe_dump(settings, allow_unicode=True), "utf-8")
    named = run("export", "claimreview", "-o", str(tmp_path / "out.json"), "--config", str(office))
    assert named.returncode == 0, named.stderr
    assert json.loads((tmp_path / "out.json").read_text("utf-8"))["dataFeedElement"] == []
