"""The gate between a candidate and the champion: not worse on any core topic beyond the interval, and neutral.

Training makes candidates, never replacements. The gate only judges; promoting, rolling back and writing down who
did it are the store's append-only log.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from classifier.topics.model import TopicModel
from classifier.training.evaluate import Difference, compare
from classifier.training.examples import Example
from config.topics import CORE
from models.records import Bilingual

MIN_POSITIVES = 10  # below, a topic's F1 says nothing either way


@dataclass(frozen=True, slots=True)
class Neutrality:
    """What the neutrality suite said (``training.neutrality``); ``figures`` are what it measured, JSON-able."""

    passed: bool
    detail: Bilingual
    figures: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GateResult:
    """``passed`` with every reason against it; ``differences`` per core topic, candidate less champion."""

    passed: bool
    reasons: tuple[Bilingual, ...]
    differences: tuple[Difference, ...]


def gate(
    candidate: TopicModel,
    champion: TopicModel | None,
    examples: Sequence[Example],
    *,
    neutrality: Neutrality | None = None,
    core: Sequence[str] = CORE,
) -> GateResult:
    """``examples``: labelled items that trained neither model. Without a champion only neutrality and the core count.

    Refused when: a core topic is missing; the paired-bootstrap interval of candidate less champion lies wholly
    below zero on a core topic; a core topic has too few positives to tell; the neutrality suite failed.
    """
    reasons = [
        Bilingual(f"mô hình mới thiếu chủ đề {topic}", f"the candidate lacks the topic {topic}")
        for topic in core
        if topic not in candidate.topics
    ]
    if neutrality is not None and not neutrality.passed:
        reasons.append(
            Bilingual(
                f"không qua bộ kiểm tra trung lập: {neutrality.detail.vi}",
                f"the neutrality suite failed: {neutrality.detail.en}",
            )
        )
    shared = [topic for topic in core if topic in candidate.topics]
    differences: list[Difference] = []
    if champion is not None and shared:
        shared = [topic for topic in shared if topic in champion.topics]
        reasons += [_too_few(topic, n) for topic in shared if (n := _positives(examples, topic)) < MIN_POSITIVES]
        differences = compare(champion, candidate, examples, shared)
        reasons += [_worse(d) for d in differences if d.difference.high < 0]
    return GateResult(not reasons, tuple(reasons), tuple(differences))


def _positives(examples: Sequence[Example], topic: str) -> int:
    return sum(topic in e.topics for e in examples if e.known is None or topic in e.known)


def _too_few(topic: str, positives: int) -> Bilingual:
    return Bilingual(
        f"{topic}: chỉ có {positives} ví dụ đúng để so sánh, cần {MIN_POSITIVES}",
        f"{topic}: only {positives} positive examples to compare on, {MIN_POSITIVES} are needed",
    )


def _worse(d: Difference) -> Bilingual:
    low, high = d.difference.low, d.difference.high
    return Bilingual(
        f"{d.topic}: F1 giảm từ {d.first:.3f} còn {d.second:.3f} (khoảng 95 % [{low:+.3f}; {high:+.3f}])",
        f"{d.topic}: F1 falls from {d.first:.3f} to {d.second:.3f} (95 % interval [{low:+.3f}; {high:+.3f}])",
    )
