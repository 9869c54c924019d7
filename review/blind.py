"""Blind reading: which items show their marks only after the reader has answered.

The audit slice (unflagged articles) only gives an estimate of what was missed if its readers cannot tell it from
the flagged ones. So a small, fixed share of real alerts is shown the same way; the store gives both a place in
the queue that says nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from models.rows import AlertPlace, AlertRow, AlertState, DecisionRow, Waiting

ONE_IN = 12  # real alerts shown blind: enough to hide the audit slice among, few enough to cost little time


def is_blind(alert: AlertRow | AlertPlace) -> bool:
    """Whether an alert belongs to the blind items, for every reader alike."""
    draw = int.from_bytes(hashlib.sha256(f"blind {alert.id}".encode()).digest()[:4], "big")
    return alert.audit or draw % ONE_IN == 0


def is_hidden(alert: AlertRow, answered_by: Iterable[int], reader: int) -> bool:
    """Whether this reader must not see the marks yet: blind, still open, and never answered by them.

    ``answered_by`` are the users who ever decided it; an undone answer was an answer all the same.
    """
    return in_lists(alert) and reader not in set(answered_by)


def in_lists(alert: AlertRow | AlertPlace) -> bool:
    """Whether a list must not show what was found. Two answers that differ were given blind already: whoever settles
    them sees everything."""
    return is_blind(alert) and alert.state == AlertState.OPEN and alert.waiting != Waiting.SETTLE


def answered(decisions: Iterable[DecisionRow]) -> set[int]:
    return {d.user_id for d in decisions if d.verdict is not None}
