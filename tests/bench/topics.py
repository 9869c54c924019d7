"""Topics: how many feed items and whole articles are tagged a second on one core; loading; a full retrain.

The process is bound to one core for tagging. The peer is scikit-learn's TF-IDF (words and pairs of words) with
one-against-rest logistic regression, trained on the same corpus and asked for the same topics; it neither masks outlets
nor knows concepts, calibration or English's own line. Feed items have a title and a summary of about 30 words; articles
have 560 syllables, put together from the corpus' sentences by a fixed seed. The retrain is ``classifier.training.topics.train``
on 20,000 such articles of 40 outlets, all ten topics, in a child process on two cores; memory is that process's peak.
"""

from __future__ import annotations

import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MultiLabelBinarizer

from classifier.topics.model import load_model
from classifier.training.examples import Example, gate_examples, starting_examples
from classifier.training.topics import train
from config.topics import load_topics
from models.records import Article

SYLLABLES = 560
ARTICLES = 300
RETRAIN = 20_000
OUTLETS = 40


def article(source: Sequence[Example], topics: frozenset[str], dice: random.Random, number: int) -> Example:
    """An article of ``SYLLABLES`` words: sentences of texts about ``topics``, and of texts about none."""
    about = [e for e in source if e.topics == topics] or list(source)
    first = dice.choice(about)
    sentences = [s for e in dice.sample(about, min(6, len(about))) for s in f"{e.title}. {e.text}".split(". ")]
    dice.shuffle(sentences)
    body = " ".join(". ".join(sentences * 20).split()[:SYLLABLES])
    day = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=number % 5000)
    outlet = f"Báo {dice.randrange(OUTLETS)}"
    return replace(first, id=f"bench-{number}", text=body, summary="", outlet=outlet, published_at=day, origin="office")


def articles(count: int) -> list[Example]:
    """``count`` articles with the topics of the corpus, the same for the same count."""
    source, dice = starting_examples(), random.Random(7)
    pool = [e.topics for e in source]
    return [article(source, dice.choice(pool), dice, n) for n in range(count)]


def rate(work: Callable[[], object], items: int) -> float:
    """Items a second, the best of three passes."""
    work()
    best = float("inf")
    for _ in range(3):
        began = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - began)
    return items / best


def tagging(folder: Path) -> dict[str, Any]:
    """Ours and the peer's rates, on one core."""
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(cores)})
    try:
        began = time.perf_counter()
        model = load_model(folder)
        loaded = time.perf_counter() - began
        corpus = starting_examples()
        labels = MultiLabelBinarizer().fit_transform([sorted(e.topics) for e in corpus])
        peer = make_pipeline(
            TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True), OneVsRestClassifier(LogisticRegression())
        ).fit([f"{e.title} {e.summary} {e.text}" for e in corpus], labels)
        figures: dict[str, Any] = {}
        items = [e.article() for e in gate_examples()] * 4
        for name, some in (("feed items", items), ("articles", [e.article() for e in articles(ARTICLES)])):
            texts = [f"{a.title} {a.summary} {a.text}" for a in some]
            ours = rate(lambda some=some: model.predict(some), len(some))  # type: ignore[misc]
            theirs = rate(lambda texts=texts: peer.predict_proba(texts), len(texts))  # type: ignore[misc]
            figures[name] = {
                "ours_per_second": round(ours),
                "tfidf_and_logistic_regression_per_second": round(theirs),
                "ratio": round(ours / theirs, 2),
            }
            segmented = segmenting(some[:100])
            if segmented is not None:
                figures[name]["if_underthesea_segmented_first_per_second"] = round(1 / (1 / ours + 1 / segmented))
        figures["model_load_seconds"] = round(loaded, 3)
        figures["model_file_megabytes"] = round(sum(p.stat().st_size for p in folder.iterdir()) / 1e6, 2)
    finally:
        os.sched_setaffinity(0, cores)
    return figures


def segmenting(some: Sequence[Article]) -> float | None:
    """Texts a second through underthesea's word_tokenize; None where it is not installed (it is no dependency)."""
    try:
        from underthesea import word_tokenize
    except ImportError:
        return None
    return rate(lambda: [word_tokenize(f"{a.title}. {a.summary} {a.text}") for a in some], len(some))


def retrain(count: int, out: Path) -> dict[str, Any]:
    """Run in a child: seconds of the training itself and the process's peak memory in megabytes."""
    examples = articles(count)
    began = time.perf_counter()
    train([*starting_examples(), *examples], load_topics(), out)
    seconds = time.perf_counter() - began
    return {"seconds": round(seconds, 1), "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)}


def run(count: int = RETRAIN) -> dict[str, Any]:
    """All the figures above."""
    with tempfile.TemporaryDirectory() as work:
        command = [sys.executable, "-m", "tests.bench.topics", "retrain", str(count), f"{work}/model"]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        trained = json.loads(done.stdout.splitlines()[-1])
        return {**tagging(Path(work) / "model"), f"retrain_from_{count}_articles": trained}


if __name__ == "__main__":
    if sys.argv[1:2] == ["retrain"]:
        print(json.dumps(retrain(int(sys.argv[2]), Path(sys.argv[3]))))
    else:
        print(json.dumps(run(int(sys.argv[1]) if sys.argv[1:] else RETRAIN), indent=1))
