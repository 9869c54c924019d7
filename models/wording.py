"""What counts as a change of a text: its words and figures, not its typography nor counters that tick."""

from __future__ import annotations

import hashlib
import re

from models.text import cleaned, tone_fold, words

# The wording of a text: words, figures with their sign and separators, per cent signs. Most are words: tried first.
_WORDING = re.compile(r"[^\W\d]\w*|(?:(?<!\S)[-−–])?\d[\d.,:/]*\d|(?:(?<!\S)[-−–])?\d|\w+|[%‰]")
_NUMBER = r"\d[\d.,]*\s*(?:k|m|nghìn|triệu)?"
_UNIT = r"(?:giây|phút|giờ|tiếng|ngày|tuần|tháng|năm|seconds?|minutes?|mins?|hours?|days?|weeks?|months?|years?)"
# A whole line that only says how long ago, how often read, or what time it is now.
_TICKING = re.compile(
    rf"(?:{_NUMBER}\s*{_UNIT}\s*(?:trước|ago)|vừa xong|just now"
    rf"|{_NUMBER}\s*(?:lượt\s+)?(?:xem|đọc|thích|chia sẻ|bình luận|views?|reads?|likes?|shares?|comments?)"
    rf"|(?:lượt\s+)?(?:xem|đọc|thích|chia sẻ|bình luận|views?|comments?|shares?)\s*[:(]\s*{_NUMBER}\)?"
    r"|(?:bây giờ là|giờ hiện tại|current time)\b[^\n]{0,40}"
    r"|(?:\d{1,2}[:h]\d{2}(?::\d{2})?)"
    r"|[\s|•·,;–-])+",
    re.IGNORECASE,
)


def wording_hash(title: str, text: str) -> str:
    """Equal for texts that differ only in punctuation, quotes, dashes, case, spacing, tone placement or lines of
    counters ("3 phút trước", "1.204 lượt xem"); never for a change of a word or a figure of a sentence."""
    lines = tone_fold(cleaned(f"{title}\n{text}")).splitlines()
    kept = (line for number, line in enumerate(lines) if number == 0 or not _TICKING.fullmatch(line.strip()))
    tokens = _WORDING.findall("\n".join(kept))
    wording = " ".join(tokens).replace("−", "-").replace("–", "-")  # both only as a figure's sign
    return hashlib.sha256(wording.encode()).hexdigest()


def akin(one: str, other: str) -> bool:
    """Whether two texts may be versions of one: at least half of the shorter's different words are in the other."""
    first, second = set(words(one)), set(words(other))
    return 2 * len(first & second) >= min(len(first), len(second))
