"""What was learned of an outlet's pages, as a value: layouts, their parts, and how often each was right.

Evidence is a page read in full. A part that gave the same as the full reading gains one; one that gave something
else loses three quarters of what it had, so a changed layout is relearned within a few pages.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass

ENOUGH = 3  # agreeing pages before a part is believed
MOST = 60  # agreements counted; more would make a changed page costly to unlearn
LAYOUTS = 6  # of one outlet: articles, long reads, videos, and candidates for them
PARTS = 6
# below so many agreements, one page in so many is read in full again
CHECKS = ((4 * ENOUGH, 8), (8 * ENOUGH, 128), (MOST + 1, 256))


@dataclass(frozen=True, slots=True)
class Part:
    """A CSS selector of one part ("" = the page's head and headings say it, or there is none), and its record."""

    selector: str
    agreed: int = 0


@dataclass(frozen=True, slots=True)
class Layout:
    """One kind of page of an outlet. ``outside``: least and most characters of markup around the body, as seen.
    ``odd``: its pages whose address does not look like an article's."""

    body: Part
    leads: tuple[Part, ...] = ()
    times: tuple[Part, ...] = ()
    titles: tuple[Part, ...] = ()
    outside: tuple[int, int] = (0, 0)
    odd: int = 0

    def trusted(self) -> bool:
        """Whether every part has been right often enough to be read without the full reading."""
        return all(part is not None and part.agreed >= ENOUGH for part in (self.body, *self.chosen()))

    def chosen(self) -> tuple[Part | None, Part | None, Part | None]:
        """The best lead, time and title part; None where there is no candidate."""
        return best(self.leads), best(self.times), best(self.titles)


@dataclass(frozen=True, slots=True)
class Learned:
    """All layouts of one outlet, the most trusted first."""

    layouts: tuple[Layout, ...] = ()


def best(parts: Iterable[Part]) -> Part | None:
    """The part most often right; the first named among equals."""
    return max(parts, key=lambda part: part.agreed, default=None)


def judged(part: Part, right: bool) -> Part:
    """The part with one page more of evidence."""
    return Part(part.selector, min(part.agreed + 1, MOST) if right else part.agreed // 4)


def confirmed(layout: Layout, odd: bool) -> Layout:
    """The layout after a page that its template read as the full reading did."""
    return Layout(
        body=judged(layout.body, True),
        leads=_confirmed(layout.leads),
        times=_confirmed(layout.times),
        titles=_confirmed(layout.titles),
        outside=layout.outside,
        odd=layout.odd + odd,
    )


def _confirmed(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    chosen = best(parts)
    return tuple(judged(part, True) if part is chosen else part for part in parts)


def sampled(layout: Layout, url: str) -> bool:
    """Whether this page is read in full although the layout is trusted: a fixed share of addresses, larger while
    the layout is new."""
    every = next(share for below, share in CHECKS if layout.body.agreed < below)
    return zlib.crc32(url.encode()) % every == 0


def to_json(learned: Learned) -> str:
    return json.dumps([asdict(layout) for layout in learned.layouts], ensure_ascii=False)


def from_json(text: str) -> Learned:
    """Inverse of ``to_json``. ValueError, KeyError or TypeError for anything else."""
    return Learned(
        tuple(
            Layout(
                body=Part(**row["body"]),
                leads=_parts(row["leads"]),
                times=_parts(row["times"]),
                titles=_parts(row["titles"]),
                outside=(int(row["outside"][0]), int(row["outside"][1])),
                odd=int(row["odd"]),
            )
            for row in json.loads(text)
        )
    )


def _parts(rows: Iterable[dict[str, str | int]]) -> tuple[Part, ...]:
    return tuple(Part(str(row["selector"]), int(row["agreed"])) for row in rows)
