"""The comparer an office has: its references and, where it set one, its entailment model as a second reader."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from classifier.compare import Comparer
from classifier.verifier import Verifier
from config.settings import Settings
from models.records import Reference


def comparer_of(settings: Settings, references: Sequence[Reference]) -> Comparer:
    """A comparer by the settings. ConfigError where ``verifier_dir`` is set and cannot be used."""
    return Comparer(references, verifier=load_verifier(settings.verifier_dir))


def load_verifier(folder: Path | None) -> Verifier | None:
    """The entailment model of a folder, loaded once a process; None without a folder."""
    return None if folder is None else _loaded(folder.resolve())


@lru_cache(maxsize=2)
def _loaded(folder: Path) -> Verifier:
    from classifier.verifier.onnx import OnnxVerifier

    return OnnxVerifier(folder)
