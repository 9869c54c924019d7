"""The neutrality suite of the topic tags: the shipped model passes, models made to lean are caught and named."""

from __future__ import annotations

import numpy as np
import pytest

from classifier.topics.model import TopicModel, load_model
from classifier.training.examples import gate_examples, starting_examples
from classifier.training.linear import balanced, fit_line
from classifier.training.neutrality import check, read_suite
from classifier.training.topics import STARTING


@pytest.fixture(scope="module")
def shipped() -> TopicModel:
    return load_model(STARTING)


def leaning(model: TopicModel, topic: str, kind: str, push: float) -> TopicModel:
    """The model with a line added that tells the first of the suite's pairs from the second."""
    pairs = [p for p in read_suite() if p.topic == topic and p.kind == kind]
    matrix = model.features([p.first for p in pairs] + [p.second for p in pairs])
    truth = np.arange(2 * len(pairs)) < len(pairs)
    line = fit_line(matrix, truth, balanced(truth, np.ones(len(truth))), strength=50.0)
    weights = model.weights.copy()
    weights[model.topics.index(topic)] += push * line.weights
    return TopicModel(model.topics, weights, model.bias, model.rules, model.concepts, model.idf)


def test_the_shipped_model_follows_neither_voice_nor_side_nor_outlet(shipped: TopicModel) -> None:
    result = check(shipped)
    assert result.passed, result.detail
    assert result.figures["outlets"]["gap"] == 0.0
    assert result.figures["voices"]["pairs"] >= 20 and result.figures["sides"]["pairs"] >= 12


def test_a_model_that_prefers_the_critical_voice_fails_and_is_told_so(shipped: TopicModel) -> None:
    result = check(leaning(shipped, "human_rights", "voices", 1.5))
    assert not result.passed
    assert "human_rights" in result.detail.en and "critical" in result.detail.en and "phê phán" in result.detail.vi


def test_a_model_that_asks_which_country_acts_fails(shipped: TopicModel) -> None:
    assert not check(leaning(shipped, "east_sea", "sides", 3.0)).passed


def test_the_suite_is_in_no_training_and_no_judging_set() -> None:
    titles = {e.title.casefold() for e in (*starting_examples(), *gate_examples())}
    assert not titles & {p.first.title.casefold() for p in read_suite()}
    assert len({(p.first.title, p.second.title) for p in read_suite()}) == len(read_suite())
