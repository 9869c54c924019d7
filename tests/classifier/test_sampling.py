"""Samples for annotators: unlike each other, or at random and the same for the same day."""

from __future__ import annotations

from classifier.topics.model import load_model
from classifier.training.sampling import audit_slice, diverse
from classifier.training.topics import STARTING
from models.records import Article


def test_the_diverse_sample_leaves_the_crowd() -> None:
    titles = ["Giá vàng tăng"] * 5 + ["Giáo hoàng dâng lễ"]
    articles = [Article(id=str(n), title=title, text="") for n, title in enumerate(titles)]
    model = load_model(STARTING)
    assert "5" in diverse(model, articles, 2)
    assert sorted(diverse(model, articles, 99)) == [str(n) for n in range(6)]
    assert diverse(model, [], 3) == diverse(model, articles, 0) == []


def test_the_slice_of_a_day_is_the_same_in_any_order() -> None:
    ids = [str(n) for n in range(50)]
    assert audit_slice(ids, 5, "2026-01-01") == audit_slice(ids[::-1], 5, "2026-01-01")
    assert audit_slice(ids, 5, "2026-01-01") != audit_slice(ids, 5, "2026-01-02")
