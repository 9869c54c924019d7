"""A digest's data as blocks in one language, in the order of its sections. Pure: nothing but the data is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from models.records import Language
from pipeline.digest import sections as written
from pipeline.digest import sections_office as office
from pipeline.digest.blocks import Block, Heading, plain
from pipeline.digest.values import SHAPE
from pipeline.digest.words import Words

Json = Mapping[str, Any]


class UnknownShape(ValueError):
    """The data is of a shape this version cannot set."""


def document(data: Json, language: Language, sections: Sequence[str] | None = None) -> tuple[Block, ...]:
    """The blocks of a digest or a dossier; with ``sections`` only those. UnknownShape for data of another shape."""
    if data.get("shape") != SHAPE:
        raise UnknownShape(f"digest data of shape {data.get('shape')!r}")
    t = Words(language)
    layout = data.get("sections") or [
        {"id": "stories", "title": {"vi": "Diễn biến", "en": "What was reported"}},
        {"id": "confirmed", "title": {"vi": "Chỗ đã được xác nhận", "en": "What people confirmed"}},
    ]
    out: list[Block] = []
    for section in layout:
        id_ = section["id"]
        if id_ not in data or (sections is not None and id_ not in sections):
            continue
        blocks = _SECTIONS[id_](data, t)
        if blocks:
            out += [Heading(2, plain(t.of(section["title"]))), *blocks]
    return tuple(out)


_SECTIONS: Mapping[str, Callable[[Json, Words], list[Block]]] = {
    "errata": written.errata,
    "five_lines": written.five_lines,
    "confirmed": written.confirmed,
    "corrected": written.corrected,
    "volume": written.volume,
    "stories": written.stories,
    "coverage": written.coverage,
    "own": office.own,
    "open": office.open,
    "upcoming": office.upcoming,
    "unseen": office.unseen,
    "trust": office.trust,
    "models": office.models,
}
