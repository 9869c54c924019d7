"""Counting what a run made of the planted distortions."""

from __future__ import annotations

from datetime import date

from demo.manifest import load_manifest
from demo.tally import Alerted, same_place, tally

MANIFEST = load_manifest(date(2026, 11, 23))
PLANTED = {d.id: d for d in MANIFEST.planted}


def finding(id_: str, **changes: str) -> Alerted:
    d = PLANTED[id_]
    given = {"article": d.article, "kind": d.kind, "part": d.part, "passage": d.passage} | changes
    return Alerted(**given)


def test_no_alert_misses_everything() -> None:
    result = tally(MANIFEST, [])
    assert len(result.missed) == result.planted == len(PLANTED)
    assert not result.found and not result.unplanned and not result.lookalikes


def test_perfect_alerts_find_everything() -> None:
    result = tally(MANIFEST, [finding(id_) for id_ in PLANTED])
    assert set(result.found) == set(result.same_kind) == set(PLANTED)
    assert not result.missed and not result.unplanned and not result.lookalikes


def test_another_kind_on_the_same_words_is_found_but_not_same_kind() -> None:
    result = tally(MANIFEST, [finding("quantity-nam-lua", kind="outlier_report", passage="480 tỷ đồng")])
    assert result.found == ("quantity-nam-lua",) and result.same_kind == ()


def test_an_alert_elsewhere_in_the_article_does_not_count_as_found() -> None:
    result = tally(MANIFEST, [finding("quantity-nam-lua", passage="một phòng máy tính gồm 15 máy")])
    assert result.elsewhere == ("quantity-nam-lua",) and not result.found


def test_the_other_part_of_the_article_does_not_count() -> None:
    assert not tally(MANIFEST, [finding("quantity-nam-lua", part="title")]).found


def test_alerts_on_clean_articles_and_lookalikes_are_named() -> None:
    look = next(item for item in MANIFEST.lookalikes if item.article == "ngay-moi/nam-lua-truoc-ngay-doi-ban")
    wrong = Alerted(look.article, "quantity_mismatch", look.part, look.passage)
    result = tally(MANIFEST, [wrong])
    assert result.unplanned == {look.article: (wrong,)}
    assert result.lookalikes == (wrong,)


def test_same_place_needs_half_of_the_shorter_passage() -> None:
    assert same_place("tổng vốn 480 tỷ đồng", "với tổng vốn 480 tỷ đồng, do huyện làm chủ đầu tư")
    assert not same_place("tổng vốn 480 tỷ đồng", "khoản 2,4 tỷ đồng vận động được trong quận")
    assert not same_place("", "tổng vốn")
