"""Words of the trade that name the same act, so that two newsrooms' headlines meet: thiệt mạng, tử vong,
chết.

Only words that are interchangeable in a report of an event; replaced before words are weighed, never in
what is shown.
"""

from __future__ import annotations

import re

_GROUPS = (
    "chết|tử vong|thiệt mạng|tử nạn|qua đời|bỏ mạng|từ trần|tử trận|died|killed|dead",
    "bắt|bắt giữ|tạm giữ|bắt tạm giam|tạm giam|khởi tố|tóm gọn|sa lưới|arrested|detained",
    "tuyên án|lãnh án|lĩnh án|kết án|phạt tù|nhận án|chịu án|sentenced",
    "hội đàm|hội kiến|gặp gỡ|gặp mặt|tiếp kiến|tiếp xúc|gặp|tiếp|meets|met|talks",
    "điện đàm|gọi điện|cuộc gọi|phone call",
    "tấn công|tập kích|không kích|oanh kích|công kích|attack|attacked|strike|strikes",
    "máy bay không người lái|uav|drone|drones",
    "tàu hỏa|xe lửa|train",
    "binh sĩ|lính|quân nhân|quân lính|soldiers",
    "cháy|hỏa hoạn|bốc cháy|cháy lớn|hoả hoạn|fire",
    "bổ nhiệm|chỉ định|giữ chức|bầu làm|được bầu|làm|appointed|elected",
    "phế truất|bãi nhiệm|cách chức|luận tội|ousted",
    "ngừng|dừng|tạm dừng|đình chỉ|tạm ngừng|ngưng|suspend|suspends|halts",
    "bác bỏ|phủ nhận|bác|denies|denied",
    "thông qua|phê chuẩn|phê duyệt|approves|passes|approved",
    "lừa đảo|lừa|chiếm đoạt|fraud",
    "trộm|cướp|đánh cắp|robbery|theft",
    "động đất|địa chấn|earthquake|quake",
    "sạt lở|lở đất|sạt lở đất|vùi lấp|landslide",
    "tai nạn|va chạm|tông|đâm|húc|crash|collision",
    "thắng|đánh bại|hạ|vượt qua|đả bại|beats|beat|defeats",
    "thua|thất bại|bại|gục ngã|lost|loses",
    "vô địch|đăng quang|lên ngôi|champion|champions",
    "từ chức|thôi chức|rời ghế|resigns|resigned",
    "khởi công|động thổ|khánh thành",
    "ký|ký kết|signs|signed",
    "tăng|tăng thêm|nâng|increase|rises",
    "giảm|hạ nhiệt|sụt giảm|cắt giảm|falls|cuts",
    "mỹ|hoa kỳ|washington|us",
    "úc|australia",
    "đức|germany|berlin",
    "hàn quốc|hàn|seoul|south korea",
    "triều tiên|bình nhưỡng|north korea",
    "nga|moskva|moscow|matxcơva|kremlin|russia",
    "ukraine|kiev|kyiv",
    "trung quốc|bắc kinh|china|beijing",
    "nhật bản|nhật|tokyo|japan",
    "ấn độ|new delhi|india",
    "hong kong|hồng kông|hồng công",
    "ý|italia|italy",
    "mekong|mê kông|mê công",
    "tp.hcm|tp hcm|tphcm|thành phố hồ chí minh|sài gòn|ho chi minh city",
    "csgt|cảnh sát giao thông",
    "gd-đt|giáo dục và đào tạo|gd&đt|giáo dục đào tạo",
    "lhq|liên hợp quốc|liên hiệp quốc|un|united nations",
    "hđba|hội đồng bảo an|security council",
    "thủ tướng|prime minister",
    "tổng thống|president",
    "đại học|đh|trường đại học|university",
    "bệnh viện|bv|hospital",
    "huấn luyện viên|hlv|coach",
    "ô nhiễm|nhiễm độc|pollution",
)
_FORMS = {form: f"_{n}" for n, group in enumerate(_GROUPS) for form in group.split("|")}
_PATTERN = re.compile(
    r"(?<![\w.])(?:" + "|".join(re.escape(f) for f in sorted(_FORMS, key=len, reverse=True)) + r")(?!\w)"
)
CONCEPT_WEIGHT = 3.8  # a shared act is worth about as much as a fairly common word


def with_concepts(low: str) -> str:
    """A lowercase tone-folded text with each such word replaced by its group's mark (``_12``)."""
    return _PATTERN.sub(lambda match: _FORMS[match[0]], low)
