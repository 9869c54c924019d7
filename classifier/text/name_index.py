"""The names of one text, found by what a like name would share with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from classifier.text.names import Name, joined


class NameIndex:
    """Forms of names by identity, by syllable, by their letters run together and by their initials.

    ``like`` gives every form that ``names.same_name`` could hold for the name asked about, and a few more.
    """

    def __init__(self, forms: Iterable[Name]) -> None:
        self._by: dict[tuple[str, str], list[Name]] = {}
        for form in forms:
            for key in _marks(form):
                self._by.setdefault(key, []).append(form)

    def like(self, name: Name) -> Iterator[Name]:
        """The forms that share something with ``name``; one may come more than once."""
        for key in _marks(name):
            yield from self._by.get(key, ())
        initials = _initials(name.key)
        yield from self._by.get(("syllable", initials), ())
        if len(name.key) == 1:
            yield from self._by.get(("initials", name.key[0]), ())


def _marks(name: Name) -> list[tuple[str, str]]:
    marks = [("id", identity) for identity in name.ids]
    marks += [("syllable", syllable) for syllable in set(name.key)]
    marks.append(("joined", joined(name.key)))
    marks.append(("initials", _initials(name.key)))
    return marks


def _initials(key: tuple[str, ...]) -> str:
    return "".join([syllable[0] for syllable in key])
