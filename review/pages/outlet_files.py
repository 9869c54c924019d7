"""Outlets as files: YAML and OPML out, OPML in."""

from __future__ import annotations

import io
import zipfile

from fastapi import APIRouter
from starlette.responses import Response

from config.errors import ConfigError
from config.opml import read_opml, write_opml
from config.opml_plan import plan_opml
from config.outlet_yaml import outlet_yaml
from models.records import Outlet
from review.entrance import Here
from review.visit import Visit, record

router = APIRouter()


@router.get("/outlets/export.zip", name="outlets_export")
def outlets_export(visit: Here) -> Response:
    """Every outlet as the YAML file that would load it again, in one archive."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as folder:
        for outlet in outlets_of(visit):
            folder.writestr(zipfile.ZipInfo(f"sources/{outlet.id}.yaml"), outlet_yaml(outlet))
    return _download(archive.getvalue(), "application/zip", "doi-chieu-sources.zip")


@router.get("/outlets/export.opml", name="opml_export")
def opml_export(visit: Here) -> Response:
    data = write_opml(outlets_of(visit), visit.desk.settings.office_name or "Đối Chiếu")
    return _download(data, "text/x-opml; charset=utf-8", "doi-chieu.opml")


@router.get("/outlets/{outlet_id}/export", name="outlet_export")
def outlet_export(visit: Here, outlet_id: str) -> Response:
    """One outlet as its YAML file."""
    with visit.read() as tx:
        outlet = tx.outlets.get(outlet_id)
    return _download(outlet_yaml(outlet).encode(), "application/yaml; charset=utf-8", f"{outlet.id}.yaml")


@router.post("/outlets/opml", name="opml_import")
def opml_import(visit: Here) -> Response:
    """What a list of feeds would add, or, asked to import, what it added. Refused rows are named with reasons."""
    data, really = visit.posted.file("file"), visit.posted.text("action", 10) == "import"
    try:
        rows = read_opml(data)
    except ConfigError as err:
        return form(visit, status=422, opml_reason=err.message)
    if not really:
        return form(visit, plan=plan_opml(rows, outlets_of(visit)))
    with visit.begin() as tx:
        plan = plan_opml(rows, [row.outlet for row in tx.outlets.list()])
        for outlet in plan.outlets:
            tx.outlets.add(outlet, visit.now)
        for source in plan.added:
            tx.outlets.add_source(source, visit.now)
        if plan.sources:
            record(tx, visit, "opml_import", "opml", outlets=len(plan.outlets), sources=plan.sources)
    return form(visit, plan=plan, imported=True)


def form(visit: Visit, status: int = 200, **context: object) -> Response:
    """The page where outlets come from: by address, by list, and out again."""
    shown = {"url": "", "reason": None, "opml_reason": None, "plan": None, "imported": False}
    return visit.page("outlet_new.html", status, here="sources", known=outlets_of(visit), **{**shown, **context})


def outlets_of(visit: Visit) -> tuple[Outlet, ...]:
    with visit.read() as tx:
        return tuple(row.outlet for row in tx.outlets.list())


def _download(data: bytes, media_type: str, name: str) -> Response:
    return Response(data, media_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})
