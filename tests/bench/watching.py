"""Watching: how often a quiet week is called out, how often a planted change is found, and how wide estimates must be.

Made-up offices by fixed seeds, the deciders of ``classifier/watching`` alone. *Quiet*: every outlet keeps its habits, the
number of articles varies by a tenth, and in one office of two an outlet opens in the last week. A topic's share wanders
between weeks, too (by a factor of standard deviation 0.1), as news does. *Planted*: the share of one topic
doubled; the middle
classes of probability tripled; 15 % of one week's words new. *Bursts*: weeks of titles made of a fixed vocabulary,
without and with a subject of ``BURST`` stories of five outlets. *Coverage*: how often the 95 % interval of recall holds the
true value, by the share of articles about the topic and the number read blindly.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import numpy as np

from classifier.watching.bursts import Told, bursts
from classifier.watching.chart import WEEKS, judge
from classifier.watching.confidence import NOTABLE, instability
from classifier.watching.estimates import Stratum, recall
from classifier.watching.shares import Count, standardised
from classifier.watching.vocabulary import alike, distances, unseen

OFFICES = 500
WORD_OFFICES = 40
BURST_OFFICES = 40
SAMPLES = 400
OUTLETS = 12
WANDER = 0.1
SHAPE = np.array([0.88, 0.04, 0.02, 0.02, 0.02, 0.02])  # classes of probability of an ordinary topic
BURST = 8
LEAST = 0.004
LEAST_DISTANCE = 0.01
TODAY = date(2026, 11, 20)


def run() -> dict[str, Any]:
    dice = np.random.default_rng(31)
    quiet, planted = _words(dice, 0.0), _words(dice, 0.15)
    return {
        "share, alarms of quiet weeks": {f"{n} articles, share {s:.0%}": _shares(dice, n, s, 1) for n, s in CASES},
        "share doubled, found": {f"{n} articles, share {s:.0%}": _shares(dice, n, s, 2) for n, s in CASES},
        "spread of probabilities": {"quiet": _spread(dice, False), "unsure tripled, found": _spread(dice, True)},
        "vocabulary, distance": {"quiet": quiet[0], "15 % new words, found": planted[0]},
        "vocabulary, unseen": {"quiet": quiet[1], "15 % new words, found": planted[1]},
        "bursts": {"quiet weeks with one": _bursts(dice, 0), f"subject of {BURST} stories, found": _bursts(dice, BURST)},
        "recall, coverage of the 95 % interval": {
            f"{about:.0%} of articles, {read} read": _coverage(dice, about, read)
            for about in (0.03, 0.1)
            for read in (140, 560)
        },
    }


CASES = ((300, 0.03), (300, 0.1), (3000, 0.03), (3000, 0.1))


def _weeks(dice: np.random.Generator, articles: int) -> list[dict[str, int]]:
    """Articles of each outlet in nine weeks; in every second office one opens in the last."""
    sizes = dice.dirichlet(np.full(OUTLETS, 3.0)) * articles
    weeks = [{f"o{n}": int(dice.poisson(size * dice.uniform(0.9, 1.1))) for n, size in enumerate(sizes)} for _ in range(WEEKS + 1)]
    if dice.random() < 0.5:
        weeks[-1]["new"] = articles // 5
    return weeks


def _shares(dice: np.random.Generator, articles: int, share: float, factor: float) -> float:
    out = 0
    for _ in range(OFFICES):
        habits = {f"o{n}": min(0.9, share * dice.gamma(2, 0.5)) for n in range(OUTLETS)} | {"new": min(0.9, share * 4)}
        weeks = []
        for number, sizes in enumerate(_weeks(dice, articles)):
            mood = max(0.1, dice.normal(1, WANDER)) * (factor if number == WEEKS else 1)
            weeks.append({o: Count(n, int(dice.binomial(n, min(1.0, habits[o] * mood)))) for o, n in sizes.items()})
        shares = standardised(weeks)
        out += judge(shares[:-1], shares[-1], least=LEAST).state in (("high",) if factor > 1 else ("high", "low"))
    return round(out / OFFICES, 3)


def _spread(dice: np.random.Generator, planted: bool) -> float:
    torn = SHAPE.copy()
    torn[1:4] *= 3
    out = 0
    for _ in range(OFFICES):
        weeks: list[Mapping[str, list[int]]] = []
        for number, sizes in enumerate(_weeks(dice, 1000)):
            shape = torn if planted and number == WEEKS else SHAPE
            weeks.append({o: [int(k) for k in dice.multinomial(n, shape / shape.sum())] for o, n in sizes.items()})
        found = instability(weeks)
        out += judge(found[:-1], found[-1], least=NOTABLE).state == "high"
    return round(out / OFFICES, 3)


def _words(dice: np.random.Generator, new: float) -> tuple[float, float]:
    """Words by Zipf's law, twenty an article, every outlet with a tenth of its own; distance and unseen."""
    high = np.zeros(2)
    for _ in range(WORD_OFFICES):
        weeks = []
        for number, sizes in enumerate(_weeks(dice, 600)):
            week = {}
            for outlet, n in sizes.items():
                ranks = dice.zipf(1.3, n * 20) % 20_000
                own = dice.random(n * 20) < 0.1
                fresh = dice.random(n * 20) < (new if number == WEEKS else 0)
                week[outlet] = [
                    f"n{r % 500}" if f else f"{outlet}{r % 500}" if o else f"w{r}"
                    for r, o, f in zip(ranks, own, fresh, strict=True)
                ]
            weeks.append(week)
        cut = alike(weeks)
        for n, figures in enumerate((distances(cut), unseen(cut))):
            high[n] += judge(figures[:-1], figures[-1], least=LEAST_DISTANCE).state == "high"
    distance, share = (high / WORD_OFFICES).round(3)
    return float(distance), float(share)


def _bursts(dice: np.random.Generator, stories: int) -> float:
    """Offices of 60 uncovered stories a day; titles of eight words by Zipf's law; subjects come and go by chance."""
    found = 0
    for _ in range(BURST_OFFICES):
        told = [_told(dice, n, n // 60, f"o{dice.integers(OUTLETS)}", "") for n in range(35 * 60)]
        told += [_told(dice, 10_000 + n, n % 6, f"o{n % 5}", "lở núi đá") for n in range(stories)]
        week = [one for one in told if one.day > TODAY - timedelta(days=7)]
        before = [one for one in told if one.day <= TODAY - timedelta(days=7)]
        names = [term for burst in bursts(week, before, 4) for term in burst.terms]
        found += any("núi" in term for term in names) if stories else bool(names)
    return round(found / BURST_OFFICES, 3)


def _told(dice: np.random.Generator, number: int, days: int, outlet: str, subject: str) -> Told:
    words = [f"từ{_letters(int(rank))}" for rank in dice.zipf(1.4, 8) % 3000]
    return Told(number, f"s{number}", outlet, TODAY - timedelta(days=days), " ".join([subject, *words]).strip(), "")


def _letters(rank: int) -> str:
    return "".join(chr(97 + int(digit)) for digit in str(rank))


def _coverage(dice: np.random.Generator, about: float, read: int) -> float:
    """A model of precision 0.8 and recall 0.75, 10,000 articles."""
    size, true_recall, precision = 10_000, 0.75, 0.8
    truths = round(size * about)
    hits = round(truths * true_recall)
    tagged = round(hits / precision)
    held = known = 0
    for _ in range(SAMPLES):
        hit, false, missed, _rest = dice.multivariate_hypergeometric(
            [hits, tagged - hits, truths - hits, size - tagged - truths + hits], read
        )
        sampled = int(hit + false)
        found = recall(Stratum(tagged, sampled, int(hit)), Stratum(size - tagged, read - sampled, int(missed)))
        if found is not None:
            known += 1
            held += found[1][0] <= hits / truths <= found[1][1]
    return round(held / known, 3) if known else math.nan


if __name__ == "__main__":
    print(json.dumps(run(), indent=1, ensure_ascii=False))
