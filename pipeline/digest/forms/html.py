"""The digest as one self-contained HTML page, for printing and passing on: no scripts, charts within."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from models.records import Language
from pipeline.digest.document import document
from pipeline.digest.forms.charts import draw
from pipeline.digest.words import Words

_PAGES = Environment(
    loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined, trim_blocks=True
)


def html(data: Mapping[str, Any], language: Language, sections: Sequence[str] | None = None) -> bytes:
    """A page in Vietnamese or English."""
    t = Words(language)

    def picture(name: str) -> str:
        return "data:image/svg+xml;base64," + b64encode(draw(name, data, t)).decode()

    blocks = [(type(block).__name__, block) for block in document(data, language, sections)]
    return _PAGES.get_template("page.html").render(d=data, t=t, blocks=blocks, picture=picture).encode()
