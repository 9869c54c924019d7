"""Every text of the desk, in Vietnamese and English, read from ``texts/*.yaml``.

A key is ``<group>.<name>``; its value has exactly ``vi`` and ``en``. Texts may hold ``{named}`` places that are
filled with plain values; the template escapes the result.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import yaml

from models.records import Bilingual

FOLDER = Path(__file__).parent / "texts"
LANGUAGES = ("vi", "en")
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the same, in C where it is built


class WordsError(ValueError):
    """A text file that does not say the same in both languages, or a key that does not exist."""


def load_words(folder: Path = FOLDER) -> dict[str, Bilingual]:
    """All texts by key. WordsError names the file and key that lacks a language or has something else."""
    words: dict[str, Bilingual] = {}
    for path in sorted(folder.glob("*.yaml")):
        for group, entries in _mapping(yaml.load(path.read_bytes(), _Loader), path.name).items():
            for name, pair in _mapping(entries, f"{path.name}: {group}").items():
                key = f"{group}.{name}"
                if key in words:
                    raise WordsError(f"{path.name}: {key} is there twice")
                words[key] = _pair(pair, f"{path.name}: {key}")
    return words


def _mapping(value: object, where: str) -> dict[str, object]:
    if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
        raise WordsError(f"{where}: not a mapping of plain names (quote yes and no)")
    return value


def _pair(value: object, where: str) -> Bilingual:
    pair = _mapping(value, where)
    vi, en = pair.get("vi"), pair.get("en")
    if set(pair) != set(LANGUAGES) or not isinstance(vi, str) or not isinstance(en, str):
        raise WordsError(f"{where}: needs exactly vi and en")
    if not vi.strip() or not en.strip():
        raise WordsError(f"{where}: an empty text")
    return Bilingual(vi, en)


class Words:
    """The texts in one language."""

    def __init__(self, words: Mapping[str, Bilingual], language: str):
        self._words = words
        self.language = language if language in LANGUAGES else "vi"

    def __call__(self, key: str, **places: object) -> str:
        """The text of a key with its places filled. WordsError for a key that does not exist."""
        pair = self._words.get(key)
        if pair is None:
            raise WordsError(f"no text for {key}")
        text = pair.en if self.language == "en" else pair.vi
        return text.format(**places) if places else text

    def __contains__(self, key: str) -> bool:
        return key in self._words

    def pick(self, pair: Bilingual | Mapping[str, str] | None) -> str:
        """The side of a bilingual message that fits the language; empty for ``None``."""
        if pair is None:
            return ""
        if isinstance(pair, Bilingual):
            return pair.en if self.language == "en" else pair.vi
        return str(pair.get(self.language) or pair.get("vi") or "")
