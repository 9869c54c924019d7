"""Compute ``pair_idf.bin.gz`` from feed items: ``python -m classifier.stories.build_pair_idf
ITEMS.jsonl.gz``.

Reads ``title`` and ``summary`` of each line; writes only figures, one byte a hash bucket. Pairs seen in
fewer than three items are left out. Not part of the running product.
"""

from __future__ import annotations

import gzip
import json
import math
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

from classifier.stories.pair_weights import BUCKETS, STEP, bucket
from classifier.stories.synonyms import with_concepts
from models.text import tone_fold

LEAST = 3
_WORD = re.compile(r"\w+")


def word_pairs(text: str) -> Iterator[str]:
    """The pairs of neighbouring words of a text, as the signature forms them."""
    words = _WORD.findall(with_concepts(tone_fold(text)))
    return (f"{a} {b}" for a, b in pairwise(words))


def table(texts: Iterable[str]) -> bytes:
    """One byte a bucket: the weight in steps, 0 where nothing was seen often enough. Clashing pairs keep
    the lower weight.
    """
    counts: Counter[str] = Counter()
    total = 0
    for text in texts:
        counts.update(set(word_pairs(text)))
        total += 1
    out = bytearray(BUCKETS)
    for pair, count in counts.items():
        if count >= LEAST:
            value = min(255, max(1, round(math.log(total / count) / STEP)))
            at = bucket(pair)
            out[at] = min(out[at], value) if out[at] else value
    return bytes(out)


def _texts(path: Path) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            item = json.loads(line)
            yield f"{item['title']}. {item.get('summary') or ''}"


def main() -> None:
    target = Path(__file__).with_name("pair_idf.bin.gz")
    target.write_bytes(gzip.compress(table(_texts(Path(sys.argv[1]))), 9, mtime=0))


if __name__ == "__main__":
    main()
