"""Changes made to a real sentence by machine, one each, for fitting the weights of ``judgement``. Never used
on the product's path.

Each function yields ``(kind, changed text, span of the change, what stood there)`` for a text that agrees
with a piece of evidence: only facts that
both have are changed, since a fact that the evidence lacks is an added fact and no distortion.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence

from classifier.findings.date import same_date
from classifier.text.lexicon import AXES
from classifier.text.names import same_name, telling
from classifier.text.quantities import agree
from classifier.text.reading import Reading

Changed = tuple[str, str, tuple[int, int], str]  # kind, text, span, what stood there


def changes(mine: Reading, theirs: Reading, pool: Sequence[Reading], rng: random.Random) -> list[Changed]:
    """All changes this module knows for one pair, at most two of a kind."""
    out: list[Changed] = []
    for make in (_numbers, _dates, _names, _opposites, _negations, _certainty, _quotes, _speakers, _reasons):
        found = list(make(mine, theirs, pool, rng))
        rng.shuffle(found)
        out += found[:2]
    return out


def _put(text: str, span: tuple[int, int], new: str) -> tuple[str, tuple[int, int], str]:
    return text[: span[0]] + new + text[span[1] :], (span[0], span[0] + len(new)), text[span[0] : span[1]]


def _numbers(
    mine: Reading, theirs: Reading, pool: Sequence[Reading], rng: random.Random
) -> Iterator[Changed]:
    for q in mine.quantities:
        if q.kind != "quantity" or q.dimension == "time" or not any(agree(q, p) for p in theirs.quantities):
            continue
        piece = mine.text[slice(*q.core)]
        digits = re.search(r"\d+", piece)
        if not digits:
            continue
        old = digits[0]
        new = rng.choice(
            [
                old + "0",
                "1" + old,
                str(int(old) * 2 + 1),
                old[::-1] if len(old) > 1 else str(int(old) + 3),
                str(int(old) + rng.randint(2, 9)),
            ]
        )
        span = (q.core[0] + digits.start(), q.core[0] + digits.end())
        if new != old:
            yield ("quantity", *_put(mine.text, span, new))
        for a, b in (
            ("tỉ", "triệu"),
            ("tỷ", "triệu"),
            ("triệu", "tỉ"),
            ("tấn", "kg"),
            ("km", "m"),
            ("ha", "km2"),
        ):
            at = mine.text.find(a, q.span[0], q.span[1])
            if at >= 0:
                yield ("quantity", *_put(mine.text, (at, at + len(a)), b))
                break


def _dates(mine: Reading, theirs: Reading, pool: Sequence[Reading], rng: random.Random) -> Iterator[Changed]:
    for d in mine.dates:
        if d.kind not in ("day", "month", "year", "range", "duration") or not any(
            same_date(d, e) for e in theirs.dates
        ):
            continue
        digits = list(re.finditer(r"\d+", d.text))
        if not digits:
            continue
        part = rng.choice(digits)
        number = int(part[0])
        low, high = (
            (1, 28)
            if number <= 31 and part is digits[0]
            else (1, 12)
            if number <= 12
            else (number - 4, number + 4)
        )
        new = rng.choice([n for n in range(low, high + 1) if n != number] or [number + 1])
        span = (d.span[0] + part.start(), d.span[0] + part.end())
        yield ("duration" if d.kind == "duration" else "date", *_put(mine.text, span, str(new)))


def _names(mine: Reading, theirs: Reading, pool: Sequence[Reading], rng: random.Random) -> Iterator[Changed]:
    others = [
        (n, r) for r in rng.sample(list(pool), min(30, len(pool))) for n in r.names if telling(n) and n.kind
    ]
    for n in mine.names:
        if not telling(n) or not any(same_name(n, m) for m in theirs.names):
            continue
        fitting = [
            r.text[m.start : m.end]
            for m, r in others
            if (m.kind == n.kind or not n.kind) and not any(same_name(m, x) for x in theirs.names)
        ]
        if fitting:
            yield ("entity", *_put(mine.text, (n.start, n.end), rng.choice(fitting)))


def _opposites(
    mine: Reading, theirs: Reading, pool: Sequence[Reading], rng: random.Random
) -> Iterator[Changed]:
    for s in mine.sentences:
        for m in s.marks:
            if (
                m.entry.axis
                and m.entry.axis in AXES
                and any(
                    m.entry.axis == o.entry.axis and m.sign == o.sign
                    for t in theirs.sentences
                    for o in t.marks
                )
            ):
                side = AXES[m.entry.axis][m.entry.sign > 0]
                new = [p for p in side.split("|") if not p.isascii()][:4]
                if new and not m.negated:
                    yield (
                        "opposite",
                        *_put(mine.text, (s.words[m.first].start, s.words[m.last].end), rng.choice(new)),
                    )


_DONE = re.compile(r"(?<!\w)(đã|sẽ|vừa|được|bị|có thể)\s")


def _negations(
    mine: Reading, theirs: Reading, pool: Sequence[Reading], rng: random.Random
) -> Iterator[Changed]:
    for s in mine.sentences:
        for match in _DONE.finditer(mine.low, s.start, s.end):
            after = [t for t in s.terms if s.words[t.first].start >= match.end()][:1]
            if after and after[0].key in theirs.term_keys and after[0].key[0] != "@":
                word = rng.choice(["không ", "chưa ", "không " + match[0]])
                yield ("negation", *_put(mine.text, match.span(), word))
        for match in re.finditer(r"(?<!\w)(không|chưa)\s", mine.low[s.start : s.end]):
            at = s.start + match.start()
            after = [t for t in s.terms if s.words[t.first].start >= at][:1]
            if (
                after
                and any(f" {n} " in theirs.running for n in ("không", "chưa"))
                and after[0].key in theirs.term_keys
            ):
                yield (
                    "negation",
                    *_put(mine.text, (at, at + match.end() - match.start()), rng.choice(["đã ", ""])),
                )


def _certainty(
    mine: Reading, theirs: Reading, pool: Sequence[Reading], rng: random.Random
) -> Iterator[Changed]:
    for s in mine.sentences:
        for match in re.finditer(
            r"(?<!\w)(đã|vừa|dự kiến|có thể|sẽ|đề xuất|đang xem xét|lên kế hoạch)\s",
            mine.low[s.start : s.end],
        ):
            span = (s.start + match.start(), s.start + match.end())
            after = [t for t in s.terms if s.words[t.first].start >= span[1]][:2]
            if not any(t.key in theirs.term_keys for t in after):
                continue
            if match[1] in ("đã", "vừa"):
                yield (
                    "certainty",
                    *_put(
                        mine.text,
                        span,
                        rng.choice(
                            ["dự kiến ", "có thể ", "lên kế hoạch ", "đang cân nhắc ", "được cho là đã "]
                        ),
                    ),
                )
            elif f" {match[1]} " in theirs.running:
                yield ("certainty", *_put(mine.text, span, "đã "))


def _quotes(mine: Reading, theirs: Reading, pool: Sequence[Reading], rng: random.Random) -> Iterator[Changed]:
    others = [q.text for r in pool[:400] for q in r.quotes if 2 <= q.words <= 12]
    for q in mine.quotes:
        if not q.speech or q.text.lower() not in theirs.low or not others:
            continue
        words = q.text.split()
        half = len(words) // 2
        new = rng.choice(
            [rng.choice(others), " ".join(words[:half] + rng.choice(others).split()[: max(2, half)])]
        )
        yield ("quote", *_put(mine.text, q.span, new))


def _speakers(
    mine: Reading, theirs: Reading, pool: Sequence[Reading], rng: random.Random
) -> Iterator[Changed]:
    others = [
        r.text[slice(*sp.span)]
        for r in rng.sample(list(pool), min(60, len(pool)))
        for s in r.sentences
        for sp in s.speakers
        if sp.names
    ]
    for s in mine.sentences:
        for sp in s.speakers:
            if (
                sp.names
                and others
                and any(
                    same_name(n, m)
                    for t in theirs.sentences
                    for o in t.speakers
                    for m in o.names
                    for n in sp.names
                )
            ):
                yield ("attribution", *_put(mine.text, sp.span, rng.choice(others)))


_CAUSE = re.compile(r"(?<!\w)(?:vì|do|bởi|nhờ)\s([^,.;:]{12,90})")


def _reasons(
    mine: Reading, theirs: Reading, pool: Sequence[Reading], rng: random.Random
) -> Iterator[Changed]:
    others = [m[1] for r in rng.sample(list(pool), min(60, len(pool))) for m in _CAUSE.finditer(r.text)]
    for match in _CAUSE.finditer(mine.text):
        if others and _CAUSE.search(theirs.text):
            yield ("cause", *_put(mine.text, match.span(1), rng.choice(others)))
