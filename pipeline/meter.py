"""How far a stage has come, for whoever watches: a progress bar, a job row, or nobody."""

from __future__ import annotations

from typing import Protocol

from rich.progress import Progress, TaskID


class Meter(Protocol):
    def total(self, n: int) -> None: ...
    def tick(self) -> None: ...


class Silent:
    """Nobody watches."""

    def total(self, n: int) -> None: ...
    def tick(self) -> None: ...


class Bar:
    """One task of a rich progress display."""

    def __init__(self, bars: Progress, description: str):
        self._bars = bars
        self._task: TaskID = bars.add_task(description, total=None)

    def total(self, n: int) -> None:
        self._bars.update(self._task, total=n)

    def tick(self) -> None:
        self._bars.advance(self._task)
