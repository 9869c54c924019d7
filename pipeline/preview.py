"""A look at an address an administrator wants to add: what could be polled there, and what it would bring."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from config.outlets import refuse_social
from crawler.discover import Candidate, discover, robots_url
from crawler.fetch import fetch
from crawler.poll import read_source
from crawler.problems import words
from models.records import FetchRequest, Page
from pipeline.bootstrap import App
from pipeline.console import both
from pipeline.options import fetch_options

SHOWN = 5


class Refused(ValueError):
    """An address that is no outlet's; the message says why in both languages."""


def preview(app: App, url: str) -> dict[str, Any]:
    """Discover the sources of an outlet from its address, read each once, store nothing.

    Raises Refused for a social network or personal page, and for an address that does not answer.
    """
    if reason := refuse_social(url):
        raise Refused(both(reason))
    pages = _fetched(app, [url, robots_url(url)])
    front, robots = pages[url], pages.get(robots_url(url))
    if front.problem:
        raise Refused(both(words(front.problem)))
    found = discover(
        front.body, front.url, content_type=front.content_type, robots=b"" if robots is None else robots.body
    )
    answers = _fetched(app, [candidate.url for candidate in found.candidates])
    language = found.language.value
    sources = [_look(app, one, answers[one.url], language) for one in found.candidates]
    return {
        "outlet": {"name": found.name, "homepage": found.homepage, "language": language},
        "sources": sorted(sources, key=lambda row: row["problem"] is not None),
    }


def _fetched(app: App, urls: list[str]) -> dict[str, Page]:
    requests = [FetchRequest(url=url, key=url) for url in dict.fromkeys(urls)]
    return {page.request.key: page for page in fetch(requests, fetch_options(app.settings))}


def _look(app: App, candidate: Candidate, page: Page, language: str) -> dict[str, Any]:
    read = None if page.problem else read_source(page, candidate.kind, app.clock())
    problem = page.problem if read is None else read.problem
    entries = () if read is None else read.entries
    return {
        **asdict(candidate),
        "kind": candidate.kind.value,
        "language": language,
        "entries": len(entries),
        "titles": [entry.title or entry.url for entry in entries[:SHOWN]],
        "problem": problem,
        "detail": both(words(problem)) if problem else "",
    }
