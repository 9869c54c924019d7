"""Would these labels teach the model who wrote, and not what is written?

If an article's outlet alone tells its label (fakes from some pages, true items from others), a text model learns
the outlets' habits: on a public set such a model scores 0.90 by random split and 0.64 when outlets are held out.
Measured per topic over the examples that have an outlet:

- ``auc``: each example is scored by the share of positives among the *other* examples of its outlet (leave one
  out, smoothed towards the overall share); the area under the ROC curve of that score. 0.5 is no information.
- ``information``: mutual information of outlet and label over the label's entropy, 0 to 1, corrected for chance
  by the mean over shuffled labels.

Both must be high before training is refused: many small outlets raise the first by chance, one huge one the second.
Below ``MIN_EXAMPLES`` examples with an outlet, or with one kind of label only, nothing can be told: training goes on,
and the card and the report say so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifier.training.examples import Example
from models.records import Bilingual

AUC_LIMIT = 0.85
INFORMATION_LIMIT = 0.35
MIN_EXAMPLES = 30
SHOWN = 8  # outlets named in the error
_SMOOTHING = 1.0
_SHUFFLES = 20


@dataclass(frozen=True, slots=True)
class Confounding:
    """How much the outlet alone tells about one topic's label. ``telling``: outlets that are nearly all one label,
    each with its examples and positives, the largest first. ``outlets`` and ``positives``: how many there are."""

    topic: str
    examples: int
    positives: int
    outlets: int
    auc: float
    information: float
    telling: tuple[tuple[str, int, int], ...]

    @property
    def enough(self) -> bool:
        """Whether there are examples enough to tell; fewer are named on the card and stop nothing."""
        return self.examples >= MIN_EXAMPLES and 0 < self.positives < self.examples

    @property
    def confounded(self) -> bool:
        return self.enough and self.auc >= AUC_LIMIT and self.information >= INFORMATION_LIMIT

    def said(self) -> Bilingual:
        """The outcome in words."""
        if not self.enough:
            return Bilingual(
                f"{self.topic}: quá ít nhãn có tên báo để biết ({self.examples} nhãn, {self.positives} đúng chủ đề; "
                f"cần {MIN_EXAMPLES} và cả hai loại)",
                f"{self.topic}: too few labels with an outlet to tell ({self.examples} labels, {self.positives} "
                f"positive; {MIN_EXAMPLES} and both kinds are needed)",
            )
        figures = f"AUC {self.auc:.2f}, I {self.information:.2f}"
        if self.confounded:
            return Bilingual(f"{self.topic}: tên báo đoán được nhãn ({figures})",
                             f"{self.topic}: the outlet predicts the label ({figures})")  # fmt: skip
        return Bilingual(f"{self.topic}: tên báo không đoán được nhãn ({figures})",
                         f"{self.topic}: the outlet does not predict the label ({figures})")  # fmt: skip

    def as_row(self) -> dict[str, Any]:
        """For the card: the measures are null where there is too little to tell."""
        said = self.said()
        return {
            "topic": self.topic,
            "examples": self.examples,
            "positives": self.positives,
            "outlets": self.outlets,
            "enough": self.enough,
            "auc": round(self.auc, 4) if self.enough else None,
            "information": round(self.information, 4) if self.enough else None,
            "says_vi": said.vi,
            "says_en": said.en,
        }


class ConfoundedError(Exception):
    """Labels that the outlet alone predicts. ``message`` names the outlets and says why training stops."""

    def __init__(self, message: Bilingual, measures: Sequence[Confounding]):
        super().__init__(f"{message.vi} / {message.en}")
        self.message = message
        self.measures = tuple(measures)


def measure(examples: Sequence[Example], topic: str) -> Confounding:
    """Over examples that have an outlet and whose label on ``topic`` is known."""
    rows = [e for e in examples if e.outlet and (e.known is None or topic in e.known)]
    outlets = sorted({str(e.outlet) for e in rows})
    place = {name: n for n, name in enumerate(outlets)}
    group = np.array([place[str(e.outlet)] for e in rows], dtype=np.int64)
    truth = np.array([topic in e.topics for e in rows], dtype=bool)
    if not rows or truth.all() or not truth.any():
        return Confounding(topic, len(rows), int(truth.sum()), len(outlets), 0.5, 0.0, ())
    return Confounding(
        topic,
        len(rows),
        int(truth.sum()),
        len(outlets),
        _auc(_left_out(group, truth, len(outlets)), truth),
        _information(group, truth, len(outlets)),
        _telling(group, truth, outlets),
    )


def check(examples: Sequence[Example], topics: Sequence[str]) -> tuple[Confounding, ...]:
    """The measures of every topic. ConfoundedError when any topic's labels are confounded with the outlet."""
    measures = tuple(measure(examples, topic) for topic in topics)
    bad = [m for m in measures if m.confounded]
    if bad:
        raise ConfoundedError(_refusal(bad), measures)
    return measures


def _refusal(bad: Sequence[Confounding]) -> Bilingual:
    """Names the topics, the measures with their limits, the outlets with their labels, why, and what to do."""
    figures = "; ".join(f"{m.topic}: AUC {m.auc:.2f} (≥ {AUC_LIMIT}), I {m.information:.2f} (≥ {INFORMATION_LIMIT})"
                        for m in bad)  # fmt: skip
    shown = list(dict.fromkeys(name for m in bad for name in m.telling))
    more = "; …" if len(shown) > SHOWN else ""
    vi = "; ".join(f"{name} ({hits}/{size} đúng)" for name, size, hits in shown[:SHOWN]) + more
    en = "; ".join(f"{name} ({hits}/{size} positive)" for name, size, hits in shown[:SHOWN]) + more
    return Bilingual(
        f"dừng huấn luyện: chỉ cần biết trang nào đăng đã đoán được nhãn ({figures}). Các trang: {vi}. "
        "Học từ những nhãn này là học ai viết chứ không phải viết gì; hãy gắn nhãn cả hai loại cho cùng một trang.",
        f"training stopped: the outlet alone predicts the label ({figures}). Outlets: {en}. "
        "Learning from these labels would teach who wrote, not what is written; "
        "label both kinds from the same outlets.",
    )


def _left_out(group: NDArray[np.int64], truth: NDArray[np.bool_], groups: int) -> NDArray[np.float64]:
    """For each row the smoothed share of positives among the other rows of its group."""
    overall = float(truth.mean())
    size = np.bincount(group, minlength=groups)[group] - 1.0
    hits = np.bincount(group, weights=truth, minlength=groups)[group] - truth
    return np.asarray((hits + _SMOOTHING * overall) / (size + _SMOOTHING))


def _auc(scores: NDArray[np.float64], truth: NDArray[np.bool_]) -> float:
    from sklearn.metrics import roc_auc_score

    return float(roc_auc_score(truth, scores))


def _mutual(group: NDArray[np.int64], truth: NDArray[np.bool_], groups: int) -> float:
    joint = np.zeros((groups, 2))
    np.add.at(joint, (group, truth.astype(int)), 1.0)
    joint /= joint.sum()
    outer = joint.sum(axis=1, keepdims=True) @ joint.sum(axis=0, keepdims=True)
    cells = joint > 0
    return float(np.sum(joint[cells] * np.log(joint[cells] / outer[cells])))


def _information(group: NDArray[np.int64], truth: NDArray[np.bool_], groups: int) -> float:
    share = float(truth.mean())
    entropy = -(share * np.log(share) + (1 - share) * np.log(1 - share))
    random = np.random.default_rng(0)
    chance = float(np.mean([_mutual(group, random.permutation(truth), groups) for _ in range(_SHUFFLES)]))
    return float(np.clip((_mutual(group, truth, groups) - chance) / max(entropy - chance, 1e-9), 0.0, 1.0))


def _telling(
    group: NDArray[np.int64], truth: NDArray[np.bool_], outlets: Sequence[str]
) -> tuple[tuple[str, int, int], ...]:
    """The outlets that tell, never none: nearly all one label (90 %) and three examples or more; where there is none,
    smaller ones; where every outlet has both kinds, those whose share is farthest from the overall one."""
    size = np.bincount(group, minlength=len(outlets))
    hits = np.bincount(group, weights=truth, minlength=len(outlets)).astype(np.int64)
    share = hits / np.maximum(size, 1)
    pure = [int(n) for n in np.argsort(-size, kind="stable") if not 0.1 < share[n] < 0.9]
    large = [n for n in pure if size[n] >= 3]
    far = [int(n) for n in np.argsort(-np.abs(share - truth.mean()) * size, kind="stable")]
    return tuple((outlets[n], int(size[n]), int(hits[n])) for n in (large or pure or far))
