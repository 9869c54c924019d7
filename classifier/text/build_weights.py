"""Computes ``weights.tsv``: how telling each written syllable is, and how often it is a name.

Usage: ``python -m classifier.text.build_weights ITEMS.jsonl.gz > classifier/text/weights.tsv`` where ITEMS
are feed items
with ``title`` and ``summary``. One line a token: the token (lowercase, tone-folded), its inverse document
frequency
``ln(N / n)``, and the share of its mid-sentence uses that are capitalised. Figures only; no text leaves the
source.
"""

from __future__ import annotations

import gzip
import json
import math
import re
import sys
from collections import Counter
from pathlib import Path

from models.text import nfc, tone_fold

_WORD = re.compile(r"\w+")
_MIN_DOCUMENTS = 5


def count(path: Path) -> tuple[int, Counter[str], Counter[str], Counter[str]]:
    """Documents; documents, mid-sentence uses and capitalised mid-sentence uses by token."""
    documents, inside, capital = Counter[str](), Counter[str](), Counter[str]()
    total = 0
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            text = nfc(f"{row.get('title') or ''}. {row.get('summary') or ''}")
            total += 1
            seen = set()
            for match in _WORD.finditer(text):
                word = match[0]
                if not word[0].isalpha():
                    continue
                token = tone_fold(word)
                seen.add(token)
                before = text[max(0, match.start() - 2) : match.start()]
                if before[-1:] == " " and (before[:1].islower() or before[:1] == ","):
                    inside[token] += 1
                    capital[token] += word[0].isupper()
            documents.update(seen)
    return total, documents, inside, capital


def main(path: Path) -> None:
    total, documents, inside, capital = count(path)
    for token, n in sorted(documents.items()):
        if n >= _MIN_DOCUMENTS and len(token) <= 20:
            share = capital[token] / inside[token] if inside[token] else 0.5
            print(f"{token}\t{math.log(total / n):.2f}\t{share:.2f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
