"""Checked claims: the list, files in, the office's own corrections out, and a person's answer beside an article."""

from __future__ import annotations

import json

from fastapi import APIRouter
from starlette.responses import Response

from config.errors import ConfigError
from config.outlet_address import typed_address
from models.records import Bilingual
from models.text import fold
from review.entrance import Here
from review.visit import Visit, record

router = APIRouter()

JOB = "claims"
SHOWN = 200
REFUSED_SHOWN = 100


@router.get("/claims", name="claims")
def claims(visit: Here) -> Response:
    return _page(visit)


@router.post("/claims/import", name="claims_import")
def claims_import(visit: Here) -> Response:
    """Take in an uploaded file; what is refused is named with its reason."""
    body = visit.posted.file("file")
    done = visit.desk.services.import_claims(body, visit.posted.text("licence", 300))
    if isinstance(done, Bilingual):
        return _page(visit, 422, reason=done)
    with visit.begin() as tx:
        record(tx, visit, "claims_import", "file", **done["counters"])
    return _page(visit, done=done)


@router.post("/claims/fetch", name="claims_fetch")
def claims_fetch(visit: Here) -> Response:
    """Queue the reading of an address: a page, a DataFeed, or a feed of pages. The page shows what came of it."""
    try:
        url = typed_address(visit.posted.text("url", 2000))
    except ConfigError as err:
        return _page(visit, 422, reason=err.message)
    with visit.begin() as tx:
        payload = {"url": url, "licence": visit.posted.text("licence", 300)}
        tx.jobs.enqueue(JOB, payload, key=f"{JOB}:{url}", now=visit.now)
        record(tx, visit, "claims_fetch", url)
    return visit.go("claims", "claims_queued")


@router.get("/claims/corrections.json", name="corrections_export")
def corrections_export(visit: Here) -> Response:
    """What people confirmed, as a DataFeed of ClaimReview; the page with the reason where there can be none."""
    made = visit.desk.services.corrections()
    if isinstance(made, Bilingual):
        return _page(visit, 409, reason=made)
    with visit.begin() as tx:
        record(tx, visit, "corrections_export", "claimreview", corrections=len(made["dataFeedElement"]))
    body = json.dumps(made, ensure_ascii=False, indent=1)
    headers = {"content-disposition": 'attachment; filename="claimreview.json"'}
    return Response(body, media_type="application/ld+json; charset=utf-8", headers=headers)


@router.post("/articles/{article_id:int}/claims/{claim_id:int}", name="claim_answer")
def claim_answer(visit: Here, article_id: int, claim_id: int) -> Response:
    """A person says whether a suggested claim is about the article. Kept; the machine never undoes it."""
    value = visit.posted.text("answer", 10)
    fallback = visit.path("article", article_id=article_id)
    if value not in ("accept", "refuse"):
        return visit.back(fallback)
    with visit.begin() as tx:
        tx.claims.answer(article_id, claim_id, value == "accept", visit.who.id, visit.now)
        tx.articles.mark_dirty([article_id])
        record(tx, visit, "claim_answer", f"article {article_id}", claim=claim_id, answer=value)
    return visit.back(fallback, "claim_answered")


def _page(visit: Visit, status: int = 200, *, reason: Bilingual | None = None, done: object = None) -> Response:
    query = visit.asked("q")
    with visit.read() as tx:
        rows = tx.claims.list(SHOWN, q=fold(query))
        total = tx.claims.count()
        runs = tx.jobs.list(3, kind=JOB)
    return visit.page(
        "claims.html", status, here="claims", rows=rows, total=total, query=query, reason=reason, done=done, runs=runs,
        most=REFUSED_SHOWN,
    )  # fmt: skip
