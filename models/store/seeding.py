"""YAML seeds the store; what is changed on the desk wins; a later change of the file waits as pending."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Value = Mapping[str, Any]


class Step(StrEnum):
    NOTHING = "nothing"
    APPLY = "apply"  # the file's value becomes the row's
    AGREE = "agree"  # desk and file say the same again
    WAIT = "wait"  # show the file's value as a pending difference
    SETTLE = "settle"  # the file went back to what was answered before


@dataclass(frozen=True, slots=True)
class Seen:
    """A row as stored: its value, the file's value last applied or answered, and what waits."""

    current: Value
    seed: Value | None
    edited: bool
    pending: Value | None


def decide(row: Seen, file: Value) -> Step:
    """What to do with a row when the file says ``file`` (``{}`` where the file dropped it)."""
    if file == row.seed:
        return Step.SETTLE if row.pending is not None else Step.NOTHING
    if not row.edited:
        return Step.APPLY
    if file == row.current:
        return Step.AGREE
    return Step.NOTHING if file == row.pending else Step.WAIT


def columns_after(step: Step, row: Seen, file: Value) -> dict[str, Any]:
    """The seeded columns that a step changes. APPLY also sets the value itself, which the caller does."""
    if step is Step.NOTHING:
        return {}
    if step is Step.WAIT:
        return {"pending": dict(file)}
    if step is Step.SETTLE:
        return {"pending": None}
    return {"seed": dict(file), "pending": None, "edited": False}


def difference(current: Value, file: Value) -> tuple[dict[str, Any], dict[str, Any]]:
    """The keys in which two values differ, from each."""
    keys = [key for key in {**current, **file} if current.get(key) != file.get(key)]
    return {key: current.get(key) for key in keys}, {key: file.get(key) for key in keys}
