"""Headlines that a body does not support, made by machine from real ones, for fitting ``headline.WEIGHTS``. Never
used on the product's path.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence

from classifier.findings.changes import changes
from classifier.text.names import same_name, telling
from classifier.text.reading import Reading

_PLANNED = re.compile(
    r"(?<!\w)(?:dự kiến|có thể|sẽ|sắp|muốn|đề xuất|đề nghị|lên kế hoạch|chuẩn bị|xem xét|bàn cách|cân nhắc|"
    r"will|may|could|plans to|considers?|might|bị cáo buộc|bị nghi|nghi|được cho là)\s",
    re.IGNORECASE,
)
_THAN = re.compile(r"(.+?)\s(hơn|chê|thắng|kiện|gặp|thách|phạt|mua|bán cho|tấn công|cảnh báo|beats?|than)\s(.+)")
_ENDS = (
    "bị bắt", "qua đời", "từ chức", "phá sản", "bị đình chỉ", "bị thu hồi", "ly hôn", "bị khởi tố", "lĩnh án tù",
    "giải nghệ", "đóng cửa vĩnh viễn", "bị hủy", "bốc cháy", "bị tin tặc tấn công", "thua lỗ", "xin lỗi",
    "bị phạt nặng", "giải thể", "tử vong", "nhận tội", "được trả tự do", "đã hoàn thành", "bị sa thải", "kết hôn",
    "mất tích", "rút lui", "được giải cứu", "nhập viện", "lập kỷ lục", "giành chiến thắng", "bị từ chối",
)  # fmt: skip


def bad_headlines(
    title: Reading, body: Reading, pool: Sequence[Reading], near: Reading, rng: random.Random
) -> Iterator[str]:
    """At most about eight; ``near`` is another article's headline in similar words, ``pool`` other headlines."""
    yield from (changed for _, changed, _, _ in changes(title, body, pool, rng)[:3])
    for make in (_plans, _swapped, _sides, _figures, _other_name):
        yield from make(title, body, pool, rng)
    words = title.text.split()
    half = max(2, len(words) // 2)
    head = " ".join(words[: min(half, 5)])
    other = rng.choice(pool).text.split()
    kin = near.text.split()
    if rng.random() < 0.4:
        yield f"{' '.join(words[:half])} {' '.join(kin[len(kin) // 2 :])}"
    if rng.random() < 0.6:
        yield f"{head} {rng.choice(_ENDS)}"
    if rng.random() < 0.3:
        yield f"{head} {rng.choice(_ENDS)} vì {' '.join(other[len(other) // 2 :])}"


def _plans(title: Reading, body: Reading, pool: Sequence[Reading], rng: random.Random) -> Iterator[str]:
    match = _PLANNED.search(title.text)
    if match:
        yield title.text[: match.start()] + rng.choice(("đã ", "", "hoàn tất ")) + title.text[match.end() :]


def _swapped(title: Reading, body: Reading, pool: Sequence[Reading], rng: random.Random) -> Iterator[str]:
    names = [n for n in title.names if telling(n)]
    if len(names) >= 2 and not same_name(names[0], names[1]):
        a, b = names[:2]
        t = title.text
        yield t[: a.start] + t[b.start : b.end] + t[a.end : b.start] + t[a.start : a.end] + t[b.end :]


def _sides(title: Reading, body: Reading, pool: Sequence[Reading], rng: random.Random) -> Iterator[str]:
    match = _THAN.fullmatch(title.text)
    if match:
        yield f"{match[3]} {match[2]} {match[1]}"


def _figures(title: Reading, body: Reading, pool: Sequence[Reading], rng: random.Random) -> Iterator[str]:
    digits = list(re.finditer(r"\d+", title.text))
    if digits:
        m = rng.choice(digits)
        new = rng.choice((m[0] + "0", "1" + m[0], str(int(m[0]) + rng.randint(2, 40)), str(int(m[0]) * 3)))
        yield title.text[: m.start()] + new + title.text[m.end() :]


def _other_name(title: Reading, body: Reading, pool: Sequence[Reading], rng: random.Random) -> Iterator[str]:
    """One name of the headline by another of the body that the headline lacks."""
    mine = [n for n in title.names if telling(n)]
    others = [n for n in body.names if telling(n) and not any(same_name(n, m) for m in mine)]
    if mine and others:
        n, m = rng.choice(mine), rng.choice(others)
        yield title.text[: n.start] + body.text[m.start : m.end] + title.text[n.end :]
