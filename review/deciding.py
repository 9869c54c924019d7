"""Whether an answer about an alert can be taken as given. Decides only; the page writes the row."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from models.records import Bilingual, Verdict


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person sent. ``ticked`` are ids of findings; ``version`` and ``seen`` say what the page showed:
    the article's version and how many rows the history had."""

    verdict: str
    note: str
    ticked: tuple[int, ...]
    version: int
    seen: int


@dataclass(frozen=True, slots=True)
class Standing:
    """What is true now. ``hidden``: the reader has not seen the marks (blind reading); ``latest``: what the last row of
    the history says, in a sentence."""

    version: int
    decisions: int
    findings: Collection[int]
    hidden: bool
    decidable: bool
    latest: Bilingual | None = None


def refusal(answer: Answer, now: Standing) -> Bilingual | None:
    """Why the answer is not taken, or ``None``."""
    if answer.verdict not in set(Verdict):
        return Bilingual("Chọn một trong sáu kết luận.", "Choose one of the six verdicts.")
    if not now.decidable:
        did = now.latest if now.latest is not None and answer.seen != now.decisions and not now.hidden else None
        return Bilingual(
            f"{did.vi + ' ' if did else ''}Cảnh báo này đã đóng. Mở lại rồi mới kết luận khác.",
            f"{did.en + ' ' if did else ''}This alert is closed. Reopen it to decide again.",
        )
    if answer.version != now.version:
        return Bilingual(
            "Bài đã được sửa trong lúc bạn đọc. Xem bản mới rồi kết luận.",
            "The article was revised while you were reading. Look at the new version, then decide.",
        )
    if not now.hidden and answer.seen != now.decisions:
        did = now.latest or Bilingual("Một người khác vừa kết luận.", "Somebody else has just decided.")
        return Bilingual(
            f"{did.vi} Kết luận của bạn chưa được ghi: xem phần lịch sử, rồi kết luận lại nếu vẫn muốn.",
            f"{did.en} Your verdict is not recorded: look at the history, then decide again if you still want to.",
        )
    if answer.verdict == Verdict.DISTORTION:
        return _distortion(answer, now)
    return None


def _distortion(answer: Answer, now: Standing) -> Bilingual | None:
    if now.hidden or not now.findings:
        if answer.note:
            return None
        return Bilingual(
            "Ghi trong phần ghi chú: đoạn nào sai và sai so với bằng chứng nào.",
            "Say in the note which passage is wrong, and against which evidence.",
        )
    if not set(answer.ticked) & set(now.findings):
        return Bilingual(
            "Muốn xác nhận sai lệch, hãy đánh dấu ít nhất một bằng chứng bạn đã kiểm tra.",
            "To confirm a distortion, tick at least one piece of evidence you have checked.",
        )
    return None
