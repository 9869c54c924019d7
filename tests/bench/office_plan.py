"""Who publishes what and when in a large invented office: outlets with their habits, events and their articles."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate

from models.records import Bilingual, Language, Outlet, OutletKind, Reference, Source, SourceKind, Topic
from tests.bench.office_texts import Writer

AT = datetime(2026, 11, 20, 3, 30, tzinfo=UTC)  # "now" of the office: 10:30 on a Friday in Việt Nam
DAYS = 60
OUTLETS = 60
REFERENCES = 300
TOPICS = (
    ("east_sea", "Biển Đông", "East Sea"),
    ("human_rights", "Nhân quyền", "Human rights"),
    ("religion", "Tôn giáo", "Religion"),
    ("capital", "Thủ đô", "The capital"),
    ("health", "Y tế", "Health"),
    ("schools", "Trường học", "Schools"),
    ("floods", "Mưa lũ", "Floods"),
    ("traffic", "Giao thông", "Traffic"),
    ("prices", "Giá cả", "Prices"),
    ("heritage", "Di sản", "Heritage"),
)


@dataclass(frozen=True, slots=True)
class Planned:
    """One article to be. ``event`` counts from 0; ``copies`` says it is a near copy of its event's first article."""

    at: datetime
    event: int
    outlet: int
    copies: bool


def outlets() -> tuple[Outlet, ...]:
    kinds = list(OutletKind)
    found = []
    for n in range(OUTLETS):
        id_, base = f"bao_{n:02d}", f"https://bao{n:02d}.example"
        sources = tuple(
            Source(f"{id_}_{s}", id_, SourceKind.FEED, f"{base}/{s}.xml", Language.VI) for s in range(1 + n % 3 // 2)
        )
        found.append(
            Outlet(id_, f"Báo thử số {n:02d}", kinds[n % len(kinds)], base, Language.VI, own=n == 0, sources=sources)
        )
    return tuple(found)


def topics() -> tuple[Topic, ...]:
    return tuple(
        Topic(
            id_,
            Bilingual(vi, en),
            Bilingual(f"Tin về {vi}.", f"News of {en}."),
            ("Một tin.",),
            ("Tin khác.",),
            core=n < 3,
        )
        for n, (id_, vi, en) in enumerate(TOPICS)
    )


def references(writer: Writer) -> tuple[Reference, ...]:
    found = []
    for n in range(REFERENCES):
        event = writer.event()
        vi = f"{event.place} {event.verb} {event.figure} {event.unit} {event.when}."
        statement = Bilingual(vi, f"{event.place}: {event.figure} ({n}).")
        keywords = (event.place,)
        found.append(
            Reference(
                f"reference_{n:03d}",
                statement,
                event.body.capitalize(),
                f"Báo cáo số {n}",
                "2026-10",
                None,
                (TOPICS[n % 10][0],),
                keywords,
            )
        )
    return tuple(found)


def plan(dice: random.Random, articles: int, days: int = DAYS) -> list[Planned]:
    """So many articles of events of very different sizes, oldest first. Nearly two thirds of the events have one
    article, a few have more than a hundred."""
    sizes = [1, 2, 3, 4, 6, 9, 14, 25, 60, 150]
    shares = list(accumulate((620, 160, 80, 50, 40, 25, 15, 7, 2, 0.5)))
    often = list(accumulate(1 / (n + 4) for n in range(OUTLETS)))
    begin, span = AT - timedelta(days=days), timedelta(days=days).total_seconds()
    found: list[Planned] = []
    event = 0
    while len(found) < articles:
        first = begin + timedelta(seconds=round(span * dice.random()))
        size = min(dice.choices(sizes, cum_weights=shares)[0], articles - len(found))
        for n in range(size):
            at = first if n == 0 else min(AT, first + timedelta(seconds=round(dice.expovariate(1 / 30_000))))
            outlet = dice.choices(range(OUTLETS), cum_weights=often)[0]
            found.append(Planned(at, event, outlet, size > 2 and n > 0 and dice.random() < 0.2))
        event += 1
    return sorted(found, key=lambda p: (p.at, p.event, p.copies, p.outlet))


def topics_of(dice: random.Random) -> tuple[str, ...]:
    """The topics of one event: most have none or one."""
    count = dice.choices((0, 1, 2), (45, 45, 10))[0]
    return tuple(sorted(dice.sample([id_ for id_, _, _ in TOPICS], count)))
