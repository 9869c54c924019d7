"""Makes the starting figures that ship with the program: word statistics and weights of the core topics.

    python -m classifier.training.build_starting --archive items.jsonl.gz --labels labels/*.jsonl \\
        --held-out topics_dev.jsonl --out classifier/topics/starting

``--archive``: feed items, one JSON object a line with id, title, summary (also full articles with text).
``--labels``: lines ``{"id", "topics"}`` given by reading those items; they judge the core topics only.
``--sets``: labelled sets with their texts (``{"id", "title", "summary", "topics"}``). They train too, so a figure on
them counts only out of fold: the card holds those, each fold keeping reports of one event together.
``--held-out``: a labelled set that must stay unseen: its rows, and items nearly equal to one of them (cosine of
the weighted words over ``NEAR``), train nothing. No text goes into the result: only weights, document
frequencies over hashed words, and calibration. The card says what was read and how it was held apart.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.feature_extraction import FeatureHasher

from classifier.topics.concepts import ConceptFinder, read_concepts, with_keywords
from classifier.topics.features import COLUMNS, FEATURES_VERSION, WORD_COLUMNS, Featuriser, grams, view
from classifier.topics.model import TopicModel, TopicRule
from classifier.training.calibrate import rule as fitted_rule
from classifier.training.calibrate import with_english
from classifier.training.examples import Example, definition_examples, starting_examples
from classifier.training.linear import Line
from classifier.training.measures import measures
from classifier.training.stacked import fit_stack, stories
from config.topics import CORE, load_topics
from models.records import Article, Language

NEAR = 0.75
FOLDS = 10
BACKGROUND = 4000  # unread items, taken for "about none of these": of 65,000 read by sample, under 1 % are not
BACKGROUND_WEIGHT = 1.0
CORPUS_WEIGHT = 1.0
ENGLISH_NEGATIVES = 2.0  # a third of the corpus' English is about a topic, of the news a few in a hundred: a middle way
_RARE = 3.0  # an unseen word weighs like one seen in this many documents


def read_items(paths: Sequence[Path]) -> Iterator[Article]:
    for path in paths:
        stem = path.name.split(".")[0]
        with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines):
                row = json.loads(line)
                text = str(row.get("text") or "")
                yield Article(
                    id=str(row.get("id") or f"{stem}:{number}"),
                    title=str(row.get("title") or ""),
                    text="",
                    summary=str(row.get("summary") or text[:260]),
                    outlet=str(row.get("outlet") or row.get("source") or "") or None,
                )


def word_idf(archive: Sequence[Article], english: Sequence[Article]) -> NDArray[np.float32]:
    """log(N/df)/log(N/rare) over hashed words, the lower of Vietnamese and English, in (0, 1]."""
    weights = np.ones(WORD_COLUMNS)
    for articles in (archive, english):
        hasher = FeatureHasher(WORD_COLUMNS, input_type="string", dtype=np.float32, alternate_sign=False)
        counts = np.zeros(WORD_COLUMNS)
        for start in range(0, len(articles), 4000):
            found = hasher.transform(sorted(_bag(a)) for a in articles[start : start + 4000])
            counts += np.asarray((found > 0).sum(axis=0)).ravel()
        total = max(len(articles), 10)
        own = np.log(total / np.maximum(counts, min(_RARE, total / 3))) / math.log(total / min(_RARE, total / 3))
        weights = np.minimum(weights, np.clip(own, 0.02, 1.0))
    return weights.astype(np.float32)


def _bag(article: Article) -> set[str]:
    seen = view(article)
    return {gram for part in (seen.title, seen.lead, seen.body) for gram in grams(part)}


def near_rows(words: Any, held: Any) -> NDArray[np.bool_]:
    """Which rows of ``words`` are nearly one of ``held`` (both L2-normalised word blocks)."""
    best = np.zeros(words.shape[0])
    for start in range(0, words.shape[0], 4000):
        best[start : start + 4000] = np.asarray((words[start : start + 4000] @ held.T).max(axis=1).todense()).ravel()
    return np.asarray(best >= NEAR)


def labelled(archive: dict[str, Article], paths: Sequence[Path]) -> list[Example]:
    """The read items as examples; the last label of an id stands; ids that the archive lacks are left out."""
    labels: dict[str, list[str]] = {}
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip():
                row = json.loads(line)
                labels[str(row["id"])] = list(row["topics"])
    return [
        Example(
            id=key,
            title=archive[key].title,
            text="",
            summary=archive[key].summary,
            outlet=archive[key].outlet,
            topics=frozenset(topics),
            known=frozenset(CORE),
            origin="read",
        )
        for key, topics in sorted(labels.items())
        if key in archive
    ]


def read_set(path: Path) -> list[Example]:
    """A labelled set as examples; ``batch`` is the file's name, under which the card reports it."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [
        Example(
            id=str(row["id"]),
            title=str(row.get("title") or ""),
            text="",
            summary=str(row.get("summary") or ""),
            outlet=row.get("outlet"),
            topics=frozenset(row["topics"]),
            known=frozenset(CORE),
            origin="read",
            batch=path.name,
        )
        for row in rows
    ]


def build(
    archive_paths: Sequence[Path],
    label_paths: Sequence[Path],
    held_out: Path | None,
    out: Path,
    set_paths: Sequence[Path] = (),
) -> dict[str, Any]:
    """The card of the starting figures written to ``out``."""
    archive = {a.id: a for a in read_items(archive_paths)}
    corpus = starting_examples()
    topics = load_topics()
    idf = word_idf(list(archive.values()), [e.article() for e in corpus if e.language is Language.EN])
    concepts = with_keywords(read_concepts(), topics)
    featuriser = Featuriser(ConceptFinder(concepts), idf)

    held = list(read_items([held_out])) if held_out else []
    sets = [example for path in set_paths for example in read_set(path)]
    in_sets = {e.id for e in sets}
    read = [e for e in labelled(archive, label_paths) if e.id not in in_sets]
    kept = _apart([*sets, *read], held, featuriser)
    background = _background(archive, {e.id for e in kept}, held, featuriser)
    own = [replace(e, weight=CORPUS_WEIGHT) for e in corpus]
    rows = [*kept, *background, *own, *definition_examples(topics)]
    matrix = featuriser.matrix([e.article() for e in rows])
    folds = _folds(rows, stories(sp.csr_matrix(matrix[: len(kept), :WORD_COLUMNS])))

    weights, bias = np.zeros((len(CORE), COLUMNS), dtype=np.float32), np.zeros(len(CORE), dtype=np.float32)
    rules, figures = [], {}
    for n, topic in enumerate(CORE):
        scores, line = _scores_and_line(rows, matrix, folds, topic)
        rule = _rule(rows, scores, topic)
        figures[topic] = _figures(rows, scores, rule, topic)
        # The slope goes into the weights: shipped scores are log-odds, as training over them expects.
        weights[n], bias[n] = rule.slope * line.weights, rule.slope * line.bias + rule.offset
        rules.append(_as_log_odds(rule))

    model = TopicModel(CORE, weights, bias, rules, concepts, idf)
    card = {
        "kind": "topics-starting",
        "features": FEATURES_VERSION,
        "made_by": "classifier/training/build_starting.py",
        "data": {
            "archive_items_for_word_statistics": len(archive),
            "items_labelled_by_reading": len(kept),
            "of_these_from_sets": {path.name: sum(e.batch == path.name for e in kept) for path in set_paths},
            "left_out_as_near_the_held_out_set": len(sets) + len(read) - len(kept),
            "positives": {topic: sum(topic in e.topics for e in kept) for topic in CORE},
            "unread_background": len(background),
            "corpus_texts": len(own),
            "labels_sha256": {path.name: sha256(path.read_bytes()).hexdigest() for path in (*label_paths, *set_paths)},
        },
        "held_out": {"set": held_out.name if held_out else None, "rows_used": 0, "near_cosine": NEAR},
        "metrics": {"out_of_fold": figures, "folds": FOLDS, "folds_keep_together": "reports of one event"},
        "says": "Weights over hashed words and concepts, document frequencies and calibration. "
        "No text of any outlet is in this model.",
    }
    return model.save(out, card)


def _folds(rows: Sequence[Example], story: NDArray[np.int64]) -> NDArray[np.int64]:
    """The first rows, those labelled by reading, go by story; the others by id."""
    keys = [f"story-{number}" for number in story] + [e.id for e in rows[len(story) :]]
    return np.array([int(sha256(key.encode()).hexdigest()[:8], 16) % FOLDS for key in keys])


def _scores_and_line(
    rows: Sequence[Example], matrix: Any, folds: NDArray[np.int64], topic: str
) -> tuple[NDArray[np.float64], Line]:
    """Out-of-fold scores of all rows, and the line that all rows made together."""
    truth = np.array([topic in e.topics for e in rows])
    known = np.array([e.known is None or topic in e.known for e in rows])
    base = np.array([e.weight for e in rows])
    scores = np.zeros(len(rows))
    for fold in range(FOLDS):
        learn, there = np.flatnonzero(known & (folds != fold)), np.flatnonzero(folds == fold)
        line = fit_stack(matrix[learn], truth[learn], base[learn])
        scores[there] = matrix[there] @ line.weights + line.bias
    everything = np.flatnonzero(known)
    return scores, fit_stack(matrix[everything], truth[everything], base[everything])


def _rule(rows: Sequence[Example], scores: NDArray[np.float64], topic: str) -> TopicRule:
    truth = np.array([topic in e.topics for e in rows])
    base = np.array([e.weight for e in rows])
    news = np.array([e.origin in ("read", "background") for e in rows])
    english = np.array([e.language is Language.EN and e.origin == "corpus" for e in rows])
    rule = fitted_rule(scores[news], truth[news], base[news])
    weights = np.where(truth, base, base * ENGLISH_NEGATIVES)
    return with_english(rule, scores[english], truth[english], weights[english])


def _as_log_odds(rule: TopicRule) -> TopicRule:
    """The same rule over ``slope * score + offset`` in place of ``score``."""
    slope = rule.english_slope / rule.slope
    offset = rule.english_offset - slope * rule.offset
    return replace(rule, slope=1.0, offset=0.0, english_slope=slope, english_offset=offset)


def _figures(rows: Sequence[Example], scores: NDArray[np.float64], rule: TopicRule, topic: str) -> dict[str, Any]:
    """Out-of-fold figures on every labelled set and on the items read besides."""
    found = {}
    for name in sorted({e.batch for e in rows if e.origin == "read"}):
        here = np.array([e.origin == "read" and e.batch == name for e in rows])
        truth = np.array([topic in e.topics for e in rows])[here]
        chances = 1 / (1 + np.exp(-(rule.slope * scores[here] + rule.offset)))
        found[name or "other items read"] = measures(chances, chances >= rule.threshold, truth).as_row()
    return found


def _apart(examples: Sequence[Example], held: Sequence[Article], featuriser: Featuriser) -> list[Example]:
    ids = {a.id for a in held}
    fresh = [e for e in examples if e.id not in ids]
    if not held or not fresh:
        return fresh
    words = featuriser.matrix([e.article() for e in fresh])[:, :WORD_COLUMNS]
    near = near_rows(sp.csr_matrix(words), sp.csr_matrix(featuriser.matrix(held)[:, :WORD_COLUMNS]))
    return [e for e, bad in zip(fresh, near, strict=True) if not bad]


def _background(
    archive: dict[str, Article], read: set[str], held: Sequence[Article], featuriser: Featuriser
) -> list[Example]:
    random = np.random.default_rng(0)
    ids = sorted(set(archive) - read - {a.id for a in held})
    chosen = [archive[ids[n]] for n in random.choice(len(ids), min(BACKGROUND, len(ids)), replace=False)]
    rows = [
        Example(a.id, a.title, "", frozenset(), outlet=a.outlet, summary=a.summary, known=frozenset(CORE),
                origin="background", weight=BACKGROUND_WEIGHT)
        for a in chosen
        if not _mentions(a, featuriser)
    ]  # fmt: skip
    return _apart(rows, held, featuriser)


_TELLING = {
    "sea_name", "islands_name", "island_features", "sea_claims", "rights_word", "rights_body", "activist", "dissident",
    "anti_state", "free_speech", "press_freedom", "crackdown", "torture", "genocide", "refugee", "trafficking",
    "forced_labour", "discrimination", "gender_equality", "child_rights", "lgbt", "penalty_debate", "pope", "catholic",
    "protestant", "buddhist_clergy", "buddhism", "islam", "jewish", "hindu", "caodai_hoahao", "folk_belief",
    "pilgrimage", "religion_word", "religion_policy", "cult", "christmas_rite", "immigration", "indigenous",
}  # fmt: skip


def _mentions(article: Article, featuriser: Featuriser) -> bool:
    """An unread item that mentions a core topic's own words may be about it: it teaches nothing."""
    return bool(featuriser.concepts_of(article) & _TELLING)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--archive", type=Path, nargs="+", required=True)
    parser.add_argument("--labels", type=Path, nargs="+", required=True)
    parser.add_argument("--sets", type=Path, nargs="*", default=())
    parser.add_argument("--held-out", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    card = build(options.archive, options.labels, options.held_out, options.out, options.sets)
    print(json.dumps({"data": card["data"], "metrics": card["metrics"], "files": card["files"]}, indent=1))


if __name__ == "__main__":
    main()
