"""Help, and the address a monitor asks whether the desk is alive."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import JSONResponse, Response

from models.records import FindingKind, Verdict
from review.entrance import Here

router = APIRouter()


@router.get("/help", name="help")
def help_page(visit: Here) -> Response:
    return visit.page("help.html", verdicts=list(Verdict), kinds=list(FindingKind))


@router.get("/healthz", name="healthz")
def healthz(visit: Here) -> Response:
    """``{"status": "ok"}`` when the store answers. Says nothing about content or people."""
    with visit.read() as tx:
        tx.users.any()
    return JSONResponse({"status": "ok", "database": visit.desk.store.dialect})
