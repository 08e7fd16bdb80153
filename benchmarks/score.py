"""Claim: scoring 260 units × 102 components with the reckoning costs at most three times the bare arithmetic.

The peer is what a careful person would write by hand for the same rulebook and the same checked inputs: one
function per component in plain Python with exact decimals, the same thresholds and the same rounding, adding up
to fields and a total, but no kinds, no reckoning, no ranges and no refusals. Both give the same points, which is
checked before anything is timed. Three figures: points with their reckoning as values (sentences are worded
when they are read), the same with every sentence worded, and the peer. Rounds alternate; the best counts.

    benchmarks/score.py [--units 260] [--rounds 7]
"""

import argparse
import random
import sys
import time
from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal

from namro.core.indices.inputs import Inputs, raw_from_tree, take_inputs, wanted_of
from namro.core.indices.rulebook import Line, Rulebook
from namro.core.indices.rulebook_loading import load_shipped
from namro.core.indices.rules import (
    Change,
    Choice,
    CountSteps,
    GivenPoints,
    NotScored,
    Penalty,
    RankBands,
    Rate,
    RateSteps,
    Ratio,
    RatioSteps,
    Rule,
    Sum,
    Value,
    Wanted,
    WantedKind,
    Weighted,
)
from namro.core.indices.scoring import score

ALLOWED = 3.0
CENT = Decimal("0.01")
ZERO = Decimal(0)
HUNDRED = Decimal(100)


def invent(rulebook: Rulebook, chance: random.Random) -> Inputs:
    """Fill every input of a unit with something possible."""
    tree = {line.code: _fill(line, chance) for line in rulebook.components}
    return take_inputs(rulebook, raw_from_tree(tree))


def _fill(line: Line, chance: random.Random) -> dict[str, object]:
    filled: dict[str, object] = {}
    whole = 0
    for wanted in wanted_of(line):
        filled[wanted.name], whole = _value(wanted, whole, chance)
    return filled


def _value(wanted: Wanted, left: int, chance: random.Random) -> tuple[object, int]:
    match wanted.kind:
        case WantedKind.CHOICE:
            return chance.choice(wanted.options).key, left
        case WantedKind.RANK:
            return chance.randint(1, int(wanted.most or 1)), left
        case WantedKind.PERCENT:
            return Decimal(chance.randint(0, 10_000)) / 100, left
        case WantedKind.POINTS:
            return Decimal(chance.randint(0, int((wanted.most or ZERO) * 100))) / 100, left
    if wanted.name.endswith("a"):
        whole = chance.randint(1, 5000)
        return whole, whole
    if wanted.name.rsplit(".", 1)[-1] in {"b", "c", "b1", "b2", "b3"}:
        part = chance.randint(left // 2, left)
        return part, left - part
    return chance.randint(0, 6), left


def bare(rulebook: Rulebook) -> Callable[[Mapping[str, Mapping[str, Value]]], Decimal]:
    """Write the bare arithmetic of the rulebook as plain Python, one expression per component."""
    names: dict[str, object] = {"Q": CENT, "UP": ROUND_HALF_UP, "Z": ZERO, "H": HUNDRED}
    body = ["def total(given):"]
    for field in rulebook.children[""]:
        body.append("    field = Z")
        for line in rulebook.components:
            if line.code.split(".")[0] == field.code and line.rule is not None:
                body.append(f"    g = given[{line.code!r}]")
                body.extend(_statements(line.rule, names))
                body.append(
                    f"    if points > {_named(line.maximum, names)}: points = {_named(line.maximum, names)}"
                )
                body.append("    field += points.quantize(Q, UP)")
        body.append(f"    field_{field.code} = field")
    body.append("    return " + " + ".join(f"field_{field.code}" for field in rulebook.children[""]))
    exec("\n".join(body), names)
    return names["total"]  # type: ignore[return-value]


def _named(value: object, names: dict[str, object]) -> str:
    name = f"k{len(names)}"
    names[name] = value
    return name


def _statements(rule: Rule, names: dict[str, object], into: str = "points") -> list[str]:
    def k(value: object) -> str:
        return _named(value, names)

    match rule:
        case Sum():
            inner = [
                line
                for number, part in enumerate(rule.parts)
                for line in _statements(part.rule, names, f"{into}_{number}")
            ]
            added = " + ".join(f"{into}_{number}" for number in range(len(rule.parts)))
            return [*inner, f"    {into} = {added}"]
        case Penalty():
            less = k((HUNDRED - rule.percent) / HUNDRED)
            return [
                *_statements(rule.of, names, into),
                f"    if g[{rule.name!r}] == 'co': {into} = {into} * {less}",
            ]
        case Choice():
            table = k({option.key: option.points for option in rule.options})
            return [f"    {into} = {table}[g[{rule.name!r}]]"]
        case Ratio():
            lines = [
                f"    a, b = g[{rule.whole.name!r}], g[{rule.part.name!r}]",
                f"    if not a: {into} = {k(rule.most)}",
            ]
            if rule.floor is not None:
                lines.append(f"    elif b < {k(rule.floor)} * a: {into} = Z")
            if rule.full_from is not None:
                lines.append(f"    elif b >= {k(rule.full_from)} * a: {into} = {k(rule.most)}")
            return [*lines, f"    else: {into} = b * {k(rule.most)} / a"]
        case Weighted():
            sums = " + ".join(f"g[{t.part.name!r}] * {k(t.weight)}" for t in rule.terms)
            plain = " + ".join(f"g[{t.part.name!r}]" for t in rule.terms)
            lines = [f"    a = g[{rule.whole.name!r}]", f"    if not a: {into} = {k(rule.most)}"]
            if rule.floor is not None:
                lines.append(f"    elif {plain} < {k(rule.floor)} * a: {into} = Z")
            return [*lines, f"    else: {into} = ({sums}) / a"]
        case RatioSteps():
            lines = [
                f"    a, b = g[{rule.whole.name!r}], g[{rule.part.name!r}]",
                f"    if not a: {into} = {k(rule.most)}",
            ]
            lines += [f"    elif b >= {k(s.at_least)} * a: {into} = {k(s.points)}" for s in rule.steps]
            return [*lines, f"    else: {into} = {k(rule.below)}"]
        case RateSteps():
            lines = [f"    a = g[{rule.value.name!r}]", "    if False: pass"]
            lines += [f"    elif a >= {k(s.at_least)}: {into} = {k(s.points)}" for s in rule.steps]
            return [*lines, f"    else: {into} = {k(rule.below)}"]
        case CountSteps():
            return [
                f"    {into} = {k(rule.within)} if g[{rule.value.name!r}] <= {k(rule.at_most)} else {k(rule.above)}"
            ]
        case Change():
            return [
                f"    a, b = g[{rule.now.name!r}], g[{rule.before.name!r}]",
                f"    {into} = {k(rule.up)} if a > b else {k(rule.equal)} if a == b else {k(rule.down)}",
            ]
        case RankBands():
            lines = [f"    a = g[{rule.rank.name!r}]", "    if False: pass"]
            return lines + [f"    elif a <= {k(Decimal(last))}: {into} = {k(p)}" for last, p in rule.bands]
        case Rate():
            return [f"    {into} = g[{rule.rate.name!r}] * {k(rule.most)} / H"]
        case GivenPoints():
            return [f"    {into} = g[{rule.value.name!r}]"]
    raise SystemExit(f"no bare arithmetic for {rule.kind}")


def _best(rounds: int, works: list[Callable[[], object]]) -> list[float]:
    best = [float("inf")] * len(works)
    for _ in range(rounds):
        for place, work in enumerate(works):
            start = time.perf_counter()
            work()
            best[place] = min(best[place], time.perf_counter() - start)
    return best


def main() -> int:
    """Check that both give the same points, time them, print the ratios; 1 when the claim fails."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--units", type=int, default=260)
    parser.add_argument("--rounds", type=int, default=7)
    arguments = parser.parse_args()
    rulebook = load_shipped("par-index-2025")
    chance = random.Random(2025)
    units = [invent(rulebook, chance) for _ in range(arguments.units)]
    by_hand = bare(rulebook)
    for unit in units:
        total = score(rulebook, unit).total
        assert not isinstance(total, NotScored)
        assert total == by_hand(unit.values), (total, by_hand(unit.values))

    def points_by_hand() -> None:
        for unit in units:
            by_hand(unit.values)

    def points_with_reckoning() -> None:
        for unit in units:
            score(rulebook, unit)

    def every_sentence() -> None:
        for unit in units:
            scored = score(rulebook, unit)
            for line in scored.lines:
                scored.sentence(line.line.code)

    plain, reckoned, worded = _best(arguments.rounds, [points_by_hand, points_with_reckoning, every_sentence])
    cells = len(units) * len(rulebook.components)
    print(f"{len(units)} units × {len(rulebook.components)} components, best of {arguments.rounds}")
    print(f"bare arithmetic          {plain * 1000:8.1f} ms  {plain / cells * 1e6:6.2f} µs a component")
    print(
        f"with reckoning           {reckoned * 1000:8.1f} ms  ratio {reckoned / plain:.2f} (allowed {ALLOWED})"
    )
    print(f"with every sentence      {worded * 1000:8.1f} ms  ratio {worded / plain:.2f} (no claim)")
    return 0 if reckoned <= ALLOWED * plain else 1


if __name__ == "__main__":
    sys.exit(main())
