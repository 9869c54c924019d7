"""Emerging subjects: terms that many stories of a week share, no topic covers, and hardly any earlier story had.

A term is two to four neighbouring words within a title or summary. It is counted in *stories*, not articles, so that
copies and one event told often are one; and it must come from several outlets, so that a series of one outlet is no
burst. Its surprise: stories of a term in a week are Poisson with a Gamma prior on their weekly rate (Jeffreys', from
the weeks before), so a new week's count is negative binomial; ``p`` is the chance of as many stories or more
(Gelman et al., Bayesian Data Analysis, 2.6), corrected for the number of terms looked at. Terms that live in the same
stories are one burst. Names of persons, and names of two words or more that the gazetteer does not know (they may be
a private person's), give no term.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from scipy.stats import nbinom

from classifier.text import sentences
from classifier.text.names import read_names
from classifier.topics.concepts import BREAK, tokens

MIN_STORIES = 5
MIN_OUTLETS = 3
ERROR = 0.01  # expected number of false terms in a week, all together
SAME = 0.5  # of the stories of the rarer of two terms are the other's, too: one burst
LONGEST = 4
SHOWN_TERMS = 6
SHOWN_STORIES = 12


@dataclass(frozen=True, slots=True)
class Told:
    """An article that no topic covers. ``story``: its event (its own id where it stands alone)."""

    article_id: int
    story: str
    outlet: str
    day: date
    title: str
    summary: str


@dataclass(frozen=True, slots=True)
class Burst:
    """One subject. ``terms``: what its stories share, the most surprising first; ``p`` is that term's, corrected.

    ``articles``: one a story, those with the most of the burst's terms first. ``days``: stories by day. ``usual``: the
    first term's stories in one of the weeks before.
    """

    terms: tuple[str, ...]
    stories: int
    outlets: int
    usual: float
    p: float
    days: Mapping[date, int]
    articles: tuple[Told, ...]


def bursts(week: Sequence[Told], before: Sequence[Told], weeks_before: int) -> tuple[Burst, ...]:
    """What bursts in ``week`` against the ``weeks_before`` weeks of ``before``; the most stories first.

    ValueError without a week before: everything would be new.
    """
    if weeks_before < 1:
        raise ValueError("bursts need at least one earlier week")
    now, told = _by_term(week)
    tried = [term for term, stories in now.items() if len(stories) >= MIN_STORIES]
    past = _counted(before, frozenset(tried))
    chance = {}
    for term in tried:
        if len(_outlets(week, now[term])) < MIN_OUTLETS:
            continue
        # Jeffreys' prior Gamma(1/2, 0) after k stories in w weeks: NB(k + 1/2, w / (w + 1)).
        p = float(nbinom.sf(len(now[term]) - 1, past[term] + 0.5, weeks_before / (weeks_before + 1)))
        if p * len(tried) < ERROR:
            chance[term] = p * len(tried)
    groups = _joined(sorted(chance, key=lambda term: (chance[term], -len(term), term)), now)
    found = [_burst(terms, now, week, told, past, chance, weeks_before) for terms in groups]
    return tuple(sorted(found, key=lambda burst: (-burst.stories, burst.terms)))


def _burst(
    terms: Sequence[str],
    now: Mapping[str, frozenset[str]],
    week: Sequence[Told],
    told: Mapping[str, Told],
    past: Mapping[str, int],
    chance: Mapping[str, float],
    weeks_before: int,
) -> Burst:
    stories = frozenset().union(*(now[term] for term in terms))
    said = Counter(story for term in terms for story in now[term])
    best = sorted(stories, key=lambda story: (said[story], told[story].day, told[story].article_id), reverse=True)
    articles = [told[story] for story in best]
    return Burst(
        _widest(terms)[:SHOWN_TERMS],
        len(stories),
        len(_outlets(week, stories)),
        past[terms[0]] / weeks_before,
        min(chance[term] for term in terms),
        dict(sorted(Counter(one.day for one in articles).items())),
        tuple(articles[:SHOWN_STORIES]),
    )


def _widest(terms: Sequence[str]) -> tuple[str, ...]:
    """The terms without those that stand whole inside another one."""
    return tuple(t for t in terms if not any(t != other and f" {t} " in f" {other} " for other in terms))


def _outlets(week: Iterable[Told], stories: frozenset[str]) -> set[str]:
    return {one.outlet for one in week if one.story in stories}


def _joined(terms: Sequence[str], now: Mapping[str, frozenset[str]]) -> list[list[str]]:
    """Terms in the order given, each put to the first group whose stories it shares."""
    groups: list[tuple[list[str], set[str]]] = []
    for term in terms:
        for members, stories in groups:
            shared = len(now[term] & stories)
            if shared / min(len(now[term]), len(stories)) >= SAME:
                members.append(term)
                stories |= now[term]
                break
        else:
            groups.append(([term], set(now[term])))
    return [members for members, _ in groups]


def _by_term(week: Sequence[Told]) -> tuple[dict[str, frozenset[str]], dict[str, Told]]:
    """The stories of every term, and of every story its first article."""
    found: dict[str, set[str]] = defaultdict(set)
    told: dict[str, Told] = {}
    for one in sorted(week, key=lambda one: one.article_id):
        told.setdefault(one.story, one)
    for one in week:
        for term in terms_of(one.title) | terms_of(one.summary):
            found[term].add(one.story)
    return {term: frozenset(stories) for term, stories in found.items()}, told


def _counted(before: Iterable[Told], wanted: frozenset[str]) -> Counter[str]:
    """How many earlier stories had each of the wanted terms."""
    found: dict[str, set[str]] = defaultdict(set)
    for one in before:
        found[one.story] |= wanted & (terms_of(one.title) | terms_of(one.summary))
    return Counter(term for terms in found.values() for term in terms)


def terms_of(text: str) -> set[str]:
    """Two to four neighbouring words of one phrase, lowercase, none with a person's name in it.

    None begins or ends with a small word.
    """
    persons = _persons(text)
    found = set()
    phrase: list[str] = []
    for token in [*tokens(text), BREAK]:
        if token != BREAK and not token.isdigit():
            phrase.append(token)
            continue
        for size in range(2, LONGEST + 1):
            for at in range(len(phrase) - size + 1):
                part = phrase[at : at + size]
                if part[0] in _SMALL or part[-1] in _SMALL or persons & set(part):
                    continue
                found.add(" ".join(part))
        phrase = []
    return found


def _persons(text: str) -> set[str]:
    """The words of names that are, or may be, a person's."""
    return {
        token
        for start, end in sentences.sentence_spans(text)
        for name in read_names(sentences.Words(text, start, end))
        if name.kind == "person" or (not name.kind and not name.ids and len(name.key) > 1)
        for token in tokens(text[name.start : name.end])
    }


_SMALL = frozenset(
    (
        "và của là có được bị cho với các những một này đó khi từ đến trong ngoài trên dưới tại về theo vì do để sẽ đã "
        "đang cũng không chưa rất thì mà ra vào lên xuống nhiều ít còn lại hơn như nếu sau trước người ông bà anh chị "
        "năm tháng ngày giờ ở bằng qua giữa cùng hay hoặc nên phải vẫn chỉ mới nhất đầu việc sự cuộc the a an of in on "
        "at to for and or is are was were be been by with from as that this it its he she they his her their has have "
        "had not but after over says said will new"
    ).split()
)
