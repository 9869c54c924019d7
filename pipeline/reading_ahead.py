"""Pages read in a process of their own while this one stores what was read before: two cores, one order.

For long passes; a short one is done before the process has started. A page that kills the process, or takes longer
than ``LIMIT_S``, comes back as the problem ``reader_died``; the pages behind it are read by a new process.
"""

from __future__ import annotations

import os
import pickle
import queue
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import IO

from models.records import Extracted, Page
from models.rows import EntryRow
from pipeline.reading import Reader
from pipeline.reading_child import Answer, Question

AHEAD = 12  # pages with the process at a time: its work for a tenth of a second, a few MB
LIMIT_S = 120.0
START = "from pipeline.reading_child import main; main()"  # imported, so that both ends name its classes alike


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A page and its entry; ``extracted`` is None where the page has a problem."""

    row: EntryRow
    page: Page
    extracted: Extracted | None
    now: datetime


def read_here(
    reader: Reader, pages: Iterator[tuple[EntryRow, Page]], clock: Callable[[], datetime]
) -> Iterator[ReadPage]:
    """Each page read in this process, when it is asked for."""
    for row, page in pages:
        now = clock()
        yield ReadPage(row, page, None if page.problem else reader.read(page, row.outlet_id, now), now)


def read_ahead(
    reader: Reader, pages: Iterator[tuple[EntryRow, Page]], clock: Callable[[], datetime]
) -> Iterator[ReadPage]:
    """Each page read in the other process; in the order given. ``reader`` is told what they teach, to be kept."""
    waiting: deque[tuple[EntryRow, Page, datetime]] = deque()
    child = _Child(reader.stored())
    try:
        for row, page in pages:
            now = clock()
            if page.problem:
                yield ReadPage(row, page, None, now)
                continue
            waiting.append((row, page, now))
            child.ask(Question(page, row.outlet_id, now))
            while waiting and (len(waiting) >= AHEAD or child.answered()):
                child, done = _next(child, reader, waiting)
                yield done
        while waiting:
            child, done = _next(child, reader, waiting)
            yield done
    finally:
        child.stop()


def _next(
    child: _Child, reader: Reader, waiting: deque[tuple[EntryRow, Page, datetime]]
) -> tuple[_Child, ReadPage]:
    """The oldest page's answer; where there is none, a new process for the pages behind it."""
    answer = child.answer()
    row, page, now = waiting.popleft()
    if answer is not None:
        if answer.learned is not None:
            reader.told(row.outlet_id, answer.learned)
        return child, ReadPage(row, page, answer.extracted, now)
    child.stop()
    child = _Child(reader.stored())
    for other_row, other_page, other_now in waiting:
        child.ask(Question(other_page, other_row.outlet_id, other_now))
    return child, ReadPage(row, replace(page, problem="reader_died"), None, now)


class _Child:
    """One reading process. One thread gives it questions and one takes its answers, so that neither side waits for
    the other: a page is larger than a pipe holds. Of one that hangs, no answer comes, and ``stop`` ends all three."""

    def __init__(self, stored: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", START], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert self._process.stdin is not None and self._process.stdout is not None
        self._in: IO[bytes] = self._process.stdin
        self._out: IO[bytes] = self._process.stdout
        self._answers: queue.SimpleQueue[Answer | None] = queue.SimpleQueue()
        self._questions: queue.SimpleQueue[object] = queue.SimpleQueue()  # None ends the thread
        self._threads = [threading.Thread(target=work, daemon=True) for work in (self._take, self._give)]
        for thread in self._threads:
            thread.start()
        self._questions.put((os.getpid(), stored))

    def ask(self, question: Question) -> None:
        self._questions.put(question)

    def answered(self) -> bool:
        return not self._answers.empty()

    def answer(self) -> Answer | None:
        """The next answer; None when the process is dead or took too long."""
        try:
            return self._answers.get(timeout=LIMIT_S)
        except queue.Empty:
            return None

    def stop(self) -> None:
        self._process.kill()
        self._process.wait()
        self._questions.put(None)
        for thread in self._threads:
            thread.join()
        for pipe in (self._in, self._out):
            try:
                pipe.close()
            except OSError:  # what was not yet sent is not needed any more
                continue

    def _give(self) -> None:
        try:
            while (value := self._questions.get()) is not None:
                pickle.dump(value, self._in, pickle.HIGHEST_PROTOCOL)
                self._in.flush()
        except OSError:  # dead: ``answer`` will say so
            return

    def _take(self) -> None:
        try:
            while True:
                self._answers.put(pickle.load(self._out))
        except (EOFError, OSError, ValueError, pickle.UnpicklingError):
            return
        finally:
            self._answers.put(None)
