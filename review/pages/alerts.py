"""One alert: the article with its marks beside the evidence, and the decision."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

from fastapi import APIRouter
from starlette.background import BackgroundTask
from starlette.responses import RedirectResponse, Response

from models.records import Bilingual, Verdict
from models.rows import AlertDetail, AlertRow, AlertState, DecisionRow, VersionRow, Waiting
from models.store import Conflict, Transaction
from review import blind, live, note
from review.beside import beside as what_is_beside
from review.deciding import Answer, Standing, refusal
from review.diff import Change, changes, shortened
from review.entrance import Here
from review.filters import asked, places_of
from review.marks import paragraphs
from review.names import topic_names
from review.problems import sentence
from review.shown import did, marks_of, shown_findings
from review.visit import Visit, record

router = APIRouter()

DECIDABLE = (AlertState.OPEN, AlertState.CORRECTED)
NEIGHBOURS = 200  # how far into the queue the keys j and k look for this alert
VERSIONS = 5  # latest versions the page shows with their changes; the article's own page has all


@router.get("/alerts/{alert_id:int}", name="alert")
def alert(visit: Here, alert_id: int) -> Response:
    with visit.read() as tx:
        detail = tx.alerts.get(alert_id)
    if detail.alert.merged_into is not None:  # another alert speaks for it, and is decided for both
        return RedirectResponse(visit.path("alert", asked(visit).query(), alert_id=detail.alert.merged_into), 303)
    return _page(visit, detail)


@router.post("/alerts/{alert_id:int}/decide", name="decide")
def decide(visit: Here, alert_id: int) -> Response:
    """Record a verdict, or show the page again with the reason and what was typed."""
    posted = visit.posted
    answer = Answer(
        verdict=posted.text("verdict", 40),
        note=posted.text("note", 5000),
        ticked=tuple(posted.numbers("evidence")),
        version=next(iter(posted.numbers("version")), 0),
        seen=next(iter(posted.numbers("seen")), 0),
    )
    try:
        with visit.begin() as tx:
            detail = tx.alerts.get(alert_id)
            reason = _decide(tx, visit, detail, answer)
    except Conflict as err:  # somebody was faster by a moment: nothing of this transaction is kept
        reason = sentence(err.message)
        with visit.read() as tx:
            detail = tx.alerts.get(alert_id)
    if reason is not None:
        return _page(visit, detail, reason, answer)
    return _shown_again(visit, alert_id, "decided")


def _decide(tx: Transaction, visit: Visit, detail: AlertDetail, answer: Answer) -> Bilingual | None:
    """Write the verdict down, or say why it is not taken."""
    is_hidden = _hidden(visit, detail)
    findings = {f.id for f in detail.findings}
    standing = Standing(
        version=detail.alert.version,
        decisions=len(detail.decisions),
        findings=findings,
        hidden=is_hidden,
        decidable=detail.alert.state in DECIDABLE,
        latest=did(visit.desk.texts, detail.decisions),
    )
    reason = refusal(answer, standing)
    if reason is not None:
        return reason
    tx.decisions.add(
        detail.alert.id,
        visit.who.id,
        Verdict(answer.verdict),
        answer.note,
        sorted(set(answer.ticked) & findings),
        visit.now,
        confirmations_required=visit.desk.settings.confirmations_required,
        view=_view(visit, detail, is_hidden),
        seen=None if is_hidden else answer.seen,
        version=answer.version,
    )
    record(tx, visit, "decide", f"alert {detail.alert.id}", verdict=answer.verdict)
    return None


@router.post("/alerts/{alert_id:int}/undo", name="undo")
def undo(visit: Here, alert_id: int) -> Response:
    """Take back the own last decision; both rows stay in the history."""
    with visit.begin() as tx:
        detail = tx.alerts.get(alert_id)
        if not _own(visit, detail):
            return _shown_again(visit, alert_id, "nothing_to_undo")
        tx.decisions.undo(
            alert_id, visit.who.id, visit.now, confirmations_required=visit.desk.settings.confirmations_required
        )
        record(tx, visit, "undo", f"alert {alert_id}")
    return _shown_again(visit, alert_id, "undone")


@router.post("/alerts/{alert_id:int}/reopen", name="reopen")
def reopen(visit: Here, alert_id: int) -> Response:
    """Put a settled alert back into the queue, with the reason."""
    note = visit.posted.text("note", 5000)
    if not note:
        with visit.read() as tx:
            detail = tx.alerts.get(alert_id)
        return _page(visit, detail, Bilingual("Ghi lý do mở lại.", "Say why it is reopened."))
    with visit.begin() as tx:
        if tx.alerts.row(alert_id).state != AlertState.DECIDED:
            return _shown_again(visit, alert_id, "")
        tx.decisions.reopen(
            alert_id,
            visit.who.id,
            note,
            visit.now,
            confirmations_required=visit.desk.settings.confirmations_required,
        )
        record(tx, visit, "reopen", f"alert {alert_id}", note=note)
    return _shown_again(visit, alert_id, "reopened")


def _shown_again(visit: Visit, alert_id: int, said: str) -> Response:
    """Back to the alert, in the same filtered queue, with what was done in a word."""
    return RedirectResponse(visit.path("alert", {**asked(visit).query(), "said": said}, alert_id=alert_id), 303)


def _hidden(visit: Visit, detail: AlertDetail) -> bool:
    return blind.is_hidden(detail.alert, blind.answered(detail.decisions), visit.who.id)


def _view(visit: Visit, detail: AlertDetail, is_hidden: bool) -> str:
    """From where the verdict is given: unseen marks, a disagreement of others, or the plain page."""
    if is_hidden:
        return "blind"
    return "settle" if detail.alert.waiting == Waiting.SETTLE and not _own(visit, detail) else "alert"


def _own(visit: Visit, detail: AlertDetail) -> bool:
    return any(d.user_id == visit.who.id and d.verdict is not None and not d.undone for d in detail.decisions)


def _page(
    visit: Visit,
    detail: AlertDetail,
    reason: Bilingual | None = None,
    answer: Answer | None = None,
) -> Response:
    """The alert as this reader may see it. While it is blind, nothing of the findings reaches the template."""
    is_hidden = _hidden(visit, detail)
    findings = () if is_hidden else shown_findings(detail.findings)
    beside = None
    if detail.article.story_id is not None and not is_hidden and len(detail.members) > 1:
        beside = visit.desk.services.fact_table(detail.article.story_id)
    with visit.read() as tx:
        before, after = _neighbours(tx, visit, detail.alert)
        topics = topic_names(tx)
        readers = tx.readers.of([detail.alert.id], visit.now)
        last = _last(tx, visit, detail.alert.id)
    last_typed = answer or Answer("", "", (), detail.alert.version, len(detail.decisions))
    others = [row for row in readers if row.user_id != visit.who.id]
    response = visit.page(
        "alert.html",
        422 if reason else 200,
        here="queue",
        alert=detail.alert,
        article=detail.article,
        version=detail.version,
        versions=detail.versions,
        timeline=() if is_hidden else _timeline(detail.versions),
        reading=live.reading(others, visit.words, "live.reading"),
        standing=_standing(detail) if detail.alert.waiting == Waiting.SETTLE and not is_hidden else (),
        title=paragraphs(detail.version.title, marks_of(findings, "title")),
        text=paragraphs(detail.version.text, marks_of(findings, "text")),
        findings=findings,
        hidden=is_hidden,
        members=[m for m in detail.members if m.article_id != detail.article.id],
        copies=() if is_hidden else detail.copies,
        facts=beside,
        decisions=() if is_hidden else detail.decisions,
        tags=[tag for tag in detail.tags if tag.value],
        topics=topics,
        verdicts=list(Verdict),
        answer=replace(last_typed, version=detail.alert.version, seen=len(detail.decisions)),
        own=_own(visit, detail),
        notable=not is_hidden and note.refusal(detail) is None,
        open=detail.alert.state in DECIDABLE,
        filters=asked(visit).query(),
        last=last,
        before=before,
        after=after,
        reason=reason,
        beside=what_is_beside(visit, detail.article.id, is_hidden),
    )
    if visit.may("reading") and detail.alert.state in DECIDABLE and len(others) == len(readers):
        response.background = BackgroundTask(_seen, visit, detail.alert.id)
    return response


def _seen(visit: Visit, alert_id: int) -> None:
    """That the page was opened, written once it has been sent: nobody waits for it, nor it for anybody."""
    with visit.desk.store.begin_now() as tx:
        if tx is not None:
            tx.readers.beat(alert_id, visit.who.id, visit.now, visit.now + live.SHOWN)


def _standing(detail: AlertDetail) -> list[DecisionRow]:
    """The verdicts in force, one a person."""
    rows = [d for d in detail.decisions if d.verdict and not d.undone and d.article_version == detail.alert.version]
    return list({row.user_id: row for row in rows}.values())


def _timeline(versions: Sequence[VersionRow]) -> list[tuple[VersionRow, list[Change]]]:
    """The latest versions, newest first, each with what it changed in the one before; the first changes nothing."""
    shown = versions[-VERSIONS - 1 :]
    found: list[tuple[VersionRow, list[Change]]] = [(shown[0], [])] if len(shown) == len(versions) else []
    for before, after in itertools.pairwise(shown):
        old, new = (f"{version.title}\n{version.text}" for version in (before, after))
        found.append((after, shortened(changes(old, new))))
    return found[::-1]


def _last(tx: Transaction, visit: Visit, here: int) -> int | None:
    """The alert this person last gave a verdict on, where it is another one: to go back and take it back."""
    rows = tx.decisions.of_user(visit.who.id, 1) if visit.may("decide") else ()
    return next((row.alert_id for row in rows if row.verdict is not None and row.alert_id != here), None)


def _neighbours(tx: Transaction, visit: Visit, here: AlertRow) -> tuple[int | None, int | None]:
    """The alerts before and after this one in the open queue; the first waiting one where it has left it."""
    ids = places_of(tx, visit, asked(visit), NEIGHBOURS)
    if here.id not in ids:
        return None, next(iter(ids), None)
    at = ids.index(here.id)
    return (ids[at - 1] if at > 0 else None), (ids[at + 1] if at + 1 < len(ids) else None)
