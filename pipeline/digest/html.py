"""The digest as one self-contained HTML page, for printing and passing on."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

_PAGES = Environment(
    loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined, trim_blocks=True
)


def render_digest(data: Mapping[str, Any], language: str = "vi") -> str:
    """``build_digest``'s data as a page in Vietnamese or English. No scripts, no addresses of the desk."""
    most = max([row["count"] for row in data["volume"]] + [row["last"] for row in data["volume"]] + [1])
    return _PAGES.get_template("page.html").render(d=data, lang=language, most=most)
