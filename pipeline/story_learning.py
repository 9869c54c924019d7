"""What the office's splits and joins say of how wide its stories should be."""

from __future__ import annotations

from functools import lru_cache

from classifier.stories.learning import NONE, Shift, learn
from classifier.stories.pairs import same_event
from classifier.stories.signature import signature
from models.records import Article
from models.rows import JudgedPair
from models.store import NotFound, Transaction


def learned_shift(tx: Transaction) -> Shift:
    """Learned from the pairs people have judged so far; none from too few."""
    judged = [
        (probability, pair.same)
        for pair in tx.story_changes.judged()
        if (probability := _probability(tx, pair)) is not None
    ]
    return learn(judged) if judged else NONE


def _probability(tx: Transaction, pair: JudgedPair) -> float | None:
    """How likely the machine holds the two for one event; None where an article is no longer there."""
    try:
        return _same(tx.articles.as_value(pair.first), tx.articles.as_value(pair.second))
    except NotFound:
        return None


@lru_cache(maxsize=2000)
def _same(first: Article, second: Article) -> float:
    return same_event(signature(first), signature(second))
