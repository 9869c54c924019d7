"""What a fact-checker's rating says, read strictly: only one that clearly says false or misleading counts as false.

A rating in words nobody here knows stays what it is, words: it is ``UNKNOWN`` and never taken for one side. A number
alone speaks only where its scale is given with it.
"""

from __future__ import annotations

import re
from enum import StrEnum


class Standing(StrEnum):
    FALSE = "false"  # false or misleading as a whole
    MIXED = "mixed"  # partly so, not proven, out of context
    TRUE = "true"
    UNKNOWN = "unknown"  # words of a scale of its own


def _any(*words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", re.IGNORECASE)


_MIXED = _any(
    "một phần", "phần nào", "nửa", "lẫn lộn", "vừa đúng vừa sai", "không hoàn toàn", "chưa hoàn toàn", "chưa đầy đủ",
    "chưa rõ", "chưa xác minh", "chưa kiểm chứng", "chưa được (?:xác minh|kiểm chứng)",
    "chưa thể (?:xác minh|kết luận)",
    "chưa (?:chính xác|đúng)", "(?:chưa|không) (?:có|đủ) bằng chứng", "thiếu (?:ngữ cảnh|bối cảnh|bằng chứng)",
    "phóng đại", "cần thêm", "không rõ", "châm biếm", "trào phúng",
    "half", "partly", "partially", "mixture", "mixed", "not (?:entirely|completely|quite|fully)", "unproven",
    "unverified", "unsupported", "no evidence", "not enough", "inconclusive", "missing context",
    "lacks context", "needs context",
    "out of context", "outdated", "exaggerat\\w+", "satire", "not (?:false|fake)", "disputed",
)  # fmt: skip
_FALSE = _any(
    "không đúng", "không chính xác", "không có (?:cơ sở|căn cứ|thật)", "thiếu căn cứ", "không phải sự thật", "sai",
    "sai lệch", r"giả(?=\W*$)", "giả mạo", "tin giả", "bịa", "bịa đặt", "xuyên tạc", "gây hiểu lầm", "gây hiểu nhầm",
    "vô căn cứ", "lừa đảo", "cắt ghép",
    "not true", "not correct", "not accurate", "untrue", "incorrect", "inaccurate", "false", "fake", "misleading",
    "hoax", "fabricated", "altered", "doctored", "manipulated", "debunked", "baseless", "unfounded", "pants on fire",
    "wrong",
)  # fmt: skip
_TRUE = _any("không sai", "đúng", "chính xác", "sự thật", "có thật", "true", "correct", "accurate", "verified",
             "confirmed")  # fmt: skip
_NAYS = _any("không đúng", "không chính xác", "không phải sự thật", "sai sự thật", "không có thật", "not true",
             "not correct", "not accurate", "trái sự thật")  # fmt: skip
_LOW, _HIGH = 0.25, 0.75  # of the scale, from its worst end


def standing(words: str, value: float | None = None, best: float | None = None, worst: float | None = None) -> Standing:
    """What a rating says: by its words; by its number where the words are of an unknown scale (or digits) and the
    number stands on a scale that goes up from ``worst`` to ``best``."""
    if _MIXED.search(words):
        return Standing.MIXED
    rest = _NAYS.sub(" ", words)
    false = rest != words or _FALSE.search(re.sub(r"(?i)không sai", " ", rest)) is not None
    true = _TRUE.search(rest) is not None
    if false and true:
        return Standing.MIXED
    if false or true:
        return Standing.FALSE if false else Standing.TRUE
    if value is None or best is None or worst is None or not worst < best or not worst <= value <= best:
        return Standing.UNKNOWN
    share = (value - worst) / (best - worst)
    return Standing.FALSE if share <= _LOW else Standing.TRUE if share >= _HIGH else Standing.MIXED


def number(value: object) -> float | None:
    """A number of a rating, as a number or written as one; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        found = float(value)
    except ValueError:
        return None
    return found if abs(found) < 1e6 else None
