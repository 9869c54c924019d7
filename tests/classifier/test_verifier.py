"""The plug for an entailment model: off by default, asked only about differences found, blind to outlets."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.compare import COMPARER_VERSION, CompareItem, Comparer
from classifier.scoring import LEVEL
from classifier.verifier import Verdict, weighed
from classifier.verifier.onnx import OnnxVerifier
from config.errors import ConfigError
from models.records import Evidence
from tests.classifier.tiny_nli import make

EVIDENCE = "Hội đồng xã Bản Lao họp sáng 3/6 và thông qua kế hoạch xây trường tiểu học bên suối, sau 2 giờ bàn của 14 đại biểu."
CLASH = "Hội đồng xã Bản Lao họp sáng 3/6 và bác bỏ kế hoạch xây trường tiểu học bên suối, sau 2 giờ bàn của 14 đại biểu."
AGREES = "Sáng 3/6, hội đồng xã Bản Lao họp, thông qua kế hoạch xây trường tiểu học bên suối."


class Says:
    """A verifier that always answers the same and remembers what it was asked."""

    name = "says:1"

    def __init__(self, verdict: Verdict) -> None:
        self.verdict, self.asked = verdict, list[tuple[str, str]]()

    def judge(self, pairs: Sequence[tuple[str, str]]) -> list[Verdict]:
        self.asked += pairs
        return [self.verdict] * len(pairs)


AGREEMENT, CONTRADICTION, NOTHING = Verdict(1, 0, 0), Verdict(0, 0, 1), Verdict(0, 1, 0)


def compare(text: str, verifier: Says | OnnxVerifier | None = None, outlet: str | None = None, evidence: str = EVIDENCE):
    item = CompareItem("x", text, outlet=outlet, evidence=(Evidence(evidence, outlet="Báo Suối Lạnh"),))
    return Comparer(verifier=verifier).compare(item)


def test_without_a_verifier_nothing_changes() -> None:
    assert compare(CLASH) == compare(CLASH, Says(NOTHING)) and compare(CLASH).findings
    assert Comparer().version == COMPARER_VERSION != Comparer(verifier=Says(NOTHING)).version


def test_it_weighs_what_was_found_and_finds_nothing_by_itself() -> None:
    plain, doubted, sure = compare(CLASH), compare(CLASH, Says(AGREEMENT)), compare(CLASH, Says(CONTRADICTION))
    assert doubted.score < plain.score < sure.score
    assert not doubted.findings or doubted.findings[0].strength < plain.findings[0].strength
    assert sure.findings[0].strength > plain.findings[0].strength
    assert sure.findings[0].passage == plain.findings[0].passage and sure.findings[0].evidence
    asked = Says(CONTRADICTION)
    assert compare(AGREES, asked).findings == () and asked.asked == []


def test_it_never_sees_an_outlets_name() -> None:
    asked = Says(NOTHING)
    compare(f"Tờ Bến Đò Xưa viết: {CLASH}", asked, "Bến Đò Xưa", f"Báo Suối Lạnh: {EVIDENCE}")
    assert asked.asked and not any(name in text for pair in asked.asked for text in pair for name in ("Bến Đò Xưa", "Suối Lạnh"))


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_a_doubt_stays_a_doubt(soft: float, supported: float, contradicted: float) -> None:
    total = supported + contradicted or 1.0
    verdict = Verdict(supported / total, 0.0, contradicted / total)
    assert 0.0 <= weighed(soft, verdict) <= 1.0
    assert weighed(soft, CONTRADICTION) >= weighed(soft, verdict) >= weighed(soft, AGREEMENT)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("nli"))


def test_a_local_model_is_run(folder: Path) -> None:
    model = OnnxVerifier(folder)
    answers = model.judge([("điều này", "là trái"), ("điều này", "là đúng"), ("", "báo"), ("trái " * 5000, "")] * 9)
    assert [max(range(3), key=lambda n: answer[n]) for answer in answers[:4]] == [2, 0, 1, 2]
    assert len(answers) == 36 and all(abs(sum(answer) - 1) < 1e-6 for answer in answers)
    assert OnnxVerifier(folder).name == model.name and model.name.startswith("nli:")


def test_labels_are_read_by_name_not_by_place(tmp_path: Path) -> None:
    turned = OnnxVerifier(make(tmp_path / "turned", ("ENTAILMENT", "NEUTRAL", "CONTRADICTION")))
    assert turned.judge([("", "trái")])[0].supported > 0.9


def test_a_model_decides_a_doubtful_case(folder: Path) -> None:
    model, doubt = OnnxVerifier(folder), compare(CLASH)
    told = compare(CLASH.replace("14 đại biểu", "trái 14 đại biểu"), model)
    calmed = compare(CLASH.replace("14 đại biểu", "đúng 14 đại biểu"), model)
    assert told.score > doubt.score > calmed.score and told.findings[0].strength >= LEVEL


@pytest.mark.parametrize("missing", ["model.onnx", "tokenizer.json", "config.json"])
def test_a_folder_that_lacks_a_file_is_refused(tmp_path: Path, missing: str) -> None:
    (make(tmp_path / "m") / missing).unlink()
    with pytest.raises(ConfigError, match=f"(?s){missing}.*/.*needs"):
        OnnxVerifier(tmp_path / "m")


@pytest.mark.parametrize("labels", ['{"id2label": {"0": "a", "1": "b", "2": "c"}}', "[]", "{"])
def test_labels_nobody_knows_are_refused(tmp_path: Path, labels: str) -> None:
    (make(tmp_path / "m") / "config.json").write_text(labels, encoding="utf-8")
    with pytest.raises(ConfigError, match="contradiction"):
        OnnxVerifier(tmp_path / "m")


def test_a_broken_model_is_refused(tmp_path: Path) -> None:
    (make(tmp_path / "m") / "model.onnx").write_bytes(b"nothing")
    with pytest.raises(ConfigError, match="cannot be read"):
        OnnxVerifier(tmp_path / "m")


def test_the_command_line_takes_a_folder(folder: Path, tmp_path: Path) -> None:
    row = {"id": "a", "text": CLASH, "evidence": [{"text": EVIDENCE}]}

    def run(*options: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "pipeline.cli", "compare", *options]
        return subprocess.run(command, input=json.dumps(row) + "\n", capture_output=True, text=True, timeout=60, check=False)

    plain, weighed_ = run(), run("--verifier", str(folder))
    assert plain.returncode == weighed_.returncode == 0
    assert json.loads(plain.stdout)["findings"] and json.loads(weighed_.stdout)["id"] == "a"
    refused = run("--verifier", str(tmp_path / "none"))
    assert refused.returncode != 0 and "model.onnx" in refused.stderr
