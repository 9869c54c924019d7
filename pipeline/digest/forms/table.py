"""The forms a digest can be had in."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from models.records import Language

Data = Mapping[str, Any]


class Form(StrEnum):
    HTML = "html"
    PDF = "pdf"
    SUMMARY = "summary"  # one page, PDF
    DOCX = "docx"
    XLSX = "xlsx"
    TEXT = "txt"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Made:
    """A digest in one form: the file's ending, its media type, its content."""

    ending: str
    media_type: str
    content: bytes


def make(data: Data, form: Form, language: Language, sections: Sequence[str] | None = None) -> Made:
    """A digest in one form. The libraries of a form are loaded when it is asked for."""
    ending, media_type, work = _FORMS[form]
    return Made(ending, media_type, work(data, language, sections))


def _html(data: Data, language: Language, sections: Sequence[str] | None) -> bytes:
    from pipeline.digest.forms.html import html

    return html(data, language, sections)


def _pdf(data: Data, language: Language, sections: Sequence[str] | None) -> bytes:
    from pipeline.digest.forms.pdf import pdf

    return pdf(data, language, sections)


def _summary(data: Data, language: Language, sections: Sequence[str] | None) -> bytes:
    from pipeline.digest.forms.summary import summary

    return summary(data, language)


def _docx(data: Data, language: Language, sections: Sequence[str] | None) -> bytes:
    from pipeline.digest.forms.docx import docx

    return docx(data, language, sections)


def _xlsx(data: Data, language: Language, sections: Sequence[str] | None) -> bytes:
    from pipeline.digest.forms.xlsx import xlsx

    return xlsx(data, language, sections)


def _text(data: Data, language: Language, sections: Sequence[str] | None) -> bytes:
    from pipeline.digest.forms.plain import plain_text

    return plain_text(data, language, sections)


def _json(data: Data, language: Language, sections: Sequence[str] | None) -> bytes:
    return json.dumps(data, ensure_ascii=False, sort_keys=True, indent=1).encode()


Work = Callable[[Data, Language, Sequence[str] | None], bytes]
_OFFICE = "application/vnd.openxmlformats-officedocument"
_FORMS: Mapping[Form, tuple[str, str, Work]] = {
    Form.HTML: ("html", "text/html", _html),
    Form.PDF: ("pdf", "application/pdf", _pdf),
    Form.SUMMARY: ("pdf", "application/pdf", _summary),
    Form.DOCX: ("docx", f"{_OFFICE}.wordprocessingml.document", _docx),
    Form.XLSX: ("xlsx", f"{_OFFICE}.spreadsheetml.sheet", _xlsx),
    Form.TEXT: ("txt", "text/plain", _text),
    Form.JSON: ("json", "application/json", _json),
}
