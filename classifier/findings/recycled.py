"""``recycled_content``: an old story or text presented as new.

The article is compared with earlier articles (the archive, given as values, or evidence that is much
older). Two grounds: most of its words stand in an article that is at least ``LEAST_AGE`` older; or it
tells the same event, with the same names and figures, and puts it into the present. Either way it must
present itself as news of now. Leaves alone: texts that say they look back or quote the old report, the
outlet's own corrected versions, returning bulletins whose figures changed, and advice that has no date.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from classifier.stories.copies import share_of
from classifier.stories.pairs import same_event
from classifier.stories.signature import Signature, signature
from classifier.text.dates import DateMention, read_dates
from classifier.text.quantities import Quantity, read_quantities
from models.records import (
    Article,
    Asserted,
    Bilingual,
    Evidence,
    EvidenceFrom,
    Finding,
    FindingEvidence,
    FindingKind,
)
from models.text import normalise, tone_fold

LEAST_AGE = timedelta(days=10)
COPIED = 0.6  # share of the article's word triples that the old text holds
RETOLD = 0.86  # probability of one event from which a rewritten text counts as the same story
_LOOKS_BACK = re.compile(
    r"(?<!\w)(?:nhìn lại|ngày này năm|năm xưa|hồi tưởng|tròn \d+ (?:năm|tháng|tuần|ngày)|kỷ niệm|"
    r"kỉ niệm|như (?:đã đưa tin|đã thông tin|báo đã đưa)|đăng lại|"
    r"tư liệu|hồ sơ|cách đây|trước đó|năm ngoái|năm trước|tháng trước|tuần trước|đã từng|loạt bài|"
    r"bài đã đăng|bài viết cũ|thông tin cũ|tin cũ|xảy ra từ|"
    r"lan truyền lại|chia sẻ lại|clip cũ|video cũ|hình ảnh cũ|ảnh cũ|look(?:ing)? back|anniversary|"
    r"archive|years? ago|months? ago|weeks? ago|"
    r"last (?:year|month|week)|as (?:previously )?reported|first published|throwback|old (?:video|"
    r"photo|clip|story|news)|resurfaced|"
    r"recirculat\w+|republished|on this day|timeline|diễn biến vụ|toàn cảnh vụ|xét xử|tuyên án|"
    r"ra tòa|truy tố)(?!\w)"
)
_NOW = re.compile(
    r"(?<!\w)(?:hôm nay|hôm qua|sáng nay|trưa nay|chiều nay|tối nay|đêm nay|đêm qua|tối qua|"
    r"chiều qua|sáng qua|rạng sáng nay|vừa|vừa mới|mới đây|mới nhất|nóng|"
    r"khẩn|vừa xong|ngay lúc này|đang diễn ra|hiện nay|hiện tại|trong ngày|today|yesterday|"
    r"this morning|tonight|last night|"
    r"this afternoon|this evening|just|breaking|right now|now|currently)(?!\w)"
)


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier article: its text, when it was published, and its place among the given evidence where
    it has one.
    """

    article: Article
    index: int | None = None
    reference_id: str | None = None


def earlier_of(evidence: Sequence[Evidence]) -> tuple[Earlier, ...]:
    """The given evidence that has a publication time, as earlier articles."""
    return tuple(
        Earlier(
            Article(
                e.article_id or f"evidence-{n}",
                e.title or "",
                e.text,
                published_at=e.published_at,
                outlet=e.outlet,
                url=e.url,
            ),
            n,
        )
        for n, e in enumerate(evidence)
        if e.published_at is not None
    )


def recycled_findings(article: Article, archive: Iterable[Earlier]) -> tuple[Finding, ...]:
    """At most one finding: the oldest article that this one repeats as new. Needs the article's
    publication time.
    """
    if article.published_at is None:
        return ()
    old = [
        e
        for e in archive
        if _older(e, article)
        and e.article.id != article.id
        and (e.article.url is None or e.article.url != article.url)
    ]
    if not old:
        return ()
    text = normalise(article.text)
    whole = tone_fold(f"{article.title}. {text.text}")
    backward = _looks_back(whole)
    mine = signature(article)
    dates = read_dates(f"{article.title}. {article.text}", article.language, article.published_at)
    now = _presents_as_new(whole, dates, article.published_at)
    if now is None:
        return ()
    hits = [
        (e, share)
        for e in old
        if backward <= _looks_back(tone_fold(f"{e.article.title}. {e.article.text}"))
        and (share := _repeats(article, mine, dates, e)) > 0
    ]
    if not hits:
        return ()
    first, share = min(hits, key=lambda hit: (hit[0].article.published_at, hit[0].article.id))
    return (_finding(article, first, share),)


def _looks_back(whole: str) -> frozenset[str]:
    """Words by which a text says that it looks back. Those the old text has too are merely repeated."""
    return frozenset(match[0] for match in _LOOKS_BACK.finditer(whole))


def _older(earlier: Earlier, article: Article) -> bool:
    then, now = earlier.article.published_at, article.published_at
    if then is None or now is None or (then.tzinfo is None) != (now.tzinfo is None):
        return False
    return now - then >= LEAST_AGE


def _presents_as_new(whole: str, dates: Sequence[DateMention], at: datetime) -> str | None:
    """The words that put the text into the present: a word of now, or a day close to publication."""
    if match := _NOW.search(whole):
        return match[0]
    for mention in dates:
        if (
            mention.kind == "day"
            and mention.start is not None
            and -1 <= (at.date() - mention.start).days <= 4
        ):
            return mention.text
    return None


def _repeats(article: Article, mine: Signature, dates: Sequence[DateMention], earlier: Earlier) -> float:
    """Share of the text that is repeated, in (0, 1]; 0 where the earlier article is another story."""
    then = earlier.article.published_at
    theirs = signature(earlier.article)
    if then is not None and any(
        d.start is not None and not d.resolved and d.kind == "day" and abs((d.start - then.date()).days) <= 4
        for d in dates
    ):
        return 0.0  # it says openly when it happened
    share = share_of(mine.sketch, theirs.sketch)
    figures, agreed = _figures(article, earlier.article)
    if share >= COPIED:
        # a returning bulletin keeps its words and changes its figures
        return share if not figures or agreed / figures >= 0.7 else 0.0
    if share < 0.08 and not (figures and agreed):
        return 0.0
    alike = same_event(_moved(mine, theirs), theirs)
    names = len(set(mine.names) & set(theirs.names))
    if alike >= RETOLD and names >= 2 and figures >= 2 and agreed >= 2 and agreed / figures >= 0.75:
        return max(share, 0.3)
    return 0.0


def _moved(mine: Signature, theirs: Signature) -> Signature:
    """The article as if published with the old one: age is not to count against likeness here."""
    return replace(mine, at=theirs.at, days=frozenset())


def _figures(article: Article, other: Article) -> tuple[int, int]:
    """``(figures of the article, of which the other holds)``: quantities only, dates apart."""
    mine = _telling(read_quantities(f"{article.title}. {article.text}", article.language))
    theirs = _telling(read_quantities(f"{other.title}. {other.text}", other.language))
    return len(mine), len(mine & theirs)


def _telling(quantities: Iterable[Quantity]) -> set[tuple[float, str]]:
    return {
        (round(q.value, 4), q.dimension)
        for q in quantities
        if q.kind == "quantity" and not (q.dimension == "count" and q.value <= 1)
    }


def _finding(article: Article, earlier: Earlier, share: float) -> Finding:
    old = earlier.article
    span = _first_sentence(article.text)
    there = _first_sentence(old.text)
    then = old.published_at
    day = f"{then:%d/%m/%Y}" if then else "?"
    english = f"{then.day} {then:%B %Y}" if then else "?"
    evidence = FindingEvidence(
        EvidenceFrom.GIVEN if earlier.reference_id is None else EvidenceFrom.REFERENCE,
        there,
        old.text[there[0] : there[1]],
        index=earlier.index,
        reference_id=earlier.reference_id,
    )
    percent = round(100 * share)
    return Finding(
        FindingKind.RECYCLED,
        "text",
        span,
        article.text[span[0] : span[1]],
        (evidence,),
        Asserted.ASSERTED,
        min(0.95, 0.6 + 0.35 * share),
        Bilingual(
            f"Nội dung trùng {percent}% với bài đã đăng ngày {day} nhưng được trình bày như tin mới.",
            f"{percent} % of this text repeats an article published on {english}, presented as new.",
        ),
    )


def _first_sentence(text: str) -> tuple[int, int]:
    """Raw span of the first words of a text, to its first full stop or line end, at most about 25 words."""
    start = len(text) - len(text.lstrip())
    words = list(re.finditer(r"\S+", text[start : start + 400]))[:25]
    if not words:
        return (0, 0)
    for word in words[2:]:
        if word[0][-1] in ".!?…" or text[start + word.end() : start + word.end() + 1] == "\n":
            return start, start + word.end()
    return start, start + words[-1].end()
