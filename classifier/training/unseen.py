"""What a model says of labelled rows that taught it nothing.

A model asked about a row that trained it shows off its memory. Training therefore writes ``unseen.json`` beside
the model: for every office label that trained it, the answer of the fold that had not seen it (folds keep an outlet
together). ``answers`` takes that answer for such a row and asks the model itself about all others, so that two models
can be judged on the same rows whichever of them trained on which. A row of which a copy lies in another fold has no
such answer and is never judged: the fold had seen its text.

The file holds hashes of ids and numbers, no text.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifier.registry import read_card, read_file
from classifier.topics.model import TopicModel, load_model
from classifier.training.examples import Example
from models.text import fold, words

UNSEEN_FILE = "unseen.json"
_LEAD_WORDS = 20  # so many equal words at the start of a text make it a copy


def row_key(example: Example) -> str:
    """Names a row without telling its id: the article's, so that a later label of it is the same row."""
    return sha256(example.id.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Said:
    """One model's honest answers: arrays of shape (rows, topics). Rows not ``fair`` trained it and may not be judged;
    ``folded`` were answered by a fold and not by the model itself."""

    version: str
    topics: tuple[str, ...]
    chances: NDArray[np.float64]
    tagged: NDArray[np.bool_]
    unsure: NDArray[np.bool_]
    fair: NDArray[np.bool_]
    folded: NDArray[np.bool_]


def says(model: TopicModel, examples: Sequence[Example]) -> Said:
    """The model's own answers; that none of the rows trained it is the caller's to see to."""
    chances = model.probabilities([e.article() for e in examples])
    rows = len(examples)
    return Said(
        model.version,
        model.topics,
        chances,
        chances >= np.array([rule.threshold for rule in model.rules]),
        (chances >= np.array([rule.low for rule in model.rules]))
        & (chances <= np.array([rule.high for rule in model.rules])),
        np.ones(rows, dtype=bool),
        np.zeros(rows, dtype=bool),
    )


def answers(folder: Path, examples: Sequence[Example], model: TopicModel | None = None) -> Said:
    """As ``says``, with the folds' answers where a row trained the model in ``folder``.

    A model that trained on office labels before such answers were kept is fair on none of an office's rows.
    RegistryError: the folder is damaged.
    """
    said = says(model or load_model(folder), examples)
    card = read_card(folder)
    office = np.array([e.origin == "office" for e in examples], dtype=bool)
    if UNSEEN_FILE not in card["files"]:
        trained = dict(card.get("data", {}).get("by_origin", {})).get("office", 0)
        said.fair[office] = not trained
        return said
    kept: dict[str, Any] = json.loads(read_file(folder, UNSEEN_FILE))
    place = [kept["topics"].index(topic) for topic in said.topics]
    for n, example in enumerate(examples):
        key = row_key(example)
        if key not in kept["rows"]:
            continue
        row = kept["rows"][key]
        said.folded[n], said.fair[n] = row is not None, row is not None
        if row is not None:
            said.chances[n] = [row[0][i] for i in place]
            said.tagged[n] = [row[1][i] == "1" for i in place]
            said.unsure[n] = [row[2][i] == "1" for i in place]
    return said


def written(
    rows: Sequence[Example],
    topics: Sequence[str],
    chances: NDArray[np.float64],
    tagged: NDArray[np.bool_],
    unsure: NDArray[np.bool_],
    split: NDArray[np.bool_],
) -> bytes:
    """The file's bytes for the office's rows among ``rows``; of rows in ``split`` only that they trained."""
    kept: dict[str, Any] = {}
    for n, example in enumerate(rows):
        if example.origin != "office":
            continue
        bits = ("".join("1" if bit else "0" for bit in line[n]) for line in (tagged, unsure))
        kept[row_key(example)] = None if split[n] else [[round(float(p), 5) for p in chances[n]], *bits]
    whole = {"topics": list(topics), "rows": kept}
    return json.dumps(whole, separators=(",", ":"), sort_keys=True).encode()


def trained_on(folder: Path) -> frozenset[str]:
    """The keys of the office's rows that trained the model in ``folder``; none known of an older model."""
    if UNSEEN_FILE not in read_card(folder)["files"]:
        return frozenset()
    return frozenset(json.loads(read_file(folder, UNSEEN_FILE))["rows"])


Marks = tuple[str, ...]


def marks(example: Example) -> Marks:
    """What copies share: the whole title, and the first words of the text, both without diacritics and case.

    A retold report shares neither; that it stays on the other side is a limit of every figure by outlet.
    """
    found = []
    title = words(fold(example.title))
    if len(title) >= 5:
        found.append("t:" + " ".join(title))
    lead = words(fold((example.text or example.summary)[:600]))
    if len(lead) >= _LEAD_WORDS:
        found.append("l:" + " ".join(lead[:_LEAD_WORDS]))
    return tuple(found)


def copied_across(named: Sequence[Marks], folds: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which rows, given by their ``marks``, have a copy in another fold."""
    places: dict[str, set[int]] = defaultdict(set)
    for found, place in zip(named, folds, strict=True):
        for mark in found:
            places[mark].add(int(place))
    return np.array([any(len(places[mark]) > 1 for mark in found) for found in named], dtype=bool)
