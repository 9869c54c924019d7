"""Stories found as articles arrive: candidates by rare words, scored in pairs, placed by average link.

An index holds the window (72 hours by default). ``add`` places a batch: sorted first by publication time
and content, so any order of the same batch gives the same places. An article joins the story whose
members it resembles best, on average and at its best, so that a chain of neighbours never merges a saga;
otherwise it opens a story of its own. Places that are already known are never changed: a person's split
or join stands, and what follows is measured against it.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from classifier.stories.copies import NOTHING, CopyIndex, pack, unpack
from classifier.stories.pairs import same_event
from classifier.stories.signature import Signature, signature
from models.records import Article, StoryPlace

JOIN_BEST = 0.73  # probability of the best pair from which an article may join a story
JOIN_MEAN = 0.50  # and the least mean over the story's members
COPIES = timedelta(days=14)  # how far apart two articles may be published and still be copies
MEMBERS_COMPARED = 8  # of a story: its first two and its latest
_POSTINGS = 120  # latest articles kept for one word; rarer words decide anyway
_CANDIDATES = 16
_NEAREST = 3  # members of a story compared before the rest of it is
_VISITED = 300  # entries of word lists looked at for one article, the shortest lists first
_LEAST_SHARED = 9.0  # weight of shared keys below which two articles are not even compared
_RARE = 4.3
BODY_KEYS = 8  # names of a whole article's body by which it is found besides


class Placed(Protocol):
    """One article of the window with its place, as the store keeps it."""

    @property
    def article(self) -> Article: ...
    @property
    def place(self) -> StoryPlace: ...
    @property
    def pinned(self) -> bool: ...
    @property
    def signature(self) -> bytes | None: ...


@dataclass(frozen=True, slots=True)
class PlacedArticle:
    """The plain form of ``Placed``. ``pinned`` marks a place a person chose; ``add`` never moves any
    restored article, so the mark is only kept for the caller's sake.
    """

    article: Article
    place: StoryPlace
    pinned: bool = False
    signature: bytes | None = None


@dataclass(frozen=True, slots=True)
class _Member:
    number: int
    sign: Signature  # without its sketch, which is kept packed
    sketch: bytes
    story: str
    copy_of: str | None


class StoryIndex:
    """The window's articles, ready to receive more. One index is used by one thread."""

    def __init__(
        self, window_hours: float = 72, join_best: float = JOIN_BEST, join_mean: float = JOIN_MEAN
    ) -> None:
        self._window = timedelta(hours=window_hours)
        self._join_best, self._join_mean = join_best, join_mean
        self._members: dict[str, _Member] = {}
        self._by_number: dict[int, _Member] = {}
        self._stories: dict[str, list[int]] = defaultdict(list)
        self._postings: dict[str, list[int]] = {}
        self._copies = CopyIndex(COPIES)
        self._order: deque[tuple[datetime, str]] = deque()
        self._recent: deque[datetime] = deque(maxlen=51)
        self._next = 0

    def __len__(self) -> int:
        return len(self._members)

    def restore(self, placed: Iterable[Placed]) -> None:
        """Take in articles whose place is settled (from the store, or set by a person)."""
        for row in sorted(placed, key=lambda r: _rank(signature_key(r.article), r.article.id)):
            self._enter(signature(row.article, unpack(row.signature)), row.place.story, row.place.copy_of)

    def restore_older(self, kept: Iterable[tuple[str, datetime, bytes | None]]) -> None:
        """Take in (id, publication, sketch) of articles older than the stories' window, so that copies of them are
        known."""
        for identity, at, packed in kept:
            sketch = unpack(packed)
            if sketch is not None:
                self._copies.add(identity, at, sketch)

    def kept(self, identity: str) -> bytes | None:
        """What the store keeps of an article, so that a restart need not read its text for copies again."""
        member = self._members.get(identity)
        return None if member is None else member.sketch

    def add(self, items: Sequence[Article]) -> list[StoryPlace]:
        """Place a batch; the answers stand in the order of ``items``. An article whose id is known keeps
        its place.
        """
        signs = {item.id: signature(item) for item in items}
        places: dict[str, StoryPlace] = {}
        for sign in sorted(signs.values(), key=lambda s: (s.at, s.key, s.id)):
            known = self._members.get(sign.id)
            if known is not None:
                places[sign.id] = StoryPlace(sign.id, known.story, known.copy_of)
                continue
            story, copy_of = self._choose(sign)
            self._enter(sign, story, copy_of)
            places[sign.id] = StoryPlace(sign.id, story, copy_of)
        self._forget()
        return [places[item.id] for item in items]

    # ── choosing ───────────────────────────────────────────────────────────────────────────

    def _choose(self, sign: Signature) -> tuple[str, str | None]:
        original = self._copied(sign)
        if original is not None:
            return original
        best: tuple[float, str] | None = None
        for story, near in self._near_stories(sign).items():
            scores = {m.number: same_event(sign, m.sign) for m in near[:_NEAREST]}
            if max(scores.values()) < self._join_best:
                continue
            for member in self._sample(story):
                if member.number not in scores and abs(member.sign.at - sign.at) <= self._window:
                    scores[member.number] = same_event(sign, member.sign)
            mean = sum(scores.values()) / len(scores)
            if mean >= self._join_mean and (best is None or (mean, story) > best):
                best = (mean, story)
        return (best[1] if best else f"{sign.at:%Y%m%d}-{sign.key}"), None

    def _near_stories(self, sign: Signature) -> dict[str, list[_Member]]:
        """The articles that share the most rare words, names and word pairs, by story; bounded work an article."""
        weight: dict[int, float] = defaultdict(float)
        lists = [(found, value) for key, value in _keys(sign) if (found := self._postings.get(key))]
        visited = 0
        for numbers, value in sorted(lists, key=lambda pair: (len(pair[0]), -pair[1])):
            for number in numbers:
                weight[number] += value
            visited += len(numbers)
            if visited > _VISITED:
                break
        enough = [(n, w) for n, w in weight.items() if w >= _LEAST_SHARED]
        best = sorted(enough, key=lambda pair: (-pair[1], pair[0]))[:_CANDIDATES]
        stories: dict[str, list[_Member]] = {}
        for number, _ in best:
            member = self._by_number.get(number)
            if member is not None and abs(member.sign.at - sign.at) <= self._window:
                stories.setdefault(member.story, []).append(member)
        return stories

    def _sample(self, story: str) -> list[_Member]:
        numbers = [n for n in self._stories[story] if n in self._by_number]
        chosen = numbers[:2] + numbers[2:][-(MEMBERS_COMPARED - 2) :]
        originals = [self._by_number[n] for n in chosen if self._by_number[n].copy_of is None]
        return originals or [self._by_number[n] for n in chosen[:1]]

    def _copied(self, sign: Signature) -> tuple[str, str] | None:
        """(story, id) where this is a copy of an earlier article: that one's story while it is in the window of
        stories, its own where the original is older.
        """
        found = self._copies.find(sign.at, sign.sketch, sign.id)
        if found is None:
            return None
        member = self._members.get(found[0])
        if member is None or abs(member.sign.at - sign.at) > self._window:
            return f"{sign.at:%Y%m%d}-{sign.key}", found[0]
        return member.story, member.copy_of or member.sign.id

    # ── keeping ────────────────────────────────────────────────────────────────────────────

    def _enter(self, sign: Signature, story: str, copy_of: str | None) -> None:
        packed = pack(sign.sketch)
        member = _Member(self._next, replace(sign, sketch=NOTHING), packed, story, copy_of)
        self._next += 1
        self._members[sign.id] = self._by_number[member.number] = member
        self._stories[story].append(member.number)
        for key, _ in _keys(sign):
            numbers = self._postings.setdefault(key, [])  # most have one entry: a deque is ten times as large
            numbers.append(member.number)
            if len(numbers) > _POSTINGS:
                del numbers[0]
        self._copies.add(sign.id, sign.at, sign.sketch, packed)
        self._order.append((sign.at, sign.id))
        self._recent.append(sign.at)

    def _forget(self) -> None:
        """Drop what left the window, seen from the middle of the latest arrivals: one wrong date empties
        nothing.
        """
        if not self._recent:
            return
        middle = sorted(self._recent)[len(self._recent) // 2]
        oldest = middle - 2 * self._window
        self._copies.forget(middle - COPIES)
        for _ in range(len(self._order)):
            at, identity = self._order[0]
            if at >= oldest:
                break
            self._order.popleft()
            member = self._members.pop(identity, None)
            if member is None:
                continue
            del self._by_number[member.number]
            self._stories[member.story].remove(member.number)
            if not self._stories[member.story]:
                del self._stories[member.story]
            for key, _ in _keys(member.sign):
                numbers = self._postings.get(key)
                if numbers and numbers[0] == member.number:
                    del numbers[0]
                if not numbers:
                    self._postings.pop(key, None)


def group(items: Sequence[Article], window_hours: float = 72) -> list[StoryPlace]:
    """Stories of one closed set of articles, in the order given."""
    return StoryIndex(window_hours).add(items)


def signature_key(article: Article) -> datetime | None:
    return article.published_at


def _rank(at: datetime | None, identity: str) -> tuple[float, str]:
    return (at.timestamp() if at else 0.0, identity)


def _keys(sign: Signature) -> list[tuple[str, float]]:
    """The words, names and word pairs by which an article is found again: its 24 most telling,
    and names of its body."""
    keys = {w: v for w, v in sign.words.items() if v >= _RARE}
    keys.update({f"n {n}": v for n, v in sign.names.items() if " " in n})
    keys.update({f"p {p}": v for p, v in sign.pairs.items() if v >= _RARE})
    telling = sorted(keys.items(), key=lambda pair: (-pair[1], pair[0]))[:24]
    more = {f"n {n}": v for n, v in sign.body_names.items() if " " in n and f"n {n}" not in keys}
    return telling + sorted(more.items(), key=lambda pair: (-pair[1], pair[0]))[:BODY_KEYS]
