"""A transformer entailment model from a local folder, run with ONNX runtime (extra ``[nli]``).

The folder holds ``model.onnx`` (inputs ``input_ids``, ``attention_mask`` and perhaps ``token_type_ids``; output logits
of shape (pairs, 3)), ``tokenizer.json`` (Hugging Face tokenizers) and ``config.json`` with ``id2label``. Nothing is
downloaded, no code of the folder is run.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from classifier.verifier import Verdict
from config.errors import ConfigError
from models.records import Bilingual

FILES = ("model.onnx", "tokenizer.json", "config.json")
LONGEST = 256  # tokens of a pair
BATCH = 16
# How models call the three answers.
_NAMES = {
    "supported": ("entail", "support"),
    "not_stated": ("neutral", "not_enough", "nei", "unrelated"),
    "contradicted": ("contra", "refut"),
}


class OnnxVerifier:
    """Loads once; ``judge`` runs on one core. Errors in the folder are ``ConfigError`` with what to do."""

    def __init__(self, folder: Path) -> None:
        runtime, tokenizers = _libraries()
        for name in FILES:
            if not (folder / name).is_file():
                raise ConfigError(
                    Bilingual(
                        f"thư mục mô hình suy luận {folder} thiếu {name}: cần {', '.join(FILES)}",
                        f"the entailment model's folder {folder} lacks {name}: it needs {', '.join(FILES)}",
                    )
                )
        self._order = _order(folder / "config.json")
        options = runtime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        try:
            self._session = runtime.InferenceSession(
                str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
            )
            self._tokenizer = tokenizers.Tokenizer.from_file(str(folder / "tokenizer.json"))
        except Exception as error:  # both libraries raise types of their own
            raise ConfigError(
                Bilingual(
                    f"không đọc được mô hình suy luận trong {folder}: {error}",
                    f"the entailment model in {folder} cannot be read: {error}",
                )
            ) from error
        self._tokenizer.enable_truncation(LONGEST)
        self._tokenizer.enable_padding()
        self._inputs = [node.name for node in self._session.get_inputs()]
        self._name = f"nli:{hashlib.sha256((folder / 'model.onnx').read_bytes()).hexdigest()[:12]}"

    @property
    def name(self) -> str:
        return self._name

    def judge(self, pairs: Sequence[tuple[str, str]]) -> list[Verdict]:
        out: list[Verdict] = []
        for at in range(0, len(pairs), BATCH):
            out += self._batch(pairs[at : at + BATCH])
        return out

    def _batch(self, pairs: Sequence[tuple[str, str]]) -> list[Verdict]:
        encoded = self._tokenizer.encode_batch(list(pairs))
        arrays = {
            "input_ids": [row.ids for row in encoded],
            "attention_mask": [row.attention_mask for row in encoded],
            "token_type_ids": [row.type_ids for row in encoded],
        }
        fed = {name: np.asarray(arrays[name], dtype=np.int64) for name in self._inputs}
        logits = np.asarray(self._session.run(None, fed)[0], dtype=float)
        shares = np.exp(logits - logits.max(axis=1, keepdims=True))
        shares /= shares.sum(axis=1, keepdims=True)
        return [Verdict(*(float(row[n]) for n in self._order)) for row in shares]


def _order(path: Path) -> tuple[int, int, int]:
    """Where the model puts supported, not stated and contradicted."""
    try:
        labels: Mapping[str, Any] = json.loads(path.read_text("utf-8"))["id2label"]
        named = {int(number): str(label).lower() for number, label in labels.items()}
        found = [
            [n for n, label in named.items() if any(word in label for word in words)] for words in _NAMES.values()
        ]
    except (ValueError, KeyError, AttributeError, TypeError) as error:
        raise _labels(path) from error
    if [len(places) for places in found] != [1, 1, 1] or sorted(n for places in found for n in places) != [0, 1, 2]:
        raise _labels(path)
    return found[0][0], found[1][0], found[2][0]


def _labels(path: Path) -> ConfigError:
    return ConfigError(
        Bilingual(
            f"{path}: cần id2label với ba nhãn entailment, neutral, contradiction",
            f"{path}: id2label with the three labels entailment, neutral, contradiction is needed",
        )
    )


def _libraries() -> tuple[Any, Any]:
    try:
        import onnxruntime
        import tokenizers
    except ImportError as error:
        raise ConfigError(
            Bilingual(
                "mô hình suy luận cần phần cài thêm: pip install 'doi-chieu[nli]'",
                "an entailment model needs the extra: pip install 'doi-chieu[nli]'",
            )
        ) from error
    return onnxruntime, tokenizers
