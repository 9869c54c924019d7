"""Takes out of a text what says who published it: outlet names, bylines, datelines, boilerplate.

A model that can read the outlet learns the outlet (DESIGN.md section 5), so this runs before any feature is
made, in training and in use alike. Names are matched with their capitals, because "thanh niên" and "tuổi trẻ"
are also ordinary words. It does not hide a country, a speaker or a place; "tờ X cho biết" loses its X.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

_NAMES_FILE = Path(__file__).with_name("outlet_names.txt")

_DATELINE = re.compile(
    r"^\s*(?:\((?:[A-ZĐ][\w.&]*\s?){1,4}\)|(?:[A-ZĐ]{2,}|VTV\.vn|TTO|VOV\.VN|PLO|SKĐS|NDO|VTC News|Dân trí|TTXVN)"
    r"(?:\s?\([^)]{1,40}\))?)\s*[-–—:]\s*"
)
_BYLINE = re.compile(
    r"(?:^|\s)(?:Theo\s+(?:AFP|AP|CNN|BBC|Reuters|Guardian|Bloomberg|Xinhua|TTXVN|NYT|DPA|Kyodo|Yonhap)"
    r"(?:\s*,\s*(?:AFP|AP|CNN|BBC|Reuters|Guardian|Bloomberg|Xinhua|TTXVN|NYT|DPA|Kyodo|Yonhap))*\.?\s*$"
    r"|(?:Ảnh|Nguồn|Bài và ảnh|Video|Đồ họa|Photo|Image|By|Reporting by|Editing by)\s*:\s*[^\n.]{1,60})",
    re.MULTILINE,
)
_BOILERPLATE = re.compile(
    r"Kính mời (?:quý vị|quý độc giả|bạn đọc)[^.\n]{0,120}\.?"
    r"|Mời (?:quý độc giả|bạn đọc) (?:theo dõi|đón xem)[^.\n]{0,100}\.?"
    r"|Đọc thêm:?|Xem thêm:?|>>\s*[^\n]{0,80}|Click here[^.\n]{0,60}|Read more:?|Sign up (?:for|to)[^.\n]{0,80}"
    r"|All rights reserved[^.\n]{0,40}|Bản quyền (?:thuộc về|của)[^.\n]{0,60}|Đăng ký nhận tin[^.\n]{0,60}",
    re.IGNORECASE,
)


@lru_cache(maxsize=1)
def known_names() -> tuple[str, ...]:
    """The names the package knows, longest first; any further outlet is masked by the article's own ``outlet``."""
    lines = _NAMES_FILE.read_text(encoding="utf-8").splitlines()
    names = {line.strip() for line in lines if line.strip() and not line.startswith("#")}
    return tuple(sorted(names, key=len, reverse=True))


@lru_cache(maxsize=512)
def _pattern(outlet: str) -> re.Pattern[str]:
    # "VnExpress - Thế Giới" is the outlet VnExpress and one of its sections.
    own = {part.strip() for part in re.split(r"\s[-–|]\s", outlet) if len(part.strip()) > 2}
    sections = {"Thế Giới", "Thể Thao", "Kinh Doanh", "Công Nghệ", "Thời sự", "World", "News", "Sport"}
    names = sorted({*known_names(), *(own - sections)}, key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, names)) + r")(?!\w)")


def mask(text: str, outlet: str | None = None) -> str:
    """The text without outlet names, bylines, datelines and boilerplate. ``outlet`` is hidden besides the known."""
    bare = _DATELINE.sub("", text)
    bare = _BOILERPLATE.sub(" ", bare)
    bare = _BYLINE.sub(" ", bare)
    return _pattern(outlet or "").sub(" ", bare)
