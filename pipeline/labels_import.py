"""Labels from a file into the store: line by line, nothing twice, going on where a killed import was."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

from models.records import Bilingual, LabelRecord
from models.store import StoreError, Transaction
from models.store.imports import Progress
from pipeline.bootstrap import App
from pipeline.labels_files import read
from pipeline.labels_lines import BadLine, LabelLine, Unusable

BATCH = 500  # labels a transaction
AHEAD = timedelta(days=1)  # how far a clock elsewhere may be ahead of ours
Report = Callable[[Bilingual, Bilingual], None]


@dataclass(frozen=True, slots=True)
class Imported:
    """``same`` were there already, ``bad`` could not be used; ``resumed``: so many a killed run had read before."""

    added: int
    same: int
    bad: int
    resumed: int = 0


def import_labels(
    app: App, path: Path, kind: str, user: str | None, report: Report, *, restart: bool = False, unchosen: bool = True
) -> Imported:
    """Add the labels of a file; ``report(where, reason)`` is told of each place that gives none.

    ``user`` gave the labels for which the file names nobody, and is named in the audit log. A file read to its end
    is read again from the beginning, one that was killed from where it was, unless ``restart``. Raises OSError, and
    UnicodeDecodeError when it is no UTF-8.
    """
    data = path.read_bytes()
    key = f"labels-{sha256(data).hexdigest()}-{user or ''}"
    text = data.decode("utf-8-sig")
    with app.store.read() as tx:
        topics = {row.id: row.topic.name for row in tx.topics.list()}
        before = tx.imports.get(key)
    lines = list(read(kind, text, topics, unchosen))
    begun = before is not None and not before.finished and not restart
    progress = before if begun and before is not None else Progress()
    resumed = progress.records
    while not progress.finished:
        batch = lines[progress.records : progress.records + BATCH]
        with app.store.begin() as tx:
            progress = _add(app, tx, batch, progress, user, frozenset(topics), report)
            if progress.records >= len(lines):
                progress = Progress(progress.records, 0, progress.counters, finished=True)
                detail = {"file": path.name, **progress.counters}
                actor = user or "console"
                tx.audit.add(actor=actor, action="labels_import", target=path.name, detail=detail, now=app.clock())
            tx.imports.save(key, path.name, progress, app.clock())
    counted = progress.counters
    return Imported(counted.get("added", 0), counted.get("same", 0), counted.get("bad", 0), resumed)


def _add(
    app: App,
    tx: Transaction,
    batch: Sequence[LabelLine | Unusable],
    progress: Progress,
    user: str | None,
    topics: frozenset[str],
    report: Report,
) -> Progress:
    counters = dict(progress.counters)
    for line in batch:
        if isinstance(line, Unusable):
            outcome = "bad"
            report(line.where, line.reason)
        else:
            try:
                outcome = "added" if _one(app, tx, line, user, topics) else "same"
            except BadLine as err:
                outcome = "bad"
                report(line.where, err.message)
        counters[outcome] = counters.get(outcome, 0) + 1
    return Progress(progress.records + len(batch), 0, counters)


def _one(app: App, tx: Transaction, line: LabelLine, user: str | None, topics: frozenset[str]) -> bool:
    """Whether the label is new. BadLine: no such topic or article, nobody who said it, a time to come."""
    if line.topic not in topics:
        raise BadLine(f"không có chủ đề {line.topic}", f"no such topic: {line.topic}")
    article_id = _article(tx, line)
    by = line.by or user
    if by is None:
        raise BadLine("không nói ai gán; thêm --user", "it does not say who labelled; add --user")
    now = app.clock()
    at = line.at or now
    if at > now + AHEAD:
        raise BadLine(f"giờ ở tương lai: {at.isoformat()}", f"the time lies in the future: {at.isoformat()}")
    if line.at is None:  # a file without times says the same thing each time it is read
        said = tx.labels.said(article_id, line.topic, by)
        if said is not None and said.value == line.value:
            return False
    label = LabelRecord(
        str(article_id), line.topic, line.value, by, at, line.view, line.model_version, line.probability
    )
    return tx.labels.add(label, line.version)


def _article(tx: Transaction, line: LabelLine) -> int:
    """The address says which article in any office; a number only in the office that wrote it."""
    if line.url is not None:
        found = tx.articles.id_of_url(line.url)
        if found is None:
            raise BadLine(f"không có bài nào ở {line.url}", f"no article at {line.url}")
        return found
    if line.article_id is not None:
        try:
            return tx.articles.get(line.article_id).id
        except StoreError as err:
            raise BadLine(f"không có bài số {line.article_id}", f"no article {line.article_id}") from err
    titled = tx.labelling.titled(line.title or "")
    if len(titled) != 1:
        raise BadLine(f"{len(titled)} bài có tiêu đề này", f"{len(titled)} articles have this title")
    return titled[0]
