"""An outlet written as the YAML file that reads back as the same outlet (``config.outlets.load_outlets``)."""

from __future__ import annotations

from typing import Any

import yaml

from models.records import Healthy, Outlet, Source


def outlet_yaml(outlet: Outlet) -> str:
    """The text of an outlet's file. What is as the reader assumes it anyway is left out."""
    shared = _shared_health(outlet)
    data: dict[str, Any] = {
        "id": outlet.id,
        "name": outlet.name,
        "kind": outlet.kind.value,
        "homepage": outlet.homepage,
        "language": outlet.language.value,
    }
    if outlet.country is not None:
        data["country"] = outlet.country
    if outlet.aliases:
        data["aliases"] = list(outlet.aliases)
    if not outlet.enabled:
        data["enabled"] = False
    if outlet.own:
        data["own"] = True
    if shared != Healthy():
        data["healthy"] = _healthy(shared)
    data["sources"] = [_source(source, outlet, shared) for source in outlet.sources]
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=120)


def _shared_health(outlet: Outlet) -> Healthy:
    """What most sources of the outlet call healthy: it stands once, for all of them."""
    kinds = [source.healthy for source in outlet.sources]
    return max(kinds, key=lambda healthy: (kinds.count(healthy), -kinds.index(healthy)), default=Healthy())


def _source(source: Source, outlet: Outlet, shared: Healthy) -> dict[str, Any]:
    row: dict[str, Any] = {"id": source.id, "kind": source.kind.value, "url": source.url}
    if source.language is not outlet.language:
        row["language"] = source.language.value
    if not source.enabled:
        row["enabled"] = False
    if source.confirmed is not None:
        row["confirmed"] = source.confirmed
    if source.healthy != shared:
        row["healthy"] = _healthy(source.healthy)
    return row


def _healthy(healthy: Healthy) -> dict[str, float]:
    hours = healthy.max_silence_hours
    return {
        "max_silence_hours": int(hours) if hours == int(hours) else hours,
        "min_entries": healthy.min_entries,
        "min_article_chars": healthy.min_article_chars,
    }
