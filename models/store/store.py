"""The store: open it, bring its tables up to date, and work in transactions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import OperationalError

from models.search.finder import Search
from models.store.alerts import Alerts
from models.store.articles import Articles
from models.store.audit import Audit
from models.store.claims import Claims
from models.store.decisions import Decisions
from models.store.digests import Digests
from models.store.distribution import Distribution
from models.store.engine import WRITE, impatient, open_engine
from models.store.entries import Entries
from models.store.findings import Findings
from models.store.housekeeping import Housekeeping
from models.store.imports import Imports
from models.store.jobs import Jobs
from models.store.labelling import Labelling
from models.store.labels import Labels
from models.store.notes import Notes
from models.store.outlets import Outlets
from models.store.polls import Fetches
from models.store.ranking import Rankings
from models.store.readers import Readers
from models.store.references import References
from models.store.saved_filters import SavedFilters
from models.store.sessions import Sessions
from models.store.sources import Sources
from models.store.stories import Stories
from models.store.story_changes import StoryChanges
from models.store.tags import Tags
from models.store.templates import Templates
from models.store.topics import Topics
from models.store.trained import Models
from models.store.users import Users
from models.store.watching import Watching


class Transaction:
    """One repository a noun, all in one database transaction: all of it is kept, or nothing."""

    def __init__(self, conn: Connection):
        self._conn = conn
        self.outlets = Outlets(conn)
        self.sources = Sources(conn)
        self.fetches = Fetches(conn)
        self.entries = Entries(conn)
        self.articles = Articles(conn)
        self.stories = Stories(conn)
        self.story_changes = StoryChanges(conn)
        self.tags = Tags(conn)
        self.findings = Findings(conn)
        self.alerts = Alerts(conn)
        self.decisions = Decisions(conn)
        self.readers = Readers(conn)
        self.notes = Notes(conn)
        self.saved_filters = SavedFilters(conn)
        self.ranking = Rankings(conn)
        self.labels = Labels(conn)
        self.labelling = Labelling(conn)
        self.references = References(conn)
        self.topics = Topics(conn)
        self.templates = Templates(conn)
        self.imports = Imports(conn)
        self.claims = Claims(conn)
        self.models = Models(conn)
        self.digests = Digests(conn)
        self.distribution = Distribution(conn)
        self.users = Users(conn)
        self.sessions = Sessions(conn)
        self.audit = Audit(conn)
        self.jobs = Jobs(conn)
        self.watching = Watching(conn)
        self.search = Search(conn)

    def housekeeping(self, before: datetime, now: datetime) -> Mapping[str, int]:
        """Retention; see ``Housekeeping.run``. Returns how much of what was deleted."""
        return Housekeeping(self._conn).run(before, now)


class Store:
    """A database, SQLite or PostgreSQL. Safe to share between threads; transactions are not."""

    def __init__(self, engine: Engine):
        self._engine = engine

    @classmethod
    def open(cls, url: str) -> Store:
        """Open a database by URL: ``sqlite:///path``, a bare path, or ``postgresql://…``. Connects lazily;
        ``migrate`` makes or updates the tables."""
        return cls(open_engine(url))

    @property
    def dialect(self) -> str:
        """"sqlite" or "postgresql"."""
        return self._engine.dialect.name

    def migrate(self) -> None:
        """Make the tables or bring them up to date. Safe when several processes start at once."""
        from models.migrations.run import upgrade

        upgrade(self._engine)

    def ping(self) -> None:
        """Raise what the database raises when it cannot be reached."""
        with self._engine.connect() as conn:
            conn.execute(text("SELECT 1"))

    @contextmanager
    def begin(self, *, write: bool = True) -> Iterator[Transaction]:
        """A transaction; committed at the end, rolled back when anything is raised.

        On SQLite there is one writer at a time, and others wait (up to 30 s): keep it short, and never begin
        a second one inside it. ``write=False`` is ``read``, for callers that decide it by a value.
        """
        if not write:
            with self.read() as reading:
                yield reading
            return
        with self._engine.begin() as conn:
            yield Transaction(conn)

    @contextmanager
    def begin_now(self) -> Iterator[Transaction | None]:
        """A transaction as of ``begin``, or None where another writer is at work (SQLite has one at a time): for what
        may as well be left out, so that nobody waits for it."""
        with self._engine.connect() as conn:
            if self.dialect == "postgresql":
                with conn.begin():
                    yield Transaction(conn)
                return
            with impatient(conn):
                try:
                    transaction = conn.begin()
                except OperationalError as err:
                    if "locked" not in str(err):
                        raise
                    transaction = None
            if transaction is None:
                yield None
                return
            with transaction:
                yield Transaction(conn)

    @contextmanager
    def read(self) -> Iterator[Transaction]:
        """A transaction that only reads: never waits for a writer, sees one state of everything."""
        options: dict[str, Any] = {WRITE: False}
        if self.dialect == "postgresql":
            options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        with self._engine.connect() as conn:
            yield Transaction(conn.execution_options(**options))

    def tune(self) -> None:
        """Let the database look at how its rows are spread, so that it plans queries by that. Takes seconds at most;
        PostgreSQL does it by itself."""
        if self.dialect == "sqlite":
            with self._engine.begin() as conn:
                conn.exec_driver_sql("PRAGMA analysis_limit = 1000")
                conn.exec_driver_sql("PRAGMA optimize = 0x10002")

    def close(self) -> None:
        """Let go of all connections."""
        self._engine.dispose()
