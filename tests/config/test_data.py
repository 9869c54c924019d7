"""The data that ships: enough of it, complete, consistent, attributed."""

from __future__ import annotations

from collections import Counter

import pytest

from config.claimreview import load_claimreviews
from config.digest import ALWAYS, SECTIONS, load_digest
from config.outlets import load_outlets, refuse_social
from config.references import load_references
from config.topics import load_topics
from models.records import Bilingual, OutletKind
from models.text import Language, fold, language_of, words


def test_outlets_and_feeds() -> None:
    outlets = load_outlets()
    assert sum(outlet.enabled for outlet in outlets) >= 25
    assert sum(source.enabled for outlet in outlets if outlet.enabled for source in outlet.sources) >= 70
    assert {outlet.kind for outlet in outlets} == set(OutletKind)
    assert any(outlet.language == "en" for outlet in outlets)


def test_what_nobody_confirmed_is_not_polled() -> None:
    for outlet in load_outlets():
        for source in outlet.sources:
            assert bool(source.confirmed) == source.enabled, source.id


def test_names_and_aliases_belong_to_one_outlet() -> None:
    names = [{fold(name) for name in (outlet.name, *outlet.aliases)} for outlet in load_outlets()]
    assert [name for name, count in Counter(n for each in names for n in each).items() if count > 1] == []


def test_every_source_says_what_healthy_looks_like() -> None:
    for outlet in load_outlets():
        for source in outlet.sources:
            assert 6 <= source.healthy.max_silence_hours <= 24 * 28 and source.healthy.min_entries >= 1


def test_topics_are_complete() -> None:
    topics = load_topics()
    assert {topic.id for topic in topics if topic.core} == {"east_sea", "human_rights", "religion"}
    assert {topic.id for topic in topics if not topic.core} == {
        "borders_territory", "ethnic_affairs", "democracy_elections", "foreign_relations", "trade_agreements",
        "public_health", "the_capital",
    }  # fmt: skip
    for topic in topics:
        for given in (topic.examples, topic.counter_examples):
            assert len(set(given)) == len(given) >= 8
            assert {language_of(text) for text in given} >= {Language.VI, Language.EN}, topic.id
        assert not set(topic.examples) & set(topic.counter_examples)


def test_references_are_attributed_and_unconfirmed() -> None:
    references = load_references()
    assert len(references) >= 60
    assert not any(reference.checked for reference in references)
    assert all(reference.publisher and reference.document and reference.keywords for reference in references)
    known = {topic.id for topic in load_topics()}
    covered = Counter(topic for reference in references for topic in reference.topics)
    assert set(covered) == known
    statements = [reference.statement.vi for reference in references]
    assert len(set(statements)) == len(statements)


def test_contested_ones_show_both_positions() -> None:
    contested = [reference for reference in load_references() if reference.contested]
    assert len(contested) >= 4
    assert all(len({position.holder for position in reference.positions}) >= 2 for reference in contested)


def test_the_years_of_both_languages_agree() -> None:
    for reference in load_references():
        vi, en = (sorted(year_words(text)) for text in (reference.statement.vi, reference.statement.en))
        assert vi == en, reference.id


def year_words(text: str) -> set[str]:
    digits = "".join(c if c.isdigit() else " " for c in text).split()
    return {word for word in digits if len(word) == 4 and word[:2] in ("19", "20")}


def test_the_digest_shows_every_section() -> None:
    layout = load_digest()
    ids = [section.id for section in layout.sections]
    assert sorted(ids) == sorted(SECTIONS) and set(ALWAYS) <= set(ids) and ids[:2] == ["errata", "five_lines"]
    assert layout.titled("Ban A", Bilingual("tuần 47", "week 47")).en == "Press monitoring digest, week 47"


def test_no_checked_claims_ship() -> None:
    assert load_claimreviews() == ()


SOCIAL = ["https://m.facebook.com/a", "https://t.me/x", "http://someone.blogspot.com/", "x.com/a", "HTTPS://YOUTU.BE/1"]


@pytest.mark.parametrize("url", SOCIAL)
def test_social_networks_are_refused(url: str) -> None:
    reason = refuse_social(url)
    assert reason is not None and "không theo dõi cá nhân" in reason.vi and "does not watch people" in reason.en


@pytest.mark.parametrize("url", ["https://vnexpress.net/x.com", "https://netflix.com/", "https://bbc.co.uk/t.me", ""])
def test_newsrooms_are_not_taken_for_social_networks(url: str) -> None:
    assert refuse_social(url) is None


def test_keywords_are_words_of_the_statement_in_each_language() -> None:
    for reference in load_references():
        if reference.contested:
            continue
        both = [words_of(statement) for statement in (reference.statement.vi, reference.statement.en)]
        for statement in both:
            assert sum(words_of(keyword) in statement for keyword in reference.keywords) >= 1, reference.id
        for keyword in reference.keywords:
            assert any(words_of(keyword) in statement for statement in both), (reference.id, keyword)


def words_of(text: str) -> str:
    return f" {' '.join(words(text))} "
