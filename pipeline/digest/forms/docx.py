"""The digest as an office report in DOCX that a clerk edits: heading block, real styles, charts, signature block.

What stands in the heading and the signature comes from ``document`` in config/digest.yaml.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as Docx
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph as Words_

from models.records import Language
from models.times import VIETNAM
from pipeline.digest.blocks import Block, Grid, Heading, Items, Line, Paragraph, Picture, Quotation, Run
from pipeline.digest.document import document
from pipeline.digest.forms.charts import draw
from pipeline.digest.words import Words

FONT = "Times New Roman"  # that of office documents; where it is not installed the reader takes its like
SOFT = RGBColor(0x50, 0x50, 0x50)


def docx(data: Mapping[str, Any], language: Language, sections: Sequence[str] | None = None) -> bytes:
    """The DOCX's bytes; the same data gives the same content."""
    t = Words(language)
    out = Document()
    _styles(out)
    head = data.get("document") or {}
    _heading_block(out, head, t, data)
    title = out.add_heading(t.of(data["title"]), level=0)
    title.alignment = ALIGN.CENTER
    for block in document(data, language, sections):
        _put(out, block, data, t)
    _signature(out, head, t)
    at = datetime.fromisoformat(data["built_at"]).astimezone(VIETNAM).replace(tzinfo=None)
    out.core_properties.author = data["office"]
    out.core_properties.title = t.of(data["title"])
    out.core_properties.created = out.core_properties.modified = at
    stream = BytesIO()
    out.save(stream)
    return stream.getvalue()


def _styles(out: Docx) -> None:
    for name, size in (
        ("Normal", 13),
        ("List Bullet", 13),
        ("Quote", 12),
        ("Title", 18),
        ("Heading 1", 14),
        ("Heading 2", 13),
    ):
        style = out.styles[name]
        style.font.name, style.font.size = FONT, Pt(size)
        style.font.color.rgb = RGBColor(0, 0, 0)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(kind), FONT)
        for kind in ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme"):
            fonts.attrib.pop(qn(kind), None)
    page = out.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin, page.right_margin, page.top_margin, page.bottom_margin = Cm(3), Cm(2), Cm(2), Cm(2)
    _page_number(page.footer.paragraphs[0])


def _page_number(paragraph: Words_) -> None:
    paragraph.alignment = ALIGN.CENTER
    run = paragraph.add_run()
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        if kind is None:
            element = OxmlElement("w:instrText")
            element.text = text
        else:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        run._r.append(element)


def _heading_block(out: Docx, head: Mapping[str, Any], t: Words, data: Mapping[str, Any]) -> None:
    if not head.get("agency"):
        built = out.add_paragraph(f"{data['office']} · {t('lập ngày', 'built on')} {t.day(data['built_at'])}")
        built.alignment = ALIGN.CENTER
        return
    left, right = out.add_table(rows=1, cols=2).rows[0].cells
    day = datetime.fromisoformat(data["built_at"]).astimezone(VIETNAM)
    dated = f"{head['place']}, ngày {day.day} tháng {day.month} năm {day.year}"
    number = str(head.get("number", "")).replace("{number}", "........")
    _lines(left.paragraphs[0], [(head.get("above", ""), False), (head["agency"], True), (number, False)])
    _lines(right.paragraphs[0], [*((line, True) for line in head.get("state", ())), (dated, False)])
    out.add_paragraph()


def _lines(paragraph: Words_, lines: Sequence[tuple[str, bool]]) -> None:
    paragraph.alignment = ALIGN.CENTER
    told = [(text, bold) for text, bold in lines if text]
    for n, (text, bold) in enumerate(told):
        run = paragraph.add_run(text)
        run.bold = bold
        if n < len(told) - 1:
            run.add_break()


def _put(out: Docx, block: Block, data: Mapping[str, Any], t: Words) -> None:
    match block:
        case Heading(level, line):
            _words(out.add_heading(level=level - 1), line)
        case Paragraph(line):
            _words(out.add_paragraph(), line)
        case Quotation(line):
            _words(out.add_paragraph(style="Quote"), line)
        case Items(lines):
            for line in lines:
                _words(out.add_paragraph(style="List Bullet"), line)
        case Grid():
            _table(out, block)
        case Picture(name, alternative):
            shape = out.add_picture(BytesIO(draw(name, data, t, "png")), width=Cm(15.5))
            shape._inline.docPr.set("descr", alternative)


def _table(out: Docx, grid: Grid) -> None:
    table = out.add_table(rows=1, cols=len(grid.head), style="Table Grid")
    for cell, name in zip(table.rows[0].cells, grid.head, strict=True):
        cell.paragraphs[0].add_run(name).bold = True
    for row in grid.rows:
        for n, (cell, line) in enumerate(zip(table.add_row().cells, row, strict=True)):
            _words(cell.paragraphs[0], line)
            if n in grid.numbers:
                cell.paragraphs[0].alignment = ALIGN.RIGHT
    out.add_paragraph()


def _words(paragraph: Words_, line: Line) -> None:
    for run in line:
        if run.url and run.url.startswith(("http://", "https://")):
            _link(paragraph, run)
            continue
        put = paragraph.add_run(run.text)
        put.bold = run.bold or None
        if run.soft:
            put.font.color.rgb = SOFT


def _link(paragraph: Words_, run: Run) -> None:
    """A hyperlink, which python-docx has no call for."""
    relation = paragraph.part.relate_to(run.url or "", RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), relation)
    put = paragraph.add_run(run.text)
    put.font.color.rgb, put.font.underline = RGBColor(0x1F, 0x3A, 0x5F), True
    link.append(put._r)
    paragraph._p.append(link)


def _signature(out: Docx, head: Mapping[str, Any], t: Words) -> None:
    if not head.get("signed_as") and not head.get("copies_to"):
        return
    left, right = out.add_table(rows=1, cols=2).rows[0].cells
    copies = head.get("copies_to", ())
    if copies:
        left.paragraphs[0].add_run(t("Nơi nhận:", "Copies to:")).bold = True
        for one in copies:
            left.add_paragraph(f"- {one}")
    _lines(
        right.paragraphs[0],
        [(head.get("signed_as", ""), True), (" ", False), (" ", False), (head.get("signed_by", ""), True)],
    )
