"""``recycled_content``: an own set of old articles passed off as new, and their look-alikes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import yaml

from classifier.findings.recycled import Earlier, earlier_of, recycled_findings
from models.records import Article, Evidence, FindingKind, Language

SETS = Path(__file__).parent / "sets"
FLOORS = yaml.safe_load((Path(__file__).parents[1] / "floors.yaml").read_text(encoding="utf-8"))["kinds"]


def _time(value: datetime | str) -> datetime:
    return value if isinstance(value, datetime) else datetime.fromisoformat(value)


def _cases(name: str = "recycled") -> list[tuple[bool, Article, Article]]:
    """(to flag, article, the old article); every article is compared with the whole archive of the set."""
    out = []
    for n, block in enumerate(yaml.safe_load((SETS / f"{name}.yaml").read_text(encoding="utf-8"))):
        language = Language(block.get("language", "vi"))
        old = Article(
            f"old{n}",
            block["old"]["title"],
            block["old"]["text"],
            published_at=_time(block["old"]["at"]),
            language=language,
        )
        for name in ("flag", "leave"):
            for m, text in enumerate(block[name]):
                out.append(
                    (
                        name == "flag",
                        Article(
                            f"{name}{n}.{m}", "", text, published_at=_time(block["at"]), language=language
                        ),
                        old,
                    )
                )
    return out


def _archive(name: str = "recycled") -> list[Earlier]:
    return [Earlier(a, n) for n, a in enumerate({old.id: old for _, _, old in _cases(name)}.values())]


@pytest.mark.parametrize("name", ["recycled", "recycled_held"])
def test_precision_and_recall_on_the_own_sets(name: str) -> None:
    cases, archive = _cases(name), _archive(name)
    assert sum(flag for flag, *_ in cases) >= 40
    assert sum(not flag for flag, *_ in cases) >= 40
    hits = [(flag, bool(recycled_findings(article, archive))) for flag, article, _ in cases]
    right = sum(flag and hit for flag, hit in hits)
    precision, recall = right / max(1, sum(hit for _, hit in hits)), right / sum(flag for flag, _ in hits)
    assert precision >= FLOORS["precision"] and recall >= FLOORS[name], (precision, recall)


def test_finding_points_at_the_old_article() -> None:
    flag, article, old = _cases()[0]
    (finding,) = recycled_findings(article, _archive())
    assert flag and finding.kind is FindingKind.RECYCLED
    assert article.text[finding.span[0] : finding.span[1]] == finding.passage
    piece = finding.evidence[0]
    assert piece.index == 0 and old.text[piece.span[0] : piece.span[1]] == piece.passage


def test_not_against_itself_a_fresh_copy_or_without_a_time() -> None:
    _, article, old = _cases()[0]
    assert old.published_at is not None
    assert not recycled_findings(replace(article, published_at=None), [Earlier(old)])
    assert not recycled_findings(
        replace(article, published_at=old.published_at + timedelta(days=2)), [Earlier(old)]
    )
    assert not recycled_findings(
        replace(article, url="https://a.example/1"), [Earlier(replace(old, url="https://a.example/1"))]
    )
    assert not recycled_findings(article, [])


def test_evidence_with_a_time_serves_as_archive() -> None:
    _, article, old = _cases()[0]
    evidence = [Evidence("Chuyện khác."), Evidence(old.text, published_at=old.published_at)]
    (finding,) = recycled_findings(article, earlier_of(evidence))
    assert finding.evidence[0].index == 1
