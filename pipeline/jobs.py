"""What each kind of job does. A job takes the application and its payload and returns a summary."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from models.periods import PeriodKind, parse_period, period_of
from models.records import Bilingual
from models.times import VIETNAM
from pipeline.audit_slice import draw
from pipeline.bootstrap import App
from pipeline.collect import collect
from pipeline.console import both, progress
from pipeline.flow import run_collect, run_process
from pipeline.meter import Silent
from pipeline.preview import Refused, preview
from pipeline.ranking import today_line
from pipeline.unreachable import say_unreachable

Payload = Mapping[str, Any]
Summary = dict[str, Any]
Job = Callable[[App, Payload], Summary]


class UnknownJob(ValueError):
    """A job row of a kind this version does not know; it fails with this reason and is kept."""

    def __init__(self, kind: str):
        super().__init__(both(Bilingual(f"không có loại việc {kind}", f"no such kind of job: {kind}")))


def collect_job(app: App, payload: Payload) -> Summary:
    """Poll what is due and fetch what is pending; then ask for processing."""
    with progress() as bars:
        done = run_collect(app, bars)
    say_unreachable(app, done.failed)
    with app.store.begin() as tx:
        tx.jobs.enqueue("process", {}, key="process", now=app.clock())
    return {
        "polled": done.polled,
        "failed": len(done.failed),
        "entries": done.entries_new,
        "stored": done.stored,
        "revised": done.revised,
        "counters": dict(done.counters),
    }


def poll_source_job(app: App, payload: Payload) -> Summary:
    """Poll one source now, whether it is due or not (the desk's button)."""
    done = collect(app, Silent(), Silent(), only=[str(payload["source_id"])])
    with app.store.begin() as tx:
        tx.jobs.enqueue("process", {}, key="process", now=app.clock())
    return {"entries": done.entries_new, "stored": done.stored, "problems": [problem for _, problem in done.failed]}


def process_job(app: App, payload: Payload) -> Summary:
    """Cluster, tag, compare and rank everything that waits for it."""
    with progress() as bars:
        done = run_process(app, bars)
    return {
        "placed": done.placed,
        "compared": done.compared,
        "with_findings": done.with_findings,
        "alerts": done.alerts_new,
        "references": done.references,
        "ranking": done.ranking,
        "claims": done.claims,
    }


def audit_job(app: App, payload: Payload) -> Summary:
    """Put the day's small random slice of unflagged articles into the queue; a second run adds only what lacks."""
    now = app.clock()
    day = now.astimezone(VIETNAM).date()
    with app.store.begin() as tx:
        there = sum(row.audit_day == day for row in tx.alerts.audit(day))
        pool = tx.articles.unflagged(now - timedelta(days=1), now)
        drawn = draw(pool, max(0, app.settings.audit_per_day - there), day.isoformat())
        line, _, _ = today_line(tx, app)  # where they are drawn beyond the line nobody would read them
        chances = {one.article_id: one.chance for one in drawn}
        added = tx.alerts.add_audit(chances, now, day, least=line.lowest or 0.0)
    return {"audit": added}


def housekeeping_job(app: App, payload: Payload) -> Summary:
    """Retention: delete what is older than the office keeps and nothing rests on; then plan queries by what is left."""
    now = app.clock()
    with app.store.begin() as tx:
        done = dict(tx.housekeeping(now - timedelta(days=app.settings.retention_days), now))
    app.store.tune()
    return done


def digest_job(app: App, payload: Payload) -> Summary:
    """Build and keep the digest of a period; by default the last whole week, which goes out by itself only where the
    settings say that nobody need approve it."""
    from pipeline.digest.keep import SCHEDULE, approve, build_and_keep, is_approved

    now = app.clock()
    asked = payload.get("period") or payload.get("week")
    period = parse_period(str(asked)) if asked else period_of(PeriodKind.WEEK, now).previous()
    digest_id = build_and_keep(app, period, new_edition=bool(payload.get("new_edition")))
    if asked is None and app.settings.digest_approval == "schedule":
        with app.store.begin() as tx:
            if not is_approved(tx, digest_id):
                approve(tx, digest_id, SCHEDULE, now)
            if app.settings.smtp_host:
                tx.jobs.enqueue("digest_send", {"digest": digest_id}, key=f"digest_send:{digest_id}", now=now)
    return {"period": period.key, "digest": digest_id}


def digest_send_job(app: App, payload: Payload) -> Summary:
    """Mail an approved digest to the lists. Where nothing can be sent at all, why is the answer."""
    from pipeline.digest.send import CannotSend, send

    try:
        return dict(send(app, int(payload["digest"]), int(payload.get("attempt", 1))))
    except CannotSend as err:
        return {"refused": {"vi": err.message.vi, "en": err.message.en}}


def preview_job(app: App, payload: Payload) -> Summary:
    """Look at an address an administrator wants to add; nothing is stored but this summary. A refusal is an answer."""
    try:
        return preview(app, str(payload["url"]))
    except Refused as err:
        return {"refused": {"vi": err.message.vi, "en": err.message.en}}


def train_job(app: App, payload: Payload) -> Summary:
    """Train a candidate topic model from the corpus and the office's labels, and judge it at the gate."""
    from pipeline.training import train_topics

    return train_topics(app, archive=bool(payload.get("archive")))


def train_ranking_job(app: App, payload: Payload) -> Summary:
    """Learn a candidate ranking from the decisions there are, and judge it at the gate. Too few is an answer."""
    from classifier.training.ranking import TooFew
    from pipeline.ranking import train_ranking

    try:
        return train_ranking(app)
    except TooFew as err:
        return {"too_few": {"vi": err.message.vi, "en": err.message.en}}


def label_sample_job(app: App, payload: Payload) -> Summary:
    """Draw what annotators read besides the uncertain: a diverse sample and the day's blind slice."""
    from pipeline.labels_sampling import draw_samples

    return draw_samples(app)


def watch_job(app: App, payload: Payload) -> Summary:
    """Watch the model: the last whole week's figures, alarms, and subjects that no topic covers."""
    from pipeline.watching.run import watch

    done = watch(app)
    return {"week": done["week"], "alarms": len(done["new_alarms"]), "emerging": done["emerging"]}


def claims_job(app: App, payload: Payload) -> Summary:
    """Take in checked claims from an address, or from every feed of the settings. An address that cannot be read is
    an answer; the others go on."""
    from pipeline.claims_import import import_all

    given = payload.get("url")
    urls = [str(given)] if given else list(app.settings.claimreview_feeds)
    return import_all(app, urls, licence=str(payload.get("licence") or ""))


JOBS: Mapping[str, Job] = {
    "collect": collect_job,
    "poll_source": poll_source_job,
    "process": process_job,
    "audit": audit_job,
    "housekeeping": housekeeping_job,
    "digest": digest_job,
    "digest_send": digest_send_job,
    "preview": preview_job,
    "train": train_job,
    "train_ranking": train_ranking_job,
    "watch": watch_job,
    "label_sample": label_sample_job,
    "claims": claims_job,
}


def run_job(app: App, kind: str, payload: Payload) -> Summary:
    """Run one job. UnknownJob for a kind that does not exist; whatever the job raises passes through."""
    job = JOBS.get(kind)
    if job is None:
        raise UnknownJob(kind)
    return job(app, payload)
