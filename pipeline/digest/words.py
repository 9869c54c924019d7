"""One language's side of a digest: bilingual values, numbers, shares and days as people write them in it."""

from __future__ import annotations

from collections.abc import Mapping

from models.records import Language


class Words:
    """One language's side of bilingual values, and numbers as it writes them."""

    def __init__(self, language: Language):
        self.language = language

    def __call__(self, vi: str, en: str) -> str:
        return vi if self.language is Language.VI else en

    def of(self, value: Mapping[str, str]) -> str:
        return str(value[self.language.value])

    def number(self, value: float) -> str:
        text = f"{value:,.1f}" if isinstance(value, float) and value != int(value) else f"{int(value):,}"
        return text.translate(str.maketrans(",.", ".,")) if self.language is Language.VI else text

    def share(self, value: float) -> str:
        return f"{100 * value:.0f}" + self("\u00a0%", "%")

    def day(self, iso: str | None) -> str:
        """A day as people write it; what is only a year or a month stays as it is."""
        if not iso or len(iso) < 10:
            return iso or ""
        year, month, day = iso[:10].split("-")
        return self(f"{int(day)}/{int(month)}/{year}", iso[:10])
