"""The collector of cycles rests during a comparison and is as it was afterwards."""

from __future__ import annotations

import gc

import pytest

from classifier.compare import CompareItem, Comparer
from classifier.resting import collector_resting
from models.records import Evidence


def test_rests_inside_and_is_on_again_after_an_error() -> None:
    assert gc.isenabled()
    with pytest.raises(ValueError, match="broken"), collector_resting():
        assert not gc.isenabled()
        raise ValueError("broken")
    assert gc.isenabled()


def test_leaves_a_collector_off_that_was_off() -> None:
    gc.disable()
    try:
        with collector_resting(), collector_resting():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_a_comparison_leaves_the_collector_on() -> None:
    """Readings refer to themselves: those dropped are collected only while the collector runs between comparisons."""
    text = "Ngày 3/5, 12 người bị thương trong vụ sạt lở ở huyện Bình Khê."
    Comparer().compare(CompareItem("1", text, evidence=(Evidence(text),)))
    assert gc.isenabled()
