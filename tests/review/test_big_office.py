"""The office of the load bench in small: its rows are what the store itself would have written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from config.settings import Settings
from models.rows import AlertFilter, AlertState
from models.store import Store
from pipeline.bootstrap import App
from pipeline.desk import DeskServices
from review.app import create_app
from tests.bench.big_office import PASSWORD, build
from tests.bench.office_plan import AT, topics
from tests.review.desk import Client

ARTICLES, ALERTS, DAYS = 700, 90, 2


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("office") / "desk.db"
    build(made, ARTICLES, ALERTS, DAYS)
    return made


@pytest.fixture(scope="module")
def store(path: Path) -> Iterator[Store]:
    opened = Store.open(f"sqlite:///{path}")
    yield opened
    opened.close()


def test_it_has_what_was_asked_for(store: Store) -> None:
    with store.read() as tx:
        assert tx.articles.counts(AT - timedelta(days=1))["total"] == ARTICLES
        every = tx.alerts.queue(AlertFilter(state=None, merged=None), limit=1000)
        assert len(every) == ALERTS
        assert {row.state for row in every} == set(AlertState)
        assert any(row.audit for row in every)
        assert any(row.waiting for row in every)
        assert not list(tx._conn.execute(text("PRAGMA foreign_key_check")))


def test_passages_and_evidence_slice_their_texts(store: Store) -> None:
    with store.read() as tx:
        found = 0
        for row in tx.alerts.queue(AlertFilter(state=None, merged=None, audit=False), limit=1000):
            detail = tx.alerts.get(row.id)
            assert detail.findings
            for finding in detail.findings:
                start, end = finding.span
                assert detail.version.text[start:end] == finding.passage
                for evidence in finding.evidence:
                    assert evidence.text[evidence.span[0] : evidence.span[1]] == evidence.passage
                    found += 1
            assert detail.alert.corrected_version is None or len(detail.versions) == 2
        assert found > ALERTS


def test_its_sums_are_those_the_store_keeps(path: Path, store: Store, tmp_path: Path) -> None:
    copy = tmp_path / "again.db"
    copy.write_bytes(path.read_bytes())
    again = Store.open(f"sqlite:///{copy}")
    kept = text("SELECT id, articles, outlets, voices, first_at, last_at FROM stories ORDER BY id")
    with again.begin() as tx:
        before = tx._conn.execute(kept).all()
        tx.stories.refresh(row.id for row in before)
        assert tx._conn.execute(kept).all() == before
        polls = tx._conn.execute(text("SELECT source_id, at, new FROM fetches WHERE problem IS NULL ORDER BY id")).all()
        hours = text("SELECT source_id, hour, new FROM poll_hours ORDER BY 1, 2")
        hourly = tx._conn.execute(hours).all()
        tx._conn.execute(text("DELETE FROM poll_hours"))
        for source_id, at, new in polls:
            tx.sources._count_hour(source_id, datetime.fromisoformat(at).replace(tzinfo=UTC), new)
        assert tx._conn.execute(hours).all() == hourly
    again.close()


def test_its_index_is_the_one_the_store_builds(path: Path, store: Store, tmp_path: Path) -> None:
    copy = tmp_path / "again.db"
    copy.write_bytes(path.read_bytes())
    again = Store.open(f"sqlite:///{copy}")
    with again.begin() as tx:
        assert tx.search.rebuild() == ARTICLES
    with store.read() as first, again.read() as second:
        for query in ('"chuyến tàu"', "tháng Mười", "thang muoi", "nhà -tàu", "ủy ban quận"):
            assert first.search.find(query).total == second.search.find(query).total > 0, query
    again.close()


def test_the_same_seed_makes_the_same_office(store: Store, tmp_path: Path) -> None:
    build(tmp_path / "other.db", ARTICLES, ALERTS, DAYS)
    other = Store.open(f"sqlite:///{tmp_path / 'other.db'}")
    for table in ("article_versions", "tags", "alerts", "decisions", "evidence", "fetches", "audit_events"):
        query = text(f"SELECT * FROM {table} ORDER BY 1, 2")
        with store.read() as first, other.read() as second:
            assert first._conn.execute(query).all() == second._conn.execute(query).all(), table
    other.close()


def test_every_page_of_it_opens(store: Store) -> None:
    settings = Settings()
    app = create_app(
        store, settings, DeskServices(App(settings, store, lambda: AT, (), topics(), ())), clock=lambda: AT
    )
    client = Client(app)
    assert client.sign_in("administrator", PASSWORD).status_code == 303
    with store.read() as tx:
        alert = tx.alerts.queue(limit=1)[0]
    for path in ("/", "/queue", "/search?q=nhà", "/stories", "/topics", "/references", "/claims", "/sources", "/labels",
                 "/models", "/watching", "/digests", "/users", "/jobs", "/audit", f"/alerts/{alert.id}",
                 f"/articles/{alert.article_id}", f"/stories/{alert.story_id}"):  # fmt: skip
        assert client.get(path).status_code == 200, path
