"""Looking names up by what they share finds whoever a look at every name would find."""

from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from classifier.text.name_index import NameIndex
from classifier.text.names import Name, clashing, same_name
from classifier.text.reading import Reading
from classifier.training.examples import starting_examples


def name(words: str, ids: frozenset[str] = frozenset(), kind: str = "") -> Name:
    key = tuple(words.split())
    return Name(0, len(key) - 1, 0, len(words), key, ids, kind, "")


WORDS = st.lists(st.sampled_from("mê kông mekong nato n a t o hà hanoi nội ha noi".split()), min_size=1, max_size=4)
NAMES = st.builds(
    lambda words, ids, kind: name(" ".join(words), frozenset(ids), kind),
    WORDS,
    st.sets(st.sampled_from(["place:x", "body:y"]), max_size=2),
    st.sampled_from(["", "place", "country", "person", "body"]),
)


@given(st.lists(NAMES, max_size=8), NAMES)
def test_nobody_alike_is_missed(forms: list[Name], asked: Name) -> None:
    found = [form for form in NameIndex(forms).like(asked) if same_name(asked, form)]
    assert {id(f) for f in found} == {id(f) for f in forms if same_name(asked, f)}


def test_the_names_of_whole_texts() -> None:
    texts = [Reading(f"{e.title}. {e.text}") for e in starting_examples()[::150]]
    for one, other in product(texts, texts):
        for asked in one.name_forms:
            slow = any(same_name(asked, form) for form in other.name_forms)
            assert any(same_name(asked, form) for form in other.name_index.like(asked)) == slow


def test_letters_run_together_and_initials() -> None:
    index = NameIndex([name("mê kông"), name("north atlantic treaty organization")])
    assert [f.key for f in index.like(name("mekong")) if same_name(name("mekong"), f)] == [("mê", "kông")]
    assert any(same_name(name("nato"), f) for f in index.like(name("nato")))
    assert not any(same_name(name("kông tum"), f) for f in index.like(name("kông tum")))


def test_only_names_of_one_kind_clash() -> None:
    assert clashing(name("hà nội", kind="place"), name("lào", kind="country"))
    assert not clashing(name("hà nội", kind="place"), name("trần an", kind="person"))
    assert not clashing(name("hà nội", kind="place"), name("hà nội", kind="country"))
    assert clashing(name("hà nội"), name("trần an", kind="person"))
