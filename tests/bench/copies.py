"""Copies among articles of the same topics: recall and precision on edited copies and on rewrites with a new lead; how
fast texts are taken in and looked up at 10,000 and at 100,000. The peer is rensa's own MinHash index (128 permutations,
32 bands), without a second look.

Articles are the shared archives without those that share eight five-word runs with an earlier one: real copies, but also
returning forms and follow-ups that repeat their background, so strangers here are an easy set; ``unfiltered`` leaves all
in, and counts how many originals are called copies of each other. Edits are words replaced, put in, left out or moved, by
a fixed seed.
"""

from __future__ import annotations

import gzip
import json
import random
import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from rensa import RMinHash, RMinHashLSH

from classifier.stories.copies import CopyIndex, sketch
from tests.paths import SHARED_DATA

FILES = ("articles_2016", "articles_misc", "articles_tuoitre_2024")
AT = datetime(2026, 11, 20, tzinfo=UTC)
EDITED, REWRITTEN, STRANGERS = 900, 450, 1500
SIZES = (10_000, 100_000)
BATCH = 1000
_WORD = re.compile(r"\w+")


def run() -> dict[str, Any]:
    """Figures of quality and of speed; without the shared archives only says so."""
    texts = list(_articles())
    if not texts:
        return {"skipped": "the shared archives are not here"}
    rng = random.Random(20261123)
    rng.shuffle(texts)
    strangers, originals = texts[:STRANGERS], texts[STRANGERS:]
    figures = {"articles": len(texts), **_quality(originals, strangers, rng), "speed": _speed(texts, rng)}
    return figures | {"unfiltered": _unfiltered(list(_articles(apart=False)), rng)}


def _unfiltered(texts: Sequence[str], rng: random.Random) -> dict[str, Any]:
    """The same edits where real copies, returning forms and follow-ups stay among the originals, all of one day."""
    index = CopyIndex(timedelta(days=14))
    pairs = 0
    for number, text in enumerate(texts):
        one = sketch("", text)
        pairs += index.find(AT, one) is not None
        index.add(str(number), AT, one)
    vocabulary = [word for text in texts[:800] for word in _WORD.findall(text)]
    chosen = rng.sample(range(len(texts)), EDITED)
    found = Counter[str]()
    for place, number in enumerate(chosen):
        hit = index.find(AT, sketch("", edited(texts[number], (0.05, 0.10, 0.15)[place % 3], vocabulary, rng)))
        found["missed" if hit is None else "own" if hit[0] == str(number) else "other"] += 1
    return {
        "articles": len(texts),
        "recall_edited": round(found["own"] / EDITED, 4),
        "precision_edited": round(found["own"] / max(1, found["own"] + found["other"]), 4),
        "originals_called_copies_of_an_earlier_one": pairs,
    }


def _quality(originals: Sequence[str], strangers: Sequence[str], rng: random.Random) -> dict[str, Any]:
    index = CopyIndex(timedelta(days=14))
    peer = RMinHashLSH(threshold=0.5, num_perm=128, num_bands=32)
    for number, text in enumerate(originals):
        index.add(str(number), AT, sketch("", text))
        peer.insert(number, _minhash(text))
    vocabulary = [word for text in originals[:800] for word in _WORD.findall(text)]
    leads = _leads(originals)
    queries: list[tuple[str, int | None, str]] = []
    for number in range(EDITED):
        share = (0.05, 0.10, 0.15)[number % 3]
        queries.append(("edited", number, edited(originals[number], share, vocabulary, rng)))
    for number in range(EDITED, EDITED + REWRITTEN):
        queries.append(("rewritten", number, rewritten(originals[number], number, leads, vocabulary, rng)))
    queries += [("stranger", None, text) for text in strangers]
    hits: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    peers: Counter[str] = Counter()
    for kind, number, text in queries:
        asked[kind] += 1
        found = index.find(AT, sketch("", text))
        if found is not None:
            (hits if found[0] == str(number) else wrong)[kind] += 1
        near = peer.query(_minhash(text))
        peers[kind] += bool(near) if number is None else number in near
    found_edited = hits["edited"] + wrong.total()
    return {
        "recall_edited": round(hits["edited"] / asked["edited"], 4),
        "recall_rewritten": round(hits["rewritten"] / asked["rewritten"], 4),
        "precision_edited": round(hits["edited"] / max(1, found_edited), 4),
        "called_copies_of_strangers": wrong["stranger"],
        "peer": {
            "recall_edited": round(peers["edited"] / asked["edited"], 4),
            "recall_rewritten": round(peers["rewritten"] / asked["rewritten"], 4),
            "called_copies_of_strangers": peers["stranger"],
        },
    }


def _speed(texts: Sequence[str], rng: random.Random) -> dict[str, Any]:
    """Insertions and look-ups a second (sketching included) near each size."""
    sentences = [part for text in texts for part in re.split(r"(?<=[.!?])\s+", text) if 40 <= len(part) <= 300]
    index = CopyIndex(timedelta(days=14))
    rates: dict[int, tuple[float, float]] = {}
    number = 0
    for size in SIZES:
        while number < size - BATCH:
            index.add(str(number), AT, sketch("", _made(sentences, rng)))
            number += 1
        batch = [_made(sentences, rng) for _ in range(BATCH)]
        begun = time.process_time()
        for text in batch:
            index.add(str(number), AT, sketch("", text))
            number += 1
        inserted = time.process_time() - begun
        begun = time.process_time()
        for text in batch:
            index.find(AT, sketch("", text))
        rates[size] = BATCH / inserted, BATCH / (time.process_time() - begun)
    small, large = (rates[size] for size in SIZES)
    return {
        "insertions_per_second": {str(size): round(rates[size][0]) for size in SIZES},
        "queries_per_second": {str(size): round(rates[size][1]) for size in SIZES},
        "insertion_ratio_100k_to_10k": round(large[0] / small[0], 2),
        "query_ratio_100k_to_10k": round(large[1] / small[1], 2),
    }


def edited(text: str, share: float, vocabulary: Sequence[str], rng: random.Random) -> str:
    """A share of the words changed: replaced, left out, followed by another, or exchanged with the next."""
    words = text.split()
    for _ in range(int(share * len(words))):
        at = rng.randrange(len(words) - 1)
        kind = rng.randrange(4)
        if kind == 0:
            words[at] = rng.choice(vocabulary)
        elif kind == 1:
            del words[at]
        elif kind == 2:
            words.insert(at, rng.choice(vocabulary))
        else:
            words[at], words[at + 1] = words[at + 1], words[at]
    return " ".join(words)


def rewritten(text: str, number: int, leads: Sequence[str], vocabulary: Sequence[str], rng: random.Random) -> str:
    """A new lead (another article's) on the rest with one word in ten to twenty changed; a third lose a paragraph."""
    parts = [part for part in text.split("\n") if part.strip()]
    rest = parts[1:] if len(parts) > 2 else [" ".join(text.split()[40:])]
    if number % 3 == 0 and len(rest) > 3:
        del rest[rng.randrange(len(rest))]
    body = edited(" ".join(rest), rng.uniform(0.05, 0.10), vocabulary, rng)
    return leads[(number + 7) % len(leads)] + "\n" + body


def _leads(texts: Sequence[str]) -> list[str]:
    return [" ".join(next(part for part in text.split("\n") if part.strip()).split()[:60]) for text in texts]


def _made(sentences: Sequence[str], rng: random.Random) -> str:
    return " ".join(rng.choice(sentences) for _ in range(9))


def _minhash(text: str) -> RMinHash:
    words = _WORD.findall(text.lower())
    minhash = RMinHash(num_perm=128, seed=42)
    minhash.update(list({" ".join(words[i : i + 3]) for i in range(max(1, len(words) - 2))}))
    return minhash


def _articles(*, apart: bool = True) -> Iterator[str]:
    """Texts of 120 words and more; with ``apart`` those that share no eight five-word runs with an earlier one."""
    if SHARED_DATA is None:
        return
    seen: dict[int, int] = {}
    number = 0
    for name in FILES:
        path = SHARED_DATA / f"{name}.jsonl.gz"
        if not path.is_file():
            continue
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                text = json.loads(line).get("text") or ""
                words = _WORD.findall(text.lower())
                if not 120 <= len(words) <= 2500:
                    continue
                runs = {hash(tuple(words[i : i + 5])) for i in range(len(words) - 4)}
                shared: defaultdict[int, int] = defaultdict(int)
                for value in runs:
                    if value in seen:
                        shared[seen[value]] += 1
                if apart and max(shared.values(), default=0) >= 8:
                    continue
                for value in runs:
                    seen[value] = number
                number += 1
                yield text


if __name__ == "__main__":
    print(json.dumps(run(), indent=1, ensure_ascii=False))
