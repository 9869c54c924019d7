"""What the gate said of a model, laid out for the desk: figures side by side, plots, mistakes with their texts.

Reads the verdict as ``models.judge`` keeps it (``classifier.training.gate`` and ``pipeline.training`` write it). An
older or smaller verdict lacks parts; a part that is not there is not shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

PLOT = 120  # width and height of a reliability plot, in its own units
SIZE = 9.0  # radius of a point that stands for every item


@dataclass(frozen=True, slots=True)
class Point:
    """One group of items in a reliability plot: its place, its size, and what it stands for."""

    x: float
    y: float
    radius: float
    said: float
    was: float
    items: int


@dataclass(frozen=True, slots=True)
class Mistake:
    """An item on which the model and a person differ. ``article_id`` where the desk has a page of it."""

    title: str
    lead: str
    outlet: str
    said: float
    label: bool
    article_id: int | None


@dataclass(frozen=True, slots=True)
class TopicFigures:
    """One topic on one set of items: candidate's figures, the champion's where both were measured, and more."""

    topic: str
    figures: Mapping[str, Any]
    champion: Mapping[str, Any] | None
    outcome: Mapping[str, Any] | None
    points: tuple[Point, ...]
    mistakes: tuple[Mistake, ...]

    @property
    def interval(self) -> tuple[float, float] | None:
        """Of F1."""
        found = self.figures.get("intervals", {}).get("f1")
        return None if not found else (found["low"], found["high"])


@dataclass(frozen=True, slots=True)
class SetFigures:
    """All topics on one set: the written items, or the office's labels."""

    name: str
    about: Mapping[str, Any]
    topics: tuple[TopicFigures, ...]


def state_of(verdict: Mapping[str, Any] | None) -> str:
    """passed, refused, undecided, or unjudged."""
    if verdict is None:
        return "unjudged"
    return str(verdict.get("state") or ("passed" if verdict.get("passed") else "refused"))


def sets_of(verdict: Mapping[str, Any] | None) -> tuple[SetFigures, ...]:
    """The figures the verdict rests on, the office's own labels first."""
    if not verdict:
        return ()
    candidate, champion = verdict.get("candidate") or {}, verdict.get("champion") or {}
    about = {one["name"]: one for one in verdict.get("sets", ())}
    found = []
    for name in sorted(candidate):
        outcomes = {o["topic"]: o for o in verdict.get("outcomes", ()) if o["set"] == name}
        topics = tuple(
            _topic(topic, figures, champion.get(name, {}).get(topic), outcomes.get(topic))
            for topic, figures in candidate[name].items()
        )
        found.append(SetFigures(name, about.get(name, {}), topics))
    return tuple(found)


def _topic(
    topic: str, figures: Mapping[str, Any], champion: Mapping[str, Any] | None, outcome: Mapping[str, Any] | None
) -> TopicFigures:
    mistakes = tuple(_mistake(row) for row in figures.get("confusions", ()))
    return TopicFigures(topic, figures, champion, outcome, points(figures.get("reliability", ())), mistakes)


def points(bars: Sequence[Mapping[str, Any]]) -> tuple[Point, ...]:
    """Where each group of items lies: right for what was said, up for what was so; its area for how many."""
    total = sum(bar["items"] for bar in bars)
    return tuple(
        Point(
            round(PLOT * bar["said"], 1),
            round(PLOT * (1 - bar["was"]), 1),
            round(max(2.0, SIZE * sqrt(bar["items"] / total)), 1),
            bar["said"],
            bar["was"],
            bar["items"],
        )
        for bar in bars
    )


def _mistake(row: Mapping[str, Any]) -> Mistake:
    prefix, _, number = str(row["id"]).rpartition("-")
    known = int(number) if prefix == "office" and number.isdigit() else None
    return Mistake(row["title"], row["lead"], row.get("outlet") or "", row["said"], row["label"], known)
