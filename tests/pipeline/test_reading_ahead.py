"""Reading in a process of its own gives what reading here gives, and outlives the process."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from models.records import FetchRequest, Page
from models.rows import EntryRow
from pipeline.reading import Reader
from pipeline.reading_ahead import ReadPage, read_ahead, read_here
from tests.bench.site import NOW, page, path_of

BASE = "https://bao.example"


def entry(number: int) -> EntryRow:
    return EntryRow(
        id=number, url=BASE + path_of(0, number), source_id="s", outlet_id="bao", title="", summary="", published_at=None,
        language="vi", archive=False, first_poll=False, attempts=0, rechecks=0, etag=None, last_modified=None,
        article_id=None, seen_at=NOW - timedelta(hours=1),
    )  # fmt: skip


def pages(count: int) -> Iterator[tuple[EntryRow, Page]]:
    for number in range(count):
        row = entry(number)
        failed = number % 7 == 3
        yield row, Page(
            request=FetchRequest(row.url, str(number)), url=row.url, status=500 if failed else 200,
            body=b"" if failed else page(0, number, BASE), content_type="text/html; charset=utf-8", fetched_at=NOW,
            problem="http_5xx" if failed else None,
        )  # fmt: skip


def test_the_same_as_reading_here() -> None:
    here, there = Reader({}), Reader({})
    one = {done.row.id: done for done in read_here(here, pages(30), lambda: NOW)}
    other = {done.row.id: done for done in read_ahead(there, pages(30), lambda: NOW)}
    assert one == other
    assert {done.extracted.method for done in other.values() if done.extracted} >= {"template"}
    assert there.stored()["bao"] == here.taught("bao"), "what was learned there is known here"


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_killed_reader_costs_one_page_at_most() -> None:
    found: list[ReadPage] = []
    for done in read_ahead(Reader({}), pages(40), lambda: NOW):
        if not found:
            os.kill(_child(), signal.SIGKILL)
        found.append(done)
    assert sorted(done.row.id for done in found) == list(range(40)), "every page comes back once"
    died = [done for done in found if done.page.problem == "reader_died"]
    assert len(died) == 1 and died[0].extracted is None
    assert all(done.extracted for done in found if done.page.problem is None)


def test_left_early_it_stops() -> None:
    reading = read_ahead(Reader({}), pages(40), lambda: NOW)
    next(reading)
    reading.close()  # type: ignore[attr-defined]
    if sys.platform == "linux":
        with pytest.raises(StopIteration):
            _child()


def _child() -> int:
    """The process that reads for this one."""
    return next(
        int(folder.name)
        for folder in Path("/proc").iterdir()
        if folder.name.isdigit() and _is_ours(folder)
    )


def _is_ours(folder: Path) -> bool:
    try:
        parent = (folder / "stat").read_text().rpartition(")")[2].split()[1]
        return parent == str(os.getpid()) and "reading_child" in (folder / "cmdline").read_text()
    except OSError:
        return False
