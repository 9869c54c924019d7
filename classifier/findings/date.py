"""``date_mismatch``: a date, or a length of time, against the evidence's for the same event.

A date that any evidence, or the article's other dates with the evidence's, can be read to agree with is left
alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from classifier.findings.base import MOST_ASKED, Candidate, View, hedged, quoted
from classifier.text.align import Aligned
from classifier.text.dates import DateMention, dates_conflict
from classifier.text.quantities import agree, comparable
from classifier.text.reading import Sentence
from models.records import Bilingual, FindingKind
from models.text import tone_fold

_KINDS = frozenset(("day", "month", "year", "quarter", "range", "term", "century", "time", "duration"))


def find(pair: Aligned, view: View) -> Iterator[Candidate]:
    if pair.sentence.rebuts:
        return
    dates = len(pair.sentence.dates)
    if not dates or view.tires(FindingKind.DATE, dates, sum(len(other.dates) for other in pair.others)):
        return
    for mine in pair.sentence.dates:
        if (
            mine.kind not in _KINDS
            or not any(other.dates for other in pair.others)
            or _own_day(mine, pair)
        ):
            continue
        best: Candidate | None = None
        for other in pair.others:
            for theirs in other.dates:
                candidate = _compare(pair, view, other, mine, theirs)
                if candidate and (best is None or candidate.soft > best.soft):
                    best = candidate
        # Whether a source gives the date anywhere is asked only where one stands against it: it costs reading all.
        if best and view.matters(best) and not _given(mine, view):
            yield best


def _given(mine: DateMention, view: View) -> bool:
    """Whether any source gives the date, in whatever sentence."""
    if mine not in view.given_dates:
        if len(view.given_dates) >= MOST_ASKED:
            return True  # a table of days, no report
        same = any(same_date(mine, d) for s in view.other_sentences for d in s.dates)
        view.given_dates[mine] = same or _written(mine, view)
    return view.given_dates[mine]


def same_date(a: DateMention, b: DateMention) -> bool:
    """Comparable and not in conflict."""
    if (a.kind == "duration") != (b.kind == "duration") or (a.kind == "time") != (b.kind == "time"):
        return False
    return not dates_conflict(a, b)


def _written(mine: DateMention, view: View) -> bool:
    """Whether a source has the day and month in figures, in whatever sentence: "9h45 sáng 27-9"."""
    year, month, day = mine.parts
    if year is not None or not month or not day:
        return False
    forms = {
        f" {d} {m} " for d in (str(day), f"{day:02d}") for m in (str(month), f"{month:02d}", f"tháng {month}")
    }
    return any(form in source.reading.running for form in forms for source in view.sources)


def _own_day(mine: DateMention, pair: Aligned) -> bool:
    """A day that is only the evidence's own day of publication agrees with evidence that names no day."""
    published = pair.source.reading.published_at
    return bool(published and mine.start and mine.end and mine.start <= published.date() <= mine.end)


def _compare(
    pair: Aligned, view: View, other: Sentence, mine: DateMention, theirs: DateMention
) -> Candidate | None:
    if _publication_day(mine, pair.sentence) or _publication_day(theirs, other):
        return None
    if theirs.kind not in _KINDS or not dates_conflict(mine, theirs) or tone_fold(mine.text) == tone_fold(theirs.text):
        return None
    if any(same_date(theirs, d) for d in view.reading.dates if d is not mine):
        return None
    if mine.kind == "duration" and mine.unit != theirs.unit and _near_in_length(mine, theirs):
        return None
    if "duration" not in (mine.kind, theirs.kind) and not _same_form(mine, theirs):
        return None
    if _another_figure(pair.sentence, other):
        return None  # another day and another figure: another edition of the same thing
    cut, other_cut = pair.sentence.token_range(*mine.span), other.token_range(*theirs.span)
    model = "duration" if mine.kind in ("duration", "time") else "date"
    relative = float(mine.resolved or theirs.resolved)
    judged = view.judge(
        FindingKind.DATE, model, pair, cut, other, other_cut, float(_one_part_off(mine, theirs)), relative
    )
    if judged is None:
        return None
    soft, traits = judged
    soft = hedged(soft, pair, other, 0.2, 0.5)
    return Candidate(
        FindingKind.DATE,
        pair.sentence,
        mine.span,
        pair.source,
        other,
        theirs.span,
        soft,
        _why(mine, theirs),
        model,
        traits,
    )


def _near_in_length(a: DateMention, b: DateMention) -> bool:
    """Lengths in different units: one is rounded to its unit (nearly six months, 203 days), or they are no
    lengths of one thing; the same number of another unit (18 hours, 18 days) is neither."""
    low, high = sorted((a.days or 0.0, b.days or 0.0))
    return high <= low * 1.2 or (high >= low * 20 and a.text.split()[0] != b.text.split()[0])


def _same_form(a: DateMention, b: DateMention) -> bool:
    """Both say a day, or both a month, or both a year …: a year is not compared with a day."""

    def level(d: DateMention) -> int:
        _, month, day = d.parts
        return 3 if day or d.precision == "day" else 2 if month or d.precision == "month" else 1

    return level(a) == level(b)


def _another_figure(a: Sentence, b: Sentence) -> bool:
    mine = [q for q in a.quantities if q.kind == "quantity" and q.dimension != "time"]
    theirs = [q for q in b.quantities if q.kind == "quantity" and q.dimension != "time"]
    return any(comparable(q, p) for q in mine for p in theirs) and not any(
        agree(q, p) for q in mine for p in theirs
    )


def _publication_day(d: DateMention, sentence: Sentence) -> bool:
    """ "Hôm nay 17-11", "today": the day a text came out, which differs from report to report."""
    return bool(_TODAY.search(sentence.reading.low[max(0, d.span[0] - 12) : d.span[1]]))


_TODAY = re.compile(r"(?<!\w)(?:nay|today|cập nhật|updated)(?!\w)")


def _one_part_off(a: DateMention, b: DateMention) -> bool:
    """Full dates that differ in one part only (the year, or the day), the others equal: hardly two dates of
    one matter."""
    known = [(x, y) for x, y in zip(a.parts, b.parts, strict=True) if x is not None and y is not None]
    return len(known) == 3 and sum(x != y for x, y in known) == 1


def _why(a: DateMention, b: DateMention) -> Bilingual:
    return Bilingual(
        f"Bài viết ghi “{quoted(a.text)}”, bằng chứng ghi “{quoted(b.text)}” cho cùng sự việc.",
        f"The article gives “{quoted(a.text)}”, the evidence gives “{quoted(b.text)}” for the same event.",
    )
