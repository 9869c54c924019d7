"""How telling a token is: inverse document frequency from ``weights.tsv``, and the words that tell nothing.

Tokens are lowercase and tone-folded (see ``models.text.tone_fold``). The table is computed by
``build_weights``.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

UNKNOWN_IDF = 9.0
_ENGLISH_IDF = 6.0  # English words are not in the table; they are all "rare" to it

STOPWORDS = frozenset(
    """và của trong có ở cho với tại được khi đã các một là bị để từ sau đến về ra trên vào những thì mà này
    đó kia ấy cũng
    như lại còn nên rằng bởi do vì nếu tuy nhưng hay hoặc theo cùng qua lên xuống đi sẽ đang vừa mới vẫn chỉ
    rất quá hơn nhất
    nhiều ít mỗi mọi từng việc sự cuộc vụ chiếc con cái người ông bà anh chị họ ta chúng tôi mình nó hôm ngày
    tháng năm nay
    trước giữa gần khoảng chừng ngoài dù song tới bằng làm phải biết nói cả hết rồi ngay thêm so đều không
    chưa chẳng hiện
    the a an of in on at to for and or by with from as is are was were be been has have had it its that this
    these those he
    she his her they their will would said says say not no but after before who which also than more over
    about into""".split()
)
_ENGLISH_COMMON = frozenset(
    """people year years day days government president minister country state city officials report reported
    percent
    million billion new first last two three four five week month police court company law national
    international""".split()
)


@cache
def _table() -> dict[str, tuple[float, float]]:
    lines = (files("classifier.text") / "weights.tsv").read_text(encoding="utf-8").splitlines()
    return {token: (float(idf), float(share)) for token, idf, share in (line.split("\t") for line in lines)}


def idf(token: str) -> float:
    """``ln(N / n)`` of a token; unknown tokens count as rare, digits as fairly telling."""
    known = _table().get(token)
    if known is not None:
        return known[0]
    if token.isascii() and token.isalpha():
        return 4.0 if token in _ENGLISH_COMMON else _ENGLISH_IDF
    return _ENGLISH_IDF if token.isdigit() else UNKNOWN_IDF


def capital_share(token: str) -> float:
    """Of a token's uses inside sentences, the share written with a capital; 0.5 where nothing is known."""
    known = _table().get(token)
    return known[1] if known is not None else 0.5


def known_token(token: str) -> bool:
    """Whether the token is written in the press often enough to be in the table."""
    return token in _table()
