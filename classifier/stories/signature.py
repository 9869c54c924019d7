"""What an article looks like to the story finder: weighed words, names, figures, days and the
sketch by which its copies are known.

Everything is computed once an article; pairs are then compared without touching the texts again. Only
title, summary (or the first words of the text) and the publication time are read: never the outlet, the
byline or the topic.
"""

from __future__ import annotations

import hashlib
import math
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import pairwise

from classifier.stories.copies import Sketch, sketch
from classifier.stories.pair_weights import pair_idf
from classifier.stories.synonyms import CONCEPT_WEIGHT, with_concepts
from classifier.text.dates import read_dates
from classifier.text.weights import STOPWORDS, capital_share, idf
from models.records import Article, Language
from models.text import nfc, tone_fold

LEAD_WORDS = 70  # of summary and text, what is read as the lead
BODY_WORDS = 400  # of a whole article, what is read for names and figures beside the lead
LEAST_BODY = 150  # words from which a text is a whole article
RARE_NAME, RARE_WORD = 5.0, 6.5  # least weight of a name of several words, and of one
MOSTLY_NAME = 0.6  # share of capitals from which one word alone is a name (Bí of "Bí thư" is none)
_WORD = re.compile(r"\w+")
_NAME = re.compile(r"(?<![\w])[^\W\d_a-zà-ỹ][\w.\-]*(?:[ ][^\W\d_a-zà-ỹ][\w.\-]*)*")
_FIGURE = re.compile(r"(?<![\w./,\-])\d{1,12}(?:[.,]\d{1,6}){0,4}(?![\w/]|-\d)")
# Figures that two articles share by chance: days and hours, years, round ones.
_COMMON = re.compile(r"\d|[12]\d|3[01]|(?:19|20)\d\d|[1-9]0+")
# News that returns every day in the same words: what was said yesterday is another event.
_RECURRING = re.compile(
    r"(?<!\w)(?:bão|áp thấp|thời tiết|không khí lạnh|giá vàng|giá xăng|tỷ giá|chứng khoán|vn-index|"
    r"giá dầu|mưa lũ|lũ trên|"
    r"xổ số|lịch thi đấu|lịch trực tiếp|điểm chuẩn|storm|typhoon|weather|gold price|forecast)(?!\w)"
)
_AHEAD = re.compile(
    r"(?<!\w)(?:sắp|sẽ|dự kiến|chuẩn bị|đề xuất|dự báo|trước thềm|trước giờ|có thể|kế hoạch|đề nghị|"
    r"giới thiệu|lịch|will|plans?|may|"
    r"propos\w+|to be)(?!\w)"
)


@dataclass(frozen=True, slots=True)
class Signature:
    """One article as the pair scorer and the index see it. Weights are inverse document frequencies."""

    id: str
    at: datetime
    key: str  # content hash: the same article gives the same key whatever its id
    words: Mapping[str, float]
    title: Mapping[str, float]
    acts: Mapping[str, float]  # the title's words that are part of no name
    pairs: Mapping[str, float]
    names: Mapping[str, float]
    norms: tuple[float, float]  # of words and of acts
    sums: tuple[float, float, float]  # of title, acts and names
    title_names: frozenset[str]
    figures: frozenset[str]
    title_figures: frozenset[str]
    body_names: Mapping[str, float]  # rare names and telling figures of a whole article; empty without one
    body_figures: frozenset[str]
    days: frozenset[date]
    recurring: bool
    ahead: bool
    sketch: Sketch  # for knowing its copies


def signature(article: Article, kept: Sketch | None = None) -> Signature:
    """The signature of an article; a missing publication time counts as 1970 (never close to anything
    real). ``kept``: its sketch, where it is known already.
    """
    title = nfc(article.title)
    lead = _lead(article)
    at = article.published_at or datetime(1970, 1, 1, tzinfo=UTC)
    if at.tzinfo is None:
        at = at.replace(tzinfo=UTC)
    whole = f"{title}. {lead}"
    body = _body(article.text)
    low = tone_fold(whole)
    title_words = list(map(sys.intern, _WORD.findall(with_concepts(tone_fold(title)))))
    words = list(map(sys.intern, _WORD.findall(with_concepts(low))))  # held by many articles of a window
    names = _names(title, lead)
    words_of, title_of = _weighed(words), _weighed(title_words)
    named = {word for name in names for word in _WORD.findall(with_concepts(name))}
    acts = {word: weight for word, weight in title_of.items() if word not in named and not word.isdigit()}
    return Signature(
        id=article.id,
        at=at,
        key=hashlib.blake2b(
            f"{title}\n{article.summary}\n{article.text}".encode(), digest_size=8
        ).hexdigest(),
        words=words_of,
        title=title_of,
        acts=acts,
        norms=(_norm(words_of), _norm(acts)),
        sums=(sum(title_of.values()) or 1.0, sum(acts.values()) or 1.0, sum(names.values())),
        pairs=_weighed_pairs(words),
        names=names,
        title_names=frozenset(_names(title, "")),
        figures=frozenset(_figures(whole)),
        title_figures=frozenset(_figures(title)),
        body_names={
            name: weight
            for name, weight in (_names("", body) if body else {}).items()
            if weight >= (RARE_NAME if " " in name else RARE_WORD)
        },
        body_figures=frozenset(f for f in _figures(body) if not _COMMON.fullmatch(f)),
        days=_days(whole, at, article.language),
        recurring=bool(_RECURRING.search(low)),
        ahead=bool(_AHEAD.search(tone_fold(title))),
        sketch=kept or sketch(article.title, article.text or whole),
    )


def _lead(article: Article) -> str:
    """The summary, and as much of the text's beginning as a lead has words: a feed's summary may be no more than a
    teaser. A text that begins with its summary is taken by itself."""
    summary, text = nfc(article.summary).split(), nfc(article.text).split()[:LEAD_WORDS]
    if " ".join(text).startswith(" ".join(summary)):
        return " ".join(text)
    return " ".join([*summary, *text[: max(0, LEAD_WORDS - len(summary))]])


def _body(text: str) -> str:
    """The beginning of a whole article; nothing of a short text, which the lead holds already."""
    words = nfc(text).split()
    return " ".join(words[:BODY_WORDS]) if len(words) >= LEAST_BODY else ""


def _norm(weights: Mapping[str, float]) -> float:
    return math.sqrt(sum(w * w for w in weights.values())) or 1.0


def _weighed(words: list[str]) -> dict[str, float]:
    return {
        word: CONCEPT_WEIGHT if word[0] == "_" else idf(word)
        for word in words
        if word not in STOPWORDS and not (word.isdigit() and len(word) < 2)
    }


def _weighed_pairs(words: list[str]) -> dict[str, float]:
    """Neighbouring words that are not both small, with the weight of the pair itself."""
    return {
        f"{a} {b}": pair_idf(f"{a} {b}")
        for a, b in pairwise(words)
        if (a not in STOPWORDS or b not in STOPWORDS) and not (a.isdigit() and b.isdigit())
    }


def _names(title: str, lead: str) -> dict[str, float]:
    """Capitalised runs, without the word that only opens a sentence; weight of their rarest word and
    length.
    """
    out: dict[str, float] = {}
    for part in (title, lead):
        for match in _NAME.finditer(part):
            words = match[0].split()
            before = part[: match.start()].rstrip()
            if (not before or before[-1] in ".!?:\"“'‘") and (
                len(words) == 1 or idf(tone_fold(words[0])) < 4.5
            ):
                words = words[1:]
            if not words:
                continue
            name = tone_fold(" ".join(words).strip(".-"))
            if name in STOPWORDS or len(name) < 2 or (" " not in name and capital_share(name) < MOSTLY_NAME):
                continue
            out[name] = max(idf(word) for word in _WORD.findall(name) or [name]) + 0.5 * (len(words) - 1)
    return out


def _figures(text: str) -> list[str]:
    return [m.replace(",", ".") for m in _FIGURE.findall(text) if len(m) > 1 or m in "3456789"]


def _days(text: str, at: datetime, language: Language) -> frozenset[date]:
    out: set[date] = set()
    for mention in read_dates(text, language, at):
        if mention.kind == "day" and mention.start is not None and abs((mention.start - at.date()).days) <= 5:
            out.add(mention.start)
    return frozenset(out)
