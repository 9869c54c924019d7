"""``outlier_report``: one article's figure for an event against independent voices that agree on another.

Flags only where at least three independent voices (sources cited, outlets; copies count once) give
figures that agree with one another and nobody gives the article's. Leaves alone: later figures of a
growing count and earlier ones of the same, figures of a part, of another time or of what may come, rival
estimates of another speaker, and articles that also carry the common figure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta

from classifier.findings.facts import (
    GROWING,
    Figure,
    Telling,
    figures_of,
    passage_of,
    same_figure,
    same_slot,
    voices,
)
from classifier.text.reading import Reading
from models.records import (
    Asserted,
    Bilingual,
    Evidence,
    EvidenceFrom,
    EvidenceRole,
    Finding,
    FindingEvidence,
    FindingKind,
)

LEAST_VOICES = 3
MOST_IN_SLOT = 120  # figures of all reports together
SHOWN = 4  # pieces of evidence a finding shows
_UPDATE = re.compile(
    r"(?<!\w)(?:tăng lên|đã lên|lên tới|lên đến|cập nhật|nâng tổng số|nâng số|con số mới|"
    r"tiếp tục tăng|giảm xuống|giảm còn|còn lại|"
    r"risen to|rises to|rose to|climbed to|updated|death toll rises|revised|down to)(?!\w)"
)
_QUICK = timedelta(hours=6)


def tellings(evidence: Sequence[Evidence]) -> tuple[Telling, ...]:
    """The reports among the given evidence, read; ``index`` keeps their place in it."""
    return tuple(
        Telling(Reading(e.text, e.published_at), n, e.outlet, e.published_at, e.voice, e.article_id or str(n))
        for n, e in enumerate(evidence)
        if e.role is EvidenceRole.REPORT
    )


def outlier_findings(
    article: Reading, reports: Sequence[Telling], *, part: str = "text", outlet: str | None = None
) -> tuple[Finding, ...]:
    """Findings of one part (title or text) of an article against the other reports of its story."""
    if len(reports) < LEAST_VOICES:
        return ()
    mine = figures_of(Telling(article, -1, outlet, article.published_at))
    if not mine:
        return ()
    theirs = [f for r in reports for f in figures_of(r, mine)]
    found: list[Finding] = []
    for figure in mine:
        consensus = _consensus(figure, mine, theirs)
        if consensus:
            found.append(_finding(figure, consensus, part))
    return tuple(found)


def _consensus(figure: Figure, mine: Sequence[Figure], theirs: Sequence[Figure]) -> list[Figure]:
    """The agreeing figures of the other voices that leave this one alone; empty when it may stand."""
    slot = [f for f in theirs if same_slot(f, figure)][:MOST_IN_SLOT]
    if len(slot) < LEAST_VOICES or any(same_figure(figure.quantity, f.quantity) for f in slot):
        return []
    best: list[Figure] = []
    for f in slot:
        group = [g for g in slot if same_figure(f.quantity, g.quantity)]
        if len(group) > len(best):
            best = group
    groups = voices(best)
    rest = [f for f in slot if not any(same_figure(f.quantity, g.quantity) for g in best)]
    if len(groups) < LEAST_VOICES or len(voices(rest)) * 3 > len(groups):
        return []
    if any(same_slot(f, figure) and any(same_figure(f.quantity, g.quantity) for g in best) for f in mine):
        return []  # the article gives the common figure too
    if _update(figure, best) or _rival(figure, best, theirs):
        return []
    return best


def _update(figure: Figure, others: Sequence[Figure]) -> bool:
    """A later, larger figure of a growing count (or an earlier, smaller one); or the article says that
    the count moved.
    """
    sentence = figure.sentence
    window = figure.telling.reading.low[
        max(sentence.start, figure.quantity.span[0] - 60) : figure.quantity.span[1] + 20
    ]
    if _UPDATE.search(window):
        return True
    if figure.category not in GROWING and figure.quantity.dimension not in ("money", "area", "count"):
        return False
    at = figure.telling.published_at
    times = [f.telling.published_at for f in others]
    known = [t for t in times if t is not None]
    if at is None or len(known) < len(times) or any((t.tzinfo is None) != (at.tzinfo is None) for t in known):
        return False
    value, common = figure.quantity.value, others[0].quantity.value
    if at > max(known):
        jump = max(value, common) / max(min(value, common), 1e-9)
        return (value > common or figure.category == "missing") and (jump <= 3 or at - max(known) >= _QUICK)
    return at < min(known) and value < common


def _rival(figure: Figure, others: Sequence[Figure], everyone: Sequence[Figure]) -> bool:
    """Attributed to somebody whom no other report cites for this: another party's count, shown but not
    flagged.
    """
    if not figure.speakers:
        return False
    cited = [f.speakers for f in others if f.speakers]
    return not any(len(s & figure.speakers) >= 0.4 * min(len(s), len(figure.speakers)) for s in cited)


def _finding(figure: Figure, others: Sequence[Figure], part: str) -> Finding:
    groups = voices(others)
    shown = [min(group, key=lambda f: f.telling.index) for group in groups][:SHOWN]
    reading = figure.telling.reading
    start, end = passage_of(figure)
    evidence = tuple(_evidence(f) for f in sorted(shown, key=lambda f: f.telling.index))
    written = reading.text[figure.quantity.span[0] : figure.quantity.span[1]]
    common = shown[0].telling.reading.text[shown[0].quantity.span[0] : shown[0].quantity.span[1]]
    ratio = max(figure.quantity.value, others[0].quantity.value) / max(
        min(figure.quantity.value, others[0].quantity.value), 1e-9
    )
    strength = min(0.95, 0.6 + 0.08 * (len(groups) - LEAST_VOICES) + (0.15 if ratio >= 2 else 0.05))
    return Finding(
        FindingKind.OUTLIER,
        part,
        reading.raw((start, end)),
        reading.text[start:end],
        evidence,
        reading.asserted(figure.sentence, figure.quantity.span) if figure.speakers else Asserted.ASSERTED,
        strength,
        Bilingual(
            f"Bài viết nêu “{written}”, trong khi {len(groups)} nguồn độc lập cùng nêu “{common}” "
            f"cho cùng nội dung.",
            f"The article says “{written}”, while {len(groups)} independent voices agree on "
            f"“{common}” for the same thing.",
        ),
    )


def _evidence(figure: Figure) -> FindingEvidence:
    start, end = passage_of(figure)
    reading = figure.telling.reading
    return FindingEvidence(
        EvidenceFrom.GIVEN, reading.raw((start, end)), reading.text[start:end], index=figure.telling.index
    )
