"""One line on the terminal for the outlets that could not be reached."""

from __future__ import annotations

from collections.abc import Sequence

from models.records import Bilingual
from pipeline.bootstrap import App
from pipeline.console import note

NO_CONNECTION = frozenset({"dns", "unreachable", "timeout", "reset", "tls", "crawler_died"})
NAMED = 6


def say_unreachable(app: App, failed: Sequence[tuple[str, str]]) -> None:
    """Name the outlets of failed polls that never connected; where all did, point to the demo."""
    lost = {source_id for source_id, problem in failed if problem in NO_CONNECTION}
    if not lost:
        return
    with app.store.read() as tx:
        sources = tx.sources.list(enabled=True)
    names = list(dict.fromkeys(row.outlet_name for row in sources if row.source.id in lost))
    rest = len(names) - NAMED
    shown = ", ".join(names[:NAMED]) + (f" (+{rest})" if rest > 0 else "")
    if len(lost) >= len(sources):
        note(
            Bilingual(
                f"Không có mạng? Không đọc được {len(names)} cơ quan: {shown}. Thử: make demo",
                f"no network? {len(names)} outlets could not be reached: {shown}. Try: make demo",
            )
        )
    else:
        note(Bilingual(f"Không đọc được: {shown}", f"could not be reached: {shown}"))
