"""Models on disk: what was written comes back, and nothing else does."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import numpy as np
import pytest

from classifier import registry


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    registry.save(tmp_path / "m", {"a": np.arange(5), "b": ["x", "y"]}, {"kind": "test"})
    return tmp_path / "m"


def test_what_was_saved_comes_back(folder: Path) -> None:
    state, card = registry.load(folder)
    assert state["a"].tolist() == [0, 1, 2, 3, 4] and state["b"] == ["x", "y"]
    assert card["kind"] == "test" and set(card["libraries"]) == set(registry.LIBRARIES)


def test_a_changed_file_is_refused_in_both_languages(folder: Path) -> None:
    path = folder / registry.MODEL_FILE
    path.write_bytes(path.read_bytes() + b"\0")
    with pytest.raises(registry.RegistryError) as caught:
        registry.load(folder)
    assert "mã băm" in caught.value.message.vi and "hash" in caught.value.message.en


def test_missing_or_foreign_cards_are_refused(tmp_path: Path, folder: Path) -> None:
    with pytest.raises(registry.RegistryError):
        registry.load(tmp_path / "nowhere")
    (folder / registry.CARD_FILE).write_text("[]", encoding="utf-8")
    with pytest.raises(registry.RegistryError):
        registry.load(folder)


def with_library(folder: Path, name: str, version: str) -> None:
    path = folder / registry.CARD_FILE
    card = json.loads(path.read_text(encoding="utf-8"))
    card["libraries"][name] = version
    path.write_text(json.dumps(card), encoding="utf-8")


@pytest.mark.parametrize("name", registry.LIBRARIES)
def test_another_major_version_of_a_library_is_refused(folder: Path, name: str) -> None:
    with_library(folder, name, "99.0.0")
    with pytest.raises(registry.RegistryError, match=name) as caught:
        registry.load(folder)
    assert "doichieu train topics" in caught.value.message.vi and f"install {name} 99.0.0" in caught.value.message.en


def test_minor_versions_count_where_the_library_gives_no_promise(folder: Path) -> None:
    here = registry.library_versions()
    major, minor = here["scikit-learn"].split(".")[:2]
    with_library(folder, "scikit-learn", f"{major}.{minor}.99")
    registry.load(folder)
    with_library(folder, "scikit-learn", f"{major}.{int(minor) + 1}.0")
    with pytest.raises(registry.RegistryError, match="scikit-learn"):
        registry.load(folder)
    with_library(folder, "scikit-learn", here["scikit-learn"])
    with_library(folder, "numpy", f"{here['numpy'].split('.')[0]}.99.0")
    registry.load(folder)
    with_library(folder, "skops", f"{here['skops'].split('.')[0]}.999")
    with pytest.raises(registry.RegistryError, match="skops"):
        registry.load(folder)


def test_a_further_file_is_checked_too(folder: Path) -> None:
    card = registry.attach(folder, "more.json", b"{}", {"extra": 1})
    assert card["extra"] == 1 and registry.read_file(folder, "more.json") == b"{}"
    registry.load(folder)
    (folder / "more.json").write_bytes(b"[]")
    with pytest.raises(registry.RegistryError, match=r"more\.json"):
        registry.load(folder)
    with pytest.raises(registry.RegistryError):
        registry.read_file(folder, "other.json")


def test_a_file_that_is_no_model_is_refused_even_with_a_right_hash(folder: Path) -> None:
    path = folder / registry.MODEL_FILE
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("schema.json", json.dumps({"__class__": "system", "__module__": "os", "__loader__": "FunctionNode"}))
    card_path = folder / registry.CARD_FILE
    card = json.loads(card_path.read_text(encoding="utf-8"))
    card["files"][registry.MODEL_FILE]["sha256"] = registry.sha256(path)
    card_path.write_text(json.dumps(card), encoding="utf-8")
    with pytest.raises(registry.RegistryError):
        registry.load(folder)


def test_models_too_large_are_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "MAX_BYTES", 100)
    with pytest.raises(registry.RegistryError):
        registry.save(tmp_path, {"a": np.random.default_rng(0).random(5000)}, {})
    assert not (tmp_path / registry.MODEL_FILE).exists()
