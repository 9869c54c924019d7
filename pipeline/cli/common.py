"""What the commands share: where the settings come from, and the store they open."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from config.settings import Settings, load_settings

if TYPE_CHECKING:
    from pipeline.bootstrap import App

ConfigFile = Annotated[
    Path | None,
    typer.Option(
        "--config",
        envvar="DOICHIEU_CONFIG",
        help="Tệp cấu hình YAML (mặc định <data>/doichieu.yaml) / YAML settings file (default <data>/doichieu.yaml)",
    ),
]


def settings_of(config: Path | None) -> Settings:
    return load_settings(config)


def clock() -> datetime:
    """The only clock of the command line, in UTC."""
    return datetime.now(UTC)


@contextmanager
def opened(config: Path | None) -> Iterator[App]:
    """The wired application, its store migrated and seeded, closed at the end."""
    from pipeline.bootstrap import build

    app = build(settings_of(config), clock)
    try:
        yield app
    finally:
        app.store.close()
