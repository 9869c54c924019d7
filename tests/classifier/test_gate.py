"""The gate: a candidate that loses a core topic never passes, an equal one does."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from classifier.topics.model import TopicModel, load_model
from classifier.training.examples import Example, gate_examples
from classifier.training.gate import Neutrality, gate
from classifier.training.topics import STARTING
from models.records import Bilingual, Language


@pytest.fixture(scope="module")
def champion() -> TopicModel:
    return load_model(STARTING)


@pytest.fixture(scope="module")
def examples() -> list[Example]:
    return list(gate_examples(Language.VI))


def copy(model: TopicModel, weights: np.ndarray) -> TopicModel:
    return TopicModel(model.topics, weights, model.bias, model.rules, model.concepts, model.idf)


def test_an_equal_candidate_passes(champion: TopicModel, examples: list[Example]) -> None:
    result = gate(champion, champion, examples)
    assert result.passed and len(result.differences) == 3


def test_a_candidate_that_forgot_a_core_topic_is_named(champion: TopicModel, examples: list[Example]) -> None:
    weights = champion.weights.copy()
    weights[champion.topics.index("religion")] = 0
    result = gate(copy(champion, weights), champion, examples)
    assert not result.passed
    assert any("religion" in reason.vi and "religion" in reason.en for reason in result.reasons)


def test_the_neutrality_suite_has_its_say(champion: TopicModel, examples: list[Example]) -> None:
    failed = Neutrality(False, Bilingual("giọng phê phán bị xếp cao hơn", "the critical voice ranks higher"))
    result = gate(champion, None, examples, neutrality=failed)
    assert not result.passed and "phê phán" in result.reasons[0].vi


def test_too_few_examples_tell_nothing(champion: TopicModel, examples: list[Example]) -> None:
    few = [replace(e, topics=e.topics - {"east_sea"}) for e in examples]
    assert not gate(champion, champion, few).passed


def test_a_candidate_without_a_core_topic_is_refused(champion: TopicModel, examples: list[Example]) -> None:
    part = TopicModel(
        champion.topics[:2], champion.weights[:2], champion.bias[:2], champion.rules[:2], champion.concepts, champion.idf
    )
    assert not gate(part, None, examples).passed
