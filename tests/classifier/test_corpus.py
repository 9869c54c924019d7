"""The corpus in the repository: its form, its size, and that it is no template filled many times."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

from classifier.topics.concepts import BREAK, tokens
from classifier.training.examples import CORPUS, Example, gate_examples, starting_examples
from config.topics import CORE, load_topics

SHINGLE = 5


def shingles(example: Example) -> frozenset[tuple[str, ...]]:
    found = [t for t in tokens(f"{example.title} . {example.text}") if t != BREAK]
    return frozenset(tuple(found[n : n + SHINGLE]) for n in range(max(1, len(found) - SHINGLE + 1)))


def test_every_row_is_well_formed() -> None:
    topics = {t.id for t in load_topics()}
    for example in starting_examples():
        assert example.title.strip() and example.text.strip(), example.id
        assert example.topics <= topics, example.id
        assert example.batch and example.id.startswith(example.batch), example.id


def test_every_topic_language_and_near_miss_is_there() -> None:
    corpus = starting_examples()
    assert len(corpus) >= 2000
    counts = Counter(topic for e in corpus for topic in e.topics)
    assert all(counts[t.id] >= 12 for t in load_topics()) and all(counts[t] >= 60 for t in CORE)
    assert Counter(e.language for e in corpus)["en"] >= 200
    assert sum(e.hard for e in corpus) >= len(corpus) / 3


def test_fewer_than_two_pairs_in_a_hundred_share_half_their_shingles() -> None:
    corpus = starting_examples()
    sets = {e.id: shingles(e) for e in corpus}
    for topic in [*sorted({t for e in corpus for t in e.topics}), None]:
        ids = [e.id for e in corpus if (topic in e.topics if topic else not e.topics)]
        where = Counter(s for i in ids for s in sets[i])
        touched = [i for i in ids if any(where[s] > 1 for s in sets[i])]
        near = sum(
            1
            for a, b in combinations(touched, 2)
            if 2 * len(sets[a] & sets[b]) >= min(len(sets[a]), len(sets[b]))
        )
        assert near < 0.02 * max(1, len(ids) * (len(ids) - 1) / 2), topic


def test_no_text_that_judges_models_trains() -> None:
    judging = gate_examples()
    assert len(judging) >= 300
    titles = {e.title.casefold() for e in starting_examples()}
    assert not titles & {e.title.casefold() for e in judging}
    sets = {shingle for e in starting_examples() for shingle in shingles(e)}
    for example in judging:
        own = shingles(example)
        assert 2 * len(own & sets) < max(len(own), 4), example.title


def test_the_readme_tells_of_every_batch() -> None:
    readme = (CORPUS / "README.md").read_text(encoding="utf-8")
    for batch in {e.batch for e in starting_examples()}:
        assert batch in readme
