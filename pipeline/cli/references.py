"""``doichieu references``: the library from the console."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from models.records import Bilingual, Reference, Role
from models.rows import UserRow
from models.store import NotFound, Transaction
from pipeline.cli.common import ConfigFile, opened
from pipeline.console import complain, counters_table, note, stdout, table

app = typer.Typer(no_args_is_help=True, help="Thư viện tư liệu / The reference library")
KEEPERS = (Role.ANALYST, Role.ADMINISTRATOR)  # as on the desk
As = Annotated[str, typer.Option("--as", help="Người chịu trách nhiệm, tên tài khoản / who answers for it, a user")]


@app.command("list")
def list_(
    query: Annotated[str, typer.Option("--search", "-q", help="Từ cần tìm, không cần dấu / words to look for")] = "",
    topic: Annotated[str | None, typer.Option(help="Mã chủ đề / topic id")] = None,
    unchecked: Annotated[bool, typer.Option("--unchecked", help="Chỉ bản chưa xác nhận / unconfirmed only")] = False,
    config: ConfigFile = None,
) -> None:
    """Liệt kê, tìm theo nội dung hai ngôn ngữ / List, searching the statements in both languages."""
    with opened(config) as office, office.store.read() as tx:
        rows = tx.references.list(q=query, topic=topic, checked=False if unchecked else None)
    shown = [
        (
            escape(row.id),
            escape(row.reference.statement.vi),
            escape(row.reference.statement.en),
            row.reference.version,
            "≠" if row.reference.contested else (row.checked_by or "–"),
        )
        for row in rows
    ]
    names = (("mã", "id"), ("nội dung", "Vietnamese"), ("tiếng Anh", "English"), ("bản", "version"), ("xác nhận", "by"))
    title = Bilingual(f"{len(rows)} tư liệu", f"{len(rows)} references")
    stdout.print(table(title, tuple(Bilingual(*pair) for pair in names), shown))


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="YAML, CSV")],
    by: As,
    dry: Annotated[bool, typer.Option("--dry-run", help="Chỉ xem trước / only show what it would do")] = False,
    config: ConfigFile = None,
) -> None:
    """Nhập nhiều tư liệu; mỗi tư liệu chờ người xác nhận / Import many; each waits for a person to confirm it.

    Trạng thái 1 khi có dòng bị từ chối / exit status 1 when a row was refused.
    """
    from review.library import apply_import, counts, plan_import

    try:
        body = file.read_bytes()
    except OSError as err:
        complain(Bilingual(f"không đọc được {file}: {err.strerror}", f"cannot read {file}: {err.strerror}"))
        raise typer.Exit(2) from err
    with opened(config) as office, office.store.begin() as tx:
        who = _user(tx, by)
        plan = plan_import(tx, body, file.name)
        if not dry:
            apply_import(tx, plan, who.id, who.name, file.name, office.clock())
    for bad in plan.refused:
        complain(Bilingual(escape(bad.reason.vi), escape(bad.reason.en)))
    for before, after in plan.changed:
        note(Bilingual(*(escape(f"{after.id}: {a} → {b}") for a, b in _sides(before, after))))
    title = Bilingual("Xem trước", "Preview") if dry else Bilingual("Đã nhập", "Imported")
    stdout.print(counters_table(title, counts(plan)))
    raise typer.Exit(1 if plan.refused else 0)


@app.command("confirm")
def confirm(
    reference_id: Annotated[str, typer.Argument(help="Mã tư liệu / id")],
    by: As,
    looked_at: Annotated[
        str, typer.Option(help="Nơi đã đọc văn bản: địa chỉ, hoặc số hiệu bản in / where the document was read")
    ],
    version: Annotated[int, typer.Option(help="Phiên bản đã đọc / the version that was read")],
    config: ConfigFile = None,
) -> None:
    """Xác nhận một phiên bản sau khi đọc văn bản gốc / Confirm a version after reading the document."""
    if len(looked_at.strip()) < 5:
        complain(Bilingual("ghi rõ nơi đã đọc văn bản", "say where the document was read"))
        raise typer.Exit(2)
    with opened(config) as office, office.store.begin() as tx:
        who, now = _user(tx, by), office.clock()
        try:
            row = tx.references.get(reference_id)
        except NotFound as err:
            complain(err.message)
            raise typer.Exit(2) from err
        if row.reference.version != version:
            latest = row.reference.version
            complain(Bilingual(f"bản mới nhất là {latest}; đọc bản đó", f"the latest is {latest}; read that one"))
            raise typer.Exit(2)
        tx.references.check(reference_id, who.id, now, looked_at=looked_at.strip())
        detail = {"version": version, "looked_at": looked_at.strip()}
        tx.audit.add(actor=who.name, action="reference_check", target=reference_id, detail=detail, now=now)
    note(Bilingual(f"{who.name} đã xác nhận {reference_id}, bản {version}", f"{who.name} confirmed it"))


@app.command("export")
def export(
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Tệp ra / output file")] = None,
    config: ConfigFile = None,
) -> None:
    """Cả thư viện thành YAML nhập lại được; không kèm xác nhận / The library as YAML that reads back, unconfirmed."""
    from config.reference_files import references_yaml

    with opened(config) as office, office.store.read() as tx:
        text = references_yaml([row.reference for row in tx.references.list()])
    if output is None:
        sys.stdout.write(text)
    else:
        output.write_text(text, encoding="utf-8")


def _sides(before: Reference, after: Reference) -> tuple[tuple[str, str], tuple[str, str]]:
    old, new = before.statement, after.statement
    return (old.vi, new.vi), (old.en, new.en)


def _user(tx: Transaction, name: str) -> UserRow:
    user = tx.users.by_name(name)
    if user is None:
        complain(Bilingual(f"không có tài khoản {escape(name)}", f"there is no user {escape(name)}"))
        raise typer.Exit(2)
    if user.role not in KEEPERS:
        complain(
            Bilingual(f"{escape(name)} không giữ thư viện tư liệu", f"{escape(name)} does not keep the library")
        )
        raise typer.Exit(2)
    return user
