"""The reference library in bulk: a file in, with a preview, and the whole library out."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from config.errors import ConfigError
from config.reference_files import ReferencesPlan, references_yaml
from models.records import Bilingual
from review.entrance import Here
from review.library import apply_import, plan_import
from review.visit import Visit

router = APIRouter()


@router.get("/references/bulk", name="references_bulk")
def references_bulk(visit: Here) -> Response:
    return _page(visit)


@router.post("/references/bulk", name="references_import")
def references_import(visit: Here) -> Response:
    """What a file would change, or, asked to import, what it changed. Refused rows are named with reasons."""
    body, really = visit.posted.file("file"), visit.posted.text("action", 10) == "import"
    name = "file.csv" if b"statement_vi" in body.split(b"\n", 1)[0] else "file.yaml"  # the head of a CSV says so
    try:
        with visit.begin() as tx:
            plan = plan_import(tx, body, name)
            if really:
                apply_import(tx, plan, visit.who.id, visit.who.name, name, visit.now)
    except ConfigError as err:
        return _page(visit, 422, reason=err.message)
    return _page(visit, plan=plan, imported=really)


@router.get("/references/library.yaml", name="references_export")
def references_export(visit: Here) -> Response:
    """The library in use as YAML that reads back, without its confirmations."""
    with visit.read() as tx:
        rows = tx.references.list()
    headers = {"content-disposition": 'attachment; filename="references.yaml"'}
    text = references_yaml([row.reference for row in rows])
    return Response(text, media_type="application/yaml; charset=utf-8", headers=headers)


def _page(
    visit: Visit,
    status: int = 200,
    *,
    reason: Bilingual | None = None,
    plan: ReferencesPlan | None = None,
    imported: bool = False,
) -> Response:
    return visit.page(
        "references_bulk.html", status, here="references", reason=reason, plan=plan, imported=imported
    )
