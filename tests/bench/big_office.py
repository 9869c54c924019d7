"""A large office for measuring the desk: by default 200,000 articles of 60 days, 20,000 alerts, and what goes with them.

    .venv/bin/python -m tests.bench.big_office FOLDER [ARTICLES ALERTS DAYS]

makes FOLDER/desk.db (SQLite): versions, stories, near copies, tags, comparisons, findings with evidence, judgements,
alerts in every state, decisions, labels, polls, entries, jobs, the audit log, references, claims, and the full-text
index. All invented; the same numbers and seed make the same rows. Rows go into the tables directly, for speed: that they
are what the store itself would write is what ``tests/review/test_big_office.py`` checks. Every user's password is
``PASSWORD``; "now" is ``AT``.
"""

from __future__ import annotations

import hashlib
import random
import shutil
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, text

from classifier.ranking import PRIOR_VERSION
from models.records import DateFrom, Language, Role
from models.store import Store
from models.store.base import plain
from models.tables import (
    ArticleTable,
    Base,
    ComparisonTable,
    EntryEventTable,
    EntryTable,
    JudgementTable,
    StoryTable,
    TagTable,
    VersionTable,
)
from review.passwords import hash_password
from tests.bench import office_alerts, office_routine
from tests.bench.office_plan import AT, DAYS, TOPICS, Planned, outlets, plan, references, topics, topics_of
from tests.bench.office_texts import SENTENCES, Event, Writer, Written

PASSWORD = "một câu đủ dài 2026"
ARTICLES, ALERTS, SEED = 200_000, 20_000, 7
USERS = (*(role.value for role in Role), *(f"reviewer{n:02d}" for n in range(1, 13)))
BATCH = 4_000
REVISED = 0.05


@dataclass
class Rows:
    """Rows that wait for their insertion, by table, in the order the foreign keys want."""

    conn: Connection
    of: dict[type[Base], list[dict[str, Any]]] = field(default_factory=dict)

    def add(self, table: type[Base], **values: Any) -> None:
        self.of.setdefault(table, []).append(values)

    def flush(self, *order: type[Base]) -> None:
        for table in order:
            if rows := self.of.pop(table, None):
                self.conn.execute(insert(plain(table)), rows)


@dataclass
class Known:
    """What later rows need to know of the articles: by article id, or by event."""

    lead: list[tuple[int, int, str, str]] = field(default_factory=list)  # start, end, passage, title; index = id - 1
    first_of: dict[int, int] = field(default_factory=dict)  # event → its first article
    event_of: list[int] = field(default_factory=list)
    story_of: dict[int, int] = field(default_factory=dict)
    events: dict[int, tuple[Event, tuple[str, ...]]] = field(default_factory=dict)  # made when first met
    statements: tuple[str, ...] = ()  # of the references


def build(path: Path, articles: int = ARTICLES, alerts: int = ALERTS, days: int = DAYS, seed: int = SEED) -> None:
    """Make the database file; it must not exist."""
    dice = random.Random(seed)
    store = Store.open(f"sqlite:///{path}")
    store.migrate()
    writer = Writer(dice, min(articles, SENTENCES))
    planned = plan(dice, articles, days)
    flagged = office_alerts.choose(dice, planned, alerts, days)
    with store.begin() as tx:
        began = AT - timedelta(days=days + 1)
        tx.outlets.seed(outlets(), began)
        tx.topics.seed(topics(), began)
        library = references(writer)
        tx.references.seed(library, began)
        secret = hash_password(PASSWORD)
        for name in USERS:
            role = Role(name) if name in set(Role) else Role.REVIEWER
            tx.users.add(name, role, secret, must_change=False, now=began)
    known = Known(statements=tuple(reference.statement.vi for reference in library))
    for first in range(0, len(planned), BATCH):
        with store.begin() as tx:
            _articles(Rows(tx._conn), dice, writer, planned[first : first + BATCH], first, flagged, known)
    with store.begin() as tx:
        office_alerts.write(Rows(tx._conn), dice, planned, flagged, known, len(USERS))
    with store.begin() as tx:
        office_routine.write(Rows(tx._conn), dice, planned, days, USERS)
    with store._engine.connect() as conn:
        conn.execute(text("PRAGMA optimize=0x10002"))
    store.close()


def _articles(
    rows: Rows,
    dice: random.Random,
    writer: Writer,
    some: Sequence[Planned],
    first: int,
    flagged: Mapping[int, office_alerts.Flag],
    known: Known,
) -> None:
    index: list[dict[str, Any]] = []
    for id_, planned in enumerate(some, start=first + 1):
        if planned.event not in known.events:
            known.events[planned.event] = writer.event(), topics_of(dice)
        event, about = known.events[planned.event]
        flag = flagged.get(id_)
        wrong = flag is not None and not flag.audit
        written = writer.article(event, wrong=wrong)
        latest = written
        revised = (flag is not None and flag.state == "corrected") or dice.random() < REVISED
        if revised:
            latest = writer.article(event, wrong=wrong and flag is not None and flag.state != "corrected")
        known.event_of.append(planned.event)
        if planned.event not in known.first_of:
            known.first_of[planned.event] = id_
            known.story_of[planned.event] = len(known.story_of) + 1
            rows.add(StoryTable, id=known.story_of[planned.event], key=f"event-{planned.event}", created_at=planned.at)
        _article(rows, id_, planned, written, latest, known, revised)
        _judged(rows, id_, 2 if revised else 1, planned, flag)
        start = written.text.index(written.passage)
        known.lead.append((start, start + len(written.passage), written.passage, written.title))
        index.append({"id": id_, "exact": latest.exact, "folded": latest.folded})
        for topic, _, _ in TOPICS:
            on = topic in about
            rows.add(
                TagTable,
                article_id=id_,
                topic=topic,
                value=on,
                probability=round(dice.uniform(0.6, 0.99) if on else dice.random() * 0.4, 4),
                model_value=on,
                unsure=dice.random() < 0.01,
                model_version="m1",
                model_at=planned.at,
            )
    rows.flush(
        StoryTable, ArticleTable, VersionTable, TagTable, ComparisonTable, JudgementTable, EntryTable, EntryEventTable
    )
    rows.conn.execute(text("INSERT INTO article_search (rowid, exact, folded) VALUES (:id, :exact, :folded)"), index)


def _article(
    rows: Rows, id_: int, planned: Planned, written: Written, latest: Written, known: Known, revised: bool
) -> None:
    outlet, first = f"bao_{planned.outlet:02d}", known.first_of[planned.event]
    url, seen = f"https://bao{planned.outlet:02d}.example/tin-{id_}.html", planned.at + timedelta(minutes=12)
    version = 2 if revised else 1
    rows.add(
        ArticleTable,
        id=id_,
        key=url,
        canonical_url=url,
        url=url,
        outlet_id=outlet,
        title=latest.title,
        summary=latest.text.partition("\n")[0],
        language=Language.VI,
        published_at=planned.at,
        date_from=DateFrom.FEED,
        first_seen=seen,
        archive=False,
        method="test",
        version=version,
        story_id=known.story_of[planned.event],
        pinned=False,
        copy_of=first if planned.copies else None,
        voice=first if planned.copies else id_,
        signature=None,
        placed_version=version,
        dirty=False,
        processed_version=version,
        compared_key=f"c{id_}",
        comparison_id=id_,
    )
    for number, one in enumerate((written, latest)[:version], start=1):
        at = seen + timedelta(hours=3 * (number - 1))
        digest = hashlib.sha256(one.text.encode()).hexdigest()
        rows.add(
            VersionTable,
            article_id=id_,
            version=number,
            title=one.title,
            text=one.text,
            text_hash=digest,
            seen_at=at,
            published_at=planned.at,
            modified_at=None,
            method="test",
        )
    source = f"bao_{planned.outlet:02d}_0"
    entry = {"source_id": source, "entry_id": url, "title": latest.title, "summary": "", "published_at": planned.at}
    rows.add(
        EntryTable,
        id=2 * id_,
        key=url,
        url=url,
        seen_at=seen,
        first_poll=False,
        archive=False,
        state="done",
        counter=None,
        attempts=1,
        article_id=id_,
        **entry,
    )
    if id_ % 5 == 0:  # another entry that did not become an article
        other = f"{url}?video"
        rows.add(
            EntryTable,
            id=2 * id_ + 1,
            key=other,
            url=other,
            seen_at=seen,
            first_poll=False,
            archive=False,
            state="dropped",
            counter="not_an_article",
            attempts=1,
            article_id=None,
            **entry,
        )
        rows.add(
            EntryEventTable,
            at=seen,
            entry_id=2 * id_ + 1,
            source_id=source,
            counter="not_an_article",
            detail="",
            final=True,
        )


def _judged(rows: Rows, id_: int, version: int, planned: Planned, flag: office_alerts.Flag | None) -> None:
    """The comparison of an article and what ranking made of it."""
    at = planned.at + timedelta(minutes=20)
    flagged = flag is not None and not flag.audit
    score = flag.score if flag is not None and flagged else 0.0
    rows.add(
        ComparisonTable,
        id=id_,
        article_id=id_,
        version=version,
        compared_key=f"c{id_}",
        comparer_version="c1",
        score=score,
        at=at,
    )
    rows.add(
        JudgementTable,
        article_id=id_,
        version=version,
        score=score,
        raise_alert=flagged,
        reason_vi="Có đoạn khác với bằng chứng." if flagged else "Không có đoạn nào khác với bằng chứng.",
        reason_en="A passage differs from the evidence." if flagged else "No passage differs from the evidence.",
        features=dict(flag.features) if flag is not None and flagged else {},
        ranked_by=PRIOR_VERSION,
        at=at,
    )


def copied(folder: Path, articles: int = ARTICLES, alerts: int = ALERTS, days: int = DAYS) -> Path:
    """A copy in the folder, with today's tables. What this very code made is kept in the temporary folder of the machine and
    copied from there the next time."""
    code = b"".join(sorted(file.read_bytes() for file in Path(__file__).parent.glob("*office*.py")))
    key = hashlib.sha256(code + f"{articles} {alerts} {days}".encode()).hexdigest()[:16]
    kept = Path(tempfile.gettempdir()) / "doichieu-big-office" / key / "desk.db"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        making = kept.with_name("making.db")
        for left in kept.parent.glob("making.db*"):
            left.unlink()
        build(making, articles, alerts, days)
        making.rename(kept)
    path = folder / "desk.db"
    shutil.copyfile(kept, path)
    store = Store.open(f"sqlite:///{path}")
    store.migrate()
    store.close()
    return path


if __name__ == "__main__":
    folder, *sizes = sys.argv[1:]
    Path(folder).mkdir(parents=True, exist_ok=True)
    build(Path(folder) / "desk.db", *map(int, sizes))
