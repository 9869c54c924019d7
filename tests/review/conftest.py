"""Fixtures of the desk's tests: an office over a real store, the application, a real browser."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, sync_playwright

from models.store import Store
from tests.conftest import missing
from tests.review import material
from tests.review.desk import app_of
from tests.review.serving import served

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture
def store(_sqlite: Path, tmp_path: Path) -> Iterator[Store]:
    """A migrated, empty store on SQLite. ``test_both_databases`` walks the desk on PostgreSQL, too."""
    path = tmp_path / "desk.db"
    shutil.copyfile(_sqlite, path)
    opened = Store.open(f"sqlite:///{path}")
    yield opened
    opened.close()


@pytest.fixture
def office(store: Store) -> material.Office:
    return material.build(store)


@pytest.fixture
def app(store: Store, office: material.Office) -> FastAPI:
    return app_of(store)


@pytest.fixture
def desk_url(app: FastAPI) -> Iterator[str]:
    """The desk served on 127.0.0.1 by a real server."""
    with served(app) as url:
        yield url


@pytest.fixture(scope="session")
def screenshots(request: pytest.FixtureRequest) -> Path | None:
    """The folder for the pictures of the documentation, where they were asked for (--screenshots)."""
    asked = request.config.getoption("--screenshots")
    return Path(asked) if asked else None


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium, without its habit of calling home."""
    if not CHROMIUM.exists():
        missing(f"không có Chromium / no Chromium at {CHROMIUM}")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield opened
        opened.close()
