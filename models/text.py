"""Vietnamese and English text as every part sees it: normal forms, folding, language, and the way back.

Raw text is kept as fetched. ``normalise`` gives a cleaned form with a map back to the raw code points,
so that a span found in the clean form always lands on the right characters of the raw one.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

from models.records import Language

# Characters that carry no text: zero-width and direction marks, soft hyphen, the combining grapheme joiner,
# variation selectors.
_JUNK_CLASS = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufe00-\ufe0f\ufeff"
)
_JUNK = re.compile(f"[{_JUNK_CLASS}]")
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
# One base character with everything that joins it: marks, junk, the later parts of a Hangul syllable.
_CLUSTER_REST = re.compile(f"[{_JUNK_CLASS}\u1161-\u11ff\u0300-\u036f]*")
_NOT_PLAIN = re.compile(f"[{_JUNK_CLASS}\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\u0300-\u036f]")
# Letters and signs of Latin scripts, composed: nothing in a run of them joins anything.
_PLAIN_RUN = re.compile("[\t\n\r -~\u00a1-\u00ac\u00ae-\u024f\u1e00-\u1eff\u2010-\u2027\u2030-\u205e]+")
_WORD = re.compile(r"\w+")
_VN_ONLY = re.compile("[ăđơưảạằẳẵắặầẩẫấậẻẽẹềểễếệỉĩịỏọồổỗốộờởỡớợủũụừửữứựỳỷỹỵ]")
_COMBINING_RUN = 4  # marks on one letter; Vietnamese needs two, junk piles up hundreds
# Normalisation sorts the marks on a letter one by one: a hundred thousand of them take minutes. Thirty is what
# the stream-safe format of Unicode allows (UAX 15).
_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u06d6-\u06ed\u0730-\u074a\u07eb-\u07f3\u0816-\u0902"
    "\u0e38-\u0e4b\u0eb8-\u0ecb\u0f18-\u0fc6\u135d-\u135f\u1a17-\u1a18\u1a60-\u1aff\u1cd0-\u1cf9\u1dc0-\u1dff\u20d0-\u20f0"
    "\u2cef-\u2cf1\u2de0-\u2dff\u302a-\u302f\u3099\u309a\ua66f-\ua69f\ua6f0-\ua6f1\ua8e0-\ua8f1\ufe20-\ufe2f"
    "\U00010a0d-\U00010a3f\U0001d165-\U0001d244\U0001e000-\U0001e94a"
)
_MARK_RUN = re.compile(f"([{_MARKS}]{{30}})[{_MARKS}]+")
# Asked first: a class within the lower plane is searched several times as fast.
_MAYBE_MARK = re.compile(f"[{_MARKS.partition(chr(0x10A0D))[0]}\U00010000-\U0010ffff]")


def nfc(text: str) -> str:
    """Unicode normal form C: the one form in which texts are compared. Of more than 30 marks on a letter the
    rest is dropped."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", _MARK_RUN.sub(r"\1", text) if _MAYBE_MARK.search(text) else text)


@lru_cache(maxsize=4096)
def _base(char: str) -> str:
    if char in "đĐ":
        return "d"
    return "".join(c for c in unicodedata.normalize("NFD", char) if not unicodedata.combining(c)).lower()


def fold(text: str) -> str:
    """Lowercase without diacritics, đ as d: "Biển Đông" and "bien dong" become equal."""
    return "".join(map(_base, nfc(text)))


# Old placement on the first vowel, new placement on the second: hòa/hoà, thúy/thuý, khỏe/khoẻ.
_TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}


def _tone_pairs() -> dict[str, str]:
    pairs = {}
    for first, second in (("o", "a"), ("o", "e"), ("u", "y")):
        for tone in _TONES:
            old = nfc(first + tone) + second
            new = first + nfc(second + tone)
            pairs[new] = old
    return pairs


_NEW_TO_OLD = _tone_pairs()
# "quý" has its tone on y in both styles: the u belongs to the consonant.
_NEW_PLACEMENT = re.compile(r"(?<!q)(" + "|".join(_NEW_TO_OLD) + r")(?!\w)")
_Q_OLD = re.compile(r"(?<=q)([úùũủụ]y)(?!\w)")
_OLD_TO_NEW = {old: new for new, old in _NEW_TO_OLD.items()}
_Q_TO_NEW = tuple(f"q{old}" for old in _OLD_TO_NEW if old.endswith("y"))


def tone_fold(text: str) -> str:
    """Lowercase NFC with old and new tone placement made equal (hoà → hòa); diacritics stay."""
    lowered = nfc(nfc(text).lower())
    if any(map(lowered.__contains__, _NEW_TO_OLD)):
        lowered = _NEW_PLACEMENT.sub(lambda m: _NEW_TO_OLD[m[1]], lowered)
    if any(map(lowered.__contains__, _Q_TO_NEW)):
        lowered = _Q_OLD.sub(lambda m: _OLD_TO_NEW[m[1]], lowered)
    return lowered


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """A normalised ``text`` and, for each of its characters, where it starts in the raw text.

    ``starts`` has one entry more than ``text``: the raw length.
    """

    text: str
    starts: tuple[int, ...]

    def raw(self, start: int, end: int) -> tuple[int, int]:
        """The raw span of a span of ``text``: whole raw characters with the marks and junk that belong to
        them, never half of one. An empty span stays empty."""
        if start >= end:
            at = self.starts[min(start, len(self.text))]
            return at, at
        return self.starts[start], self.starts[bisect_right(self.starts, self.starts[end - 1])]

    def clean(self, raw_offset: int) -> int:
        """The index in ``text`` of the character that covers a raw offset."""
        return max(0, bisect_right(self.starts, raw_offset) - 1)


def cleaned(raw: str) -> str:
    """The text of ``normalise``, where no way back is needed."""
    return raw if _is_clean(raw) else normalise(raw).text


def _is_clean(raw: str) -> bool:
    return not _NOT_PLAIN.search(raw) and unicodedata.is_normalized("NFC", raw)


def normalise(raw: str) -> OffsetMap:
    """NFC, junk removed, every space a plain one; line breaks stay. Linear in the length of ``raw``."""
    if _is_clean(raw):
        return OffsetMap(raw, tuple(range(len(raw) + 1)))
    out: list[str] = []
    starts: list[int] = []
    position = 0
    while position < len(raw):
        if (plain := _PLAIN_RUN.match(raw, position)) and plain.end() - 1 > position:
            out += raw[position : plain.end() - 1]  # its last character may have marks to join
            starts += range(position, plain.end() - 1)
            position = plain.end() - 1
        start = position
        position = _cluster_end(raw, start + 1)
        cluster = _SPACES.sub(" ", _JUNK.sub("", raw[start:position]))[: 1 + _COMBINING_RUN]
        for char in nfc(cluster):
            out.append(char)
            starts.append(start)
    starts.append(len(raw))
    return OffsetMap("".join(out), tuple(starts))


def _cluster_end(raw: str, position: int) -> int:
    """Where the character ends whose marks and junk begin at ``position``."""
    while position < len(raw):
        match = _CLUSTER_REST.match(raw, position)
        position = match.end() if match else position
        if position == len(raw) or not unicodedata.category(raw[position]).startswith("M"):
            break
        position += 1
    return position


def words(text: str) -> list[str]:
    """The words of a text, lowercase NFC; Vietnamese syllables count as words."""
    return _WORD.findall(nfc(text).lower())


def language_of(text: str) -> Language:
    """Vietnamese by its letters, English or other by py3langid. Short texts without Vietnamese letters
    that no model could place count as English only where they look like it."""
    start = nfc(text[:400]).lower()
    if len(_VN_ONLY.findall(start)) >= 48:  # 12 % of its characters: no text of another language has so many
        return Language.VI
    sample = nfc(text[:4000]).lower()
    letters = sum(map(str.isalpha, sample))
    if not letters:
        return Language.OTHER
    if len(_VN_ONLY.findall(sample)) >= max(1, letters * 0.02):
        return Language.VI
    code = _langid(sample)
    if code == "vi":
        return Language.VI
    return Language.EN if code == "en" else Language.OTHER


def _langid(sample: str) -> str:
    import py3langid

    return str(py3langid.classify(sample)[0])
