"""The digest's annex as a spreadsheet: every table of it, one sheet each. Cells that look like formulas are text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from models.records import Language
from models.times import VIETNAM
from pipeline.digest.words import Words

Json = Mapping[str, Any]
Sheet = tuple[str, Sequence[str], Iterable[Sequence[Any]]]
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def xlsx(data: Json, language: Language, sections: Sequence[str] | None = None) -> bytes:
    """The workbook's bytes. ``sections`` narrows it to the sheets of those."""
    t = Words(language)
    book = Workbook(write_only=True)
    for id_, (name, head, rows) in _sheets(data, t).items():
        if sections is None or id_ in sections:
            sheet = book.create_sheet(name[:31])
            sheet.freeze_panes = "A2"
            for n, width in enumerate(_widths(head), 1):
                sheet.column_dimensions[get_column_letter(n)].width = width
            sheet.append([_bold(sheet, text) for text in head])
            for row in rows:
                sheet.append([_cell(value) for value in row])
    book.properties.title = t.of(data["title"])
    book.properties.creator = str(data["office"])
    book.properties.created = datetime.fromisoformat(data["built_at"]).astimezone(VIETNAM).replace(tzinfo=None)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _sheets(data: Json, t: Words) -> dict[str, Sheet]:
    return {
        "volume": (
            t("Chủ đề", "Topics"),
            (t("Chủ đề", "Topic"), t("Số bài", "Articles"), t("Kỳ trước", "Before"), t("Thường từ", "Usual from"),
             t("đến", "to"), t("Khác thường", "Unusual")),
            ((t.of(r["name"]), r["count"], r["last"], r["low"], r["high"], t("có", "yes") if r["unusual"] else "")
             for r in data.get("volume", ())),
        ),
        "days": (
            t("Theo ngày", "By day"),
            (t("Ngày", "Day"), t("Số bài", "Articles")),
            ((r["day"], r["count"]) for r in data.get("totals", {}).get("by_day", ())),
        ),
        "stories": (
            t("Sự kiện", "Stories"),
            (t("Sự kiện", "Story"), t("Báo", "Outlet"), t("Bài", "Article"), t("Ngày", "Day"), t("Địa chỉ", "Address")),
            ((s["title"], m["outlet"], m["title"], (m.get("at") or "")[:10], m["url"])
             for s in data.get("stories", ()) for m in s["members"]),
        ),
        "confirmed": (
            t("Đã xác nhận", "Confirmed"),
            (t("Bài", "Article"), t("Báo", "Outlet"), t("Ngày", "Day"), t("Loại", "Kind"), t("Đoạn", "Passage"),
             t("Bằng chứng", "Evidence"), t("Nguồn", "Source"), t("Vì sao khác", "Why"),
             t("Người xác nhận", "Confirmed by"),             t("Địa chỉ", "Address")),
            ((c["title"], c["outlet"], (c["published_at"] or "")[:10], t.of(c["kind_name"]), c["passage"],
              "\n".join(e["passage"] for e in c["evidence"]), "\n".join(e["citation"] for e in c["evidence"]),
              t.of(c["why"]) if c["why"] else "", ", ".join(c["confirmed_by"]), c["url"])
             for c in data.get("confirmed", ())),
        ),
        "corrected": (
            t("Báo tự sửa", "Corrected"),
            (t("Bài", "Article"), t("Báo", "Outlet"), t("Ngày sửa", "Corrected on"), t("Địa chỉ", "Address")),
            ((c["title"], c["outlet"], (c.get("corrected_at") or "")[:10], c["url"])
             for c in data.get("corrected", ())),
        ),
        "unseen": (
            t("Không thấy được", "Not seen"),
            (t("Báo", "Outlet"), t("Nguồn", "Source"), t("Lý do", "Reason"), t("Từ", "Since"), t("Địa chỉ", "Address")),
            ((u["outlet"], u["source_id"], t.of(u["reason"]), (u.get("since") or "")[:10], u["url"])
             for u in data.get("unseen", ())),
        ),
    }  # fmt: skip


def _widths(head: Sequence[str]) -> list[int]:
    return [44 if n == 0 else max(14, len(text) + 4) for n, text in enumerate(head)]


def _bold(sheet: Any, text: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=text)
    cell.font = Font(bold=True)
    return cell


def _cell(value: Any) -> Any:
    """A value as a cell; a text that a spreadsheet could take for a formula gets an apostrophe's worth of safety."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
