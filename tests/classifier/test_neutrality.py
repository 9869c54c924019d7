"""No voice, actor or side may matter: true statements raise nothing, whoever acts and however it is said."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from classifier.compare import CompareItem, Comparer
from models.records import Evidence, EvidenceRole

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


OPINION = yaml.safe_load((Path(__file__).parent / "sets" / "opinion.yaml").read_text(encoding="utf-8"))


def test_opinion_petition_sermon_and_satire_raise_nothing_neutrality():
    comparer = Comparer()
    flagged = []
    for piece in OPINION:
        for role in ("report", "document"):
            evidence = (Evidence(piece["evidence"], role=EvidenceRole(role)),)
            for title in ("", re.split(r"[.?!] ", piece["text"])[0]):
                flagged += [(piece["kind"], f.kind, f.passage) for f in comparer.compare(CompareItem("o", piece["text"], title, evidence=evidence)).findings]
    assert len(OPINION) >= 50 and flagged == []


def test_countries_exchanged_on_both_sides_change_nothing_neutrality():
    """Names of like form, exchanged consistently in article and evidence: same kinds, strengths and score."""
    comparer = Comparer()
    pairs = (("Pháp", "Đức"), ("Iran", "Iraq"), ("Nhật Bản", "Hàn Quốc"), ("Trung Quốc", "Việt Nam"), ("Campuchia", "Malaysia"))
    frames = (
        ("{a} trục xuất 12 nhà ngoại giao của {b} hôm 4/3.", "{a} trục xuất 21 nhà ngoại giao của {b} hôm 4/3."),
        ("{a} bác bỏ đề nghị đàm phán của {b} về nghề cá.", "{a} chấp nhận đề nghị đàm phán của {b} về nghề cá."),
        ("{a} kiện {b} ra trọng tài về thuế thép.", "{b} kiện {a} ra trọng tài về thuế thép."),
        ("{a} dự kiến mở cửa biên giới với {b} vào tháng 6.", "{a} đã mở cửa biên giới với {b} vào tháng 6."),
        ("{a} viện trợ cho {b} 40 triệu USD sau động đất.", "{a} viện trợ cho {b} 40 triệu USD sau động đất, theo thông báo."),
    )
    for said, shown in frames:
        outcomes = set()
        for one, other in pairs:
            for a, b in ((one, other), (other, one)):
                found = comparer.compare(CompareItem("s", said.format(a=a, b=b), evidence=(Evidence(shown.format(a=a, b=b)),)))
                outcomes.add((round(found.score, 6), tuple((f.kind, f.strength) for f in found.findings)))
        assert len(outcomes) == 1, (said, outcomes)


def test_a_changed_figure_is_found_as_often_in_every_voice_neutrality():
    """A suite of silence alone would pass a dead detector: the same facts with one figure changed are found, and in no voice less often."""
    comparer = Comparer()
    found: dict[str, list[bool]] = {voice: [] for voice in SET["voices"]}
    for fact in SET["facts"]:
        for language in ("vi", "en"):
            figure = re.search(r"(?<![\d./-])\d{2,3}(?![\d./-]|\w)", fact[language]["said"])
            if figure is None:
                continue
            changed = f"{fact[language]['said'][: figure.start()]}{int(figure[0]) * 3 + 1}{fact[language]['said'][figure.end() :]}"
            for actor in SET["actors"][::4]:
                evidence = (Evidence(fact[language]["evidence"].format(a=actor[language])),)
                for voice, frames in SET["voices"].items():
                    for frame in frames:
                        text = frame[language].format(said=changed.format(a=actor[language]))
                        found[voice].append(bool(comparer.compare(CompareItem("n", text, evidence=evidence)).findings))
    recall = {voice: sum(hits) / len(hits) for voice, hits in found.items()}
    assert min(recall.values()) >= 0.7 and max(recall.values()) - min(recall.values()) <= 0.05, recall
