"""The digest of one ISO week as data: figures, stories, what people decided, and how far to trust it.

The digest never calls anything false on the machine's word: ``confirmed`` holds only what people confirmed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from config.settings import Settings
from models.records import Bilingual, Topic, Verdict
from models.rows import DecidedAlert, EvidenceRow, StoryRow, Volume
from models.store import Transaction
from models.times import previous_week, week_bounds
from pipeline.digest import trust
from pipeline.digest.estimate import change_interval
from pipeline.digest.kinds import KIND_NAMES
from pipeline.digest.lines import five_lines

Json = dict[str, Any]
MAX_STORIES = 10
MAX_MEMBERS = 6


def build_digest(tx: Transaction, settings: Settings, topics: Sequence[Topic], week: str, now: datetime) -> Json:
    """The digest of ``week`` (``2026-W47``) as the store stands now. ValueError when it is no ISO week."""
    start, end = week_bounds(week)
    last_start, last_end = week_bounds(previous_week(week))
    volume, last = tx.digests.volume(start, end), tx.digests.volume(last_start, last_end)
    decided = tx.digests.decided(start, end)
    data: Json = {
        "week": week,
        "start": start.isoformat(),
        "end": end.isoformat(),
        "built_at": now.isoformat(timespec="seconds"),
        "office": settings.office_name,
        "empty": not decided,
        "volume": [_topic_volume(topic, volume, last) for topic in topics],
        "totals": {
            "articles": volume.articles,
            "last": last.articles,
            "outlets": volume.outlets,
            "by_day": [{"day": day.isoformat(), "count": count} for day, count in volume.by_day],
        },
        "stories": [_story(tx, row) for row in tx.digests.stories(start, end, MAX_STORIES)],
        "confirmed": [_confirmed(one, settings.confirmations_required) for one in decided if one.alert.confirmed],
        "decided": _by_verdict(decided),
        "open": _counts(tx.digests.open_counts(start, end)),
        "corrected": [
            {"alert_id": row.id, "title": row.title, "outlet": row.outlet_name, "url": row.url}
            for row in tx.digests.corrected(start, end)
        ],
        "unseen": [
            {
                "source_id": row.source_id,
                "outlet": row.outlet_name,
                "url": row.url,
                "state": row.state.value,
                "reason": _both(row.reason),
                "since": None if row.since is None else row.since.isoformat(timespec="seconds"),
            }
            for row in tx.digests.sources_unseen(start, end)
        ],
    }
    data["trust"] = _trust(tx, settings, start, end, now)
    data["five_lines"] = [_both(line) for line in five_lines(data)]
    return data


def _both(message: Bilingual) -> Json:
    return {"vi": message.vi, "en": message.en}


def _topic_volume(topic: Topic, volume: Volume, last: Volume) -> Json:
    count, before = volume.topics.get(topic.id, 0), last.topics.get(topic.id, 0)
    low, high = change_interval(count, before)
    return {
        "topic": topic.id,
        "name": _both(topic.name),
        "count": count,
        "last": before,
        "change": count - before,
        "low": round(low, 1),
        "high": round(high, 1),
        "unusual": low > 0 or high < 0,
    }


def _story(tx: Transaction, row: StoryRow) -> Json:
    members = tx.stories.members(row.id)
    return {
        "id": row.id,
        "title": row.title,
        "outlets": row.outlets,
        "voices": row.voices,
        "articles": row.articles,
        "first": row.first_at.isoformat(timespec="minutes"),
        "topics": list(row.topics),
        "members": [
            {"article_id": m.article_id, "outlet": m.outlet_name, "title": m.title, "url": m.url}
            for m in members[:MAX_MEMBERS]
        ],
    }


def _confirmed(one: DecidedAlert, required: int) -> Json:
    alert = one.alert
    standing = [row for row in one.decisions if row.verdict is Verdict.DISTORTION]
    ticked = {finding_id for row in standing for finding_id in row.evidence_ticked}
    findings = [f for f in one.findings if f.id in ticked] or list(one.findings)
    first = findings[0] if findings else None
    return {
        "alert_id": alert.id,
        "article_id": alert.article_id,
        "title": alert.title,
        "outlet": alert.outlet_name,
        "carried_by": list(alert.carried_by),
        "url": alert.url,
        "published_at": alert.published_at.isoformat(timespec="minutes"),
        "kind": None if first is None else first.kind.value,
        "kind_name": _both(Bilingual("", "") if first is None else KIND_NAMES[first.kind]),
        "passage": None if first is None else first.passage,
        "why": None if first is None else _both(first.why),
        "asserted": None if first is None else first.asserted.value,
        "evidence": [_evidence(row) for finding in findings for row in finding.evidence],
        "confirmed_by": [row.user_name for row in standing],
        "confirmations": alert.confirmations,
        "required": required,
        "decided_at": one.decided_at.isoformat(timespec="minutes"),
        "notes": [row.note for row in standing if row.note],
    }


def _evidence(row: EvidenceRow) -> Json:
    if row.reference is not None:
        held = row.reference.reference
        return {
            "passage": row.passage,
            "citation": f"{held.publisher}: {held.document}",
            "url": held.url,
            "date": held.date,
        }
    citation = row.outlet or row.title or row.source.value
    date = None if row.published_at is None else row.published_at.isoformat(timespec="minutes")
    return {"passage": row.passage, "citation": citation, "url": row.url, "date": date}


def _by_verdict(decided: Sequence[DecidedAlert]) -> list[Json]:
    counts: dict[str, int] = {verdict.value: 0 for verdict in Verdict}
    for one in decided:
        if one.alert.verdict is not None:
            counts[one.alert.verdict.value] += 1
    return [{"verdict": verdict, "count": count} for verdict, count in counts.items()]


def _counts(row: Any) -> Json:
    return {"start": row.start, "new": row.new, "settled": row.settled, "end": row.end}


def _trust(tx: Transaction, settings: Settings, start: datetime, end: datetime, now: datetime) -> Json:
    outcome = tx.digests.audit_outcome(start, end)
    shown = tx.digests.shown(start, end)
    lost = trust.missed(shown)
    number = (None, None, None) if lost is None else tuple(round(part, 1) for part in lost.number)
    states: Mapping[str, int] = _states(tx, min(end, now))
    champion = tx.models.champion("topics")
    return {
        "alerts_shown": outcome.shown,
        "decided": outcome.decided,
        "confirmed": outcome.confirmed,
        "precision": trust.as_row(trust.precision(shown)),
        "recall": trust.recall(shown),
        "audit": {
            "answered": outcome.audit_answered,
            "distortions": outcome.audit_distortions,
            "articles": 0 if lost is None else round(lost.articles),
            "rate": trust.as_row(None if lost is None else lost.rate),
            "rate_high": None if lost is None else lost.rate.high,
            "missed": {"value": number[0], "low": number[1], "high": number[2]},
        },
        "sources": states,
        "models": []
        if champion is None
        else [{"name": champion.name, "version": champion.version, "since": champion.at.isoformat(timespec="minutes")}],
        "confirmations_required": settings.confirmations_required,
    }


def _states(tx: Transaction, at: datetime) -> Json:
    rows = [row for row in tx.sources.health(at) if row.state.value != "off"]
    return {
        "ok": sum(row.state.value in ("ok", "flooding") for row in rows),
        "silent": sum(row.state.value in ("quiet", "never") for row in rows),
        "unwell": sum(row.state.value in ("failing", "blocked") for row in rows),
    }
