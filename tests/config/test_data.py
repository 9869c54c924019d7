"""The data an office edits: enough of it, complete, consistent, and mistakes refused with a reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.errors import ConfigError
from config.outlets import load_outlets, refuse_social
from config.references import load_references
from config.topics import load_topics
from models.records import OutletKind


def test_outlets_and_feeds() -> None:
    outlets = load_outlets()
    assert len(outlets) >= 25
    assert sum(source.enabled for outlet in outlets for source in outlet.sources) >= 70
    kinds = {outlet.kind for outlet in outlets}
    assert kinds == set(OutletKind)
    assert any(outlet.language == "en" for outlet in outlets)
    unsure = (OutletKind.FACT_CHECKER, OutletKind.PORTAL)
    assert not any(outlet.enabled for outlet in outlets if outlet.kind in unsure)


def test_topics_are_complete() -> None:
    topics = load_topics()
    assert {topic.id for topic in topics if topic.core} == {"east_sea", "human_rights", "religion"}
    assert len(topics) == 10
    assert all(len(topic.examples) >= 8 and len(topic.counter_examples) >= 8 for topic in topics)


def test_references_are_attributed_and_unconfirmed() -> None:
    references = load_references()
    assert len(references) >= 60
    assert not any(reference.checked for reference in references)
    assert all(reference.publisher and reference.document and reference.keywords for reference in references)
    contested = [reference for reference in references if reference.contested]
    assert contested and all(len({p.holder for p in reference.positions}) >= 2 for reference in contested)
    known = {topic.id for topic in load_topics()}
    assert {topic for reference in references for topic in reference.topics} <= known


SOCIAL = ["https://m.facebook.com/a", "https://t.me/x", "http://someone.blogspot.com/", "x.com/a"]


@pytest.mark.parametrize("url", SOCIAL)
def test_social_networks_are_refused(url: str) -> None:
    reason = refuse_social(url)
    assert reason is not None and "không theo dõi cá nhân" in reason.vi and "does not watch people" in reason.en


@pytest.mark.parametrize("url", ["https://vnexpress.net/x.com", "https://netflix.com/", "https://bbc.co.uk/facebook.com"])
def test_newsrooms_are_not_taken_for_social_networks(url: str) -> None:
    assert refuse_social(url) is None


GOOD = "id: a\nname: A\nkind: press\nhomepage: https://a.example/\nlanguage: vi\nsources:\n  - {id: a-1, url: https://a.example/rss}\n"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (GOOD.replace("kind:", "knid:"), "did you mean kind"),
        (GOOD.replace("press", "pres"), "did you mean press"),
        (GOOD.replace("https://a.example/rss", "https://facebook.com/a"), "social network"),
        (GOOD.replace("https://a.example/rss", "ftp://a.example/"), "http"),
        (GOOD + "  - {id: a-1, url: https://a.example/rss2}\n", "used twice"),
        (GOOD.replace("name: A\n", ""), "missing key 'name'"),
        ("id: [", "invalid YAML"),
    ],
)
def test_mistakes_in_an_outlet_file_are_named(tmp_path: Path, text: str, reason: str) -> None:
    (tmp_path / "a.yaml").write_text(text, "utf-8")
    with pytest.raises(ConfigError, match=reason) as raised:
        load_outlets(tmp_path)
    assert "a.yaml" in raised.value.message.vi or "hai lần" in raised.value.message.vi
