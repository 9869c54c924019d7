"""Templates learned of outlets' pages, kept as the text the crawler gives."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from models.store.base import Repository
from models.tables import TemplateTable


class Templates(Repository):
    def all(self) -> dict[str, str]:
        """What is learned, by outlet id."""
        query = select(TemplateTable.outlet_id, TemplateTable.learned)
        return {row.outlet_id: row.learned for row in self._conn.execute(query)}

    def save(self, outlet_id: str, learned: str, now: datetime) -> None:
        """Replace what is learned of one outlet. Of two that learn at once the later stays."""
        self._upsert(TemplateTable, [{"outlet_id": outlet_id, "learned": learned, "at": now}], ["outlet_id"])
