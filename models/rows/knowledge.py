"""References, topics, checked claims, and what a changed file would change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from models.ratings import Standing, number, standing
from models.records import Reference, Topic


@dataclass(frozen=True, slots=True)
class ReferenceRow:
    """One version of a reference. ``checked_by`` is a user's name, or "file" where the file says so."""

    reference: Reference
    current: bool  # the latest version
    active: bool  # False once it was taken out of use; kept for what rested on it
    edited: bool
    pending: bool
    checked_by: str | None
    checked_at: datetime | None
    changed_by: str
    at: datetime
    looked_at: str | None = None  # the address the person who confirmed it looked at

    @property
    def id(self) -> str:
        return self.reference.id


@dataclass(frozen=True, slots=True)
class TopicRow:
    topic: Topic
    active: bool
    edited: bool
    pending: bool

    @property
    def id(self) -> str:
        return self.topic.id


@dataclass(frozen=True, slots=True)
class PendingDifference:
    """A row changed on the desk whose file changed later. ``kind`` is outlet, source, topic or reference;
    ``file`` is None where the file no longer has it. Only differing keys are listed."""

    kind: str
    id: str
    current: Mapping[str, object]
    file: Mapping[str, object] | None


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim a named fact-checker has judged (ClaimReview). ``rating`` is its own words; ``raw`` keeps the numbers
    of the rating and, under ``earlier``, what it said before. ``origin``: a page, a file or a feed."""

    id: int
    claim: str
    rating: str
    publisher: str
    url: str
    article_id: int | None
    claim_date: date | None
    raw: Mapping[str, object]
    at: datetime
    origin: str = ""
    licence: str = ""

    @property
    def scale(self) -> tuple[float | None, float | None, float | None]:
        """The figures of the rating: value, best and worst of its scale; None for what was not given."""
        given = self.raw.get("reviewRating")
        given = given if isinstance(given, Mapping) else {}
        return number(given.get("ratingValue")), number(given.get("bestRating")), number(given.get("worstRating"))

    @property
    def standing(self) -> Standing:
        """What the rating clearly says, if it does."""
        return standing(self.rating, *self.scale)


@dataclass(frozen=True, slots=True)
class SuggestedClaim:
    """A checked claim that an article's sentence resembles. ``held`` says why it raised no finding: "" where
    it is only not alike enough, else "rebutted", "attributed", "negated", "asked", "hedged" or "not_false"; "found"
    where it did."""

    claim_id: int
    score: float
    part: str
    span: tuple[int, int]
    passage: str
    held: str


@dataclass(frozen=True, slots=True)
class ClaimBeside:
    """A checked claim shown beside an article. ``accepted`` is a person's word (None: nobody has answered), which
    the machine never undoes; ``suggestion`` is the machine's, None where it no longer suggests the claim."""

    claim: ClaimRow
    suggestion: SuggestedClaim | None
    accepted: bool | None
    answered_by: str | None
    answered_at: datetime | None
