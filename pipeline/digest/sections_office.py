"""The office's own pages and queue, dates ahead, and how far to trust a digest, as blocks: one function a section."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipeline.digest.blocks import Block, Grid, Items, Paragraph, Run, plain, soft
from pipeline.digest.words import Words

Json = Mapping[str, Any]

_VERDICTS = {
    "distortion_confirmed": ("Sai lệch, đã xác nhận", "Distortion confirmed"),
    "accurate": ("Đúng", "Accurate"),
    "opinion_or_criticism": ("Ý kiến hoặc phê bình", "Opinion or criticism"),
    "evidence_wrong": ("Bằng chứng cũ hoặc sai", "Evidence outdated or wrong"),
    "cannot_tell": ("Không kết luận được", "Cannot tell"),
    "not_our_topic": ("Không thuộc chủ đề", "Not our topic"),
}


def own(data: Json, t: Words) -> list[Block]:
    if not data["own"]:
        return []
    head = (
        t("Trang", "Page"),
        t("Bài", "Articles"),
        t("Cảnh báo", "Alerts"),
        t("Xác nhận", "Confirmed"),
        t("Đã sửa", "Corrected"),
    )
    keys = ("articles", "alerts", "confirmed", "corrected")
    rows = tuple((plain(row["outlet"]), *(plain(t.number(row[key])) for key in keys)) for row in data["own"])
    same = t("Xem bằng cùng quy tắc như mọi báo.", "Looked at by the same rules as every outlet.")
    return [Grid(head, rows, frozenset((1, 2, 3, 4))), Paragraph(soft(same))]


def open(data: Json, t: Words) -> list[Block]:
    row = data["open"]
    head = (
        t("Chờ đầu kỳ", "Open at the start"),
        t("Mới", "New"),
        t("Đã xong", "Settled"),
        t("Chờ cuối kỳ", "Open at the end"),
    )
    figures = tuple(plain(t.number(row[key])) for key in ("start", "new", "settled", "end"))
    told = [one for one in data["decided"] if one["count"]]
    found: list[Block] = [Grid(head, (figures,), frozenset(range(4)))]
    if told:
        found.append(
            Items(
                tuple(
                    plain(f"{t(*_VERDICTS.get(one['verdict'], (one['verdict'],) * 2))}: {t.number(one['count'])}")
                    for one in told
                )
            )
        )
    else:
        found.append(Paragraph(plain(t("Trong kỳ chưa có gì được quyết định.", "Nothing was decided in this period."))))
    return found


def upcoming(data: Json, t: Words) -> list[Block]:
    lines = []
    for one in data["upcoming"]:
        years = t(f" (tròn {one['years']} năm)", f" ({one['years']} years)") if one["years"] else ""
        contested = t(" Các nguồn không thống nhất.", " Sources disagree.") if one["contested"] else ""
        source = Run(f" {one['citation']}", soft=True, url=one["url"])
        lines.append((Run(f"{t.day(one['day'])}{years}: ", bold=True), Run(t.of(one["statement"]) + contested), source))
    return [Items(tuple(lines))] if lines else []


def unseen(data: Json, t: Words) -> list[Block]:
    if not data["unseen"]:
        return [Paragraph(plain(t("Mọi nguồn đang bật đều đọc được.", "Every enabled source was read.")))]
    lines = []
    for one in data["unseen"]:
        since = t(f" (từ {t.day(one['since'])})", f" (since {t.day(one['since'])})") if one.get("since") else ""
        lines.append((Run(f"{one['outlet']} ", bold=True), Run(f"({one['source_id']}): {t.of(one['reason'])}{since}")))
    return [Items(tuple(lines))]


def trust(data: Json, t: Words) -> list[Block]:
    trust = data["trust"]
    lines = [
        t(
            f"{trust['alerts_shown']} cảnh báo đưa ra, {trust['decided']} đã quyết định, "
            f"{trust['confirmed']} được xác nhận.",
            f"{trust['alerts_shown']} alerts shown, {trust['decided']} decided, {trust['confirmed']} confirmed.",
        )
    ]
    precision, recall, audit, sources = trust["precision"], trust["recall"], trust["audit"], trust["sources"]
    if precision["value"] is None:
        lines.append(t("Chưa đủ quyết định để ước tính độ chính xác.", "Too few decisions to estimate precision."))
    else:
        lines.append(
            t("Độ chính xác ước tính: ", "Estimated precision: ") + _interval(precision, t) + f", n = {precision['n']}."
        )
    if recall:
        lines.append(
            t("Tỷ lệ sai lệch đã được cảnh báo, ước tính: ", "Estimated share of distortions that were flagged: ")
            + _interval(recall, t)
            + "."
        )
    else:
        lines.append(
            t("Chưa đủ câu trả lời mù để biết đã bỏ sót bao nhiêu.", "Too few blind answers to tell what was missed.")
        )
    lines.append(
        t(
            f"Mẫu đọc mù: {audit['answered']} đã trả lời, {audit['distortions']} chỗ bị bỏ sót.",
            f"Blind slice: {audit['answered']} answered, {audit['distortions']} missed distortions.",
        )
    )
    lines.append(
        t(
            f"Nguồn tin: {sources['ok']} tốt, {sources['unwell']} lỗi hoặc bị chặn, {sources['silent']} im lặng.",
            f"Sources: {sources['ok']} well, {sources['unwell']} failing or blocked, {sources['silent']} silent.",
        )
    )
    required = trust["confirmations_required"]
    if required > 1:
        lines.append(
            t(f"Mỗi xác nhận cần {required} người đồng ý.", f"Each confirmation needs {required} people to agree.")
        )
    else:
        lines.append(t("Chỉ một người xác nhận mỗi chỗ.", "One person alone confirms."))
    return [Items(tuple(map(plain, lines)))]


def _interval(row: Json, t: Words) -> str:
    told = f"{t.share(row['low'])} – {t.share(row['high'])}"
    return f"{t.share(row['value'])} ({t('khoảng 95 %', '95 % interval')} {told})"


_MODELS = {"topics": ("Chủ đề", "Topics"), "ranking": ("Thứ tự hàng đợi", "Order of the queue")}
_ACTIONS = {"promote": ("đưa vào dùng", "put in charge"), "rollback": ("quay lại", "taken back")}


def models(data: Json, t: Words) -> list[Block]:
    lines = [
        plain(
            f"{t(*_MODELS.get(m['name'], (m['name'],) * 2))}: {m['version']} ({t('từ', 'since')} {t.day(m['since'])})"
        )
        for m in data["models"]["in_use"]
    ]
    for m in data["models"]["changes"]:
        what = t(*_ACTIONS.get(m["action"], (m["action"],) * 2))
        lines.append(
            plain(f"{t.day(m['at'])}: {m['version']} {what} ({m['by']}){': ' + m['reason'] if m['reason'] else ''}")
        )
    return [Items(tuple(lines))] if lines else []
