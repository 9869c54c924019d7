"""From the findings of one article to one alert, or to the reason why there is none.

The score is a chance that the alert is worth a person's time: a logistic curve over features of findings only (their
kinds, strengths, whose words they are, how many voices and kinds agree). A documented prior gives its weights until an
office has decided enough alerts (``training.ranking``, docs/ranking.md). Nothing here sees the outlet, the topic or a
word of the text, so nothing here can prefer one. Findings that rest only on an unchecked reference never raise an
alert.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass

from models.records import Asserted, Bilingual, Comparison, EvidenceFrom, Finding, FindingKind, Ranked

OF_KIND = "of_"  # the kind of the surest finding, as a feature of its own: ``of_quantity_mismatch``
# Prior weights (log-odds). A finding at strength 0.5 alone is an even bet; kinds that are read off exactly (figures,
# quotations, known claims) count for more than those that rest on the sense of a sentence. What a single kind is worth
# is for decisions to say. Replaced by ``weights`` learned from decisions.
PRIOR: Mapping[str, float] = {
    "bias": -2.5,
    "strength": 5.0,
    "second": 0.8,
    "kinds": 0.25,
    "sources": 0.35,
    "exact": 0.5,
    "attributed": -0.7,
    "quoted": -0.2,
    "headline_only": -0.2,
    **{OF_KIND + kind.value: 0.0 for kind in FindingKind},
}
_EXACT = frozenset(
    (
        FindingKind.QUANTITY,
        FindingKind.DATE,
        FindingKind.QUOTE,
        FindingKind.OUTLIER,
        FindingKind.RECYCLED,
        FindingKind.KNOWN_FALSE,
    )
)


def version_of(weights: Mapping[str, float]) -> str:
    """A short hash of the weights: the same weights always have the same name."""
    text = json.dumps({name: round(value, 6) for name, value in weights.items()}, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:10]


PRIOR_VERSION = f"prior-{version_of(PRIOR)}"


@dataclass(frozen=True, slots=True)
class Ranking:
    """Weights with a name. ``covariance``: how unsure each still is, over ``names`` in order; () where not known."""

    version: str
    weights: Mapping[str, float]
    names: tuple[str, ...] = ()
    covariance: tuple[tuple[float, ...], ...] = ()

    @property
    def learned(self) -> bool:
        """Whether decisions taught it anything."""
        return not self.version.startswith("prior-")


THE_PRIOR = Ranking(PRIOR_VERSION, PRIOR)


def rank(
    comparison: Comparison,
    article_id: str,
    *,
    threshold: float,
    weights: Mapping[str, float] | None = None,
    ranked_by: str = "",
) -> Ranked:
    """One article's findings as one alert. ``weights``: learned log-odds by feature name, the prior where None;
    ``ranked_by``: their version, which the alert keeps."""
    named = ranked_by or (PRIOR_VERSION if weights is None else version_of(weights))
    alerting = tuple(f for f in comparison.findings if not unchecked_only(f))
    features = features_of(alerting)
    if not alerting:
        return Ranked(article_id, 0.0, False, comparison.findings, features, _silence(comparison), named)
    score = probability(features, PRIOR if weights is None else weights)
    raised = score >= threshold
    ordered = tuple(
        sorted(
            comparison.findings, key=lambda f: (unchecked_only(f), -f.strength, f.kind.value, f.part, f.span)
        )
    )
    reason = _reason(alerting, score, threshold, raised)
    return Ranked(article_id, score, raised, ordered, features, reason, named)


def unchecked_only(finding: Finding) -> bool:
    """Whether a finding rests on nothing but references that nobody in the office has confirmed."""
    return bool(finding.evidence) and all(
        e.source is EvidenceFrom.REFERENCE and not e.reference_checked for e in finding.evidence
    )


def features_of(findings: tuple[Finding, ...]) -> Mapping[str, float]:
    """What ranking sees of an article: numbers about its findings, nothing else."""
    if not findings:
        return {}
    strengths = sorted((f.strength for f in findings), reverse=True)
    top = max(findings, key=lambda f: (f.strength, f.kind.value))
    sources = {(e.source.value, e.index, e.reference_id) for f in findings for e in f.evidence}
    return {
        "strength": strengths[0],
        "second": strengths[1] if len(strengths) > 1 else 0.0,
        "kinds": float(min(3, len({f.kind for f in findings}) - 1)),
        "sources": math.log(max(1, len(sources))),
        "exact": float(top.kind in _EXACT),
        "attributed": float(top.asserted is Asserted.ATTRIBUTED),
        "quoted": float(top.asserted is Asserted.QUOTED),
        "headline_only": float(all(f.kind is FindingKind.HEADLINE for f in findings)),
        OF_KIND + top.kind.value: 1.0,
    }


def probability(features: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """The logistic curve over the features; unknown features are an error, not a default."""
    total = weights["bias"] + sum(weights[name] * value for name, value in features.items())
    return round(1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total)))), 6)


def _reason(findings: tuple[Finding, ...], score: float, threshold: float, raised: bool) -> Bilingual:
    top = max(findings, key=lambda f: (f.strength, f.kind.value))
    count = len(findings)
    if raised:
        return Bilingual(
            f"{count} điểm không khớp, chắc nhất: {top.why.vi} (điểm {score:.2f}, ngưỡng {threshold:.2f})",
            f"{count} disagreement{'s' if count > 1 else ''}, surest: {top.why.en} (score "
            f"{score:.2f}, threshold {threshold:.2f})",
        )
    return Bilingual(
        f"Có {count} điểm không khớp nhưng chưa đủ chắc: điểm {score:.2f} dưới ngưỡng {threshold:.2f}. {top.why.vi}",
        f"{count} disagreement{'s' if count > 1 else ''}, not sure enough: score {score:.2f} "
        f"below the threshold {threshold:.2f}. {top.why.en}",
    )


def _silence(comparison: Comparison) -> Bilingual:
    if comparison.findings:
        return Bilingual(
            "Chỉ khác với tư liệu tham chiếu mà chưa ai trong cơ quan xác nhận; tư "
            "liệu chưa xác nhận không tạo cảnh báo.",
            "It differs only from references that nobody in the office has confirmed; an "
            "unconfirmed reference raises no alert.",
        )
    if comparison.score >= 0.25:
        return Bilingual(
            f"Có khác biệt nhỏ (mức {comparison.score:.2f}) nhưng chưa đoạn nào đủ "
            f"chắc là không khớp với bằng chứng.",
            f"There are slight differences (level {comparison.score:.2f}) but no passage "
            f"that surely disagrees with the evidence.",
        )
    return Bilingual(
        "Không thấy đoạn nào không khớp với bằng chứng, hoặc không có bằng chứng nói về cùng sự việc.",
        "No passage disagrees with the evidence, or no evidence speaks of the same event.",
    )
