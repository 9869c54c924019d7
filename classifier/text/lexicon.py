# ruff: noqa: E501  (tables of words: one group a line)
"""Words that mean the same, words that mean the opposite, and words that set how sure a statement is.

``LEXICON`` maps a phrase (tuple of token keys) to an ``Entry``. Phrases are looked up longest first, so that
"không thành" is one word of failure and not a negation. The lists hold the vocabulary of news records (who
did, agreed, won,
rose, died); words of praise, blame or taste are left out on purpose: they are never compared.
"""

from __future__ import annotations

from dataclasses import dataclass

from models.text import tone_fold


@dataclass(frozen=True, slots=True)
class Entry:
    """``concept``: what the phrase means, for matching. ``axis``/``sign``: its side of an opposition.
    ``cue``: negation,
    done, plan, possible, alleged, ask, rebut, say, cause or effect."""

    concept: str = ""
    axis: str = ""
    sign: int = 0
    cue: str = ""


# Two sides of one question each. A phrase belongs to one side; a negation before it turns the side round.
AXES = {
    "agree": (
        "đồng ý|chấp thuận|nhất trí|tán thành|ủng hộ|chấp nhận|thông qua|phê duyệt|phê chuẩn|thông qua|ưng thuận|tán đồng|"
        "agreed|agrees|agree|approved|approves|approve|accepted|accepts|accept|endorsed|supports|supported|backed|passed|ratified",
        "phản đối|từ chối|không chấp nhận|không đồng ý|không chấp thuận|khước từ|không phê chuẩn|chống lại|không thông qua|"
        "không tán thành|bác đề nghị|bác đề xuất|bác dự luật|bác đơn|bác kháng cáo|bác yêu cầu|bác kiến nghị|bác kế hoạch|bác dự thảo|không ủng hộ|"
        "rejected|rejects|reject|opposed|opposes|oppose|refused|refuses|refuse|turned down|voted against|vetoed",
    ),
    "confirm": (
        "xác nhận|thừa nhận|công nhận|thú nhận|nhìn nhận|khẳng định có|xác minh|"
        "confirmed|confirms|confirm|acknowledged|acknowledges|acknowledge|admitted|admits|admit|recognised|recognized",
        "phủ nhận|bác bỏ|bác thông tin|không thừa nhận|không công nhận|không xác nhận|chối|cải chính|bác cáo buộc|"
        "denied|denies|deny|dismissed|refuted|refutes|rejects claims",
    ),
    "rise": (
        "tăng|gia tăng|tăng lên|tăng thêm|đi lên|leo thang|nâng|nâng lên|tăng mạnh|vượt lên|tăng trưởng|mở rộng|"
        "rose|rise|rises|rising|increased|increase|increases|grew|growth|climbed|gained|up|expanded",
        "giảm|sụt giảm|sụt|giảm xuống|giảm bớt|đi xuống|hạ|hạ xuống|suy giảm|cắt giảm|thu hẹp|tụt|lao dốc|đi lùi|"
        "fell|fall|falls|falling|decreased|decrease|dropped|drop|declined|decline|shrank|lost|down|cut|reduced",
    ),
    "success": (
        "thành công|đạt được|giành được|succeeded|successful|successfully|achieved",
        "thất bại|không thành công|không thành|đổ vỡ|bất thành|phá sản|không đạt|chưa thành công|failed|fails|fail|failure|collapsed|"
        "unsuccessful",
    ),
    "win": (
        "thắng|chiến thắng|giành chiến thắng|đắc cử|trúng cử|đánh bại|won|wins|win|beat|beats|defeated|elected",
        "thua|thất cử|bại trận|để thua|lost to|loses to|was defeated",
    ),
    "allow": (
        "cho phép|được phép|hợp pháp hóa|dỡ bỏ lệnh cấm|cấp phép|allowed|allows|allow|permitted|permits|legalised|authorised|authorized",
        "cấm|không cho phép|nghiêm cấm|không được phép|ra lệnh cấm|đình chỉ|thu hồi giấy phép|banned|bans|ban|prohibited|prohibits|"
        "forbidden|forbade|barred",
    ),
    "open": (
        "mở cửa|khai trương|mở lại|khánh thành|mở cửa lại|hoạt động trở lại|opened|opens|reopened|reopens",
        "đóng cửa|đóng lại|tạm đóng|phong tỏa|ngừng hoạt động|closed|closes|shut|shut down",
    ),
    "continue": (
        "tiếp tục|duy trì|nối lại|khôi phục|khởi động lại|kéo dài|continued|continues|continue|maintained|resumed|extended",
        "rút ngắn|shortened|dừng|ngừng|chấm dứt|kết thúc|tạm dừng|tạm ngừng|gác lại|hủy bỏ|hủy|bãi bỏ|đình lại|ngưng|dừng lại|"
        "stopped|stops|stop|halted|ended|ends|suspended|cancelled|canceled|scrapped",
    ),
    "join": (
        "gia nhập|tham gia|tham dự|kết nạp|ký kết|có mặt|joined|joins|join|attended|attends|took part|participated",
        "rút khỏi|rời khỏi|tẩy chay|vắng mặt|không tham gia|không tham dự|rút lui|không dự|"
        "withdrew|withdraws|withdraw|left|boycotted|quit|pulled out",
    ),
    "free": (
        "thả|trả tự do|phóng thích|được tại ngoại|released|releases|freed",
        "bắt|bắt giữ|giam|giam giữ|tạm giam|bắt giam|bắt tạm giam|arrested|arrests|detained|detains|jailed|imprisoned",
    ),
    "alive": (
        "sống sót|còn sống|thoát chết|an toàn tính mạng|survived|survives|alive|rescued",
        "thiệt mạng|tử vong|chết|qua đời|tử trận|tử nạn|hy sinh|hi sinh|chết người|mất mạng|bị giết|"
        "died|dies|killed|dead|deaths|death|perished",
    ),
    "profit": (
        "lãi|có lãi|lợi nhuận|thặng dư|xuất siêu|profit|profits|surplus",
        "lỗ|thua lỗ|thâm hụt|nhập siêu|loss|losses|deficit",
    ),
    "trade": ("xuất khẩu|exports|exported|export", "nhập khẩu|imports|imported|import"),
    "enough": (
        "đủ|đầy đủ|dư thừa|dồi dào|đáp ứng đủ|enough|sufficient|adequate",
        "thiếu|không đủ|chưa đủ|thiếu hụt|chưa đáp ứng|khan hiếm|shortage|lack|lacks|lacked|insufficient|short of",
    ),
    "verdict": (
        "trắng án|vô tội|tuyên vô tội|xóa tội|đình chỉ vụ án|acquitted|acquits|cleared|not guilty",
        "kết tội|kết án|có tội|tuyên phạm|tuyên có tội|tuyên án tù|convicted|convicts|guilty|sentenced",
    ),
    "attack": ("tấn công|tiến công|attacked|attacks", "phòng thủ|phòng ngự|defended|defends"),
    "advance": (
        "tiến vào|tiến quân|đổ bộ|chiếm được|đánh chiếm|kiểm soát|captured|seized|advanced",
        "rút quân|rút lui|tháo chạy|retreated",
    ),
    "buy": ("mua|mua vào|thu mua|bought|buys|purchased", "bán|bán ra|bán tháo|sold|sells"),
    "lend": ("cho vay|lent|lends", "đi vay|vay|borrowed|borrows"),
    "before": ("trước khi|before|prior to", "sau khi|after|following"),
    "majority": ("đa số|phần lớn|hầu hết|quá bán|majority|most", "thiểu số|số ít|minority"),
    "all": ("toàn bộ|tất cả|toàn thể|mọi|all|every|entire", "một phần|một số|không phải tất cả|some|part of"),
    "early": (
        "sớm hơn|trước thời hạn|ahead of schedule|earlier",
        "muộn hơn|trễ hạn|chậm tiến độ|behind schedule|later than planned",
    ),
    "valid": (
        "còn hiệu lực|có hiệu lực|in force|takes effect|took effect|valid",
        "hết hiệu lực|mất hiệu lực|vô hiệu|expired|invalid|void",
    ),
    "higher": (
        "cao hơn|nhiều hơn|lớn hơn|vượt|higher|more than|above|exceeded",
        "thấp hơn|ít hơn|nhỏ hơn|dưới mức|lower|fewer|below",
    ),
    "appeal": (
        "giữ nguyên bản án|y án|giữ nguyên mức án|giữ nguyên phán quyết|upheld|upholds|uphold|affirmed",
        "hủy án|hủy bản án|bác bản án|hủy phán quyết|đảo ngược|lật ngược|overturned|overturns|overturn|quashed|reversed|struck down",
    ),
    "penalty": (
        "tử hình|án tử|death penalty|death sentence|sentenced to death",
        "chung thân|life imprisonment|life in prison|life sentence",
    ),
    "plea": ("nhận tội|pleaded guilty|pleads guilty", "kêu oan|không nhận tội|pleaded not guilty|pleads not guilty"),
    "test": ("dương tính|positive", "âm tính|negative"),
    "lawful": (
        "hợp pháp|đúng luật|lawful|lawfully|legally",
        "bất hợp pháp|phi pháp|trái phép|trái luật|trái pháp luật|unlawful|unlawfully|illegal|illegally",
    ),
    "secret": ("công khai|publicly|in public", "bí mật|họp kín|secretly|in secret|behind closed doors"),
    "bound": ("tối đa|maximum", "tối thiểu|minimum"),
    "duty": ("mandatory|compulsory|obligatory", "voluntary|optional"),
    "lasting": ("vĩnh viễn|permanent|permanently", "tạm thời|temporary|temporarily"),
    "indirect": ("trực tiếp|directly", "gián tiếp|indirectly"),
    "ease": (
        "nới lỏng|eased|eases|loosened|relaxed",
        "thắt chặt|siết chặt|siết|tightened|tightens|tighten",
    ),
    "lift": (
        "dỡ bỏ|gỡ bỏ|lifted|lifts|rescinded",
        "áp đặt|áp lệnh|imposed|imposes|impose",
    ),
    "pace": (
        "đẩy nhanh|tăng tốc|accelerated|accelerates|sped up|brought forward",
        "trì hoãn|hoãn|lùi|làm chậm|delayed|delays|postponed|postpones|slowed|put off",
    ),
    "strength": ("mạnh lên|mạnh thêm|strengthened|intensified|strengthens", "suy yếu|yếu đi|weakened|weakens"),
    "discharge": ("nhập viện|hospitalised|hospitalized", "xuất viện|ra viện|discharged"),
    "border": ("nhập cảnh|entered the country", "xuất cảnh|left the country"),
    "rank": (
        "thăng chức|thăng hàm|thăng hạng|thăng cấp|promoted",
        "giáng chức|giáng cấp|xuống hạng|rớt hạng|demoted|relegated",
    ),
    "incumbent": ("đương nhiệm|đương kim|incumbent|sitting", "tiền nhiệm|predecessor"),
    "welcome": (
        "hoan nghênh|welcomed|welcomes|praised|praises",
        "lên án|chỉ trích|condemned|condemns|denounced|denounces|criticised|criticized|criticises|criticizes",
    ),
    "commend": ("khen thưởng|biểu dương|tuyên dương|commended", "kỷ luật|khiển trách|reprimanded|disciplined"),
    "direction": ("phía bắc|miền bắc|north|northern", "phía nam|miền nam|south|southern"),
    "side": ("phía đông|miền đông|east|eastern", "phía tây|miền tây|west|western"),
}

# One concept each, without an opposite: only so that a paraphrase is recognised.
_SAME = (
    "bị thương|wounded|injured|injuries|thương tích|trọng thương",
    "mất tích|missing",
    "phán quyết|ruling|ruled|tuyên|phán xử",
    "buộc|yêu cầu|đòi|ra lệnh|ordered|orders|demanded|demand|required",
    "tổ chức|đăng cai|diễn ra|held|hosted|hosts|took place",
    "đề nghị|kiến nghị|đề xuất|đề án|phương án|proposed|proposal|proposes|kêu gọi|thúc giục|hối thúc|urged|urges|called for",
    "gặp|gặp gỡ|hội kiến|hội đàm|cuộc gặp|tiếp đón|met|meets|meeting|hội kiến|diện kiến",
    "họp|cuộc họp|phiên họp|meets|meeting|session",
    "viện trợ|hỗ trợ|trợ giúp|tài trợ|aid|assistance|help",
    "biểu tình|xuống đường|tuần hành|protest|protests|demonstration|demonstrations",
    "sa thải|cách chức|mất chức|bãi nhiệm|miễn nhiệm|fired|sacked|dismissed|removed",
    "tên lửa|missile|missiles|hỏa tiễn",
    "máy bay|phi cơ|chuyên cơ|aircraft|plane|planes",
    "binh sĩ|lính|quân nhân|chiến sĩ|soldiers|soldier|troops|quân lính",
    "quân đội|army|military|lực lượng vũ trang|lực lượng",
    "bầu cử|tổng tuyển cử|election|elections|polls",
    "lệnh bắt|lệnh bắt giữ|arrest warrant|warrant",
    "bỏ phiếu|bầu cho|biểu quyết|voted|vote|votes",
    "đàm phán|thương lượng|thương thuyết|talks|negotiations|negotiated",
    "thỏa thuận|hiệp định|hiệp ước|agreement|deal|treaty|pact",
    "ngừng bắn|đình chiến|ceasefire|truce",
    "động đất|rung chấn|earthquake|quake",
    "lũ|lũ lụt|ngập|ngập lụt|ngập nước|flood|floods|flooding|flooded",
    "bão|siêu bão|storm|typhoon|hurricane",
    "nhà chức trách|cơ quan chức năng|giới chức|chính quyền|authorities|officials",
    "chính phủ|government|nội các|cabinet|administration",
    "quốc hội|nghị viện|parliament|congress|national assembly|nghị trường",
    "tòa án|tòa|court|tribunal",
    "doanh nghiệp|công ty|hãng|company|companies|firm|firms|corporation",
    "hoàng gia|nhà vua|quốc vương|royal|king",
    "chỉ trích|xúc phạm|phê phán|công kích|criticised|criticized|insulted",
    "xử lý|giải quyết|tháo gỡ|resolve|resolved|handle",
    "ngăn|chặn|ngăn chặn|cản|block|blocked|prevent|prevented",
    "hoàn trả|trả lại|bồi hoàn|repaid|returned",
    "phá hủy|tiêu hủy|hủy diệt|destroyed",
    "xe chiến đấu bọc thép|xe bọc thép|thiết giáp|armoured vehicles",
    "giá|price|prices|cost|costs|chi phí|mức giá",
    "doanh thu|revenue|sales|doanh số",
    "dân số|số dân|population|dân cư",
    "diện tích|area|rộng",
    "thiệt hại|tổn thất|damage|damages",
    "nguyên nhân|cause|causes|lý do|reason",
    "luật|đạo luật|law|bill|act",
    "nghị quyết|resolution",
    "hiệu lực|áp dụng|thi hành|effective|in effect|effect",
    "tháng này|trong tháng",
    "khởi tố|charged|indicted|prosecuted|truy tố",
    "xây dựng|xây|built|build|builds|construction",
    "thành lập|ra đời|established|founded|set up|sáng lập",
    "công bố|đăng tải|tiết lộ|published|released|announced|loan báo",
    "đạo diễn|directed|directs",
    "sinh ra|chào đời|sinh năm|born",
    "kết thúc|hoàn thành|hoàn tất|xong|completed|finished|done",
    "bắt đầu|khởi đầu|mở đầu|khởi động|khởi công|mở màn|began|started|starts|begins|launched",
    "lãnh đạo|thủ lĩnh|người đứng đầu|leader|leaders|head|chủ tịch",
    "cựu|former|nguyên",
    "học sinh|sinh viên|students|pupils",
    "giáo viên|teachers|teacher|nhà giáo",
    "bệnh nhân|ca bệnh|ca mắc|patients|cases|ca nhiễm",
    "tàu|tàu thuyền|ship|ships|vessel|vessels|tàu bè",
    "xe tăng|tanks|tank",
    "thành phố|city|tp",
    "tỉnh|province",
    "biển|vùng biển|sea|waters",
    "đảo|quần đảo|island|islands|archipelago",
    "ngân hàng|bank|banks",
    "vay|khoản vay|loan|loans",
    "nợ|nợ công|debt",
    "thuế|tariff|tariffs|tax|taxes",
    "lương|tiền lương|wage|wages|salary|mức lương",
    "hội nghị|conference|summit|hội nghị thượng đỉnh|hội thảo",
    "chuyến thăm|thăm|chuyến đi|chuyến công du|visit|visited|visits|công du",
    "đến|tới|đặt chân|đáp xuống|hạ cánh|arrived|arrives|landed",
    "đưa ra|ban hành|issued|issues",
    "xem xét|cân nhắc|considering|consider|considers|xem lại",
    "bổ nhiệm|được bầu|appointed|nhậm chức|named",
    "từ chức|resigned|resigns|thôi chức|rời chức",
    "phóng|bắn|phóng thử|fired|launched|test fired",
    "vỡ|vỡ đê|vỡ đập|breach|burst",
    "cháy|hỏa hoạn|fire|blaze|vụ cháy",
    "tai nạn|gặp nạn|crash|accident|crashed|rơi",
    "vaccine|vắc xin|vắc-xin|vaccines",
    "đầu tư|rót vốn|vốn đầu tư|invested|investment|invest",
    "người dân|dân chúng|nhân dân|people|residents|cư dân",
    "phát hiện|tìm thấy|tìm ra|found|discovered|bắt gặp",
    "bằng chứng|chứng cứ|evidence|proof",
    "đe dọa|dọa|threatened|threatens",
    "phủ quyết|veto|vetoed",
)

_CUES = {
    "negation": "không|chưa|chẳng|chả|không hề|chưa hề|chưa từng|không phải|không còn|chưa bao giờ|không bao giờ|chẳng hề|không được|"
    "chưa được|not|never|no|didn't|doesn't|wasn't|weren't|isn't|cannot|without|neither|nor|no longer",
    "done": "đã|vừa|mới đây đã|vừa mới|đã hoàn tất|hoàn tất|hoàn thành|xong|chính thức|đã từng|has|have|had|officially|completed|already",
    "plan": "dự kiến|dự định|dự tính|lên kế hoạch|có kế hoạch|kế hoạch|chuẩn bị|sắp|sẽ|muốn|mong muốn|đề xuất|xin|kiến nghị|cân nhắc|"
    "đang cân nhắc|xem xét|đang xem xét|hứa|hứa hẹn|cam kết|dọa|đe dọa|phương án|dự thảo|hướng tới|mục tiêu|đề nghị|đang trình|trình|tính|"
    "đang chờ|đang bàn|đang thảo luận|đang tính|đang soạn thảo|đang nghiên cứu|ấp ủ|"
    "mulling|mulls|weighing|under discussion|preparing to|about to|poised to|bàn|bàn cách|cần|lên lịch|xếp lịch|"
    "plans to|plan to|planned|planning|intends|intend|will|would|considering|considers|proposed|proposes|proposal|wants|promised|"
    "pledged|scheduled|aims|seeks|expected|expects|set to|threatened|threatens|should|must|to be",
    "possible": "có thể|có quyền|vẫn có quyền|có khả năng|nhiều khả năng|khả năng cao|khả năng|có nguy cơ|có lẽ|nguy cơ|dự báo|ước tính có thể|may|might|could|likely|possibly|"
    "probably|possible|forecast|risk",
    "alleged": "được cho là|bị cho là|nghi|nghi là|nghi bị|bị nghi|tình nghi|bị cáo buộc|tin đồn|đồn|chưa rõ|chưa được xác nhận|"
    "chưa xác nhận|chưa kiểm chứng|có tin|được cho|bị tố|nghi ngờ|theo đồn đoán|được đồn|bị tình nghi|believed to|thought to|said to have|purportedly|alleged|allegedly|suspected|reportedly|accused|unconfirmed|rumoured|rumored|unclear",
    "ask": "điều tra|thẩm tra|làm rõ|xác minh|investigating|under investigation|probe",
    "rebut": "tin giả|là sai|sai sự thật|không đúng sự thật|không đúng|bịa đặt|thất thiệt|không có căn cứ|vô căn cứ|không chính xác|"
    "tin đồn thất thiệt|fake news|false|untrue|fabricated|baseless|hoax|debunked|misleading|incorrect",
    "cause": "vì|do|bởi|bởi vì|nhờ|tại vì|là do|nguyên nhân là|nguyên nhân do|xuất phát từ|bắt nguồn từ|vì lý do|because|because of|due to|"
    "owing to|thanks to|caused by|as a result of|stemming from|result of",
    "effect": "khiến|khiến cho|làm cho|gây|gây ra|dẫn đến|dẫn tới|buộc|kéo theo|causing|caused|led to|leads to|leading to|forcing|forced|resulted in",
    "purpose": "để|nhằm|nhằm mục đích|với mục đích|hòng|in order to|aimed at|so that",
}


# Phrases where a cue word means something else: found first because longer, and they carry nothing.
_NEUTRAL = (
    "chương trình|quá trình|hành trình|công trình|trình độ|trình bày|lộ trình|quy trình|giáo trình|chính trình|trình diễn|tiến trình|"
    "không gian|không khí|không quân|không kích|hàng không|trên không|phòng không|không gian mạng|không lưu|không chỉ|không những|"
    "không kể|không ít|không ngừng|không thể không|không chỉ có|không nhỏ|không quá|không thể thiếu|không thể thay thế|không thể tách rời|không thể phủ nhận|bầu không khí|không tính|"
    "cuộc điều tra|cơ quan điều tra|cảnh sát điều tra|công tác điều tra|kết quả điều tra|phục vụ điều tra|quá trình điều tra|phóng sự điều tra|"
    "điều tra viên|cuộc bàn|nghi phạm|nghi can|nghi thức|nghi lễ|hội nghị|nghị sĩ|nghi vấn|đề nghị|"
    "có thể thu hồi|khả năng chi trả|khả năng tài chính|khả năng phòng chống|khả năng chống|"
    "tính mạng|tính chất|tính toán|tính từ|tính đến|tính theo|đặc tính|giới tính|tính năng|nam tính|"
    "do thái|tự do|lý do|đôi do|vì sao|do đó|vì vậy|vì thế|do vậy|để lại|để ý|mưu do|"
    "giảm nhẹ|giảm nghèo|giảm giá|hạ tầng|hạ viện|hạ cánh|hạ thủy|hạ nghị sĩ|thềm lục địa|"
    "bắt đầu|bắt nguồn|bắt tay|bắt buộc|nắm bắt|cắt giảm phát thải|bắt mắt|bắt chước|"
    "cáo buộc|ép buộc|ràng buộc|trói buộc|buộc phải|mở bán|kết quả xác minh|tham gia giao thông|chết não|lỗ hổng|lỗ đen|thẩm quyền|quyết thắng|"
    "mới nhất|đổi mới|năm mới|mới đây|cán bộ|bàn giao|bàn tay|địa bàn|bàn thắng|bàn thua|niềm tin|"
    "xin lỗi|xin phép|phải chăng|phía trước|cần thơ|cần cù|không ai|đã đành|dù đã|"
    "cần thiết|mục tiêu kép|đường sắt|trình duyệt|mua sắm|buôn bán|mua bán|bán đảo|bán kết|bán kính|bán dẫn|bán cầu|thu hẹp khoảng cách|"
    "đơn xin|xin việc|no 1|no one|ý kiến|lên tiếng|up to|at most|mostly|"
    "xin ý kiến|chưa kể|chưa tính|chưa bao gồm|chưa đầy|chưa tới|chưa đến|không dưới|không hơn|không đến|"
    "tuyên bố|tuyên truyền|tuyên giáo|tuyên dương|giá trị|đánh giá|giá như|"
    "phát biểu|phát triển|phát hành|phát hiện ra|phát thanh|phát động|phản đối phó|đối phó"
)


def _key(phrase: str) -> tuple[str, ...]:
    return tuple(tone_fold(phrase).replace("-", " ").replace("'", " ").split())


def _build() -> dict[tuple[str, ...], Entry]:
    table: dict[tuple[str, ...], Entry] = {}
    for group in _SAME:
        concept = "=" + group.split("|", 1)[0]
        for phrase in group.split("|"):
            table.setdefault(_key(phrase), Entry(concept))
    for axis, sides in AXES.items():
        for sign, side in ((1, sides[0]), (-1, sides[1])):
            for phrase in side.split("|"):
                old = table.get(_key(phrase), Entry())
                table[_key(phrase)] = Entry(old.concept or f"={axis}{sign:+d}", axis, sign, old.cue)
    for cue, phrases in _CUES.items():
        for phrase in phrases.split("|"):
            old = table.get(_key(phrase), Entry())
            table[_key(phrase)] = Entry(old.concept, old.axis, old.sign, old.cue or cue)
    for phrase in "".join(_NEUTRAL).split("|"):
        table.setdefault(_key(phrase), Entry())
    return table


LEXICON = _build()
# Phrases without diacritics that are Vietnamese all the same; every other one in plain letters is English.
# "may", "no" and "cut"
# are words of both languages and must not be read as the other's.
_VIETNAMESE_PLAIN = frozenset(
    map(
        _key,
        "cho vay|doanh thu|giam|hi sinh|hy sinh|leo thang|mua|nghi|nghi can|sau khi|sinh ra|tham gia|thu mua|thua|tp|vay|xin|xong|do|vaccine".split(
            "|"
        ),
    )
)


def _starts(english: bool) -> dict[str, tuple[tuple[str, ...], ...]]:
    out: dict[str, tuple[tuple[str, ...], ...]] = {}
    for phrase in sorted(LEXICON, key=lambda p: (-len(p), p)):
        plain = all(word.isascii() for word in phrase)
        if (plain and phrase not in _VIETNAMESE_PLAIN) == english:
            out[phrase[0]] = (*out.get(phrase[0], ()), phrase)
    return out


_STARTS = {False: _starts(False), True: _starts(True)}


def beginnings(keys: tuple[str, ...], english: bool = False) -> list[int]:
    """The indices of the tokens at which ``look_up`` could find a phrase."""
    table = _STARTS[english]
    return [at for at, key in enumerate(keys) if key in table]


def look_up(keys: tuple[str, ...], at: int, english: bool = False) -> tuple[int, Entry] | None:
    """The longest phrase of the language that begins at token ``at``: its number of tokens and its entry."""
    for phrase in _STARTS[english].get(keys[at], ()):
        if keys[at : at + len(phrase)] == phrase:
            return len(phrase), LEXICON[phrase]
    return None
