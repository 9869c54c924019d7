"""Copies: found in edited and cut texts, never between texts of the same topic; kept as bytes."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier.stories import PlacedArticle, StoryIndex
from classifier.stories.copies import CopyIndex, CopyKind, overlap, pack, sketch, unpack
from models.records import Article, StoryPlace
from tests.crawler.layouts import ARTICLES

AT = datetime(2026, 11, 20, 8, tzinfo=UTC)
TEXTS = ["\n".join((a.lead, *(part for part in a.body if isinstance(part, str)))) for a in ARTICLES]
WORDS = " ".join(TEXTS).split()
# The same matter, written by two hands.
OTHER_HAND = """Việc kè và tôn cao đê hữu ngạn sông Lam vừa khởi công sáng nay tại xã Bãi Giữa. Công trình trải qua chín xã,
tổng vốn hơn ba trăm tỷ đồng, tỉnh góp quá nửa. Nhiều hộ vui vì năm ngoái nhà ngập hai bận, song còn mười bảy thửa chưa xong
thủ tục. Huyện hứa đoạn nguy hiểm nhất sẽ hoàn thành sau ba tháng; toàn tuyến phải kịp trước mùa nước sang năm. Kỹ sư trưởng
giải thích rằng mái đê được lát đá để chịu sóng, mặt đê đủ rộng cho xe tải tránh nhau, hai bên có hàng tre chắn gió."""
GOLD = """Giá vàng sáng {day} tại các cửa hàng lớn: mua vào {a} triệu đồng một lượng, bán ra {b} triệu đồng một lượng, {move} {c} nghìn
đồng so với hôm qua. Giá thế giới ở mức {d} USD một ounce. Chênh lệch giữa giá trong nước và thế giới là {e} triệu đồng một lượng.
Tỷ giá trung tâm {f} đồng một USD. Các chuyên gia khuyên người mua cân nhắc vì biên độ còn lớn và khó đoán trong ngắn hạn."""


def changed(text: str, share: float, seed: int) -> str:
    rng, words = random.Random(seed), text.split()
    for _ in range(round(share * len(words))):
        at = rng.randrange(len(words))
        words[at] = rng.choice(WORDS)
    return " ".join(words)


@pytest.mark.parametrize("share", [0.05, 0.10, 0.15])
@pytest.mark.parametrize("number", range(len(TEXTS)))
def test_an_edited_copy_is_found(share: float, number: int) -> None:
    index = CopyIndex(timedelta(days=14))
    for other, text in enumerate(TEXTS):
        index.add(str(other), AT, sketch("", text))
    found = index.find(AT, sketch("", changed(TEXTS[number], share, number)))
    assert found is not None and found[0] == str(number)


def test_an_excerpt_and_a_new_lead_are_found() -> None:
    long = TEXTS[0] + "\n" + TEXTS[2]
    assert overlap(sketch("", TEXTS[0]), sketch("", long)).kind is not None
    lead = "Một buổi lễ ngắn mở đầu công trình mà người dân ven sông chờ suốt nhiều năm, theo ghi nhận của phóng viên."
    relead = lead + "\n" + "\n".join(TEXTS[0].split("\n")[1:])
    assert overlap(sketch("", TEXTS[0]), sketch("", relead)).kind is CopyKind.COPY


def test_two_reports_of_one_event_are_no_copies() -> None:
    assert overlap(sketch("", TEXTS[0]), sketch("", OTHER_HAND)).kind is None
    for first in range(len(TEXTS)):
        for second in range(first):
            assert overlap(sketch("", TEXTS[first]), sketch("", TEXTS[second])).kind is None


def test_the_same_form_with_other_figures_is_a_copy_only_on_the_same_day() -> None:
    one = GOLD.format(day="20/11", a="84,2", b="86,7", move="tăng", c=300, d="2.718", e="3,1", f="24.288")
    two = GOLD.format(day="21/11", a="83,9", b="86,4", move="giảm", c=250, d="2.701", e="3,4", f="24.305")
    assert overlap(sketch("", one), sketch("", two), apart=True).kind is None
    assert overlap(sketch("", one), sketch("", two)).kind is CopyKind.COPY
    assert overlap(sketch("", one), sketch("", one.replace("khuyên", "nhắc")), apart=True).kind is CopyKind.COPY
    index = CopyIndex(timedelta(days=14))
    index.add("yesterday", AT - timedelta(days=1), sketch("", one))
    assert index.find(AT, sketch("", two)) is None


def test_a_text_too_short_is_nobodys_copy() -> None:
    index = CopyIndex(timedelta(days=14))
    index.add("a", AT, sketch("", "Cháy lớn ở chợ Mới"))
    assert index.find(AT, sketch("", "Cháy lớn ở chợ Mới")) is None


def test_outside_the_window_and_forgotten_ones_are_not_found() -> None:
    index = CopyIndex(timedelta(days=14))
    one = sketch("", TEXTS[0])
    index.add("old", AT - timedelta(days=15), one)
    assert index.find(AT, one) is None
    index.add("new", AT, one)
    assert index.find(AT, one) is not None
    assert index.find(AT, one, "new") is None
    index.forget(AT + timedelta(days=1))
    assert len(index) == 0 and index.find(AT, one) is None


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=600), st.text(max_size=40))
def test_a_sketch_survives_as_bytes(text: str, title: str) -> None:
    one = sketch(title, text)
    assert unpack(pack(one)) == one


def test_bytes_of_another_version_are_not_read() -> None:
    packed = pack(sketch("", TEXTS[0]))
    assert unpack(bytes([99]) + packed[1:]) is None
    assert unpack(packed[:-4]) is None
    assert unpack(b"") is None and unpack(None) is None


def test_a_restart_knows_copies_by_what_was_kept_alone() -> None:
    first = Article("1", "Đê hữu ngạn", TEXTS[0], published_at=AT)
    index = StoryIndex()
    (place,) = index.add([first])
    kept = index.kept("1")
    again = StoryIndex()
    again.restore_older([("1", AT - timedelta(days=5), kept)])
    copy = Article("2", "Đê hữu ngạn", changed(TEXTS[0], 0.1, 3), published_at=AT)
    assert again.add([copy])[0].copy_of == "1"
    beside = StoryIndex()
    beside.restore([PlacedArticle(first, StoryPlace("1", place.story), signature=kept)])
    assert beside.add([copy])[0] == StoryPlace("2", place.story, "1")
