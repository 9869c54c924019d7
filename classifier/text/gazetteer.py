# ruff: noqa: E501  (tables of names: one group a line)
"""Names that many texts share, with their aliases: countries and capitals, seas, cities, bodies, offices.

``ALIASES`` maps a name (tuple of token keys) to what it stands for: one or more ids such as ``country:cn``. Two names agree
when they share an id. A capital stands for its city and, by metonymy, for its country (Bắc Kinh, Tokyo, Nhà Trắng). Rival names
of one place carry one id (Biển Đông, South China Sea): they are aliases here, never a difference.
``TYPES`` gives the kind of thing: place, body, person, office.
"""

from __future__ import annotations

from models.text import tone_fold

# id | names of the country | adjectives and short forms | names of capital and seat of power (also the country, by metonymy)
_COUNTRIES = """
vn|Việt Nam,Vietnam,Viet Nam,CHXHCN Việt Nam|Vietnamese|Hà Nội,Hanoi
cn|Trung Quốc,China,CHND Trung Hoa,Hoa lục|Chinese,Trung Hoa|Bắc Kinh,Beijing,Trung Nam Hải
us|Mỹ,Hoa Kỳ,United States,US,USA,U S,America|American|Washington,Nhà Trắng,White House,Washington DC
ru|Nga,Russia,Liên bang Nga|Russian|Moskva,Moscow,Matxcơva,Mát-xcơ-va,Điện Kremlin,Kremlin
ua|Ukraine,Ukraina,U-crai-na|Ukrainian|Kiev,Kyiv
jp|Nhật Bản,Nhật,Japan|Japanese|Tokyo
kr|Hàn Quốc,Hàn,South Korea|South Korean|Seoul
kp|Triều Tiên,CHDCND Triều Tiên,North Korea,Bắc Triều Tiên|North Korean|Bình Nhưỡng,Pyongyang
ph|Philippines,Phi-líp-pin|Philippine,Filipino|Manila
id|Indonesia|Indonesian|Jakarta
my|Malaysia|Malaysian|Kuala Lumpur
sg|Singapore|Singaporean|
th|Thái Lan,Thailand|Thai|Bangkok
la|Lào,Laos|Lao|Vientiane,Viêng Chăn
kh|Campuchia,Cambodia|Cambodian|Phnom Penh,Phnôm Pênh
mm|Myanmar,Miến Điện|Burmese|Naypyidaw
bn|Brunei||
tl|Đông Timor,Timor-Leste|Timorese|Dili
in|Ấn Độ,India|Indian|New Delhi
pk|Pakistan|Pakistani|Islamabad
bd|Bangladesh|Bangladeshi|Dhaka
lk|Sri Lanka|Sri Lankan|Colombo
np|Nepal|Nepali|Kathmandu
af|Afghanistan|Afghan|Kabul
ir|Iran|Iranian|Tehran
iq|Iraq|Iraqi|Baghdad
il|Israel|Israeli|Tel Aviv,Jerusalem
ps|Palestine|Palestinian|Ramallah
lb|Lebanon,Liban,Li-băng|Lebanese|Beirut
sy|Syria|Syrian|Damascus
ye|Yemen|Yemeni|Sanaa
sa|Saudi Arabia,Ả Rập Xê Út,Ả-rập Xê-út,Ả Rập Saudi|Saudi|Riyadh
ae|UAE,Các Tiểu vương quốc Ả Rập Thống nhất|Emirati|Abu Dhabi
qa|Qatar|Qatari|Doha
tr|Thổ Nhĩ Kỳ,Turkey,Türkiye,Thổ|Turkish|Ankara
eg|Ai Cập,Egypt|Egyptian|Cairo
za|Nam Phi,South Africa|South African|Pretoria
ng|Nigeria|Nigerian|Abuja
et|Ethiopia|Ethiopian|Addis Ababa
ke|Kenya|Kenyan|Nairobi
gb|Anh,Vương quốc Anh,United Kingdom,UK,Britain,Anh quốc|British|London,Luân Đôn
fr|Pháp,France|French|Paris,Điện Elysee
de|Đức,Germany|German|Berlin
it|Ý,Italia,Italy|Italian|Rome,Roma
es|Tây Ban Nha,Spain|Spanish|Madrid
pt|Bồ Đào Nha,Portugal|Portuguese|Lisbon
nl|Hà Lan,Netherlands|Dutch|The Hague,La Hay,Amsterdam
be|Bỉ,Belgium|Belgian|
ch|Thụy Sĩ,Switzerland|Swiss|Bern
at|Áo,Austria|Austrian|Vienna
se|Thụy Điển,Sweden|Swedish|Stockholm
no|Na Uy,Norway|Norwegian|Oslo
fi|Phần Lan,Finland|Finnish|Helsinki
dk|Đan Mạch,Denmark|Danish|Copenhagen
pl|Ba Lan,Poland|Polish|Warsaw
cz|Séc,Czech,Cộng hòa Séc|Czech|Prague
sk|Slovakia||Bratislava
hu|Hungary|Hungarian|Budapest
ro|Romania|Romanian|Bucharest
bg|Bulgaria|Bulgarian|Sofia
rs|Serbia|Serbian|Belgrade
gr|Hy Lạp,Greece|Greek|Athens
by|Belarus|Belarusian|Minsk
ge|Georgia,Gruzia|Georgian|Tbilisi
am|Armenia|Armenian|Yerevan
az|Azerbaijan|Azerbaijani|Baku
kz|Kazakhstan|Kazakh|Astana
ca|Canada|Canadian|Ottawa
mx|Mexico|Mexican|
br|Brazil|Brazilian|Brasilia
ar|Argentina|Argentine|Buenos Aires
cl|Chile|Chilean|Santiago
co|Colombia|Colombian|Bogota
ve|Venezuela|Venezuelan|Caracas
cu|Cuba|Cuban|Havana,La Habana
pe|Peru|Peruvian|Lima
au|Australia,Úc|Australian|Canberra
nz|New Zealand||Wellington
pg|Papua New Guinea||
tw|Đài Loan,Taiwan|Taiwanese|Đài Bắc,Taipei
hk|Hong Kong,Hồng Kông|Hongkonger|
mo|Macau,Ma Cao||
mn|Mông Cổ,Mongolia|Mongolian|Ulan Bator
ie|Ireland|Irish|Dublin
is|Iceland|Icelandic|Reykjavik
ee|Estonia|Estonian|Tallinn
lv|Latvia|Latvian|Riga
lt|Litva,Lithuania|Lithuanian|Vilnius
va|Vatican,Tòa thánh,Holy See||
"""

# id | names. Places, seas, cities and provinces.
_PLACES = """
sea:scs|Biển Đông,South China Sea,Biển Nam Trung Hoa,Nam Hải,West Philippine Sea,Biển Tây Philippines,East Sea
isl:paracel|Hoàng Sa,quần đảo Hoàng Sa,Paracel,Paracels,Paracel Islands,Tây Sa,Xisha
isl:spratly|Trường Sa,quần đảo Trường Sa,Spratly,Spratlys,Spratly Islands,Nam Sa,Nansha
isl:scarborough|Scarborough,bãi cạn Scarborough,Hoàng Nham,Panatag,Huangyan,Scarborough Shoal
isl:second_thomas|Bãi Cỏ Mây,Cỏ Mây,Second Thomas,Second Thomas Shoal,Ayungin,Nhân Ái
isl:fiery|Đá Chữ Thập,Chữ Thập,Fiery Cross
isl:mischief|Đá Vành Khăn,Vành Khăn,Mischief,Mischief Reef
isl:subi|Đá Xu Bi,Xu Bi,Subi,Subi Reef
isl:woody|Phú Lâm,đảo Phú Lâm,Woody Island
isl:triton|Tri Tôn,đảo Tri Tôn
isl:senkaku|Senkaku,Điếu Ngư,Diaoyu
sea:ecs|Hoa Đông,biển Hoa Đông,East China Sea
sea:persian|vịnh Ba Tư,Persian Gulf,vịnh Ả Rập,Arabian Gulf
sea:japan|biển Nhật Bản,Sea of Japan
city:hcm|TP.HCM,TP HCM,TPHCM,HCM,Thành phố Hồ Chí Minh,Hồ Chí Minh,Sài Gòn,Ho Chi Minh City,Saigon,TP Hồ Chí Minh,HCMC
city:hanoi|Hà Nội,Hanoi,Thủ đô Hà Nội
city:danang|Đà Nẵng,Da Nang,Danang
city:haiphong|Hải Phòng,Hai Phong
city:cantho|Cần Thơ,Can Tho
city:hue|Huế,Thừa Thiên Huế,Thừa Thiên - Huế
reg:gaza|Gaza,Dải Gaza,Gaza Strip
reg:westbank|Bờ Tây,West Bank
reg:crimea|Crimea,Crưm
reg:donbass|Donbass,Donbas
reg:kursk|Kursk
cont:europe|châu Âu,Europe,European
cont:asia|châu Á,Asia,Asian
cont:africa|châu Phi,Africa,African
cont:latin|Mỹ Latinh,Latin America
reg:sea|Đông Nam Á,Southeast Asia
reg:me|Trung Đông,Middle East
"""
_PROVINCES = (
    "An Giang,Bà Rịa,Vũng Tàu,Bắc Giang,Bắc Kạn,Bạc Liêu,Bắc Ninh,Bến Tre,Bình Định,Bình Dương,Bình Phước,Bình Thuận,Cà Mau,Cao Bằng,"
    "Đắk Lắk,Đắk Nông,Điện Biên,Đồng Nai,Đồng Tháp,Gia Lai,Hà Giang,Hà Nam,Hà Tĩnh,Hải Dương,Hậu Giang,Hòa Bình,Hưng Yên,Khánh Hòa,"
    "Kiên Giang,Kon Tum,Lai Châu,Lâm Đồng,Lạng Sơn,Lào Cai,Long An,Nam Định,Nghệ An,Ninh Bình,Ninh Thuận,Phú Thọ,Phú Yên,Quảng Bình,"
    "Quảng Nam,Quảng Ngãi,Quảng Ninh,Quảng Trị,Sóc Trăng,Sơn La,Tây Ninh,Thái Bình,Thái Nguyên,Thanh Hóa,Tiền Giang,Trà Vinh,"
    "Tuyên Quang,Vĩnh Long,Vĩnh Phúc,Yên Bái,Nha Trang,Đà Lạt,Quy Nhơn,Phú Quốc,Côn Đảo,Lý Sơn,Cát Bà,Hội An,Hạ Long,Vinh,Pleiku,"
    "Buôn Ma Thuột,Biên Hòa,Thủ Đức,Thủ Dầu Một,Mỹ Tho,Long Xuyên,Rạch Giá,Tuy Hòa,Phan Thiết,Đồng Hới,Đông Hà,Sa Pa,Móng Cái"
)
_BODIES = """
un|Liên Hợp Quốc,Liên Hiệp Quốc,LHQ,United Nations,UN
unsc|Hội đồng Bảo an,HĐBA,Security Council
eu|Liên minh châu Âu,EU,European Union
ep|Nghị viện châu Âu,European Parliament
ec|Ủy ban châu Âu,European Commission
nato|NATO,Liên minh Bắc Đại Tây Dương
asean|ASEAN,Hiệp hội các quốc gia Đông Nam Á
who|WHO,Tổ chức Y tế thế giới,World Health Organization
imf|IMF,Quỹ Tiền tệ quốc tế,International Monetary Fund
wb|WB,Ngân hàng Thế giới,World Bank
adb|ADB,Ngân hàng Phát triển châu Á,Asian Development Bank
wto|WTO,Tổ chức Thương mại thế giới,World Trade Organization
icc|ICC,Tòa án Hình sự quốc tế,Tòa Hình sự quốc tế,International Criminal Court
icj|ICJ,Tòa án Công lý quốc tế,Tòa Công lý quốc tế,International Court of Justice
pca|PCA,Tòa Trọng tài thường trực,Tòa trọng tài thường trực quốc tế,Permanent Court of Arbitration
iaea|IAEA,Cơ quan Năng lượng nguyên tử quốc tế
fed|Fed,Cục Dự trữ Liên bang,Cục Dự trữ Liên bang Mỹ,Federal Reserve
pentagon|Lầu Năm Góc,Pentagon,Bộ Quốc phòng Mỹ
mofa|Bộ Ngoại giao,BNG,Ministry of Foreign Affairs,Foreign Ministry
moh|Bộ Y tế,BYT,Ministry of Health,Health Ministry
moet|Bộ Giáo dục và Đào tạo,Bộ GD-ĐT,Bộ GD&ĐT,Bộ GDĐT,Bộ Giáo dục,Ministry of Education
mps|Bộ Công an,BCA,Ministry of Public Security
mod|Bộ Quốc phòng,BQP,Ministry of Defence,Defence Ministry,Ministry of National Defence
mof|Bộ Tài chính,BTC,Ministry of Finance,Finance Ministry
moit|Bộ Công Thương,BCT,Ministry of Industry and Trade
mot|Bộ Giao thông vận tải,Bộ GTVT,Ministry of Transport
moc|Bộ Xây dựng,BXD,Ministry of Construction
mard|Bộ Nông nghiệp và Môi trường,Bộ Nông nghiệp và Phát triển nông thôn,Bộ NN-PTNT,Bộ NN&PTNT,Bộ NN-MT
monre|Bộ Tài nguyên và Môi trường,Bộ TN-MT,Bộ TN&MT
moj|Bộ Tư pháp,BTP,Ministry of Justice
moha|Bộ Nội vụ,BNV,Ministry of Home Affairs
moct|Bộ Văn hóa Thể thao và Du lịch,Bộ VHTTDL,Bộ VH-TT-DL
most|Bộ Khoa học và Công nghệ,Bộ KH-CN,Bộ KH&CN
molisa|Bộ Lao động Thương binh và Xã hội,Bộ LĐ-TB-XH,Bộ LĐTBXH
mpi|Bộ Kế hoạch và Đầu tư,Bộ KH-ĐT,Bộ KH&ĐT
sbv|Ngân hàng Nhà nước,NHNN,State Bank,State Bank of Vietnam
na|Quốc hội,National Assembly
gov|Chính phủ
spc|Tòa án nhân dân tối cao,TAND tối cao,TANDTC
spp|Viện kiểm sát nhân dân tối cao,VKSND tối cao,VKSNDTC
gso|Tổng cục Thống kê,GSO,Cục Thống kê,General Statistics Office
vss|Bảo hiểm xã hội Việt Nam,BHXH Việt Nam,BHXH
evn|EVN,Tập đoàn Điện lực Việt Nam
pvn|PVN,Petrovietnam,Tập đoàn Dầu khí Việt Nam
vcci|VCCI,Liên đoàn Thương mại và Công nghiệp Việt Nam
hamas|Hamas,phong trào Hamas
hezbollah|Hezbollah
taliban|Taliban
houthi|Houthi,Houthis
plo|PLO,Tổ chức Giải phóng Palestine
idf|IDF,Lực lượng Phòng vệ Israel
reuters|Reuters
afp|AFP
ap|AP,Associated Press
tass|TASS
xinhua|Tân Hoa Xã,Xinhua
kcna|KCNA
yonhap|Yonhap
cnn|CNN
bbc|BBC
nyt|New York Times
guardian|Guardian,The Guardian
bloomberg|Bloomberg
wsj|Wall Street Journal,WSJ
wapo|Washington Post
"""

# Units that every province or court has: by themselves they name nobody.
_UNITS = """
upc|Ủy ban nhân dân,Uỷ ban nhân dân,UBND,People's Committee
pc|Hội đồng nhân dân,HĐND,People's Council
csgt|Cảnh sát giao thông,CSGT,traffic police
procuracy|Viện kiểm sát nhân dân,Viện kiểm sát,VKSND,VKS,Viện KSND,People's Procuracy
court|Tòa án nhân dân,Toà án nhân dân,TAND,People's Court
front|Mặt trận Tổ quốc,MTTQ,Fatherland Front
"""
# Fields of a province's departments ("Sở …"), with their usual short forms.
_FIELDS = """
health|Y tế
education|Giáo dục và Đào tạo,GD-ĐT,GD&ĐT,GDĐT
construction|Xây dựng
industry|Công Thương
finance|Tài chính
tourism|Du lịch
home|Nội vụ
justice|Tư pháp
transport|Giao thông vận tải,GTVT,Giao thông
farming|Nông nghiệp và Môi trường,Nông nghiệp và Phát triển nông thôn,NN-PTNT,NN-MT,NN&PTNT,NN&MT
environment|Tài nguyên và Môi trường,TN-MT,TN&MT
culture|Văn hóa và Thể thao,Văn hóa Thể thao và Du lịch,VH-TT,VH&TT,VHTTDL,VH-TT-DL
science|Khoa học và Công nghệ,KH-CN,KH&CN
labour|Lao động Thương binh và Xã hội,LĐ-TB-XH,LĐ-TB&XH
planning|Kế hoạch và Đầu tư,KH-ĐT,KH&ĐT
foreign|Ngoại vụ
information|Thông tin và Truyền thông,TT-TT,TT&TT
religion|Dân tộc và Tôn giáo
"""

# Offices: words before a name or standing for one. With a country they name one body or person.
OFFICES = frozenset(
    tone_fold(x) for x in (
        "tổng bí thư|chủ tịch nước|chủ tịch quốc hội|thủ tướng|tổng thống|phó tổng thống|phó thủ tướng|bộ trưởng|thứ trưởng|ngoại trưởng|"
        "chủ tịch|phó chủ tịch|đại sứ|giám đốc|tổng giám đốc|tổng thư ký|người phát ngôn|quốc vương|nữ hoàng|giáo hoàng|thống đốc|thị trưởng|"
        "bí thư|chánh án|viện trưởng|thẩm phán|công tố viên|tư lệnh|đại tướng|thượng tướng|trung tướng|thiếu tướng|nghị sĩ|đại biểu|"
        "president|prime minister|vice president|minister|foreign minister|ambassador|chairman|secretary|secretary general|governor|mayor|"
        "king|queen|pope|judge|prosecutor|commander|general|senator|spokesperson|director"
    ).split("|")
)

ALIASES: dict[tuple[str, ...], frozenset[str]] = {}
TYPES: dict[tuple[str, ...], str] = {}


def key_of(name: str) -> tuple[str, ...]:
    """A written name as token keys: TP.HCM → (tp, hcm)."""
    cleaned = "".join(c if c.isalnum() else " " for c in name)
    return tuple(tone_fold(cleaned).split())


def _add(name: str, ids: set[str], kind: str) -> None:
    key = key_of(name)
    if key:
        ALIASES[key] = ALIASES.get(key, frozenset()) | frozenset(ids)
        TYPES.setdefault(key, kind)


def _fill() -> None:
    for line in _COUNTRIES.strip().splitlines():
        code, names, adjectives, capitals = line.split("|")
        for name in filter(None, (names + "," + adjectives).split(",")):
            _add(name, {f"country:{code}"}, "country")
        for name in filter(None, capitals.split(",")):
            _add(name, {f"country:{code}", f"city:{'_'.join(key_of(capitals.split(',')[0]))}"}, "place")
    for line in _PLACES.strip().splitlines():
        identity, names = line.split("|")
        for name in names.split(","):
            _add(name, {identity}, "place")
    for name in _PROVINCES.split(","):
        _add(name, {"place:" + "_".join(key_of(name))}, "place")
    for line in _BODIES.strip().splitlines():
        identity, names = line.split("|")
        for name in names.split(","):
            _add(name, {f"body:{identity}"}, "body")
    for line in _UNITS.strip().splitlines():
        identity, names = line.split("|")
        for name in names.split(","):
            _add(name, {f"unit:{identity}"}, "body")
    for line in _FIELDS.strip().splitlines():
        field, names = line.split("|")
        for name in names.split(","):
            _add(f"Sở {name}", {f"unit:{field}"}, "body")


_fill()
