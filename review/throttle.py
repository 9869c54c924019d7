"""How long a sign-in has to wait after failed ones. Decides only; the failures are rows of the audit log."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

WINDOW = timedelta(minutes=15)
PER_NAME_AND_ADDRESS = 5
PER_ADDRESS = 20
PER_NAME = 50  # from anywhere: slows a spread-out attack without letting one address lock a colleague out


@dataclass(frozen=True, slots=True)
class Failure:
    name: str
    address: str
    at: datetime


def minutes_to_wait(failures: Iterable[Failure], name: str, address: str, now: datetime) -> int:
    """Whole minutes until another attempt is heard; 0 when it is heard now.

    Names are compared without case. Failures older than ``WINDOW`` count for nothing.
    """
    wanted = name.casefold()
    recent = [f for f in failures if now - f.at < WINDOW]
    limits = (
        (PER_NAME_AND_ADDRESS, [f for f in recent if f.name.casefold() == wanted and f.address == address]),
        (PER_ADDRESS, [f for f in recent if f.address == address]),
        (PER_NAME, [f for f in recent if f.name.casefold() == wanted]),
    )
    wait = timedelta(0)
    for limit, matching in limits:
        if len(matching) >= limit:
            # the limit-th latest failure has to leave the window
            blocking = sorted(f.at for f in matching)[-limit]
            wait = max(wait, blocking + WINDOW - now)
    return -(-int(wait.total_seconds()) // 60)
