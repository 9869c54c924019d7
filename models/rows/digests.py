"""Digests as they were built, what happened to them, and who gets them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from models.records import Language


class DigestEvent(StrEnum):
    """What happens to a digest after it was built."""

    APPROVED = "approved"
    SENT = "sent"  # one message was handed over
    FAILED = "failed"  # one message was not; ``detail`` says why and whether it is tried again


@dataclass(frozen=True, slots=True)
class DigestEventRow:
    id: int
    digest_id: int
    kind: DigestEvent
    actor: str
    at: datetime
    detail: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ListRow:
    """A distribution list: who gets the digest, in which language and form. ``topics``: none but these; () for all."""

    id: int
    name: str
    unit: str
    language: Language
    form: str
    topics: tuple[str, ...]
    addresses: tuple[str, ...]
    active: bool


@dataclass(frozen=True, slots=True)
class DigestRow:
    """A digest as it was built. ``period``: its key (``models.periods``). ``sha256`` is of its canonical JSON; ``data``
    never changes."""

    id: int
    period: str
    edition: int
    sha256: str
    at: datetime
    data: Mapping[str, Any]
