"""``known_false_claim``: a claim that a named fact-checker has already rated false, said again.

``match_claims`` lays each checked claim beside the article's sentences and says how alike they are; two
thresholds divide what is only suggested to a person from what counts as a match. ``known_false_findings``
gives findings for matches alone. Leaves alone: reports that say the claim is false or doubtful, denials
(the sentence or the claim is negated), mere reports of who says it, questions, and claims whose rating is
not false.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from classifier.text.quantities import agree, comparable
from classifier.text.reading import Reading, Sentence
from models.ratings import Standing, standing
from models.records import (
    Asserted,
    Bilingual,
    EvidenceFrom,
    Finding,
    FindingEvidence,
    FindingKind,
)

SUGGEST = 0.5
MATCH = 0.72
TOLD = 0.74  # share of the claim's words other than names that a match must hold
NEAR = 0.4  # share of the claim's words that one sentence must hold for the claim to be looked at
DECISIVE = 5.0  # weight of a word without which it is another claim
_DOUBT = re.compile(
    r"(?<!\w)(?:tin giả|tin đồn|tin sai|thông tin sai|sai sự thật|không đúng sự thật|không chính xác|"
    r"không có căn cứ|không có cơ sở|vô căn cứ|bịa đặt|xuyên tạc|"
    r"bác bỏ|bác tin|bác thông tin|phủ nhận|cải chính|đính chính|kiểm chứng|thất thiệt|thêu dệt|"
    r"cắt ghép|giả mạo|mạo danh|lừa đảo|bịa|vu khống|(?:đăng|tung|loan|phát tán) tin|triệu tập|"
    r"(?:chưa|không) có bằng chứng|chưa được kiểm chứng|"
    r"không có chuyện|không có việc|hoàn toàn sai|sự thật (?:là|về)|thực hư|cảnh giác|cảnh báo(?! khẩn|!)|"
    r"đừng tin|hiểu lầm|lan truyền thông tin|tung tin|chia sẻ sai|xử phạt|bị phạt|"
    r"false|fake|hoax|debunk\w*|misleading|untrue|rumou?rs?|fact[- ]?check\w*|no evidence|not true|"
    r"denied|denies|refuted|myth|"
    r"baseless|unfounded|fabricated|doctored|disproved|incorrect|contrary to)(?!\w)"
)
_SPREAD = re.compile(
    r"(?<!\w)(?:lan truyền|đồn|mạng xã hội (?:xôn xao|lan)|cho rằng|tự xưng|được cho là|claims? that|"
    r"claimed|allege\w*|viral|circulat\w+)(?!\w)"
)

@dataclass(frozen=True, slots=True)
class CheckedClaim:
    """One claim a fact-checker reviewed (ClaimReview): what was claimed, the rating in its own words
    (``rating_value`` of ``best`` where it is a number), who checked it and where to read it.
    """

    id: str
    claim: str
    rating: str
    publisher: str
    url: str | None = None
    date: str | None = None
    rating_value: float | None = None
    best: float | None = None
    worst: float | None = None

    @property
    def false(self) -> bool:
        """Whether the rating clearly says false or misleading. A mixed or unreadable rating is not false."""
        return standing(self.rating, self.rating_value, self.best, self.worst) is Standing.FALSE


@dataclass(frozen=True, slots=True)
class ClaimMatch:
    """How alike a claim and a sentence are. ``level``: "match" or "suggest". ``held`` says why a match is
    no finding ("rebutted", "attributed", "negated", "asked", "hedged", "not_false"), else "".
    """

    claim: CheckedClaim
    score: float
    level: str
    held: str
    span: tuple[int, int]
    passage: str
    asserted: Asserted

    @property
    def finds(self) -> bool:
        """Whether it is a finding, and not only something to suggest to a person."""
        return self.level == "match" and not self.held


@dataclass(frozen=True, slots=True)
class _ReadClaim:
    claim: CheckedClaim
    said: Reading
    weights: Mapping[str, float]
    total: float


class ClaimShelf:
    """Checked claims read once, and found by the words an article shares with them."""

    def __init__(self, claims: Sequence[CheckedClaim]) -> None:
        self._read: list[_ReadClaim] = []
        self._holding: dict[str, list[tuple[int, float]]] = {}
        for claim in claims:
            said = Reading(claim.claim, None, None)
            if not said.sentences or not said.term_keys:
                continue
            weights = {t.key: t.weight for s in said.sentences for t in s.terms}
            for key, weight in weights.items():
                self._holding.setdefault(key, []).append((len(self._read), weight))
            self._read.append(_ReadClaim(claim, said, weights, sum(weights.values())))

    def about(self, article: Reading) -> tuple[_ReadClaim, ...]:
        """Those of which the whole article shares as much as one of its sentences must; in the order given."""
        shared: dict[int, float] = {}
        for key in article.term_keys:
            for n, weight in self._holding.get(key, ()):
                shared[n] = shared.get(n, 0.0) + weight
        near = sorted(n for n, weight in shared.items() if weight >= NEAR * self._read[n].total)
        return tuple(self._read[n] for n in near)


def match_claims(
    article: Reading, claims: Sequence[CheckedClaim] | ClaimShelf, *, title: str = ""
) -> tuple[ClaimMatch, ...]:
    """Every claim that some sentence resembles enough to suggest, best first. ``title`` is only read for
    a rebuttal.
    """
    shelf = claims if isinstance(claims, ClaimShelf) else ClaimShelf(claims)
    found = [m for read in shelf.about(article) if (m := _best(article, read, title)) is not None]
    return tuple(sorted(found, key=lambda m: (-m.score, m.claim.id)))


def known_false_findings(
    article: Reading, claims: Sequence[CheckedClaim] | ClaimShelf, *, part: str = "text", title: str = ""
) -> tuple[Finding, ...]:
    """A finding for each claim rated false that the article itself asserts."""
    return tuple(finding_of(m, part) for m in match_claims(article, claims, title=title) if m.finds)


def _best(article: Reading, read: _ReadClaim, title: str) -> ClaimMatch | None:
    claim, said, weights, total = read.claim, read.said, read.weights, read.total
    plain = {k: w for k, w in weights.items() if not k.startswith("@") and k not in _name_keys(said)}
    best: tuple[float, Sentence] | None = None
    for sentence in article.sentences:
        shared = sum(w for k, w in weights.items() if k in sentence.term_keys)
        if shared < NEAR * total:
            continue
        mine = sum(t.weight for t in sentence.terms if t.key in weights)
        score = 0.75 * shared / total + 0.25 * min(1.0, 1.6 * mine / sentence.weight)
        score *= _figures_and_names(sentence, said)
        told = sum(w for k, w in plain.items() if k in sentence.term_keys) / (sum(plain.values()) or 1.0)
        missing = max((w for k, w in plain.items() if k not in sentence.term_keys), default=0.0)
        if (
            told < TOLD or missing >= DECISIVE
        ):  # names alone do not make the claim: what is said of them must stand there too
            score = min(score, MATCH - 0.01) * min(1.0, max(told, 0.5) / TOLD)
        if best is None or score > best[0]:
            best = (score, sentence)
    if best is None or best[0] < SUGGEST:
        return None
    score, sentence = best
    held = _held(article, sentence, said, claim, title)
    span = (sentence.start, sentence.end)
    if len(sentence.words) > 40:
        keys = [i for i, key in enumerate(sentence.keys) if key in said.tokens]
        span = (
            (
                sentence.words[max(0, keys[0] - 2)].start,
                sentence.words[min(len(sentence.words) - 1, keys[-1] + 2)].end,
            )
            if keys
            else span
        )
    asserted = article.asserted(sentence, span)
    return ClaimMatch(
        claim,
        min(score, 1.0),
        "match" if score >= MATCH else "suggest",
        held,
        article.raw(span),
        article.text[span[0] : span[1]],
        asserted,
    )


def _name_keys(said: Reading) -> frozenset[str]:
    return frozenset(k for name in said.names for k in name.key)


def _figures_and_names(sentence: Sentence, said: Reading) -> float:
    """1 where the claim's figures and names stand in the sentence too; less for each that is missing or
    differs.
    """
    factor = 1.0
    for quantity in (q for s in said.sentences for q in s.quantities if q.kind == "quantity"):
        mine = [q for q in sentence.quantities if comparable(q, quantity)]
        if not any(agree(q, quantity) for q in mine):
            factor *= 0.6 if mine else 0.7
    for name in said.names:
        keys = set(name.key)
        if not keys & set(sentence.keys) and not any(name.ids & n.ids for n in sentence.names):
            factor *= 0.8
    return factor


def _held(article: Reading, sentence: Sentence, said: Reading, claim: CheckedClaim, title: str) -> str:
    if not claim.false:
        return "not_false"
    near = article.sentences[max(0, sentence.index - 2) : sentence.index + 3]
    low = article.low[near[0].start : near[-1].end]
    claim_low = said.low
    doubts = [m[0] for m in _DOUBT.finditer(low)] + [m[0] for m in _DOUBT.finditer(title.lower())]
    doubts += [m[0] for m in _DOUBT.finditer(article.low[:300])]
    if any(word not in claim_low for word in doubts) or any(s.rebuts for s in near):
        return "rebutted"
    own = article.low[sentence.start : sentence.end]
    if own.rstrip().endswith("?"):
        return "asked"
    if (
        _spoken(sentence, said)
        or any(q.span[0] <= sentence.start + 5 for q in sentence.quotes)
        or _SPREAD.search(own)
    ):
        return "attributed"
    hedges = {m.entry.cue for m in sentence.marks} & _HEDGES
    if hedges and not hedges & {m.entry.cue for s in said.sentences for m in s.marks}:
        return "hedged"
    if _negations(sentence, said.tokens) != sum(_negations(s, said.tokens) for s in said.sentences) % 2:
        return "negated"
    mine, theirs = _sides(sentence), frozenset(side for s in said.sentences for side in _sides(s))
    if any((axis, -sign) in mine and (axis, sign) not in mine for axis, sign in theirs):
        return "negated"
    return ""


def _spoken(sentence: Sentence, said: Reading) -> bool:
    """Whether somebody is named as saying it. Words of the claim itself are nobody's name."""
    return any(
        s.names or len(s.keys - said.tokens) >= 2 for s in sentence.speakers if not s.keys <= said.tokens
    )


_HEDGES = frozenset(("possible", "alleged"))
_BREAK = re.compile(r"[:;,.!?]")


def _negations(sentence: Sentence, about: frozenset[str]) -> int:
    """Parity of the negations that stand within two words before a word of the claim."""
    count = 0
    for mark in sentence.marks:
        if mark.entry.cue == "negation":
            after = sentence.words[mark.last + 1 : mark.last + 3]
            count += any(
                t.key in about
                and not _BREAK.search(sentence.reading.text, sentence.words[mark.last].end, t.start)
                for t in after
            )
    return count % 2


def _sides(sentence: Sentence) -> frozenset[tuple[str, int]]:
    return frozenset((m.entry.axis, m.sign) for m in sentence.marks if m.entry.axis)


def finding_of(match: ClaimMatch, part: str) -> Finding:
    claim = match.claim
    evidence = FindingEvidence(
        EvidenceFrom.REFERENCE, (0, len(claim.claim)), claim.claim, reference_id=claim.id
    )
    return Finding(
        FindingKind.KNOWN_FALSE,
        part,
        match.span,
        match.passage,
        (evidence,),
        match.asserted,
        min(0.95, match.score),
        Bilingual(
            f"{claim.publisher} đã kiểm chứng nội dung này và kết luận: {claim.rating}.",
            f"{claim.publisher} has checked this claim and rated it: {claim.rating}.",
        ),
    )
