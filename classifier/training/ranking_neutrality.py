"""Can a ranking prefer anybody? It sees features of findings only; this checks that its weights keep to that.

Findings that differ only in who is named, in the words around them or in the evidence's outlet must get the same score
to the last digit, and a surer finding never a lower one, whatever its kind and whose words it is about. And the same
false statement, told drily, in critical and in praising words (``voices``), must come to about the same place: what
comparison finds of it differs a little with the words around, and weights may not make much of that little.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import combinations, pairwise, product
from statistics import fmean

from classifier.ranking import features_of, probability, rank
from classifier.training.gate import Neutrality
from classifier.training.ranking import sound
from classifier.training.voices import VOICES, false_findings
from models.records import Asserted, Bilingual, Comparison, EvidenceFrom, Finding, FindingEvidence, FindingKind

STRENGTHS = (0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
# The mean score of one voice less that of another, and their mean distance fact by fact: the prior has 0.004 and 0.03,
# rankings learned from plausible decisions 0.011 and 0.052. What leans is a preference; the distance is noise of words.
LEAN, GAP = 0.02, 0.06
# Invented words about sides that a reader may take: the same finding about each must rank alike.
PASSAGES = (
    "chính quyền tỉnh Vân Sa tuyên bố chi 12 tỷ đồng",
    "phe đối lập tuyên bố chi 12 tỷ đồng",
    "the ministry of Novaria said it spent 12 billion",
    "tập đoàn Hải Đăng, với sự tàn nhẫn, chi 12 tỷ đồng",
    "Giáo hội Vân Sa, với lòng nhân ái, chi 12 tỷ đồng",
)


def check(weights: Mapping[str, float]) -> Neutrality:
    """What the suite says of weights; its detail names the first thing that is wrong."""
    why_not = sound(weights)
    if why_not is not None:
        return Neutrality(False, why_not)
    looked = 0
    for kind, asserted in product(FindingKind, Asserted):
        scores = []
        for strength in STRENGTHS:
            said = {
                rank(Comparison("x", strength, (one,)), "1", threshold=0.5, weights=weights).score
                for one in _told(kind, asserted, strength)
            }
            looked += len(PASSAGES)
            if len(said) != 1:
                return Neutrality(False, Bilingual(f"{kind}: điểm theo lời văn", f"{kind}: scores follow the wording"))
            scores.append(said.pop())
        if any(later < earlier for earlier, later in pairwise(scores)):
            return Neutrality(False, Bilingual(f"{kind}: chắc hơn mà thấp hơn", f"{kind}: surer, yet lower"))
    lean, gap, facts = _by_voice(weights)
    figures = {
        "trials": looked,
        "lowest": round(min(_alone(weights)), 4),
        "highest": round(max(_alone(weights)), 4),
        "voices": {"facts": facts, "lean": round(lean, 4), "gap": round(gap, 4)},
    }
    if lean > LEAN or gap > GAP:
        word = Bilingual(
            f"thứ tự theo giọng văn: lệch {lean:.3f} (tối đa {LEAN}), cách nhau {gap:.3f} (tối đa {GAP})",
            f"the order follows the voice: lean {lean:.3f} (at most {LEAN}), gap {gap:.3f} (at most {GAP})",
        )
        return Neutrality(False, word, figures)
    done = Bilingual(
        f"{looked} phép thử và {facts} sự việc trong ba giọng văn, không thiên lệch",
        f"{looked} trials and {facts} facts in three voices, no lean",
    )
    return Neutrality(True, done, figures)


def _by_voice(weights: Mapping[str, float]) -> tuple[float, float, int]:
    """Of the false statements found in every voice: the largest difference of two voices' mean scores, the largest mean
    distance of two voices on one fact, and how many there were."""
    rows = [
        [probability(features_of(one.findings), weights) for one in voices]
        for voices in false_findings()
        if all(one.findings for one in voices)
    ]
    both = list(combinations(range(len(VOICES)), 2))
    lean = max(abs(fmean(row[a] - row[b] for row in rows)) for a, b in both)
    return lean, max(fmean(abs(row[a] - row[b]) for row in rows) for a, b in both), len(rows)


def _told(kind: FindingKind, asserted: Asserted, strength: float) -> list[Finding]:
    """One finding about every passage, each against evidence of another place."""
    proof = FindingEvidence(EvidenceFrom.GIVEN, (0, 5), "21 tỷ", 0)
    first = Finding(kind, "text", (0, 5), "", (proof,), asserted, strength, Bilingual("", ""))
    return [
        replace(first, passage=passage, span=(n, n + len(passage)), evidence=(replace(proof, passage=passage),))
        for n, passage in enumerate(PASSAGES)
    ]


def _alone(weights: Mapping[str, float]) -> list[float]:
    """The score of a sure finding of every kind, alone."""
    return [
        probability(features_of((_told(kind, Asserted.ASSERTED, 0.9)[0],)), weights) for kind in FindingKind
    ]
