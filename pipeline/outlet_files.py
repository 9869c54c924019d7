"""Outlets in and out of the store: added from a look, exported as YAML and OPML, imported from OPML."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from config.errors import ConfigError, nearest
from config.opml import MAX_BYTES, read_opml, write_opml
from config.opml_plan import OpmlPlan, plan_opml
from config.outlet_check import check_new
from config.outlet_yaml import outlet_yaml
from models.records import Bilingual, Language, Outlet, OutletKind, Source, SourceKind
from pipeline.bootstrap import App


def stored(app: App) -> tuple[Outlet, ...]:
    """Every outlet of the store, by name."""
    with app.store.read() as tx:
        return tuple(row.outlet for row in tx.outlets.list())


def outlet_of(found: Mapping[str, Any], changes: Mapping[str, Any]) -> Outlet:
    """The outlet that a look proposes (``pipeline.preview``), with its recommended sources and a person's changes."""
    draft = {**found["outlet"], **{key: value for key, value in changes.items() if value is not None}}
    rows = [row for row in found["sources"] if row["recommended"]]
    old, new = found["outlet"]["id"], draft["id"]
    return Outlet(
        id=new,
        name=draft["name"],
        kind=OutletKind(draft["kind"]),
        homepage=draft["homepage"],
        language=Language(draft["language"]),
        country=draft["country"],
        own=bool(draft.get("own", False)),
        sources=tuple(
            Source(
                id=new + row["id"].removeprefix(old) if row["id"].startswith(old) else row["id"],
                outlet_id=new,
                kind=SourceKind(row["kind"]),
                url=row["url"],
                language=Language(draft["language"]),
            )
            for row in rows
        ),
    )


def save(app: App, outlet: Outlet) -> None:
    """Add an outlet. ConfigError says why it cannot be."""
    now = app.clock()
    with app.store.begin() as tx:
        check_new(outlet, [row.outlet for row in tx.outlets.list()])
        tx.outlets.add(outlet, now)
        tx.audit.add(
            actor="console", action="outlet_add", target=outlet.id, detail={"homepage": outlet.homepage}, now=now
        )


def chosen(app: App, ids: Collection[str]) -> tuple[Outlet, ...]:
    """The outlets of these ids, all of them where none is named. ConfigError names one that does not exist."""
    outlets = stored(app)
    known = [outlet.id for outlet in outlets]
    for id_ in ids:
        if id_ not in known:
            hint = nearest(id_, known)
            raise ConfigError(
                Bilingual(f"không có cơ quan báo chí {id_}; {hint.vi}", f"there is no outlet {id_}; {hint.en}")
            )
    return tuple(outlet for outlet in outlets if not ids or outlet.id in ids)


def export_yaml(app: App, ids: Collection[str], folder: Path) -> tuple[Path, ...]:
    """One YAML file an outlet, named by its id. ConfigError where the folder cannot be written."""
    outlets = chosen(app, ids)
    paths = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for outlet in outlets:
            path = folder / f"{outlet.id}.yaml"
            path.write_text(outlet_yaml(outlet), "utf-8")
            paths.append(path)
    except OSError as err:
        raise ConfigError(Bilingual(f"không ghi được {folder}: {err}", f"cannot write {folder}: {err}")) from err
    return tuple(paths)


def export_opml(app: App, path: Path) -> int:
    """Every outlet and source into one OPML file; returns the number of sources."""
    outlets = stored(app)
    try:
        path.write_bytes(write_opml(outlets, app.settings.office_name or "Đối Chiếu"))
    except OSError as err:
        raise ConfigError(Bilingual(f"không ghi được {path}: {err}", f"cannot write {path}: {err}")) from err
    return sum(len(outlet.sources) for outlet in outlets)


def import_opml(app: App, path: Path, *, dry_run: bool) -> OpmlPlan:
    """Add what an OPML file names and the store lacks, in one transaction; nothing in a dry run.

    ConfigError: no such file, no OPML, or more than it may hold.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as err:
        raise ConfigError(Bilingual(f"không đọc được {path}: {err}", f"cannot read {path}: {err}")) from err
    rows = read_opml(data)
    if dry_run:
        return plan_opml(rows, stored(app))
    now = app.clock()
    with app.store.begin() as tx:
        plan = plan_opml(rows, [row.outlet for row in tx.outlets.list()])
        for outlet in plan.outlets:
            tx.outlets.add(outlet, now)
        for source in plan.added:
            tx.outlets.add_source(source, now)
        if plan.sources:
            detail = {"outlets": len(plan.outlets), "sources": plan.sources}
            tx.audit.add(actor="console", action="opml_import", target=path.name, detail=detail, now=now)
    return plan
