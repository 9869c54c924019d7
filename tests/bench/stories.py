"""Stories: how many arriving articles are placed a second with 10,000, 30,000 and 100,000 articles in the window.

Articles are made up by a fixed seed: a title of about 12 and a summary of about 34 syllables, in words of one or two
syllables of the press's own frequencies (``classifier/text/weights.tsv``), with names and figures. An event has its own
words and names; how many articles tell of one falls off as one over its rank, so that few have hundreds and most
have one. Each index is filled first; then the same arrivals are put into all of them in turn, ``ROUNDS`` times, so that a
busy machine slows all alike. The rate is of the fastest round, by processor time of one thread. The peer is scikit-learn: TF-IDF of the same
texts fitted on the window, the cosine of each arrival with all of it.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

from sklearn.feature_extraction.text import TfidfVectorizer

from classifier.stories import StoryIndex
from classifier.text import weights
from models.records import Article

SIZES = (10_000, 30_000, 100_000)
ARRIVALS, ROUNDS, BATCH = 150, 8, 50
PEER_ARRIVALS = 40
EVENTS = 30_000
AT = datetime(2026, 11, 20, tzinfo=UTC)


class Press:
    """Makes up articles; the same seed makes the same ones."""

    def __init__(self, seed: int) -> None:
        self._dice = random.Random(seed)
        table = [
            (row[0], 2.718 ** -float(row[1]))
            for line in Path(weights.__file__).with_name("weights.tsv").read_text("utf-8").splitlines()
            if (row := line.split("\t"))[0].isalpha()
        ]
        syllables, shares = zip(*table, strict=True)
        drawn = self._dice.choices(syllables, shares, k=24_000)
        words = [f"{a} {b}" if self._dice.random() < 0.6 else a for a, b in pairwise(drawn)]
        self._words = list(dict.fromkeys(words))
        self._often = list(accumulate(1 / (n + 20) for n in range(len(self._words))))
        self._names = [" ".join(w.title().split()[:2]) + f" {self._word().split()[0].title()}" for w in self._words]
        self._events = [self._event() for _ in range(EVENTS)]
        self._share = list(accumulate(1 / (n + 30) for n in range(EVENTS)))

    def _word(self) -> str:
        return self._dice.choices(self._words, cum_weights=self._often)[0]

    def _event(self) -> tuple[list[str], list[str], datetime]:
        own = [self._dice.choice(self._words) for _ in range(9)] + [self._word() for _ in range(5)]
        return own, self._dice.sample(self._names, 3), AT + timedelta(hours=72 * self._dice.random())

    def article(self, identity: str) -> Article:
        own, names, began = self._dice.choices(self._events, cum_weights=self._share)[0]
        return Article(
            identity,
            self._said(own, names, 12),
            f"{self._said(own, names, 18)}. {self._said(own, names, 16)}, {self._dice.randrange(2, 900)} người.",
            published_at=began + timedelta(hours=8 * self._dice.random()),
        )

    def _said(self, own: Sequence[str], names: Sequence[str], syllables: int) -> str:
        words: list[str] = [self._dice.choice(names)]
        while sum(len(w.split()) for w in words) < syllables:
            words.append(self._dice.choice(own) if self._dice.random() < 0.55 else self._word())
        return " ".join(words).capitalize()


def filled(size: int, articles: Sequence[Article]) -> tuple[StoryIndex, float, int]:
    """An index with the first ``size`` articles, the memory it took in megabytes, and the number of its stories."""
    before = _resident()
    index, stories = StoryIndex(), set()
    for first in range(0, size, 1000):
        stories |= {place.story for place in index.add(articles[first : min(size, first + 1000)])}
    return index, (_resident() - before) / 1e6, len(stories)


def _resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096


def _batches(articles: Sequence[Article]) -> Iterator[Sequence[Article]]:
    return (articles[n : n + BATCH] for n in range(0, len(articles), BATCH))


def rates(indexes: dict[int, StoryIndex], arrivals: Sequence[Sequence[Article]]) -> dict[int, float]:
    """Articles placed a second by each index, of its fastest round."""
    best = dict.fromkeys(indexes, 0.0)
    for some in arrivals:
        for size, index in indexes.items():
            began = time.process_time()
            for batch in _batches(some):
                index.add(batch)
            best[size] = max(best[size], len(some) / (time.process_time() - began))
    return best


def peer(window: Sequence[Article], arrivals: Sequence[Article]) -> float:
    """Arrivals a second whose nearest article of the window is found by cosine."""
    vectors = TfidfVectorizer(sublinear_tf=True, token_pattern=r"\w+")
    matrix = vectors.fit_transform([f"{a.title} {a.text}" for a in window]).T.tocsr()
    began = time.process_time()
    for one in arrivals:
        (vectors.transform([f"{one.title} {one.text}"]) @ matrix).argmax()
    return len(arrivals) / (time.process_time() - began)


def run(sizes: Sequence[int] = SIZES) -> dict[str, Any]:
    press = Press(11)
    articles = [press.article(f"a{n}") for n in range(max(sizes))]
    arrivals = [[press.article(f"b{r}-{n}") for n in range(ARRIVALS)] for r in range(ROUNDS)]
    indexes, memory, stories = {}, 0.0, 0
    for size in sorted(sizes):
        indexes[size], memory, stories = filled(size, articles)
    found = rates(indexes, arrivals)
    small, large = min(sizes), max(sizes)
    theirs = {size: peer(articles[:size], arrivals[0][:PEER_ARRIVALS]) for size in (small, large)}
    return {
        "placed_per_second": {str(size): round(found[size]) for size in sizes},
        f"rate_at_{large}_to_rate_at_{small}": round(found[large] / found[small], 3),
        "memory_megabytes": round(memory),
        "memory_kilobytes_per_article": round(1000 * memory / large, 1),
        f"stories_of_{large}": stories,
        "tfidf_cosine_per_second": {str(size): round(rate, 1) for size, rate in theirs.items()},
        f"ratio_to_tfidf_cosine_at_{large}": round(found[large] / theirs[large], 1),
    }


if __name__ == "__main__":
    print(json.dumps(run(), indent=1))
