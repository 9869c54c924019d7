"""Page ─extract─▶ Article: by the outlet's learned template where one is trusted, in full otherwise."""

from __future__ import annotations

from datetime import datetime

from crawler.templates import Learned, from_json, read, to_json
from models.records import Extracted, Page
from models.store import Store, Transaction


class Reader:
    """Reads pages by what is known of their outlets' layouts, and keeps what they teach.

    ``read`` touches no database; ``keep`` belongs in the transaction that stores the article.
    """

    def __init__(self, stored: dict[str, str]) -> None:
        self._stored = stored
        self._learned: dict[str, Learned] = {}
        self._changed: set[str] = set()

    @classmethod
    def open(cls, store: Store) -> Reader:
        with store.read() as tx:
            return cls(tx.templates.all())

    def read(self, page: Page, outlet_id: str, now: datetime) -> Extracted:
        """What the page says; what it teaches of the outlet is held until ``keep``."""
        before = self._of(outlet_id)
        extracted, after = read(before, page.body, page.url, content_type=page.content_type, now=now)
        if after != before:
            self._learned[outlet_id] = after
            self._changed.add(outlet_id)
        return extracted

    def stored(self) -> dict[str, str]:
        """The templates as text, by outlet, with what was told since."""
        return dict(self._stored)

    def taught(self, outlet_id: str) -> str | None:
        """The outlet's templates as text where they changed since this was last asked."""
        if outlet_id not in self._changed:
            return None
        self._changed.discard(outlet_id)
        return to_json(self._learned[outlet_id])

    def told(self, outlet_id: str, learned: str) -> None:
        """Take over what another reader learned of an outlet (its ``taught``), to be kept."""
        self._stored[outlet_id] = learned
        self._learned[outlet_id] = from_json(learned)
        self._changed.add(outlet_id)

    def keep(self, tx: Transaction, outlet_id: str, now: datetime) -> None:
        """Store what was learned of an outlet since it was last kept, if anything."""
        if outlet_id in self._changed:
            tx.templates.save(outlet_id, to_json(self._learned[outlet_id]), now)
            self._changed.discard(outlet_id)

    def _of(self, outlet_id: str) -> Learned:
        """What is known of an outlet; nothing, where another version's text cannot be read."""
        if outlet_id not in self._learned:
            try:
                known = from_json(self._stored.get(outlet_id, "[]"))
            except (ValueError, KeyError, TypeError):
                known = Learned()
            self._learned[outlet_id] = known
        return self._learned[outlet_id]
