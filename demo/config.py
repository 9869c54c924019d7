"""Writes what a run of the product needs in order to read the demo: sources, references, settings."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from demo.texts import HERE, DemoOutlet, load_outlets

SETTINGS_FILE = "doichieu.yaml"


def write_config(folder: Path, bases: Mapping[str, str]) -> Path:
    """Write ``sources/``, ``references/`` and ``doichieu.yaml`` into ``folder``; return the settings' path.

    ``bases`` is ``DemoSite.bases``: outlet id → ``http://127.0.0.1:port``. These three are replaced whole;
    everything else in ``folder`` is kept.
    """
    sources, references = folder / "sources", folder / "references"
    for place in (sources, references):
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
    for outlet in load_outlets():
        _dump(sources / f"{outlet.id}.yaml", _outlet(outlet, bases[outlet.id]))
    shutil.copyfile(HERE / "references.yaml", references / "demo.yaml")
    settings = folder / SETTINGS_FILE
    _dump(settings, _settings(folder, bases))
    return settings


def _settings(folder: Path, bases: Mapping[str, str]) -> dict[str, Any]:
    return {
        "data_dir": str(folder / "store"),
        "sources_dir": str(folder / "sources"),
        "references_dir": str(folder / "references"),
        "allow_hosts": [urlsplit(base).netloc for base in bases.values()],
        "archive_after_hours": 360,  # the demo's fourteen days count as current
        "download_delay_s": 0,
        "collect_every_minutes": 2,
        "process_every_minutes": 1,
        "own_outlet_ids": [outlet.id for outlet in load_outlets() if outlet.own],
        "office_name": "Quận Ngọc Đình (bản mẫu)",
    }


def _outlet(outlet: DemoOutlet, base: str) -> dict[str, Any]:
    healthy = {"max_silence_hours": 96, "min_entries": 3, "min_article_chars": 300}
    found = [("feed", feed.path, feed.language) for feed in outlet.feeds]
    if outlet.news_sitemap:
        found.append(("sitemap", outlet.news_sitemap, outlet.language))
    if outlet.listing:
        found.append(("listing", outlet.listing, outlet.language))
    sources = []
    for kind, path, language in found:
        many = sum(1 for k, _, _ in found if k == kind) > 1
        name = f"{outlet.id}-{kind}-{language}" if many else f"{outlet.id}-{kind}"
        sources.append(
            {"id": name, "kind": kind, "url": base + path, "language": language, "healthy": dict(healthy)}
        )
    row: dict[str, Any] = {
        "id": outlet.id,
        "name": outlet.name,
        "kind": outlet.kind,
        "homepage": base + "/",
        "language": outlet.language,
        "aliases": list(outlet.aliases),
        "country": outlet.country,
        "own": outlet.own,
        "sources": sources,
    }
    return row


def _dump(file: Path, data: object) -> None:
    file.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
