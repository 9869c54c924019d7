"""The reference library: statements of public record, their versions, and a person's confirmation."""

from __future__ import annotations

import itertools
import re
import secrets
from dataclasses import replace

from fastapi import APIRouter
from starlette.responses import Response

from models.records import Bilingual, Reference, ReferencePosition
from models.store.references import found_in
from models.text import fold
from review.diff import changes
from review.entrance import Here
from review.names import topic_names
from review.visit import Posted, Visit, record

router = APIRouter()

STATES = ("checked", "unchecked", "contested")
DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
POSITIONS = 4  # rows offered for the positions of a contested reference


@router.get("/references", name="references")
def references(visit: Here) -> Response:
    query, topic, state = visit.asked("q"), visit.asked("topic"), visit.asked("state")
    with visit.read() as tx:
        rows = tx.references.list()
        topics = topic_names(tx)
    counts = {
        "all": len(rows),
        "checked": sum(r.reference.checked and not r.reference.contested for r in rows),
        "contested": sum(r.reference.contested for r in rows),
    }
    shown = [row for row in rows if _matches(row.reference, query, topic, state)]
    return visit.page(
        "references.html",
        here="references",
        rows=shown,
        counts=counts,
        query=query,
        topic=topic,
        state=state if state in STATES else "",
        states=STATES,
        topics=topics,
    )


def _matches(reference: Reference, query: str, topic: str, state: str) -> bool:
    """Every word of the query occurs, with or without diacritics, and the filters hold."""
    if topic and topic not in reference.topics:
        return False
    if state == "checked" and not reference.checked:
        return False
    if state == "unchecked" and (reference.checked or reference.contested):
        return False
    if state == "contested" and not reference.contested:
        return False
    return found_in(reference, query)


@router.get("/references/new", name="reference_new")
def reference_new(visit: Here) -> Response:
    return _form(visit, _blank(), None, "", new=True)


@router.post("/references/new", name="reference_new_post")
def reference_new_post(visit: Here) -> Response:
    draft = _read(visit.posted, _blank())
    reason = problem(draft)
    if reason is not None:
        return _form(visit, draft, reason, "", new=True)
    draft = replace(draft, id=_new_id(draft))
    with visit.begin() as tx:
        tx.references.add(draft, visit.who.id, visit.now)
        record(tx, visit, "reference_add", draft.id)
    return visit.go("reference", "reference_saved", reference_id=draft.id)


@router.get("/references/{reference_id}", name="reference")
def reference(visit: Here, reference_id: str) -> Response:
    with visit.read() as tx:
        row = tx.references.get(reference_id)
        versions = tx.references.versions(reference_id)[::-1]
        topics = topic_names(tx)
    older = {
        new.reference.version: changes(old.reference.statement.vi, new.reference.statement.vi)
        for new, old in itertools.pairwise(versions)
    }
    return visit.page(
        "reference.html", here="references", row=row, versions=versions, older=older, topics=topics
    )


@router.get("/references/{reference_id}/edit", name="reference_edit")
def reference_edit(visit: Here, reference_id: str) -> Response:
    with visit.read() as tx:
        row = tx.references.get(reference_id)
    return _form(visit, row.reference, None, reference_id)


@router.post("/references/{reference_id}/edit", name="reference_edit_post")
def reference_edit_post(visit: Here, reference_id: str) -> Response:
    """Save as a new version. What is edited has to be confirmed again."""
    with visit.read() as tx:
        row = tx.references.get(reference_id)
    draft = replace(_read(visit.posted, row.reference), id=reference_id, checked=False)
    reason = problem(draft)
    if reason is None and str(row.reference.version) != visit.posted.text("version", 9):
        reason = Bilingual(
            "Một người khác vừa sửa tư liệu này. Xem bản mới rồi sửa tiếp.",
            "Somebody else has just edited this reference. Look at the new version first.",
        )
    if reason is not None:
        return _form(visit, replace(draft, version=row.reference.version), reason, reference_id)
    with visit.begin() as tx:
        tx.references.edit(reference_id, draft, visit.who.id, visit.now)
        record(tx, visit, "reference_edit", reference_id)
    return visit.go("reference", "reference_saved", reference_id=reference_id)


@router.post("/references/{reference_id}/check", name="reference_check")
def reference_check(visit: Here, reference_id: str) -> Response:
    """Confirm the version that was read: from now on it may raise alerts, unless it is contested. Kept with who, when
    and where the document was read."""
    looked_at = visit.posted.text("looked_at", 1000)
    with visit.begin() as tx:
        row = tx.references.get(reference_id)
        if str(row.reference.version) != visit.posted.text("version", 9):
            return visit.go("reference", "reference_changed", reference_id=reference_id)
        if len(looked_at) < 5:
            return visit.go("reference", "reference_where", reference_id=reference_id)
        tx.references.check(reference_id, visit.who.id, visit.now, looked_at=looked_at)
        record(tx, visit, "reference_check", reference_id, version=row.reference.version, looked_at=looked_at)
    return visit.go("reference", "reference_checked", reference_id=reference_id)


def problem(draft: Reference) -> Bilingual | None:
    """Why a reference cannot be saved, or ``None``."""
    if not draft.statement.vi or not draft.statement.en:
        return Bilingual("Cần nội dung bằng cả hai ngôn ngữ.", "The statement is needed in both languages.")
    if not draft.publisher or not draft.document:
        return Bilingual("Cần nơi công bố và văn bản.", "The publisher and the document are needed.")
    if draft.date and DATE.fullmatch(draft.date) is None:
        return Bilingual("Ngày viết như 2016, 2016-07 hoặc 2016-07-12.", "Write dates like 2016, 2016-07, 2016-07-12.")
    if draft.url and not draft.url.startswith(("https://", "http://")):
        return Bilingual("Địa chỉ phải bắt đầu bằng https://.", "The address must begin with https://.")
    if draft.contested and len(draft.positions) < 2:
        return Bilingual(
            "Tư liệu còn tranh cãi cần ít nhất hai quan điểm.", "A contested reference needs at least two positions."
        )
    return None


def _blank() -> Reference:
    return Reference("", Bilingual("", ""), "", "", None, None)


def _new_id(draft: Reference) -> str:
    words = re.findall(r"[a-z0-9]+", fold(draft.statement.en))[:6]
    return "_".join([*words, secrets.token_hex(3)])


def _read(posted: Posted, base: Reference) -> Reference:
    positions = []
    for n in range(POSITIONS):
        holder = posted.text(f"holder_{n}", 300)
        said = Bilingual(posted.text(f"position_vi_{n}", 2000), posted.text(f"position_en_{n}", 2000))
        if holder and said.vi and said.en:
            positions.append(ReferencePosition(holder, said))
    return replace(
        base,
        statement=Bilingual(posted.text("vi", 2000), posted.text("en", 2000)),
        publisher=posted.text("publisher", 300),
        document=posted.text("document", 500),
        date=posted.text("date", 10) or None,
        url=posted.text("url", 1000) or None,
        topics=tuple(dict.fromkeys(posted.all("topic"))),
        keywords=tuple(w for w in (k.strip() for k in posted.text("keywords", 2000).split("\n")) if w),
        contested=posted.text("contested") == "yes",
        positions=tuple(positions),
    )


def _form(visit: Visit, draft: Reference, reason: Bilingual | None, reference_id: str, new: bool = False) -> Response:
    with visit.read() as tx:
        topics = topic_names(tx)
    blank = ReferencePosition("", Bilingual("", ""))
    positions = [*draft.positions, *[blank] * (POSITIONS - len(draft.positions))]
    return visit.page(
        "reference_edit.html",
        422 if reason else 200,
        here="references",
        draft=draft,
        positions=positions,
        reason=reason,
        reference_id=reference_id,
        new=new,
        topics=topics,
    )
