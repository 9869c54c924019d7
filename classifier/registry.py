"""Models on disk: ``model.skops`` and ``card.json`` in one folder, written together, checked together.

skops only, never pickle: loading runs no code. The card holds what made the model (data, metrics, thresholds,
library versions) and the sha256 of every file beside it. A folder whose files do not match its card, or whose
model needs types that skops does not know, is refused with a message for the reader.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

import skops.io

from models.records import Bilingual

MODEL_FILE = "model.skops"
CARD_FILE = "card.json"
FORMAT = 1
MAX_BYTES = 20_000_000
_UNREADABLE = (zipfile.BadZipFile, ValueError, KeyError, TypeError)
LIBRARIES = ("numpy", "scipy", "scikit-learn", "skops")


class RegistryError(Exception):
    """A model folder that cannot be used. ``message`` says what to do, in both languages."""

    def __init__(self, message: Bilingual):
        super().__init__(f"{message.vi} / {message.en}")
        self.message = message


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def library_versions() -> dict[str, str]:
    return {name: version(name) for name in LIBRARIES}


def save(folder: Path, state: Mapping[str, Any], card: Mapping[str, Any]) -> dict[str, Any]:
    """Writes ``state`` (numbers, texts, lists, numpy arrays) and its card; the whole card comes back.

    Existing files in ``folder`` are replaced. RegistryError when the model is larger than ``MAX_BYTES``.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / MODEL_FILE
    skops.io.dump(dict(state), path, compression=zipfile.ZIP_DEFLATED, compresslevel=6)
    if path.stat().st_size > MAX_BYTES:
        size = path.stat().st_size
        path.unlink()
        raise RegistryError(
            Bilingual(
                f"mô hình nặng {size} byte, quá mức {MAX_BYTES}", f"the model has {size} bytes, over {MAX_BYTES}"
            )
        )
    whole = {
        **card,
        "format": FORMAT,
        "libraries": library_versions(),
        "files": {MODEL_FILE: {"sha256": sha256(path), "bytes": path.stat().st_size}},
    }
    text = json.dumps(whole, ensure_ascii=False, indent=2, sort_keys=True)
    (folder / CARD_FILE).write_text(text + "\n", encoding="utf-8")
    return whole


def read_card(folder: Path) -> dict[str, Any]:
    """The card alone. RegistryError: no card, or not one of ours."""
    try:
        card = json.loads((folder / CARD_FILE).read_text(encoding="utf-8"))
    except FileNotFoundError as err:
        raise RegistryError(
            Bilingual(
                f"không có mô hình ở {folder.name}: thiếu {CARD_FILE}",
                f"no model in {folder.name}: {CARD_FILE} is missing",
            )
        ) from err
    except (OSError, ValueError) as err:
        raise RegistryError(
            Bilingual(f"không đọc được {folder.name}/{CARD_FILE}", f"cannot read {folder.name}/{CARD_FILE}")
        ) from err
    if not isinstance(card, dict) or not isinstance(card.get("files"), dict) or card.get("format") != FORMAT:
        raise RegistryError(
            Bilingual(
                f"{folder.name}/{CARD_FILE} không phải thẻ mô hình của bản này; hãy huấn luyện lại",
                f"{folder.name}/{CARD_FILE} is not a card of this version; train again",
            )
        )
    return card


def attach(folder: Path, name: str, content: bytes, more: Mapping[str, Any]) -> dict[str, Any]:
    """Puts a further file beside a saved model, its hash and ``more`` on the card; the whole card comes back."""
    card = read_card(folder)
    (folder / name).write_bytes(content)
    entry = {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
    whole = {**card, **more, "files": {**card["files"], name: entry}}
    text = json.dumps(whole, ensure_ascii=False, indent=2, sort_keys=True)
    (folder / CARD_FILE).write_text(text + "\n", encoding="utf-8")
    return whole


def read_file(folder: Path, name: str) -> bytes:
    """A file that the card lists. RegistryError: missing, or not as it was written."""
    expected = read_card(folder)["files"].get(name, {}).get("sha256")
    path = folder / name
    content = path.read_bytes() if path.is_file() else b""
    if expected is None or hashlib.sha256(content).hexdigest() != expected:
        raise _changed(folder, name)
    return content


def _changed(folder: Path, name: str) -> RegistryError:
    return RegistryError(
        Bilingual(
            f"{folder.name}/{name} không khớp mã băm trong thẻ: tệp đã bị thay đổi hoặc hỏng; "
            "hãy lùi về mô hình trước hoặc huấn luyện lại",
            f"{folder.name}/{name} does not match the hash on its card: it was changed or damaged; "
            "roll back to the model before or train again",
        )
    )


def load(folder: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """State and card, after the hash of every file on the card and the library versions have been checked.

    RegistryError: a file changed since it was written; a library that may read the model otherwise than it was
    written (``_fits``); a type in the file that is not plain data.
    """
    card = read_card(folder)
    if MODEL_FILE not in card["files"]:
        raise _changed(folder, MODEL_FILE)
    for name in card["files"]:
        read_file(folder, name)
    path = folder / MODEL_FILE
    _check_libraries(card)
    try:
        state = skops.io.load(path, trusted=[])
    except (*_UNREADABLE, skops.io.exceptions.UntrustedTypesFoundException) as err:
        raise RegistryError(
            Bilingual(
                f"{folder.name}/{MODEL_FILE} chứa thứ không phải số liệu; không nạp",
                f"{folder.name}/{MODEL_FILE} holds more than plain data; not loaded",
            )
        ) from err
    if not isinstance(state, dict):
        raise RegistryError(
            Bilingual(f"{folder.name}/{MODEL_FILE} không đúng dạng", f"{folder.name}/{MODEL_FILE} has another form")
        )
    return state, card


def _check_libraries(card: Mapping[str, Any]) -> None:
    made_with = card.get("libraries")
    if not isinstance(made_with, dict):
        made_with = {}
    for name, now in library_versions().items():
        then = str(made_with.get(name, "0"))
        if not _fits(name, then, now):
            raise RegistryError(
                Bilingual(
                    f"mô hình làm bằng {name} {then}, máy này có {now}, không chắc đọc đúng; hãy cài {name} {then} "
                    "hoặc huấn luyện lại: doichieu train topics",
                    f"the model was made with {name} {then}, this machine has {now}, which may read it otherwise; "
                    f"install {name} {then} or train again: doichieu train topics",
                )
            )


def _fits(name: str, then: str, now: str) -> bool:
    """Does ``now`` read what ``then`` wrote, by each library's own policy?

    numpy and scipy keep the array format within a major version. scikit-learn gives no promise between minor
    versions: hashing and the loss may change ("Model persistence" in its guide), so major.minor must be equal.
    skops promises that a newer version reads an older file, not the reverse: within one major, not older.
    """
    made, here = _numbers(then), _numbers(now)
    if name == "scikit-learn":
        return made[:2] == here[:2]
    if name == "skops":
        return made[0] == here[0] and made[:2] <= here[:2]
    return made[0] == here[0]


def _numbers(version_text: str) -> tuple[int, int]:
    parts = [int(part) if part.isdecimal() else 0 for part in version_text.split(".")[:2]]
    return parts[0], parts[1] if len(parts) > 1 else 0
