"""The open alerts of one story, decided together: one verdict of a person, one row of history for each alert."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter
from starlette.responses import Response

from models.records import Bilingual, Verdict
from models.rows import AlertDetail, AlertState, DecisionRow, Waiting
from models.store import Conflict, Transaction
from review import blind
from review.deciding import Answer, Standing, refusal
from review.entrance import Here
from review.problems import sentence
from review.shown import ShownFinding, did, shown_findings
from review.visit import Posted, Visit, record

router = APIRouter()

MOST = 30  # alerts shown at once; the rest come when these are decided
VIEW = "story"  # the view that decisions given here carry
LATEST = 200  # of a person's decisions, looked through for what can be taken back


@dataclass(frozen=True, slots=True)
class Item:
    """One alert of the story with what it rests on."""

    detail: AlertDetail
    findings: tuple[ShownFinding, ...]

    @property
    def id(self) -> int:
        return self.detail.alert.id


@dataclass(frozen=True, slots=True)
class Batch:
    """What the person decided here at one moment, and has not taken back."""

    at: datetime
    rows: tuple[DecisionRow, ...]


@router.get("/stories/{story_id:int}/alerts", name="story_alerts")
def story_alerts(visit: Here, story_id: int) -> Response:
    return _page(visit, story_id)


@router.post("/stories/{story_id:int}/decide", name="story_decide")
def story_decide(visit: Here, story_id: int) -> Response:
    """Record the verdict for every ticked alert, or for none and say which one cannot be decided so, and why."""
    posted, chosen = visit.posted, list(dict.fromkeys(visit.posted.numbers("alert")))
    reason: Bilingual | None = None
    try:
        with visit.begin() as tx:
            items = {item.id: item for item in _items(tx, visit, story_id)[0]}
            found = [items[id_] for id_ in chosen if id_ in items]
            reason = _refusal(visit, found, chosen)
            for item in found if reason is None else ():
                _decide(tx, visit, story_id, item)
    except Conflict as err:  # somebody was faster by a moment: nothing of this transaction is kept
        reason = sentence(err.message)
    if reason is not None:
        return _page(visit, story_id, reason, posted)
    return visit.go("story_alerts", "decided_together", story_id=story_id)


@router.post("/stories/{story_id:int}/undecide", name="story_undecide")
def story_undecide(visit: Here, story_id: int) -> Response:
    """Take back what was decided here at one moment, where no later verdict of one's own stands."""
    with visit.begin() as tx:
        at = visit.posted.text("at", 40)
        batch = next((batch for batch in _batches(tx, visit, story_id) if batch.at.isoformat() == at), None)
        for row in batch.rows if batch else ():
            required = visit.desk.settings.confirmations_required
            tx.decisions.undo(row.alert_id, visit.who.id, visit.now, confirmations_required=required)
            record(tx, visit, "undo", f"alert {row.alert_id}", story=story_id)
    return visit.go("story_alerts", "undone" if batch else "nothing_to_undo", story_id=story_id)


def _answer(posted: Posted, item: Item) -> Answer:
    """What the form says of one alert."""
    return Answer(
        verdict=posted.text("verdict", 40),
        note=posted.text("note", 5000),
        ticked=tuple(sorted({f.row.id for f in item.findings} & set(posted.numbers("evidence")))),
        version=next(iter(posted.numbers(f"version-{item.id}")), 0),
        seen=next(iter(posted.numbers(f"seen-{item.id}")), 0),
    )


def _refusal(visit: Visit, found: Sequence[Item], chosen: Sequence[int]) -> Bilingual | None:
    """Why nothing is recorded; the alert at fault is named by its title."""
    if not chosen:
        return Bilingual("Chọn ít nhất một cảnh báo.", "Tick at least one alert.")
    if len(found) < len(chosen):
        return Bilingual(
            "Có cảnh báo vừa được đóng hoặc phải xem riêng. Chưa ghi gì; xem lại danh sách.",
            "An alert has just been closed, or has to be looked at by itself. Nothing is recorded; look again.",
        )
    for item in found:
        alert, history = item.detail.alert, item.detail.decisions
        latest = did(visit.desk.texts, history)
        now = Standing(alert.version, len(history), {f.row.id for f in item.findings}, False, True, latest)
        reason = refusal(_answer(visit.posted, item), now)
        if reason is not None:
            return Bilingual(*(f"“{alert.title}”, {alert.outlet_name}: {text}" for text in (reason.vi, reason.en)))
    return None


def _decide(tx: Transaction, visit: Visit, story_id: int, item: Item) -> None:
    answer = _answer(visit.posted, item)
    tx.decisions.add(
        item.id,
        visit.who.id,
        Verdict(answer.verdict),
        answer.note,
        answer.ticked,
        visit.now,
        confirmations_required=visit.desk.settings.confirmations_required,
        view=VIEW,
        seen=answer.seen,
        version=answer.version,
    )
    record(tx, visit, "decide", f"alert {item.id}", verdict=answer.verdict, story=story_id)


def _items(tx: Transaction, visit: Visit, story_id: int) -> tuple[list[Item], int]:
    """The story's open alerts this person can decide here, and how many have to be looked at by themselves: those read
    blind, and those that people disagree on."""
    tx.stories.get(story_id)
    items: list[Item] = []
    alone = 0
    for alert in tx.alerts.of_story(story_id):
        if alert.state is not AlertState.OPEN or alert.merged_into is not None:
            continue
        detail = tx.alerts.get(alert.id)
        hidden = blind.is_hidden(alert, blind.answered(detail.decisions), visit.who.id)
        if hidden or alert.waiting is Waiting.SETTLE:
            alone += 1
        elif len(items) < MOST:
            items.append(Item(detail, shown_findings(detail.findings)))
    return items, alone


def _batches(tx: Transaction, visit: Visit, story_id: int) -> list[Batch]:
    """What the person decided here and can take back, the latest first."""
    here = {alert.id for alert in tx.alerts.of_story(story_id)}
    found: dict[datetime, list[DecisionRow]] = {}
    later: set[int] = set()  # alerts of which a later verdict of theirs stands
    for row in tx.decisions.of_user(visit.who.id, LATEST):
        if row.verdict is None or row.undone:
            continue
        if row.view == VIEW and row.alert_id in here and row.alert_id not in later:
            found.setdefault(row.at, []).append(row)
        later.add(row.alert_id)
    return [Batch(at, tuple(rows)) for at, rows in found.items()]


def _page(visit: Visit, story_id: int, reason: Bilingual | None = None, posted: Posted | None = None) -> Response:
    """The list; after a refusal with what was ticked and typed."""
    with visit.read() as tx:
        story = tx.stories.get(story_id)
        items, alone = _items(tx, visit, story_id)
        batches = _batches(tx, visit, story_id)
        readers = tx.readers.of((item.id for item in items), visit.now, but=visit.who.id)
    return visit.page(
        "together.html",
        422 if reason else 200,
        here="stories",
        story=story,
        items=items,
        alone=alone,
        batches=batches,
        reading={row.alert_id: row for row in reversed(readers)},
        verdicts=list(Verdict),
        reason=reason,
        chosen=set(posted.numbers("alert")) if posted else set(),
        ticked=set(posted.numbers("evidence")) if posted else set(),
        note=posted.text("note", 5000) if posted else "",
    )
