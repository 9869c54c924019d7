"""Names of people, places and bodies, as written, with what they stand for.

A name is a run of capitalised syllables, or an entry of the gazetteer; a capital at the start of a sentence
is a name only where
the syllable is mostly one elsewhere or another capital follows. Heads written small (tỉnh, quận, ngân hàng,
ông) give the type.
No learned model: people are not profiled, a name is only compared with names in the same slot.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from classifier.text.gazetteer import ALIASES, OFFICES, TYPES
from classifier.text.sentences import Words
from classifier.text.weights import STOPWORDS, capital_share, known_token
from models.text import fold

MAX_NAME = 7

_PERSON_HEADS = frozenset("ông bà anh chị cô chú bác cụ em thầy mr mrs ms dr".split())
_PLACE_HEADS = frozenset(
    ("tỉnh quận huyện phường xã thị thành phố tp đảo sông hồ núi cầu "
     "đường bang hạt vùng làng thôn ấp cảng vịnh biển").split()
)
_BODY_HEADS = frozenset(
    ("bộ sở cục vụ ban viện tòa đảng công hãng tập đoàn ngân hàng báo tờ đài "
     "hội ủy trường bệnh tổng chi trung tổ quỹ liên văn clb").split()
)
_OPENING = frozenset("bộ sở cục vụ viện".split())
# Capitalised first words of bodies and offices: they open a name but are no name alone.
_GENERIC = frozenset(
    """bộ sở cục ban viện tòa đảng công hội ủy trường bệnh tổng trung tổ quỹ liên văn phó thủ chủ giám bí nhà
    nước chính quốc đại
    thành tỉnh quận huyện phường xã tp ubnd ngày theo trong ngoài sau trước khi tại từ đến với về những các
    một hai ba bốn năm sáu bảy
    tám chín mười ông bà anh chị cô nhưng tuy nếu vì do để cũng đây đó này khi nhiều mỗi hiện dự có không được
    bị người việc
    the a an in on at of for and but he she it they this that after before when while according however if as
    by from to""".split()
)
_WHERE = frozenset("ở tại in at".split())
_SURNAMES = frozenset(
    ("nguyễn trần lê phạm huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý "
     "đinh trương lưu đoàn tô lương tạ hà trịnh đào mai").split()
)
# Bodies whose last syllable is also a head of other bodies: a person's name after them is their leader's.
_LED = frozenset(("quốc hội", "thành ủy", "tỉnh ủy", "huyện ủy", "quận ủy", "đảng ủy"))
# Small words allowed inside a foreign or body name.
_INNER = frozenset("al bin de del la van von der và của ibn da di du le of the el".split())
_SMALL_INSIDE = _INNER - {"và", "của", "of", "the"}


class Name(NamedTuple):
    """``first``/``last``: token indices, inclusive, in the sentence's tokens. ``key``: token keys. ``ids``:
    gazetteer ids.

    ``kind``: person, place, country, body, office or "" (unknown). ``head``: the small word just before (ông,
    tỉnh …).
    """

    first: int
    last: int
    start: int
    end: int
    key: tuple[str, ...]
    ids: frozenset[str]
    kind: str
    head: str


def read_names(words: Words) -> tuple[Name, ...]:
    """Names among the tokens of one sentence, in reading order, never overlapping."""
    keys = words.keys
    out: list[Name] = []
    free = 0  # tokens before it are taken
    for at, raw in enumerate(words.raws):
        if at < free or not raw[0].isupper():
            continue
        run = _run_length(words, at)
        known = _known(words, at, run)
        if known:
            out.append(_name(words, at, known))
            free = at + known
            continue
        if at == 0 and run > 1 and capital_share(keys[0]) < 0.5 and _known(words, 1, run - 1):
            continue  # "Cầu Bến Tre": the capital of the first word is only the sentence's
        size = _free_name(words, at, run)
        if size:
            out.append(_name(words, at, size))
            free = at + size
    return tuple(out)


_JOINTS = frozenset((" ", "-", "–", "'", "’", ". ", ".", "&", " & "))


def _run_length(words: Words, at: int) -> int:
    """How many tokens from ``at`` hang together as capitals, with only a space, hyphen or full stop of
    initials between."""
    raws, gaps = words.raws, words.gaps
    last = at
    for position in range(at + 1, min(len(raws), at + 14)):
        gap = gaps[position - 1]
        if gap not in _JOINTS and gap.strip():
            break
        if gap == ". " and len(raws[position - 1]) > 2:
            break
        raw = raws[position]
        if raw[0].isupper() or (gap == "-" and raw.isdigit()):
            last = position
        elif gap == "-" and raws[position - 1][0].isupper():
            last = position  # Geun-hye, Ban Ki-moon
        elif gap != "-" and words.keys[position] not in _SMALL_INSIDE:
            break
    return last - at + 1


def _lengths() -> dict[str, tuple[int, ...]]:
    """The numbers of tokens of the gazetteer's names by their first token, longest first."""
    found: dict[str, set[int]] = {}
    for alias in ALIASES:
        found.setdefault(alias[0], set()).add(len(alias))
    return {first: tuple(sorted(sizes, reverse=True)) for first, sizes in found.items()}


_LENGTHS = _lengths()


def _known(words: Words, at: int, run: int) -> int:
    """Tokens of the longest gazetteer name at ``at``. Short names inside a longer capital run of people do
    not count."""
    keys = words.keys
    for size in _LENGTHS.get(keys[at], ()):
        if size > len(keys) - at or keys[at : at + size] not in ALIASES:
            continue
        if size == 1 and len(words.raws[at]) <= 3 and words.raws[at].islower():
            continue
        if size < run and not _may_end(keys, at, size):
            continue
        return size
    return 0


def _may_end(keys: tuple[str, ...], at: int, size: int) -> bool:
    """Whether a known name may be cut out of a longer run: "Tòa án Hàn Quốc" no clash, "Anh Tuấn" is a
    person."""
    kind = TYPES[keys[at : at + size]]
    if kind in ("body",):
        return True
    after = keys[at + size]
    if " ".join(keys[max(0, at - 2) : at]) in OFFICES or (at and keys[at - 1] in OFFICES):
        return True  # Tổng thống Mỹ Joe
    # Anh Tuấn, Đức Minh, Nga Sơn are people and places, Mỹ Jimmy is a country and a man
    return not (len(keys[at]) <= 4 and size == 1 and known_token(after) and after not in _GENERIC)


def _free_name(words: Words, at: int, run: int) -> int:
    """Tokens of an unlisted name at ``at``; 0 when the capital is only a sentence's or a generic word's."""
    raws, keys = words.raws, words.keys
    size = min(run, MAX_NAME)
    while size and keys[at + size - 1] in _INNER and raws[at + size - 1].islower():
        size -= 1
    if at == 0 or keys[at] in _GENERIC:
        if size == 1:
            raw, key = raws[at], keys[at]
            strong = raw.isupper() and 2 <= len(raw) <= 6 and not raw.isdigit()
            return int(strong or (capital_share(key) > 0.85 and key not in STOPWORDS and key not in _GENERIC))
        if keys[at] in _GENERIC and at == 0 and keys[at] in STOPWORDS:
            return 0
        if (
            at == 0
            and capital_share(keys[0]) < 0.3
            and keys[0] not in _GENERIC
            and size <= 2
            and capital_share(keys[1]) < 0.6
        ):
            return 0
    if size == 1 and (keys[at] in _GENERIC or keys[at] in STOPWORDS):
        return 0
    after = at + size
    if (
        size == 2
        and keys[at] in _OPENING
        and after < len(raws)
        and raws[after].islower()
        and len(words.gaps[after - 1]) == 1
        and capital_share(keys[after - 1]) < 0.7
        and keys[after] not in STOPWORDS
    ):
        return 3  # Cục Địa chất, Sở Xây dựng
    if (
        size == 1
        and at
        and keys[at - 1] in _BODY_HEADS
        and capital_share(keys[at]) < 0.7
        and after < len(raws)
        and raws[after].islower()
        and len(words.gaps[at]) == 1
        and keys[after] not in STOPWORDS
    ):
        return 2  # đảng Cộng hòa, ủy ban Thường vụ: Vietnamese capitalises only the first syllable
    return size


def _name(words: Words, at: int, size: int) -> Name:
    keys = words.keys
    key = keys[at : at + size]
    kind = TYPES.get(key, "") or _kind(key, keys, at)
    head = keys[at - 1] if at else ""
    last = at + size - 1
    return Name(at, last, words.starts[at], words.ends[last], key, ALIASES.get(key, frozenset()), kind, head)


def _kind(key: tuple[str, ...], keys: tuple[str, ...], at: int) -> str:
    head = keys[at - 1] if at else ""
    if head in _PERSON_HEADS:
        return "person"
    before = " ".join(keys[max(0, at - 2) : at])
    if before in OFFICES or head in OFFICES or " ".join(key[:2]) in OFFICES:
        return "person"
    if head in _PLACE_HEADS or key[0] in ("tp", "tỉnh", "quận", "huyện"):
        return "place"
    if len(key) > 2 and key[0] in _SURNAMES and " ".join(keys[max(0, at - 2) : at]) in _LED:
        return "person"  # Chủ tịch Quốc hội Trần Thanh Mẫn
    if head in _BODY_HEADS or key[0] in _BODY_HEADS:
        return "body"
    if _after_a_country(keys, at):
        return "person"
    if head in _WHERE:
        return "place"
    if len(key) > 1 and key[0] in _SURNAMES:
        return "person"
    return "person" if len(key) > 1 and not any(known_token(k) for k in key) else ""


def _after_a_country(keys: tuple[str, ...], at: int) -> bool:
    """Whether a country with an office before it stands right before ``at``: Thủ tướng Bồ Đào Nha António Costa."""
    for size in (1, 2, 3):
        if keys[max(0, at - size) : at] in TYPES and any(
            " ".join(keys[max(0, at - size - words) : at - size]) in OFFICES for words in (2, 3)
        ):
            return True
    return False


def same_name(a: Name, b: Name) -> bool:
    """Whether two names can mean the same: shared gazetteer id, one inside the other, same last parts, or
    acronym."""
    return _same(a.ids, a.key, b.ids, b.key)


@lru_cache(maxsize=65536)
def _same(a_ids: frozenset[str], a: tuple[str, ...], b_ids: frozenset[str], b: tuple[str, ...]) -> bool:
    if a_ids & b_ids:
        return True
    if a_ids and b_ids:
        return _inside(a, b)
    return _inside(a, b) or _acronym(a, b) or _acronym(b, a)


def _inside(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    short, long = (a, b) if len(a) <= len(b) else (b, a)
    if not short:
        return False
    return (short[0] in long and all(k in long for k in short)) or joined(a) == joined(b)


@lru_cache(maxsize=4096)
def joined(key: tuple[str, ...]) -> str:
    """One word without diacritics: Mê Kông and Mekong, Mát-xcơ-va and Matxcơva."""
    return fold("".join(key))


def _acronym(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    return (
        len(short) == 1
        and 2 <= len(short[0]) <= 7
        and len(long) == len(short[0])
        and all(word[0] == letter for word, letter in zip(long, short[0], strict=True))
    )


def clashing(a: Name, b: Name) -> bool:
    """Whether two different names could fill the same slot: the same type, or an unknown one."""
    if a.kind and b.kind and a.kind != b.kind and not (a.kind in _PLACES and b.kind in _PLACES):
        return False
    return not same_name(a, b)


_PLACES = frozenset(("place", "country"))


def telling(name: Name) -> bool:
    """Whether a name is one beyond doubt: not a single common syllable with a capital, not a unit or a
    code."""
    if name.ids:
        return True
    if sum(len(word) == 1 for word in name.key) >= 2:
        return False  # initials: L.T.B.T
    if len(name.key) == 1:
        word = name.key[0]
        if word in _CODES or any(c.isdigit() for c in word) or len(word) < 2:
            return False
        return (
            (bool(name.kind) and capital_share(word) > 0.4)
            or not known_token(word)
            or capital_share(word) > 0.8
        )
    return True


_CODES = frozenset(
    "usd eur vnd gdp cpi vat covid ai it hiv sms pcr fdi odb oda vn index ph bot pr tv dna qr".split()
)
