"""Adding an outlet: an address, a look at what it offers, then a form that can be corrected."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from fastapi import APIRouter
from starlette.responses import Response

from config.outlets import refuse_social
from models.records import Bilingual, Language, Outlet, OutletKind, Source, SourceKind
from models.rows import JobState
from models.text import fold
from review.entrance import Here
from review.visit import Posted, Visit, record

router = APIRouter()

MAX_SOURCES = 30


@router.get("/outlets/new", name="outlet_new")
def outlet_new(visit: Here) -> Response:
    return visit.page("outlet_new.html", here="sources", url="", reason=None)


@router.post("/outlets/preview", name="outlet_preview")
def outlet_preview(visit: Here) -> Response:
    """Ask for a look at the address. Social networks and personal accounts are refused here, with the reason."""
    url = visit.posted.text("url", 2000)
    reason = address_problem(url)
    if reason is not None:
        return visit.page("outlet_new.html", 422, here="sources", url=url, reason=reason)
    job = visit.desk.services.preview(url)
    return visit.go("outlet_preview_show", job_id=job)


@router.get("/outlets/preview/{job_id:int}", name="outlet_preview_show")
def outlet_preview_show(visit: Here, job_id: int) -> Response:
    """What the look found. While the job waits or runs the page reloads itself."""
    with visit.read() as tx:
        job = tx.jobs.get(job_id)
    url = str(job.payload.get("url", ""))
    done = job.state in (JobState.DONE, JobState.FAILED)
    return visit.page(
        "outlet_preview.html",
        here="sources",
        job=job,
        url=url,
        done=done,
        draft=_draft(job.summary, url),
        kinds=list(OutletKind),
        languages=list(Language),
        source_kinds=list(SourceKind),
        reason=None,
    )


@router.post("/outlets/new", name="outlet_new_post")
def outlet_new_post(visit: Here) -> Response:
    outlet = _read(visit.posted)
    reason = problem(outlet)
    if reason is not None:
        return _again(visit, reason)
    with visit.begin() as tx:
        tx.outlets.add(outlet, visit.now)
        record(tx, visit, "outlet_add", outlet.id, homepage=outlet.homepage)
    return visit.go("sources", "outlet_added")


def address_problem(url: str) -> Bilingual | None:
    """Why an address cannot be a source, or ``None``."""
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return Bilingual("Địa chỉ phải bắt đầu bằng https://.", "The address must begin with https://.")
    return refuse_social(url)


def problem(outlet: Outlet) -> Bilingual | None:
    """Why an outlet cannot be added, or ``None``."""
    if not outlet.name or not outlet.id:
        return Bilingual("Cần tên cơ quan báo chí.", "The outlet needs a name.")
    if not outlet.sources:
        return Bilingual("Chọn ít nhất một nguồn.", "Choose at least one source.")
    for url in (outlet.homepage, *(s.url for s in outlet.sources)):
        reason = address_problem(url)
        if reason is not None:
            return reason
    return None


def _draft(summary: Any, url: str) -> dict[str, Any]:
    """The form's first values from the job's summary; from the address alone where the look found nothing."""
    outlet = summary.get("outlet") or {} if hasattr(summary, "get") else {}
    sources = list(summary.get("sources") or []) if hasattr(summary, "get") else []
    host = urlsplit(url).hostname or ""
    return {
        "name": str(outlet.get("name") or host),
        "homepage": str(outlet.get("homepage") or url),
        "language": str(outlet.get("language") or "vi"),
        "sources": [s for s in sources if isinstance(s, dict) and s.get("url")][:MAX_SOURCES],
    }


def _read(posted: Posted) -> Outlet:
    name, homepage = posted.text("name", 200), posted.text("homepage", 2000)
    language = _one_of(Language, posted.text("language", 5), Language.VI)
    outlet_id = re.sub(r"[^a-z0-9]+", "_", fold(posted.text("id", 60) or name)).strip("_")[:60]
    sources: list[Source] = []
    for n in range(MAX_SOURCES):
        url = posted.text(f"url_{n}", 2000)
        if not url or posted.text(f"use_{n}", 3) != "yes":
            continue
        kind = _one_of(SourceKind, posted.text(f"kind_{n}", 20), SourceKind.FEED)
        sources.append(Source(f"{outlet_id}_{len(sources) + 1}", outlet_id, kind, url, language))
    kind = _one_of(OutletKind, posted.text("kind", 20), OutletKind.PRESS)
    return Outlet(outlet_id, name, kind, homepage, language, sources=tuple(sources))


def _one_of(kind: Any, value: str, default: Any) -> Any:
    return kind(value) if value in set(kind) else default


def _again(visit: Visit, reason: Bilingual) -> Response:
    with visit.read() as tx:
        ids = visit.posted.numbers("job")
        job = tx.jobs.get(ids[0]) if ids else None
    url = str(job.payload.get("url", "")) if job else visit.posted.text("homepage", 2000)
    draft = _draft(job.summary if job else {}, url)
    draft |= {"name": visit.posted.text("name", 200), "homepage": visit.posted.text("homepage", 2000)}
    return visit.page(
        "outlet_preview.html",
        422,
        here="sources",
        job=job,
        url=url,
        done=True,
        draft=draft,
        kinds=list(OutletKind),
        languages=list(Language),
        source_kinds=list(SourceKind),
        reason=reason,
    )
