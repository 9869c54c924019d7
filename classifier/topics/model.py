"""The topic model: article in, a calibrated probability for every topic out.

One linear score a topic over hashed words, concepts and pairs of concepts, a sigmoid fitted on held-out scores,
a threshold and a grey band a topic. The model never sees who published, where, or when. Where a probability lies
in the grey band the topic is listed under ``unsure``: the desk asks a person. Training is elsewhere
(``classifier/training``); this file only applies.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifier import registry
from classifier.topics.concepts import ConceptFinder
from classifier.topics.features import COLUMNS, FEATURES_VERSION, WORD_COLUMNS, Featuriser
from models.records import Article, Bilingual, Language, TopicScores

CHUNK = 512


@dataclass(frozen=True, slots=True)
class TopicRule:
    """From a topic's raw score to a decision.

    ``probability = sigmoid(slope * score + offset)``; tagged from ``threshold`` up; unsure in ``[low, high]``.
    English scores, which rest on fewer labels, have their own line, fitted so that the same threshold serves.
    """

    slope: float
    offset: float
    threshold: float
    low: float
    high: float
    english_slope: float
    english_offset: float


class TopicModel:
    """Immutable once built; ``predict`` keeps the order of its items and may be called from many threads."""

    def __init__(
        self,
        topics: Sequence[str],
        weights: NDArray[np.float32],
        bias: NDArray[np.float32],
        rules: Sequence[TopicRule],
        concepts: Mapping[str, Sequence[str]],
        idf: NDArray[np.float32],
        version: str = "unsaved",
    ):
        if weights.shape != (len(topics), COLUMNS) or len(rules) != len(topics) or bias.shape != (len(topics),):
            raise ValueError(f"{len(topics)} topics do not fit weights of shape {weights.shape}")
        self.topics = tuple(topics)
        self.rules = tuple(rules)
        self.version = version
        self.concepts = {name: tuple(phrases) for name, phrases in concepts.items()}
        self.weights = weights
        self.bias = bias
        self.idf = idf
        self._transposed = np.ascontiguousarray(weights.T)
        self._featuriser = Featuriser(ConceptFinder(self.concepts), idf)

    def features(self, items: Sequence[Article]) -> Any:
        """The sparse matrix of the items, as training sees it."""
        return self._featuriser.matrix(items)

    def probabilities(self, items: Sequence[Article]) -> NDArray[np.float64]:
        """Shape ``(len(items), len(topics))``."""
        rows = []
        for start in range(0, len(items), CHUNK):
            part = items[start : start + CHUNK]
            scores = self.features(part) @ self._transposed + self.bias
            english = np.array([item.language is not Language.VI for item in part], dtype=bool)
            rows.append(self._calibrated(np.asarray(scores, dtype=np.float64), english[:, None]))
        return np.vstack(rows) if rows else np.empty((0, len(self.topics)))

    def _calibrated(self, scores: NDArray[np.float64], english: NDArray[np.bool_]) -> NDArray[np.float64]:
        """Raw scores (items by topics) as probabilities; ``english`` has a row an item."""
        slopes = np.where(english, [r.english_slope for r in self.rules], [r.slope for r in self.rules])
        offsets = np.where(english, [r.english_offset for r in self.rules], [r.offset for r in self.rules])
        return np.asarray(1.0 / (1.0 + np.exp(-np.clip(scores * slopes + offsets, -30, 30))))

    def predict(self, items: Sequence[Article]) -> list[TopicScores]:
        """One TopicScores an item, in order; every topic has a probability."""
        found = self.probabilities(items)
        return [self._scores(item.id, row) for item, row in zip(items, found, strict=True)]

    def _scores(self, item_id: str, row: NDArray[np.float64]) -> TopicScores:
        judged = list(zip(self.topics, row, self.rules, strict=True))
        return TopicScores(
            id=item_id,
            probabilities={topic: round(float(p), 6) for topic, p, _ in judged},
            tags=tuple(topic for topic, p, rule in judged if p >= rule.threshold),
            unsure=tuple(topic for topic, p, rule in judged if rule.low <= p <= rule.high),
        )

    def save(self, folder: Path, card: Mapping[str, Any]) -> dict[str, Any]:
        """Writes the model and its card; the whole card, with the version, comes back."""
        state = {
            "topics": list(self.topics),
            "weights": self.weights.astype(np.float16),
            "bias": self.bias.astype(np.float32),
            "rules": np.array([astuple(rule) for rule in self.rules]),
            "concepts": {name: list(phrases) for name, phrases in self.concepts.items()},
            "idf": self.idf.astype(np.float16),
            "features": FEATURES_VERSION,
        }
        thresholds = {topic: round(rule.threshold, 4) for topic, rule in zip(self.topics, self.rules, strict=True)}
        return registry.save(folder, state, {**card, "topics": list(self.topics), "thresholds": thresholds})


def load_model(folder: Path) -> TopicModel:
    """The model in ``folder``. registry.RegistryError: missing, changed, or made for other features."""
    state, card = registry.load(folder)
    if state.get("features") != FEATURES_VERSION:
        raise registry.RegistryError(
            Bilingual(
                f"mô hình dùng đặc trưng {state.get('features')}, bản này dùng {FEATURES_VERSION}; hãy huấn luyện lại",
                f"the model uses features {state.get('features')}, this version {FEATURES_VERSION}; train again",
            )
        )
    return TopicModel(
        topics=state["topics"],
        weights=state["weights"].astype(np.float32),
        bias=state["bias"],
        rules=[TopicRule(*map(float, row)) for row in state["rules"]],
        concepts=state["concepts"],
        idf=state["idf"].astype(np.float32).reshape(WORD_COLUMNS),
        version="topics-" + str(card["files"][registry.MODEL_FILE]["sha256"])[:12],
    )
