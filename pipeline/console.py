"""What the terminal shows: progress on standard error, tables at the end, errors in two languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from models.records import Bilingual

stderr = Console(stderr=True, highlight=False)
stdout = Console(highlight=False)


def both(message: Bilingual) -> str:
    return f"{message.vi} / {message.en}"


def complain(message: Bilingual) -> None:
    """An error a person must act on, in both languages, on standard error."""
    stderr.print(f"[bold red]✗[/] {both(message)}", soft_wrap=True)


def note(message: Bilingual) -> None:
    stderr.print(both(message), soft_wrap=True)


@contextmanager
def progress() -> Iterator[Progress]:
    """Progress bars on standard error; silent where that is not a terminal."""
    with Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=stderr,
        transient=not stderr.is_terminal,
        disable=not stderr.is_terminal,
    ) as bars:
        yield bars


def table(title: Bilingual, columns: Sequence[Bilingual], rows: Sequence[Sequence[object]]) -> Table:
    shown = Table(title=both(title), title_justify="left", show_lines=False)
    for number, column in enumerate(columns):
        shown.add_column(f"{column.vi}\n{column.en}", justify="left" if number == 0 else "right", overflow="fold")
    for row in rows:
        shown.add_row(*(str(cell) for cell in row))
    return shown


def counters_table(title: Bilingual, counters: Mapping[str, int]) -> Table:
    names = (Bilingual("mục", "item"), Bilingual("số", "count"))
    return table(title, names, [(name, count) for name, count in counters.items() if count])
