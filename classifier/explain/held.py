"""Everything an article was held against, and why nothing can come of some of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from classifier.explain.notes import Key, Notes, key_of
from classifier.references import ReferenceShelf
from classifier.text.reading import Reading
from models.records import Bilingual, Evidence, EvidenceFrom, EvidenceRole, Held, HeldAgainst, Reference

UNCHECKED = Bilingual(
    "chỉ dựa vào tư liệu chưa ai trong cơ quan xác nhận: không tạo cảnh báo",
    "rests only on a reference that nobody in the office has confirmed: raises no alert",
)


def held_against(
    notes: Notes, evidence: Sequence[Evidence], references: Sequence[Reference]
) -> tuple[tuple[HeldAgainst, ...], dict[Key, int]]:
    """Everything the article was held against, and where each source stands in that list."""
    sentences: dict[Key, set[tuple[str, int]]] = {}
    for part, pair in notes.pairs:
        sentences.setdefault(key_of(pair.source), set()).add((part, pair.sentence.index))
    found: list[HeldAgainst] = []
    places: dict[Key, int] = {}
    heard = {source.index for source in notes.given}
    for index, one in enumerate(evidence):
        key: Key = (EvidenceFrom.GIVEN, index, None)
        places[key] = len(found)
        found.append(_given(one, len(sentences.get(key, ())), index in heard))
    by_id = {reference.id: reference for reference in references}
    for reference_id in notes.about:
        key = (EvidenceFrom.REFERENCE, None, reference_id)
        places[key] = len(found)
        found.append(_reference(by_id[reference_id], len(sentences.get(key, ()))))
    for reference in _contested(notes, references):
        note = Bilingual(
            "tư liệu còn tranh chấp: các nguồn không thống nhất, không dùng để cảnh báo",
            "contested: cited sources disagree, so it flags nothing",
        )
        found.append(replace(_reference(reference, 0), note=note))
    body: Key = (EvidenceFrom.BODY, None, None)
    if {"title", "text"} <= set(notes.readings):
        places[body] = len(found)
        found.append(HeldAgainst(Held.BODY, "", len(notes.readings["title"].sentences)))
    return tuple(found), places


def _given(one: Evidence, sentences: int, heard: bool) -> HeldAgainst:
    # What was compared is older only where the detectors of old stories and judged claims added it.
    what = {
        EvidenceRole.REPORT: Held.REPORT if heard else Held.ARCHIVE,
        EvidenceRole.EARLIER_VERSION: Held.EARLIER_VERSION,
        EvidenceRole.REFERENCE: Held.REFERENCE,
        EvidenceRole.DOCUMENT: Held.DOCUMENT,
    }[one.role]
    note = None
    if heard and not sentences:
        note = Bilingual(
            "không câu nào trong bài nói về cùng điều với bài này", "no sentence of the article speaks of the same"
        )
    return HeldAgainst(
        what,
        one.outlet or "",
        sentences,
        one.title or "",
        one.article_id,
        None,
        one.url,
        one.published_at,
        note,
    )


def _reference(reference: Reference, sentences: int) -> HeldAgainst:
    note = None
    if not reference.checked:
        note = UNCHECKED
    elif not sentences:
        note = Bilingual(
            "có từ khóa chung nhưng không câu nào nói về cùng điều",
            "shares keywords, but no sentence speaks of the same",
        )
    return HeldAgainst(
        Held.REFERENCE,
        reference.publisher,
        sentences,
        reference.document,
        reference_id=reference.id,
        url=reference.url,
        note=note,
    )


def _contested(notes: Notes, references: Sequence[Reference]) -> list[Reference]:
    """Contested references that speak of what the article speaks of."""
    contested = {r.id: r for r in references if r.contested}
    if not contested or not notes.readings:
        return []
    shelf = ReferenceShelf([replace(r, contested=False) for r in contested.values()], Reading)
    readings = list(notes.readings.values())
    found = {s.reference_id for reading in readings for s in shelf.about(reading, readings[0])}
    return [reference for id_, reference in contested.items() if id_ in found]
