"""Which of an office's labelled rows never train, so that the gate can judge on them.

Whole outlets are held out: one in ``PARTS`` by the hash of its id, rows without an outlet by their own. The choice
depends on nothing else, so that a row held out today is held out of every later training too, and neither candidate
nor champion has learnt from it. Rows that copy a held-out one do not train either.

With few labels that would leave nothing to judge on and less to learn from. Then every row trains, and the gate is
cross-fitted: a row is judged by the fold of training that had not seen its outlet (Schick 1986; Chernozhukov et al.
2018 use the word). That judges the way of training, by slightly weaker models than the one it ends in, and so rather
too strictly than too kindly. The verdict says which of the two it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from classifier.training.examples import Example
from classifier.training.gate import MIN_EACH
from classifier.training.unseen import marks, row_key
from models.records import Bilingual

PARTS = 5
LARGEST_SHARE = 0.5  # of the rows; beyond it holding out would cost more than it tells
HELD_OUT, CROSS_FITTED = "held_out", "cross_fitted"


@dataclass(frozen=True, slots=True)
class HoldOut:
    """``learn`` trains, ``judge`` is judged on; ``dropped`` rows copy a held-out one and do neither."""

    mode: str
    learn: tuple[Example, ...]
    judge: tuple[Example, ...]
    dropped: int

    @property
    def rule(self) -> Bilingual:
        if self.mode == HELD_OUT:
            return Bilingual(
                f"nhãn của 1/{PARTS} số trang được để riêng, không dạy mô hình nào",
                f"the labels of one outlet in {PARTS} are held out and teach no model",
            )
        return Bilingual(
            "ít nhãn: mỗi nhãn được xét bằng lần học chưa thấy trang đăng nó",
            "few labels: each is judged by the fold of training that had not seen its outlet",
        )

    def as_row(self) -> dict[str, object]:
        """For the card: the rows that were held out, by the hashes of their ids."""
        held = sorted(row_key(e) for e in self.judge) if self.mode == HELD_OUT else []
        return {"mode": self.mode, "parts": PARTS, "rows": held, "copies_left_out": self.dropped}


def held(example: Example) -> bool:
    """Whether an office's row belongs to the part that is held out."""
    key = f"gate:{example.outlet or example.id}"
    return int(sha256(key.encode()).hexdigest()[:8], 16) % PARTS == 0


def choose(office: Sequence[Example], core: Sequence[str]) -> HoldOut:
    """Held out where the held-out rows can tell about every core topic that all the rows together can."""
    kept = [e for e in office if held(e)]
    able = [topic for topic in core if _tells(office, topic)]
    if not able or len(kept) > LARGEST_SHARE * len(office) or not all(_tells(kept, topic) for topic in able):
        return HoldOut(CROSS_FITTED, tuple(office), tuple(office), 0)
    known = {mark for e in kept for mark in marks(e)}
    rest = [e for e in office if not held(e)]
    learn = [e for e in rest if not known.intersection(marks(e))]
    return HoldOut(HELD_OUT, tuple(learn), tuple(kept), len(rest) - len(learn))


def _tells(rows: Sequence[Example], topic: str) -> bool:
    judged = [topic in e.topics for e in rows if e.known is None or topic in e.known]
    return min(sum(judged), len(judged) - sum(judged)) >= MIN_EACH
