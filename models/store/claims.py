"""Claims that named fact-checkers have judged (ClaimReview), and where they stand beside articles."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import delete, func, insert, select, update

from models.records import Bilingual
from models.rows import ClaimBeside, ClaimRow, SuggestedClaim
from models.store.base import Repository, columns
from models.store.errors import NotFound
from models.tables import ArticleTable, ClaimAnswerTable, ClaimSuggestionTable, ClaimTable, UserTable
from models.text import fold

ROW = ("id", "claim", "rating", "publisher", "url", "article_id", "claim_date", "raw", "at", "origin", "licence")
Saved = Literal["new", "changed", "same"]


class Claims(Repository):
    def save(
        self,
        claim: str,
        rating: str,
        publisher: str,
        url: str,
        article_id: int | None,
        claim_date: date | None,
        raw: Mapping[str, object],
        now: datetime,
        *,
        origin: str = "",
        licence: str = "",
    ) -> Saved:
        """Store a judged claim, once for each address and claim. "changed" where the fact-checker has changed the
        rating since: the new one counts, the earlier ones are kept in ``raw``."""
        values = {
            "key": hashlib.sha256(f"{url}\n{claim}".encode()).hexdigest(),
            "claim": claim,
            "rating": rating,
            "publisher": publisher,
            "url": url,
            "article_id": article_id,
            "claim_date": claim_date,
            "raw": dict(raw),
            "at": now,
            "origin": origin,
            "licence": licence,
        }
        if self._insert_new(ClaimTable, values, ClaimTable.id) is not None:
            return "new"
        row = self._conn.execute(select(ClaimTable).where(ClaimTable.key == values["key"]).with_for_update()).one()
        told = {key: part for key, part in row.raw.items() if key != "earlier"}
        if row.rating == rating and told.get("reviewRating") == raw.get("reviewRating"):
            return "same"
        earlier = [*row.raw.get("earlier", ()), {"rating": row.rating, "until": now.isoformat()}]
        changed = {"rating": rating, "claim_date": claim_date, "raw": {**raw, "earlier": earlier}, "at": now}
        self._conn.execute(update(ClaimTable).where(ClaimTable.id == row.id).values(**changed))
        return "changed"

    def list(self, limit: int = 1000, *, q: str = "", since: datetime | None = None) -> tuple[ClaimRow, ...]:
        """Stored claims, newest first; those in which every word of ``q`` occurs, with or without diacritics;
        those stored or changed after ``since``."""
        query = select(ClaimTable).order_by(ClaimTable.at.desc(), ClaimTable.id.desc())
        if since is not None:
            query = query.where(ClaimTable.at > since)
        if not q.strip():
            query = query.limit(limit)
        rows = (ClaimRow(**columns(row, ROW)) for row in self._conn.execute(query))
        return tuple(row for row in rows if _found_in(row, q))[:limit]

    def get(self, claim_id: int) -> ClaimRow:
        """One claim. NotFound."""
        row = self._conn.execute(select(ClaimTable).where(ClaimTable.id == claim_id)).one_or_none()
        if row is None:
            raise NotFound(Bilingual("kết quả kiểm chứng", "checked claim"), claim_id)
        return ClaimRow(**columns(row, ROW))

    def state(self) -> tuple[int, int | None, datetime | None]:
        """How many there are, the last one's id, and when one was last stored or changed: the same as long as they
        are."""
        query = select(func.count(), func.max(ClaimTable.id), func.max(ClaimTable.at))
        row = self._conn.execute(query).one()
        return int(row[0]), row[1], row[2]

    def count(self) -> int:
        return int(self._conn.execute(select(func.count()).select_from(ClaimTable)).scalar_one())

    def suggest(self, article_id: int, version: int, found: Sequence[SuggestedClaim], now: datetime) -> None:
        """The machine's present suggestions for an article, in place of its earlier ones. Touches no answer."""
        self._conn.execute(delete(ClaimSuggestionTable).where(ClaimSuggestionTable.article_id == article_id))
        for one in found:
            self._conn.execute(
                insert(ClaimSuggestionTable).values(
                    article_id=article_id,
                    claim_id=one.claim_id,
                    version=version,
                    score=one.score,
                    part=one.part,
                    start=one.span[0],
                    end=one.span[1],
                    passage=one.passage,
                    held=one.held,
                    at=now,
                )
            )

    def answer(self, article_id: int, claim_id: int, accepted: bool, user_id: int, now: datetime) -> None:
        """A person says whether the claim is about what the article says: a new row, the latest counts. NotFound."""
        self.get(claim_id)
        version = self._conn.execute(
            select(ArticleTable.version).where(ArticleTable.id == article_id)
        ).scalar_one_or_none()
        if version is None:
            raise NotFound(Bilingual("bài", "article"), article_id)
        values = {"article_id": article_id, "claim_id": claim_id, "accepted": accepted, "user_id": user_id}
        self._conn.execute(insert(ClaimAnswerTable).values(**values, version=version, at=now))

    def refused(self, article_id: int) -> frozenset[int]:
        """The claims a person has said this article does not make."""
        return frozenset(id_ for id_, row in self._answers(article_id).items() if not row.accepted)

    def beside(self, article_id: int) -> tuple[ClaimBeside, ...]:
        """Claims to show beside an article: suggested ones best first, then those a person answered that are no
        longer suggested. Refused ones are last."""
        suggestions = {row.claim_id: row for row in self._conn.execute(
            select(ClaimSuggestionTable).where(ClaimSuggestionTable.article_id == article_id)
        )}  # fmt: skip
        answers = self._answers(article_id)
        ids = [*suggestions, *(id_ for id_ in answers if id_ not in suggestions)]
        rows = self._conn.execute(select(ClaimTable).where(ClaimTable.id.in_(ids))) if ids else ()
        claims = {row.id: ClaimRow(**columns(row, ROW)) for row in rows}
        found = [_beside(claims[id_], suggestions.get(id_), answers.get(id_)) for id_ in ids]
        return tuple(sorted(found, key=_order))

    def _answers(self, article_id: int) -> dict[int, Any]:
        """The latest answer for each claim."""
        query = (
            select(ClaimAnswerTable, UserTable.name)
            .join(UserTable, UserTable.id == ClaimAnswerTable.user_id)
            .where(ClaimAnswerTable.article_id == article_id)
            .order_by(ClaimAnswerTable.id)
        )
        return {row.claim_id: row for row in self._conn.execute(query)}


def _found_in(row: ClaimRow, query: str) -> bool:
    where = fold(" ".join((row.claim, row.rating, row.publisher)))
    return all(word in where for word in fold(query).split())


def _beside(claim: ClaimRow, suggestion: Any, answer: Any) -> ClaimBeside:
    told = suggestion and SuggestedClaim(
        claim.id,
        suggestion.score,
        suggestion.part,
        (suggestion.start, suggestion.end),
        suggestion.passage,
        suggestion.held,
    )
    if answer is None:
        return ClaimBeside(claim, told, None, None, None)
    return ClaimBeside(claim, told, answer.accepted, answer.name, answer.at)


def _order(beside: ClaimBeside) -> tuple[bool, float, int]:
    score = beside.suggestion.score if beside.suggestion else 0.0
    return beside.accepted is False, -score, beside.claim.id
