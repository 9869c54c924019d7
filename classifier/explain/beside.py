"""The article's sentences beside what they were laid, with what looks different and is not, or is of something else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from classifier.explain.notes import Key, Notes, key_of
from classifier.findings.base import View, quoted
from classifier.findings.quantity import apart
from classifier.text.align import Aligned
from classifier.text.quantities import Quantity, agree, comparable
from classifier.text.reading import Sentence
from models.records import Beside, Bilingual, EvidenceFrom

LONGEST = 240  # characters of a sentence shown
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


def laid_beside(notes: Notes, places: Mapping[Key, int]) -> tuple[Beside, ...]:
    """The article's sentences beside what they were laid, in reading order, the source that covers most first."""

    def order(one: tuple[str, Aligned]) -> tuple[bool, int, float, str]:
        part, pair = one
        return part != "title", pair.sentence.index, -pair.coverage, str(key_of(pair.source))

    views = {part: _view(notes, part) for part in notes.readings}
    found: dict[tuple[str, tuple[int, int], int], Beside] = {}
    for part, pair in sorted(notes.pairs, key=order):
        sentence, other = pair.sentence, pair.others[0]
        span = sentence.reading.raw((sentence.start, sentence.end))
        found.setdefault(
            (part, span, places[key_of(pair.source)]),
            Beside(
                part,
                span,
                quoted(sentence.reading.cut(span), LONGEST),
                places[key_of(pair.source)],
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
