"""Fixtures shared by all tests: real databases."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.store import Store
from tests.databases import PostgresDatabases, Unavailable, postgres_server, sqlite_template


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--screenshots", metavar="FOLDER", help="write the documentation's pictures of the desk there")


def missing(reason: str) -> None:
    """Skip with the reason; fail where nothing may be skipped (DOICHIEU_NO_SKIP=1)."""
    if os.environ.get("DOICHIEU_NO_SKIP") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def _postgres() -> Iterator[PostgresDatabases | str]:
    """Databases on a PostgreSQL server, or why there is none."""
    try:
        with postgres_server() as server:
            databases = PostgresDatabases(server)
            yield databases
            databases.close()
    except Unavailable as reason:
        yield str(reason)


@pytest.fixture(scope="session")
def _sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sqlite_template(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a migrated, empty database: the test runs once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        path = tmp_path / "store.db"
        shutil.copyfile(request.getfixturevalue("_sqlite"), path)
        yield f"sqlite:///{path}"
        return
    databases = request.getfixturevalue("_postgres")
    if isinstance(databases, str):
        missing(databases)
    with databases.fresh() as url:
        yield url


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """A migrated, empty store, on SQLite and on PostgreSQL."""
    opened = Store.open(database_url)
    yield opened
    opened.close()
