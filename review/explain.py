"""Why an article raised no alert, in words a reader can check."""

from __future__ import annotations

from models.records import Bilingual


def why_not_flagged(archive: bool, reason: Bilingual | None) -> Bilingual:
    """``reason`` is what ranking gave for its judgement of the latest text; ``None`` before the first one."""
    if reason is None:
        return Bilingual(
            "Bài chưa được so sánh; lượt xử lý tới sẽ làm.", "Not compared yet; the next run will do it."
        )
    if archive:
        return Bilingual(
            f"Bài lưu trữ: được so sánh và tìm được, nhưng không vào hàng đợi trong ngày. {reason.vi}",
            f"An archive article: compared and searchable, but never in today's queue. {reason.en}",
        )
    return reason
