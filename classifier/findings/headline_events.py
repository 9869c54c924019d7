# ruff: noqa: E501  (a table of words: one event a line)
"""Events that a record either tells or does not: a death, an arrest, a recall, a divorce.

Each line: the phrases by which a headline asserts the event ``|``-separated, then after ``~`` further words by which a
body can speak of it. A headline that asserts one of them over a body with none of its words tells what the body does
not; words of praise, blame or opinion are no events and are not in the table.
"""

from __future__ import annotations

from typing import NamedTuple

from classifier.text.reading import Reading, Sentence
from models.text import tone_fold

_TABLE = """
tử vong|thiệt mạng|qua đời|tử nạn|mất mạng|từ trần|died|dies|dead|killed ~ chết|giết|sát hại|hy sinh|hi sinh|thi thể|tử thi|nạn nhân|mất|ra đi|tang|án mạng|xác|tử|cố|death|deaths|fatal|body|funeral|kill|late|yên nghỉ|vĩnh biệt|cướp đi|sinh mạng
bị bắt|bắt giữ|bắt giam|tạm giam|bắt khẩn cấp|arrested|detained ~ bắt|tóm|còng|khống chế|tạm giữ|khởi tố|giam|tù|bị can|custody|arrest|jailed|jail|prison|police|truy nã
bị khởi tố|khởi tố|truy tố|charged|indicted|indicts ~ bị can|bị cáo|cáo trạng|tòa|tội|vụ án|charges|prosecutors|court|indictment
tuyên án|án tù|tù giam|lĩnh án|tử hình|chung thân|kết án|convicts|convicted|sentenced|jailed ~ tù|bản án|tuyên phạt|tòa|hình phạt|phạt tù|mức án|lãnh án|án|sentence|court|prison|guilty|trial
nhận tội|thú tội|pleads guilty|confesses ~ thú nhận|khai nhận|thừa nhận|khai|guilty|confessed|admitted
trắng án|vô tội|acquitted|acquits ~ không phạm tội|tòa|oan|not guilty|cleared|tha bổng
ly hôn|ly dị|divorce|divorces|divorced ~ chia tay|đường ai nấy đi|tan vỡ|hôn nhân|ly thân|chồng cũ|vợ cũ|đổ vỡ|ra tòa|split|separated
đám cưới|kết hôn|làm lễ cưới|cưới vợ|lấy chồng|marries|wedding ~ cưới|hôn lễ|cô dâu|chú rể|vợ|chồng|hôn|kết duyên|rước dâu|married|bride
phá sản|bankrupt|bankruptcy ~ vỡ nợ|giải thể|mất khả năng|nợ|insolvent|debts
từ chức|resigns|resigned|steps down ~ thôi|rời ghế|rút lui|miễn nhiệm|ra đi|từ nhiệm|rời khỏi|rời|thoái vị|resignation|stepped|quit|resign
cách chức|bãi nhiệm|sa thải|sacked|fired|dismissed ~ kỷ luật|mất việc|mất chức|đuổi việc|thôi việc|cắt giảm|thôi chức|miễn nhiệm|cho nghỉ|buộc thôi|thanh lý hợp đồng|chia tay|dismissal|layoffs|chấm dứt
giải nghệ|retires|retired ~ nghỉ thi đấu|chia tay|treo giày|giã từ|từ giã|rời sân khấu|dừng|nghỉ|retire|retirement
thu hồi|recalls|recalled ~ trả lại|triệu hồi|rút|hoàn|lấy lại|đổi trả|tước|recall|withdrawn|withdraw
đình chỉ|suspends|suspended ~ tạm dừng|ngừng|dừng|tạm ngưng|cấm|ngưng|kỷ luật|treo|suspension|halt|halted|stopped
bị hủy|hủy bỏ|cancels|cancelled|canceled ~ hủy|huỷ|bãi bỏ|ngừng|dừng|hoãn|rút|bỏ|xóa|cancellation|scrapped|called off
bị hoãn|hoãn vô thời hạn|postponed|postpones ~ hoãn|lùi|dời|chậm|trì hoãn|tạm dừng|delay|delayed|later
đóng cửa|closes|shuts down ~ dừng|ngừng|nghỉ|đóng|ngưng|tạm dừng|chấm dứt|giải thể|khép|shut|closed|closure|closing
ngừng sản xuất|ngừng bán|khai tử ~ dừng|ngưng|ngừng|thôi|bỏ|dẹp|loại bỏ|khai tử
bốc cháy|cháy lớn|hỏa hoạn|on fire|burns down ~ cháy|lửa|thiêu|hỏa|khói|fire|blaze|burned
nổ lớn|vụ nổ|phát nổ|explodes|explosion|blast ~ nổ|bom|mìn|exploded|bomb|blew
bị đánh chìm|chìm|bị chìm|sinks|sunk ~ đắm|lật|chìm|chìm nghỉm|sank|capsized|sinking|wreck
bị sập|đổ sập|sụp đổ|collapses|collapsed ~ sập|đổ|sụt|sụp|collapse|fell
bắn hạ|bắn rơi|shoots down|shot down ~ hạ gục|đánh chặn|rơi|tiêu diệt|bắn|shot|intercepted|downed
ám sát|assassinated|assassination ~ sát hại|mưu sát|giết|bắn|murder|killed
bị bắt cóc|bắt cóc|kidnapped|abducted ~ con tin|bắt|mất tích|hostage|hostages
mất tích|goes missing|went missing ~ không tìm thấy|biến mất|thất lạc|tìm kiếm|lạc|mất|bặt|disappeared|lost|search
được giải cứu|giải cứu|rescued|rescues ~ cứu|thoát|giải thoát|cứu nạn|cứu hộ|rescue|saved
trả tự do|được thả|phóng thích|released|freed ~ thả|tại ngoại|tha|tự do|ra tù|mãn hạn|release
bỏ trốn|trốn thoát|tẩu thoát|flees|escapes ~ trốn|tháo chạy|vượt ngục|truy nã|chạy|fled|escaped|escape
bị tin tặc|tin tặc tấn công|hacked ~ hacker|tấn công mạng|tin tặc|xâm nhập|đánh cắp|rò rỉ|hack|mã độc|an ninh mạng|bảo mật|cyber
bị tấn công|đánh bom|không kích|airstrike|attacked|attacks ~ tấn công|bom|bắn|tập kích|oanh|đánh|phóng|nã|attack|assault|strike|strikes|bomb
thua lỗ|báo lỗ|lỗ nặng|reports loss ~ lỗ|âm|thâm hụt|giảm|loss|losses|deficit
nhập viện|hospitalised|hospitalized ~ cấp cứu|cứu|bệnh viện|điều trị|viện|bác sĩ|hospital|doctors
ngộ độc|poisoned|poisoning ~ nhiễm độc|trúng độc|độc|nhiễm khuẩn|poison|toxic
bị phạt|xử phạt|fined|fines ~ phạt|án phạt|kỷ luật|chế tài|fine|penalty
đình công|bãi công|go on strike|on strike ~ biểu tình|bãi công|ngừng việc|nghỉ việc|walkout|strike
biểu tình|protests|protest ~ tuần hành|xuống đường|phản đối|tụ tập|bạo loạn|demonstration|demonstrators|rally
xin lỗi|apologises|apologizes ~ hối lỗi|tạ lỗi|cáo lỗi|nhận lỗi|lời xin|apology|apologised|sorry|hối tiếc|hối hận
đoạt giải|đoạt huy chương|giành huy chương|vô địch|wins title ~ giải|huy chương|quán quân|nhất|chiến thắng|vô địch|cúp|vương miện|đăng quang|champion|champions|won|prize|title
nhận hối lộ|đưa hối lộ|tham ô|bribery|embezzlement ~ hối lộ|tham nhũng|đưa tiền|nhận tiền|phong bì|quà|biếu|chạy án|lót tay|biển thủ|chiếm đoạt|rút ruột|lợi dụng|bribe|bribes|corruption|funds|vụ lợi
bác bỏ|phủ nhận|denies|denied ~ bác|không đúng|không có|sai|không phải|chối|không hề|không thừa nhận|từ chối|phản đối|deny|refuted|rejected|not
từ chối|refuses|rejects|rejected|refused ~ không|chối|bác|khước|phản đối|refusal|not|opposed|refuse
khánh thành|khai trương|inaugurated|inaugurates ~ đưa vào|mở cửa|hoạt động|vận hành|hoàn thành|ra mắt|khai|opened|open|opening
khởi công|breaks ground ~ xây dựng|thi công|động thổ|triển khai|xây|construction|build|work
ký kết|ký hợp đồng|signs deal|signs ~ ký|hợp tác|thỏa thuận|hợp đồng|bản ghi nhớ|signed|agreement|contract|deal|sign
mua lại|thâu tóm|acquires|takes over ~ mua|sáp nhập|sở hữu|nắm giữ|thương vụ|chuyển nhượng|cổ phần|bought|acquisition|buy|deal
vỡ đê|vỡ đập|dam bursts ~ vỡ|đê|đập|hồ chứa|burst|breach
động đất|earthquake ~ rung chấn|chấn động|richter|địa chấn|dư chấn|quake|magnitude
cướp biển|piracy|pirates ~ cướp|hải tặc|armed|pirate
"""


class Untold(NamedTuple):
    """An event of a headline that the body has no word for: tokens ``first`` to ``last`` of ``sentence``."""

    sentence: Sentence
    first: int
    last: int


def _key(phrase: str) -> tuple[str, ...]:
    return tuple(tone_fold(phrase).replace("-", " ").split())


def _run(key: tuple[str, ...]) -> str:
    return f" {' '.join(key)} "


# Each event: the phrases that assert it, and every run of words by which a body speaks of it.
_EVENTS = tuple(
    (tuple(map(_key, mine)), tuple(_run(_key(p)) for p in (*mine, *more)))
    for line in _TABLE.strip().splitlines()
    for mine, more in [[part.strip().split("|") for part in line.split("~")]]
)
_BEGIN = frozenset(key[0] for mine, _ in _EVENTS for key in mine)


def untold(title: Reading, body: Reading) -> list[Untold]:
    """The events that the headline asserts and of which the body has no word, in the table's order."""
    if _BEGIN.isdisjoint(title.tokens):
        return []
    out = []
    for mine, every in _EVENTS:
        found = next((u for key in mine for s in title.sentences if (u := _find(s, key))), None)
        if found and not any(run in body.running for run in every):
            out.append(found)
    return out


def _find(sentence: Sentence, key: tuple[str, ...]) -> Untold | None:
    if key[0] in sentence.key_set:
        for at in range(len(sentence.keys) - len(key) + 1):
            if sentence.keys[at : at + len(key)] == key:
                return Untold(sentence, at, at + len(key) - 1)
    return None
