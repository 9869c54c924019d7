"""What has happened to an alert since a page of it was made, in words: a pure decision.

It only warns while somebody reads. What keeps two people from deciding unknowingly is ``deciding.refusal`` and
``Decisions.add``, which hold without any script.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from models.rows import AlertRow, AlertState, DecisionRow, ReaderRow
from review.words import Words

BEAT = timedelta(seconds=45)  # an open page that says nothing for so long counts as closed
SHOWN = timedelta(minutes=2)  # a page without script says nothing more: so long it counts as read


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page showed: the article's version, the rows of the history, and whether it is read blind."""

    version: int
    seen: int
    hidden: bool


def changed(shown: Shown, alert: AlertRow, history: Sequence[DecisionRow], words: Words) -> str:
    """Why the page is out of date; empty while it is not. A blind reader is not told what others answered."""
    if alert.version != shown.version:
        return words("live.revised")
    if shown.hidden:
        return "" if alert.state is AlertState.OPEN else words("live.closed")
    return did(history[-1], words) if len(history) > shown.seen else ""


def did(row: DecisionRow, words: Words) -> str:
    """What somebody just did, in a sentence."""
    if row.verdict is not None:
        return words("live.decided", name=row.user_name, verdict=words(f"verdict.{row.verdict}"))
    return words("live.undid" if row.view == "undo" else "live.reopened", name=row.user_name)


def reading(rows: Sequence[ReaderRow], words: Words, key: str = "queue.reading") -> str:
    """Who else has it open, in the words of ``key``; empty where nobody has."""
    names = ", ".join(dict.fromkeys(row.user_name for row in rows))
    return words(key, name=names) if names else ""
