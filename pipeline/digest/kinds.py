"""The finding kinds in words a leader reads."""

from __future__ import annotations

from models.records import Bilingual, FindingKind

KIND_NAMES: dict[FindingKind, Bilingual] = {
    FindingKind.QUANTITY: Bilingual("Con số khác", "Number differs"),
    FindingKind.DATE: Bilingual("Ngày tháng khác", "Date differs"),
    FindingKind.ENTITY: Bilingual("Tên người, nơi, cơ quan khác", "Name or place differs"),
    FindingKind.POLARITY: Bilingual("Khẳng định thành phủ định hoặc ngược lại", "Affirmed and denied"),
    FindingKind.CERTAINTY: Bilingual("Mức độ chắc chắn khác", "Certainty differs"),
    FindingKind.QUOTE: Bilingual("Lời trích khác", "Quotation differs"),
    FindingKind.ATTRIBUTION: Bilingual("Gán cho người nói khác", "Attributed to another"),
    FindingKind.CAUSE: Bilingual("Nguyên nhân khác", "Cause differs"),
    FindingKind.HEADLINE: Bilingual("Tiêu đề khác nội dung bài", "Headline against its body"),
    FindingKind.OUTLIER: Bilingual("Khác với các báo khác", "Differs from other outlets"),
    FindingKind.RECYCLED: Bilingual("Tin cũ đăng như mới", "Old story as new"),
    FindingKind.KNOWN_FALSE: Bilingual("Điều đã được kiểm chứng", "Claim already checked"),
}
