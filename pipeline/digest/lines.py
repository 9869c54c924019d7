"""A period in five lines, from the digest's own figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from models.records import Bilingual
from pipeline.digest.volume import share_of


def five_lines(data: Mapping[str, Any]) -> list[Bilingual]:
    """Volume, what moved, what most wrote about, what was confirmed, what could not be seen."""
    totals, trust = data["totals"], data["trust"]
    lines = [
        Bilingual(
            f"{totals['articles']} bài của {totals['outlets']} cơ quan báo chí (kỳ trước: {totals['last']} bài).",
            f"{totals['articles']} articles from {totals['outlets']} outlets (the period before: {totals['last']}).",
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
            f"{unseen} nguồn tin không đọc được đầy đủ trong kỳ." if unseen else "Mọi nguồn đang bật đều đọc được.",
            f"{unseen} sources could not be fully read in this period." if unseen else "Every enabled source was read.",
        )
    )
    return lines


def _moved(data: Mapping[str, Any]) -> Bilingual:
    unusual = [row for row in data["volume"] if row["unusual"]]
    if not unusual:
        return Bilingual("Không chủ đề nào ra ngoài khoảng thường thấy.", "No topic left its usual range.")
    unusual.sort(key=share_of, reverse=True)
    vi = "; ".join(f"{row['name']['vi']} {row['count']} (thường {row['low']}–{row['high']})" for row in unusual[:3])
    en = "; ".join(f"{row['name']['en']} {row['count']} (usually {row['low']}–{row['high']})" for row in unusual[:3])
    return Bilingual(f"Khác thường: {vi}.", f"Unusual: {en}.")


def _decided(data: Mapping[str, Any], trust: Mapping[str, Any]) -> Bilingual:
    if data["empty"]:
        return Bilingual(
            "Trong kỳ chưa có cảnh báo nào được người xem xét quyết định.",
            "Nothing was decided by a person in this period.",
        )
    confirmed = len(data["confirmed"])
    return Bilingual(
        f"Người xem xét đã quyết định {trust['decided']} cảnh báo, xác nhận {confirmed} chỗ sai lệch so với chứng cứ.",
        f"People decided {trust['decided']} alerts and confirmed {confirmed} disagreements with the evidence.",
    )
