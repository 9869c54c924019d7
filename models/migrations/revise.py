"""Write a new revision from what the tables and an empty, migrated SQLite database differ in."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from alembic import command

from models.migrations.run import config, upgrade
from models.store.engine import open_engine


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(str(Path(folder) / "empty.db"))
        upgrade(engine)
        with engine.begin() as connection:
            command.revision(config(connection), message=" ".join(sys.argv[1:]), autogenerate=True)
        engine.dispose()


if __name__ == "__main__":
    main()
