"""The forms in which Vietnamese and English news writes dates, times and durations, most specific first.

Patterns run over lowercase NFC text. Each is one scan; none nests repetition, so all are linear. Beside a pattern stand
words of which every match holds one, or nothing where every match holds a digit: a text without need not be scanned.
"""

from __future__ import annotations

import re

MONTHS_VI = {
    "một": 1,
    "giêng": 1,
    "hai": 2,
    "ba": 3,
    "tư": 4,
    "năm": 5,
    "sáu": 6,
    "bảy": 7,
    "bẩy": 7,
    "tám": 8,
    "chín": 9,
    "mười": 10,
    "mười một": 11,
    "mười hai": 12,
}
MONTHS_EN = {
    name[:size]: n
    for n, name in enumerate(
        "january february march april may june july august september october november december".split(),
        start=1,
    )
    for size in (3, len(name))
} | {"sept": 9}
WEEKDAYS_VI = {
    "hai": 0,
    "ba": 1,
    "tư": 2,
    "năm": 3,
    "sáu": 4,
    "bảy": 5,
    "2": 0,
    "3": 1,
    "4": 2,
    "5": 3,
    "6": 4,
    "7": 5,
}
WEEKDAYS_EN = {
    name: n for n, name in enumerate("monday tuesday wednesday thursday friday saturday sunday".split())
}
QUARTERS = {
    "i": 1,
    "ii": 2,
    "iii": 3,
    "iv": 4,
    "1": 1,
    "2": 2,
    "3": 3,
    "4": 4,
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "một": 1,
    "hai": 2,
    "ba": 3,
    "tư": 4,
}

_D = r"(?P<d>0?[1-9]|[12]\d|3[01])"
_D2 = r"(?P<d2>0?[1-9]|[12]\d|3[01])"
_M = r"(?P<m>0?[1-9]|1[0-2])"
_Y = r"(?P<y>(?:1[5-9]|20|21)\d\d)"
_MW = r"(?P<mw>mười một|mười hai|giêng|một|hai|ba|tư|năm|sáu|bảy|bẩy|tám|chín|mười)"
_S = r"(?:[ \t]{1,2})"
_LEFT = r"(?<![\w.,/\-–])"
_RIGHT = r"(?![\w]|[.,/\-–]\d)"
_RIGHT_DATE = r"(?!\w|[./\-–]\d|/[a-zđ]{2})"
_CUE = (
    r"(?:ngày|hôm|sáng|trưa|chiều|tối|đêm|khuya|sớm|mai|qua|nay|từ|đến|tới|trước|sau|vào|lễ|hết|kể từ|hạn|"
    r"chủ nhật|cuối tuần|thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7]))"
)
_MEN = r"(?P<men>" + "|".join(sorted(MONTHS_EN, key=len, reverse=True)) + r")\.?"
_SOME_YEAR = "15|16|17|18|19|20|21"
_SOME_MONTH = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_ORD = r"(?:st|nd|rd|th)?"


def _compiled(pattern: str) -> re.Pattern[str]:
    """A group name used again in another branch becomes name_2, name_3 … (see ``group``)."""
    seen: dict[str, int] = {}

    def numbered(match: re.Match[str]) -> str:
        name = match[1]
        seen[name] = seen.get(name, 0) + 1
        return f"(?P<{name}_{seen[name]}>" if seen[name] > 1 else match[0]

    return re.compile(re.sub(r"\(\?P<(\w+)>", numbered, pattern))


def group(match: re.Match[str], name: str) -> str | None:
    """What the group called ``name`` caught in whichever branch matched."""
    for key in (name, f"{name}_2", f"{name}_3"):
        if key in match.re.groupindex and match[key] is not None:
            return match[key]
    return None


Form = tuple[str, re.Pattern[str], tuple[str, ...]]
# What every match of a pattern holds beside its words: found faster than the pattern itself fails.
JOINED = re.compile(r"\d ?[/.:\-–] ?\d")
_A_YEAR = re.compile(r"(?:1[5-9]|20|21)\d\d")
_A_DAY = "sáng|trưa|chiều|tối|đêm|sớm|hôm|ngày"
NEEDS: dict[str, re.Pattern[str]] = {
    **dict.fromkeys(("iso", "full", "years", "dm_cued", "dm_slash", "my"), JOINED),
    "year": re.compile(r"năm[ \t]{1,2}[12]"),
    "bare_year": _A_YEAR,
    "ago": re.compile(r"(?:ngày|tuần|tháng|năm)[ \t]{1,2}(?:trước|qua)"),
    "rel_day": re.compile(rf"(?:{_A_DAY}) (?:nay|qua|mai|kia|hôm)"),
    "rel_year": re.compile(r"năm (?:nay|ngoái|trước|sau|tới|kia)"),
    "rel_month": re.compile(r"tháng (?:này|trước|qua|tới|sau|rồi)"),
    "day_month": re.compile(r"\d[ \t]{1,2}tháng"),
    "half_year": re.compile(r"tháng[ \t]{1,2}(?:đầu|cuối)"),
    "time": re.compile(r"\d ?[hg:]"),
}

VI: tuple[Form, ...] = tuple(
    (name, _compiled(pattern), tuple(words.split("|") if words else ()))
    for name, words, pattern in (
        # a span of days within one month: từ 24 đến 26/10, 24-26 tháng 10, các ngày 8-9/7/2016
        (
            "day_range",
            "tháng|/",
            rf"{_LEFT}{_D}(?: ?[-–] ?|{_S}(?:đến|tới|"
            rf"và)(?:{_S}ngày)?{_S}){_D2}(?:/{_M}(?:[/\-.]{_Y})?|{_S}tháng{_S}(?:{_M}|{_MW})"
            rf"(?:(?:{_S}năm{_S}|/|-){_Y}|{_S}năm{_S}(?P<rel>nay|ngoái|sau|tới))?){_RIGHT_DATE}",
        ),
        ("day_range", "ngày", rf"(?:các|hai|ba){_S}ngày{_S}{_D} ?[-–] ?{_D2}[-/.]{_M}(?:[-/.]{_Y})?{_RIGHT_DATE}"),
        ("iso", "-", rf"{_LEFT}{_Y}-(?P<m>0[1-9]|1[0-2])-(?P<d>0[1-9]|[12]\d|3[01])(?!\d)"),
        ("full", _SOME_YEAR, rf"{_LEFT}{_D} ?(?P<s>[/.\-–]) ?{_M} ?(?P=s) ?{_Y}{_RIGHT_DATE}"),
        ("full", "/", rf"{_LEFT}{_D}/{_M}/(?P<y2>\d\d){_RIGHT_DATE}"),
        (
            "lunar",
            "mùng|mồng|rằm|ngày",
            rf"(?:mùng|mồng|rằm|ngày){_S}(?:\w+{_S})?(?:tháng{_S}(?:giêng|chạp|\w+)|tết|"
            rf"âm lịch)(?:{_S}âm lịch|{_S}tết)?",
        ),
        (
            "day_month",
            "tháng",
            rf"(?:(?P<cue>ngày|mùng|mồng|{_CUE}){_S})?{_LEFT}{_D}{_S}tháng{_S}(?:{_M}|{_MW})"
            rf"(?:,?{_S}năm{_S}(?:{_Y}|(?P<rel>nay|ngoái|sau|tới|trước))|[/\-]{_Y}|,{_S}{_Y})?{_RIGHT}",
        ),
        (
            "half_year",
            "tháng",
            rf"{_LEFT}(?P<n>\d\d?|ba|sáu|chín){_S}tháng{_S}(?P<part>đầu|cuối){_S}năm(?:{_S}(?:{_Y}|"
            rf"(?P<rel>nay|ngoái|trước)))?{_RIGHT}",
        ),
        (
            "month_year",
            "tháng",
            rf"(?:(?P<part>đầu|giữa|cuối){_S})?tháng{_S}(?:{_M}|{_MW})(?:(?:,?{_S}năm{_S}|[/\-.]|"
            rf",{_S}|{_S}){_Y}|{_S}năm{_S}"
            rf"(?P<rel>nay|ngoái|sau|tới|trước)){_RIGHT}",
        ),
        (
            "quarter",
            "quý",
            rf"quý{_S}(?P<q>iv|iii|ii|i|[1-4]|một|hai|ba|tư)(?:(?:/|-|,?{_S}năm{_S}|{_S}){_Y}|"
            rf"{_S}năm{_S}(?P<rel>nay|ngoái|sau|tới))?{_RIGHT}",
        ),
        (
            "term",
            "nhiệm kỳ|giai đoạn|thời kỳ|niên khóa|năm học|mùa giải|chu kỳ",
            rf"(?P<kind>nhiệm kỳ|giai đoạn|thời kỳ|niên khóa|năm học|mùa giải|"
            rf"chu kỳ)(?:{_S}\w+)?{_S}(?:từ{_S})?{_Y} ?(?:[-–/]|đến) ?"
            rf"(?P<y2>(?:1[5-9]|20|21)\d\d|\d\d){_RIGHT}",
        ),
        ("years", "-|–", rf"{_LEFT}{_Y} ?[-–] ?(?P<y2>(?:1[5-9]|20|21)\d\d){_RIGHT}"),
        (
            "century",
            "thế kỷ",
            rf"(?P<half>nửa (?:đầu|cuối) |đầu |giữa |cuối )?thế kỷ{_S}(?:thứ{_S})?(?P<c>\d\d?|"
            rf"[ivx]{{1,6}}){_RIGHT}",
        ),
        (
            "decade",
            "những năm|thập niên|thập kỷ",
            rf"(?:những năm|thập niên|thập kỷ)(?:{_S}đầu|{_S}cuối)?{_S}(?P<dec>(?:1[5-9]|20)\d0|"
            rf"[1-9]0)(?:{_S}(?:của{_S})?thế kỷ"
            rf"(?:{_S}trước|{_S}(?P<c>\d\d|[ivx]+)))?{_RIGHT}",
        ),
        (
            "time",
            "",
            rf"{_LEFT}(?P<h>[01]?\d|2[0-4]) ?(?:h|g|giờ(?!{_S}(?:địa phương|việt nam|vn|hà nội|gmt)))"
            rf"{_S}?(?P<min>[0-5]\d)?(?:{_S}phút|"
            rf"')?(?:{_S}(?P<pm>sáng|trưa|chiều|tối|đêm))?(?![\w])",
        ),
        (
            "time",
            ":",
            rf"{_LEFT}(?P<h>[01]?\d|2[0-3]):(?P<min>[0-5]\d)(?::[0-5]\d)?(?:{_S}(?P<pm>sáng|trưa|"
            rf"chiều|tối|đêm))?(?![\w:])",
        ),
        (
            "dm_cued",
            "/|-|.|–",
            rf"(?:(?P<cue>{_CUE}|và),?{_S}\(?|\()(?:(?:{_S})?ngày{_S})?{_D}(?P<s>[/\-.–]){_M}{_RIGHT_DATE}",
        ),
        ("dm_slash", "/", rf"{_LEFT}{_D}/{_M}{_RIGHT_DATE}"),
        ("my", "/|-|–", rf"{_LEFT}{_M}[/\-–]{_Y}{_RIGHT_DATE}"),
        ("month", "tháng", rf"(?:(?P<part>đầu|giữa|cuối){_S})?tháng{_S}(?:{_M}|{_MW}){_RIGHT}"),
        ("day_only", "ngày|hôm|mùng|mồng", rf"(?:ngày|hôm|mùng|mồng){_S}{_D}{_RIGHT}"),
        (
            "rel_day",
            "hôm|ngày| nay| qua| mai",
            r"(?<!\w)(?P<r>hôm nay|hôm qua|hôm kia|ngày mai|ngày kia|ngày hôm nay|ngày hôm qua|"
            r"(?:rạng sáng|sáng|trưa|chiều|tối|đêm)"
            r"(?: sớm)? (?:nay|qua|mai))(?!\w)",
        ),
        ("rel_week", "tuần ", r"(?<!\w)(?P<r>(?:(?:đầu|giữa|cuối) )?tuần (?:này|trước|qua|rồi|tới|sau))(?!\w)"),
        ("rel_month", "tháng ", r"(?<!\w)(?:(?P<part>đầu|giữa|cuối) )?tháng (?P<r>này|trước|qua|tới|sau|rồi)(?!\w)"),
        ("rel_year", "năm ", r"(?<!\w)(?:(?P<part>đầu|giữa|cuối) )?năm (?P<r>nay|ngoái|trước|sau|tới|kia)(?!\w)"),
        (
            "ago",
            "trước|qua",
            rf"{_LEFT}(?P<n>\d{{1,3}}|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười){_S}(?P<u>ngày|tuần|"
            rf"tháng|năm){_S}(?:trước|qua)(?!\w)",
        ),
        ("year", "năm", rf"(?:(?P<part>đầu|giữa|cuối) )?năm{_S}{_Y}{_RIGHT}"),
        (
            "weekday",
            "thứ |chủ nhật",
            r"(?<!\w)(?P<cue>sáng|trưa|chiều|tối|đêm|hôm|ngày|vào|từ|đến|tới|và) (?P<w>thứ (?:hai|ba|"
            r"tư|năm|sáu|bảy|[2-7])|chủ nhật)"
            r"(?: (?P<r>tuần (?:này|trước|tới|sau)|vừa qua|tới|này))?(?!\w)",
        ),
        (
            "weekday",
            "thứ |chủ nhật",
            r"(?<!\w)(?P<w>chủ nhật|thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7]))(?: (?P<r>tuần (?:này|trước|"
            r"tới|sau)|vừa qua)|(?= ?\(?(?:ngày )?\d{1,2}[/-]\d))(?!\w)",
        ),
        (
            "bare_year",
            _SOME_YEAR,
            rf"(?<![\w.,/\-–$€£]){_Y}(?![\w%]|/[a-zđ]|[.,/\-–:]\d|{_S}(?:\d|người|tỷ|tỉ|triệu|nghìn|ngàn|"
            rf"đồng|usd|tấn|ha|m2|m|km|kg|mét|lượt|ca|vụ|hộ|căn|chiếc|"
            rf"cây|con|lít|tàu|xe|bộ|em|học sinh|trường|doanh nghiệp|công nhân|lao động|cử tri|"
            rf"đại biểu|phiếu|điểm|lần|bản|trang|suất|phòng|giường|héc|hộc))",
        ),
    )
)

EN: tuple[Form, ...] = tuple(
    (name, _compiled(pattern), tuple(words.split("|") if words else ()))
    for name, words, pattern in (
        ("iso", "-", rf"{_LEFT}{_Y}-(?P<m>0[1-9]|1[0-2])-(?P<d>0[1-9]|[12]\d|3[01])(?!\d)"),
        ("full", _SOME_YEAR, rf"{_LEFT}{_D}(?P<s>[/.\-]){_M}(?P=s){_Y}{_RIGHT_DATE}"),
        ("full_us", "/", rf"{_LEFT}{_M}/{_D}/{_Y}{_RIGHT_DATE}"),
        ("day_range", _SOME_MONTH, rf"{_LEFT}{_D}(?: ?[-–] ?|{_S}(?:to|and){_S}){_D2}{_S}{_MEN}(?:,?{_S}{_Y})?(?!\w)"),
        ("day_range", _SOME_MONTH, rf"(?<!\w){_MEN}{_S}{_D}(?: ?[-–] ?|{_S}(?:to|and){_S}){_D2}(?:,?{_S}{_Y})?(?!\w)"),
        ("day_month", _SOME_MONTH, rf"{_LEFT}{_D}{_ORD}{_S}(?:of{_S})?{_MEN}(?:,?{_S}{_Y})?(?!\w)"),
        ("day_month", _SOME_MONTH, rf"(?<!\w){_MEN}{_S}{_D}{_ORD}(?:,?{_S}{_Y})?(?![\w]|[.,:]\d)"),
        ("month_year", _SOME_MONTH, rf"(?:(?P<part>early|mid|late)[ -])?(?<!\w){_MEN},?{_S}(?:of{_S})?{_Y}(?!\w)"),
        ("quarter", "q", rf"(?<!\w)q(?P<q>[1-4])(?:{_S}(?:of{_S})?{_Y})?(?!\w)"),
        ("quarter", "quarter", rf"(?<!\w)(?P<q>first|second|third|fourth){_S}quarter(?:{_S}(?:of{_S})?{_Y})?(?!\w)"),
        (
            "years",
            _SOME_YEAR,
            rf"{_LEFT}{_Y}(?: ?[-–] ?|{_S}to{_S})(?P<y2>(?:1[5-9]|20|21)\d\d|\d\d)(?![\w]|[.,/\-–]\d)",
        ),
        ("century", "century", r"(?P<half>early |mid |late )?(?P<c>\d\d?)(?:st|nd|rd|th)[ -]century(?!\w)"),
        ("decade", "0s", r"(?<!\w)(?P<dec>(?:1[5-9]|20)\d0)s(?!\w)"),
        (
            "time",
            "a.m|am|p.m|pm",
            rf"{_LEFT}(?P<h>[01]?\d|2[0-3])(?:[:.](?P<min>[0-5]\d))?{_S}?(?P<pm>a\.?m\.?|p\.?m\.?)(?!\w)",
        ),
        ("time", ":", rf"{_LEFT}(?P<h>[01]?\d|2[0-3]):(?P<min>[0-5]\d)(?![\w:])"),
        (
            "month",
            _SOME_MONTH,
            r"(?<!\w)(?:in|since|until|by|last|next|early|late|mid|during|from|this)[ -]" + _MEN + r"(?!\w)",
        ),
        (
            "rel_day",
            "today|yesterday|tomorrow|tonight|last night|this ",
            r"(?<!\w)(?P<r>today|yesterday|tomorrow|tonight|last night|this morning|this afternoon|"
            r"this evening)(?!\w)",
        ),
        (
            "weekday",
            "day",
            r"(?<!\w)(?:(?P<r>last|next|this) )?(?P<w>monday|tuesday|wednesday|thursday|friday|"
            r"saturday|sunday)(?!\w)",
        ),
        ("rel_week", "week", r"(?<!\w)(?P<r>(?:last|this|next) (?:week|weekend))(?!\w)"),
        ("rel_month", "month", r"(?<!\w)(?P<r>last|this|next) month(?!\w)"),
        ("rel_year", "year", r"(?<!\w)(?P<r>last|this|next) year(?!\w)"),
        (
            "ago",
            "ago",
            rf"{_LEFT}(?P<n>\d{{1,3}}|an?|one|two|three|four|five|six|seven|eight|nine|"
            rf"ten){_S}(?P<u>day|week|month|year)s?{_S}ago(?!\w)",
        ),
        (
            "bare_year",
            _SOME_YEAR,
            rf"(?<![\w.,/\-–$€£]){_Y}(?![\w%]|/[a-zđ]|[.,/\-–:]\d|{_S}(?:people|tonnes|tons|km|metres|"
            rf"dollars|million|billion|cases|"
            r"deaths|dead|ships|homes|houses|soldiers|workers|voters|seats))",
        ),
    )
)
