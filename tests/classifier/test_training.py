"""Training: repeatable, over the shipped weights, refusing what would teach the outlet."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from classifier.topics.model import load_model
from classifier.training import confounding
from classifier.training.calibrate import best_threshold, platt
from classifier.training.evaluate import compare, evaluate
from classifier.training.examples import Example, starting_examples
from classifier.training.linear import Line, fit_line
from classifier.training.measures import average_precision, expected_calibration_error, measures
from classifier.training.topics import STARTING, TrainingError, train
from config.topics import CORE, load_topics
from models.records import Article, Bilingual, Topic

TOPIC = Topic(
    id="bees",
    name=Bilingual("ong", "bees"),
    definition=Bilingual("nghề nuôi ong", "bee keeping"),
    examples=("Nuôi ong lấy mật vào mùa hoa nhãn",),
    counter_examples=("Ông lão câu cá bên hồ",),
    keywords=("ong mật", "beehive"),
)
BEES = ["Mùa hoa cà phê, thợ nuôi ong chuyển đàn lên rẫy", "Giá mật ong rừng tăng", "Beehive rooftop project grows in the city"]
OTHER = ["Giá xăng giảm nhẹ", "Đội tuyển tập buổi cuối", "New phone folds twice"]


def bee_examples(outlets: tuple[str | None, ...] = (None,)) -> list[Example]:
    rows = []
    for n in range(24):
        about = n % 2 == 0
        text = (BEES if about else OTHER)[n % 3]
        rows.append(
            Example(
                id=f"b{n:02d}",
                title=f"{text} {n}",
                text="",
                topics=frozenset(["bees"]) if about else frozenset(),
                outlet=outlets[n % len(outlets)],
                published_at=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=n),
                origin="office",
            )
        )
    return rows


def test_an_office_topic_is_learnt_without_code_and_the_same_each_time(tmp_path: Path) -> None:
    one = train(bee_examples(), [TOPIC], tmp_path / "1")
    two = train(list(reversed(bee_examples())), [TOPIC], tmp_path / "2")
    weights = [load_model(tmp_path / n).weights for n in ("1", "2")]
    assert np.array_equal(*weights) and one["data"]["sha256"] == two["data"]["sha256"]
    scores = load_model(tmp_path / "1").predict(
        [Article(id="1", title="Thợ nuôi ong mật được mùa", text=""), Article(id="2", title="Giá xăng tăng", text="")]
    )
    assert scores[0].probabilities["bees"] > scores[1].probabilities["bees"]


def test_training_over_the_shipped_weights_keeps_the_core(tmp_path: Path) -> None:
    topics = [t for t in load_topics() if t.id in CORE]
    examples = [e for e in starting_examples() if e.topics & set(CORE)][:60] + list(starting_examples())[-60:]
    card = train(examples, topics, tmp_path)
    shipped, new = load_model(STARTING), load_model(tmp_path)
    sentence = [Article(id="1", title="Giáo hoàng cử hành thánh lễ cho giáo dân", text="")]
    assert card["starting"] == shipped.version
    assert "religion" in new.predict(sentence)[0].tags
    for topic in CORE:
        a, b = (m.weights[m.topics.index(topic)] for m in (shipped, new))
        assert float(np.dot(a, b) / (np.linalg.norm(a) * np.linalg.norm(b))) > 0.9


def test_topics_without_examples_and_empty_input_are_refused(tmp_path: Path) -> None:
    bare = Topic("x", Bilingual("x", "x"), Bilingual("x", "x"), (), ())
    with pytest.raises(TrainingError):
        train(bee_examples(), [TOPIC, bare], tmp_path)
    with pytest.raises(TrainingError):
        train([], [TOPIC], tmp_path)


# ── confounding ──

PAGES = ("Trang Tin Nhanh", "Góc Giật Gân", "Chuyện Lạ 24", "Tin Nóng Mỗi Giờ")
PAPERS = ("Báo Sông Hồng", "Đài Miền Núi", "Nhật Báo Cảng", "Tạp Chí Ruộng Đồng")


def claims(confounded: bool) -> list[Example]:
    """Forty made-up claims; fakes from pages and true ones from papers, or both kinds from all of them."""
    rows = []
    for n in range(48):
        fake = n % 2 == 0
        outlets = (PAGES if fake else PAPERS) if confounded else PAGES + PAPERS
        rows.append(
            Example(
                id=f"c{n:02d}",
                title=f"Uống nước lá số {n} {'chữa dứt mọi bệnh' if fake else 'không thay được thuốc'}",
                text="",
                topics=frozenset(["fake"]) if fake else frozenset(),
                outlet=outlets[(n // 2) % len(outlets)],
                origin="office",
            )
        )
    return rows


def test_fakes_from_some_pages_and_truths_from_others_stop_training(tmp_path: Path) -> None:
    topic = Topic("fake", Bilingual("giả", "fake"), Bilingual("giả", "fake"), ("x",), ("y",))
    with pytest.raises(confounding.ConfoundedError) as caught:
        train(claims(confounded=True), [topic], tmp_path)
    message = caught.value.message
    assert any(name in message.vi for name in PAGES) and any(name in message.en for name in PAPERS)
    assert "ai viết" in message.vi and "who wrote" in message.en
    assert caught.value.measures[0].auc > 0.95 and caught.value.measures[0].information > 0.8


def test_the_same_claims_from_all_outlets_train(tmp_path: Path) -> None:
    topic = Topic("fake", Bilingual("giả", "fake"), Bilingual("giả", "fake"), ("x",), ("y",))
    card = train(claims(confounded=False), [topic], tmp_path)
    assert card["confounding"][0]["auc"] < confounding.AUC_LIMIT


def test_texts_without_outlets_cannot_be_confounded() -> None:
    assert not confounding.check(starting_examples(), CORE)[0].confounded


# ── numbers ──


def test_the_prior_stays_without_evidence_and_bends_with_it() -> None:
    import scipy.sparse as sp

    x = sp.csr_matrix(np.eye(3, dtype=np.float32))
    prior = Line(np.array([2.0, -2.0, 0.0], dtype=np.float32), 0.0)
    same = fit_line(x, np.array([True, True, True]), np.ones(3), strength=1.0, prior=prior)
    assert same is prior
    bent = fit_line(x, np.array([False, False, True]), np.ones(3), strength=1.0, prior=prior)
    assert bent.weights[0] < 2.0 and bent.weights[2] > 0.0


def test_calibration_never_turns_the_order_round() -> None:
    scores = np.array([-2.0, -1.0, 0.0, 1.0, 2.0])
    slope, _ = platt(scores, np.array([True, False, True, False, False]), np.ones(5))
    assert slope > 0


def test_the_threshold_separates_what_can_be_separated() -> None:
    chances = np.array([0.1, 0.2, 0.7, 0.9])
    assert 0.2 < best_threshold(chances, np.array([False, False, True, True]), np.ones(4)) <= 0.7


def test_measures_by_hand() -> None:
    chances, truth = np.array([0.9, 0.8, 0.3, 0.2]), np.array([True, False, True, False])
    m = measures(chances, chances >= 0.5, truth)
    assert (m.precision, m.recall, m.f1) == (0.5, 0.5, 0.5)
    assert m.average_precision == pytest.approx((1 + 2 / 3) / 2)
    assert m.brier == pytest.approx((0.01 + 0.64 + 0.49 + 0.04) / 4)
    assert average_precision(np.full(4, 0.5), truth) == pytest.approx(0.5)
    assert expected_calibration_error(np.array([1.0, 0.0]), np.array([True, False])) == 0.0
    json.dumps(m.as_row())
    empty = measures(chances, np.zeros(4, dtype=bool), np.zeros(4, dtype=bool)).as_row()
    assert (empty["precision"], empty["recall"], empty["f1"], empty["average_precision"]) == (None, None, None, None)


def test_evaluation_of_one_model_and_of_two_on_the_same_items(tmp_path: Path) -> None:
    rows = bee_examples(("Báo A", "Báo B", "Báo C"))
    train(rows, [TOPIC], tmp_path)
    model = load_model(tmp_path)
    (report,) = evaluate(model, rows)
    assert report.f1.low <= report.f1.value <= report.f1.high
    (same,) = compare(model, model, rows, ["bees"])
    assert (same.difference.value, same.difference.low, same.difference.high) == (0.0, 0.0, 0.0)
