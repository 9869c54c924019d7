"""Charts of a digest, drawn with matplotlib: legible in print and in grey, labels in the language of the digest.

SVG for pages and PDF (text as paths, so no font is needed where they are read), PNG for mail and DOCX. The same data
gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any, Literal

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from pipeline.digest.words import Words

Json = Mapping[str, Any]
INK, PALE = "#1f3a5f", "#b8c4d4"
HATCH = "////"  # tells the two apart in grey
_STYLE = {
    "font.family": "DejaVu Sans",  # ships with matplotlib and has every Vietnamese letter
    "font.size": 9,
    "svg.fonttype": "path",
    "svg.hashsalt": "doi-chieu",
    "axes.spines.top": False,
    "axes.spines.right": False,
}
WIDTH = 6.4  # inches


def draw(name: str, data: Json, t: Words, form: Literal["svg", "png"] = "svg") -> bytes:
    """One chart of a digest (``topics`` or ``days``). KeyError for another name."""
    with matplotlib.rc_context(_STYLE):  # type: ignore[arg-type]
        figure = Figure(figsize=(WIDTH, _HEIGHTS[name](data)), layout="constrained")
        _CHARTS[name](figure.subplots(), data, t)
        out = BytesIO()
        metadata: dict[str, Any] = {"Date": None} if form == "svg" else {"Software": None}
        figure.savefig(out, format=form, dpi=160, metadata=metadata)
    return out.getvalue()


def _topics(axes: Axes, data: Json, t: Words) -> None:
    """A bar a topic, with the usual range behind it."""
    rows = list(reversed(data["volume"]))
    places = range(len(rows))
    for place, row in zip(places, rows, strict=True):
        if row["low"] is not None:
            axes.barh(place, row["high"] - row["low"], left=row["low"], height=0.8, color="white", edgecolor=PALE,
                      hatch=HATCH, linewidth=0.8, zorder=1)  # fmt: skip
        axes.barh(place, row["count"], height=0.42, color=INK, zorder=2)
        axes.text(row["count"], place, f" {t.number(row['count'])}", va="center", zorder=3)
    axes.set_yticks(list(places), [_short(t.of(row["name"])) for row in rows])
    axes.margins(x=0.12)
    axes.set_xlim(left=0)
    axes.set_xlabel(t("số bài; ô gạch chéo: khoảng thường thấy", "articles; hatched: the usual range"))


def _days(axes: Axes, data: Json, t: Words) -> None:
    """Articles by day."""
    days = data["totals"]["by_day"]
    axes.bar(range(len(days)), [day["count"] for day in days], color=INK, width=0.7)
    step = max(1, len(days) // 12)
    shown = range(0, len(days), step)
    axes.set_xticks(list(shown), [_day(days[n]["day"]) for n in shown])
    axes.set_ylim(bottom=0)
    axes.set_ylabel(t("số bài", "articles"))


def _day(iso: str) -> str:
    return f"{int(iso[8:10])}/{int(iso[5:7])}"


def _short(name: str, most: int = 34) -> str:
    return name if len(name) <= most else name[: most - 1].rstrip() + "…"


_CHARTS: Mapping[str, Callable[[Axes, Json, Words], None]] = {"topics": _topics, "days": _days}
_HEIGHTS: Mapping[str, Callable[[Json], float]] = {
    "topics": lambda data: 0.9 + 0.32 * len(data["volume"]),
    "days": lambda data: 2.2,
}
