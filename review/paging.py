"""Pages of a long list, as links that work without script."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from review.visit import Visit, whole_number


@dataclass(frozen=True, slots=True)
class Page:
    """``number`` counts from 1; ``at`` gives the address of another page of the same list."""

    number: int
    size: int
    more: bool
    at: Callable[[int], str]

    @property
    def offset(self) -> int:
        return (self.number - 1) * self.size


def page_number(visit: Visit) -> int:
    return max(1, min(whole_number(visit.asked("page", 6)) or 1, 2000))


def page_of(visit: Visit, route: str, size: int, got: int, **params: object) -> Page:
    """The page asked for. ``got`` rows were read with a limit of ``size + 1``: one too many means more."""
    kept = {k: v for k, v in visit.request.query_params.multi_items() if k not in ("page", "said")}

    def at(number: int) -> str:
        return visit.path(route, {**kept, "page": number if number > 1 else ""}, **params)

    return Page(page_number(visit), size, got > size, at)
