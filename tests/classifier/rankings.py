"""Answers of an invented office, drawn from weights that are known: what learning should find."""

from __future__ import annotations

import math
import random
from datetime import UTC, datetime, timedelta

from classifier.ranking import PRIOR, features_of
from classifier.training.ranking import Answer
from models.records import Asserted, Bilingual, EvidenceFrom, Finding, FindingEvidence, FindingKind

NOW = datetime(2026, 11, 20, 3, tzinfo=UTC)
# In this office reports of shifted certainty are hardly ever worth it, altered quotations nearly always.
OTHERWISE = {**PRIOR, "of_certainty_shift": -3.0, "of_polarity_mismatch": -2.0, "of_quote_alteration": 2.0, "bias": -3.0}
KINDS = (FindingKind.QUANTITY, FindingKind.CERTAINTY, FindingKind.QUOTE, FindingKind.POLARITY, FindingKind.ENTITY)


def finding(kind: FindingKind, strength: float, asserted: Asserted = Asserted.ASSERTED) -> Finding:
    proof = FindingEvidence(EvidenceFrom.GIVEN, (0, 3), "abc", 0)
    return Finding(kind, "text", (0, 3), "abc", (proof,), asserted, strength, Bilingual("vì sao", "why"))


def chance(features: dict[str, float], weights: dict[str, float]) -> float:
    total = weights["bias"] + sum(weights[name] * value for name, value in features.items())
    return 1.0 / (1.0 + math.exp(-total))


def answers(count: int, truth: dict[str, float] = OTHERWISE, seed: int = 1, days: int = 90) -> list[Answer]:
    """``count`` settled answers over the last ``days`` days, the oldest first, two of a story."""
    dice = random.Random(seed)
    found = []
    for n in range(count):
        one = finding(dice.choice(KINDS), round(dice.uniform(0.5, 1.0), 3), dice.choice(list(Asserted)))
        features = dict(features_of((one,)))
        at = NOW - timedelta(days=days * (1 - n / count))
        found.append(Answer(features, dice.random() < chance(features, truth), at, n // 2))
    return found
