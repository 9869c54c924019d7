"""Dates in every dialect met; the clock, the zone and the order of day and month read apart from one another."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.dates import has_clock, plausible, read_date, refines, slashed
from crawler.url_dates import date_in_url

NOW = datetime(2026, 11, 23, tzinfo=UTC)
MOMENT = datetime.fromisoformat("2026-09-14T18:44:00+07:00")

# Fourteenth of September 2026, 18:44 in Việt Nam.
SAME_MOMENT = """
Mon, 14 Sep 2026 18:44:00 +0700
Mon, 14 Sep 2026 18:44:00 +07
Mon, 14 Sep 2026 18:44:00 +7
Mon, 14 Sep 2026 18:44:00 GMT+7
Mon, 14 Sep 2026 18:44:00 GMT+07
Mon, 14 Sep 2026 18:44:00 GMT+0700
Mon, 14 Sep 2026 18:44:00 GMT+07:00
Mon, 14 Sep 2026 18:44:00 UTC+7
Mon, 14 Sep 2026 18:44:00 ICT
Mon, 14 Sep 2026 18:44:00 +07:00
Mon, 14 Sep 2026 18:44:00 (GMT+7)
Mon, 14 Sep 2026 18:44:00 (ICT)
Mon, 14 Sep 2026 18:44 +0700
Mon,14 Sep 2026 18:44:00 +0700
Mon 14 Sep 2026 18:44:00 +0700
14 Sep 2026 18:44:00 +0700
Mon, 14 Sep 26 18:44:00 +0700
14-Sep-26 18:44:00
14-Sep-2026 18:44
14/Sep/2026 18:44
14 Sep, 2026 18:44
14 Sept 2026 18:44
14-09-26 18:44
14/9/26 18:44
14.9.2026 18:44
14.09.2026, 18:44
14. 09. 2026 18:44
Mon, 14 Sep 2026 06:44:00 PM
Mon, 14 Sep 2026 06:44:00 PM +0700
Mon Sep 14 18:44:00 2026
Mon Sep 14 18:44:00 +0700 2026
Mon Sep 14 18:44:00 ICT 2026
Mon Sep 14 2026 18:44:00 GMT+0700 (Indochina Time)
Monday, September 14, 2026 18:44
Monday, September 14, 2026 - 18:44
Monday, September 14th 2026, 6:44 pm
September 14, 2026 at 6:44 PM
Sep 14, 2026 | 18:44
18:44 14/09/2026
18:44, 14/09/2026
18:44 | 14/09/2026
18:44:00 14/09/2026
18:44 ngày 14/09/2026
18h44' ngày 14/09/2026
18h44 - 14/09/2026
18 giờ 44 phút, ngày 14 tháng 9 năm 2026
18 giờ 44 ngày 14-9-2026
Thứ Hai, 14 Tháng Chín 2026 18:44
Thứ hai, ngày 14 tháng 9 năm 2026, 18:44
Thứ Hai, ngày 14/09/2026 18:44 GMT+7
Thứ 2, 14/09/2026 - 18:44 (GMT+7)
Thứ 2, 14/09/2026 | 18:44
Thứ Hai 14/09/2026 18:44
T2, 14/09/2026 18:44
T2, 14 Thg 9 2026 18:44:00 +0700
Th 2, 14 Th9 2026 18:44:00 +0700
Thứ Hai, 14/09/2026, 18:44 (GMT+7)
Hai, 14 Th09 2026 18:44:00 +0700
14 Th9, 2026 18:44
14/09/2026 06:44 CH
14/09/2026 6:44:00 CH
14/09/2026 06:44 PM
14/9/2026 6:44:00 PM
14/9/2026 6:44 chiều
14/9/2026 18:44:00
14 Tháng 9, 2026 18:44
14 Tháng 9, 2026, 18:44
Tháng Chín 14, 2026 18:44
Tháng 9 14, 2026, 6:44 chiều
14 tháng chín, 2026 - 18:44
9/14/2026 6:44:00 PM
09/14/2026 18:44:00
09/14/2026 06:44:00 PM
9/14/2026 6:44:00 CH
9/14/26 6:44 PM
2026-09-14T18:44:00+07:00
2026-09-14T18:44:00+0700
2026-09-14T18:44:00+07
2026-09-14T18:44:00.000+07:00
2026-09-14T18:44:00.1234567+07:00
2026-09-14T18:44+07:00
2026-09-14T18:44
2026-09-14 18:44:00
2026-09-14 18:44:00 +0700
2026-09-14 18:44:00 +07:00
2026-09-14 18:44:00 GMT+7
2026-09-14 18:44:00 (GMT+7)
2026-09-14 18:44:00 ICT
2026-09-14 18:44:00.0
2026-09-14 06:44:00 PM
2026/09/14 18:44:00
2026.09.14 18:44
2026-09-14, 18:44
2026-09-14 - 18:44
20260914T184400+0700
20260914T18:44:00
20260914184400
2026-9-14 18:44
2026-09-14T18:44:00 07:00
2026-09-14T18:44:00 +07:00
1789386240
1789386240000
1789386240.5
14/09/2026&nbsp;18:44
14/09/2026&amp;nbsp;18:44
Thứ Hai, 14/09/2026 18:44
thứ hai, 14 tháng 9 2026 18:44:00
<![CDATA[Mon, 14 Sep 2026 18:44:00 +0700]]>
<time>14/09/2026 18:44</time>
Cập nhật: 14/09/2026 18:44
Cập nhật lúc 18:44, 14/09/2026
Ngày đăng: 14/09/2026 18:44 | Lượt xem: 1204
Ngày đăng 14/09/2026, 18:44
(14/09/2026 18:44)
[14/09/2026 18:44]
(18:44 14/09/2026)
14/09/2026 18g44
18g44 14/09/2026
14/09/2026 lúc 18:44
Đăng lúc: 18:44 - 14/09/2026
Mon, 14 Sep 2026 11:44:00 GMT
Mon, 14 Sep 2026 11:44:00 Z
Mon, 14 Sep 2026 11:44:00 UT
Mon, 14 Sep 2026 11:44:00 UTC
Mon, 14 Sep 2026 11:44:00 +0000
Mon, 14 Sep 2026 11:44:00 -0000
Mon, 14 Sep 2026 07:44:00 EDT
Mon, 14 Sep 2026 13:44:00 CEST
Mon, 14 Sep 2026 20:44:00 JST
Mon, 14 Sep 2026 19:44:00 +08:00
2026-09-14T11:44:00Z
2026-09-14T11:44:00.000Z
2026-09-14 11:44:00 UTC
2026-09-14T11:44:00-00:00
2026-09-14T17:14:00+05:30
2026-09-14 11:44:00Z
Mon, 14 Sep 2026 18:44:00 Asia/Ho_Chi_Minh
2026-09-14T18:44:00+07:00[Asia/Ho_Chi_Minh]
14.09.26 18:44
lun., 14 sept. 2026 18:44:00
14 septembre 2026 18:44
/Date(1789386240000)/
/Date(1789386240000+0700)/
14-09-2026 18:44:00
14-9-2026 | 18:44
Sep 14 2026 6:44PM
Sep 14 2026 06:44:00:000PM
Mon, 14 September 2026 18:44:00 +0700
Monday, 14 September 2026 18:44:00 +0700
Monday, 14-Sep-26 11:44:00 GMT
Mon, 14 Sep 2026 18:44:00 +0700 (ICT)
Mon, 14 Sep 2026 18.44.00 +0700
Mon, 14 Sep 2026 18:44:0 +0700
Mon, 14 Sep 2026 18:44:00+0700
Mon, 14 Sep 2026 18:44:00GMT+7
Mon, 14 sep 2026 18:44:00 +0700
MON, 14 SEP 2026 18:44:00 +0700
Mon, 14 Sep, 2026 18:44:00 +0700
, 14 Sep 2026 18:44:00 +0700
Mon, 14 09 2026 18:44:00 +0700
Thứ hai,14/09/2026 18:44
14/09/2026T18:44:00
14/09/2026T18:44:00+07:00
14/09/2026 18:44:00 +07:00
14/09/2026 18:44:00 GMT+0700
ngày 14 tháng 09 năm 2026 18:44
Hà Nội, ngày 14 tháng 9 năm 2026 18:44
14 thg 9, 2026 18:44
14 thg 9 2026 18:44
Thg 9 14, 2026 18:44
14/Th9/2026 18:44
14/tháng 9/2026 18:44
14-Thg9-2026 18:44
thg 9 14, 2026 6:44 CH
thứ Hai, thg 9 14, 2026 18:44
6:44 CH, 14/09/2026
06:44 PM | 14/09/2026
6:44 chiều 14/09/2026
18:44' 14/09/2026
2026年9月14日 18:44
14/ 09/ 2026 18:44
14 / 9 / 2026 18:44
14/09/2026  -  18 : 44
Thứ Hai 14/09/2026 , 18:44 (GMT+7)
"""

NO_DATES = """
hôm qua
abc
5/2026
2026
14/9
31/02/2026
0/0/0
-1
Tin số 14 09 giá 2026
tháng 9
00:00
0000-00-00 00:00:00
01/01/0001 00:00:00
123456
1.234.567
192.168.1.1
10.000.000
Quyết định số 14/2026/QĐ-UBND
24/7
v2.10.20
Lượt xem: 1.234
"""


@pytest.mark.parametrize("text", SAME_MOMENT.strip().splitlines())
def test_one_moment_in_many_dialects(text: str) -> None:
    read = read_date(text)
    assert read is not None
    assert read.replace(second=0) == MOMENT


@pytest.mark.parametrize("text", ["", *NO_DATES.strip().splitlines()])
def test_what_is_no_date(text: str) -> None:
    assert read_date(text) is None


@pytest.mark.parametrize(
    "text",
    ["14/09/2026\u00a018:44", "\u200e14/09/2026 18:44", "\ufeff2026-09-14T18:44:00+07:00", "Thu\u031b\u0301 Hai, 14/09/2026 18:44",
     "Mon,\u00a014\u202fSep 2026 18:44:00 +0700", "\t14/09/2026\r\n 18:44 "],
)  # fmt: skip
def test_spaces_and_marks_of_any_kind(text: str) -> None:
    assert read_date(text) == MOMENT


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("9/3/2026 6:44:00 PM", "2026-09-03T18:44:00+07:00"),  # .NET in its American dress
        ("9/3/2026 18:44", "2026-03-09T18:44:00+07:00"),
        ("9/3/2026 6:44:00 CH", "2026-03-09T18:44:00+07:00"),  # the Vietnamese one
        ("Thứ Năm, 9/3/2026 18:44", "2026-09-03T18:44:00+07:00"),  # the weekday knows
        ("Thứ Hai, 9/3/2026 6:44:00 PM", "2026-03-09T18:44:00+07:00"),
        ("Monday 9/3/2026", "2026-03-09T00:00:00+07:00"),
        ("2026-14-09 18:44", "2026-09-14T18:44:00+07:00"),
        ("12:15 SA 14/09/2026", "2026-09-14T00:15:00+07:00"),
        ("14/09/2026 12:15 AM", "2026-09-14T00:15:00+07:00"),
        ("14/09/2026 12:15 trưa", "2026-09-14T12:15:00+07:00"),
        ("14/09/2026 11:15 đêm", "2026-09-14T23:15:00+07:00"),
        ("Fri, 13 Feb 2026 08:00:00 EST", "2026-02-13T08:00:00-05:00"),
        ("Fri, 13 Feb 99 08:00:00 +0700", "1999-02-13T08:00:00+07:00"),
        ("18 giờ ngày 14/9/2026", "2026-09-14T18:00:00+07:00"),
        ("14/09/2026", "2026-09-14T00:00:00+07:00"),
        ("2026-09-14+07:00", "2026-09-14T00:00:00+07:00"),
        ("14/09/2026 25:99", "2026-09-14T00:00:00+07:00"),
        ("14/09/2026 08:00 - 17:00", "2026-09-14T08:00:00+07:00"),
        ("14 Tháng Giêng 2026", "2026-01-14T00:00:00+07:00"),
        ("14 tháng mười một, 2026", "2026-11-14T00:00:00+07:00"),
        ("2 tháng 9, 1945", "1945-09-02T00:00:00+07:00"),
    ],
)
def test_dates_to_the_offset(text: str, moment: str) -> None:
    read = read_date(text)
    assert read is not None
    assert read.isoformat() == moment


def test_the_feed_may_say_which_number_is_the_month() -> None:
    assert str(read_date("9/3/2026 6:44:00 PM", month_first=False))[:10] == "2026-03-09"
    assert str(read_date("9/3/2026 18:44", month_first=True))[:10] == "2026-09-03"
    assert str(read_date("14/9/2026 18:44", month_first=True))[:10] == "2026-09-14"
    parts = slashed("9/3/2026")
    assert parts is not None and parts.ambiguous
    assert slashed("2026-09-03") is None


def test_plausible() -> None:
    assert not plausible(None, NOW)
    assert not plausible(datetime(1994, 12, 31, tzinfo=UTC), NOW)
    assert plausible(NOW + timedelta(hours=23), NOW)
    assert not plausible(NOW + timedelta(hours=25), NOW)
    assert plausible(NOW + timedelta(days=300), None)
    assert not plausible(datetime(2101, 1, 1, tzinfo=UTC), None)


@pytest.mark.parametrize(
    ("url", "moment"),
    [
        ("https://bao.vn/tin-20260307080054340.htm", "2026-03-07T08:00:00+07:00"),
        ("https://bao.vn/tin-188260306224841422.htm", "2026-03-06T22:48:00+07:00"),
        ("https://bao.vn/2026/3/7/tin", "2026-03-07T00:00:00+07:00"),
        ("https://bao.vn/chau-a/20190208-tin", "2019-02-08T00:00:00+07:00"),
        ("https://bao.vn/tin-5047363.html", None),
        ("https://bao.vn/tin-99999999999999999.html", None),
        ("https://bao.vn/tin-20260231080054340.htm", None),
        ("http://[", None),
    ],
)
def test_dates_in_addresses(url: str, moment: str | None) -> None:
    read = date_in_url(url)
    assert (None if read is None else read.isoformat()) == moment


def test_a_time_to_the_minute_refines_one_to_the_day_or_hour() -> None:
    day, hour = MOMENT.replace(hour=0, minute=0), MOMENT.replace(minute=0)
    assert refines(MOMENT, day) and refines(MOMENT, hour)
    assert refines(MOMENT.astimezone(UTC), day)
    assert not refines(MOMENT, MOMENT) and not refines(day, day) and not refines(hour, MOMENT)
    assert not refines(MOMENT + timedelta(days=1), day) and not refines(MOMENT + timedelta(hours=1), hour)


_MOMENTS = st.datetimes(datetime(1996, 1, 1), datetime(2068, 12, 31))
_OFFSETS = st.integers(-11 * 4, 13 * 4).map(lambda quarters: timedelta(minutes=15 * quarters))
_FORMS = st.sampled_from(
    ["%a, %d %b %Y %H:%M:%S", "%a, %d %b %y %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S.%f", "%d/%m/%Y %H:%M:%S",
     "%H:%M:%S %d/%m/%Y", "%H:%M:%S, %d-%m-%Y", "%d.%m.%Y %H:%M:%S", "%B %d, %Y %I:%M:%S %p", "ngày %d tháng %m năm %Y, %H:%M:%S",
     "%A, %d %B %Y - %H:%M:%S", "%Y%m%dT%H%M%S", "%d Th%m, %Y | %H:%M:%S", "%d/%m/%Y %I:%M %p"]
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(_MOMENTS, _FORMS, _OFFSETS, st.sampled_from(["", "%s%02d%02d", "%s%02d:%02d", "GMT%s%d:%02d", " (GMT%s%d:%02d)"]))
def test_any_form_of_day_clock_and_zone(moment: datetime, form: str, offset: timedelta, zone: str) -> None:
    moment = moment.replace(microsecond=0, second=0)
    if form.startswith("%H") and zone and "GMT" not in zone:
        zone = " (GMT%s%d:%02d)"  # behind a day, only this is a zone
    minutes = int(abs(offset).total_seconds()) // 60
    sign = "-" if offset < timedelta(0) else "+"
    shown = moment.strftime(form) + (" " + zone % (sign, minutes // 60, minutes % 60) if zone else "")
    read = read_date(shown)
    assert read is not None, shown
    assert read.replace(tzinfo=None) == moment, shown
    assert read.utcoffset() == (offset if zone else timedelta(hours=7)), shown


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=60), st.from_regex(r"\d{1,4}[-/. ]\d{1,2}[-/. ]\d{1,4}[ T]\d{1,2}:\d{2}.{0,8}")))
def test_no_text_crashes_the_dates(text: str) -> None:
    moment = read_date(text)
    assert moment is None or moment.tzinfo is not None
    assert moment is None or has_clock(moment) in (True, False)
    slashed(text)
    date_in_url(text)
