"""What stands around a number: approximating words, what is counted, and signs that it is no quantity at
all.
"""

from __future__ import annotations

import re

from classifier.text.numbers import Number
from classifier.text.units import UNIT_AFTER, UNITS
from models.records import Language

# Where a number may begin; a letter, figure or mark glued on before makes it part of a code (F-16, QL1A,
# 1.2.3).
_BEFORE = r"(?<![\w.,/])(?<![a-zđ]-)"
_NUMBER_START = {
    False: re.compile(
        _BEFORE
        + r"(?:\d|(?:một|hai|ba|bốn|năm|sáu|bảy|bẩy|tám|chín|mười|trăm|nghìn|hàng|vài|mấy|dăm|nửa)(?= ))"
        r"|(?<=\d[,.] )\d|(?<=[a-zđ])\d(?!\w)|(?<=[$€£¥])\d|(?<=[a-zđ]-)\d+|(?<=/)\d+"
    ),
    True: re.compile(
        _BEFORE
        + r"(?:\d|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|"
        r"fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|"
        r"ninety|half|"
        r"a (?:hundred|thousand|million|billion|dozen|third|quarter)|tens|scores|dozens|hundreds|"
        r"thousands|millions|"
        r"billions|several)(?!\w))|(?<=[a-z])\d(?!\w)|(?<=[$€£¥])\d|(?<=[a-z]-)\d+|(?<=/)\d+"
    ),
}
# What every such place begins with: searched first, for the look at what stands before is slow everywhere else.
_MAYBE_NUMBER = {
    False: re.compile(r"\d|một|hai|ba|bốn|năm|sáu|bảy|bẩy|tám|chín|mười|trăm|nghìn|hàng|vài|mấy|dăm|nửa"),
    True: re.compile(
        r"\d|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|eighteen|"
        r"twenty|thirty|forty|fifty|half|several|a (?=[hmbdtq])|scores|dozens|hundreds|thousands|millions|billions"
    ),
}


def number_start(low: str, position: int, english: bool) -> re.Match[str] | None:
    """The next place at or after ``position`` of a lowercase text where a number may begin."""
    maybe, sure = _MAYBE_NUMBER[english], _NUMBER_START[english]
    while found := maybe.search(low, position):
        position = found.start()
        if match := sure.match(low, position):
            return match
        position += 1
    return None


_APPROX_VI = (
    ("at_least", "ít nhất|tối thiểu|không dưới|không ít hơn|chí ít|từ ít nhất"),
    (
        "at_most",
        "nhiều nhất|tối đa|không quá|không vượt quá|không hơn|chưa đến|chưa tới|chưa đầy|không tới|không đến",
    ),
    ("over", "hơn|trên|vượt|vượt quá|vượt mốc|vượt ngưỡng|quá|lớn hơn|cao hơn|nhiều hơn|ngoài"),
    ("under", "gần|ngót|ngót nghét|suýt|dưới|ít hơn|thấp hơn|nhỏ hơn|sát"),
    (
        "about",
        "khoảng|chừng|tầm|độ|cỡ|ước|ước tính|ước khoảng|ước chừng|ước đạt|xấp xỉ|vào khoảng|quãng|"
        "ngang|tương đương|áng chừng",
    ),
)
_APPROX_EN = (
    ("at_least", "at least|no fewer than|no less than|not less than|a minimum of"),
    ("at_most", "at most|no more than|not more than|up to|a maximum of"),
    ("over", "more than|over|above|exceeding|upwards of|in excess of|greater than"),
    ("under", "less than|fewer than|under|below|nearly|almost|close to|just under|short of"),
    (
        "about",
        "about|around|approximately|roughly|some|an estimated|estimated|circa|approx\\.?|in the region of",
    ),
)


def _endings(table: tuple[tuple[str, str], ...]) -> re.Pattern[str]:
    pairs = sorted(
        ((form, name) for name, forms in table for form in forms.split("|")), key=lambda p: -len(p[0])
    )
    groups: dict[str, list[str]] = {}
    for form, name in pairs:
        groups.setdefault(name, []).append(form)
    return re.compile(
        r"(?<!\w)(?:"
        + "|".join(f"(?P<{name}>{'|'.join(forms)})" for name, forms in groups.items())
        + r")[ \t]{1,2}$"
    )


_BEFORE_APPROX = {False: _endings(_APPROX_VI), True: _endings(_APPROX_EN)}
APPROX_AFTER = {
    False: re.compile(r" (?:(?P<at_least>trở lên)|(?P<at_most>trở xuống)|(?P<about>gì đó|đổ lại))(?!\w)"),
    True: re.compile(
        r" (?:(?P<at_least>or more|and above)|(?P<at_most>or less|or fewer)|(?P<about>or so))(?!\w)"
    ),
}
# "trên 3 tỉnh" is a place and "dưới 5 triệu" a bound; "trên 2 chiếc xe" is where something stands.
_WINDOW = 22


def approximator_before(low: str, at: int, language: Language) -> tuple[str, int]:
    """``(approx, start)``: the approximating word right before ``at`` and where the quantity then begins."""
    start = max(0, at - _WINDOW)
    window = low[start:at]
    match = _BEFORE_APPROX[language is Language.EN].search(window)
    if match is None:
        return "exact", at
    name = match.lastgroup or "exact"
    word = match[0].strip()
    if (
        word in ("quá", "vượt", "ngang", "sát", "độ", "tầm", "ngoài", "trên")
        and not low[at].isdigit()
        and word != "trên"
    ):
        return "exact", at
    return name, start + match.start()


_WORD = re.compile(r"[^\W\d_]+")
_NOUN_STEP = re.compile(r"[ \t]{1,2}([^\W\d_]+(?:-[^\W\d_]+)?)")
_STOP_VI = frozenset(
    "ở tại và của trong được đã là có cho từ với vào trên dưới khi để này đó khác nói sẽ đang theo "
    "do vì nhưng hoặc hay thì mà ra đến "
    "tới về trước sau bằng cùng như cũng rằng nếu gồm cả đều hơn năm tháng ngày giữa so trở lên mỗi "
    "mới vẫn còn chưa không những các".split()
)
_STOP_EN = frozenset(
    "in at and of on to for from with by as is are was were has have had the a an that which who "
    "when while after before or but since "
    "during this than per over under into will would".split()
)


def counted_noun(low: str, at: int, language: Language) -> str:
    """Up to four lowercase words that follow, stopping at punctuation and function words: what is counted."""
    out: list[str] = []
    stop = _STOP_EN if language is Language.EN else _STOP_VI
    position = at
    while len(out) < 4 and (match := _NOUN_STEP.match(low, position)):
        word = match[1]
        if word in stop:
            if word == "of" and not out:
                position = match.end()
                continue
            break
        out.append(word)
        position = match.end()
    return " ".join(out)


def words_before(low: str, at: int) -> str:
    """Up to four lowercase words that stand before, back to the nearest punctuation."""
    window = re.split(r"[.,;:!?()\"“”\n]", low[max(0, at - 40) : at])[-1]
    return " ".join(_WORD.findall(window)[-4:])


# ── numbers that are no quantities ─────────────────────────────────────────────────────────

_DOCUMENT = re.compile(
    r"\d{1,5}(?:/\d{4})?/[a-zđ]{2,}(?:[-–][a-zđ0-9]+)*|\d{1,5}/\d{4}(?:/[a-zđ0-9-]+)?|"
    r"\d{1,5}-[a-zđ]{2,4}/[a-zđ]{2,}"
)
_PHONE = re.compile(r"\+?(?:84|0)\d{1,3}(?:[ .\-]?\d{2,4}){2,4}|1[89]00[ .]?\d{2,4}(?:[ .]?\d{2,4})?")
_SCORE = re.compile(r"\d{1,2} ?[-–:] ?\d{1,2}(?![\w]|[-/.,]\d)")
_SCORE_CUE = re.compile(
    r"(?:tỷ số|tỉ số|thắng|thua|hòa|hoà|dẫn|bại|score|beat|win|won|lost|draw|drew|defeat|defeated)(?!\w)"
)
_ORDINAL_BEFORE_VI = re.compile(
    r"(?:game|set|ván|hiệp|chặng|"
    r"thứ|lần thứ|hạng|top|khóa|khoá|kỳ|vòng|lớp|điều|khoản|điểm|mục|chương|phụ lục|số|phần|tập|"
    r"quận|phường|tổ|(?<!khẩn )(?<!cung )(?<!trợ )(?<!phụ )(?<!nâng )cấp|bảng|hạng mục|cách|bước|"
    r"nghị định|quyết định|quy định|thông tư|chỉ thị|nghị quyết|công văn|kết luận|"
    r"bão số|tầng|nhóm|loại|thế hệ|đợt|phiên bản|mùa|tuần thứ|ngày thứ|năm thứ|quốc lộ|tỉnh lộ|đường|"
    r"phòng|căn hộ|nhà|ngõ|ngách|hẻm|"
    r"lô|cổng|trang|khu|km|zone|world cup|euro|tiếng thứ|cảng|tiểu khu|thửa|tờ|bản đồ số|mã)[ \t]{1,2}$"
)
_ORDINAL_BEFORE_EN = re.compile(
    r"(?:article|articles|section|chapter|clause|no\.|number|top|round|group|phase|level|grade|"
    r"category|type|route|highway|room|page|"
    r"part|volume|rank|ranked|day|generation|division|brigade|resolution|flight|district|season|"
    r"episode|row|gate)[ \t]{1,2}$"
)
_ORDINAL_AFTER_EN = re.compile(r"(?:st|nd|rd|th)(?!\w)")
_LETTER_AFTER = re.compile(r"[a-zđ]")
_PERSON_NUMBER = re.compile(
    r"[ \t](?:người|chiếc|con|nước|quốc gia|tỉnh|cơ quan|vụ|ca|tàu|bị cáo|bị can|học sinh|nạn nhân|"
    r"công ty|doanh nghiệp|"
    r"nhóm|cuộc|trận|em|cháu|cô|xe|máy bay|ngôi|căn|bộ|hộ|xã|huyện|lần|bên|đảo|phụ nữ|đàn ông|"
    r"công dân|chiến sĩ|"
    r"binh sĩ|quan chức|ngư dân|thuyền viên|hành khách|tên lửa|quả|bức|cây|đứa|thanh niên|thành viên|"
    r"ứng viên|"
    r"cán bộ|nhân viên|bác sĩ|bệnh nhân|thai|giám đốc|dự án|phiếu|điểm|bàn|huy chương|ngày|tháng|"
    r"tuần|giờ|phút|giây|năm)(?!\w)"
)
# "một quan chức" is an official, "một binh sĩ thiệt mạng" a count.
_ONE_COUNTED = re.compile(
    r"[ \t](?:người|binh sĩ|chiến sĩ|nạn nhân|thuyền viên|ngư dân|hành khách|bệnh nhân|ca|"
    r"lần|em|cháu|bị cáo|bị can)(?!\w)"
)
_ALSO_WORDS = frozenset(
    ("lượng", "chỉ", "phân", "điểm", "thùng", "tiếng", "độ", "tạ", "đêm")
)  # "một lượng lớn"
_NOT_NUMBER_WORD = {
    "một": re.compile(
        r"(?: số| cách| mình| lần nữa| khi| ít| vài| chút| phía| mặt| trong| loạt| đôi|"
        r" phần(?! (?:ba|tư|năm|sáu|bảy|tám|mười))|"
        r" thời gian| ngày nào| lúc)(?!\w)"
    ),
    "ba": re.compile(
        r" (?:mẹ|má|ruột|nuôi|dượng|vợ|chồng|tôi|ơi|lô|hoa|em|con|lan|vì|na|đình|tư|bể|rọi|gác)(?!\w)"
    ),
    "hai": re.compile(r" (?:bà|lúa|mặt)(?!\w)"),
    "chín": re.compile(r" (?:chắn|muồi|mọng|rộ|đỏ|vàng)(?!\w)"),
    "tám": re.compile(r" chuyện(?!\w)"),
    "mấy": re.compile(r" (?!chục|trăm|nghìn|ngàn|triệu|tỷ|tỉ)"),
}
_YEAR_LIKE_BEFORE = re.compile(
    r"(?:mỗi|hằng|hàng|nhiều|vài|mấy|các|những|một|hai|ba|bốn|sáu|\d|cuối|đầu|giữa|trong|cả|suốt|"
    r"từng|thứ)[ \t]$"
)


def kind_of(text: str, low: str, number: Number, language: Language) -> tuple[str, int]:
    """``(kind, end)``: quantity, or what else the number is and where that ends."""
    at, end = number.start, number.end
    if number.form in ("words", "span", "part"):
        return _word_kind(text, low, number, language), end
    if document := _DOCUMENT.match(low, at):
        return ("document_number", document.end()) if not _is_rate(low, number) else ("quantity", end)
    if phone := _PHONE.match(low, at):
        digits = sum(c.isdigit() for c in phone[0])
        if 8 <= digits <= 12 and phone.end() >= end and ("," not in phone[0]):
            return "phone", phone.end()
    before = low[max(0, at - 24) : at]
    if before[-1:] == "-" or (before[-1:].isalpha() and at) or before[-1:] == "/":
        return "code", end
    if number.raw.isdigit() and len(number.raw) > 15:
        return "code", end
    if number.raw.startswith("0") and len(number.raw) > 1 and number.raw.isdigit():
        return "code", end
    if score := _SCORE.match(low, at):
        pair = [int(part) for part in re.findall(r"\d+", score[0])]
        if _SCORE_CUE.search(before) or (
            pair[0] >= pair[1] and not UNIT_AFTER.match(low, score.end()) and max(pair) < 30
        ):
            return "score", score.end()
    if language is Language.EN:
        if ordinal := _ORDINAL_AFTER_EN.match(low, end):
            return "ordinal", ordinal.end()
        if _ORDINAL_BEFORE_EN.search(before) and not number.scaled:
            return "ordinal", end
    elif (
        (cue := _ORDINAL_BEFORE_VI.search(before))
        and not number.scaled
        and not _measured(low, end)
        and not before.endswith("trong số ")
        and not (
            cue[0].strip()
            in ("số", "đường", "nhà", "nhóm", "phần", "lớp", "khu", "điểm", "loại", "euro", "tổ")
            and _PERSON_NUMBER.match(low, end)
        )
    ):
        return "ordinal", end
    glued = _LETTER_AFTER.match(low, end)
    if glued and not UNIT_AFTER.match(low, end) and not re.compile(r"(?:k|tr|m|bn|b)(?!\w)").match(low, end):
        return "code", end  # 4G, 3D, 1A
    if low[end : end + 1] == "/" and low[end + 1 : end + 2].isdigit():
        return "fraction", end
    return "quantity", end


def _measured(low: str, end: int) -> bool:
    """A unit of size, weight or money follows: "đường 5 km" is a length, no street number."""
    unit = UNIT_AFTER.match(low, end)
    return unit is not None and UNITS[unit[1]].dimension in (
        "length",
        "mass",
        "money",
        "area",
        "share",
        "volume",
    )


def _is_rate(low: str, number: Number) -> bool:
    """20/100: two counts, no document."""
    return re.compile(r"\d{1,3}/(?:100|1000|\d{1,2})(?!\d)").match(low, number.start) is not None


def _word_kind(text: str, low: str, number: Number, language: Language) -> str:
    at, end = number.start, number.end
    word = low[at:end]
    before = low[max(0, at - 24) : at]
    if language is Language.EN:
        if word == "one":
            return (
                "quantity"
                if re.compile(
                    r" (?:people|person|soldier|man|woman|child|ship|million|day|year|week|month|"
                    r"case|death|percent)(?!\w)"
                ).match(low, end)
                else "article"
            )
        return "ordinal" if _ORDINAL_BEFORE_EN.search(before) else "quantity"
    refused = _NOT_NUMBER_WORD.get(word)
    if refused is not None and refused.match(low, end):
        return "word"
    if (
        text[at].isupper()
        and at
        and text[at - 1] == " "
        and text[at - 2 : at - 1] not in (".", "!", "?", ":", "\n", '"', "“")
    ):
        return "word"  # a name: ông Hai, Ba Đình, chị Tám
    if text[at].isupper() and text[end : end + 2].strip()[:1].isupper() and len(word.split()) == 1:
        return "word"
    if re.search(
        r"(?:lần thứ|thứ|hạng|số|tháng|tết|vòng|lớp|khóa|phần|quý|mùng|ông|bà|anh|chị|cô|chú|dì)[ \t]$",
        before,
    ):
        return "ordinal"
    if word == "năm" and (
        _YEAR_LIKE_BEFORE.search(before)
        or not _PERSON_NUMBER.match(low, end)
        or re.compile(r" (?:nay|ngoái|tháng|năm)").match(low, end)
    ):
        return "word"
    if word == "một":
        unit = UNIT_AFTER.match(low, end)
        measured = unit is not None and unit[1] not in _ALSO_WORDS
        return "quantity" if measured or _ONE_COUNTED.match(low, end) else "article"
    return "quantity"
