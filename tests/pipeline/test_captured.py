"""Real captured feeds and pages, served from 127.0.0.1, through one pass of the flow (docs/laboratory.md)."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from config.settings import load_settings
from models.store import Store
from tests.captured import read, server, write_config
from tests.paths import SHARED_DATA


@pytest.mark.skipif(SHARED_DATA is None, reason="the shared captured pages are not on this machine")
def test_every_captured_article_is_stored_and_every_other_link_is_counted(
    tmp_path: Path, with_model: Callable[[Path], None]
) -> None:
    assert SHARED_DATA is not None
    found = read(SHARED_DATA)
    running = server(found)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    config = write_config(found, f"127.0.0.1:{running.server_address[1]}", tmp_path)
    with_model(load_settings(config, {}).data_dir)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "pipeline.cli", "run", "--once", "--config", str(config)],
            capture_output=True,
            text=True,
            timeout=280,
        )
    finally:
        running.shutdown()
        running.server_close()
    assert done.returncode == 0, done.stderr[-2000:]
    store = Store.open(load_settings(config, {}).database)
    with store.read() as tx:
        articles = tx.articles.in_window(datetime(2000, 1, 1, tzinfo=UTC))
        counters = tx.entries.counters(datetime(2000, 1, 1, tzinfo=UTC))
        entries = tx.entries.counts()
    store.close()
    assert len(articles) == len(found.articles)
    assert all(article.title and article.text for article in articles)
    assert counters["http_404"] > 100
    assert entries["done"] == len(found.articles) and entries.get("pending", 0) == 0
