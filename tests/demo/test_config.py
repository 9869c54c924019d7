"""The configuration the demo writes is one the product accepts."""

from __future__ import annotations

from pathlib import Path

import yaml

from config.outlets import load_outlets
from config.references import load_references
from config.settings import load_settings
from config.topics import load_topics
from demo.config import write_config
from demo.texts import load_outlets as demo_outlets

BASES = {outlet.id: f"http://127.0.0.1:{outlet.port}" for outlet in demo_outlets()}


def test_the_product_reads_the_sources_references_and_settings(tmp_path: Path) -> None:
    file = write_config(tmp_path / "demo", BASES)
    settings = load_settings(file, env={})
    assert settings.sources_dir and settings.references_dir
    outlets = load_outlets(settings.sources_dir)
    assert {o.id for o in outlets} == set(BASES)
    assert [o.id for o in outlets if o.own] == list(settings.own_outlet_ids) == ["ngoc-dinh"]
    assert all(o.sources for o in outlets)
    assert {s.url.split("/")[2] for o in outlets for s in o.sources} == set(settings.allow_hosts)
    assert {s.kind.value for o in outlets for s in o.sources} == {"feed", "sitemap", "listing"}
    assert settings.data_dir == tmp_path / "demo" / "store"
    assert settings.archive_after_hours >= 15 * 24 and settings.download_delay_s == 0
    references = load_references(settings.references_dir)
    assert len(references) >= 12 and all(r.checked for r in references)
    assert {topic for r in references for topic in r.topics} <= {topic.id for topic in load_topics()}


def test_the_languages_kinds_and_countries_are_of_many_sorts(tmp_path: Path) -> None:
    settings = load_settings(write_config(tmp_path, BASES), env={})
    assert settings.sources_dir
    outlets = load_outlets(settings.sources_dir)
    kinds = {o.kind.value for o in outlets}
    assert {"press", "agency", "foreign", "portal", "fact_checker"} <= kinds
    assert {o.language.value for o in outlets} == {"vi", "en"}


def test_writing_twice_replaces_sources_and_keeps_the_rest(tmp_path: Path) -> None:
    write_config(tmp_path, BASES)
    (tmp_path / "sources" / "gone.yaml").write_text("id: gone\n", encoding="utf-8")
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "doichieu.db").write_bytes(b"kept")
    moved = {name: base.replace(":88", ":99") for name, base in BASES.items()}
    write_config(tmp_path, moved)
    assert not (tmp_path / "sources" / "gone.yaml").exists()
    assert (tmp_path / "store" / "doichieu.db").read_bytes() == b"kept"
    row = yaml.safe_load((tmp_path / "sources" / "song-hong.yaml").read_text(encoding="utf-8"))
    assert row["sources"][0]["url"].startswith("http://127.0.0.1:9901/")
