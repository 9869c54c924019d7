"""What a run made of the planted distortions: how many became alerts, and which alerts were not planted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from demo.manifest import Distortion, Manifest


@dataclass(frozen=True, slots=True)
class Alerted:
    """One finding of an alert that was raised: ``article`` is ``outlet/slug`` (``DemoSite.ref_of``)."""

    article: str
    kind: str
    part: str  # "title" or "text"
    passage: str


@dataclass(frozen=True, slots=True)
class Tally:
    """``found``: a finding of an alert lies on the planted passage, whatever kind it was called;
    ``same_kind``: and was called by the planted kind. ``elsewhere``: the article has an alert, but not for
    that passage. ``missed``: no alert. ``unplanned``: alerted articles in which nothing is planted, with the
    findings. ``lookalikes``: findings that lie on a passage the manifest lists as clean."""

    planted: int
    found: tuple[str, ...]
    same_kind: tuple[str, ...]
    elsewhere: tuple[str, ...]
    missed: tuple[str, ...]
    unplanned: Mapping[str, tuple[Alerted, ...]]
    lookalikes: tuple[Alerted, ...]


def same_place(one: str, other: str) -> bool:
    """Whether two passages of the same article speak of the same words: at least half of the shorter one,
    in one run, stands in the other."""
    a, b = one.casefold().split(), other.casefold().split()
    if not a or not b:
        return False
    run = SequenceMatcher(None, a, b, autojunk=False).find_longest_match().size
    return 2 * run >= min(len(a), len(b))


def tally(manifest: Manifest, alerted: Iterable[Alerted]) -> Tally:
    """Compare the findings of the alerts that a run raised with what is planted."""
    by_article: dict[str, list[Alerted]] = {}
    for finding in alerted:
        by_article.setdefault(finding.article, []).append(finding)

    def on(item: Distortion) -> list[Alerted]:
        here = by_article.get(item.article, [])
        return [f for f in here if f.part == item.part and same_place(f.passage, item.passage)]

    found = [d for d in manifest.planted if on(d)]
    planted_in = {d.article for d in manifest.planted}
    rest = [d for d in manifest.planted if d not in found]
    clean = [
        f
        for item in manifest.lookalikes
        for f in by_article.get(item.article, [])
        if f.part == item.part and same_place(f.passage, item.passage)
        and not any(d.article == f.article and same_place(f.passage, d.passage) for d in manifest.planted)
    ]
    return Tally(
        planted=len(manifest.planted),
        found=tuple(d.id for d in found),
        same_kind=tuple(d.id for d in found if any(f.kind == d.kind for f in on(d))),
        elsewhere=tuple(d.id for d in rest if d.article in by_article),
        missed=tuple(d.id for d in rest if d.article not in by_article),
        unplanned={ref: tuple(fs) for ref, fs in by_article.items() if ref not in planted_in},
        lookalikes=tuple(dict.fromkeys(clean)),
    )
