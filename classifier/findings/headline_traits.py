"""What in a headline its body does not carry beyond single words: who stands beside what, in which order, how sure.

Every trait is in [0, 1], 0 where the body bears the headline out. They rank headlines and are never a finding: a
headline sums up in words of its own. Nothing here knows the outlet, the subject or the tone.
"""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Iterator, Sequence

from classifier.findings.headline_events import untold
from classifier.text.names import Name, same_name, telling
from classifier.text.quantities import Quantity, agree
from classifier.text.reading import Reading, Sentence
from classifier.text.weights import STOPWORDS

NAMES = (
    "apart", "pairs", "acts", "opposed", "surer", "turned", "digits", "counted", "lesser", "lead", "rival", "events",
    "beside",
)  # fmt: skip
_OPEN = frozenset(("plan", "possible", "alleged", "ask"))
# The figure after it is part of a name.
_CODES = frozenset(("covid", "f", "u", "g", "sars", "cov", "mt", "a", "iphone", "galaxy", "note"))
_WINDOW = 8  # tokens between two words of one phrase
_BEST = 3  # sentences of the body that speak of the headline most
_LEAD = 4  # sentences that open a report


def relations(title: Reading, body: Reading) -> tuple[float, ...]:
    """The traits called ``NAMES``, in that order."""
    places = _places(body)
    best = closest(title, body)
    return (
        _names_apart(title, body, places),
        _pairs_apart(title, body),
        _acts_missing(title, body),
        _opposed(title, body),
        _surer(title, best),
        _turned(title, body),
        _digits(title, body),
        _counted(title, body),
        _lesser(title, body),
        _not_in_lead(title, body),
        _rival(title, body),
        min(1.0, 0.6 * len(untold(title, body))),
        _beside(title, body),
    )


def _places(body: Reading) -> dict[str, list[int]]:
    """Where every token of the body stands, counted through; sentences lie far apart."""
    out: dict[str, list[int]] = {}
    at = 0
    for sentence in body.sentences:
        for key in sentence.keys:
            out.setdefault(key, []).append(at)
            at += 1
        at += _WINDOW // 2
    return out


def _meet(a: str, b: str, places: dict[str, list[int]], reach: int = _WINDOW) -> bool:
    """Whether two tokens stand within ``reach`` tokens anywhere in the body."""
    x, y = places.get(a, ()), places.get(b, ())
    i = j = 0
    while i < len(x) and j < len(y):
        if abs(x[i] - y[j]) <= reach and x[i] != y[j]:
            return True
        if x[i] < y[j]:
            i += 1
        else:
            j += 1
    return False


def _term_places(body: Reading) -> dict[str, list[int]]:
    """Where every term of the body stands: paraphrases share a key, English words their stem."""
    out: dict[str, list[int]] = {}
    at = 0
    for sentence in body.sentences:
        for term in sentence.terms:
            out.setdefault(term.key, []).append(at + term.first)
        at += len(sentence.keys) + _WINDOW // 2
    return out


def _pairs_apart(title: Reading, body: Reading) -> float:
    """Share, by weight, of neighbouring telling words of the headline that never stand close in the body."""
    places = _term_places(body)
    total = apart = 0.0
    for sentence in title.sentences:
        for a, b in itertools.pairwise(sentence.terms):
            total += a.weight + b.weight
            if a.key != b.key and not _meet(a.key, b.key, places):
                apart += a.weight + b.weight
    return apart / total if total else 0.0


def _names_apart(title: Reading, body: Reading, places: dict[str, list[int]]) -> float:
    """The largest share of the words right around a known name that the body never has near that name."""
    worst = 0.0
    for sentence in title.sentences:
        for name in sentence.names:
            if not telling(name):
                continue
            last = name.key[-1]
            if last not in places:
                continue
            around = [
                k
                for i in (*range(name.first - 3, name.first), *range(name.last + 1, name.last + 5))
                if 0 <= i < len(sentence.keys) and (k := sentence.keys[i]) not in STOPWORDS
            ]
            if around:
                worst = max(worst, sum(not _meet(last, k, places, 14) for k in around) / len(around))
    return worst


def _missing(title: Reading, body: Reading) -> list[tuple[str, float]]:
    return [
        (t.key, t.weight)
        for s in title.sentences
        for t in s.terms
        if t.key not in body.term_keys and not all(k in body.tokens for k in s.keys[t.first : t.last + 1])
    ]


def _acts_missing(title: Reading, body: Reading) -> float:
    """How many acts of the record (arrest, death, recall, …) the headline tells and the body in no words does."""
    return min(1.0, 0.5 * len({k for k, _ in _missing(title, body) if k.startswith("=")}))


def _signs(reading: Reading) -> Counter[tuple[str, int]]:
    return Counter((m.entry.axis, m.sign) for s in reading.sentences for m in s.marks if m.entry.axis)


def _opposed(title: Reading, body: Reading) -> float:
    """How far the body says the opposite of what the headline says, on the question where that is clearest."""
    there = _signs(body)
    worst = 0.0
    for axis, sign in _signs(title):
        same, other = there[axis, sign], there[axis, -sign]
        if other > same:
            worst = max(worst, (other - same) / (other + same + 1.0) * (1.0 if not same else 0.5))
    return worst


def closest(title: Reading, body: Reading) -> list[Sentence]:
    """The sentences of the body that speak of the headline most, at most ``_BEST``, most first."""
    scores: Counter[int] = Counter()
    for key in title.term_keys:
        for index, weight in body.postings.get(key, ()):
            scores[index] += weight  # type: ignore[assignment]
    order = sorted(scores, key=lambda i: (-scores[i] / math.sqrt(body.sentences[i].weight + 12.0), i))
    return [body.sentences[i] for i in order[:_BEST]]


def _surer(title: Reading, best: list[Sentence]) -> float:
    """Share of the nearest sentences that leave open what the headline gives as a fact."""
    if not best or any(m.entry.cue in _OPEN for s in title.sentences for m in s.marks) or "?" in title.text:
        return 0.0
    told = [any(m.entry.cue in _OPEN for m in s.marks) for s in best]
    done = any(m.entry.cue == "done" for s in title.sentences for m in s.marks)
    return sum(told) / len(told) * (1.0 if done else 0.6)


def _turned(title: Reading, body: Reading) -> float:
    """Whether two names of the headline stand the other way round about the same act wherever a sentence has both."""
    worst = 0.0
    for sentence in title.sentences:
        names = [n for n in sentence.names if telling(n)]
        for a, b in itertools.pairwise(names):
            act = {k for k in sentence.keys[a.last + 1 : b.first] if k not in STOPWORDS}
            if not act or same_name(a, b):
                continue
            passive = _passive(sentence.keys[a.last + 1 : b.first])
            as_here = turned = 0
            for there in body.sentences:
                x, y = _first_of(a, there), _first_of(b, there)
                if x is None or y is None or x == y:
                    continue
                gap = there.keys[min(x, y) : max(x, y)]
                if act.isdisjoint(gap):
                    as_here += x < y
                elif (x < y) == (_passive(gap) == passive):
                    as_here += 1
                else:
                    turned += 1
            if turned > as_here:
                worst = max(worst, turned / (turned + as_here + 1.0))
    return worst


def _passive(keys: Sequence[str]) -> bool:
    return any(k in ("bị", "được", "by", "bởi") for k in keys)


def _first_of(name: Name, sentence: Sentence) -> int | None:
    return next((n.first for n in sentence.names if n.ids & name.ids or same_name(n, name)), None)


def _figures(title: Reading, body: Reading) -> Iterator[tuple[Sentence, int, bool]]:
    """Every figure of the headline, of whatever kind: its sentence, its token, and whether the body tells it.

    Small counts and "100 %" count as told: headlines count what a body lists, and say "all" in figures."""
    for s in title.sentences:
        known = [q.span for q in s.quantities if few(q) or _every(q) or any(agree(q, p) for p in body.quantities)]
        for at, key in enumerate(s.keys):
            if key[0].isdigit() and not (at and s.keys[at - 1] in _CODES):
                start = s.columns.starts[at]
                yield s, at, any(x <= start < y for x, y in known)


def _digits(title: Reading, body: Reading) -> float:
    """Share of the headline's figures whose digits stand nowhere in the body, unless it tells them otherwise."""
    told = [known or s.keys[at] in body.tokens for s, at, known in _figures(title, body)]
    return 1.0 - sum(told) / len(told) if told else 0.0


def _every(q: Quantity) -> bool:
    return q.value == 100 and q.text.endswith("%")


def few(q: Quantity) -> bool:
    """Whether a figure is a small plain count: headlines count what a body only lists."""
    return q.dimension == "count" and q.value <= 10


def _beside(title: Reading, body: Reading) -> float:
    """1 where a figure's neighbour has other figures beside it in the body and never this one (quận 1, quận 7)."""
    for s, at, known in _figures(title, body):
        for step in (-1, 1):
            word = s.keys[at + step] if 0 <= at + step < len(s.keys) else ""
            if known or not word or word[0].isdigit() or word in STOPWORDS or word not in body.tokens:
                continue
            seen = {
                t.keys[i - step]
                for t in body.sentences
                if word in t.key_set
                for i, k in enumerate(t.keys)
                if k == word and 0 <= i - step < len(t.keys) and t.keys[i - step][0].isdigit()
            }
            if seen and s.keys[at] not in seen:
                return 1.0
    return 0.0


def _rival(title: Reading, body: Reading) -> float:
    """How often the body has another name of the type that the headline lacks, for a name the body never has."""
    worst = 0.0
    for name in title.names:
        if not telling(name) or all(k in body.tokens for k in name.key) or name.ids & body.name_ids:
            continue
        if any(same_name(name, n) for n in body.name_index.like(name)):
            continue
        counts = Counter(
            min(n.ids) if n.ids else n.key[-1]
            for n in body.names
            if telling(n) and (n.kind == name.kind) and n.key[-1] not in title.tokens
        )
        most = max(counts.values(), default=0)
        worst = max(worst, most / (most + 2.0))
    return worst


def _counted(title: Reading, body: Reading) -> float:
    """1 where the body counts the same thing as the headline, and never that many."""
    for sentence in title.sentences:
        for q in sentence.quantities:
            noun = q.noun.split(" ")[:1]
            if q.kind != "quantity" or few(q) or not noun or not noun[0]:
                continue
            same = [p for p in body.quantities if p.kind == "quantity" and p.noun.split(" ")[:1] == noun]
            if same and not any(p.low <= q.high and q.low <= p.high for p in same):
                return 1.0
    return 0.0


def _lesser(title: Reading, body: Reading) -> float:
    """How much rarer the headline's first name is in the body than the body's main name of the same type."""
    first = next((n for s in title.sentences for n in s.names if telling(n)), None)
    if first is None:
        return 0.0
    counts: Counter[str] = Counter()
    mine = 0
    for name in body.names:
        if not telling(name):
            continue
        if name.ids & first.ids or same_name(name, first):
            mine += 1
        elif not first.kind or name.kind in (first.kind, ""):
            counts[name.key[-1]] += 1
    most = max(counts.values(), default=0)
    return max(0.0, (most - mine) / (most + mine)) if most else 0.0


def _not_in_lead(title: Reading, body: Reading) -> float:
    """Share of the headline's weight that the first sentences of the body lack."""
    lead = frozenset().union(*(s.term_keys for s in body.sentences[:_LEAD])) if body.sentences else frozenset()
    words = frozenset(k for s in body.sentences[:_LEAD] for k in s.keys)
    total = missing = 0.0
    for s in title.sentences:
        for t in s.terms:
            total += t.weight
            missing += t.weight * (t.key not in lead and not all(k in words for k in s.keys[t.first : t.last + 1]))
    return missing / total if total else 0.0
