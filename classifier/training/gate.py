"""The gate between a candidate and the champion: not worse on any core topic beyond the interval, and neutral.

Training makes candidates, never replacements. The gate only judges; promoting, rolling back and writing down who
did it are the store's append-only log.

Judged on one or more sets of labelled rows that taught neither model (``training.unseen``): the items written for
this and an office's own labels. Each set is judged by itself, because a model that reads the office's news worse is
not saved by written items it reads well. On a set a topic is

- ``worse`` when the 95 % interval of candidate less champion (paired bootstrap of F1) lies wholly below zero;
- ``better`` when it lies wholly above;
- ``not_worse`` when it reaches no deeper than ``LARGEST_LOSS``: the form of a non-inferiority test (Wellek 2010);
- ``too_few`` otherwise: the rows cannot tell a loss of that size from none.

A candidate is ``refused`` when a core topic is worse on any set, is missing, or the neutrality suite failed;
``undecided`` when on a core topic no set can tell; else it has ``passed``. A topic whose weights and rule are the
champion's own, bit for bit, needs no test. Undecided does not pass: a person may promote it with a reason.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from classifier.topics.model import TopicModel
from classifier.training.evaluate import Difference, differences
from classifier.training.examples import Example
from classifier.training.unseen import Said, says
from config.topics import CORE
from models.records import Bilingual

MIN_EACH = 10  # positives, and negatives; below, a topic's F1 says nothing either way
LARGEST_LOSS = 0.15  # of F1 that "not worse" must be able to exclude
WRITTEN, OFFICE = "written", "office"


@dataclass(frozen=True, slots=True)
class Neutrality:
    """What the neutrality suite of the topic tags said (``training.neutrality.check``); it is handed in."""

    passed: bool
    detail: Bilingual
    figures: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A set of labelled rows and what both models, who had not learnt from them, said of them.

    ``name`` is ``WRITTEN`` or ``OFFICE``; ``rule`` says how the rows were kept from the candidate.
    """

    name: str
    examples: tuple[Example, ...]
    candidate: Said
    champion: Said | None
    rule: Bilingual


@dataclass(frozen=True, slots=True)
class Outcome:
    """One topic on one set."""

    topic: str
    set: str
    outcome: str
    difference: Difference

    def as_row(self) -> dict[str, Any]:
        return {**self.difference.as_row(), "set": self.set, "outcome": self.outcome}


@dataclass(frozen=True, slots=True)
class GateResult:
    """``state``: passed, refused or undecided. ``reasons``: everything against it; ``notes``: what a person should
    know besides; ``outcomes``: by topic and set, candidate less champion; ``unchanged``: topics that are the
    champion's own."""

    state: str
    reasons: tuple[Bilingual, ...]
    notes: tuple[Bilingual, ...]
    outcomes: tuple[Outcome, ...]
    unchanged: tuple[str, ...]
    neutrality: Neutrality | None
    against: str | None

    @property
    def passed(self) -> bool:
        return self.state == "passed"

    def as_row(self) -> dict[str, Any]:
        """JSON-able, as the store keeps it."""
        return {
            "passed": self.passed,
            "state": self.state,
            "against": self.against,
            "reasons": [_both(reason) for reason in self.reasons],
            "notes": [_both(note) for note in self.notes],
            "outcomes": [outcome.as_row() for outcome in self.outcomes],
            "unchanged": list(self.unchanged),
            "neutrality": None if self.neutrality is None else _neutral(self.neutrality),
        }


def gate(
    candidate: TopicModel,
    champion: TopicModel | None,
    examples: Sequence[Example],
    *,
    neutrality: Neutrality | None = None,
    core: Sequence[str] = CORE,
) -> GateResult:
    """``judge`` on one set of rows that trained neither model, which is the caller's to see to."""
    rule = Bilingual("không dạy mô hình nào", "taught neither model")
    other = None if champion is None else says(champion, examples)
    one = Evidence(WRITTEN, tuple(examples), says(candidate, examples), other, rule)
    return judge(candidate, champion, [one], neutrality=neutrality, core=core)


def judge(
    candidate: TopicModel,
    champion: TopicModel | None,
    sets: Sequence[Evidence],
    *,
    neutrality: Neutrality | None = None,
    core: Sequence[str] = CORE,
) -> GateResult:
    """The verdict (module docstring). Without a champion only the neutrality suite and the core topics count."""
    against: list[Bilingual] = [
        Bilingual(f"mô hình mới thiếu chủ đề {topic}", f"the candidate lacks the topic {topic}")
        for topic in core
        if topic not in candidate.topics
    ]
    notes: list[Bilingual] = []
    if neutrality is None:
        notes.append(Bilingual("chưa chạy bộ kiểm tra trung lập", "the neutrality suite was not run"))
    elif not neutrality.passed:
        against.append(
            Bilingual(
                f"không qua bộ kiểm tra trung lập: {neutrality.detail.vi}",
                f"the neutrality suite failed: {neutrality.detail.en}",
            )
        )
    outcomes: list[Outcome] = []
    unsure: list[Bilingual] = []
    same: list[str] = []
    if champion is not None:
        shared = [topic for topic in champion.topics if topic in candidate.topics]
        same = [topic for topic in shared if unchanged(candidate, champion, topic)]
        outcomes = [o for one in sets for o in _outcomes(one, [topic for topic in shared if topic not in same])]
        for topic in shared:
            found = [o for o in outcomes if o.topic == topic]
            worse = [_worse(o) for o in found if o.outcome == "worse"]
            (against if topic in core else notes).extend(worse)
            blind = [o for o in found if o.outcome == "too_few"]
            if topic in core and topic not in same and len(blind) == len(found):
                unsure.append(_too_few(topic, blind))
            elif topic in core:
                notes.extend(_too_few(topic, [o]) for o in blind)
    state = "refused" if against else "undecided" if unsure else "passed"
    return GateResult(
        state,
        (*against, *unsure),
        tuple(notes),
        tuple(outcomes),
        tuple(same),
        neutrality,
        None if champion is None else champion.version,
    )


def unchanged(candidate: TopicModel, champion: TopicModel, topic: str) -> bool:
    """Whether both decide on the topic in exactly the same way: features, weights and rule are equal."""
    a, b = candidate.topics.index(topic), champion.topics.index(topic)
    return (
        candidate.rules[a] == champion.rules[b]
        and float(candidate.bias[a]) == float(champion.bias[b])
        and np.array_equal(candidate.weights[a], champion.weights[b])
        and np.array_equal(candidate.idf, champion.idf)
        and candidate.concepts == champion.concepts
    )


def _outcomes(one: Evidence, topics: Sequence[str]) -> list[Outcome]:
    if one.champion is None:
        return []
    found = differences(one.champion, one.candidate, one.examples, topics)
    return [Outcome(d.topic, one.name, _outcome(d), d) for d in found]


def _outcome(d: Difference) -> str:
    if min(d.positives, d.items - d.positives) < MIN_EACH:
        return "too_few"
    if d.difference.high < 0:
        return "worse"
    if d.difference.low > 0:
        return "better"
    return "not_worse" if d.difference.low >= -LARGEST_LOSS else "too_few"


def _both(text: Bilingual) -> dict[str, str]:
    return {"vi": text.vi, "en": text.en}


def _neutral(neutrality: Neutrality) -> Mapping[str, Any]:
    return {"passed": neutrality.passed, "detail": _both(neutrality.detail), "figures": dict(neutrality.figures)}


def _set_name(name: str) -> Bilingual:
    if name == OFFICE:
        return Bilingual("nhãn của văn phòng", "the office's labels")
    return Bilingual("bộ tin viết riêng", "the items written for this")


def _too_few(topic: str, found: Sequence[Outcome]) -> Bilingual:
    """Says what there was on each set, and what would be needed."""
    if not found:
        return Bilingual(f"{topic}: không có nhãn nào để so sánh", f"{topic}: there are no labels to compare on")
    vi, en = [], []
    for outcome in found:
        d, name = outcome.difference, _set_name(outcome.set)
        low, high = d.difference.low, d.difference.high
        vi.append(f"{name.vi}: {d.items} mục, {d.positives} đúng chủ đề, khoảng 95 % [{low:+.2f}; {high:+.2f}]")
        en.append(f"{name.en}: {d.items} items, {d.positives} positive, 95 % interval [{low:+.2f}; {high:+.2f}]")
    need = f"{MIN_EACH}/{MIN_EACH}"
    return Bilingual(
        f"{topic}: quá ít nhãn để riêng để kết luận ({'; '.join(vi)}; cần ít nhất {need} mục đúng/sai và khoảng "
        f"không xuống quá −{LARGEST_LOSS:.2f})",
        f"{topic}: too few held-out labels to tell ({'; '.join(en)}; at least {need} positives/negatives and an "
        f"interval no lower than −{LARGEST_LOSS:.2f} are needed)",
    )


def _worse(outcome: Outcome) -> Bilingual:
    d, name = outcome.difference, _set_name(outcome.set)
    low, high = d.difference.low, d.difference.high
    p = f"{d.paired.p:.3f}" if d.paired.p >= 0.001 else "< 0.001"
    return Bilingual(
        f"{d.topic}: F1 giảm từ {d.first:.3f} còn {d.second:.3f} trên {name.vi} "
        f"({d.items} mục, khoảng 95 % [{low:+.3f}; {high:+.3f}], McNemar p {p})",
        f"{d.topic}: F1 falls from {d.first:.3f} to {d.second:.3f} on {name.en} "
        f"({d.items} items, 95 % interval [{low:+.3f}; {high:+.3f}], McNemar p {p})",
    )
