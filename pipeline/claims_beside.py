"""Which checked claims stand beside an article: the one it repeats, which is a finding, and those a person is asked
about. And which articles a new claim may stand beside."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from classifier.findings.known_false import CheckedClaim, ClaimMatch, ClaimShelf, finding_of, match_claims
from classifier.text.reading import Reading
from classifier.text.weights import STOPWORDS, idf
from models.records import Article, Finding
from models.rows import ClaimRow, SearchFilter, SuggestedClaim
from models.store import Transaction
from models.text import tone_fold, words

MAX_CLAIMS = 2000  # the latest fact-checks held against each article
RARE = 3  # rarest words of a claim, of which an article must share all but one to be compared again
LEAST_WORDS = 6  # of a claim: fewer say too little to know them by
MOST_WORDS = 50  # of the passage that resembles it: more hold a bit of everything (pages without full stops)
FOUND = "found"  # of the claim a finding rests on: a person may refuse it, too
MOST = 3  # claims suggested beside one article


@dataclass(frozen=True, slots=True)
class ClaimsFound:
    """``finding`` rests on ``row``; ``suggested`` are all that a person may answer, best first, at most MOST: that one,
    ``held`` as FOUND, and those that are no finding."""

    finding: Finding | None
    row: ClaimRow | None
    suggested: tuple[SuggestedClaim, ...]


NOTHING = ClaimsFound(None, None, ())


class ClaimsBeside:
    """The office's checked claims, read once for a pass."""

    def __init__(self, rows: Sequence[ClaimRow]) -> None:
        self._rows = {str(row.id): row for row in rows if len(words(row.claim)) >= LEAST_WORDS}
        self._shelf = ClaimShelf([_checked(row) for row in self._rows.values()])

    def look(self, article: Article, refused: Collection[int]) -> ClaimsFound:
        """What there is beside the article. Never the claims its own page carries, nor those a person has said it
        does not make. At most one claim is a finding."""
        if not self._rows:
            return NOTHING
        best: dict[str, tuple[str, ClaimMatch]] = {}
        for part, text in (("title", article.title), ("text", article.text)):
            for match in match_claims(Reading(text, article.published_at), self._shelf, title=article.title):
                row = self._rows[match.claim.id]
                if row.id in refused or str(row.article_id) == article.id:
                    continue
                if len(words(match.passage)) > MOST_WORDS:
                    continue
                known = best.get(match.claim.id)
                if known is None or (match.finds, match.score) > (known[1].finds, known[1].score):
                    best[match.claim.id] = (part, match)
        ranked = sorted(best.values(), key=lambda one: (not one[1].finds, -one[1].score, one[1].claim.id))
        first = ranked[0] if ranked and ranked[0][1].finds else None
        rest = tuple(self._suggested(part, match, first) for part, match in ranked)
        if first is None:
            return ClaimsFound(None, None, rest[:MOST])
        part, match = first
        return ClaimsFound(finding_of(match, part), self._rows[match.claim.id], rest[:MOST])

    def _suggested(self, part: str, match: ClaimMatch, first: tuple[str, ClaimMatch] | None) -> SuggestedClaim:
        row = self._rows[match.claim.id]
        held = FOUND if first is not None and match is first[1] else match.held
        return SuggestedClaim(row.id, round(match.score, 3), part, match.span, match.passage, held)


def _checked(row: ClaimRow) -> CheckedClaim:
    """A stored claim as the detector takes it."""
    day = None if row.claim_date is None else row.claim_date.isoformat()
    return CheckedClaim(str(row.id), row.claim, row.rating, row.publisher, row.url, day, *row.scale)


def again_where_claims_changed(tx: Transaction, last: str | None, since: datetime, now: datetime) -> str:
    """Have articles published after ``since`` compared again that share the rarest words of a claim stored or changed
    after ``last`` (ISO; None at the first pass, when everything is compared anyhow). Returns where the next pass
    begins."""
    newest = max((row.at for row in tx.claims.list(1)), default=now)
    if last is not None:
        for row in tx.claims.list(MAX_CLAIMS, since=datetime.fromisoformat(last)):
            tx.articles.mark_dirty(_near(tx, row, since))
    return newest.isoformat()


def _near(tx: Transaction, row: ClaimRow, since: datetime) -> list[int]:
    """Articles that share two of the three rarest words of the claim (both where it has no more)."""
    rare = sorted(
        {word for word in words(row.claim) if len(word) > 1 and not word.isdigit() and word not in STOPWORDS},
        key=lambda word: (-idf(tone_fold(word)), word),
    )[:RARE]
    found: dict[int, None] = {}
    for left_out in rare if len(rare) == RARE else [""]:
        query = " ".join(word for word in rare if word != left_out)
        if query:
            found.update(dict.fromkeys(hit.article_id for hit in tx.search.find(query, SearchFilter(since=since)).hits))
    return list(found)
