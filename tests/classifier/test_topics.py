"""The topic model on our own sets, its masks, concepts and rows."""

from __future__ import annotations

import json
import time
from pathlib import Path

import numpy as np
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from classifier.topics.concepts import ConceptFinder, read_concepts, tokens, with_keywords
from classifier.topics.features import COLUMNS, view
from classifier.topics.masks import mask
from classifier.topics.model import TopicModel, load_model
from classifier.topics.rows import from_row, to_row
from classifier.training.evaluate import evaluate, macro_f1
from classifier.training.examples import Example, gate_examples
from classifier.training.topics import STARTING
from config.topics import CORE, load_topics
from models.records import Article, Language

FLOORS = yaml.safe_load((Path(__file__).parents[1] / "floors.yaml").read_text(encoding="utf-8"))


def own_set(language: str) -> list[Example]:
    return list(gate_examples(Language(language)))


@pytest.fixture(scope="module")
def model() -> TopicModel:
    return load_model(STARTING)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_macro_f1_on_our_own_set_keeps_its_floor(model: TopicModel, language: str) -> None:
    examples = own_set(language)
    assert len(examples) >= 150
    reports = evaluate(model, examples, CORE)
    assert macro_f1(reports) >= FLOORS[f"topics_{language}_macro_f1"], [
        (r.topic, r.measures, r.confusions[:4]) for r in reports
    ]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_storms_streets_and_scenery_are_left_alone(model: TopicModel, language: str) -> None:
    near = [e for e in own_set(language) if not e.topics]
    scores = model.predict([e.article() for e in near])
    tagged = [e.title for e, s in zip(near, scores, strict=True) if set(s.tags) & set(CORE)]
    assert len(tagged) <= FLOORS["topics_near_miss_share"] * len(near), tagged


def test_every_topic_has_a_probability_and_order_is_kept(model: TopicModel) -> None:
    items = [Article(id=str(n), title=f"Bản tin {n}", text="") for n in range(700)]
    scores = model.predict(items)
    assert [s.id for s in scores] == [i.id for i in items]
    assert all(set(s.probabilities) == set(model.topics) for s in scores)
    assert all(0 <= p <= 1 for s in scores for p in s.probabilities.values())


def test_nothing_to_predict_is_no_error(model: TopicModel) -> None:
    assert model.predict([]) == []
    assert model.predict([Article(id="1", title="", text="")])[0].tags == ()


def test_the_outlet_changes_nothing(model: TopicModel) -> None:
    text = "Đoàn công tác ra thăm quân dân Trường Sa"
    scores = model.predict([Article(id="1", title=text, text="", outlet=o) for o in (None, "VnExpress", "Tờ Nào Đó")])
    assert len({tuple(s.probabilities.items()) for s in scores}) == 1


def test_unsure_is_where_the_probability_is_near_the_threshold(model: TopicModel) -> None:
    found = model.predict([e.article() for e in own_set("vi")])
    for scores in found:
        for topic, rule in zip(model.topics, model.rules, strict=True):
            p = scores.probabilities[topic]
            assert (topic in scores.unsure) == (rule.low <= p <= rule.high) or min(
                abs(p - rule.low), abs(p - rule.high)
            ) < 1e-5


def test_a_story_written_whole_is_read_like_its_summary(model: TopicModel) -> None:
    lead = "Bộ Ngoại giao khẳng định chủ quyền đối với quần đảo Hoàng Sa và yêu cầu chấm dứt tập trận."
    body = lead + "\n" + "\n".join("Người dân địa phương cho biết thời tiết hôm nay khá mát mẻ." for _ in range(30))
    short, whole = model.predict(
        [
            Article(id="1", title="Phản đối tập trận ở Hoàng Sa", text="", summary=lead),
            Article(id="2", title="Phản đối tập trận ở Hoàng Sa", text=body),
        ]
    )
    assert "east_sea" in short.tags and "east_sea" in whole.tags


def test_fast_enough_for_a_feed(model: TopicModel) -> None:
    items = [e.article() for e in own_set("vi")] * 4
    start = time.process_time()
    model.predict(items)
    assert len(items) / (time.process_time() - start) >= 400


def test_loading_is_quick_and_the_file_small() -> None:
    start = time.process_time()
    load_model(STARTING)
    assert time.process_time() - start < 1.0
    assert sum(p.stat().st_size for p in STARTING.iterdir()) < 20_000_000


# ── masks ──


@pytest.mark.parametrize(
    ("text", "outlet", "gone"),
    [
        ("(Dân trí) - Mưa lớn ở Huế", None, "Dân trí"),
        ("VTV.vn - Mưa lớn ở Huế", None, "VTV"),
        ("Mưa lớn ở Huế, theo Báo Thanh Niên", None, "Thanh Niên"),
        ("Mưa lớn ở Huế. Theo Reuters", None, "Reuters"),
        ("Mưa lớn ở Huế, báo Sông Xanh cho biết", "Sông Xanh", "Sông Xanh"),
        ("Kính mời quý vị theo dõi bản tin. Mưa lớn ở Huế", None, "Kính mời"),
        ("Mưa lớn ở Huế\nẢnh: TRUNG TÂM", None, "TRUNG TÂM"),
    ],
)
def test_masks_take_out_who_published(text: str, outlet: str | None, gone: str) -> None:
    bare = mask(text, outlet)
    assert gone not in bare
    assert "Mưa lớn ở Huế" in bare


def test_ordinary_words_that_are_also_names_stay() -> None:
    assert "thanh niên tình nguyện" in mask("Đoàn thanh niên tình nguyện và tuổi trẻ Huế", "Thanh Niên")


@given(st.text(max_size=300), st.one_of(st.none(), st.text(max_size=30)))
def test_masks_never_fail(text: str, outlet: str | None) -> None:
    assert isinstance(mask(text, outlet), str)


# ── concepts ──


def test_concepts_do_not_cross_punctuation() -> None:
    finder = ConceptFinder({"believers": ["giáo dân"]})
    assert finder.count(tokens("giáo dân dự lễ"))["believers"] == 1
    assert finder.count(tokens("Ban Tuyên giáo - Dân vận"))["believers"] == 0


def test_concepts_fold_case_and_tone_placement() -> None:
    finder = ConceptFinder({"clergy": ["hòa thượng"]})
    assert finder.count(tokens("HOÀ THƯỢNG"))["clergy"] == 1


def test_every_concept_has_phrases_and_keywords_join() -> None:
    concepts = read_concepts()
    assert all(tokens(phrase) for phrases in concepts.values() for phrase in phrases)
    topics = load_topics()
    joined = with_keywords(concepts, topics)
    assert {f"kw_{t.id}" for t in topics if t.keywords} <= set(joined)


def test_views_hold_title_lead_and_body_apart() -> None:
    seen = view(Article(id="1", title="Một hai", text=" ".join(f"từ{n}" for n in range(200)), summary=""))
    assert seen.title == ["một", "hai"] and len(seen.lead) == 80 and len(seen.body) == 120


def test_features_are_the_same_every_time(model: TopicModel) -> None:
    items = [e.article() for e in own_set("en")[:20]]
    first, second = model.features(items), model.features(items)
    assert first.shape == (20, COLUMNS)
    assert np.array_equal(first.toarray(), second.toarray())


# ── rows ──


def test_rows_in_and_out(model: TopicModel) -> None:
    article = from_row({"id": 7, "title": "Giáo hoàng dâng lễ", "summary": None, "extra": 1})
    row = to_row(model.predict([article])[0])
    assert row["id"] == "7" and set(CORE) <= set(row["topics"]) and isinstance(row["tags"], list)
    json.dumps(row)


@pytest.mark.parametrize("row", [{}, {"id": "1"}, {"id": None, "title": "a"}, {"id": "1", "title": 3}, {"id": [1], "title": "a"}])
def test_bad_rows_are_refused(row: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        from_row(row)
