"""Source ─poll─▶ Entry ─fetch─▶ Page ─extract─▶ Article ─store─▶ Article+Version.

Each answer is one transaction: killed between two, the rest is done by the next pass, and nothing twice.
A failing source or page never stops the others; each ends in a named counter.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from crawler.dates import refines
from crawler.fetch import fetch
from crawler.poll import read_source, source_problem
from models.records import DateFrom, Extracted, FetchRequest, Page, PageKind
from models.rows import EntryRow, PollState
from pipeline.bootstrap import App
from pipeline.claims import save_page_claims
from pipeline.meter import Meter
from pipeline.options import fetch_options
from pipeline.reading import Reader
from pipeline.reading_ahead import ReadPage, read_ahead, read_here
from pipeline.rhythm import Bounds, Wishes, ask_plainly, lies, next_attempt, next_recheck, plan, weight_of
from pipeline.source_state import hash_of, pace_of

# Problems that another try will not mend: the entry ends there, under that name.
FINAL = frozenset(
    {"http_404", "http_410", "robots_blocked", "private_address", "bad_url", "not_html", "redirect_loop", "too_large"}
)

# Problems of the host or of ourselves rather than of the page: such pages are given many more tries.
NOT_ITS_FAULT = frozenset({"http_429", "robots_unavailable", "crawler_died", "dns", "unreachable", "crawl_delay"})
PATIENCE = 10
LONG_PASS = 200  # pages; from here on they are read in a process of their own


@dataclass(frozen=True, slots=True)
class Collected:
    """What one pass of collection did. ``counters`` names every drop, retry and failed poll."""

    polled: int
    failed: tuple[tuple[str, str], ...]  # (source id, problem)
    entries_new: int
    stored: int
    revised: int
    counters: Counter[str]


def collect(app: App, poll_meter: Meter, fetch_meter: Meter, only: Collection[str] | None = None) -> Collected:
    """Poll what is due (or ``only`` these source ids, due or not), then fetch what is pending."""
    polled, failed, entries_new = poll(app, poll_meter, only)
    counters = Counter(problem for _, problem in failed)
    stored, revised, dropped = fetch_pending(app, fetch_meter)
    return Collected(polled, tuple(failed), entries_new, stored, revised, counters + dropped)


def poll(app: App, meter: Meter, only: Collection[str] | None = None) -> tuple[int, list[tuple[str, str]], int]:
    """Poll every source that is due; returns (polled, failed, new entries)."""
    with app.store.read() as tx:
        now = app.clock()
        states = tx.sources.due(now) if only is None else tuple(tx.sources.state(id_, now) for id_ in only)
    due = {state.source.id: state for state in states}
    meter.total(len(due))
    requests = [
        FetchRequest(url=state.source.url, key=id_)
        if ask_plainly(now, pace_of(state), state.last_ok, state.mistrusted_at is not None)
        else FetchRequest(url=state.source.url, key=id_, etag=state.etag, last_modified=state.last_modified)
        for id_, state in due.items()
    ]
    failed: list[tuple[str, str]] = []
    new_entries = 0
    for page in fetch(requests, fetch_options(app.settings)):
        state = due[page.request.key]
        problem, new = _record_poll(app, state, page)
        if problem:
            failed.append((state.source.id, problem))
        new_entries += new
        meter.tick()
    return len(requests), failed, new_entries


def _record_poll(app: App, state: PollState, page: Page) -> tuple[str | None, int]:
    now, settings = app.clock(), app.settings
    read = None if page.problem else read_source(page, state.source.kind, now)
    problem = page.problem if read is None else source_problem(read)
    entries = () if read is None else read.entries
    not_modified = problem == "not_modified"
    body_hash = None if read is None else hash_of(read)
    failure = 0.0 if problem is None or not_modified else weight_of(problem, state.failure_weight)
    with app.store.begin() as tx:
        new = tx.entries.add(
            entries,
            source_id=state.source.id,
            now=now,
            first_poll=state.last_ok is None,
            archive_before=now - timedelta(hours=app.settings.archive_after_hours),
        )
        planned = plan(
            now,
            Bounds(*(timedelta(minutes=n) for n in (settings.collect_every_minutes, settings.poll_ceiling_minutes))),
            replace(pace_of(state), entries_week=state.entries_7_days + (0 if state.last_ok is None else new)),
            Wishes(state.period_s if read is None else read.period_s, page.max_age, page.retry_after),
            failure and state.failure_weight + failure,
        )
        tx.sources.record_poll(
            state.source.id,
            at=now,
            status=page.status,
            problem=None if not_modified else problem,
            detail=page.detail if read is None else read.detail,
            entries=len(entries),
            new=new,
            etag=page.etag or (state.etag if not_modified else None),
            last_modified=page.last_modified or (state.last_modified if not_modified else None),
            elapsed_s=page.elapsed,
            next_poll_at=planned.at,
            next_poll_reason=planned.reason,
            weight=failure,
            period_s=state.period_s if read is None else read.period_s,
            body_hash=body_hash,
            mistrusted=lies(state.etag, page.etag, state.last_hash, body_hash),
        )
    return (None if not_modified else problem), new


def fetch_pending(app: App, meter: Meter, limit: int = 5000) -> tuple[int, int, Counter[str]]:
    """Fetch pending entries and due re-visits; returns (stored, revised, counters)."""
    with app.store.read() as tx:
        now = app.clock()
        rows = [*tx.entries.pending(limit, now), *tx.entries.recheck_due(limit, now)]
    waiting = {str(row.id): row for row in rows}
    requests = [
        FetchRequest(url=row.url, key=key, etag=row.etag, last_modified=row.last_modified)
        for key, row in waiting.items()
    ]
    meter.total(len(requests))
    stored = revised = 0
    counters: Counter[str] = Counter()
    reader = Reader.open(app.store)
    fetched = ((waiting[page.request.key], page) for page in fetch(requests, fetch_options(app.settings)))
    read = read_ahead if len(requests) >= LONG_PASS else read_here
    for done in read(reader, fetched, app.clock):
        outcome = store_page(app, reader, done, counters)
        stored += outcome == "new"
        revised += outcome == "revised"
        if outcome not in ("new", "revised", "same"):
            counters[outcome] += 1
        meter.tick()
    return stored, revised, counters


def store_page(app: App, reader: Reader, done: ReadPage, counters: Counter[str]) -> str:
    """One page, one transaction. Returns "new", "revised", "same", or the counter it ended in. Checked claims of
    the page that are refused are counted in ``counters``."""
    row, page, now = done.row, done.page, done.now
    revisit = row.article_id is not None
    if done.extracted is None:
        return _failed(app, row, page, now, revisit)
    extracted = dated(done.extracted, row)
    counter = unusable(extracted)
    with app.store.begin() as tx:
        reader.keep(tx, row.outlet_id, now)
        if counter and not revisit:
            tx.entries.drop(row.id, counter, extracted.kind.value, now=now)
            return counter
        if counter:  # a page that was an article and is none now: the stored version stands
            tx.entries.schedule_recheck(row.id, next_recheck(now, row.rechecks))
            return "revisit_" + counter
        saved = tx.articles.save(
            extracted,
            outlet_id=row.outlet_id,
            entry=row,
            first_seen=now,
            archive=is_archive(row, extracted, now, app.settings.archive_after_hours),
            summary=row.summary,
        )
        claims: Counter[str] = Counter()
        if extracted.claimreview:
            name = next((outlet.name for outlet in app.outlets if outlet.id == row.outlet_id), row.outlet_id)
            claims = save_page_claims(tx, extracted.claimreview, saved.article_id, extracted.url, name, now)
        again = None if row.archive else next_recheck(now, row.rechecks)
        tx.entries.done(
            row.id, saved.article_id, etag=page.etag, last_modified=page.last_modified, recheck_at=again
        )
    counters.update({name: n for name, n in claims.items() if name.startswith("claim_")})
    return saved.state


def unusable(extracted: Extracted) -> str | None:
    """The counter a page ends in when it is no article that could be stored."""
    if extracted.kind is PageKind.LISTING:
        return "is_listing"
    if extracted.kind is not PageKind.ARTICLE:
        return "not_an_article"
    if not extracted.title.strip():
        return "no_title"
    if not extracted.text.strip():
        return "no_text"
    return None


def dated(extracted: Extracted, row: EntryRow) -> Extracted:
    """The page with the time its feed gave, where that was believed: the feed's is taken before the page's,
    except where it is rounded to a day or an hour that the page says to the minute."""
    if row.published_at is None:
        return extracted
    page = extracted.published_at
    if page is not None and extracted.date_from is DateFrom.PAGE and refines(page, row.published_at):
        return extracted
    return replace(extracted, published_at=row.published_at, date_from=DateFrom.FEED)


def is_archive(row: EntryRow, extracted: Extracted, now: datetime, archive_after_hours: int) -> bool:
    """Old at the source's first poll: searchable, never in today's queue. The page's date decides where
    the feed gave none."""
    if row.archive or not row.first_poll:
        return row.archive
    published = row.published_at or extracted.published_at
    return published is not None and published < now - timedelta(hours=archive_after_hours)


def _failed(app: App, row: EntryRow, page: Page, now: datetime, revisit: bool) -> str:
    problem = page.problem or ""
    with app.store.begin() as tx:
        if revisit:
            tx.entries.schedule_recheck(row.id, next_recheck(now, row.rechecks))
            return "same" if problem == "not_modified" else "revisit_" + problem
        tries = app.settings.max_entry_attempts * (PATIENCE if problem in NOT_ITS_FAULT else 1)
        if problem in FINAL or row.attempts + 1 >= tries:
            tx.entries.drop(row.id, problem, page.detail, now=now)
        else:
            again = next_attempt(now, row.attempts + 1, page.retry_after)
            tx.entries.retry(row.id, problem, again, now=now, detail=page.detail)
    return problem
