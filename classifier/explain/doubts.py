"""Every difference that was noticed, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from classifier.compare import may_meet
from classifier.explain.held import UNCHECKED
from classifier.explain.notes import Key, Notes, key_of
from classifier.findings.base import Candidate, claim_of_another, spoken_by_others
from classifier.ranking import unchecked_only
from classifier.scoring import LEVEL
from classifier.text.align import Aligned
from classifier.text.reading import Reading, Sentence
from models.records import Bilingual, Comparison, Doubt, Finding

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
    "unchecked": UNCHECKED,
}


def doubts_of(notes: Notes, comparison: Comparison, places: Mapping[Key, int]) -> list[Doubt]:
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
            places.get(key_of(candidate.source)),
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
