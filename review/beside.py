"""What stands beside an article without being a flag: checked claims to answer, and what is contested."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models.records import Reference
from models.rows import ClaimBeside
from review.visit import Visit


@dataclass(frozen=True, slots=True)
class Beside:
    claims: Sequence[ClaimBeside] = ()
    contested: Sequence[Reference] = ()


NOTHING = Beside()


def beside(visit: Visit, article_id: int, hidden: bool) -> Beside:
    """Nothing while the article is to be read blind: either could sway the reader."""
    if hidden:
        return NOTHING
    with visit.read() as tx:
        claims = tx.claims.beside(article_id)
    return Beside(claims, visit.desk.services.contested(article_id))
