"""The week in five lines, from the digest's own figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from models.records import Bilingual


def five_lines(data: Mapping[str, Any]) -> list[Bilingual]:
    """Volume, what moved, what most wrote about, what was confirmed, what could not be seen."""
    totals, trust = data["totals"], data["trust"]
    lines = [
        Bilingual(
            f"{totals['articles']} bài của {totals['outlets']} cơ quan báo chí (tuần trước: {totals['last']} bài).",
            f"{totals['articles']} articles from {totals['outlets']} outlets (last week: {totals['last']}).",
        ),
        _moved(data),
    ]
    if data["stories"]:
        top = data["stories"][0]
        lines.append(
            Bilingual(
                f"Được nói đến nhiều nhất: “{top['title']}” ({top['outlets']} cơ quan, {top['voices']} nguồn độc lập).",
                f"Most reported: “{top['title']}” ({top['outlets']} outlets, {top['voices']} independent voices).",
            )
        )
    lines.append(_decided(data, trust))
    unseen = len(data["unseen"])
    lines.append(
        Bilingual(
            f"{unseen} nguồn tin không đọc được đầy đủ trong tuần." if unseen else "Mọi nguồn đang bật đều đọc được.",
            f"{unseen} sources could not be fully read this week." if unseen else "Every enabled source was read.",
        )
    )
    return lines


def _moved(data: Mapping[str, Any]) -> Bilingual:
    unusual = [row for row in data["volume"] if row["unusual"]]
    if not unusual:
        return Bilingual(
            "Không chủ đề nào thay đổi nhiều hơn dao động thường.", "No topic moved more than ordinary variation."
        )
    vi = "; ".join(f"{row['name']['vi']} {row['last']} → {row['count']}" for row in unusual[:3])
    en = "; ".join(f"{row['name']['en']} {row['last']} → {row['count']}" for row in unusual[:3])
    return Bilingual(f"Thay đổi đáng kể: {vi}.", f"Notable change: {en}.")


def _decided(data: Mapping[str, Any], trust: Mapping[str, Any]) -> Bilingual:
    if data["empty"]:
        return Bilingual(
            "Trong tuần chưa có cảnh báo nào được người xem xét quyết định.",
            "Nothing was decided by a person this week.",
        )
    confirmed = len(data["confirmed"])
    return Bilingual(
        f"Người xem xét đã quyết định {trust['decided']} cảnh báo, xác nhận {confirmed} chỗ sai lệch so với chứng cứ.",
        f"People decided {trust['decided']} alerts and confirmed {confirmed} disagreements with the evidence.",
    )
