"""A second reader for doubtful differences: any model that says whether one sentence contradicts another.

Off by default and never needed. A verifier is asked only about differences that a detector has found and can show
(evidence sentence, article sentence), so a finding always has its passage, its evidence and its reason; it makes the
doubt larger or smaller and finds nothing by itself. It sees two sentences without the names of their outlets, never the
topic. ``classifier.verifier.onnx`` serves a transformer entailment model (extra ``[nli]``); anything with the same
method will do.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple, Protocol

from classifier.findings.base import Candidate

ASKED_FROM = 0.15  # doubt from which a difference is worth asking about
SAY = 3.0  # log-odds that a verifier sure of contradiction (or of agreement) adds (or takes)
_LEAST_NAME = 3  # characters of an outlet's name that is masked
_MASK = "một tờ báo"


class Verdict(NamedTuple):
    """Probabilities, adding up to one: the first sentence supports, says nothing of, contradicts the second."""

    supported: float
    not_stated: float
    contradicted: float


class Verifier(Protocol):
    """Says of pairs (what the evidence says, what the article says) whether the one contradicts the other."""

    @property
    def name(self) -> str:
        """What it is, with its version, for the record of a comparison."""
        ...

    def judge(self, pairs: Sequence[tuple[str, str]]) -> list[Verdict]:
        """One verdict a pair, in order. Any text is allowed; long ones are cut."""
        ...


def verified(candidates: Sequence[Candidate], verifier: Verifier | None, outlets: Sequence[str]) -> list[Candidate]:
    """The candidates with what the verifier thinks of them; as they are where there is none.

    ``outlets``: names that the verifier is not to see."""
    if verifier is None:
        return list(candidates)
    asked = [n for n, candidate in enumerate(candidates) if candidate.soft >= ASKED_FROM]
    if not asked:
        return list(candidates)
    mask = _mask(outlets)
    pairs = [(mask(candidates[n].other.text), mask(candidates[n].sentence.text)) for n in asked]
    out = list(candidates)
    for n, verdict in zip(asked, verifier.judge(pairs), strict=True):
        out[n] = replace(out[n], soft=weighed(out[n].soft, verdict))
    return out


def weighed(soft: float, verdict: Verdict) -> float:
    """A doubt in [0, 1] after hearing a verdict: unchanged where it is as sure of agreement as of contradiction."""
    if verdict.contradicted == verdict.supported or not 0.0 < soft < 1.0:
        return soft
    held = min(max(soft, 1e-6), 1 - 1e-6)
    odds = math.log(held / (1 - held)) + SAY * (verdict.contradicted - verdict.supported)
    told = 1.0 / (1.0 + math.exp(-odds))
    return max(told, soft) if verdict.contradicted > verdict.supported else min(told, soft)


def _mask(outlets: Sequence[str]) -> Callable[[str], str]:
    names = sorted({name.strip() for name in outlets if len(name.strip()) >= _LEAST_NAME}, key=lambda n: (-len(n), n))
    if not names:
        return str
    pattern = re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in names), re.IGNORECASE)
    return lambda text: pattern.sub(_MASK, text)
