"""Why an article was flagged, or not: what it was held against, what was noticed, and what became of each difference.

``Notes`` listens while ``Comparer.compare`` works, so that the answer is of the very run that decides, not of a second
reading of the rules. ``explain`` puts what was heard into words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from classifier.compare import may_meet
from classifier.findings.base import Candidate, View, claim_of_another, quoted, spoken_by_others
from classifier.findings.quantity import apart
from classifier.ranking import unchecked_only
from classifier.references import ReferenceShelf
from classifier.scoring import LEVEL
from classifier.text.align import Aligned, Source, best_pairs
from classifier.text.quantities import Quantity, agree, comparable
from classifier.text.reading import Reading, Sentence
from models.records import (
    Beside,
    Bilingual,
    Comparison,
    Doubt,
    Evidence,
    EvidenceFrom,
    EvidenceRole,
    Explanation,
    Finding,
    Held,
    HeldAgainst,
    Language,
    Ranked,
    Reference,
)
from models.text import language_of

MOST_BESIDE = 40
MOST_DOUBTS = 40
LONGEST = 240  # characters of a sentence shown
Key = tuple[EvidenceFrom, int | None, str | None]

OUTCOMES = {
    "finding": Bilingual("thành một điểm không khớp", "became a finding"),
    "covered": Bilingual(
        "cùng chỗ với một điểm không khớp rõ hơn", "lies on the same words as a surer finding, which speaks for it"
    ),
    "attributed": Bilingual(
        "lời người khác được thuật lại: tư liệu không dùng để bác điều người ta nói",
        "words of somebody that are reported: a reference is never held against what people say",
    ),
    "speaker": Bilingual(
        "hai bên thuật lời hai người khác nhau, nên không tính là mâu thuẫn",
        "the two report different speakers, so they cannot be said to clash",
    ),
    "approximate": Bilingual(
        "con số ước lượng (khoảng, hơn, gần): chưa chắc là khác",
        "an approximate figure (about, over, nearly): it may agree",
    ),
    "unsure": Bilingual(
        "chưa đủ chắc là nói về cùng một việc (cùng đối tượng, cùng thời điểm, cùng sự kiện)",
        "not sure enough that both speak of the same thing (same object, same time, same event)",
    ),
    "unchecked": Bilingual(
        "chỉ dựa vào tư liệu chưa ai trong cơ quan xác nhận: không tạo cảnh báo",
        "rests only on a reference that nobody in the office has confirmed: raises no alert",
    ),
}


APART = {
    "given": Bilingual("một bằng chứng khác nêu đúng con số của bài", "other evidence gives the article's figure"),
    "elsewhere": Bilingual(
        "bài cũng nêu con số này ở chỗ khác: nói về việc khác",
        "the article gives it elsewhere: it is of something else",
    ),
    "time": Bilingual("của hai thời điểm khác nhau", "they are of different times"),
    "update": Bilingual("con số tăng dần, được cập nhật sau", "a growing count, brought up to date"),
    "states": Bilingual("đếm những người khác nhau", "they count different people (dead, missing, hurt)"),
    "rebuts": Bilingual("câu này bác bỏ con số đó", "the sentence rebuts it"),
}


@dataclass
class Notes:
    """What ``Comparer.compare`` heard itself say; filled in the order of its work."""

    satire: bool = False
    readings: dict[str, Reading] = field(default_factory=dict)
    given: tuple[Source, ...] = ()
    about: dict[str, Source] = field(default_factory=dict)
    pairs: list[tuple[str, Aligned]] = field(default_factory=list)
    doubts: list[tuple[str, Candidate]] = field(default_factory=list)

    def read(
        self,
        part: str,
        reading: Reading,
        given: Sequence[Source],
        about: Sequence[Source],
        pairs: Sequence[Aligned],
        doubts: Sequence[Candidate],
    ) -> None:
        """One part of the article, the sources it was held against, and every difference noticed."""
        self.readings[part] = reading
        self.given = tuple({source.index: source for source in (*self.given, *given)}.values())
        self.about |= {str(source.reference_id): source for source in about}
        self.pairs += [(part, pair) for pair in (*pairs, *best_pairs(reading, about))]
        self.doubts += [(part, doubt) for doubt in doubts]


def explain(
    notes: Notes,
    comparison: Comparison,
    ranked: Ranked,
    *,
    threshold: float,
    evidence: Sequence[Evidence],
    references: Sequence[Reference],
) -> Explanation:
    """The answer for one article. ``evidence`` and ``references`` are what it was held against, ``comparison`` and
    ``ranked`` what came of it (more may have been found than ``notes`` heard of: old stories, judged claims)."""
    held, places = _held(notes, evidence, references)
    doubts = _doubts(notes, comparison, places)
    beside = _beside(notes, places)
    counts = _counts(notes, comparison, evidence, references, doubts, beside)
    return Explanation(
        flagged=ranked.raise_alert,
        answer=_answer(notes, comparison, ranked, counts),
        reasons=tuple(_reasons(notes, ranked, threshold, counts)),
        score=ranked.score,
        threshold=threshold,
        held=held,
        beside=beside[:MOST_BESIDE],
        doubts=tuple(doubts[:MOST_DOUBTS]),
        counts=counts,
    )


def _held(
    notes: Notes, evidence: Sequence[Evidence], references: Sequence[Reference]
) -> tuple[tuple[HeldAgainst, ...], dict[Key, int]]:
    """Everything the article was held against, and where each source stands in that list."""
    sentences: dict[Key, set[tuple[str, int]]] = {}
    for part, pair in notes.pairs:
        sentences.setdefault(_key(pair.source), set()).add((part, pair.sentence.index))
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


def _key(source: Source) -> Key:
    return source.origin, source.index, source.reference_id


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
        note = OUTCOMES["unchecked"]
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


def _doubts(notes: Notes, comparison: Comparison, places: dict[Key, int]) -> list[Doubt]:
    """Every difference that was noticed, the surest first, once a place and kind."""
    best: dict[tuple[str, str, tuple[int, int]], Doubt] = {}
    for part, candidate in notes.doubts:
        reading = candidate.sentence.reading
        span = reading.raw(candidate.change)
        other = candidate.other.reading
        outcome = _outcome(part, candidate, reading, span, comparison.findings)
        doubt = Doubt(
            candidate.kind,
            part,
            span,
            reading.cut(span),
            other.cut(other.raw(candidate.other_change)),
            places.get(_key(candidate.source)),
            round(candidate.soft, 4),
            outcome,
            candidate.why if outcome == "finding" else OUTCOMES[outcome],
        )
        key = (part, str(candidate.kind), span)
        if key not in best or doubt.strength > best[key].strength:
            best[key] = doubt
    return sorted(best.values(), key=lambda d: (d.outcome != "finding", -d.strength, d.part, d.span))


def _outcome(
    part: str, candidate: Candidate, reading: Reading, span: tuple[int, int], findings: Sequence[Finding]
) -> str:
    if not may_meet(reading, candidate):
        return "attributed"
    if candidate.soft >= LEVEL:
        over = [f for f in findings if f.part == part and f.span[0] < span[1] and span[0] < f.span[1]]
        own = [f for f in over if f.kind is candidate.kind]
        if own and all(unchecked_only(f) for f in own):
            return "unchecked"
        return "finding" if own else "covered"
    pair = Aligned(candidate.sentence, candidate.source, (candidate.other,))
    if spoken_by_others(pair, candidate.other) or claim_of_another(pair, candidate.other):
        return "speaker"
    if candidate.model == "quantity" and _rough(candidate.sentence, candidate.change):
        return "approximate"
    return "unsure"


def _rough(sentence: Sentence, change: tuple[int, int]) -> bool:
    return any(q.approx for q in sentence.quantities if q.span[0] < change[1] and change[0] < q.span[1])


def _beside(notes: Notes, places: dict[Key, int]) -> tuple[Beside, ...]:
    """The article's sentences beside what they were laid, in reading order, the source that covers most first."""

    def order(one: tuple[str, Aligned]) -> tuple[bool, int, float, str]:
        part, pair = one
        return part != "title", pair.sentence.index, -pair.coverage, str(_key(pair.source))

    views = {part: _view(notes, part) for part in notes.readings}
    found: dict[tuple[str, tuple[int, int], int], Beside] = {}
    for part, pair in sorted(notes.pairs, key=order):
        sentence, other = pair.sentence, pair.others[0]
        span = sentence.reading.raw((sentence.start, sentence.end))
        found.setdefault(
            (part, span, places[_key(pair.source)]),
            Beside(
                part,
                span,
                quoted(sentence.reading.cut(span), LONGEST),
                places[_key(pair.source)],
                quoted(other.text, LONGEST),
                tuple(_agreements(sentence, pair.others)),
                tuple(_apart(pair, views[part])),
            ),
        )
    return tuple(found.values())


def _agreements(sentence: Sentence, others: Sequence[Sentence]) -> list[Bilingual]:
    """Figures written otherwise that agree: within rounding, in another unit or notation."""
    found = []
    for mine in sentence.quantities:
        same = next((p for o in others for p in o.quantities if _told_otherwise(mine, p)), None)
        if same is not None:
            a, b = quoted(mine.text, 40), quoted(same.text, 40)
            found.append(Bilingual(f"“{a}” và “{b}” là một", f"“{a}” and “{b}” are the same"))
    return found


def _view(notes: Notes, part: str) -> View:
    """What detectors saw of a part beside the evidence given with the article."""
    pairs = [pair for name, pair in notes.pairs if name == part and pair.source.origin is EvidenceFrom.GIVEN]
    sources = {id(source): source for source in (*notes.given, *(pair.source for pair in pairs))}
    return View(notes.readings[part], tuple(sources.values()), pairs)


def _apart(pair: Aligned, view: View) -> list[Bilingual]:
    """Figures of aligned sentences that differ, and why that says nothing against the article."""
    if pair.source.origin is not EvidenceFrom.GIVEN:
        return []
    found: dict[tuple[str, str], Bilingual] = {}
    for other in pair.others:
        for mine in pair.sentence.quantities:
            for theirs in other.quantities:
                reason = apart(pair, view, other, mine, theirs)
                if reason is not None:
                    a, b, why = quoted(mine.text, 40), quoted(theirs.text, 40), APART[reason]
                    said = Bilingual(f"“{a}”, “{b}”: {why.vi}", f"“{a}”, “{b}”: {why.en}")
                    found.setdefault((a, b), said)
    return list(found.values())[:6]


def _told_otherwise(mine: Quantity, other: Quantity) -> bool:
    return mine.text.casefold() != other.text.casefold() and comparable(mine, other) and agree(mine, other)


def _counts(
    notes: Notes,
    comparison: Comparison,
    evidence: Sequence[Evidence],
    references: Sequence[Reference],
    doubts: Sequence[Doubt],
    beside: Sequence[Beside],
) -> dict[str, int]:
    sentences = [s for reading in notes.readings.values() for s in reading.sentences]
    return {
        "sentences": len(sentences),
        "opinion": sum(s.view for s in sentences),
        "aligned": len({(b.part, b.span) for b in beside}),
        "evidence": len(evidence),
        "voices": len({e.voice or e.outlet or str(n) for n, e in enumerate(evidence)}),
        "references": len(references),
        "references_about": len(notes.about),
        "doubts": len(doubts),
        **{f"doubts_{name}": sum(d.outcome == name for d in doubts) for name in OUTCOMES},
        "findings": len(comparison.findings),
    }


def _answer(notes: Notes, comparison: Comparison, ranked: Ranked, counts: dict[str, int]) -> Bilingual:
    if ranked.raise_alert:
        return Bilingual(f"Bài được cảnh báo: {ranked.reason.vi}", f"It is flagged: {ranked.reason.en}")
    if notes.satire:
        return Bilingual(
            "Bài tự ghi là trào phúng hoặc hư cấu, nên không đối chiếu.",
            "The article says of itself that it is satire or fiction, so it is not compared.",
        )
    if comparison.findings:
        return ranked.reason
    if not counts["evidence"] and not counts["references_about"]:
        return Bilingual(
            "Chưa có gì để đối chiếu: không báo nào khác đưa cùng sự kiện, không tư liệu nào nói về điều này.",
            "There was nothing to hold it against: no other report of the event, no reference on the matter.",
        )
    if not counts["aligned"]:
        return Bilingual(
            "Không câu nào trong bài nói về cùng điều với các bài và tư liệu đã so.",
            "No sentence of the article speaks of the same as the reports and references it was held against.",
        )
    if counts["doubts"]:
        one = counts["doubts"] == 1
        return Bilingual(
            f"Có {counts['doubts']} chỗ khác, nhưng không chỗ nào đủ căn cứ để cảnh báo; lý do của từng chỗ ở dưới.",
            f"{counts['doubts']} difference{' was' if one else 's were'} noticed, no grounds for a flag; "
            f"the reason is given below.",
        )
    one = counts["aligned"] == 1
    return Bilingual(
        f"{counts['aligned']} câu được đặt cạnh bằng chứng và không có chỗ khác.",
        f"{counts['aligned']} sentence{' was' if one else 's were'} laid beside the evidence, and nothing differs.",
    )


def _reasons(notes: Notes, ranked: Ranked, threshold: float, counts: dict[str, int]) -> list[Bilingual]:
    found = []
    body = notes.readings.get("text") or notes.readings.get("title")
    if body is not None and language_of(body.text[:2000]) is Language.OTHER:
        found.append(
            Bilingual(
                "Bài không phải tiếng Việt hay tiếng Anh: chỉ đọc được một phần (con số, ngày tháng, tên riêng).",
                "It is in neither Vietnamese nor English: only part of it can be read (figures, dates, names).",
            )
        )
    if counts["opinion"]:
        found.append(
            Bilingual(
                f"{counts['opinion']} câu là câu hỏi, ý kiến hoặc giả định: không đối chiếu.",
                f"{counts['opinion']} of its sentences ask, judge or suppose: these are not compared.",
            )
        )
    if 0 < counts["voices"] < 3:
        found.append(
            Bilingual(
                "Chưa đủ ba nguồn độc lập để nói một con số là lệch khỏi các báo khác.",
                "Fewer than three independent voices: no figure can be called an outlier.",
            )
        )
    if ranked.features and not ranked.raise_alert:
        found.append(
            Bilingual(
                f"Điểm {ranked.score:.2f}, ngưỡng cảnh báo {threshold:.2f}.",
                f"Score {ranked.score:.2f}, alert threshold {threshold:.2f}.",
            )
        )
    return found
