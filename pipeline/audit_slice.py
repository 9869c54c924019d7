"""Which unflagged articles are read blind, and how likely each was to be drawn: a pure decision.

Distortions that were missed lie mostly where the comparison already had a doubt. So the slice is drawn by layers of
its score, the doubtful ones more densely, and every article keeps its chance, by which the estimates weigh it again
(Horvitz and Thompson 1952). Within a layer the draw is random, the same for the same day and articles.
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

# Of the articles by their score, highest first: how many of them a layer holds, and how many of the draws.
LAYERS = ((0.05, 0.2), (0.25, 0.4), (0.70, 0.4))
LEAST = 3  # draws, below which there are no layers


@dataclass(frozen=True, slots=True)
class Drawn:
    """An article of the slice with the chance it had."""

    article_id: int
    chance: float


def draw(pool: Mapping[int, float], n: int, seed: str) -> tuple[Drawn, ...]:
    """``n`` of the articles (all, where there are no more); ``pool``: their scores by id."""
    order = sorted(pool, key=lambda id_: (-pool[id_], _lot(id_, seed)))
    n = min(n, len(order))
    if n < LEAST:
        return _of_layer(order, n, seed)
    layers = _layers(order)
    found: list[Drawn] = []
    for layer, wanted in zip(layers, _shares(n, [len(layer) for layer in layers]), strict=True):
        found += _of_layer(layer, wanted, seed)
    return tuple(found)


def _layers(order: Sequence[int]) -> list[Sequence[int]]:
    ends, total = [0], 0.0
    for share, _ in LAYERS:
        total += share
        ends.append(round(total * len(order)))
    ends[-1] = len(order)
    return [order[start:end] for start, end in itertools.pairwise(ends)]


def _shares(n: int, sizes: Sequence[int]) -> list[int]:
    """How many of ``n`` each layer gives: by its share, every one that has any at least one, none more than it has."""
    wanted = [min(size, max(1, int(n * share))) for size, (_, share) in zip(sizes, LAYERS, strict=True)]
    while sum(wanted) > n:
        wanted[wanted.index(max(wanted))] -= 1
    while sum(wanted) < n:  # where there is room, what was given least of its share first
        open_ = [i for i, size in enumerate(sizes) if wanted[i] < size]
        wanted[min(open_, key=lambda i: (wanted[i] / LAYERS[i][1], i))] += 1
    return wanted


def _of_layer(layer: Sequence[int], n: int, seed: str) -> tuple[Drawn, ...]:
    chosen = sorted(layer, key=lambda id_: _lot(id_, seed))[:n]
    return tuple(Drawn(id_, n / len(layer)) for id_ in chosen)


def _lot(id_: int, seed: str) -> bytes:
    return hashlib.sha256(f"{seed}:{id_}".encode()).digest()
