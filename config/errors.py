"""What a configuration mistake looks like to the person who made it."""

from __future__ import annotations

from difflib import get_close_matches

from models.records import Bilingual


class ConfigError(Exception):
    """A mistake in settings or in the office's data. ``message`` says what to do, in both languages."""

    def __init__(self, message: Bilingual):
        super().__init__(f"{message.vi} / {message.en}")
        self.message = message


def nearest(word: str, known: list[str]) -> Bilingual:
    """A hint naming the nearest known word, or the known ones."""
    close = get_close_matches(word, known, n=1, cutoff=0.5)
    if close:
        return Bilingual(f"có phải là {close[0]}?", f"did you mean {close[0]}?")
    some = ", ".join(sorted(known)[:12])
    return Bilingual(f"các tên được biết: {some}", f"known names: {some}")
