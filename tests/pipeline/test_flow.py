"""The whole flow over the demo outlets, on SQLite and PostgreSQL, from the job table to the digest."""

from __future__ import annotations

import email
import email.policy
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import docx
import openpyxl
import pytest
from pypdf import PdfReader

from config.settings import load_settings
from demo.config import write_config
from demo.server import DemoSite
from models.periods import PeriodKind, period_of
from models.records import Language, Role, Verdict
from models.rows import AlertFilter, JobState
from models.store import Transaction
from models.times import VIETNAM
from pipeline.bootstrap import App, build
from pipeline.demo_digest import write_digests
from pipeline.digest.build import build_digest
from pipeline.digest.forms.html import html
from pipeline.first_models import ensure_topic_model
from pipeline.jobs import run_job
from pipeline.worker import drain

# Noon of a fixed day in Việt Nam: the demo counts back from it, and nothing here looks at the real clock.
NOW = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)


def ticking() -> Callable[[], datetime]:
    """A clock that begins at NOW and moves one millisecond at each look."""
    looks = iter(range(10**9))
    return lambda: NOW + timedelta(milliseconds=next(looks))


@pytest.fixture(scope="module")
def site() -> Iterator[DemoSite]:
    with DemoSite(NOW.astimezone(VIETNAM).date(), ports=0) as running:
        yield running


@pytest.fixture
def app(site: DemoSite, database_url: str, tmp_path: Path, with_model: Callable[[Path], None]) -> Iterator[App]:
    settings = load_settings(write_config(tmp_path / "demo", site.bases), {}, {"database_url": database_url})
    with_model(settings.data_dir)
    built = build(settings, ticking())
    ensure_topic_model(built)
    yield built
    built.store.close()


def collect_and_process(app: App) -> None:
    with app.store.begin() as tx:
        tx.jobs.enqueue("collect", {}, key="collect", now=app.clock())
    assert drain(app) == 2  # collecting asks for processing
    with app.store.read() as tx:
        assert [(job.kind, job.state) for job in tx.jobs.list(2)] == [
            ("process", JobState.DONE),
            ("collect", JobState.DONE),
        ]


def test_the_whole_flow(app: App, site: DemoSite, tmp_path: Path) -> None:
    collect_and_process(app)
    with app.store.read() as tx:
        everything_is_in(tx, site)
        spans_land_on_their_words(tx)
        before = (tx.articles.counts(NOW)["total"], [a.id for a in tx.alerts.queue(limit=500)])

    collect_and_process(app)
    with app.store.read() as tx:
        after = (tx.articles.counts(NOW)["total"], [a.id for a in tx.alerts.queue(limit=500)])
    assert after == before, "a second pass changed something"

    assert run_job(app, "audit", {}) == {"audit": app.settings.audit_per_day}
    assert run_job(app, "audit", {}) == {"audit": 0}, "the day's slice was drawn twice"
    digest_follows_decisions(app)
    the_digest_opens_in_every_form(write_digests(app, tmp_path / "digest"))


def the_digest_opens_in_every_form(folder: Path) -> None:
    week = period_of(PeriodKind.WEEK, NOW).key
    data = json.loads((folder / f"{week}.json").read_text())
    (one,) = data["confirmed"]
    story = data["stories"][0]["title"]
    book = PdfReader(folder / f"{week}.pdf")
    words = " ".join(" ".join(page.extract_text() for page in book.pages).split())
    told = "\n".join(paragraph.text for paragraph in docx.Document(str(folder / f"{week}.docx")).paragraphs)
    assert story in words and story in told
    assert " ".join(one["passage"].split()[:4]) in words and one["passage"] in told
    assert len(PdfReader(folder / f"{week}-tom-tat.pdf").pages) == 1
    sheets = openpyxl.load_workbook(folder / f"{week}.xlsx")
    assert sheets["Đã xác nhận"].cell(2, 5).value == one["passage"]
    mail = email.message_from_bytes((folder / f"{week}.eml").read_bytes(), policy=email.policy.default)
    kinds = {part.get_content_type() for part in mail.walk()}
    assert {"text/plain", "text/html", "image/png", "application/pdf"} <= kinds
    plain = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert one["passage"] in " ".join(plain.replace("  | ", " ").split())


def everything_is_in(tx: Transaction, site: DemoSite) -> None:
    counts, entries = tx.articles.counts(NOW - timedelta(days=1)), tx.entries.counts()
    assert counts["waiting"] == 0 and entries.get("pending", 0) == 0
    assert counts["total"] >= len(site.articles()) - 2
    assert any(story.voices >= 3 for story in tx.stories.list(NOW - timedelta(days=20), limit=500))
    assert sum(tx.tags.counts(NOW - timedelta(days=20), NOW).values()) > 20


def spans_land_on_their_words(tx: Transaction) -> None:
    alerts = tx.alerts.queue(AlertFilter(), limit=500)
    assert alerts, "no alert was raised"
    for alert in alerts:
        assert alert.why is not None and alert.why.vi and alert.why.en
        version = tx.articles.versions(alert.article_id)[-1]
        for finding in tx.findings.of(alert.article_id):
            text = version.title if finding.part == "title" else version.text
            assert text[finding.span[0] : finding.span[1]] == finding.passage
            assert finding.evidence
            for proof in finding.evidence:
                assert proof.text[proof.span[0] : proof.span[1]] == proof.passage


def digest_follows_decisions(app: App) -> None:
    week = period_of(PeriodKind.WEEK, NOW)
    with app.store.begin() as tx:
        empty = build_digest(tx, app.settings, app.topics, week, NOW + timedelta(minutes=5))
        assert empty["empty"] is True and empty["confirmed"] == []
        assert "chưa có cảnh báo nào" in html(empty, Language.VI).decode()
        assert "Nothing was decided" in html(empty, Language.EN).decode()
        first, second = (tx.users.add(name, Role.REVIEWER, "x", now=NOW) for name in ("một", "hai"))
        alert = tx.alerts.queue(AlertFilter(audit=False), limit=1)[0]
        finding = tx.findings.of(alert.article_id)[0]
        tx.decisions.add(alert.id, first, Verdict.DISTORTION, "đã đối chiếu", [finding.id], app.clock())
        alone = build_digest(tx, app.settings, app.topics, week, NOW + timedelta(minutes=5))
        assert alone["confirmed"] == [], "one person alone does not confirm"
        tx.decisions.add(alert.id, second, Verdict.DISTORTION, "", [finding.id], app.clock())
        data = build_digest(tx, app.settings, app.topics, week, NOW + timedelta(minutes=5))
    confirmed = data["confirmed"]
    assert [c["alert_id"] for c in confirmed] == [alert.id]
    assert confirmed[0]["confirmed_by"] == ["một", "hai"] and confirmed[0]["passage"] == finding.passage
    assert confirmed[0]["evidence"] and json.dumps(data, ensure_ascii=False)
    page = html(data, Language.VI).decode()
    assert "một, hai" in page and "<script" not in page


def test_an_unknown_job_fails_with_its_reason_and_stays(app: App) -> None:
    with app.store.begin() as tx:
        tx.jobs.enqueue("nothing_of_ours", {}, now=app.clock())
    assert drain(app, ("nothing_of_ours",)) == 1
    with app.store.read() as tx:
        failed = tx.jobs.list()[0]
    assert failed.state is JobState.FAILED and "no such kind of job" in (failed.error or "")
