"""The digest of a period as data, from the store: ``build_digest``. Every form is made from this data alone.

    period ─▶ errata ─▶ volume ─▶ stories ─▶ confirmed ─▶ open ─▶ coverage ─▶ upcoming ─▶ trust ─▶ five lines ─▶ JSON

The digest never calls anything false on the machine's word: ``confirmed`` holds only what people confirmed. Its shape
is in docs/digest.md; what is sealed is its canonical JSON, so a form of an old digest is made from what was known then.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from config.digest import DigestLayout, load_digest
from config.settings import Settings
from models.periods import Period
from models.records import Bilingual, Topic
from models.store import Transaction
from pipeline.digest.confirmed import by_verdict, confirmed, corrected
from pipeline.digest.coverage import coverage, own
from pipeline.digest.errata import errata
from pipeline.digest.lines import five_lines
from pipeline.digest.seen import how_far, models, unseen
from pipeline.digest.stories import main_stories, one_story
from pipeline.digest.upcoming import upcoming
from pipeline.digest.values import SHAPE, both, moment
from pipeline.digest.volume import volume
from pipeline.facts import fact_table

Json = dict[str, Any]


def build_digest(
    tx: Transaction,
    settings: Settings,
    topics: Sequence[Topic],
    period: Period,
    now: datetime,
    *,
    layout: DigestLayout | None = None,
    only: str | None = None,
) -> Json:
    """The digest of ``period`` as the store stands now. ``only``: a topic's id, for a dossier of that topic."""
    layout = layout or load_digest()
    chosen = [topic for topic in topics if only in (None, topic.id)]
    told = tx.digests.decided(period.start, period.end, confirmed=True)
    verdicts = tx.digests.verdicts(period.start, period.end, topic=only)
    totals, by_topic = volume(tx, chosen, period)
    data: Json = {
        **_head(settings, layout, period, now),
        "topic": None if only is None or not chosen else {"id": only, "name": both(chosen[0].name)},
        "empty": not verdicts,
        "errata": errata(tx, tx.digests.approved(before=period.end)) if only is None else [],
        "volume": by_topic,
        "totals": totals,
        "stories": main_stories(tx, period, fact_table, only),
        "confirmed": confirmed(
            tx, [one for one in told if only in (None, *one.alert.topics)], settings.confirmations_required
        ),
        "decided": by_verdict(verdicts),
        "open": _counts(tx, period),
        "corrected": corrected(tx.digests.corrected(period.start, period.end)),
        "coverage": coverage(tx, topics, layout.coverage, period) if only is None else [],
        "own": own(tx, settings.own_outlet_ids, period),
        "upcoming": upcoming([r for r in tx.references.current() if only in (None, *r.topics)], period.end.date()),
        "unseen": unseen(tx.digests.sources_unseen(period.start, period.end)),
        "trust": how_far(tx, period, settings.confirmations_required, now),
        "models": models(tx, period),
    }
    data["five_lines"] = [both(line) for line in five_lines(data)]
    return data


def build_dossier(tx: Transaction, settings: Settings, story_id: int, now: datetime) -> Json:
    """One story for a briefing: who reported what and when, where figures differ, what people confirmed. NotFound."""
    story = one_story(tx, story_id, fact_table)
    members = {member["article_id"] for member in story["members"]}
    decided = [d for d in tx.digests.of_story(story_id) if d.alert.article_id in members]
    return {
        "shape": SHAPE,
        "office": settings.office_name,
        "built_at": moment(now, "seconds"),
        "title": both(Bilingual(f"Hồ sơ sự kiện: {story['title']}", f"Story dossier: {story['title']}")),
        "stories": [story],
        "confirmed": confirmed(tx, decided, settings.confirmations_required),
        "empty": not decided,
    }


def _head(settings: Settings, layout: DigestLayout, period: Period, now: datetime) -> Json:
    return {
        "shape": SHAPE,
        "period": period.key,
        "kind": period.kind.value,
        "name": both(period.name),
        "title": both(layout.titled(settings.office_name, period.name)),
        "start": period.start.isoformat(),
        "end": period.end.isoformat(),
        "built_at": moment(now, "seconds"),
        "office": settings.office_name,
        "sections": [{"id": section.id, "title": both(section.title)} for section in layout.sections],
        "document": layout.document.as_json(),
    }


def _counts(tx: Transaction, period: Period) -> Json:
    row = tx.digests.open_counts(period.start, period.end)
    return {"start": row.start, "new": row.new, "settled": row.settled, "end": row.end}
