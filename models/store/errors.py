"""What the store refuses, in words for a person."""

from __future__ import annotations

from models.records import Bilingual


class StoreError(Exception):
    """The store refuses or cannot do what was asked; ``message`` says why, in both languages."""

    def __init__(self, message: Bilingual):
        super().__init__(f"{message.vi} / {message.en}")
        self.message = message


class NotFound(StoreError):
    """There is no such row."""

    def __init__(self, noun: Bilingual, key: object):
        super().__init__(Bilingual(f"không có {noun.vi} {key}", f"there is no {noun.en} {key}"))


class Conflict(StoreError):
    """Somebody else was faster, or the state of the row does not allow it."""
