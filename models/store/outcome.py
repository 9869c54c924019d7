"""What people's verdicts make of an alert: a pure decision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models.records import Verdict
from models.rows import AlertState, Waiting

SETTLE = "settle"  # the view from which a disagreement is settled


@dataclass(frozen=True, slots=True)
class Standing:
    """The verdict of one person that is in force."""

    user_id: int
    verdict: Verdict
    view: str


@dataclass(frozen=True, slots=True)
class Outcome:
    state: AlertState
    waiting: Waiting | None
    verdict: Verdict | None
    confirmations: int
    confirmed: bool


def outcome(standing: Sequence[Standing], required: int) -> Outcome:
    """The outcome of the verdicts in force, oldest first, one a person.

    A distortion counts as confirmed when ``required`` different people say so; until then the alert stays
    open for another person. Where people disagree it stays open to be settled; a verdict given from the
    settle list decides.
    """
    confirmations = len({s.user_id for s in standing if s.verdict is Verdict.DISTORTION})
    settled = [s.verdict for s in standing if s.view == SETTLE]
    verdicts = {s.verdict for s in standing}
    if not standing:
        return Outcome(AlertState.OPEN, None, None, 0, False)
    if not settled and len(verdicts) > 1:
        return Outcome(AlertState.OPEN, Waiting.SETTLE, None, confirmations, False)
    verdict = settled[-1] if settled else standing[-1].verdict
    if verdict is Verdict.DISTORTION and confirmations < required:
        return Outcome(AlertState.OPEN, Waiting.SECOND, verdict, confirmations, False)
    return Outcome(AlertState.DECIDED, None, verdict, confirmations, verdict is Verdict.DISTORTION)
