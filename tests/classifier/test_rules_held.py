"""Matched pairs by a second hand (sets/rules_held.yaml): even rows may be read when mending, odd rows are only counted."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
import yaml

from classifier.compare import CompareItem, Comparer
from models.records import Evidence, EvidenceRole

HERE = Path(__file__).parent
PAIRS = yaml.safe_load((HERE / "sets" / "rules_held.yaml").read_text(encoding="utf-8"))
FLOORS = yaml.safe_load((HERE.parent / "floors.yaml").read_text(encoding="utf-8"))


def at(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value) if value else None


def evidence(row) -> tuple[Evidence, ...]:
    given = row["evidence"] if isinstance(row["evidence"], list) else [row["evidence"]]
    pieces = [{"text": piece} if isinstance(piece, str) else piece for piece in given]
    return tuple(
        Evidence(
            p["text"],
            role=EvidenceRole(p.get("role", "report")),
            outlet=p.get("outlet"),
            published_at=at(p.get("at") or row.get("evidence_at")),
        )
        for p in pieces
    )


def test_there_are_enough_pairs():
    assert len(PAIRS) >= 120


@pytest.mark.parametrize(("part", "first"), [("seen", 0), ("held", 1)])
def test_balanced_accuracy_holds_its_floor(part: str, first: int) -> None:
    comparer = Comparer()
    right: dict[str, list[bool]] = {"flag": [], "leave": []}
    for row in PAIRS[first::2]:
        for side, answers in right.items():
            item = CompareItem("r", row[side], published_at=at(row.get("article_at")), evidence=evidence(row))
            answers.append(bool(comparer.compare(item).findings) == (side == "flag"))
    balanced = sum(sum(answers) / len(answers) for answers in right.values()) / 2
    assert balanced >= FLOORS[f"rules_pairs_{part}"], {side: (sum(a), len(a)) for side, a in right.items()}
    assert sum(right["leave"]) / len(right["leave"]) >= FLOORS["rules_pairs_left"]
