"""``quantity_mismatch``: a number with its unit against the evidence's number for the same thing.

Leaves alone: figures that agree within rounding with any evidence, figures of another time, another speaker
or another
count, and later figures of a growing count (an update is not a mismatch).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from classifier.findings.base import MOST_ASKED, Candidate, View, hedged, quoted
from classifier.text.align import Aligned, Span
from classifier.text.dates import dates_conflict
from classifier.text.quantities import Quantity, agree, comparable
from classifier.text.reading import Sentence
from models.records import Bilingual, EvidenceRole, FindingKind

_EARLIER = re.compile(
    r"(?<!\w)(?:ban đầu|trước đó|trước đây|hồi (?:tháng|năm|đầu|cuối|giữa|tuần)|từ mức|so với|lúc đầu|lúc "
    r"đó|khi đó|tăng từ|giảm từ|từng|initially|earlier|previously|"
    r"up from|down from|from)(?!\w)"
)
_UPDATE = re.compile(
    r"(?<!\w)(?:tăng lên|đã lên|lên tới|lên đến|tính đến|cập nhật|nâng tổng số|nâng số|con "
    r"số mới|risen to|rises to|climbed to|as of|updated|"
    r"death toll rises)(?!\w)"
)
# A text that says of itself that its figures are not the last, or of how many days they are.
_GROWS = re.compile(
    r"(?<!\w)(?:tiếp tục (?:gia )?tăng|vẫn (?:đang )?tăng|vượt mốc|chạm mốc|sau \d+ ngày|thống kê ban đầu|"
    r"ban đầu xác định|tính đến|tới thời điểm|đến \d+ ?(?:h|giờ)|còn có thể tăng|có thể tăng|ít nhất|đang cập nhật|"
    r"still rising|continues to rise|at least|so far|as of|initial)(?!\w)"
)
_HOURS = 2 * 3600  # seconds; of reports nearer than that nobody knows whose figure is later
_GROWING = frozenset(
    (
        "=alive-1",
        "=bị thương",
        "=mất tích",
        "=bệnh nhân",
        "=thiệt hại",
        "=free-1",
        "ca",
        "nhiễm",
        "nạn",
        "sập",
        "tốc",
        "sơ",
        "tán",
        "cứu",
        "ủng",
        "quyên",
        "phiếu",
        "=lũ",
        "=bỏ phiếu",
    )
)


def find(pair: Aligned, view: View) -> Iterator[Candidate]:
    mine = [q for q in pair.sentence.quantities if _figure(q)]
    if not mine or pair.sentence.rebuts:
        return
    if view.tires(FindingKind.QUANTITY, len(mine), sum(len(other.quantities) for other in pair.others)):
        return
    for q in mine:
        if view.given_figures.get(q):
            continue
        best: Candidate | None = None
        for other in pair.others:
            for p in other.quantities:
                candidate = _compare(pair, view, other, q, p)
                if candidate and (best is None or candidate.soft > best.soft):
                    best = candidate
        # Whether a source gives the figure anywhere is asked only where one stands against it: it costs reading all.
        if best and view.matters(best) and not _given(q, view):
            yield best


def _against(q: Quantity, p: Quantity) -> bool:
    """Whether ``p`` is a figure that could be another for the same thing: measured alike, or the same digits."""
    return _figure(p) and (comparable(q, p) or (_same_digits(q, p) and _same_kind_of_measure(q, p)))


def _same_digits(q: Quantity, p: Quantity) -> bool:
    """The same figures, at least two of them, or the same round number ("50,000 litres", "50,000 tonnes")."""
    mine, theirs = _figures(q), _figures(p)
    return mine == theirs and (len(mine) >= 2 or (bool(mine) and _written(q) == _written(p) >= 10))


def _written(q: Quantity) -> int:
    """The digits as written, whatever unit and scale: 20 for "20 tỷ đồng"; 0 for a number in words."""
    return int("".join(re.findall(r"[0-9]", q.text))[:18] or 0)


def _given(q: Quantity, view: View) -> bool:
    """Whether any source gives the figure, in whatever sentence; asked once for a figure."""
    if q not in view.given_figures:
        if len(view.given_figures) >= MOST_ASKED:
            return True  # a table of numbers, no report
        view.given_figures[q] = any(agree(q, p) for s in view.other_sentences for p in s.quantities if _figure(p))
    return view.given_figures[q]


def _elsewhere(q: Quantity, p: Quantity, view: View) -> bool:
    """Whether the article has a source's figure in another place than ``q``; asked once for a figure."""
    if id(p) not in view.met_figures:  # the sources keep their figures as long as the view
        if len(view.met_figures) >= 4 * MOST_ASKED:
            return True  # a table of numbers, no report
        view.met_figures[id(p)] = [x for x in view.reading.quantities if _figure(x) and agree(p, x)]
    return any(x is not q for x in view.met_figures[id(p)])


def _figure(q: Quantity) -> bool:
    return q.kind in ("quantity", "fraction") and q.dimension != "time" and (q.value != 1 or "1" in q.text)


def _compare(pair: Aligned, view: View, other: Sentence, q: Quantity, p: Quantity) -> Candidate | None:
    if not _against(q, p):
        return None
    same_figures = _same_digits(q, p)
    if agree(q, p):
        return None
    cut, other_cut = pair.sentence.token_range(*q.span), other.token_range(*p.span)
    if _people(q, p) and not _states_meet(pair.sentence, cut, other, other_cut):
        return None  # the dead of one, the missing of the other
    counted = _same_noun(pair.sentence, cut, q, other, other_cut, p)
    judged = view.judge(
        FindingKind.QUANTITY, "quantity", pair, cut, other, other_cut, counted, float(same_figures)
    )
    if judged is None:
        return None
    if _elsewhere(q, p, view):
        return None  # the evidence's figure stands elsewhere in the article: another thing
    if _other_time(pair.sentence, q, other, p) or _update(pair, view, q, p, cut):
        return None
    soft, traits = judged
    if q.dimension == "count" and not counted and not same_figures:
        soft *= 0.5
    soft = hedged(soft, pair, other, 0.15, 0.35)
    if q.approx == "about" and p.approx == "about":
        soft *= 0.8
    return Candidate(
        FindingKind.QUANTITY,
        pair.sentence,
        q.span,
        pair.source,
        other,
        p.span,
        soft,
        _why(q, p),
        "quantity",
        traits,
    )


# What becomes of people who are counted.
_STATES = frozenset(("=alive-1", "=bị thương", "=mất tích", "=bệnh nhân", "=alive+1", "=free-1", "viện", "cứu", "tán"))


def _states_meet(a: Sentence, cut_a: Span, b: Sentence, cut_b: Span) -> bool:
    """Whether two counts of people can count the same ones: not where each says of its own what became of them."""
    x, y = _states(a, cut_a), _states(b, cut_b)
    return not x or not y or bool(x & y)


def _people(q: Quantity, p: Quantity) -> bool:
    """Whether two figures can both count people: one says so, and the other does or counts without a word."""
    return {q.unit, p.unit} == {"person"} or ("person" in (q.unit, p.unit) and q.dimension == p.dimension == "count")


def _states(sentence: Sentence, cut: Span) -> set[str]:
    """The states named right after a figure, else right before it, else that of the number it is ("số người chết …
    tăng lên 9")."""
    after = {t.key for t in sentence.terms if cut[1] < t.first <= cut[1] + 3 and not _stops(sentence, cut[1], t.first)}
    found = after & _STATES or {t.key for t in sentence.terms if cut[0] - 4 <= t.last < cut[0]} & _STATES
    if found or "số" not in sentence.keys[max(0, cut[0] - 14) : cut[0]]:
        return found
    return {t.key for t in sentence.terms if cut[0] - 14 <= t.last < cut[0]} & _STATES


def _stops(sentence: Sentence, last: int, first: int) -> bool:
    """Whether a comma or semicolon stands between two tokens."""
    return any(c in gap for gap in sentence.columns.gaps[last:first] for c in ",;")


def _same_noun(a: Sentence, cut_a: Span, q: Quantity, b: Sentence, cut_b: Span, p: Quantity) -> float:
    """1 when two counts count the same noun, 0 when not; measures (money, area …) count half by their unit
    alone."""
    if _noun(a, cut_a, q) & _noun(b, cut_b, p):
        return 1.0
    return 0.0 if q.dimension == "count" else 0.5


def _noun(sentence: Sentence, cut: Span, q: Quantity) -> set[str]:
    """Term keys of what is counted: the unit noun inside the figure's span and the two terms after it."""
    end = cut[1]
    keys = {
        t.key
        for t in sentence.terms
        if cut[0] <= t.first <= end and t.key not in ("triệu", "tỷ", "tỉ", "nghìn", "ngàn")
    }
    after = [t for t in sentence.terms if end < t.first <= end + 4][:2]
    found = keys | {t.key for t in after}
    if q.unit == "person":
        found.add("=người dân")
    return found


def _figures(q: Quantity) -> str:
    return _digits(q.text)


@lru_cache(maxsize=4096)
def _digits(text: str) -> str:
    return "".join(re.findall(r"\d", text)).rstrip("0")


_CONFUSED = ({"share", "percentage_point"}, {"area", "length"}, {"mass", "volume", "oil"}, {"power", "energy"})
_AREA_MASS = {"area", "length", "mass", "volume", "money", "power", "energy", "share", "percentage_point"}


def _same_kind_of_measure(q: Quantity, p: Quantity) -> bool:
    """The same figures with another unit of the same nature (USD against đồng, % against percentage
    points)."""
    if q.dimension == p.dimension:
        return q.dimension in _AREA_MASS
    return any({q.dimension, p.dimension} <= alike for alike in _CONFUSED)


def _other_time(a: Sentence, q: Quantity, b: Sentence, p: Quantity) -> bool:
    """Whether the figures carry different dates, or one is said to be an earlier one."""
    x, y = _date_near(a, q.span), _date_near(b, p.span)
    if (
        x
        and y
        and dates_conflict(x, y)
        and not any(not dates_conflict(d, e) for d in a.dates for e in b.dates if d.kind != "duration")
    ):
        return True
    if _stage(a) and _stage(b) and _stage(a) != _stage(b):
        return True
    before_q = a.reading.low[max(a.start, q.span[0] - 22) : q.span[0]]
    before_p = b.reading.low[max(b.start, p.span[0] - 22) : p.span[0]]
    return bool(_EARLIER.search(before_q)) != bool(_EARLIER.search(before_p))


_STAGE = re.compile(
    r"(?<!\w)(?:(?:ngày|giờ|tuần|tháng|quý|hiệp|năm) đầu(?: tiên)?|sau (?:\w+ )?\w+ (?:ngày|giờ|tuần|tháng|năm)|"
    r"first (?:day|week|month|hour|half|year)|after \w+ (?:days?|weeks?|months?|hours?|years?))(?!\w)"
)


def _stage(sentence: Sentence) -> str:
    """The stage a sentence speaks of ("ngày đầu", "sau một tuần"); empty where it names none."""
    if "stage" not in sentence.kept:
        found = _STAGE.search(sentence.reading.low, sentence.start, sentence.end)
        sentence.kept["stage"] = found[0] if found else ""
    return str(sentence.kept["stage"])


def _date_near(sentence: Sentence, span: Span):  # type: ignore[no-untyped-def]
    dates = [d for d in sentence.dates if d.kind not in ("duration", "time")]
    near = [d for d in dates if abs(d.span[0] - span[0]) < 60 or abs(d.span[1] - span[0]) < 60]
    return min(near, key=lambda d: abs(d.span[0] - span[0])) if near else None


def _update(pair: Aligned, view: View, q: Quantity, p: Quantity, cut: Span) -> bool:
    """A later figure of a growing count, or an earlier one beside later evidence."""
    if q.dimension not in ("count", "money", "area"):
        return False
    near = {t.key for t in pair.sentence.terms if cut[0] - 5 <= t.first <= cut[1] + 6}
    growing = bool(near & _GROWING)
    mine, theirs = view.reading.published_at, pair.source.reading.published_at
    said = _UPDATE.search(pair.sentence.reading.low, max(pair.sentence.start, q.span[0] - 40), q.span[1])
    if mine and theirs and mine.tzinfo is not None and theirs.tzinfo is not None and mine != theirs:
        if "=mất tích" in _states(pair.sentence, cut):
            return True  # the missing become fewer as the found become more
        if (mine > theirs) == (q.value > p.value):
            return growing or bool(said)
        if abs((mine - theirs).total_seconds()) >= _HOURS:
            return False
    if growing and (_GROWS.search(view.reading.low) or _GROWS.search(pair.source.reading.low)):
        return True
    if pair.source.role is EvidenceRole.EARLIER_VERSION:
        return growing and q.value > p.value
    return bool(said) and growing and q.value > p.value


def _why(q: Quantity, p: Quantity) -> Bilingual:
    return Bilingual(
        f"Bài viết nêu “{quoted(q.text)}”, bằng chứng nêu “{quoted(p.text)}” cho cùng một nội dung.",
        f"The article says “{quoted(q.text)}”, the evidence says “{quoted(p.text)}” for the same thing.",
    )


def apart(pair: Aligned, view: View, other: Sentence, q: Quantity, p: Quantity) -> str | None:
    """Why a figure that differs is not held against the article's, by the same checks as ``find``; for ``explain``.

    None where it is held against it, where the two agree, or where they measure different things.
    """
    if not _figure(q) or not _against(q, p) or agree(q, p):
        return None
    if pair.sentence.rebuts:
        return "rebuts"
    if _given(q, view):
        return "given"
    cut, other_cut = pair.sentence.token_range(*q.span), other.token_range(*p.span)
    if _people(q, p) and not _states_meet(pair.sentence, cut, other, other_cut):
        return "states"
    if any(agree(p, x) for x in view.reading.quantities if x is not q and _figure(x)):
        return "elsewhere"
    if _other_time(pair.sentence, q, other, p):
        return "time"
    return "update" if _update(pair, view, q, p, cut) else None
