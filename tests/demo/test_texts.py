"""The demo's texts and their manifest: what the manifest says is there, is there, on any starting day."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
import yaml

from demo.dates import VIETNAM, Dates
from demo.manifest import KINDS, Manifest, load_manifest
from demo.texts import HERE, DemoArticle, load_articles, load_outlets

DAYS = (date(2026, 11, 23), date(2027, 1, 1), date(2028, 3, 1), date(2026, 8, 14))
TODAY = DAYS[0]


def by_ref(today: date, stage: int = 1) -> dict[str, DemoArticle]:
    return {a.ref: a for a in load_articles(today, stage)}


def part(article: DemoArticle, name: str) -> str:
    return {"title": article.title, "text": article.text}[name]


@pytest.fixture(scope="module")
def manifest() -> Manifest:
    return load_manifest(TODAY)


@pytest.mark.parametrize("today", DAYS)
def test_every_passage_of_the_manifest_is_in_its_article(today: date) -> None:
    articles = by_ref(today)
    listed = load_manifest(today)
    for item in (*listed.planted, *listed.lookalikes):
        assert item.passage in part(articles[item.article], item.part), item.passage
    for distortion in listed.planted:
        for proof in distortion.evidence:
            if proof.article:
                assert proof.passage in articles[proof.article].text, proof.passage
            if proof.body:
                assert proof.passage in articles[distortion.article].text, proof.passage


def test_each_passage_occurs_once_in_its_article(manifest: Manifest) -> None:
    articles = by_ref(TODAY)
    for item in manifest.planted:
        assert part(articles[item.article], item.part).count(item.passage) == 1


def test_every_kind_is_planted_at_least_twice(manifest: Manifest) -> None:
    counts = Counter(d.kind for d in manifest.planted)
    assert set(counts) == set(KINDS)
    assert min(counts.values()) >= 2


def test_outlets_have_nearly_as_many_distortions_as_one_another(manifest: Manifest) -> None:
    counts = Counter(d.outlet for d in manifest.planted)
    numbers = [counts[outlet.id] for outlet in load_outlets()]
    assert max(numbers) - min(numbers) <= 2
    assert min(numbers) >= 1


def test_each_distortion_has_evidence_and_two_lookalikes(manifest: Manifest) -> None:
    ids = [d.id for d in manifest.planted]
    assert len(set(ids)) == len(ids)
    assert len({item.id for item in manifest.lookalikes}) == len(manifest.lookalikes)
    counts = Counter(item.of for item in manifest.lookalikes)
    assert set(counts) == set(ids)
    assert min(counts.values()) >= 2
    for distortion in manifest.planted:
        assert distortion.evidence
        assert distortion.why["vi"] and distortion.why["en"]


def test_no_lookalike_lies_on_a_distortion(manifest: Manifest) -> None:
    planted = {(d.article, d.part): d.passage for d in manifest.planted}
    for item in manifest.lookalikes:
        distorted = planted.get((item.article, item.part))
        assert distorted is None or (distorted not in item.passage and item.passage not in distorted)


def test_referenced_statements_exist_and_are_confirmed(manifest: Manifest) -> None:
    rows = yaml.safe_load((HERE / "references.yaml").read_text(encoding="utf-8"))
    known = {row["id"]: row for row in rows}
    assert len(rows) == len(known) >= 12
    assert all(row["checked"] is True for row in rows)
    used = {p.reference for d in manifest.planted for p in d.evidence if p.reference}
    assert used <= set(known)
    assert not any(known[name]["contested"] for name in used)
    assert any(row["contested"] and len(row["positions"]) >= 2 for row in rows)


@pytest.mark.parametrize("today", DAYS)
def test_articles_lie_in_the_fourteen_days_before_the_start(today: date) -> None:
    current = [a for a in load_articles(today) if not a.archive]
    assert len(current) >= 66
    for article in current:
        published = article.published.astimezone(VIETNAM).date()
        assert today - timedelta(days=14) <= published < today, article.ref
    old = [a for a in load_articles(today) if a.archive]
    assert old and all(a.published.date() < today - timedelta(days=300) for a in old)


def test_events_are_reported_by_several_outlets() -> None:
    outlets: dict[str, set[str]] = {}
    for article in load_articles(TODAY):
        if article.event and not article.archive:
            outlets.setdefault(article.event, set()).add(article.outlet_id)
    assert sum(len(who) >= 3 for who in outlets.values()) >= 8


def test_articles_are_of_newspaper_length_and_unlike_one_another() -> None:
    articles = load_articles(TODAY)
    for article in articles:
        count = len(f"{article.summary} {article.text}".split())
        assert 150 <= count <= 450, (article.ref, count)
        assert article.title and article.summary
    assert len({a.title for a in articles}) == len(articles)
    assert len({a.text for a in articles}) == len(articles)
    assert len({(a.outlet_id, a.path) for a in articles}) == len(articles)


def test_no_helper_is_left_in_a_text() -> None:
    for stage in (1, 2):
        for article in load_articles(TODAY, stage):
            whole = " ".join((article.title, article.summary, article.text, article.note))
            assert "{{" not in whole and "}}" not in whole, article.ref


def test_three_articles_are_revised_and_only_those(manifest: Manifest) -> None:
    first, second = by_ref(TODAY, 1), by_ref(TODAY, 2)
    changed = {ref for ref in first if first[ref].text != second[ref].text}
    assert len(changed) == 3
    assert all(second[ref].note and second[ref].modified > first[ref].published for ref in changed)
    # Two of them take a planted distortion back, the third adds to a growing count.
    taken_back = [d for d in manifest.planted if d.passage not in part(second[d.article], d.part)]
    assert {d.id for d in taken_back} == {"quantity-hrc-votes", "certainty-thanh-co"}


def test_a_syndicated_copy_carries_its_credit() -> None:
    articles = by_ref(TODAY)
    agency = articles["lac-viet/dong-cau-ben-nga"]
    copy = articles["song-hong/cau-ben-nga-tam-dung-khai-thac"]
    assert agency.blocks[0] == copy.blocks[0]
    assert "Thông tấn Lạc Việt" in copy.credit


def test_dates_are_written_as_newsrooms_write_them() -> None:
    vi, en = Dates(date(2026, 11, 23), "vi"), Dates(date(2026, 11, 23), "en")
    assert (vi.day(-3), vi.short(-3), vi.long(-3)) == ("20/11/2026", "20/11", "20 tháng 11 năm 2026")
    assert (en.day(-3), en.short(-3), en.long(-3)) == ("20 November 2026", "20 November", "November 20, 2026")
    assert (vi.weekday(0), en.weekday(-1), vi.month(-30)) == ("thứ Hai", "Sunday", "tháng 10/2026")
    assert vi.at(-1, "07:05").isoformat() == "2026-11-22T07:05:00+07:00"
