"""Concepts: phrases in Vietnamese and English that mean much the same for the topics, and how to find them.

A concept found says "mentioned", never "about": models learn from examples what concepts and pairs of concepts
say about a topic. The list (``concepts.yaml``) is data; a topic's own keywords join it as ``kw_<topic>``, so a
topic that an office adds has its concept from the first day.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import yaml

from models.records import Topic
from models.text import tone_fold

_BREAKS = frozenset(".,;:!?()|–—…/\n-")
CONCEPTS_FILE = Path(__file__).with_name("concepts.yaml")


def read_concepts(path: Path = CONCEPTS_FILE) -> dict[str, tuple[str, ...]]:
    """Concept id → phrases. ValueError for anything but a map of lists of texts."""
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(data, dict):
        raise ValueError(f"{path.name}: a map of concepts is expected")
    concepts = {}
    for name, phrases in data.items():
        if not isinstance(phrases, list) or not phrases:
            raise ValueError(f"{path.name}: {name}: a list of phrases is expected")
        concepts[str(name)] = tuple(str(phrase) for phrase in phrases)
    return concepts


def with_keywords(concepts: Mapping[str, Sequence[str]], topics: Iterable[Topic]) -> dict[str, tuple[str, ...]]:
    """The concepts and, for each topic with keywords, one more named ``kw_<topic id>``."""
    joined = {name: tuple(phrases) for name, phrases in concepts.items()}
    for topic in topics:
        if topic.keywords:
            joined[f"kw_{topic.id}"] = topic.keywords
    return joined


class ConceptFinder:
    """Counts the concepts in a sequence of tokens (as ``tokens`` gives them). Immutable once built."""

    def __init__(self, concepts: Mapping[str, Sequence[str]]):
        table: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for name in sorted(concepts):
            for phrase in concepts[name]:
                syllables = tuple(tokens(phrase))
                if syllables:
                    table.setdefault(syllables[0], []).append((syllables, name))
        self._table = table
        self.names = tuple(sorted(concepts))

    def count(self, found: Sequence[str]) -> Counter[str]:
        """Concept → how often one of its phrases begins in ``found``."""
        counts: Counter[str] = Counter()
        table = self._table
        for start, token in enumerate(found):
            for syllables, name in table.get(token, ()):
                length = len(syllables)
                if length == 1 or tuple(found[start : start + length]) == syllables:
                    counts[name] += 1
        return counts


BREAK = "."
_TOKEN = re.compile(r"\w+|[.,;:!?()|–—…/\n-]")


def tokens(text: str) -> list[str]:
    """The syllables of Vietnamese and the words of English: lowercase, tone placement folded, diacritics kept.

    Punctuation that ends a phrase becomes ``BREAK``, so that "tuyên giáo - dân vận" holds no "giáo dân".
    """
    return [token if token[0] not in _BREAKS else BREAK for token in _TOKEN.findall(tone_fold(text))]
