"""Whole articles: a report and a scene of one event meet by the names and figures of their bodies."""

from __future__ import annotations

from datetime import timedelta

from classifier.stories import group
from models.records import Article
from tests.models.samples import NOW

REPORT = (
    "Cầu Vàm Rạch tạm dừng khai thác từ sáng nay. Sở Giao thông tỉnh Lộc Hà quyết định cấm toàn bộ phương tiện qua cầu Vàm Rạch sau khi Trung tâm "
    "Kiểm định Đồng Tiến phát hiện vết nứt dài 47 cm ở trụ số bốn. Cây cầu dài 386 m, mỗi ngày có chừng 8.200 lượt xe. Xe tải đi vòng qua đường "
    "tránh Tân Lộc, dài hơn 14 km. Phà Bến Đáy tăng lên sáu chuyến mỗi giờ. Đơn vị quản lý cho biết sẽ báo cáo kết quả tính toán tải trọng trong "
    "tuần tới, khi có số liệu đo rung của Trung tâm Kiểm định Đồng Tiến. Người dân hai xã Phú Vang và Hòa Lạc được thông báo qua loa từ năm giờ "
    "sáng. Học sinh đi học bằng phà không mất tiền. Tỉnh dự tính chi 62 tỷ đồng để gia cố, chờ ý kiến của hội đồng kỹ thuật. Trong lúc chờ đợi, "
    "lực lượng chức năng đặt rào chắn ở hai đầu và cắt cử người trực cả đêm."
)
SCENE = (
    "Bà Tư bán xôi dậy từ ba giờ, gánh ra đầu dốc như mọi hôm, rồi đứng sững trước hàng rào sắt. Không ai báo cho bà. Bên kia rào, con đường bà "
    "đi suốt hai mươi năm nằm im. Ở quán nước, người ta kể với nhau về vết nứt dài 47 cm mà Trung tâm Kiểm định Đồng Tiến tìm ra, về cây cầu Vàm "
    "Rạch dài 386 m do ông cha họ góp gạo xây. Anh Sáu lái xe ôm tính nhẩm tiền xăng đi vòng Tân Lộc. Một bà mẹ dắt con xuống phà Bến Đáy, nước "
    "lớn, gió thổi lạnh. Thằng bé hỏi bao giờ được đi cầu lại. Không ai trả lời nó. Người ở Sở Giao thông tỉnh Lộc Hà nói còn phải đo rung. Chiều "
    "xuống, hàng rào vẫn ở đó, đèn chớp vàng, và hơn 8.200 lượt xe mỗi ngày bỗng dồn hết xuống bến. Có người bảo đáng lẽ phải làm từ lâu. Có "
    "người chỉ im lặng nhìn sông. Bà Tư đổ thúng xôi cho đám học trò, bảo chúng nó ăn đi kẻo nguội, mai bà lại ra, cầu mở hay không thì cũng phải bán."
)
OTHER = (
    "Cầu Cổ Ngư tạm dừng khai thác từ chiều nay. Ủy ban nhân dân huyện Nam Hải yêu cầu nhà thầu dừng mọi phương tiện lên cầu Cổ Ngư sau khi bờ kè "
    "phía Tân Bình sụt 90 cm trong đêm. Cầu dài 251 m, nối hai khu chợ, trung bình 3.450 lượt xe qua lại. Nhóm khảo sát của Viện Thủy công Miền "
    "Duyên Hải xuống hiện trường lúc sáu giờ. Theo trưởng nhóm, dòng chảy đổi hướng sau đợt lũ tháng trước đã khoét chân kè. Huyện huy động bao "
    "tải cát, thả rọ đá, đồng thời cho đò ngang Bến Trại chạy thêm chuyến tối. Tiểu thương hai bờ lo hàng ế. Một chủ vựa cá nói phải thuê thuyền "
    "chở từng thùng sang sông, giá gấp đôi. Phương án sửa kè được ước tính 17 tỷ đồng, trích từ quỹ phòng chống thiên tai của tỉnh. Nếu nước rút "
    "như dự báo, xe máy sẽ được qua lại vào cuối tuần, xe tải thì chưa biết. Trạm An Thới đo mực nước ba giờ một lần và gửi về huyện. Trường cấp "
    "hai cho học sinh bên kia sông nghỉ hai hôm. Ban quản lý chợ miễn phí bến bãi cho đến khi cầu thông xe trở lại."
)


def articles() -> list[Article]:
    told = ((REPORT, "Cầu Vàm Rạch tạm dừng khai thác"), (SCENE, "Xôi nguội bên hàng rào sắt"), (OTHER, "Cầu Cổ Ngư tạm dừng khai thác"))
    return [
        Article(id=str(n), title=title, text=text, outlet=f"o{n}", published_at=NOW + timedelta(hours=3 * n))
        for n, (text, title) in enumerate(told)
    ]


def test_a_scene_joins_its_report_and_another_bridge_stays_apart() -> None:
    report, scene, other = (place.story for place in group(articles()))
    assert report == scene != other


def test_in_any_order() -> None:
    for some in (articles()[::-1], articles()[1:] + articles()[:1]):
        places = {place.id: place.story for place in group(some)}
        assert places["0"] == places["1"] != places["2"]


def test_short_texts_have_no_bodies() -> None:
    from classifier.stories.pairs import bodies
    from classifier.stories.signature import signature

    short = [signature(Article(id=str(n), title="Cầu Vàm Rạch", text=REPORT[:300])) for n in range(2)]
    assert not short[0].body_names and bodies(*short) == 0.0
