"""An article as two blocks of numbers: hashed words, and concepts with their pairs.

Words are syllables and neighbouring pairs of syllables. A pair ("tự do") carries what segmentation would give,
at a hundredth of its cost: measured in docs/decisions/topics-model.md. The title counts twice, the lead once, the
rest of a body half. Hashing means that a model holds numbers and no vocabulary.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.feature_extraction import FeatureHasher

from classifier.topics.concepts import BREAK, ConceptFinder, tokens
from classifier.topics.masks import mask
from models.records import Article

WORD_BITS = 17
SIGNAL_BITS = 14
WORD_COLUMNS = 1 << WORD_BITS
SIGNAL_COLUMNS = 1 << SIGNAL_BITS
COLUMNS = WORD_COLUMNS + SIGNAL_COLUMNS
LEAD_WORDS = 80  # of a body without a summary; a feed's summary has about 40
BODY_WORDS = 900  # what comes later repeats the story's words or tells its background
SIGNAL_SCALE = 0.8
_TITLE, _LEAD, _BODY = 2.0, 1.0, 0.5
_BODY_MENTIONS = 3  # a concept that only the body has must come back this often to count

FEATURES_VERSION = "words1-2+concepts/1"


@dataclass(frozen=True, slots=True)
class View:
    """The masked tokens of an article's title, lead and remaining body."""

    title: list[str]
    lead: list[str]
    body: list[str]


def view(article: Article) -> View:
    """What the model may see of an article: never its outlet, byline, address, time or language."""
    title = tokens(mask(article.title, article.outlet))
    summary = tokens(mask(article.summary, article.outlet)) if article.summary else []
    body = tokens(mask(article.text[: BODY_WORDS * 10], article.outlet))[:BODY_WORDS] if article.text else []
    if summary:
        return View(title, summary, body)
    return View(title, body[:LEAD_WORDS], body[LEAD_WORDS:])


class Featuriser:
    """Turns articles into a sparse matrix with ``COLUMNS`` columns.

    ``idf`` weighs the hashed words (shape ``(WORD_COLUMNS,)``). Same articles, same concepts, same numbers:
    nothing is learnt or kept here.
    """

    def __init__(self, finder: ConceptFinder, idf: NDArray[np.float32]):
        if idf.shape != (WORD_COLUMNS,):
            raise ValueError(f"idf has shape {idf.shape}, expected {(WORD_COLUMNS,)}")
        self._finder = finder
        self._idf = idf
        self._words = FeatureHasher(WORD_COLUMNS, input_type="pair", dtype=np.float32, alternate_sign=False)
        self._signals = FeatureHasher(SIGNAL_COLUMNS, input_type="pair", dtype=np.float32, alternate_sign=False)

    def concepts_of(self, article: Article) -> frozenset[str]:
        """The concepts that the title or the lead mentions."""
        seen = view(article)
        return frozenset(self._finder.count(seen.title)) | frozenset(self._finder.count(seen.lead))

    def matrix(self, articles: Sequence[Article]) -> Any:
        """Shape ``(len(articles), COLUMNS)``, CSR, float32."""
        views = [view(article) for article in articles]
        words = self._words.transform(_word_pairs(each) for each in views)
        words.data *= self._idf[words.indices]
        norms = np.sqrt(np.asarray(words.multiply(words).sum(axis=1)).ravel())
        words = sp.diags_array(1.0 / np.maximum(norms, 1e-6)).astype(np.float32) @ words
        signals = self._signals.transform(_signal_pairs(each, self._finder) for each in views)
        signals.data *= SIGNAL_SCALE
        return sp.hstack([words, signals], format="csr", dtype=np.float32)


def grams(found: Sequence[str]) -> list[str]:
    """The tokens and each neighbouring two of them, none across punctuation."""
    pairs = (f"{a} {b}" for a, b in pairwise(found) if a != BREAK and b != BREAK)
    return [*(token for token in found if token != BREAK), *pairs]


def _word_pairs(each: View) -> list[tuple[str, float]]:
    counts: Counter[str] = Counter()
    for part, weight in ((each.title, _TITLE), (each.lead, _LEAD), (each.body, _BODY)):
        for gram in grams(part):
            counts[gram] += weight  # type: ignore[assignment]
    return [(gram, 1.0 + math.log(count) if count > 1 else float(count)) for gram, count in counts.items()]


def _signal_pairs(each: View, finder: ConceptFinder) -> list[tuple[str, float]]:
    title = finder.count(each.title)
    near = title + finder.count(each.lead)
    pairs = [(f"c:{name}", 1.0) for name in near]
    pairs += [(f"t:{name}", 0.7) for name in title]
    names = sorted(near)
    pairs += [(f"p:{a}+{b}", 0.5) for i, a in enumerate(names) for b in names[i + 1 :]]
    if each.body:
        whole = finder.count(each.body)
        pairs += [(f"c:{name}", 0.5) for name, n in whole.items() if n >= _BODY_MENTIONS and name not in near]
    return pairs
