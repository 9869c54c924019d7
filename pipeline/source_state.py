"""What the decisions of rhythm take, from a source's poll state and from what was read of it."""

from __future__ import annotations

import hashlib

from crawler.reading import FeedRead
from models.rows import PollState
from pipeline.rhythm import Pace


def pace_of(state: PollState) -> Pace:
    return Pace(state.entries_7_days, state.first_poll_at)


def hash_of(read: FeedRead) -> str | None:
    """A hash of what a source lists, without the times that some servers write anew into every answer; None where
    it could not be read."""
    if read.problem is not None:
        return None
    listed = "\n".join(f"{entry.url}\t{entry.title}" for entry in read.entries)
    return hashlib.sha256(listed.encode("utf-8", "replace")).hexdigest()
