"""Words as the index knows them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from models.text import OffsetMap, cleaned, fold, tone_fold

_TOKEN = re.compile(r"[^\W_]+")
MAX_TOKENS = 15_000  # of one article; PostgreSQL keeps positions only up to 16,383
_MAX_LENGTH = 200


@lru_cache(maxsize=100_000)
def exact_form(token: str) -> str:
    """A token as written, lowercase, old and new tone placement equal."""
    return tone_fold(token)[:_MAX_LENGTH]


@lru_cache(maxsize=100_000)
def folded_form(token: str) -> str:
    """A token without diacritics."""
    return "".join(char for char in fold(token) if char.isalnum())[:_MAX_LENGTH]


def spans(clean: OffsetMap) -> Iterator[tuple[str, int, int]]:
    """The tokens of a normalised text with their spans in it."""
    for match in _TOKEN.finditer(clean.text):
        yield match[0], match.start(), match.end()


def tokens(text: str) -> list[str]:
    """The tokens of a raw text, at most MAX_TOKENS."""
    return _TOKEN.findall(cleaned(text))[:MAX_TOKENS]
