"""Everything an article is held against: reports of the same event and references, checked claims, the archive."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta

from classifier.compare import CompareItem, Comparer
from classifier.explain import Notes
from classifier.findings.recycled import LEAST_AGE, Earlier, recycled_findings
from classifier.text.weights import STOPWORDS, idf
from models.records import Article, Comparison, Evidence, EvidenceFrom, EvidenceRole, Finding
from models.rows import ClaimRow, SearchFilter, SuggestedClaim
from models.store import Transaction
from models.text import tone_fold, words
from pipeline.claims_beside import ClaimsBeside

RARE_WORDS = 3  # that an older article must share to be looked at
OLDER_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Judged:
    """A comparison, the evidence its findings point into by index, and checked claims a person is asked about."""

    comparison: Comparison
    evidence: tuple[Evidence, ...]
    suggested: tuple[SuggestedClaim, ...] = ()


class Judge:
    """Joins the comparer with the detectors that need the office's store: checked claims and old stories."""

    def __init__(self, comparer: Comparer, claims: Sequence[ClaimRow]):
        self._comparer = comparer
        self._claims = ClaimsBeside(claims)

    @property
    def version(self) -> str:
        """What its comparisons are made with."""
        return self._comparer.version

    def judge(
        self,
        article: Article,
        reports: tuple[Evidence, ...],
        older: Sequence[Article],
        notes: Notes | None = None,
        refused: frozenset[int] = frozenset(),
    ) -> Judged:
        """Findings of one article. ``older``: archive articles that share its rarest words; ``notes`` hears what was
        looked at; ``refused``: checked claims a person has said the article does not make."""
        base = self._base(article, reports, notes)
        evidence = list(reports)
        claims = self._claims.look(article, refused)
        more = self._recycled(article, older, evidence)
        if claims.finding is not None and claims.row is not None:
            more = [_resting_on_claim(claims.finding, claims.row, evidence), *more]
        rest = 1.0 - base.score
        for finding in more:
            rest *= 1.0 - finding.strength
        findings = tuple(sorted((*base.findings, *more), key=lambda f: -f.strength))
        return Judged(Comparison(article.id, min(1.0, 1.0 - rest), findings), tuple(evidence), claims.suggested)

    def _base(self, article: Article, reports: tuple[Evidence, ...], notes: Notes | None) -> Comparison:
        """What the comparer says of the article beside its reports, and of what it changed in a text it took over.

        A near copy of itself is not among what bears it out: one that repeats a wrong figure must not hide it. Evidence
        keeps its index.
        """

        def beside(evidence: tuple[Evidence, ...]) -> Comparison:
            item = CompareItem(
                id=article.id,
                title=article.title,
                text=article.text,
                published_at=article.published_at,
                outlet=article.outlet,
                evidence=evidence,
            )
            return self._comparer.compare(item, notes)

        own = {index for index, report in enumerate(reports) if report.own}
        base = beside(tuple(replace(e, text="") if e.own else e for e in reports))
        if not own:
            return base
        more = [
            finding
            for finding in beside(reports).findings
            if finding.evidence[0].index in own and not any(_overlap(finding, f) for f in base.findings)
        ]
        rest = 1.0 - base.score
        for finding in more:
            rest *= 1.0 - finding.strength
        findings = tuple(sorted((*base.findings, *more), key=lambda f: -f.strength))
        return Comparison(article.id, round(1.0 - rest, 6), findings)

    def _recycled(self, article: Article, older: Sequence[Article], evidence: list[Evidence]) -> list[Finding]:
        found = recycled_findings(article, [Earlier(old, index) for index, old in enumerate(older)])
        kept = []
        for finding in found:
            proof = finding.evidence[0]
            old = older[proof.index or 0]
            evidence.append(
                Evidence(
                    text=old.text,
                    title=old.title,
                    outlet=old.outlet,
                    published_at=old.published_at,
                    article_id=old.id,
                    version=old.version,
                    url=old.url,
                )
            )
            kept.append(replace(finding, evidence=(replace(proof, index=len(evidence) - 1),)))
        return kept


def _overlap(one: Finding, other: Finding) -> bool:
    return one.part == other.part and one.span[0] < other.span[1] and other.span[0] < one.span[1]


def older_like(tx: Transaction, article: Article) -> tuple[Article, ...]:
    """Archive articles old enough to be re-used that share the article's rarest words, at most OLDER_SHOWN."""
    if article.published_at is None:
        return ()
    until = article.published_at - LEAST_AGE + timedelta(seconds=1)
    return alike(tx, article, SearchFilter(until=until), OLDER_SHOWN)


def alike(tx: Transaction, article: Article, where: SearchFilter, most: int) -> tuple[Article, ...]:
    """Articles of the filter that share the article's three rarest words, or the three next to them; itself not."""
    rare = rarest(article)
    found: dict[int, None] = {}
    for start in (0, RARE_WORDS):
        query = " ".join(rare[start : start + RARE_WORDS])
        if query:
            found.update(dict.fromkeys(tx.search.ids(query, where, limit=most)))
    return tuple(tx.articles.as_value(id_) for id_ in list(found)[:most] if str(id_) != article.id)


def rarest(article: Article) -> list[str]:
    """The words of an article's title and beginning, the rarest first."""
    head = f"{article.title} {article.text[:300]}"
    telling = {word for word in words(head) if len(word) > 1 and not word.isdigit() and word not in STOPWORDS}
    return sorted(telling, key=lambda word: (-idf(tone_fold(word)), word))


def _resting_on_claim(finding: Finding, row: ClaimRow, evidence: list[Evidence]) -> Finding:
    """The finding with its fact-check as a given document, so that what it rested on is kept with it."""
    at = None if row.claim_date is None else datetime.combine(row.claim_date, time(), UTC)
    evidence.append(
        Evidence(
            text=row.claim,
            role=EvidenceRole.DOCUMENT,
            outlet=row.publisher,
            published_at=at,
            title=f"{row.publisher}: {row.rating}",
            url=row.url,
        )
    )
    proof = replace(finding.evidence[0], source=EvidenceFrom.GIVEN, index=len(evidence) - 1, reference_id=None)
    return replace(finding, evidence=(proof,))
