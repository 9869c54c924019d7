"""``known_false_claim``: an own set of checked claims said again, and their look-alikes; ratings; the two thresholds."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from classifier.findings.known_false import MATCH, SUGGEST, CheckedClaim, known_false_findings, match_claims
from classifier.text.reading import Reading
from models.records import FindingKind

SETS = Path(__file__).parent / "sets"
FLOORS = yaml.safe_load((Path(__file__).parents[1] / "floors.yaml").read_text(encoding="utf-8"))["kinds"]


def _claims(name: str = "known_false") -> tuple[CheckedClaim, ...]:
    blocks = yaml.safe_load((SETS / f"{name}.yaml").read_text(encoding="utf-8"))
    return tuple(
        CheckedClaim(f"c{n}", b["claim"], b["rating"], "Tổ Kiểm Chứng") for n, b in enumerate(blocks)
    )


def _cases(name: str = "known_false") -> list[tuple[bool, str]]:
    blocks = yaml.safe_load((SETS / f"{name}.yaml").read_text(encoding="utf-8"))
    return [(name == "flag", text) for b in blocks for name in ("flag", "leave") for text in b[name]]


@pytest.mark.parametrize("name", ["known_false", "known_false_held"])
def test_precision_and_recall_on_the_own_sets(name: str) -> None:
    cases, claims = _cases(name), _claims(name)
    assert sum(flag for flag, _ in cases) >= 40
    assert sum(not flag for flag, _ in cases) >= 40
    hits = [(flag, bool(known_false_findings(Reading(text), claims))) for flag, text in cases]
    right = sum(flag and hit for flag, hit in hits)
    precision, recall = right / max(1, sum(hit for _, hit in hits)), right / sum(flag for flag, _ in hits)
    assert precision >= FLOORS["precision"] and recall >= FLOORS[name], (precision, recall)


def test_findings_slice_and_cite_the_checker() -> None:
    text = "Thời tiết đẹp. Đập thủy điện Vệ Hà đã vỡ đêm 5/10. Chợ vẫn họp."
    (finding,) = known_false_findings(Reading(text), _claims())
    assert finding.kind is FindingKind.KNOWN_FALSE
    assert text[finding.span[0] : finding.span[1]] == finding.passage
    assert "Vệ Hà" in finding.passage and "Chợ" not in finding.passage
    assert finding.evidence[0].reference_id == "c2"
    assert "Tổ Kiểm Chứng" in finding.why.vi and "Tổ Kiểm Chứng" in finding.why.en


def test_a_rebutting_title_holds_the_finding_back() -> None:
    text = "Đập thủy điện Vệ Hà đã vỡ đêm 5/10."
    assert known_false_findings(Reading(text), _claims())
    assert not known_false_findings(Reading(text), _claims(), title="Tin giả về đập Vệ Hà bị xử lý")
    (match,) = (
        m for m in match_claims(Reading(text), _claims(), title="Tin giả về đập Vệ Hà") if m.claim.id == "c2"
    )
    assert match.level == "match" and match.held == "rebutted"


def test_two_thresholds() -> None:
    assert 0 < SUGGEST < MATCH < 1
    half = match_claims(
        Reading("Đập thủy điện Vệ Hà có nguy cơ vỡ, người dân cần đề phòng khi đi qua cầu."), _claims()
    )
    assert all(m.level == "suggest" or m.held for m in half)


@pytest.mark.parametrize(
    ("rating", "false"),
    [
        ("Sai", True),
        ("False", True),
        ("Tin giả", True),
        ("Không đúng", True),
        ("Not true", True),
        ("Pants on Fire", True),
        ("Đúng", False),
        ("True", False),
        ("Half true", False),
        ("Đúng một phần", False),
        ("Thiếu ngữ cảnh", False),
        ("", False),
        ("Incorrect", True),
    ],
)
def test_ratings(rating: str, false: bool) -> None:
    assert CheckedClaim("c", "x", rating, "p").false is false


def test_numeric_ratings() -> None:
    assert CheckedClaim("c", "x", "1", "p", rating_value=1, best=5, worst=1).false
    assert not CheckedClaim("c", "x", "4", "p", rating_value=4, best=5, worst=1).false
    assert not CheckedClaim("c", "x", "3", "p", rating_value=3).false
