"""The digest as PDF, set with typst: contents, page numbers, charts as vectors. The fonts are those that ship within
the typst and matplotlib packages and have every Vietnamese letter; nothing of the system is needed.

Text goes in as data and never as markup: the template reads one JSON file.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

from models.records import Language
from pipeline.digest.blocks import Block, Grid, Heading, Items, Line, Paragraph, Picture, Quotation
from pipeline.digest.document import document
from pipeline.digest.forms.charts import draw
from pipeline.digest.words import Words

TEMPLATE = Path(__file__).parent / "digest.typ"
LONG = 8  # headings from which a table of contents helps


def pdf(data: Mapping[str, Any], language: Language, sections: Sequence[str] | None = None) -> bytes:
    """The PDF's bytes; the same data gives the same bytes."""
    at = datetime.fromisoformat(data["built_at"])
    with _set(data, language, sections) as file:
        return bytes(typst.compile(str(file), root=str(file.parent), timestamp=int(at.timestamp())))


def pages(data: Mapping[str, Any], language: Language, sections: Sequence[str] | None = None) -> int:
    """How many pages ``pdf`` would have."""
    with _set(data, language, sections) as file:
        drawn = typst.compile(str(file), root=str(file.parent), format="svg")
    return len(drawn) if isinstance(drawn, list) else 1


@contextmanager
def _set(data: Mapping[str, Any], language: Language, sections: Sequence[str] | None) -> Iterator[Path]:
    """The template in a folder of its own, with the data and the charts beside it."""
    t = Words(language)
    blocks = document(data, language, sections)
    with tempfile.TemporaryDirectory(prefix="doi-chieu-pdf-") as name:
        folder = Path(name)
        for block in blocks:
            if isinstance(block, Picture):
                (folder / f"{block.name}.svg").write_bytes(draw(block.name, data, t))
        told = {
            "title": t.of(data["title"]),
            "language": language.value,
            "head": data.get("document") or {},
            "office": data["office"],
            "built": t("Lập ngày ", "Built on ") + t.day(data["built_at"]),
            "contents": t("Mục lục", "Contents"),
            "copies": t("Nơi nhận:", "Copies to:"),
            "long": sum(isinstance(b, Heading) and b.level == 2 for b in blocks) >= LONG,
            "blocks": [_block(block) for block in blocks],
        }
        (folder / "digest.json").write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
        (folder / "digest.typ").write_bytes(TEMPLATE.read_bytes())
        yield folder / "digest.typ"


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Heading(level, line):
            return {"kind": "heading", "level": level, "line": _line(line)}
        case Paragraph(line):
            return {"kind": "paragraph", "line": _line(line)}
        case Quotation(line):
            return {"kind": "quotation", "line": _line(line)}
        case Items(lines):
            return {"kind": "items", "lines": [_line(line) for line in lines]}
        case Grid(head, rows, numbers):
            cells = [[_line(cell) for cell in row] for row in rows]
            return {"kind": "grid", "head": list(head), "rows": cells, "numbers": sorted(numbers)}
        case Picture(name, alternative):
            return {"kind": "picture", "name": f"{name}.svg", "alternative": alternative}


def _line(line: Line) -> list[dict[str, Any]]:
    return [{"text": run.text, "bold": run.bold, "soft": run.soft, "url": _web(run.url)} for run in line]


def _web(url: str | None) -> str | None:
    return url if url and url.startswith(("http://", "https://")) else None
