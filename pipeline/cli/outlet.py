"""Outlets from the console: look at an address, add it, export and import (``doichieu sources …``)."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape

from models.records import Bilingual, Language, OutletKind
from pipeline.cli.common import ConfigFile, opened
from pipeline.console import both, complain, note, stdout, table

if TYPE_CHECKING:
    from config.opml_plan import OpmlPlan

Address = Annotated[
    str,
    typer.Argument(
        metavar="URL",
        help="Trang chủ, nguồn RSS, trang danh sách hay một bài báo; có hay không có https:// / "
        "front page, feed, listing or an article; with or without https://",
    ),
]
Ids = Annotated[list[str] | None, typer.Argument(metavar="OUTLET_ID…", help="Mã; không ghi: tất cả / ids; none: all")]


def register(app: typer.Typer) -> None:
    """The commands, on the group ``sources``."""
    app.command("show")(show)
    app.command("add")(add)
    app.command("export")(export)
    app.command("opml-export")(opml_export)
    app.command("opml-import")(opml_import)


def show(
    address: Address,
    as_json: Annotated[bool, typer.Option("--json", help="Một đối tượng JSON / one JSON object")] = False,
    config: ConfigFile = None,
) -> None:
    """Xem thử một địa chỉ, không lưu gì / Look at an address, store nothing."""
    from pipeline.preview import preview

    with opened(config) as app_:
        found = preview(app_, address)
    if as_json:
        print(json.dumps(found, ensure_ascii=False))
    else:
        _print(found)


def add(
    address: Address,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Lưu, không hỏi / save without asking")] = False,
    id_: Annotated[str | None, typer.Option("--id", help="Mã / id")] = None,
    name: Annotated[str | None, typer.Option(help="Tên / name")] = None,
    kind: Annotated[OutletKind | None, typer.Option(help="Loại cơ quan / kind of outlet")] = None,
    homepage: Annotated[str | None, typer.Option(help="Trang chủ / home page")] = None,
    language: Annotated[Language | None, typer.Option(help="Ngôn ngữ / language")] = None,
    country: Annotated[str | None, typer.Option(help="Nước, ví dụ VN / country, such as VN")] = None,
    own: Annotated[bool, typer.Option("--own", help="Cổng của chính cơ quan mình / the office's own portal")] = False,
    config: ConfigFile = None,
) -> None:
    """Thêm cơ quan báo chí từ một địa chỉ: tìm nguồn, xem thử, lưu / Add an outlet by any of its addresses."""
    from pipeline.outlet_files import outlet_of, save
    from pipeline.preview import preview

    with opened(config) as app_:
        found = preview(app_, address)
        _print(found)
        if found["known"] is not None and not any(row["recommended"] for row in found["sources"]):
            raise typer.Exit(2)
        changes = {"id": id_, "name": name, "kind": kind, "homepage": homepage, "language": language}
        outlet = outlet_of(found, {**changes, "country": country, "own": own})
        if not yes and not (sys.stdin.isatty() and typer.confirm(f"Lưu / Save {outlet.id}?")):
            note(Bilingual("chưa lưu gì; thêm --yes để lưu", "nothing saved; add --yes to save"))
            raise typer.Exit(1)
        save(app_, outlet)
    n = len(outlet.sources)
    note(Bilingual(f"đã thêm {outlet.id} với {n} nguồn", f"added {outlet.id} with {n} sources"))


def export(
    ids: Ids = None,
    to: Annotated[Path, typer.Option("--to", help="Thư mục đích / folder to write to")] = Path("sources"),
    config: ConfigFile = None,
) -> None:
    """Xuất mỗi cơ quan một tệp YAML / Export one YAML file an outlet."""
    from pipeline.outlet_files import export_yaml

    with opened(config) as app_:
        paths = export_yaml(app_, ids or (), to)
    note(Bilingual(f"đã ghi {len(paths)} tệp vào {to}", f"wrote {len(paths)} files to {to}"))


def opml_export(
    path: Annotated[Path, typer.Argument(metavar="FILE")],
    config: ConfigFile = None,
) -> None:
    """Xuất mọi nguồn thành OPML / Export all sources as OPML."""
    from pipeline.outlet_files import export_opml

    with opened(config) as app_:
        count = export_opml(app_, path)
    note(Bilingual(f"đã ghi {count} nguồn vào {path}", f"wrote {count} sources to {path}"))


def opml_import(
    path: Annotated[Path, typer.Argument(metavar="FILE")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Chỉ cho xem, không lưu / show only")] = False,
    config: ConfigFile = None,
) -> None:
    """Thêm các nguồn trong tệp OPML / Add the sources of an OPML file."""
    from pipeline.outlet_files import import_opml

    with opened(config) as app_:
        plan = import_opml(app_, path, dry_run=dry_run)
    _print_plan(plan, dry_run)
    if plan.refused:
        raise typer.Exit(1)


def _print_plan(plan: OpmlPlan, dry_run: bool) -> None:
    rows = [(o.id, escape(o.name), o.kind.value, s.kind.value, escape(s.url)) for o in plan.outlets for s in o.sources]
    rows += [(s.outlet_id, "+", "", s.kind.value, escape(s.url)) for s in plan.added]
    if rows:
        stdout.print(table(Bilingual("Nguồn mới", "New sources"), _columns("outlet"), rows))
    for row in plan.refused:
        name = escape(row.title or row.url)
        vi, en = escape(row.reason.vi), escape(row.reason.en)
        complain(Bilingual(f"dòng {row.line} ({name}): {vi}", f"line {row.line} ({name}): {en}"))
    outlets, sources, same, refused = len(plan.outlets), plan.sources, plan.duplicates, len(plan.refused)
    vi, en = ("sẽ thêm", "would add") if dry_run else ("đã thêm", "added")
    note(
        Bilingual(
            f"{vi} {outlets} cơ quan, {sources} nguồn; {same} nguồn trùng bỏ qua; {refused} dòng bị từ chối",
            f"{en} {outlets} outlets, {sources} sources; {same} duplicates skipped; {refused} rows refused",
        )
    )


def _print(found: dict[str, Any]) -> None:
    """What a look found: the outlet, its sources with reasons, its articles as they would be stored."""
    outlet = found["outlet"]
    head = f"{outlet['name']} · {outlet['id']} · {outlet['homepage']} · {outlet['language']}"
    stdout.print(head, style="bold", markup=False, soft_wrap=True)
    if found["known"] is not None:
        complain(Bilingual(escape(found["known"]["vi"]), escape(found["known"]["en"])))
    rows = [
        (
            "✓" if row["recommended"] else "–",
            row["kind"],
            escape(row["url"]),
            row["entries"],
            escape(both(Bilingual(**row["reason"]))),
        )
        for row in found["sources"]
    ]
    stdout.print(table(Bilingual("Nguồn tìm thấy", "Sources found"), _columns("look"), rows))
    for article in found["articles"]:
        if not article["stored"]:
            complain(Bilingual(*(escape(f"{article['url']}: {article['problem'][key]}") for key in ("vi", "en"))))
            continue
        at = f"{article['published_at']} ({article['date_from']})"
        stdout.print(article["title"], style="bold", soft_wrap=True, markup=False)
        stdout.print(f"  {at} · {article['kind']} · {article['method']}", soft_wrap=True, markup=False)
        stdout.print(f"  {article['lead']}", soft_wrap=True, markup=False)
    count, bad = len(found["articles"]), found["not_articles"]
    note(
        Bilingual(
            f"{count} bài mới nhất được xem thử; {bad} không lưu được",
            f"{count} newest articles looked at; {bad} would not be stored",
        )
    )


_COLUMNS = {
    "look": (("", ""), ("loại", "kind"), ("địa chỉ", "address"), ("mục", "entries"), ("lý do", "reason")),
    "outlet": (("mã", "id"), ("tên", "name"), ("loại", "type"), ("nguồn", "source"), ("địa chỉ", "address")),
}


def _columns(name: str) -> tuple[Bilingual, ...]:
    return tuple(Bilingual(*pair) for pair in _COLUMNS[name])
