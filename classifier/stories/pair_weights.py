"""How telling a pair of neighbouring words is: most Vietnamese words are two syllables, and a syllable
alone tells little.

Weights are inverse document frequencies over public feed items, kept by hash in ``pair_idf.bin.gz`` (one
byte a bucket, in twentieths; no text can be read back from it). Computed by ``build_pair_idf``. Pairs the
table does not know count as rare.
"""

from __future__ import annotations

import gzip
from functools import cache
from hashlib import blake2b
from importlib.resources import files

BUCKETS = 1 << 18
STEP = 0.05
UNKNOWN = 9.5


def bucket(pair: str) -> int:
    """The bucket of a pair of tone-folded words joined by a space. Stable across runs and machines."""
    return int.from_bytes(blake2b(pair.encode(), digest_size=4).digest(), "big") % BUCKETS


@cache
def _table() -> bytes:
    return gzip.decompress((files("classifier.stories") / "pair_idf.bin.gz").read_bytes())


def pair_idf(pair: str) -> float:
    """``ln(N / n)`` of a word pair, ``UNKNOWN`` for one that was hardly ever seen."""
    value = _table()[bucket(pair)]
    return value * STEP if value else UNKNOWN
