"""Which legal or public act a date is of: signed, passed, ratified, in force, founded, elected and the like.

A record says when one thing happened; a text that dates another act of the same matter says nothing of it. Only words
that name an act are here: a sentence without one is not judged.
"""

from __future__ import annotations

import re
from functools import lru_cache

_ACTS = {
    "sign": r"ký kết|được ký|đã ký|ký|signed|signing|signs|sign",
    "pass": r"thông qua|phê duyệt|passed|approved|adopted|passage|approval|adoption",
    "ratify": r"phê chuẩn|ratified|ratification|ratifies",
    "accede": r"gia nhập|trở thành thành viên|acceded|accession|joined|joins|became (?:the \d+\w+|a|its \d+\w+) member",
    "deposit": r"nộp (?:lưu chiểu|văn kiện)|được nộp|deposited",
    "force": r"có hiệu lực|hiệu lực|vận hành|hoạt động|in force|into force|takes? effect|took effect|"
    r"effective|operat\w+",
    "open": r"mở ký|opened for signature",
    "issue": r"ban hành|ra phán quyết|đưa ra phán quyết|issued|promulgated|công bố|ban bố",
    "propose": r"đề xuất|trình|dự thảo|proposed|submitted|tabled|drafted|đàm phán|negotiat\w+",
    "amend": r"sửa đổi|bổ sung|amended|amendment",
    "found": r"thành lập|khai đạo|sáng lập|founded|established|created",
    "elect": r"bầu|trúng cử|bầu cử|elected|election",
    "inaugurate": r"khánh thành|khai mạc|nhậm chức|inaugurated|opened",
    "commemorate": r"kỷ niệm|đại lễ|anniversary|commemorat\w+",
    "meet": r"hội nghị|đại hội|phiên tranh tụng|phiên họp|conference|congress|hearings?|summit|meeting",
    "die": r"qua đời|từ trần|died|passed away",
    "visit": r"thăm|chuyến thăm|visited|visit",
}  # fmt: skip
_ANY = re.compile("|".join(f"(?P<{name}>(?<!\\w)(?:{words})(?!\\w))" for name, words in _ACTS.items()))


@lru_cache(maxsize=4096)
def acts_in(low: str) -> tuple[tuple[str, int, int], ...]:
    """Every act a lowercase text names: its group and its characters."""
    return tuple((match.lastgroup or "", match.start(), match.end()) for match in _ANY.finditer(low))


def act_of(low: str, span: tuple[int, int]) -> str | None:
    """The act nearest to some characters of a text, those before it first (an act is named before its date); None
    where the text names no act."""
    best: tuple[int, str] | None = None
    for name, start, end in acts_in(low):
        far = span[0] - end if end <= span[0] else (start - span[1]) * 2 + 20 if start >= span[1] else 0
        if best is None or far < best[0]:
            best = (far, name)
    return None if best is None else best[1]
