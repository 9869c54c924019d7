"""Adding an outlet: an address, a look at what it offers, then a form that can be corrected."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from fastapi import APIRouter
from starlette.responses import Response

from config.errors import ConfigError
from config.outlet_address import holder_of, slug, source_id, typed_address
from config.outlet_check import check_new
from models.records import Bilingual, Language, Outlet, OutletKind, Source, SourceKind
from review.entrance import Here
from review.pages.outlet_files import form, outlets_of
from review.visit import Posted, Visit, record

router = APIRouter()

MAX_SOURCES = 60


@router.get("/outlets/new", name="outlet_new")
def outlet_new(visit: Here) -> Response:
    return form(visit)


@router.post("/outlets/preview", name="outlet_preview")
def outlet_preview(visit: Here) -> Response:
    """Ask for a look at the address. Social networks and personal accounts are refused here, with the reason."""
    url = visit.posted.text("url", 3000)
    try:
        typed_address(url)
    except ConfigError as err:
        return form(visit, status=422, url=url, reason=err.message)
    held = holder_of(typed_address(url), outlets_of(visit))
    if held is not None and held.source is not None:
        return form(visit, status=422, url=url, reason=held.message)
    return visit.go("outlet_preview_show", job_id=visit.desk.services.preview(url))


@router.get("/outlets/preview/{job_id:int}", name="outlet_preview_show")
def outlet_preview_show(visit: Here, job_id: int) -> Response:
    """What the look found. While the job waits or runs the page reloads itself."""
    with visit.read() as tx:
        job = tx.jobs.get(job_id)
    return _shown(visit, job, _draft(job.summary, str(job.payload.get("url", ""))))


@router.post("/outlets/new", name="outlet_new_post")
def outlet_new_post(visit: Here) -> Response:
    with visit.begin() as tx:
        known = [row.outlet for row in tx.outlets.list()]
        outlet = _read(visit.posted, {source.id for other in known for source in other.sources})
        try:
            check_new(outlet, known)
        except ConfigError as err:
            reason = err.message
        else:
            tx.outlets.add(outlet, visit.now)
            record(tx, visit, "outlet_add", outlet.id, homepage=outlet.homepage)
            return visit.go("sources", "outlet_added")
    return _again(visit, outlet, reason)


def _shown(
    visit: Visit, job: Any, draft: Mapping[str, Any], status: int = 200, reason: Bilingual | None = None
) -> Response:
    url = str(job.payload.get("url", "")) if job else str(draft["homepage"])
    return visit.page(
        "outlet_preview.html",
        status,
        here="sources",
        job=job,
        url=url,
        done=reason is not None or job is None or job.state in ("done", "failed"),
        draft=draft,
        kinds=list(OutletKind),
        languages=list(Language),
        source_kinds=list(SourceKind),
        reason=reason,
    )


def _draft(summary: Any, url: str) -> dict[str, Any]:
    """The form's first values from the job's summary; from the address alone where the look found nothing."""
    found: Mapping[str, Any] = summary if isinstance(summary, Mapping) else {}
    outlet = found.get("outlet") or {}
    sources = [dict(row) for row in found.get("sources") or [] if row.get("url")][:MAX_SOURCES]
    for row in sources:
        row["use"] = row.get("recommended", not row.get("problem"))
    return {
        "id": str(outlet.get("id") or ""),
        "name": str(outlet.get("name") or urlsplit(url).hostname or ""),
        "homepage": str(outlet.get("homepage") or url),
        "language": str(outlet.get("language") or "vi"),
        "kind": str(outlet.get("kind") or "press"),
        "country": str(outlet.get("country") or ""),
        "own": False,
        "aliases": "",
        "known": _pair(found.get("known")),
        "refused": _pair(found.get("refused")),
        "sources": [{**row, "why": _pair(row.get("reason"))} for row in sources],
        "articles": [
            {**row, "at": _time(row.get("published_at")), "why": _pair(row.get("problem"))}
            for row in found.get("articles") or []
        ],
        "not_articles": int(found.get("not_articles") or 0),
    }


def _pair(value: Any) -> Bilingual | None:
    return Bilingual(str(value["vi"]), str(value["en"])) if value else None


def _time(value: Any) -> datetime | None:
    return datetime.fromisoformat(value) if value else None


def _read(posted: Posted, taken: Collection[str]) -> Outlet:
    """The outlet as the form has it. ``taken`` are the ids of the sources there are."""
    name, homepage = posted.text("name", 200), posted.text("homepage", 2000)
    language = _one_of(Language, posted.text("language", 5), Language.VI)
    outlet_id = slug(posted.text("id", 60) or name)
    used = set(taken)
    sources: list[Source] = []
    for n in range(MAX_SOURCES + 1):
        url = _whole(posted.text(f"url_{n}", 2000))
        if not url or posted.text(f"use_{n}", 3) != "yes":
            continue
        kind = _one_of(SourceKind, posted.text(f"kind_{n}", 20), SourceKind.FEED)
        id_ = source_id(outlet_id, url, kind, used)
        used.add(id_)
        sources.append(Source(id_, outlet_id, kind, url, language))
    return Outlet(
        id=outlet_id,
        name=name,
        kind=_one_of(OutletKind, posted.text("kind", 20), OutletKind.PRESS),
        homepage=_whole(homepage),
        language=language,
        aliases=tuple(alias for part in posted.text("aliases", 500).split(";") if (alias := part.strip())),
        country=posted.text("country", 40) or None,
        own=posted.text("own", 3) == "yes",
        sources=tuple(sources),
    )


def _whole(url: str) -> str:
    """An address made whole; as it was typed where it is none, for ``check_new`` to say so."""
    try:
        return typed_address(url) if url else ""
    except ConfigError:
        return url


def _one_of(kind: Any, value: str, default: Any) -> Any:
    return kind(value) if value in set(kind) else default


def _again(visit: Visit, outlet: Outlet, reason: Bilingual) -> Response:
    """The form once more, with what was entered and why it could not be saved."""
    with visit.read() as tx:
        ids = visit.posted.numbers("job")
        job = tx.jobs.get(ids[0]) if ids else None
    draft = _draft(job.summary if job else {}, outlet.homepage)
    used = {source.url for source in outlet.sources}
    for row in draft["sources"]:
        row["use"] = row["url"] in used
    draft |= {key: getattr(outlet, key) for key in ("id", "name", "homepage", "language", "kind", "own")}
    draft |= {"country": outlet.country or "", "aliases": "; ".join(outlet.aliases)}
    return _shown(visit, job, draft, 422, reason)
