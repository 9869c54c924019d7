"""A correction note as a Word document in real styles, so that a clerk can go on editing it."""

from __future__ import annotations

import re
from datetime import datetime
from io import BytesIO

from docx import Document
from docx.document import Document as Docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from models.records import Bilingual, Language
from models.times import VIETNAM

FONT, SIZE = "Times New Roman", 13  # Decree 30/2020/NĐ-CP, on the form of administrative documents
_SOURCE = re.compile(r"\[\d+\] ")
_DRAFT = Bilingual("DỰ THẢO – CHƯA ĐỦ NGƯỜI XÁC NHẬN", "DRAFT – NOT CONFIRMED YET")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def note_docx(title: str, body: str, language: Language, office: str, now: datetime, *, is_draft: bool) -> bytes:
    """The document. ``body`` is plain text: paragraphs apart by an empty line, lines of one kept apart, sources as
    ``[1] …``. ``is_draft`` marks every page."""
    document = Document()
    _page(document, language)
    if is_draft:
        marked = document.sections[0].header.paragraphs[0]
        marked.alignment = WD_ALIGN_PARAGRAPH.CENTER
        marked.add_run(_pick(_DRAFT, language)).bold = True
    head = document.add_paragraph(style="Normal")
    head.add_run(office.upper()).bold = True
    dated = document.add_paragraph(_day(now, language))
    dated.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    document.add_heading(title, level=1)
    for paragraph in re.split(r"\n\s*\n", body.strip()):
        _paragraph(document, paragraph.split("\n"))
    about = document.core_properties
    about.title, about.author, about.language = title[:255], office[:255], language.value
    about.created = about.modified = now.astimezone(VIETNAM).replace(tzinfo=None)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _page(document: Docx, language: Language) -> None:
    """A4 with the margins and the font of an administrative document, also for the East Asian fallback."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.top_margin = section.bottom_margin = Cm(2.0)
    section.left_margin, section.right_margin = Cm(3.0), Cm(2.0)
    for name, size in (("Normal", SIZE), ("Heading 1", 15), ("Heading 2", SIZE), ("List Paragraph", SIZE)):
        style = document.styles[name]
        assert isinstance(style, ParagraphStyle)
        style.font.name, style.font.size = FONT, Pt(size)
        style.font.color.rgb = None
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(kind), FONT)
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme"):
            fonts.attrib.pop(qn(theme), None)


def _paragraph(document: Docx, lines: list[str]) -> None:
    """One paragraph of the text; a line above numbered sources is their heading."""
    if len(lines) > 1 and not _SOURCE.match(lines[0]) and all(_SOURCE.match(line) for line in lines[1:]):
        document.add_heading(lines[0], level=2)
        lines = lines[1:]
    if all(_SOURCE.match(line) for line in lines):
        for line in lines:
            item = document.add_paragraph(line, style="List Paragraph")
            item.paragraph_format.left_indent, item.paragraph_format.first_line_indent = Cm(0.9), Cm(-0.9)
        return
    paragraph: Paragraph = document.add_paragraph(style="Normal")
    paragraph.paragraph_format.space_after = Pt(6)
    for number, line in enumerate(lines):
        if number:
            paragraph.add_run().add_break()
        paragraph.add_run(line)


def _day(now: datetime, language: Language) -> str:
    local = now.astimezone(VIETNAM)
    if language is Language.EN:
        return f"{local.day} {_MONTHS[local.month - 1]} {local.year}"
    return f"Ngày {local.day:02d} tháng {local.month:02d} năm {local.year}"


def _pick(pair: Bilingual, language: Language) -> str:
    return pair.en if language is Language.EN else pair.vi
