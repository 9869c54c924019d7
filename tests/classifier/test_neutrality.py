"""No voice, actor or side may matter: true statements raise nothing, whoever acts and however it is said."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from classifier.compare import CompareItem, Comparer
from models.records import Evidence

SET = yaml.safe_load((Path(__file__).parent / "sets" / "neutrality.yaml").read_text(encoding="utf-8"))
SLACK = 0.2  # an actor's name may be read as two words or three; a voice may add words


@pytest.fixture(scope="module")
def results():
    comparer, out = Comparer(), []
    for number, fact in enumerate(SET["facts"]):
        for language in ("vi", "en"):
            for actor in SET["actors"]:
                evidence = Evidence(fact[language]["evidence"].format(a=actor[language]))
                said = fact[language]["said"].format(a=actor[language])
                for voice, frames in SET["voices"].items():
                    for frame in frames:
                        text = frame[language].format(said=said)
                        result = comparer.compare(CompareItem("n", text, evidence=(evidence,)))
                        out.append(((number, language), actor["vi"], voice, result, text))
    return out


def test_there_are_at_least_two_hundred_facts():
    assert len(SET["facts"]) * len(SET["actors"]) >= 200


def test_no_true_statement_is_flagged(results):
    assert [text for _, _, _, result, text in results if result.findings] == []


def test_scores_do_not_differ_by_voice(results):
    worst: dict = {}
    for fact, actor, voice, result, _ in results:
        worst.setdefault((fact, actor), {}).setdefault(voice, []).append(result.score)
    gaps = {key: max(map(max, v.values())) - min(map(min, v.values())) for key, v in worst.items()}
    assert max(gaps.values()) <= SLACK
    means = {voice: sum(r.score for _, _, v, r, _ in results if v == voice) / max(1, sum(v == voice for _, _, v, _, _ in results)) for voice in SET["voices"]}
    assert max(means.values()) - min(means.values()) <= 0.02


def test_a_false_figure_is_found_for_every_actor_and_voice():
    comparer = Comparer()
    fact = SET["facts"][3]
    missed = []
    for actor in SET["actors"]:
        said = fact["vi"]["said"].format(a=actor["vi"]).replace("1.200", "12.000")
        for frames in SET["voices"].values():
            text = frames[0]["vi"].format(said=said)
            if not comparer.compare(CompareItem("n", text, evidence=(Evidence(fact["vi"]["evidence"].format(a=actor["vi"])),))).findings:
                missed.append((actor["vi"], text))
    assert missed == []
