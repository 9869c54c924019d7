"""The gate: a candidate that loses a core topic never passes, an equal one does."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from classifier.topics.model import TopicModel, load_model
from classifier.training.examples import Example, gate_examples
from classifier.training.gate import OFFICE, WRITTEN, Evidence, Neutrality, gate, judge
from classifier.training.topics import STARTING
from classifier.training.unseen import says
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
    assert result.passed and set(result.unchanged) == set(champion.topics) and not result.outcomes
    nearly = gate(copy(champion, champion.weights * np.float32(1.0001)), champion, examples)
    assert nearly.passed and {o.outcome for o in nearly.outcomes} == {"not_worse"}


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


def test_too_few_examples_tell_nothing_and_say_so(champion: TopicModel, examples: list[Example]) -> None:
    few = [replace(e, topics=e.topics - {"east_sea"}) for e in examples]
    result = gate(copy(champion, champion.weights * np.float32(1.0001)), champion, few)
    assert result.state == "undecided" and not result.passed
    (reason,) = result.reasons
    assert "east_sea: too few held-out labels to tell" in reason.en and "east_sea: quá ít nhãn" in reason.vi


def test_a_difference_that_could_hide_a_large_loss_is_not_called_equal(champion: TopicModel, examples: list[Example]) -> None:
    row = champion.topics.index("religion")
    weights = champion.weights.copy()
    weights[row] = -weights[row]
    positives = [e for e in examples if "religion" in e.topics][:10]
    others = [e for e in examples if "religion" not in e.topics][:10]
    few = [*positives, *others]
    result = gate(copy(champion, weights), champion, few)
    assert any("religion: F1" in reason.en for reason in result.reasons) and result.state == "refused"
    small = [*positives[:9], *others]
    assert gate(copy(champion, weights), champion, small).state == "undecided"


def test_each_set_is_judged_by_itself(champion: TopicModel, examples: list[Example]) -> None:
    """Worse on the office's own rows is refused, however well the written items go; too few there is only noted."""
    candidate = copy(champion, champion.weights * np.float32(1.0001))
    rule = Bilingual("để riêng", "held out")
    good = Evidence(WRITTEN, tuple(examples), says(candidate, examples), says(champion, examples), rule)
    said = says(candidate, examples)
    n = champion.topics.index("religion")
    said.tagged[:, n] = False
    bad = Evidence(OFFICE, tuple(examples), said, says(champion, examples), rule)
    result = judge(candidate, champion, [good, bad])
    assert result.state == "refused" and "the office's labels" in result.reasons[0].en
    few = tuple(examples[:12])
    thin = Evidence(OFFICE, few, says(candidate, few), says(champion, few), rule)
    result = judge(candidate, champion, [good, thin])
    assert result.passed and any("too few held-out labels" in note.en for note in result.notes)
    json.dumps(result.as_row())


def test_a_worse_topic_of_the_office_is_noted(champion: TopicModel, examples: list[Example]) -> None:
    weights = champion.weights.copy()
    weights[champion.topics.index("religion")] = 0
    result = gate(copy(champion, weights), champion, examples, core=("east_sea",))
    assert result.passed and any("religion: F1 falls" in note.en for note in result.notes)


def test_a_candidate_without_a_core_topic_is_refused(champion: TopicModel, examples: list[Example]) -> None:
    part = TopicModel(
        champion.topics[:2], champion.weights[:2], champion.bias[:2], champion.rules[:2], champion.concepts, champion.idf
    )
    assert not gate(part, None, examples).passed
