"""Real databases for the tests: an SQLite file, and a PostgreSQL server that is there or is started.

The migrations run once a session and database system; each test gets a copy of that.
"""

from __future__ import annotations

import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, create_engine, make_url, text

from models.store import Store
from models.store.engine import normal_url


class Unavailable(Exception):
    """No PostgreSQL can be had here; the message says why."""


@contextmanager
def postgres_server() -> Iterator[str]:
    """The URL of a PostgreSQL server on which databases may be made: that of DOICHIEU_TEST_POSTGRES, or
    one started in a temporary folder for the time being."""
    given = os.environ.get("DOICHIEU_TEST_POSTGRES")
    if given:
        yield given
        return
    programs = _programs()
    # Unix socket paths must be short, so not below pytest's own folder.
    folder = Path(tempfile.mkdtemp(prefix="dc-pg-", dir="/tmp"))
    if os.geteuid() == 0:
        os.chown(folder, pwd.getpwnam("postgres").pw_uid, -1)
    data = folder / "data"
    quick = f"-k {folder} -c listen_addresses='' -c fsync=off -c full_page_writes=off -c max_connections=50"
    try:
        _run(programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        _run(programs / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", quick, "start")
        try:
            yield f"postgresql://postgres@/postgres?host={folder}"
        finally:
            _run(programs / "pg_ctl", "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    on_path = shutil.which("initdb")
    if not found and on_path is None:
        raise Unavailable("PostgreSQL is not installed (no initdb) and DOICHIEU_TEST_POSTGRES is not set")
    if os.geteuid() == 0 and shutil.which("runuser") is None:
        raise Unavailable("PostgreSQL does not run as root and there is no runuser")
    return found[-1].parent if found else Path(str(on_path)).parent


def _run(*command: object) -> None:
    prefix = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    # No pipes: the server that pg_ctl leaves behind would hold them open.
    with tempfile.TemporaryFile() as output:
        line = [*prefix, *map(str, command)]
        code = subprocess.call(line, stdout=output, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, cwd="/")
        if code:
            output.seek(0)
            raise Unavailable(f"{command[0]} failed: {output.read().decode(errors='replace')[-500:]}")


class PostgresDatabases:
    """Fresh migrated databases on a server, copied from a template."""

    def __init__(self, server: str):
        self._server = make_url(normal_url(server))
        self._admin = create_engine(self._server, isolation_level="AUTOCOMMIT")
        self._prefix = f"doichieu_test_{os.getpid()}"
        self._numbers = itertools.count(1)
        self._template = f"{self._prefix}_template"
        self._execute(f"CREATE DATABASE {self._template}")
        _migrate(self._url(self._template))

    @contextmanager
    def fresh(self) -> Iterator[str]:
        """The URL of a migrated, empty database, dropped at the end."""
        name = f"{self._prefix}_{next(self._numbers)}"
        self._execute(f"CREATE DATABASE {name} TEMPLATE {self._template}")
        try:
            yield self._url(name)
        finally:
            self._execute(f"DROP DATABASE {name} WITH (FORCE)")

    def close(self) -> None:
        self._execute(f"DROP DATABASE {self._template} WITH (FORCE)")
        self._admin.dispose()

    def _url(self, database: str) -> str:
        url: URL = self._server.set(database=database)
        return url.render_as_string(hide_password=False)

    def _execute(self, sql: str) -> None:
        with self._admin.connect() as connection:
            connection.execute(text(sql))


def _migrate(url: str) -> None:
    store = Store.open(url)
    store.migrate()
    store.close()


def sqlite_template(folder: Path) -> Path:
    """A migrated, empty SQLite file to copy."""
    path = folder / "template.db"
    _migrate(str(path))
    return path
