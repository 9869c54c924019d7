"""Which alerts of near copies are one: a pure decision over the alerts of one text's copies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

Complaint = tuple[str, str, str]  # kind, part, and the passage's folded words: the same is said of the same words


@dataclass(frozen=True, slots=True)
class Voiced:
    """An open or decided alert of one of the copies. ``personal``: somebody decided on this very alert."""

    id: int
    article_id: int
    complaints: frozenset[Complaint]
    personal: bool
    published_at: datetime
    url: str
    story_id: int | None = None


def speakers(alerts: Sequence[Voiced]) -> Mapping[int, int | None]:
    """For every alert the one that speaks for it, or None where it speaks for itself.

    An alert is spoken for when another copy's alert says all that it says, in the same story: a text brought again much
    later, or that a person has set apart, is looked at anew. What people have decided on speaks for
    itself, before the others; then the alert that says most, the article published first, the address: the same
    whatever the order in which the copies came.
    """
    order = sorted(alerts, key=lambda a: (not a.personal, -len(a.complaints), a.published_at, a.url, a.id))
    speaking: list[Voiced] = []
    found: dict[int, int | None] = {}
    for alert in order:
        speaker = None if alert.personal else next((s for s in speaking if _says_all(s, alert)), None)
        found[alert.id] = None if speaker is None else speaker.id
        if speaker is None:
            speaking.append(alert)
    return found


def _says_all(speaker: Voiced, alert: Voiced) -> bool:
    other = speaker.article_id != alert.article_id and speaker.story_id == alert.story_id
    return other and bool(alert.complaints) and alert.complaints <= speaker.complaints
