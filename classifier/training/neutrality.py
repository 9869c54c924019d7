"""Do a model's tags follow the stance, the side or the outlet of a text? They may follow only what it is about.

The suite (``neutrality.yaml``) has pairs of invented items that differ in voice (critical, supportive), in who acts
or speaks (one country or another), or in the name of a place. Each item is also read with an outlet's name around it.
The rules (``check``): no share of changed tags above ``FLIPS``, no mean gap of probability above ``GAP`` between the
two of a pair, and no lean: the mean signed gap of the voices stays within ``LEAN``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from classifier.topics.model import TopicModel
from classifier.training.gate import Neutrality
from models.records import Article, Bilingual, Language

SUITE = Path(__file__).with_name("neutrality.yaml")
FLIPS = 0.10  # of the pairs of a kind may have the topic's tag on one side only
GAP = 0.10  # mean absolute difference of the topic's probability within a pair
LEAN = 0.06  # mean signed difference, critical less supportive, over the voices of a topic
OUTLETS = ("Báo Sông Hồng", "Cổng thông tin Chính phủ", "RFA", "Reuters", "Tân Hoa Xã")  # of every kind
SIDES = {"voices": ("critical", "supportive"), "sides": ("ours", "theirs"), "names": ("one", "other")}


@dataclass(frozen=True, slots=True)
class Pair:
    """Two items that a model must tag alike on ``topic``."""

    kind: str
    topic: str
    first: Article
    second: Article


def read_suite(path: Path = SUITE) -> tuple[Pair, ...]:
    """The pairs of the file, and for each first item one more with every outlet's name around it (kind ``outlets``)."""
    pairs = [*_written(yaml.safe_load(path.read_text(encoding="utf-8")))]
    return (*pairs, *(framed for pair in pairs for framed in _framed(pair)))


def _written(data: Mapping[str, Sequence[Mapping[str, Any]]]) -> Iterator[Pair]:
    for kind, rows in data.items():
        one, other = SIDES[kind]
        for n, row in enumerate(rows):
            language = Language(row["lang"])
            first, second = (
                Article(f"{kind}-{n}", row[side]["title"], "", summary=row[side]["summary"], language=language)
                for side in (one, other)
            )
            yield Pair(kind, row["topic"], first, second)


def _framed(pair: Pair) -> Iterator[Pair]:
    for outlet in OUTLETS:
        summary = f"({outlet}) - {pair.first.summary}"
        framed = replace(pair.first, title=f"{pair.first.title} - {outlet}", summary=summary, outlet=outlet)
        yield Pair("outlets", pair.topic, pair.first, framed)


def check(model: TopicModel, suite: Sequence[Pair] | None = None) -> Neutrality:
    """The suite's word on ``model``. Figures: ``pairs``, ``flips`` and ``gap`` by kind of pair, and ``lean`` by topic.

    Topics of the suite that the model lacks are left to the gate.
    """
    pairs = [pair for pair in (suite or read_suite()) if pair.topic in model.topics]
    if not pairs:
        return Neutrality(True, Bilingual("không có gì để đo", "there was nothing to measure"), {})
    place = np.array([model.topics.index(pair.topic) for pair in pairs])
    threshold = np.array([rule.threshold for rule in model.rules])[place]
    first, second = (
        model.probabilities(side)[np.arange(len(pairs)), place]
        for side in ([p.first for p in pairs], [p.second for p in pairs])
    )
    kinds = np.array([pair.kind for pair in pairs])
    figures: dict[str, Any] = {}
    wrong: list[Bilingual] = []
    for kind in sorted({pair.kind for pair in pairs}):
        here = kinds == kind
        flips = float(((first >= threshold) != (second >= threshold))[here].mean())
        gap = float(np.abs(first - second)[here].mean())
        figures[kind] = {"pairs": int(here.sum()), "flips": round(flips, 4), "gap": round(gap, 4)}
        if flips > FLIPS or gap > GAP:
            wrong.append(_too_far(kind, flips, gap, pairs[int(np.argmax(np.where(here, np.abs(first - second), -1)))]))
    figures["lean"] = {}
    for topic in sorted({pair.topic for pair in pairs}):
        here = (kinds == "voices") & np.array([pair.topic == topic for pair in pairs])
        lean = float((first - second)[here].mean()) if here.any() else 0.0
        figures["lean"][topic] = round(lean, 4)
        if abs(lean) > LEAN:
            wrong.append(_leans(topic, lean))
    said = Bilingual("; ".join(w.vi for w in wrong), "; ".join(w.en for w in wrong))
    return Neutrality(not wrong, said if wrong else Bilingual("đạt", "passed"), figures)


def _too_far(kind: str, flips: float, gap: float, worst: Pair) -> Bilingual:
    name = {
        "voices": Bilingual("giọng phê phán và giọng ủng hộ", "critical and supportive voices"),
        "sides": Bilingual("bên này và bên kia", "one side and the other"),
        "names": Bilingual("các tên của cùng một nơi", "names of the same place"),
        "outlets": Bilingual("có và không có tên báo", "with and without an outlet's name"),
    }[kind]
    return Bilingual(
        f"{name.vi}: {flips:.0%} cặp đổi nhãn, xác suất lệch trung bình {gap:.2f}; nặng nhất: “{worst.first.title}”",
        f"{name.en}: {flips:.0%} of pairs change tag, mean gap of probability {gap:.2f}; worst: “{worst.first.title}”",
    )


def _leans(topic: str, lean: float) -> Bilingual:
    vi, en = ("phê phán", "critical") if lean > 0 else ("ủng hộ", "supportive")
    return Bilingual(
        f"{topic}: giọng {vi} được điểm cao hơn {abs(lean):.2f}",
        f"{topic}: the {en} voice scores {abs(lean):.2f} higher",
    )
