"""The process that reads pages while its parent stores them (started by pipeline/reading_ahead.py).

Pickles from the parent on standard input: first the stored templates, then one ``Question`` a page. One ``Answer``
a question on standard output, in the same order. Both ends are ours: nothing from a page is ever unpickled.
"""

from __future__ import annotations

import os
import pickle
import sys
from dataclasses import dataclass
from datetime import datetime

from crawler.spider import die_with
from models.records import Extracted, Page
from pipeline.reading import Reader


@dataclass(frozen=True, slots=True)
class Question:
    """A page to read, as what outlet's, and when."""

    page: Page
    outlet_id: str
    now: datetime


@dataclass(frozen=True, slots=True)
class Answer:
    """What the page says, and the outlet's templates as text where the page changed them."""

    extracted: Extracted
    learned: str | None


def main() -> None:
    source, out = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # nothing else may write between the answers
    parent, stored = pickle.load(source)
    die_with(parent)
    reader = Reader(stored)
    while True:
        try:
            question: Question = pickle.load(source)
        except EOFError:
            return
        extracted = reader.read(question.page, question.outlet_id, question.now)
        try:
            pickle.dump(Answer(extracted, reader.taught(question.outlet_id)), out, pickle.HIGHEST_PROTOCOL)
            out.flush()
        except BrokenPipeError:  # the parent is gone
            os._exit(1)

