"""A tiny entailment model, made here: it says "contradiction" of a pair where the word "trái" stands, else what it is told."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer, models, pre_tokenizers

WORDS = ["[PAD]", "[UNK]", "trái", "đúng", "báo"]
LABELS = ("contradiction", "neutral", "entailment")


def make(folder: Path, labels: tuple[str, ...] = LABELS) -> Path:
    """Writes model.onnx, tokenizer.json and config.json; the logits are the sums of the words' rows."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = np.zeros((len(WORDS), 3), dtype=np.float32)
    rows[WORDS.index("trái")] = [9, 0, 0]
    rows[WORDS.index("đúng")] = [0, 0, 9]
    rows[WORDS.index("báo")] = [0, 9, 0]
    graph = helper.make_graph(
        [
            helper.make_node("Gather", ["rows", "input_ids"], ["words"]),
            helper.make_node("Cast", ["attention_mask"], ["mask"], to=TensorProto.FLOAT),
            helper.make_node("Unsqueeze", ["mask", "last"], ["weights"]),
            helper.make_node("Mul", ["words", "weights"], ["seen"]),
            helper.make_node("ReduceSum", ["seen", "middle"], ["logits"], keepdims=0),
        ],
        "tiny",
        [helper.make_tensor_value_info(name, TensorProto.INT64, ["pairs", "length"]) for name in ("input_ids", "attention_mask")],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["pairs", 3])],
        [
            numpy_helper.from_array(rows, "rows"),
            numpy_helper.from_array(np.array([2], dtype=np.int64), "last"),
            numpy_helper.from_array(np.array([1], dtype=np.int64), "middle"),
        ],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9)
    onnx.checker.check_model(model)
    onnx.save(model, folder / "model.onnx")
    tokenizer = Tokenizer(models.WordLevel({word: n for n, word in enumerate(WORDS)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.save(str(folder / "tokenizer.json"))
    (folder / "config.json").write_text(json.dumps({"id2label": dict(enumerate(labels))}), encoding="utf-8")
    return folder
