"""Who says it: speakers of a sentence and the piece of text that is theirs.

Attribution is not assertion: "X nói rằng P" asserts that X said P. ``read_speakers`` finds ``theo X``, ``X
cho biết …`` and the like;
the words of the speaker (names, office, body) are kept as token keys, so that two reports of one speaker can
be recognised.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from classifier.text.names import Name
from classifier.text.sentences import Words
from classifier.text.weights import STOPWORDS
from models.text import tone_fold

_SAY = (
    "cho biết|cho hay|nói|nói rằng|tuyên bố|khẳng định|cho rằng|nhận định|thông báo|xác "
    "nhận|đưa tin|loan tin|dẫn lời|trả lời|phát biểu|"
    "nhấn mạnh|cảnh báo|cáo buộc|thừa nhận|tiết lộ|bình luận|viết|ghi nhận|thông tin|lưu ý|"
    "giải thích|chia sẻ|kể(?! từ| cả)|nêu rõ|nêu|đánh giá|"
    "ước tính|phủ nhận|bác bỏ|bày tỏ|tuyên đọc|ra tuyên bố|công bố|báo cáo|mô tả|gọi|"
    "tính toán|tính|ca ngợi|chỉ trích|kêu gọi|đề nghị|"
    "lập luận|cho là|quả quyết|hứa|cam kết|biện minh|"
    "said|says|told|stated|announced|according|claimed|claims|reported|reports|warned|argued|"
    "added|confirmed|denied|insisted|wrote|estimated|"
    "estimates"
)
_SAY_RE = re.compile(rf"(?<!\w)(?<!được )(?<!bị )(?<!cần )(?:{_SAY})(?!\w)")
_ACCORDING = re.compile(
    r"(?<!\w)(?:theo(?! dõi| đó| đuổi| kịp| hướng| chân| sau| quy định| luật| kế "
    r"hoạch| phương án| giá| năm| tháng| ngày| phụ lục| điều \d| khoản \d| công ước| hiệp định| hiệp ước| hiến pháp)"
    r"|dẫn lời|dẫn nguồn(?: tin)?(?: từ)?|nguồn tin từ|according to|trích lời)\s"
)
_BY = re.compile(
    r"(?<!\w)(?:(?:do|được)\s(?P<by>[^,.;]{3,70}?)\s(?:đưa ra|công bố|nêu(?: ra)?|"
    r"loan báo|thông báo|cung cấp|phát đi|tiết lộ)"
    r"|người\s(?:phát biểu|nói|tuyên bố|đưa ra)[^,;]{0,60}\slà\s(?P<who>[^,.;]{3,70}))"
)


def _begin(words: str) -> frozenset[str]:
    """Token keys of the words."""
    return frozenset(map(tone_fold, words.split()))


# The tokens with which every match of the three begins: they are tried nowhere else.
_SAY_BEGINS = _begin(re.sub(r"\(.*?\)|\|", " ", re.sub(r" \w+", "", _SAY)))
_ACCORDING_BEGINS = _begin("theo dẫn nguồn according trích")
_BY_BEGINS = _begin("do được người")
_STOP = re.compile(
    r"[,;:!?\"“”]|\.(?=\s|$)|\s(?:rằng|là|đã|đang|sẽ|hôm|ngày|sáng|chiều|tối|cho|có|bị|trong|tại|ở|về|"
    r"khi|vào|nói|cho biết|cho rằng|tuyên bố|said|that)\s"
)
MAX_SPEAKER = 90  # characters

# Words that say nothing of who speaks.
_EMPTY = frozenset(
    ("thông tin nguồn báo cáo số liệu dữ liệu kết quả thống kê điều "
     "nghị quyết quyết định hãng tờ báo đài phía giới lời tài liệu văn bản thông cáo công bố "
     "documents document published records figures statistics data").split()
)


@dataclass(frozen=True, slots=True)
class Speaker:
    """``span`` of the words that name the speaker; ``keys`` its telling token keys; ``names`` within it;
    ``verb``: the word of saying."""

    span: tuple[int, int]
    keys: frozenset[str]
    names: tuple[Name, ...]
    verb: str
    trailing: bool  # the speaker stands after what is said


def read_speakers(
    low: str, sentence: tuple[int, int], words: Words, names: tuple[Name, ...]
) -> tuple[Speaker, ...]:
    """Speakers of one sentence in reading order. ``low`` is the lowercased text, as long as the text itself."""
    start, end = sentence
    found: list[Speaker] = []
    for match in _matches(_ACCORDING, _ACCORDING_BEGINS, low, end, words):
        stop = _STOP.search(low, match.end(), min(end, match.end() + MAX_SPEAKER))
        _add(
            found,
            words,
            names,
            (match.end(), stop.start() if stop else min(end, match.end() + MAX_SPEAKER)),
            match[0].strip(),
            match.start() > start + 25,
        )
    for match in _matches(_BY, _BY_BEGINS, low, end, words):
        group = "by" if match["by"] else "who"
        _add(found, words, names, match.span(group), "by", True)
    for match in _matches(_SAY_RE, _SAY_BEGINS, low, end, words):
        if any(s.span[0] <= match.start() < s.span[1] + 2 for s in found):
            continue
        span = _subject(low, start, match.start())
        if span:
            _add(found, words, names, span, match[0], match.start() > start + (end - start) // 2)
    return tuple(sorted(found, key=lambda s: s.span))


def _matches(
    pattern: re.Pattern[str], begins: frozenset[str], low: str, end: int, words: Words
) -> Iterator[re.Match[str]]:
    """What ``finditer`` would find within a sentence, tried only at the tokens with which a match can begin."""
    if begins.isdisjoint(words.keys):
        return
    free = 0
    for key, start in zip(words.keys, words.starts, strict=True):
        if key in begins and start >= free and (match := pattern.match(low, start, end)):
            yield match
            free = match.end()


_CUT_BEFORE = re.compile(r"[,;:!?\"“”)]\s*(?!$)|\.\s+(?!$)|[–-]\s")
_AUX = re.compile(
    r"(?:\s(?:đã|vừa|cũng|mới|đang|sẽ|lại|có|từng|thì|hôm|ngày|sáng|chiều|tối|trưa|cuối|"
    r"đầu|ra|bị|được|không|chưa|[\d/.\-–]+|nay|qua|"
    r"tháng|năm|has|have|had|also|later))+\s*$"
)


_VERBS = re.compile(r"(?<!\w)(?:vì|nên|để|nếu|bị cáo buộc|sau khi|trước khi|khiến|là|được|bị)(?!\w)")


def _subject(low: str, start: int, verb: int) -> tuple[int, int] | None:
    """The words before a verb of saying that can be its subject: back to the last cut, without dates and
    auxiliaries."""
    begin = max(start, verb - MAX_SPEAKER)
    cuts = [m.end() for m in _CUT_BEFORE.finditer(low, begin, verb)]
    begin = cuts[-1] if cuts else begin
    piece = low[begin:verb]
    if _SAY_RE.search(piece) or _VERBS.search(piece):
        return None  # the subject of this verb stood before another one
    aux = _AUX.search(piece)
    end = begin + (aux.start() if aux else len(piece.rstrip()))
    return (begin, end) if end - begin >= 2 and low.count(" ", begin, end) <= 12 else None


def _add(
    found: list[Speaker],
    words: Words,
    names: tuple[Name, ...],
    span: tuple[int, int],
    verb: str,
    trailing: bool,
) -> None:
    first, after = bisect_left(words.starts, span[0]), bisect_right(words.ends, span[1])
    if after <= first:
        return
    if trailing is False and verb not in ("theo", "dẫn lời", "by"):
        first = max(first, after - 12)
    else:
        after = min(after, first + 10)
    span = (words.starts[first], words.ends[after - 1])
    held = tuple(n for n in names if span[0] <= n.start and n.end <= span[1])
    keys = frozenset([k for k in words.keys[first:after] if k not in STOPWORDS and k not in _EMPTY])
    if keys and not any(s.span == span for s in found):
        found.append(Speaker(span, keys, held, verb, trailing))
