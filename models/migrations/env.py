"""Run by Alembic: migrates on the connection it was given."""

from __future__ import annotations

from typing import Any, Literal

import sqlalchemy as sa
from alembic import context

from models.migrations.run import include_name
from models.tables import Base
from models.tables.base import EnumText, PlainText, UtcDateTime


def render_item(kind: str, item: Any, autogen: Any) -> str | Literal[False]:
    """Revisions name plain types: they must not change when the code does."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, EnumText | PlainText):
        return "sa.String()"
    if kind == "type" and isinstance(item, sa.JSON):
        return "sa.JSON()"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    include_name=include_name,
    render_item=render_item,
    render_as_batch=True,
    transaction_per_migration=False,
)
context.run_migrations()
