"""A text read once: sentences with their tokens, terms, names, cues, and (only when asked for) figures, dates
and speakers.

Reading is what costs time, so every part is computed at most once and the costly parts only for sentences
that were
aligned with something. Spans count on ``Reading.text``, the normalised text; ``Reading.raw`` turns them into
raw ones.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Hashable
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from typing import Any

from classifier.text.attribution import Speaker, read_speakers
from classifier.text.clauses import clause_spans, set_aside
from classifier.text.cues import Mark, is_view, read_marks
from classifier.text.dates import DateMention, day_of, lower, scan, scan_undated, with_durations
from classifier.text.name_index import NameIndex
from classifier.text.names import Name, read_names
from classifier.text.quantities import Quantity, quantities_in
from classifier.text.quotes import Quote, read_quotes
from classifier.text.sentences import Token, Words, sentence_spans
from classifier.text.terms import Term, terms_of
from models.records import Asserted, Language
from models.text import language_of, normalise

MAX_TEXT = 60_000  # characters compared; what stands behind is read by nobody in one go either
# Bounds that no article reaches, so that junk, tables and word lists end soon too.
MOST_SENTENCES = 1500
MOST_QUOTES = 150
MOST_IN_SENTENCE = 150  # figures, dates or speakers
MOST_OF_A_TERM = 200  # sentences found again by one term


# One for one, so offsets stay: pages are full of no-break spaces, and plain text is normalised much faster.
_SPACE = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
# A sentence without figures and without any of these holds no quantity, respectively no date.
_NUMBER_WORDS = frozenset(
    """một hai ba bốn năm sáu bảy bẩy tám chín mười trăm nghìn ngàn vạn triệu tỷ tỉ chục nửa vài mấy hàng one
    two three four five six seven eight
    nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty
    fifty sixty seventy eighty ninety hundred
    hundreds thousand thousands million millions billion billions dozen dozens tens half several a""".split()
)
_DATE_WORDS = frozenset(
    """ngày tháng năm quý tuần hôm thế thập thứ chủ giờ nửa tết âm sáng chiều tối trưa đêm mùng rằm yesterday
    today tomorrow week month year century decade
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december
    weeks months years days hours minutes day hour ago last next đầu cuối nay ngoái kia mai qua trước
    sau""".split()
)


_DIGIT = re.compile("[0-9]")


class Sentence:
    """One sentence of a Reading. Not compared by value; holds its reading's text."""

    def __init__(self, reading: Reading, index: int, span: tuple[int, int]) -> None:
        self.reading = reading
        self.index = index
        self.start, self.end = span
        self.columns = Words(reading.text, *span)
        self.keys = self.columns.keys

    @property
    def text(self) -> str:
        return self.reading.text[self.start : self.end]

    @property
    def words(self) -> tuple[Token, ...]:
        return self.columns.tokens

    @cached_property
    def _figures(self) -> bool:
        return any(map(str.isdigit, self.text))

    @cached_property
    def digits(self) -> bool:
        """Whether the sentence has one of the digits 0 to 9."""
        return _DIGIT.search(self.reading.text, self.start, self.end) is not None

    @cached_property
    def marks(self) -> tuple[Mark, ...]:
        return read_marks(self.columns, self.reading.language is Language.EN)

    @cached_property
    def names(self) -> tuple[Name, ...]:
        return read_names(self.columns)

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        return terms_of(self.keys, self.names, self.marks, self.reading.language is Language.EN)

    @cached_property
    def near(self) -> dict[tuple[int, int, int], dict[str, float]]:
        """The terms around places asked for before (``align.near_keys``)."""
        return {}

    @cached_property
    def around(self) -> dict[tuple[int, int], tuple[list[tuple[str, float, float]], float]]:
        """The terms around places asked for before, with their say (``align.rest``)."""
        return {}

    @cached_property
    def kept(self) -> dict[Hashable, Any]:
        """What detectors worked out about the sentence, by their own keys; it is laid beside many others."""
        return {}

    @cached_property
    def term_keys(self) -> frozenset[str]:
        return frozenset([t.key for t in self.terms])

    @cached_property
    def distinct_keys(self) -> tuple[str, ...]:
        """Its terms' keys once each, in reading order: sums over a set would hang on the order of its hashes."""
        return tuple(dict.fromkeys([t.key for t in self.terms]))

    @cached_property
    def around_keys(self) -> frozenset[str]:
        """Its terms and those of a short text as a whole; of a long one those of the sentences beside."""
        all_of = self.reading.sentences
        if len(all_of) <= 4:
            return self.reading.term_keys
        return frozenset().union(*(s.term_keys for s in all_of[max(0, self.index - 1) : self.index + 2]))

    @cached_property
    def key_set(self) -> frozenset[str]:
        return frozenset(self.keys)

    @cached_property
    def weight(self) -> float:
        return sum(t.weight for t in self.terms) or 1e-9

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        if not self._figures and _NUMBER_WORDS.isdisjoint(self.keys):
            return ()
        text, low, language = self.text, self._low, self.reading.language
        found = quantities_in(text, low, language, scan_undated(low, language, self._dated))
        return tuple(
            [
                replace(
                    q,
                    span=self._shift(q.span),
                    text=text[q.span[0] : q.span[1]],
                    core=self._shift(q.core),
                    per=q.per.split(" ")[0],
                )
                for q in found[:MOST_IN_SENTENCE]
            ]
        )

    @cached_property
    def figures(self) -> frozenset[tuple[str, float]]:
        """Unit and value of the figures that tell one statement from another: no small plain counts."""
        told = (q for q in self.quantities if q.kind == "quantity" and (q.value >= 10 or q.dimension != "count"))
        return frozenset((q.unit, q.value) for q in told)

    @cached_property
    def dates(self) -> tuple[DateMention, ...]:
        if not self._figures and _DATE_WORDS.isdisjoint(self.keys):
            return ()
        text = self.text
        found = with_durations(self._low, self.reading.language, self._dated)[:MOST_IN_SENTENCE]
        return tuple([replace(d, span=self._shift(d.span), text=text[d.span[0] : d.span[1]]) for d in found])

    @property
    def _low(self) -> str:
        return self.reading.low[self.start : self.end]

    @cached_property
    def _dated(self) -> list[DateMention]:
        """Dates without lengths of time, spans counted on the sentence: read once for figures and dates."""
        return scan(self._low, self.reading.language, day_of(self.reading.published_at))

    @cached_property
    def quotes(self) -> tuple[Quote, ...]:
        return tuple(q for q in self.reading.quotes if q.span[0] >= self.start and q.span[1] <= self.end)

    @cached_property
    def speakers(self) -> tuple[Speaker, ...]:
        found = read_speakers(self.reading.low, (self.start, self.end), self.columns, self.names)
        return found[:MOST_IN_SENTENCE]

    @cached_property
    def view(self) -> bool:
        return is_view(self.text)

    @cached_property
    def rebuts(self) -> bool:
        """Whether the sentence says that something else is false (tin giả, sai sự thật)."""
        return any(m.entry.cue == "rebut" for m in self.marks)

    @cached_property
    def set_aside(self) -> tuple[tuple[int, int], ...]:
        """Character spans on ``Reading.text`` of alternatives named only to be denied ("chứ không phải …")."""
        return set_aside(self.reading.low, self.start, self.end)

    @cached_property
    def clauses(self) -> tuple[tuple[int, int], ...]:
        """Character spans on ``Reading.text`` of its clauses."""
        return clause_spans(self.reading.text, self.start, self.end)

    def denies(self, span: tuple[int, int]) -> bool:
        """Whether a character span lies within an alternative that the sentence sets aside."""
        return any(start <= span[0] and span[1] <= end for start, end in self.set_aside)

    def _shift(self, span: tuple[int, int]) -> tuple[int, int]:
        return span[0] + self.start, span[1] + self.start

    def char_range(self, cut: tuple[int, int]) -> tuple[int, int]:
        """The span on ``Reading.text`` of the words from the first to the last index of ``cut``."""
        return self.columns.starts[cut[0]], self.columns.ends[cut[1]]

    def token_range(self, start: int, end: int) -> tuple[int, int]:
        """First and last (inclusive) token index of a character span; last < first when there is none."""
        first, last = bisect_right(self.columns.ends, start), bisect_left(self.columns.starts, end) - 1
        return (first, last) if first <= last else (0, -1)


class Reading:
    """One text of an article or a piece of evidence, read lazily."""

    def __init__(
        self, text: str, published_at: datetime | None = None, language: Language | None = None
    ) -> None:
        self._raw = text
        self._map = normalise(_SPACE.sub(" ", text[:MAX_TEXT]))
        self.text = self._map.text
        self.low = lower(self.text)
        self.published_at = published_at
        found = language or language_of(self.text)
        self.language = found if found is not Language.OTHER else Language.VI

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        spans = sentence_spans(self.text)[:MOST_SENTENCES]
        return tuple(Sentence(self, i, span) for i, span in enumerate(spans))

    @cached_property
    def quotes(self) -> tuple[Quote, ...]:
        return read_quotes(self.text)[:MOST_QUOTES]

    @cached_property
    def postings(self) -> dict[str, list[tuple[int, float]]]:
        """For every term the sentences that have it, each with the term's weight there."""
        out: dict[str, list[tuple[int, float]]] = {}
        for sentence in self.sentences:
            for term in sentence.terms:
                found = out.setdefault(term.key, [])
                if len(found) < MOST_OF_A_TERM:
                    found.append((sentence.index, term.weight))
        return out

    @cached_property
    def term_keys(self) -> frozenset[str]:
        return frozenset().union(*(s.term_keys for s in self.sentences)) if self.sentences else frozenset()

    @cached_property
    def tokens(self) -> frozenset[str]:
        return frozenset(k for s in self.sentences for k in s.keys)

    @cached_property
    def running(self) -> str:
        """All token keys with single spaces between and around, for finding runs of words."""
        return " " + " ".join(k for s in self.sentences for k in s.keys) + " "

    @cached_property
    def names(self) -> tuple[Name, ...]:
        return tuple(n for s in self.sentences for n in s.names)

    @cached_property
    def name_forms(self) -> tuple[Name, ...]:
        """The first name of each form (ids and key): what is said of a form holds for all names of it."""
        return tuple({(n.ids, n.key): n for n in reversed(self.names)}.values())

    @cached_property
    def name_index(self) -> NameIndex:
        return NameIndex(self.name_forms)

    @cached_property
    def answered(self) -> dict[tuple[str, frozenset[str], tuple[str, ...]], bool]:
        """Answers about a form of a name in this text, by question; whoever asks again need not look again."""
        return {}

    @cached_property
    def name_ids(self) -> frozenset[str]:
        return frozenset(i for n in self.names for i in n.ids)

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        return tuple(q for s in self.sentences for q in s.quantities)

    @cached_property
    def dates(self) -> tuple[DateMention, ...]:
        return tuple(d for s in self.sentences for d in s.dates)

    def raw(self, span: tuple[int, int]) -> tuple[int, int]:
        """A span of ``text`` as a span of the raw text given."""
        return self._map.raw(*span)

    def cut(self, raw_span: tuple[int, int]) -> str:
        return self._raw[raw_span[0] : raw_span[1]]

    def asserted(self, sentence: Sentence, span: tuple[int, int]) -> Asserted:
        """Whose statement a span is: in quotation marks, attributed to a speaker, or the text's own."""
        if any(q.speech and q.span[0] <= span[0] and span[1] <= q.span[1] for q in sentence.quotes):
            return Asserted.QUOTED
        return Asserted.ATTRIBUTED if sentence.speakers else Asserted.ASSERTED
