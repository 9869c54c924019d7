"""What was written and what people confirmed, as blocks: one function a section, named as in config/digest.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipeline.digest.blocks import Block, Grid, Heading, Items, Line, Paragraph, Picture, Quotation, Run, plain, soft
from pipeline.digest.words import Words

Json = Mapping[str, Any]


def errata(data: Json, t: Words) -> list[Block]:
    found: list[Block] = []
    for one in data["errata"]:
        found.append(
            Paragraph(
                (
                    Run(t(f"Bản tin {one['period']}: ", f"Digest {one['period']}: "), bold=True),
                    Run(f"“{one['title']}” ({one['outlet']}). ", to=("alert", one["alert_id"])),
                    Run(t.of(one["words"])),
                    Run(f" {t.day(one['at'])}" if one.get("at") else "", soft=True),
                )
            )
        )
        if one.get("passage"):
            found.append(Quotation(plain(one["passage"])))
    return found


def five_lines(data: Json, t: Words) -> list[Block]:
    return [Items(tuple(plain(t.of(line)) for line in data["five_lines"]))]


def confirmed(data: Json, t: Words) -> list[Block]:
    if not data["confirmed"]:
        if data["empty"]:
            nothing = t(
                "Trong kỳ chưa có cảnh báo nào được người xem xét quyết định.",
                "Nothing was decided by a person in this period.",
            )
        else:
            nothing = t("Không có chỗ nào được xác nhận.", "None was confirmed.")
        return [Paragraph(plain(nothing))]
    return [block for one in data["confirmed"] for block in _one_confirmed(one, t)]


def _one_confirmed(one: Json, t: Words) -> list[Block]:
    carried = one.get("carried_by")
    also = t(f" (cùng bài ở {', '.join(carried)})", f" (also carried by {', '.join(carried)})") if carried else ""
    found: list[Block] = [
        Heading(3, (Run(one["title"], url=one["url"], to=("alert", one["alert_id"])),)),
        Paragraph(soft(f"{one['outlet']}{also}, {t.day(one['published_at'])} · {t.of(one['kind_name'])}")),
    ]
    if one["passage"]:
        found.append(Quotation(plain(one["passage"])))
    if one["why"]:
        found.append(Paragraph(plain(t.of(one["why"]))))
    for piece in one["evidence"]:
        when = f", {t.day(piece['date'])}" if piece["date"] else ""
        source = Run(f" {piece['citation']}{when}", soft=True, url=piece["url"])
        found.append(Quotation((Run(piece["passage"]), Run(" —", soft=True), source)))
    found += [Paragraph((Run(t("Ghi chú: ", "Note: "), bold=True), Run(note))) for note in one["notes"]]
    names = ", ".join(one["confirmed_by"])
    said = t("Xác nhận", "Confirmed by")
    found.append(Paragraph(soft(f"{said}: {names} ({one['confirmations']}/{one['required']}). {_answered(one, t)}")))
    return found


def _answered(one: Json, t: Words) -> str:
    answered = one.get("answered") or {}
    told = []
    if answered.get("note_at"):
        told.append(
            t(
                f"Có phiếu đính chính ngày {t.day(answered['note_at'])}.",
                f"A correction note of {t.day(answered['note_at'])}.",
            )
        )
    if answered.get("corrected_at"):
        told.append(
            t(
                f"Báo đã sửa ngày {t.day(answered['corrected_at'])}.",
                f"The outlet corrected it on {t.day(answered['corrected_at'])}.",
            )
        )
    return " ".join(told) or t("Chưa có trả lời.", "No answer yet.")


def corrected(data: Json, t: Words) -> list[Block]:
    lines = tuple(
        (Run(one["title"], url=one["url"], to=("alert", one["alert_id"])), Run(f", {one['outlet']}", soft=True))
        for one in data["corrected"]
    )
    return [Items(lines)] if lines else []


def volume(data: Json, t: Words) -> list[Block]:
    head = (
        t("Chủ đề", "Topic"),
        t("Số bài", "Articles"),
        t("Kỳ trước", "Before"),
        t("Khoảng thường", "Usual range"),
        "",
    )
    rows = []
    for row in data["volume"]:
        usual = "–" if row["low"] is None else f"{t.number(row['low'])}–{t.number(row['high'])}"
        mark = t("khác thường", "unusual") if row["unusual"] else ""
        last = "–" if row["last"] is None else t.number(row["last"])
        rows.append(
            (
                plain(t.of(row["name"])),
                plain(t.number(row["count"])),
                plain(last),
                plain(usual),
                (Run(mark, bold=True),),
            )
        )
    found: list[Block] = [Picture("topics", _topics_in_words(data, t)), Grid(head, tuple(rows), frozenset((1, 2, 3)))]
    for row in data["volume"]:
        if row["why"]:
            made = "; ".join(
                f"“{one['title']}” ({t.number(one['articles'])} {t('bài', 'articles')})" for one in row["why"]
            )
            found.append(Paragraph((Run(f"{t.of(row['name'])}: ", bold=True), Run(made))))
    if data["totals"]["by_day"]:
        found.append(Picture("days", _days_in_words(data, t)))
    return found


def _topics_in_words(data: Json, t: Words) -> str:
    told = ", ".join(f"{t.of(row['name'])} {t.number(row['count'])}" for row in data["volume"])
    return t("Số bài theo chủ đề: ", "Articles by topic: ") + told


def _days_in_words(data: Json, t: Words) -> str:
    days = data["totals"]["by_day"]
    most = max(days, key=lambda day: day["count"])
    return t(
        f"Số bài theo ngày, nhiều nhất ngày {t.day(most['day'])}: {t.number(most['count'])}",
        f"Articles by day, most on {t.day(most['day'])}: {t.number(most['count'])}",
    )


def stories(data: Json, t: Words) -> list[Block]:
    found: list[Block] = []
    for story in data["stories"]:
        outlets, voices, articles = (t.number(story[key]) for key in ("outlets", "voices", "articles"))
        count = t(
            f"{outlets} cơ quan báo chí, {voices} nguồn độc lập, {articles} bài",
            f"{outlets} outlets, {voices} independent voices, {articles} articles",
        )
        found += [Heading(3, (Run(story["title"], to=("story", story["id"])),)), Paragraph(soft(count))]
        found.append(Items(tuple(_report(member, t) for member in story["members"])))
        for fact in story.get("differ", ()):
            told = "; ".join(f"{value['value']} ({', '.join(value['outlets'])})" for value in fact["values"])
            found.append(
                Paragraph(
                    (Run(t("Nêu khác nhau, ", "Told differently, ") + f"{t.of(fact['what'])}: ", bold=True), Run(told))
                )
            )
    return found or [Paragraph(plain(t("Không có.", "None.")))]


def _report(member: Json, t: Words) -> Line:
    copy = t(" (bài đăng lại)", " (a copy)") if member.get("copy") else ""
    return (
        Run(f"{member['outlet']}: ", bold=True),
        Run(member["title"], url=member["url"], to=("article", member["article_id"])),
        Run(f" {t.day(member.get('at'))}{copy}", soft=True),
    )


def coverage(data: Json, t: Words) -> list[Block]:
    found: list[Block] = []
    for topic in data["coverage"]:
        found.append(Heading(3, plain(t.of(topic["name"]))))
        lines = tuple(
            (
                Run(story["title"], to=("story", story["id"])),
                Run(f" ({t.number(story['outlets'])} {t('cơ quan', 'outlets')})", soft=True),
            )
            for story in topic["stories"]
        )
        found.append(Items(lines) if lines else Paragraph(plain(t("Không có.", "None."))))
    return found
