"""Small line charts as coordinates for inline SVG: a figure by week, with the band in which it was expected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, PAD = 220, 56, 5


@dataclass(frozen=True, slots=True)
class Line:
    """In a box of ``WIDTH`` by ``HEIGHT``, y downwards. ``runs``: unbroken stretches as SVG ``points``; ``band``: y and
    height of the expected range, None without one; ``last``: the newest point, None where too few tell."""

    runs: tuple[str, ...]
    band: tuple[float, float] | None
    last: tuple[float, float] | None
    top: float


def line(values: Sequence[float | None], low: float | None = None, high: float | None = None) -> Line:
    """The chart of ``values`` from 0 to the largest of them and ``high``."""
    known = [value for value in values if value is not None]
    top = max([*known, high or 0.0, 1e-9]) * 1.1
    step = (WIDTH - 2 * PAD) / max(len(values) - 1, 1)

    def y(value: float) -> float:
        return round(HEIGHT - PAD - (HEIGHT - 2 * PAD) * max(value, 0.0) / top, 1)

    places = [None if value is None else (round(PAD + n * step, 1), y(value)) for n, value in enumerate(values)]
    runs: list[list[tuple[float, float]]] = [[]]
    for place in places:
        if place is None:
            runs.append([])
        else:
            runs[-1].append(place)
    band = None if low is None or high is None else (y(high), round(y(low) - y(high), 1))
    joined = tuple(" ".join(f"{a},{b}" for a, b in run) for run in runs if run)
    return Line(joined, band, places[-1] if places else None, top)


@dataclass(frozen=True, slots=True)
class Estimates:
    """Estimates from 0 to 1 with their intervals in the same box: ``points`` are x, y, and the interval's two y."""

    points: tuple[tuple[float, float, float, float], ...]
    run: str


def estimates(values: Sequence[tuple[float, float, float] | None]) -> Estimates:
    """The chart of ``values``: estimate, low and high, oldest first; None where too few tell."""
    step = (WIDTH - 2 * PAD) / max(len(values) - 1, 1)

    def y(value: float) -> float:
        return round(HEIGHT - PAD - (HEIGHT - 2 * PAD) * value, 1)

    points = [
        (round(PAD + n * step, 1), y(one[0]), y(one[1]), y(one[2])) for n, one in enumerate(values) if one is not None
    ]
    return Estimates(tuple(points), " ".join(f"{x},{at}" for x, at, _, _ in points))
