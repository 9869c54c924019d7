"""Who reads which alert of today's queue first, so that two people do not begin with the same: a pure decision.

Rendezvous hashing (Thaler & Ravishankar 1998): everybody gets about as many, and when somebody comes or goes only
their own alerts change hands. It hides nothing: every alert stays open to everybody.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from models.records import Role
from models.rows import UserRow
from review.access import REVIEWING


def readers(users: Iterable[UserRow]) -> tuple[int, ...]:
    """Who shares the queue: active reviewers; where there are none, everybody else who may decide."""
    able = [user for user in users if user.active and user.role in REVIEWING]
    chosen = [user for user in able if user.role is Role.REVIEWER] or able
    return tuple(sorted(user.id for user in chosen))


def share_of(
    alert_ids: Sequence[int], people: Sequence[int], me: int, for_anybody: Iterable[int] = ()
) -> tuple[int, ...]:
    """The alerts that ``me`` reads first, in their order. ``for_anybody``: those that wait for one more person, whoever
    it is. Somebody who does not share the queue reads all of it."""
    if me not in people:
        return tuple(alert_ids)
    anybody = set(for_anybody)
    return tuple(id_ for id_ in alert_ids if id_ in anybody or max(people, key=lambda p: _draw(id_, p)) == me)


def _draw(alert_id: int, person: int) -> bytes:
    return hashlib.sha256(f"reads {alert_id}:{person}".encode()).digest()
