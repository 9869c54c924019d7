"""The rules of DESIGN.md section 2, case by case: what is to be flagged is, what is to be left is left."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest
import yaml

from classifier.compare import Comparer
from classifier.compare_rows import from_row

HERE = Path(__file__).parent
CASES = yaml.safe_load((HERE / "sets" / "rules_cases.yaml").read_text(encoding="utf-8"))
FLOORS = yaml.safe_load((HERE.parent / "floors.yaml").read_text(encoding="utf-8"))


def verdicts(part: str) -> dict[str, list[bool]]:
    """For each of flag and none, whether the comparer does so, case by case."""
    comparer, right = Comparer(), defaultdict(list)
    for number, case in enumerate(case for case in CASES if case["part"] == part):
        evidence = [{"text": e} if isinstance(e, str) else e for e in case["evidence"]]
        row = {"id": str(number), **{k: case[k] for k in ("text", "published_at", "outlet") if k in case}, "evidence": evidence}
        right[case["expect"]].append(bool(comparer.compare(from_row(row)).findings) == (case["expect"] == "flag"))
    return right


@pytest.mark.parametrize("part", ["seen", "held"])
def test_balanced_accuracy_holds_its_floor(part: str) -> None:
    right = verdicts(part)
    balanced = sum(sum(answers) / len(answers) for answers in right.values()) / 2
    assert balanced >= FLOORS[f"rules_cases_{part}"], {k: (sum(v), len(v)) for k, v in right.items()}
    assert sum(right["none"]) / len(right["none"]) >= FLOORS["rules_cases_left"]
