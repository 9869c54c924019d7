"""Connections: SQLite tuned for one machine, PostgreSQL through psycopg 3."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url

from models.tables.base import storable

WRITE = "doichieu_write"  # execution option: this transaction writes
BUSY_TIMEOUT_MS = 30_000
IMPATIENT_MS = 250


def normal_url(url: str) -> str:
    """A database URL as SQLAlchemy wants it: ``postgresql://`` means psycopg 3, a bare path means SQLite."""
    for prefix in ("postgresql://", "postgres://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    if "://" not in url:
        return f"sqlite:///{url}"
    return url


def open_engine(url: str) -> Engine:
    """An engine for the URL. The folder of an SQLite file is made if it is missing."""
    parsed = make_url(normal_url(url))
    options: dict[str, Any] = {"json_serializer": _to_json}
    if parsed.get_backend_name() == "postgresql":
        return create_engine(parsed, pool_pre_ping=True, pool_size=10, max_overflow=20, **options)
    if parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(parsed, **options)
    event.listen(engine, "connect", _tune_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _to_json(value: Any) -> str:
    return storable(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def _tune_sqlite(connection: Any, record: Any) -> None:
    connection.isolation_level = None  # BEGIN is ours, below
    for pragma in (
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "journal_mode=WAL",
        "foreign_keys=ON",
        "synchronous=NORMAL",
        "temp_store=MEMORY",
        "cache_size=-16384",  # 16 MB of each connection; what is mapped is read from the file itself, and shared
        "mmap_size=2147418112",  # as much as SQLite allows
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(conn: Connection) -> None:
    # A writer takes the write lock at once: a transaction that read first and wrote later could not
    # wait for its turn, SQLite would refuse it.
    writes = conn.get_execution_options().get(WRITE, True)
    conn.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN DEFERRED")


@contextmanager
def impatient(conn: Connection) -> Iterator[None]:
    """An SQLite connection that hardly waits for another writer while the block lasts."""
    driver: Any = conn.connection.driver_connection
    driver.execute(f"PRAGMA busy_timeout={IMPATIENT_MS}")
    try:
        yield
    finally:
        driver.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
