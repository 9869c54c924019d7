"""From findings to one alert: features of findings only, reasons in both languages, unconfirmed references never alert."""

from __future__ import annotations

from dataclasses import replace

from classifier.ranking import PRIOR, features_of, rank
from models.records import Asserted, Bilingual, Comparison, EvidenceFrom, Finding, FindingEvidence, FindingKind

GIVEN = FindingEvidence(EvidenceFrom.GIVEN, (0, 3), "abc", 0)
UNCHECKED = FindingEvidence(EvidenceFrom.REFERENCE, (0, 3), "abc", None, "r1", 1, False)


def finding(strength=0.9, kind=FindingKind.QUANTITY, evidence=GIVEN, asserted=Asserted.ASSERTED):
    return Finding(kind, "text", (0, 3), "abc", (evidence,), asserted, strength, Bilingual("vì sao", "why"))


def test_a_sure_finding_is_raised_and_says_why():
    ranked = rank(Comparison("x", 0.9, (finding(),)), "7", threshold=0.5)
    assert ranked.raise_alert and ranked.article_id == "7"
    assert "vì sao" in ranked.reason.vi and "why" in ranked.reason.en


def test_stronger_is_never_ranked_lower():
    scores = [rank(Comparison("x", s, (finding(s),)), "1", threshold=0.5).score for s in (0.5, 0.6, 0.7, 0.8, 0.9, 1.0)]
    assert scores == sorted(scores) and scores[0] < scores[-1]


def test_an_unconfirmed_reference_raises_no_alert():
    ranked = rank(Comparison("x", 0.9, (finding(evidence=UNCHECKED),)), "1", threshold=0.1)
    assert not ranked.raise_alert and ranked.score == 0.0
    assert "xác nhận" in ranked.reason.vi and "confirmed" in ranked.reason.en


def test_silence_has_a_reason():
    for score in (0.0, 0.4):
        ranked = rank(Comparison("x", score, ()), "1", threshold=0.5)
        assert not ranked.raise_alert and ranked.reason.vi and ranked.reason.en


def test_attributed_words_rank_below_asserted_ones():
    own = rank(Comparison("x", 0.8, (finding(0.8),)), "1", threshold=0.5).score
    said = rank(Comparison("x", 0.8, (finding(0.8, asserted=Asserted.ATTRIBUTED),)), "1", threshold=0.5).score
    assert said < own


def test_words_and_passages_are_not_features():
    plain = finding()
    other = replace(plain, passage="chính quyền tàn ác", why=Bilingual("khác", "other"), span=(10, 30))
    assert features_of((plain,)) == features_of((other,))
    assert set(features_of((plain,))) < set(PRIOR)
    every = {name for kind in FindingKind for name in features_of((finding(kind=kind),))}
    assert every | {"bias"} == set(PRIOR)
