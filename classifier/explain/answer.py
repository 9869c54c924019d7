"""The answer in words: what there was, what came of it, and what else bears on it."""

from __future__ import annotations

from collections.abc import Sequence

from classifier.explain.beside import laid_beside
from classifier.explain.doubts import OUTCOMES, doubts_of
from classifier.explain.held import held_against
from classifier.explain.notes import Notes
from models.records import (
    Beside,
    Bilingual,
    Comparison,
    Doubt,
    Evidence,
    Explanation,
    Language,
    Ranked,
    Reference,
)
from models.text import language_of

MOST_BESIDE = 40
MOST_DOUBTS = 40


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
    held, places = held_against(notes, evidence, references)
    doubts = doubts_of(notes, comparison, places)
    beside = laid_beside(notes, places)
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
