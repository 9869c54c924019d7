"""Comparing: milliseconds for one article of 560 syllables with ten pieces of evidence of the same length, on one core.

The texts are put together from the corpus in the repository by a fixed seed; article and evidence also tell of one event
in sentences made up here, with names, figures and dates that agree in most and differ in some. *Cold*: no text was read
before, in a process that has compared others. *Cached*: article and evidence are read already, as when an article comes
again or evidence serves the next one. Processor time, median of the items; of each the fastest of ``PASSES`` passes.
The peer is rapidfuzz: ``token_set_ratio`` of every sentence of the article with every sentence of the evidence, on
the same texts; it tells how alike the words are and nothing of what differs. *Short statements* is a line of text against
one short piece of evidence, as the trial sets of statements have them.
"""

from __future__ import annotations

import json
import os
import random
import time
from collections.abc import Callable, Sequence
from statistics import median
from typing import Any

from rapidfuzz.fuzz import token_set_ratio

from classifier.compare import CompareItem, Comparer
from classifier.text.sentences import sentence_spans
from classifier.training.examples import starting_examples
from config.references import DEFAULT_REFERENCES, load_references
from models.records import Evidence
from tests.bench.topics import SYLLABLES, article

ITEMS, EVIDENCE, PASSES = 12, 10, 4
STATEMENTS = 400
_TELLINGS = (
    "Ngày {day}/{month}, {dead} người chết và {hurt} người bị thương trong vụ sạt lở ở huyện {place}",
    "Theo Ủy ban nhân dân tỉnh {place}, mưa lớn làm {dead} người thiệt mạng, {hurt} người phải vào viện",
    "Chủ tịch tỉnh {place} cho biết thiệt hại ước tính {cost} tỷ đồng",
    "Tỉnh {place} dự kiến di dời {homes} hộ dân trước tháng {month}",
    "Ông nói “chúng tôi sẽ không để người dân {place} thiếu ăn” tại cuộc họp ngày {day}/{month}",
    "Nguyên nhân là do mưa kéo dài nhiều ngày, Bộ Nông nghiệp và Môi trường thông báo",
)


def items(count: int, dice: random.Random) -> list[CompareItem]:
    """Articles with evidence about the same event, some of whose figures differ."""
    source = starting_examples()
    out = []
    for number in range(count):
        topics = dice.choice(source).topics
        told: dict[str, Any] = {
            "day": dice.randrange(1, 28), "month": dice.randrange(1, 13), "dead": dice.randrange(2, 40),
            "hurt": dice.randrange(40, 300), "cost": dice.randrange(5, 900), "homes": dice.randrange(100, 4000),
            "place": f"Bình {dice.choice(['Hải', 'Lâm', 'Sơn', 'Khê'])}",
        }  # fmt: skip
        texts = []
        for piece in range(EVIDENCE + 1):
            other = told | ({"dead": told["dead"] + piece, "cost": told["cost"] * 2} if piece % 4 == 3 else {})
            body = [s.strip(" .") for s in article(source, topics, dice, number * 100 + piece).text.split(". ")]
            event = [telling.format(**other) for telling in dice.sample(_TELLINGS, 4)]
            mixed = ". ".join([event[0], *body[:4], *event[1:3], *body[4:9], event[3], *body[9:]])
            texts.append(" ".join(mixed.split()[:SYLLABLES]))
        evidence = tuple(Evidence(text, outlet=f"Báo {n}") for n, text in enumerate(texts[1:]))
        title = _TELLINGS[0].format(**told)
        out.append(CompareItem(str(number), texts[0], title=title, outlet="Báo mình", evidence=evidence))
    return out


def _fastest(work: Callable[[], object], before: Callable[[], object] = lambda: None) -> float:
    """Milliseconds of the fastest of ``PASSES``; ``before`` is not counted."""
    best = float("inf")
    for _ in range(PASSES):
        before()
        began = time.process_time()
        work()
        best = min(best, time.process_time() - began)
    return 1000 * best


def _sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


def _all_pairs(item: CompareItem) -> float:
    others = [s for e in item.evidence for s in _sentences(e.text)]
    return max(token_set_ratio(mine, other) for mine in _sentences(item.text) for other in others)


def statements(made: Sequence[CompareItem]) -> list[CompareItem]:
    """One sentence each, with three sentences of another piece as its evidence."""
    out = []
    for number in range(STATEMENTS):
        item = made[number % len(made)]
        mine = _sentences(item.text)
        there = _sentences(item.evidence[number % EVIDENCE].text)
        first = number % max(1, len(there) - 3)
        piece = Evidence(" ".join(there[first : first + 3]))
        out.append(CompareItem(str(number), mine[number % len(mine)], evidence=(piece,)))
    return out


def run() -> dict[str, Any]:
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(cores)})
    try:
        references = load_references(DEFAULT_REFERENCES)
        made = items(ITEMS, random.Random(23))
        comparer = Comparer(references)
        for item in items(3, random.Random(5)):  # a process that has compared others
            comparer.compare(item)
        cold, cached, peer = [], [], []
        for item in made:
            cold.append(_fastest(lambda item=item: comparer.compare(item), comparer.forget))  # type: ignore[misc]
            cached.append(_fastest(lambda item=item: comparer.compare(item)))  # type: ignore[misc]
            peer.append(_fastest(lambda item=item: _all_pairs(item)))  # type: ignore[misc]
        short = statements(made)
        seconds = _fastest(lambda: [comparer.compare(item) for item in short], comparer.forget) / 1000
    finally:
        os.sched_setaffinity(0, cores)
    return {
        "syllables": SYLLABLES,
        "pieces_of_evidence": EVIDENCE,
        "cold_ms": round(median(cold), 1),
        "cached_ms": round(median(cached), 1),
        "rapidfuzz_all_sentence_pairs_ms": round(median(peer), 1),
        "cold_to_rapidfuzz": round(median(c / p for c, p in zip(cold, peer, strict=True)), 2),
        "cached_to_rapidfuzz": round(median(c / p for c, p in zip(cached, peer, strict=True)), 2),
        "short_statements_per_second": round(STATEMENTS / seconds),
    }


if __name__ == "__main__":
    print(json.dumps(run(), indent=1))
