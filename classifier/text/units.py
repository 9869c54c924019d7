"""Units of measure as Vietnamese and English news writes them.

``UNITS`` maps every written form (lowercase NFC) to a ``Unit``: canonical name, dimension and the factor
to the dimension's base (money has none: currencies are never converted into one another).
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Unit:
    name: str  # canonical name of the unit a value is given in
    dimension: str
    factor: float = 1.0  # written value x factor = value in ``name``
    base: float = 1.0  # value in ``name`` x base = value in the dimension's base unit


def _forms() -> dict[str, Unit]:
    table: dict[Unit, str] = {
        Unit("VND", "money"): "đồng|vnd|vnđ|đ|dong",
        Unit(
            "USD", "money"
        ): "usd|đô la mỹ|đô-la mỹ|đô la|đô-la|đôla|mỹ kim|us dollars|us dollar|dollars|dollar",
        Unit("EUR", "money"): "euro|euros|eur",
        Unit("CNY", "money"): "nhân dân tệ|ndt|cny|rmb|yuan|renminbi",
        Unit("JPY", "money"): "yên nhật|yên|yen|jpy",
        Unit("GBP", "money"): "bảng anh|gbp|pounds sterling",
        Unit("KRW", "money"): "won|krw",
        Unit("THB", "money"): "baht|thb",
        Unit("RUB", "money"): "rúp|ruble|rubles|roubles|rub",
        Unit("AUD", "money"): "đô la úc|aud|australian dollars",
        Unit("SGD", "money"): "đô la singapore|sgd|singapore dollars",
        Unit("CAD", "money"): "đô la canada|cad|canadian dollars",
        Unit("TWD", "money"): "đài tệ|twd",
        Unit("HKD", "money"): "đô la hong kong|hkd",
        Unit("CHF", "money"): "franc thụy sĩ|chf|swiss francs",
        Unit("INR", "money"): "rupee|rupees|inr",
        Unit("LAK", "money"): "kíp",
        Unit("KHR", "money"): "riel",
        Unit("PHP", "money"): "peso|pesos",
        Unit(
            "percentage_point", "percentage_point"
        ): "điểm phần trăm|điểm %|percentage points|percentage point|pp",
        Unit("basis_point", "percentage_point", 1, 0.01): "điểm cơ bản|basis points|basis point",
        Unit("percent", "share"): "%|phần trăm|percent|per cent|pct",
        Unit("per_mille", "share", 1, 0.1): "‰|phần nghìn|phần ngàn|per mille",
        Unit("person", "count"): "người|people|persons|person",
        Unit("tonne", "mass"): "tấn|tonnes|tonne|tons|ton|metric tons",
        Unit("tonne", "mass", 0.1): "tạ",
        Unit("tonne", "mass", 0.01): "yến",
        Unit("tonne", "mass", 1e-3): "kg|kilôgam|ki lô gam|ký|kilograms|kilogram|kilos|kilo",
        Unit("tonne", "mass", 1e-6): "gram|gam|grams",
        Unit("tonne", "mass", 1e-9): "mg|miligam",
        Unit("tael", "gold"): "lượng vàng|cây vàng|lượng|taels|tael",
        Unit("tael", "gold", 0.1): "chỉ vàng|chỉ",
        Unit("ounce", "gold", 1, 0.8294): "ounce|ounces|aoxơ",
        Unit("hectare", "area"): "ha|héc-ta|hecta|héc ta|hectares|hectare",
        Unit("hectare", "area", 100): "km2|km²|km vuông|ki-lô-mét vuông|kilômét vuông|square kilometres|"
        "square kilometers|square km|sq km",
        Unit("hectare", "area", 1e-4): "m2|m²|mét vuông|square metres|square meters|sqm",
        Unit(
            "metre", "length", 1000
        ): "km|kilômét|ki-lô-mét|ki lô mét|cây số|kilometres|kilometers|kilometre|kilometer",
        Unit("metre", "length"): "m|mét|metres|meters|metre|meter",
        Unit("metre", "length", 0.01): "cm|xăng-ti-mét|xentimét|phân|centimetres|centimeters",
        Unit("metre", "length", 0.001): "mm|milimét|mi-li-mét|millimetres|millimeters",
        Unit("metre", "length", 0.3048): "feet|foot|ft",
        Unit("metre", "length", 1609.344): "dặm|miles|mile",
        Unit("nautical_mile", "length", 1, 1852): "hải lý|hải lí|nautical miles|nautical mile",
        Unit("litre", "volume"): "lít|litres|liters|litre|liter",
        Unit("litre", "volume", 1000): "m3|m³|mét khối|cubic metres|cubic meters",
        Unit("litre", "volume", 0.001): "ml|millilitres|milliliters",
        Unit("barrel", "oil"): "thùng dầu|thùng|barrels|barrel",
        Unit("km_per_hour", "speed"): "km/h|km/giờ|kph|kilometres per hour|kilometers per hour|km một giờ",
        Unit("km_per_hour", "speed", 3.6): "m/s|mét/giây",
        Unit("watt", "power", 1e3): "kw",
        Unit("watt", "power", 1e6): "mw|megawatt|megawatts",
        Unit("watt", "power", 1e9): "gw|gigawatt|gigawatts",
        Unit("kwh", "energy"): "kwh|số điện",
        Unit("kwh", "energy", 1e3): "mwh",
        Unit("kwh", "energy", 1e6): "gwh",
        Unit("degree_c", "temperature"): "độ c|°c|ºc|độ celsius|degrees celsius",
        Unit("degree", "degree"): "độ richter|độ|degrees|°",
        Unit("times", "ratio"): "lần|times",
        Unit("point", "point"): "điểm|points",
        Unit("age", "age"): "tuổi|years old|-year-old|year-old",
        Unit("second", "time", 1, 1 / 86400): "giây|seconds|second",
        Unit("minute", "time", 1, 1 / 1440): "phút|minutes|minute",
        Unit("hour", "time", 1, 1 / 24): "giờ đồng hồ|tiếng đồng hồ|giờ|tiếng|hours|hour",
        Unit("day", "time"): "ngày đêm|ngày|days|day|đêm|nights",
        Unit("week", "time", 1, 7): "tuần lễ|tuần|weeks|week",
        Unit("month", "time", 1, 30.4375): "tháng|months|month",
        Unit("year", "time", 1, 365.25): "năm|years|year",
        Unit("year", "time", 10, 365.25): "thập kỷ|thập niên|decades|decade",
        Unit("year", "time", 100, 365.25): "thế kỷ|centuries|century",
    }
    return {form: unit for unit, forms in table.items() for form in forms.split("|")}


UNITS = _forms()
_ALTERNATION = "|".join(re.escape(form) for form in sorted(UNITS, key=len, reverse=True))
# A unit may follow without a space (50km, 43,6%); letters or digits right after it make it another word.
UNIT_AFTER = re.compile(rf"[ \t]{{0,3}}({_ALTERNATION})(?![\w²³])")
CURRENCY_BEFORE = re.compile(r"(us\$|\$|€|£|¥|usd|eur|gbp|vnd)[ \t]?$")
CURRENCY_SIGNS = {
    "us$": "USD",
    "$": "USD",
    "€": "EUR",
    "£": "GBP",
    "¥": "JPY",
    "usd": "USD",
    "eur": "EUR",
    "gbp": "GBP",
    "vnd": "VND",
}
PER_AFTER = re.compile(r"[ \t]?/[ \t]?([^\W\d_]+\d?)|[ \t]{1,3}(?:mỗi|một|per|a) ([^\W\d_]+)(?!\w)")


def base_value(value: float, unit: str) -> float:
    """A value in canonical ``unit`` in the base unit of its dimension (metre, tonne, day …)."""
    return value * _BASES.get(unit, 1.0)


_BASES = {unit.name: unit.base for unit in UNITS.values()}
