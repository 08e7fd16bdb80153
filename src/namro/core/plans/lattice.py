"""The lattice of plausible states of a sequence of paragraphs, its best path and the odds of each state.

Viterbi's algorithm and the forward-backward algorithm over one lattice (Rabiner 1989, A Tutorial on
Hidden Markov Models); states are the numbers that a `Layout` gives them. Between two paragraphs stand
silent states, the ends of rows: all that begins a row comes from one of them.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from namro.core.plans.emissions import Candidates, Observation
from namro.core.plans.layout import Layout
from namro.core.plans.scores import Move, Steps

# Where a step comes from, its log-likelihood and its likelihood.
Link = tuple[int, float, float]

_NEGLIGIBLE = 3.0  # below what is kept anyway
_START = 0  # the full width of a heading: nothing stands before the table


@dataclass(slots=True)
class Node:
    """A state kept of one paragraph: the score of the best way there, where that comes from, and the links into it.

    A link into a state that begins a row has an end as its source, counted on after the states of the
    layer before; every other link has a state of that layer.
    """

    reached: float
    back: int
    emission: float
    links: list[Link]


@dataclass(slots=True)
class Layer:
    """The states kept of one paragraph, and for each end of a row before it the links that lead there."""

    codes: list[int]
    nodes: list[Node]
    ends: list[list[Link]]


@dataclass
class Lattice:
    """A layer for each paragraph, and what it costs to end with each state of the last."""

    layout: Layout
    layers: list[Layer] = field(default_factory=list)
    endings: list[float] = field(default_factory=list)


def build(
    observations: Sequence[Observation], candidates: Sequence[Candidates], steps: Steps, keep: float
) -> Lattice:
    """Lay out the lattice, following at each paragraph only states less than `keep` below the best way to reach it."""
    lattice = Lattice(steps.layout)
    codes, reached = [_START], [0.0]
    before = observations[0]
    for seen, places in zip(observations, candidates, strict=True):
        ends, closings = _ends(codes, reached, steps.closings(before))
        openings, cells = steps.openings(seen), steps.cells(seen)
        onward = [
            (total, at, cells[code]) for at, (code, total) in enumerate(zip(codes, reached, strict=True))
        ]
        continued = _continued(codes, reached, steps.more(before, seen))
        highest, lowest = max(reached), -math.inf
        least = places[0][1] - keep - 2.0
        found: dict[int, Node] = {}
        for place, score in places:
            # No step is better than 0 and the places that follow are less likely: they would not be kept.
            if score <= least or highest + score <= lowest:
                break
            opened = openings[place]
            # Ways this far below add nothing to a state that a better way keeps.
            enough = lowest - score - _NEGLIGIBLE
            arrivals = [(total, at, source, opened[end]) for source, end, total, at in ends if total > enough]
            arrivals += [
                (total, at, at, moves[place])
                for total, at, moves in onward
                if total > enough and place in moves
            ]
            if place in continued:
                arrivals += continued[place]
            for so_far, at, source, (after, cost, weight) in arrivals:
                total = so_far + cost + score
                node = found.get(after)
                if node is None:
                    if total <= lowest:
                        continue
                    found[after] = Node(total, at, score, [(source, cost, weight)])
                else:
                    node.links.append((source, cost, weight))
                    if total <= node.reached:
                        continue
                    node.reached, node.back = total, at
                lowest = max(lowest, total - keep)
        codes = sorted([code for code, node in found.items() if node.reached > lowest])
        nodes = [found[code] for code in codes]
        reached = [node.reached for node in nodes]
        lattice.layers.append(Layer(codes, nodes, closings))
        before = seen
    lattice.endings = [steps.endings[code][1] for code in codes]
    return lattice


def _ends(
    codes: Sequence[int], reached: Sequence[float], closings: Mapping[int, Move]
) -> tuple[list[tuple[int, int, float, int]], list[list[Link]]]:
    """Give the ends of rows that the states lead to, and the links into each.

    Of each its number as a source, which end it is, the best score and the state this comes from.
    """
    links: dict[int, list[Link]] = {}
    best: dict[int, tuple[float, int]] = {}
    for at, code in enumerate(codes):
        end, cost, weight = closings[code]
        total = reached[at] + cost
        if end not in links:
            links[end] = [(at, cost, weight)]
            best[end] = total, at
            continue
        links[end].append((at, cost, weight))
        if total > best[end][0]:
            best[end] = total, at
    return [(source, end, *best[end]) for source, end in enumerate(links, len(codes))], list(links.values())


def _continued(
    codes: Sequence[int], reached: Sequence[float], more: Mapping[int, Move] | None
) -> dict[int, list[tuple[float, int, int, Move]]]:
    """Give by place the arrivals from states whose cell the paragraph may continue."""
    found: dict[int, list[tuple[float, int, int, Move]]] = {}
    if more is not None:
        for at, code in enumerate(codes):
            if place := Layout.place_of(code):  # place 0 spans the table and has no cell
                found.setdefault(place, []).append((reached[at], at, at, more[code]))
    return found


def best_path(lattice: Lattice) -> tuple[list[int], float]:
    """Give the best sequence of states and its score."""
    layers = lattice.layers
    return _trace(lattice, [node.reached for node in layers[-1].nodes], _origins(layers))


def best_path_without(lattice: Lattice, position: int, code: int) -> tuple[list[int], float]:
    """Give the best sequence in which the paragraph at the position does not stand as in this state.

    The score is -inf when it cannot stand otherwise.
    """
    layers, seat = lattice.layers, Layout.seat(code)
    reached = [
        -math.inf if Layout.seat(other) == seat else node.reached
        for other, node in zip(layers[position].codes, layers[position].nodes, strict=True)
    ]
    back = _origins(layers[: position + 1])
    for layer in layers[position + 1 :]:
        before = [(total, at) for at, total in enumerate(reached)]
        before += [_best(before, links) for links in layer.ends]
        chosen = [_best(before, node.links) for node in layer.nodes]
        back.append([at for _, at in chosen])
        reached = [total + node.emission for (total, _), node in zip(chosen, layer.nodes, strict=True)]
    return _trace(lattice, reached, back)


def _origins(layers: Sequence[Layer]) -> list[list[int]]:
    return [[node.back for node in layer.nodes] for layer in layers]


def _best(before: Sequence[tuple[float, int]], links: Sequence[Link]) -> tuple[float, int]:
    """Give the score of the best link and the state it comes from in the end."""
    best = -math.inf, 0
    for source, cost, _ in links:
        total, at = before[source]
        if total + cost > best[0]:
            best = total + cost, at
    return best


def _trace(
    lattice: Lattice, reached: Sequence[float], back: Sequence[Sequence[int]]
) -> tuple[list[int], float]:
    finals = [total + ending for total, ending in zip(reached, lattice.endings, strict=True)]
    score = max(finals)
    at = finals.index(score)
    path: list[int] = []
    for layer, origins in zip(reversed(lattice.layers), reversed(back), strict=True):
        path.append(layer.codes[at])
        at = origins[at]
    return path[::-1], score


class Certainty:
    """The probability of each state of each paragraph, by forward-backward."""

    def __init__(self, lattice: Lattice) -> None:
        self._lattice = lattice
        emitted = [[math.exp(node.emission) for node in layer.nodes] for layer in lattice.layers]
        forward, scales = _forward(lattice, emitted)
        backward = _backward(lattice, emitted, scales)
        total = sum([f * b for f, b in zip(forward[-1], backward[-1], strict=True)])
        self._shares = [
            [f * b / total for f, b in zip(ahead, behind, strict=True)]
            for ahead, behind in zip(forward, backward, strict=True)
        ]

    def of(self, position: int, code: int) -> float:
        """Give the probability that the paragraph stands in this place by this step, whatever led before."""
        seat = Layout.seat(code)
        codes, shares = self._lattice.layers[position].codes, self._shares[position]
        return min(
            1.0, sum([s for other, s in zip(codes, shares, strict=True) if Layout.seat(other) == seat])
        )


def _forward(lattice: Lattice, emitted: Sequence[Sequence[float]]) -> tuple[list[list[float]], list[float]]:
    """Give for each layer the shares of its states by all that stands before, and the sums they had.

    Each layer is brought to the sum 1, else a long table would run out of small numbers.
    """
    forward: list[list[float]] = []
    scales: list[float] = []
    shares = [1.0]
    for layer, emissions in zip(lattice.layers, emitted, strict=True):
        before = shares + [sum([shares[source] * w for source, _, w in links]) for links in layer.ends]
        arrived = [
            emission * sum([before[source] * w for source, _, w in node.links])
            for emission, node in zip(emissions, layer.nodes, strict=True)
        ]
        scale = sum(arrived)
        shares = [share / scale for share in arrived]
        forward.append(shares)
        scales.append(scale)
    return forward, scales


def _backward(
    lattice: Lattice, emitted: Sequence[Sequence[float]], scales: Sequence[float]
) -> list[list[float]]:
    """Give for each layer the likelihood of all that stands after each of its states, in the scale of `_forward`."""
    after = [math.exp(ending) for ending in lattice.endings]
    backward = [after]
    for position in range(len(lattice.layers) - 1, 0, -1):
        layer, scale = lattice.layers[position], scales[position]
        width = len(lattice.layers[position - 1].codes)
        gathered = [0.0] * (width + len(layer.ends))
        for share, emission, node in zip(after, emitted[position], layer.nodes, strict=True):
            onward = share * emission / scale
            for source, _, weight in node.links:
                gathered[source] += weight * onward
        for links, onward in zip(layer.ends, gathered[width:], strict=True):
            for source, _, weight in links:
                gathered[source] += weight * onward
        after = gathered[:width]
        backward.append(after)
    return backward[::-1]
