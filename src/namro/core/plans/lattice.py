"""The lattice of plausible states of a sequence of paragraphs, its best path and the odds of each state.

Viterbi's algorithm and the forward-backward algorithm over one lattice (Rabiner 1989, A Tutorial on
Hidden Markov Models); states are the numbers that a `Layout` gives them.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from namro.core.plans.emissions import Candidates, Observation
from namro.core.plans.layout import Layout
from namro.core.plans.rows import RowKind
from namro.core.plans.scores import Steps

# A step from the state at this position of the paragraph before, its log-likelihood and its likelihood.
Link = tuple[int, float, float]

_START = 0  # the full width of a heading: nothing stands before the table
_LOST = -12.0  # score of a paragraph that nothing plausible leads to, and of the step to it
_LOST_STEP = -20.0


@dataclass
class Lattice:
    """The states kept of every paragraph; `reached` is the score of the best way to each, `back` where it came from."""

    layout: Layout
    codes: list[list[int]] = field(default_factory=list)
    emissions: list[list[float]] = field(default_factory=list)
    links: list[list[list[Link]]] = field(default_factory=list)
    reached: list[list[float]] = field(default_factory=list)
    back: list[list[int]] = field(default_factory=list)
    endings: list[float] = field(default_factory=list)


def build(
    observations: Sequence[Observation], candidates: Sequence[Candidates], steps: Steps, keep: float
) -> Lattice:
    """Lay out the lattice, following at each paragraph only states less than `keep` below the best way to reach it."""
    layout = steps.layout
    lattice = Lattice(layout)
    codes, reached = [_START], [0.0]
    before = observations[0]
    for seen, places in zip(observations, candidates, strict=True):
        moves = steps.after(before, seen)
        top, highest = -math.inf, max(reached)
        least = places[0][1] - keep - 2.0
        best: dict[int, float] = {}
        back: dict[int, int] = {}
        links: dict[int, list[Link]] = {}
        emitted: dict[int, float] = {}
        for place, score in places:
            # No step is better than 0 and the places that follow are less likely: they would not be kept.
            if score <= least or highest + score <= top - keep:
                break
            for position, code in enumerate(codes):
                onward = moves[code, place]
                if Layout.place_of(code) == place and (more := steps.more(code, before, seen)):
                    onward = (*onward, more)
                for after, cost, weight in onward:
                    total = reached[position] + cost + score
                    if after not in best:
                        best[after], back[after], emitted[after] = total, position, score
                        links[after] = [(position, cost, weight)]
                        continue
                    links[after].append((position, cost, weight))
                    if total > best[after]:
                        best[after], back[after] = total, position
            top = max(best.values(), default=top)
        if not best:  # nothing follows: take the paragraph as a task of its own rather than lose it
            code = Layout.code(layout.place(RowKind.TASK, layout.task_column), "row", False)
            best, back, emitted = (
                {code: highest + _LOST + _LOST_STEP},
                {code: reached.index(highest)},
                {code: _LOST},
            )
            links = {code: [(position, _LOST_STEP, math.exp(_LOST_STEP)) for position in range(len(codes))]}
            top = best[code]
        codes = sorted(code for code, total in best.items() if total > top - keep)
        reached = [best[code] for code in codes]
        lattice.codes.append(codes)
        lattice.reached.append(reached)
        lattice.emissions.append([emitted[code] for code in codes])
        lattice.links.append([links[code] for code in codes])
        lattice.back.append([back[code] for code in codes])
        before = seen
    lattice.endings = [steps.closing(code) for code in codes]
    return lattice


def best_path(lattice: Lattice) -> tuple[list[int], float]:
    """Give the best sequence of states and its score."""
    return _trace(lattice, lattice.reached[-1], lattice.back)


def best_path_without(lattice: Lattice, position: int, code: int) -> tuple[list[int], float]:
    """Give the best sequence in which the paragraph at the position does not stand as in this state.

    The score is -inf when it cannot stand otherwise.
    """
    seat = lattice.layout.states[code][:3]
    states = lattice.layout.states
    reached = [
        -math.inf if states[other][:3] == seat else total
        for other, total in zip(lattice.codes[position], lattice.reached[position], strict=True)
    ]
    back = lattice.back[: position + 1]
    for emissions, links in zip(
        lattice.emissions[position + 1 :], lattice.links[position + 1 :], strict=True
    ):
        chosen = [
            max(((reached[p] + cost, -p) for p, cost, _ in ways), default=(-math.inf, 0)) for ways in links
        ]
        back.append([-place for _, place in chosen])
        reached = [total + emission for (total, _), emission in zip(chosen, emissions, strict=True)]
    return _trace(lattice, reached, back)


def _trace(
    lattice: Lattice, reached: Sequence[float], back: Sequence[Sequence[int]]
) -> tuple[list[int], float]:
    finals = [total + ending for total, ending in zip(reached, lattice.endings, strict=True)]
    score = max(finals)
    at = finals.index(score)
    path: list[int] = []
    for codes, origins in zip(reversed(lattice.codes), reversed(back), strict=True):
        path.append(codes[at])
        at = origins[at]
    return path[::-1], score


class Certainty:
    """The probability of each state of each paragraph, by forward-backward."""

    def __init__(self, lattice: Lattice) -> None:
        self._lattice = lattice
        forward: list[list[float]] = []
        scales: list[float] = []
        emitted = [[math.exp(score) for score in emissions] for emissions in lattice.emissions]
        before = [1.0]
        for emissions, links in zip(emitted, lattice.links, strict=True):
            row = [
                emission * sum([before[p] * weight for p, _, weight in ways])
                for emission, ways in zip(emissions, links, strict=True)
            ]
            # Each row is brought to the sum 1, else a long table would run out of small numbers.
            scale = sum(row)
            before = [share / scale for share in row]
            forward.append(before)
            scales.append(scale)
        after = [math.exp(ending) for ending in lattice.endings]
        backward = [after]
        for position in range(len(forward) - 1, 0, -1):
            gathered = [0.0] * len(forward[position - 1])
            scale = scales[position]
            for share, emission, ways in zip(after, emitted[position], lattice.links[position], strict=True):
                onward = share * emission / scale
                for p, _, weight in ways:
                    gathered[p] += weight * onward
            after = gathered
            backward.append(after)
        backward.reverse()
        total = sum([f * e for f, e in zip(forward[-1], backward[-1], strict=True)])
        self._shares = [
            [f * b / total for f, b in zip(ahead, behind, strict=True)]
            for ahead, behind in zip(forward, backward, strict=True)
        ]

    def of(self, position: int, code: int) -> float:
        """Give the probability that the paragraph stands in this place by this step, whatever led before."""
        states = self._lattice.layout.states
        seat = states[code][:3]
        codes, shares = self._lattice.codes[position], self._shares[position]
        return min(1.0, sum(s for other, s in zip(codes, shares, strict=True) if states[other][:3] == seat))
