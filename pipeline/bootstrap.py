"""The one place where the parts are joined. Everything else takes its collaborators as arguments."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from config.claimreview import DEFAULT_CLAIMS, load_claimreviews
from config.outlets import DEFAULT_SOURCES, load_outlets
from config.references import DEFAULT_REFERENCES, load_references
from config.settings import Settings
from config.topics import DEFAULT_TOPICS, load_topics
from models.records import Outlet, Reference, Topic
from models.store import Store
from pipeline.claims import save_claims

Clock = Callable[[], datetime]


@dataclass(frozen=True)
class App:
    """The wired application: settings, store, the office's data as the files give it, and a clock."""

    settings: Settings
    store: Store
    clock: Clock
    outlets: tuple[Outlet, ...]
    topics: tuple[Topic, ...]
    references: tuple[Reference, ...]


def build(settings: Settings, clock: Clock) -> App:
    """Read the office's data, open and migrate the store, seed it. Errors name the file and what to do."""
    own = set(settings.own_outlet_ids)
    outlets = tuple(
        replace(outlet, own=outlet.own or outlet.id in own)
        for outlet in load_outlets(settings.sources_dir or DEFAULT_SOURCES)
    )
    topics = load_topics(settings.topics_dir or DEFAULT_TOPICS)
    references = load_references(settings.references_dir or DEFAULT_REFERENCES)
    claims = load_claimreviews(settings.claimreview_dir or DEFAULT_CLAIMS)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    store = Store.open(settings.database)
    store.migrate()
    now = clock()
    with store.begin() as tx:
        tx.outlets.seed(outlets, now)
        tx.topics.seed(topics, now)
        tx.references.seed(references, now)
        save_claims(tx, claims, now, origin="config/claimreview")
    return App(settings, store, clock, outlets, topics, references)
