"""``outlier_report``: an own set of events, each with articles to flag and look-alikes, and the rules case by case."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
import yaml

from classifier.findings.facts import Telling, fact_table
from classifier.findings.outlier import outlier_findings, tellings
from classifier.text.reading import Reading
from models.records import Evidence, FindingKind

SETS = Path(__file__).parent / "sets"
FLOORS = yaml.safe_load((Path(__file__).parents[1] / "floors.yaml").read_text(encoding="utf-8"))["kinds"]


def _cases(name: str = "outlier") -> list[tuple[str, bool, str, datetime, list[Evidence]]]:
    out = []
    for event in yaml.safe_load((SETS / f"{name}.yaml").read_text(encoding="utf-8")):
        reports = [
            Evidence(r["text"], outlet=r["outlet"], published_at=_time(r["at"])) for r in event["reports"]
        ]
        for name in ("flag", "leave"):
            for case in event[name]:
                case = {"text": case} if isinstance(case, str) else case
                out.append(
                    (
                        event["event"],
                        name == "flag",
                        case["text"],
                        _time(case.get("at", event["at"])),
                        reports,
                    )
                )
    return out


def _time(value: datetime | str) -> datetime:
    return value if isinstance(value, datetime) else datetime.fromisoformat(value)


def _flags(text: str, at: datetime | None, reports: list[Evidence]) -> bool:
    return bool(outlier_findings(Reading(text, at), tellings(reports), outlet="Báo Thử"))


@pytest.mark.parametrize("name", ["outlier", "outlier_held"])
def test_precision_and_recall_on_the_own_sets(name: str) -> None:
    cases = _cases(name)
    assert sum(flag for _, flag, *_ in cases) >= 40
    assert sum(not flag for _, flag, *_ in cases) >= 40
    hits = [(flag, _flags(text, at, reports)) for _, flag, text, at, reports in cases]
    right = sum(flag and hit for flag, hit in hits)
    precision, recall = right / max(1, sum(hit for _, hit in hits)), right / sum(flag for flag, _ in hits)
    assert precision >= FLOORS["precision"] and recall >= FLOORS[name], (precision, recall)


def test_spans_slice_to_passages_on_both_sides() -> None:
    for _, flag, text, at, reports in _cases():
        if not flag:
            continue
        for finding in outlier_findings(Reading(text, at), tellings(reports)):
            assert finding.kind is FindingKind.OUTLIER
            assert text[finding.span[0] : finding.span[1]] == finding.passage
            assert len(finding.evidence) >= 3
            for piece in finding.evidence:
                assert piece.index is not None
                assert reports[piece.index].text[piece.span[0] : piece.span[1]] == piece.passage


_THREE = (
    "Vụ nổ lò hơi ở Tam Điền làm 3 người chết.",
    "Nổ lò hơi tại Tam Điền, 3 người thiệt mạng.",
    "Ba người tử vong trong vụ nổ lò hơi ở Tam Điền.",
)
_WRONG = "Vụ nổ lò hơi ở Tam Điền làm 33 người chết."


def test_three_outlets_are_three_voices() -> None:
    assert _flags(_WRONG, None, [Evidence(t, outlet=f"Báo {n}") for n, t in enumerate(_THREE)])


def test_copies_count_once() -> None:
    copies = [Evidence(_THREE[0], outlet=f"Báo {n}") for n in range(5)]
    assert not _flags(_WRONG, None, copies)
    marked = [Evidence(t, outlet=f"Báo {n}", voice="one") for n, t in enumerate(_THREE)]
    assert not _flags(_WRONG, None, marked)


def test_one_source_cited_by_all_is_one_voice() -> None:
    cited = [
        Evidence(f"Công an tỉnh cho biết {t[0].lower()}{t[1:]}", outlet=f"Báo {n}")
        for n, t in enumerate(_THREE)
    ]
    assert not _flags(_WRONG, None, cited)


def test_two_voices_are_not_enough() -> None:
    assert not _flags(_WRONG, None, [Evidence(t, outlet=f"Báo {n}") for n, t in enumerate(_THREE[:2])])


def test_swapping_outlets_changes_nothing() -> None:
    for names in (("A", "B", "C"), ("C", "A", "B"), ("Báo Đảng", "Đài Tự Do", "Wire")):
        assert _flags(_WRONG, None, [Evidence(t, outlet=o) for t, o in zip(_THREE, names, strict=True)])


def test_fact_table_says_who_said_what_first_and_who_corrected() -> None:
    at = [datetime.fromisoformat(f"2026-02-01T0{h}:00:00+07:00") for h in (6, 7, 8, 9)]
    told = [
        ("A", "Vụ nổ lò hơi ở Tam Điền làm 5 người chết."),
        ("B", _THREE[1]),
        ("A", _THREE[0]),
        ("C", _THREE[2]),
    ]
    rows = fact_table(
        [
            Telling(Reading(t, w), n, o, w, id=str(n))
            for n, ((o, t), w) in enumerate(zip(told, at, strict=True))
        ]
    )
    row = rows[0]
    assert row.label == "dead"
    assert [(c.outlet, c.value, c.corrects) for c in row.cells] == [
        ("A", 5, False),
        ("B", 3, False),
        ("A", 3, True),
        ("C", 3, False),
    ]
    assert row.first is not None and row.first.outlet == "B"
    for cell in row.cells:
        text = told[cell.index][1]
        assert text[cell.span[0] : cell.span[1]] == cell.passage
