"""The rules of DESIGN.md section 2, case by case, on matched pairs: one to flag and one to leave."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from pathlib import Path

import yaml

from classifier.compare import CompareItem, Comparer
from models.records import Evidence

SETS = Path(__file__).parent / "sets"
RULES = yaml.safe_load((SETS / "rules.yaml").read_text(encoding="utf-8"))
REAL = yaml.safe_load((SETS / "real_style.yaml").read_text(encoding="utf-8"))
MUST_HOLD = {"notation", "unit", "rounding", "growing", "position", "opinion", "satire", "attributed", "added", "paraphrase", "alias"}


def at(row, key):
    return datetime.fromisoformat(row[key]) if row.get(key) else None


def verdicts():
    comparer = Comparer()
    for row in RULES:
        evidence = (Evidence(row["evidence"], published_at=at(row, "evidence_at")),)
        for side in ("flag", "leave"):
            result = comparer.compare(CompareItem("r", row[side], published_at=at(row, "article_at"), evidence=evidence))
            yield row, side, result


def test_there_are_at_least_sixty_pairs():
    assert len(RULES) >= 60


def test_balanced_accuracy():
    right: dict[str, list[bool]] = defaultdict(list)
    for _, side, result in verdicts():
        right[side].append(bool(result.findings) == (side == "flag"))
    balanced = sum(sum(v) / len(v) for v in right.values()) / 2
    assert balanced >= 0.88, right
    assert sum(right["leave"]) / len(right["leave"]) >= 0.95


def test_what_must_be_left_is_left():
    flagged = [(row["group"], row[side]) for row, side, result in verdicts() if side == "leave" and row["group"] in MUST_HOLD and result.findings]
    assert flagged == []


def test_reports_that_only_add_or_move_on_are_left():
    comparer, flagged = Comparer(), []
    for row in REAL:
        for mine, theirs in ((row["a"], row["b"]), (row["b"], row["a"])):
            if comparer.compare(CompareItem("r", mine, evidence=(Evidence(theirs),))).findings:
                flagged.append(mine)
    assert flagged == []
