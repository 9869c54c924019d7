"""Which articles to draw for annotators: ones unlike each other, and a blind random slice.

The uncertain need no drawing: the store orders them by their stored probabilities (``models.store.labelling``).
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

import numpy as np

from classifier.topics.model import TopicModel
from models.records import Article


def diverse(model: TopicModel, articles: Sequence[Article], limit: int) -> list[str]:
    """Ids that lie far from each other in the model's features (farthest point first; Gonzalez 1985).

    Starts from the article nearest to the middle of all, so that the same articles give the same sample.
    """
    if not articles or limit <= 0:
        return []
    matrix = model.features(articles).tocsr()
    norms = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    middle = np.asarray(matrix.mean(axis=0)).ravel()
    chosen = [int(np.argmax((matrix @ middle) / np.maximum(norms, 1e-9)))]
    nearest = np.full(len(articles), -np.inf)
    while len(chosen) < min(limit, len(articles)):
        last = np.asarray(matrix[chosen[-1]].todense()).ravel()
        closeness = (matrix @ last) / np.maximum(norms * norms[chosen[-1]], 1e-9)
        nearest = np.maximum(nearest, closeness)
        nearest[chosen] = np.inf
        chosen.append(int(np.argmin(nearest)))
    return [articles[n].id for n in chosen]


def audit_slice(ids: Sequence[str], limit: int, seed: str) -> list[str]:
    """A random slice that the same seed (a day, say) always draws alike, whatever order the ids come in."""
    return sorted(ids, key=lambda item: sha256(f"{seed}:{item}".encode()).hexdigest())[:limit]
