"""Ranking: how fast weights are learned and a day's line is drawn, and how often the gate adopts what it should not, or
should.

Invented offices by fixed seeds (``tests/classifier/rankings.py``). *Right*: decisions follow the starting weights, so
nothing should be adopted. *Differs*: two kinds are hardly ever worth it and one nearly always, so a candidate should be.
*Kept*: how many of the alerts in a day's queue were worth it, expected against drawn, over the offices where it was
learned. The peer of learning is scikit-learn's logistic regression on the same rows.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from classifier.queue_size import Candidate, draw_line
from classifier.ranking import PRIOR, THE_PRIOR, Ranking, probability
from classifier.training.gate import Neutrality
from classifier.training.ranking import Answer, learn, matrix_of, ranking_of
from classifier.training.ranking_gate import judge
from models.records import Bilingual
from tests.classifier.rankings import NOW, OTHERWISE, answers, chance

OFFICES = 40
DECISIONS = (60, 120, 240)
NEUTRAL = Neutrality(True, Bilingual("đạt", "passed"))


def run() -> dict[str, Any]:
    rows = answers(5000)
    matrix, worth = matrix_of([a.features for a in rows]), np.array([a.worth for a in rows])
    mine = _seconds(lambda: learn(rows, NOW))
    peer = _seconds(lambda: LogisticRegression(fit_intercept=False, max_iter=1000).fit(matrix, worth))
    waiting = _queue(rows, THE_PRIOR)
    return {
        "learning from 5,000 decisions, time against scikit-learn": round(mine / peer, 2),
        "line through 5,000 open alerts, ms": round(
            1000 * _seconds(lambda: draw_line(waiting, capacity=40, precision=0.5, ranking=THE_PRIOR)), 1
        ),
        "adopted where the starting weights are right": {f"{n} decisions": _adopted(n, dict(PRIOR)) for n in DECISIONS},
        "adopted where the office differs": {f"{n} decisions": _adopted(n, OTHERWISE) for n in DECISIONS},
        "a day's queue of 40 after 240 decisions": _kept(240),
    }


def _seconds(work: Callable[[], object]) -> float:
    best = float("inf")
    for _ in range(3):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best


def _adopted(count: int, truth: dict[str, float]) -> float:
    passed = sum(
        judge(
            answers(count, truth, seed=seed), capacity=5, champion=THE_PRIOR, champion_since=None, neutrality=NEUTRAL
        ).passed
        for seed in range(OFFICES)
    )
    return passed / OFFICES


def _kept(count: int) -> dict[str, float]:
    """Expected and real worth of a queue, and how often the interval held the real number."""
    expected = real = prior = held = 0.0
    for seed in range(OFFICES):
        ranking = ranking_of(*learn(answers(count, OTHERWISE, seed=seed), NOW))
        fresh = answers(120, OTHERWISE, seed=1000 + seed)
        waiting = _queue(fresh, ranking)
        line = draw_line(waiting, capacity=40, precision=0.5, ranking=ranking)
        dice = random.Random(seed)
        worth = [dice.random() < chance(dict(one.features), OTHERWISE) for one in waiting[: line.shown]]
        first = [dice.random() < chance(dict(one.features), OTHERWISE) for one in _queue(fresh, THE_PRIOR)[: line.shown]]
        expected += line.expected
        real += sum(worth)
        prior += sum(first)
        held += line.low <= sum(worth) <= line.high
    return {
        "expected worth it": round(expected / OFFICES, 1),
        "worth it": round(real / OFFICES, 1),
        "worth it by the starting weights": round(prior / OFFICES, 1),
        "interval held the number": held / OFFICES,
    }


def _queue(rows: list[Answer], ranking: Ranking) -> list[Candidate]:
    found = [Candidate(probability(a.features, ranking.weights), a.features) for a in rows]
    return sorted(found, key=lambda one: -one.score)


if __name__ == "__main__":
    print(json.dumps(run(), indent=1, ensure_ascii=False))
