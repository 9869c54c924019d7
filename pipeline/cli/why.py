"""``doichieu why``: what an article was held against, and what became of every difference that was noticed."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from models.records import Bilingual, Explanation
from pipeline.cli.common import ConfigFile, opened
from pipeline.console import both, complain, note, stdout, table

COUNTS = {
    "sentences": Bilingual("câu", "sentences"),
    "opinion": Bilingual("câu hỏi, ý kiến, giả định", "questions, opinions, suppositions"),
    "aligned": Bilingual("câu được đặt cạnh bằng chứng", "sentences laid beside evidence"),
    "evidence": Bilingual("bài và tài liệu", "reports and documents"),
    "voices": Bilingual("nguồn độc lập", "independent voices"),
    "references": Bilingual("tư liệu trong thư viện", "references in the library"),
    "references_about": Bilingual("tư liệu nói về việc này", "references on the matter"),
    "archive": Bilingual("bài cũ giống nhất đã xem", "most alike old articles looked at"),
    "claims": Bilingual("tin đã được kiểm chứng", "claims that were checked"),
    "doubts": Bilingual("chỗ khác đã thấy", "differences noticed"),
    "findings": Bilingual("điểm không khớp", "findings"),
}


def why(
    article: Annotated[str, typer.Argument(metavar="ID|URL", help="Số của bài hoặc địa chỉ / article id or address")],
    as_json: Annotated[bool, typer.Option("--json", help="In ra JSON / print JSON")] = False,
    config: ConfigFile = None,
) -> None:
    """Vì sao một bài được hay không được cảnh báo / Why an article was flagged, or not."""
    from models.store import StoreError
    from pipeline import why as answering

    with opened(config) as app:
        try:
            article_id = answering.article_of(app, article)
            found = answering.why(app, article_id)
        except StoreError as err:
            complain(err.message)
            raise typer.Exit(2) from err
    if as_json:
        print(json.dumps(answering.as_row(article_id, found), ensure_ascii=False, indent=1))
        return
    _show(found)


def _show(found: Explanation) -> None:
    for message in (found.answer, *found.reasons):
        note(message)
    if found.held:
        held = [
            (n, one.what.value, one.name, one.title, one.sentences, "" if one.note is None else both(one.note))
            for n, one in enumerate(found.held, start=1)
        ]
        names = _names(
            ("số", "no."), ("loại", "what"), ("của", "by"), ("tên", "title"), ("câu chung", "sentences"),
            ("ghi chú", "note"),
        )  # fmt: skip
        stdout.print(table(Bilingual("Đã đặt cạnh", "Held against"), names, held))
    if found.doubts:
        doubts = [
            (d.kind.value, d.passage, d.other, "" if d.held is None else d.held + 1, f"{d.strength:.2f}", both(d.why))
            for d in found.doubts
        ]
        names = _names(
            ("loại", "kind"), ("trong bài", "in the article"), ("bằng chứng", "evidence"), ("số", "no."),
            ("mức", "level"), ("kết cục", "what became of it"),
        )  # fmt: skip
        stdout.print(table(Bilingual("Chỗ khác đã thấy", "Differences noticed"), names, doubts))
    if found.nearby:
        near = [(one.name, one.title, one.article_id or "") for one in found.nearby]
        names = _names(("của", "by"), ("tên", "title"), ("bài số", "article"))
        stdout.print(table(Bilingual("Gần giống, thuộc sự kiện khác", "Alike, of another story"), names, near))
    counts = [(both(name), found.counts[key]) for key, name in COUNTS.items()]
    stdout.print(table(Bilingual("Đã xem", "Looked at"), _names(("gì", "what"), ("số", "count")), counts))


def _names(*pairs: tuple[str, str]) -> tuple[Bilingual, ...]:
    return tuple(Bilingual(*pair) for pair in pairs)


def register(app: typer.Typer) -> None:
    app.command(rich_help_panel="Hằng ngày / Daily")(why)
