"""Extraction of outlets seen before against trafilatura with metadata: pages a second of one core, same pages, same run.

Real pages come from the shared data where it is there; layouts of our own (tests/crawler/layouts) always.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import trafilatura

from crawler.extract import extract
from crawler.templates import Learned, read
from models.records import Extracted
from models.text import words
from tests.crawler.layouts import LAYOUTS, page
from tests.paths import SHARED_DATA

NOW = datetime(2026, 11, 23, 6, tzinfo=UTC)
SEEN = 400  # pages of an outlet read before the clock starts
PAGES = 420  # read by the clock, at least


@dataclass(frozen=True, slots=True)
class Sample:
    """One article page and, where known, how it should read."""

    html: bytes
    url: str
    body: str
    title: str
    published_at: datetime | None


def run() -> dict[str, Any]:
    """Figures for real pages and for our own layouts: ratio to trafilatura, quality of both readings."""
    found = {"real pages": _real(), "own layouts": _made()}
    return {name: _measured(samples) for name, samples in found.items() if samples}


def _measured(samples: Sequence[Sample]) -> dict[str, Any]:
    learned: dict[str, Learned] = {}
    for number in range(SEEN):
        for sample in samples:
            _, learned[sample.url] = read(learned.get(sample.url, Learned()), sample.html, _again(sample, number), now=NOW)
    methods: Counter[str] = Counter()
    readings: dict[str, Extracted] = {}

    def ours(number: int) -> None:
        for sample in samples:
            page, learned[sample.url] = read(learned[sample.url], sample.html, _again(sample, number), now=NOW)
            methods[page.method] += 1
            if page.method == "template":
                readings[sample.url] = page

    def full(number: int) -> None:
        for sample in samples:
            extract(sample.html, _again(sample, number), now=NOW)

    def theirs(number: int) -> None:
        for sample in samples:
            trafilatura.bare_extraction(sample.html.decode(errors="replace"), url=_again(sample, number), with_metadata=True)

    rounds = max(8, PAGES // len(samples))
    spent = _alternately(rounds, ours, full, theirs)
    pages = rounds * len(samples)
    wholes = {sample.url: extract(sample.html, sample.url, now=NOW) for sample in samples}
    return {
        "pages": len(samples),
        "mean_kb": round(sum(len(sample.html) for sample in samples) / len(samples) / 1000),
        "pages_per_second": {
            "template": round(pages / spent[0]),
            "full": round(pages / spent[1]),
            "trafilatura": round(pages / spent[2], 1),
        },
        "template_to_trafilatura": round(spent[2] / spent[0], 2),
        "full_to_trafilatura": round(spent[2] / spent[1], 2),
        "read_by_template": round(methods["template"] / methods.total(), 3),
        "template_quality": _quality(samples, readings),
        "full_quality": _quality(samples, wholes),
        "trafilatura_f1": round(
            sum(f1(trafilatura.extract(s.html.decode(errors="replace"), url=s.url) or "", s.body) for s in samples) / len(samples), 4
        ),
    }


def _alternately(rounds: int, *works: Callable[[int], None]) -> list[float]:
    """CPU seconds of each, round by round in turn, so that a busy machine treats them alike."""
    spent = [0.0] * len(works)
    for number in range(rounds):
        for index, work in enumerate(works):
            begun = time.process_time()
            work(1000 + number)
            spent[index] += time.process_time() - begun
    return spent


def _quality(samples: Sequence[Sample], readings: dict[str, Extracted]) -> dict[str, float]:
    read_ones = [(sample, readings[sample.url]) for sample in samples if sample.url in readings]
    count = max(1, len(read_ones))
    return {
        "read": len(read_ones),
        "mean_f1": round(sum(f1(page.text, sample.body) for sample, page in read_ones) / count, 4),
        "titles": sum(page.title == sample.title for sample, page in read_ones),
        "times": sum(page.published_at == sample.published_at for sample, page in read_ones),
    }


def f1(text: str, truth: str) -> float:
    """Word F1 with counts."""
    own, wanted = Counter(words(text)), Counter(words(truth))
    common = (own & wanted).total()
    return 2 * common / max(1, own.total() + wanted.total())


def _again(sample: Sample, number: int) -> str:
    """The address of another page like this one: the share of pages read in full again depends on the address."""
    return f"{sample.url}{'&' if '?' in sample.url else '?'}n={number}"


def _real() -> list[Sample]:
    if SHARED_DATA is None:
        return []
    folder = SHARED_DATA / "html"
    rows = [json.loads(line) for line in (folder / "truth.jsonl").read_text("utf-8").splitlines()]
    return [
        Sample((folder / row["file"]).read_bytes(), row["url"], row["body"], row["title"], _moment(row["published_at"]))
        for row in rows
        if row["kind"] == "article"
    ]


def _made() -> list[Sample]:
    pages = [page(layout, number) for layout in LAYOUTS for number in (3, 4)]
    return [Sample(p.html, p.url, "\n".join(p.lines), p.title, p.published_at) for p in pages]


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


if __name__ == "__main__":
    print(json.dumps(run(), indent=1, ensure_ascii=False))
