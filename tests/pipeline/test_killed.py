"""Killed at any moment and started again, a pass loses nothing and doubles nothing."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from config.settings import load_settings
from demo.config import write_config
from demo.server import DemoSite
from models.store import Store
from models.times import VIETNAM

RUN = [sys.executable, "-m", "pipeline.cli", "run", "--once"]


def outcome(config: Path) -> dict[str, object]:
    """What a store holds after a pass, without ids and times."""
    store = Store.open(load_settings(config).database)
    try:
        with store.read() as tx:
            articles = tx.articles.in_window(datetime(2000, 1, 1, tzinfo=UTC))
            stories = tx.stories.list(datetime(2000, 1, 1, tzinfo=UTC), limit=10_000)
            return {
                "articles": sorted((a.url or "", a.version, a.text) for a in articles),
                "stories": sorted(sorted(m.url for m in tx.stories.members(story.id)) for story in stories),
                "findings": sorted(
                    (a.url or "", f.kind, f.passage) for a in articles for f in tx.findings.of(int(a.id))
                ),
                "alerts": sorted(row.url for row in tx.alerts.queue(limit=1000)),
            }
    finally:
        store.close()


@pytest.fixture(scope="module")
def site():
    with DemoSite(datetime.now(VIETNAM).date(), ports=0) as running:
        yield running


def run_to_the_end(config: Path) -> None:
    done = subprocess.run([*RUN, "--config", str(config)], capture_output=True, text=True, timeout=280)
    assert done.returncode == 0, done.stderr[-3000:]


def test_a_killed_pass_ends_like_an_undisturbed_one(
    site: DemoSite, tmp_path: Path, with_model: Callable[[Path], None]
) -> None:
    straight = write_config(tmp_path / "straight", site.bases)
    with_model(load_settings(straight).data_dir)
    started = time.monotonic()
    run_to_the_end(straight)
    whole = time.monotonic() - started

    killed = write_config(tmp_path / "killed", site.bases)
    with_model(load_settings(killed).data_dir)
    moments = random.Random(20261123)
    for _ in range(3):
        process = subprocess.Popen(
            [*RUN, "--config", str(killed)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            process.wait(timeout=moments.uniform(0.15, 0.95) * whole)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    run_to_the_end(killed)

    expected = outcome(straight)
    assert expected["articles"], "the undisturbed pass stored nothing"
    assert outcome(killed) == expected
