"""Bringing a database up to date, and comparing it with the tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, text

from models.tables import Base

FOLDER = Path(__file__).resolve().parent
# Made by migrations, not among the tables: the full-text index and what FTS5 keeps beside it.
_BESIDE = "article_search"
_LOCK = 0xD01C41E0  # any number, the same in every process: PostgreSQL's lock for migrating


def config(connection: Connection) -> Config:
    """Alembic's configuration on an open connection."""
    made = Config()
    made.set_main_option("script_location", str(FOLDER))
    made.set_main_option("path_separator", "os")
    made.attributes["connection"] = connection
    return made


def upgrade(engine: Engine) -> None:
    """Upgrade to the latest revision, in one transaction; a second process waits for the first."""
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        command.upgrade(config(connection), "head")


def include_name(name: str | None, kind: str, parents: Any) -> bool:
    """Whether a name found in the database is one of our tables'."""
    return not (kind == "table" and name is not None and name.startswith(_BESIDE))


def differences(engine: Engine) -> list[Any]:
    """What the tables have that the database has not, and the other way; empty when it is up to date."""
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"include_name": include_name, "compare_type": True}
        )
        return list(compare_metadata(context, Base.metadata))
