"""Fetch many pages politely: one Scrapy spider in a child process, pages streamed back as they come.

The Twisted reactor does not restart, so every call has a child of its own. No request is lost: whatever
happens to the child, each request comes back as exactly one Page.
"""

from __future__ import annotations

import json
import os
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import IO

from models.records import FetchRequest, Page

FRAME = struct.Struct(">II")  # lengths in bytes of the JSON head and of the body


@dataclass(frozen=True, slots=True)
class FetchOptions:
    """How politely, how long and how much. Sizes in bytes, times in seconds.

    ``delay_s`` or the Crawl-delay of robots.txt is kept between two pages of a host, whichever is longer, the latter
    up to ``max_crawl_delay_s``. A host with a Crawl-delay gives its turn up after ``turn_s``; its other pages come
    back as ``crawl_delay``, not asked for.
    """

    user_agent: str = "DoiChieu/0.1 (media monitoring; respects robots.txt)"
    timeout_s: float = 20.0
    max_bytes: int = 5_000_000
    delay_s: float = 1.0
    allow_hosts: tuple[str, ...] = ()
    max_hosts_at_once: int = 32
    max_redirects: int = 8
    max_crawl_delay_s: float = 60.0
    turn_s: float = 600.0

    @property
    def stall_s(self) -> float:
        """Longer than the slowest polite request may take: the child is stopped if nothing comes for so long."""
        return (self.timeout_s + self.delay_s) * (self.max_redirects + 2) + self.max_crawl_delay_s + 60.0


def fetch(requests: Sequence[FetchRequest], options: FetchOptions) -> Iterator[Page]:
    """Yield one Page for each request, in the order they finish. Nothing to fetch starts no child."""
    if not requests:
        return
    waiting = dict(enumerate(requests))
    child = subprocess.Popen(
        [sys.executable, "-m", "crawler.spider"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert child.stdin is not None and child.stdout is not None
    job = {"parent": os.getpid(), "options": asdict(options), "requests": [asdict(request) for request in requests]}
    writer = threading.Thread(target=_write, args=(child.stdin, json.dumps(job).encode()), daemon=True)
    writer.start()
    watch = _Watch(options.stall_s, child)
    try:
        while waiting:
            with watch:
                frame = _read(child.stdout)
            if frame is None:
                break
            head, body = frame
            request = waiting.pop(head.pop("index"), None)
            if request is not None:
                yield Page(
                    request=request, body=body, fetched_at=datetime.fromisoformat(head.pop("fetched_at")), **head
                )
    finally:
        watch.end()
        if waiting:
            child.kill()
        child.stdout.close()
        child.wait()
    for request in waiting.values():
        yield Page(
            request=request,
            url=request.url,
            status=0,
            body=b"",
            content_type="",
            fetched_at=datetime.now(UTC),
            problem="crawler_died",
        )


class _Watch:
    """Kills the child when one frame is waited for (``with``) longer than ``seconds``, within a quarter of that.

    One thread for all frames of a job: a timer for each would be a thread for each.
    """

    def __init__(self, seconds: float, child: subprocess.Popen[bytes]) -> None:
        self._seconds = seconds
        self._child = child
        self._since: float | None = None
        self._ended = threading.Event()
        threading.Thread(target=self._look, daemon=True).start()

    def __enter__(self) -> None:
        self._since = time.monotonic()

    def __exit__(self, *error: object) -> None:
        self._since = None

    def end(self) -> None:
        self._ended.set()

    def _look(self) -> None:
        while not self._ended.wait(self._seconds / 4):
            since = self._since
            if since is not None and time.monotonic() - since > self._seconds:
                self._child.kill()
                return


def _write(pipe: IO[bytes], data: bytes) -> None:
    try:
        pipe.write(data)
        pipe.close()
    except BrokenPipeError:  # the child died; every request still comes back, as crawler_died
        return


def _read(pipe: IO[bytes]) -> tuple[dict, bytes] | None:  # type: ignore[type-arg]
    lengths = pipe.read(FRAME.size)
    if len(lengths) < FRAME.size:
        return None
    head_length, body_length = FRAME.unpack(lengths)
    head, body = pipe.read(head_length), pipe.read(body_length)
    if len(head) < head_length or len(body) < body_length:
        return None
    return json.loads(head), body
