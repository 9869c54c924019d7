"""Who did it to whom: turned round, said in the passive, told of both ways."""

from __future__ import annotations

import pytest

from classifier.compare import CompareItem, Comparer
from models.records import Evidence, FindingKind


def kinds(text: str, evidence: str) -> set[FindingKind]:
    return {f.kind for f in Comparer().compare(CompareItem("x", text, evidence=(Evidence(evidence),))).findings}


TURNED = (
    ("Hãng Sao Bắc kiện hãng Lam Giang đòi bồi thường 40 tỷ đồng.", "Hãng Lam Giang kiện hãng Sao Bắc đòi bồi thường 40 tỷ đồng."),
    ("Thái Lan tấn công tàu tuần tra của Campuchia hôm 3/4.", "Campuchia tấn công tàu tuần tra của Thái Lan hôm 3/4."),
    ("Hãng Sao Bắc bị hãng Lam Giang kiện đòi bồi thường 40 tỷ đồng.", "Hãng Sao Bắc kiện hãng Lam Giang đòi bồi thường 40 tỷ đồng."),
    ("Brazil defeated Argentina in the handball final on Friday.", "Argentina defeated Brazil in the handball final on Friday."),
)
SAME = (
    ("Hãng Lam Giang bị hãng Sao Bắc kiện đòi bồi thường 40 tỷ đồng.", "Hãng Sao Bắc kiện hãng Lam Giang đòi bồi thường 40 tỷ đồng."),
    ("Argentina was defeated by Brazil in the handball final on Friday.", "Brazil defeated Argentina in the handball final on Friday."),
    ("Campuchia cáo buộc Thái Lan nổ súng trước, Thái Lan cáo buộc Campuchia nổ súng trước.", "Thái Lan cáo buộc Campuchia nổ súng trước ở biên giới."),
    ("Hãng Sao Bắc kiện hãng Lam Giang; hãng Lam Giang cũng kiện hãng Sao Bắc.", "Hãng Lam Giang kiện hãng Sao Bắc đòi bồi thường 40 tỷ đồng."),
    ("Thủ tướng Nhật Bản thăm Ấn Độ trong hai ngày.", "Sau chuyến đi của Thủ tướng Nhật Bản, Thủ tướng Ấn Độ thăm Nhật Bản."),
)


@pytest.mark.parametrize(("text", "evidence"), TURNED)
def test_turned_round(text: str, evidence: str) -> None:
    assert FindingKind.ATTRIBUTION in kinds(text, evidence)


@pytest.mark.parametrize(("text", "evidence"), SAME)
def test_the_same_or_both_ways(text: str, evidence: str) -> None:
    assert kinds(text, evidence) == set()
