"""ClaimReview read strictly: what is taken, what is refused and why, and who is never kept."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.claimreview import read_claims

NODE: dict[str, Any] = {
    "@context": "https://schema.org",
    "@type": "ClaimReview",
    "claimReviewed": "Cầu &quot;Vân Sa&quot;  đã sập",
    "reviewRating": {"@type": "Rating", "alternateName": "Sai", "ratingValue": "1", "bestRating": 5, "worstRating": 1},
    "author": {"@type": "Organization", "name": "Tổ Kiểm Chứng"},
    "url": "https://check.example/1",
    "datePublished": "2026-01-31T08:00:00+07:00",
    "itemReviewed": {"@type": "Claim", "author": {"@type": "Person", "name": "somebody"}},
}


def test_what_is_kept() -> None:
    read = read_claims(NODE, "a.json")
    (review,) = read.reviews
    assert review.claim == 'Cầu "Vân Sa" đã sập' and review.rating == "Sai" and review.date == date(2026, 1, 31)
    assert review.scale == {"ratingValue": "1", "bestRating": "5", "worstRating": "1"}
    assert "somebody" not in repr(read) and not read.refused and not read.counters


@pytest.mark.parametrize(
    ("change", "counter", "en"),
    [
        ({"@type": "Review"}, "not_a_claim_review", "is no ClaimReview"),
        ({"claimReviewed": " "}, "no_claim", "must be text"),
        ({"claimReviewed": "x " * 1500}, "claim_too_long", "longer than 2000"),
        ({"reviewRating": {"name": "x"}}, "no_verdict", "no verdict"),
        ({"reviewRating": "Sai"}, "no_verdict", "no verdict"),
        ({"author": {"@type": "Person", "name": "somebody"}}, "checker_is_a_person", "an organisation is needed"),
        ({"author": "somebody"}, "no_checker", "no fact-checker"),
        ({"url": None}, "bad_address", "url: must be text"),
        ({"url": "ftp://check.example"}, "bad_address", "http(s)"),
        ({"url": "https://www.facebook.com/1"}, "bad_address", "social network"),
    ],
)
def test_each_refusal_has_a_counter_and_a_reason_and_stops_no_other(
    change: dict[str, Any], counter: str, en: str
) -> None:
    read = read_claims([{**NODE, **change}, NODE], "a.json")
    (bad,) = read.refused
    assert (bad.where, bad.counter) == ("a.json[0]", counter) and en in bad.reason.en and bad.reason.vi != bad.reason.en
    assert len(read.reviews) == 1 and "somebody" not in repr(read)


def test_an_organisation_beside_a_person_is_the_fact_checker() -> None:
    author = {"@type": "Person", "name": "somebody", "worksFor": {"@type": "Organization", "name": "Báo Ban Mai"}}
    read = read_claims([{**NODE, "author": author}, {**NODE, "author": [author], "url": "https://check.example/2"}], "a")
    assert [r.publisher for r in read.reviews] == ["Báo Ban Mai"] * 2 and "somebody" not in repr(read)
    by_page = read_claims({**NODE, "author": {"@type": "Person", "name": "somebody"}}, "a", publisher="Báo Sông Lam")
    assert by_page.reviews[0].publisher == "Báo Sông Lam"


def test_every_form_and_the_licence_of_a_feed() -> None:
    feed = {
        "@type": "DataFeed",
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "dataFeedElement": [{"@type": "DataFeedItem", "item": [NODE]}, {"item": {**NODE, "sdLicense": "CC0", "url": None}}],
    }
    read = read_claims(feed, "feed", page="https://check.example/page")
    assert [(r.url[-4:], r.licence[-4:]) for r in read.reviews] == [("le/1", "4.0/"), ("page", "CC0")]
    assert len(read_claims({"@graph": [{"@type": ["ClaimReview", "Review"], **{k: v for k, v in NODE.items() if k[0] != "@"}}]}, "g").reviews) == 1
    assert len(read_claims({**NODE, "@type": "http://schema.org/ClaimReview"}, "g").reviews) == 1


def test_repeats_and_dates_nobody_can_read_are_counted() -> None:
    read = read_claims([NODE, NODE, {**NODE, "url": "https://check.example/2", "datePublished": "hôm qua"}], "a")
    assert read.counters == {"repeated": 1, "date_unreadable": 1} and [r.date for r in read.reviews][1] is None


JSON = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from([*NODE, "item", "@graph", "name", "dataFeedElement", "x"]), inner, max_size=5),
    max_leaves=20,
)


@given(JSON)
def test_anything_is_taken_or_refused(content: Any) -> None:
    read = read_claims(content, "x")
    assert all(r.claim and r.rating and r.publisher and r.url for r in read.reviews)
    assert all(bad.reason.vi and bad.reason.en for bad in read.refused)


@given(st.dictionaries(st.sampled_from(list(NODE)), JSON, max_size=4))
def test_any_field_may_be_broken(change: dict[str, Any]) -> None:
    read = read_claims({**NODE, **change}, "x")
    assert len(read.reviews) + len(read.refused) <= 30
