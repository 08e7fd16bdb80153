"""Claim: all 63 provinces × 14 years of PAPI are computed and ranked in under 200 ms, at most twice the time of pandas.

What is timed: from the text of the carried table to points and ranks of every part, dimension and total of every year,
quartile groups included, with exact decimals. The peer does the same with pandas and floats: read the CSV,
add up dimensions and totals, rank each column within its year (method "min", the greatest first), groups from ranks. Where pandas
is not installed (it is no dependency of ours), the peer is plain Python with floats, and the line says so. Both must
give the same ranks of totals before anything is timed. Rounds alternate; the best counts.

    benchmarks/rank.py [--rounds 7] [--peer pandas|python]
"""

import argparse
import csv
import importlib.util
import io
import sys
import time
from collections.abc import Callable
from importlib.resources import files

from namro.core.indices.results import read_papi

ALLOWED, SECONDS = 2.0, 0.200
Ranks = dict[tuple[int, str], int]


def ours(text: str) -> Ranks:
    """Compute and rank everything; give the ranks of the totals."""
    found: Ranks = {}
    for year, table in read_papi(text).items():
        for code in table.codes:
            assert len(table.ranking(code).groups) == len(table.provinces)
        for key, rank in zip(table.provinces, table.ranking().ranks, strict=True):
            if rank is not None:
                found[year, key] = rank
    return found


def with_pandas(text: str) -> Ranks:
    """Do the same with pandas."""
    import pandas as pd  # type: ignore[import-not-found,import-untyped,unused-ignore]

    frame = pd.read_csv(io.StringIO(text))
    parts = list(frame.columns[2:])
    measured = frame[parts].notna().groupby(frame["year"]).transform("any")
    complete = frame[parts].notna() | ~measured
    sums = {}
    for code in sorted({part[2] for part in parts}):
        own = [part for part in parts if part[2] == code]
        sums[code] = (
            frame[own].sum(axis=1).where(complete[own].all(axis=1) & measured[own].any(axis=1)).round(4)
        )
    sums["total"] = frame[parts].sum(axis=1).where(complete.all(axis=1)).round(4)
    points = pd.concat([frame[parts], pd.DataFrame(sums)], axis=1)
    by_year = points.groupby(frame["year"])
    ranks, counts = by_year.rank(method="min", ascending=False), by_year.transform("count")
    above, steps = 4 * (ranks - 1), counts - 1
    groups = (
        1 + (above > steps).astype(int) + (above > 2 * steps).astype(int) + (above > 3 * steps).astype(int)
    )
    assert groups.shape == points.shape
    total = ranks["total"].dropna().astype(int)
    return dict(zip(zip(frame["year"][total.index], frame["province"][total.index]), total, strict=True))  # noqa: B905


def with_python(text: str) -> Ranks:
    """Do the same by hand, with floats and nothing but lists."""
    lines = list(csv.reader(io.StringIO(text)))
    codes = lines[0][2:]
    years: dict[int, list[list[str]]] = {}
    for row in lines[1:]:
        years.setdefault(int(row[0]), []).append(row)
    found: Ranks = {}
    for year, rows in years.items():
        columns: dict[str, list[float | None]] = {}
        for at, code in enumerate(codes, 2):
            values = [float(row[at]) if row[at] else None for row in rows]
            if any(value is not None for value in values):
                columns[code] = values
        for code in sorted({part[2] for part in columns}):
            columns[code] = _added(
                [columns[part] for part in columns if part[:2] == "SC" and part[2] == code]
            )
        columns["total"] = _added([column for code, column in columns.items() if code[:2] == "SC"])
        for code, column in columns.items():
            ordered = sorted((value for value in column if value is not None), reverse=True)
            first: dict[float, int] = {}
            for place, value in enumerate(ordered, 1):
                first.setdefault(value, place)
            ranks = [None if value is None else first[value] for value in column]
            of = len(ordered)
            groups = [
                None if r is None else min(4, 1 + -(-4 * (r - 1) // max(of - 1, 1)) - (r > 1)) for r in ranks
            ]
            assert len(groups) == len(rows)
            if code == "total":
                found |= {(year, row[1]): r for row, r in zip(rows, ranks, strict=True) if r is not None}
    return found


def _added(columns: list[list[float | None]]) -> list[float | None]:
    return [
        None if None in row else round(sum(value for value in row if value is not None), 4)
        for row in zip(*columns, strict=True)
    ]


def _best(work: Callable[[str], Ranks], text: str) -> float:
    start = time.perf_counter()
    work(text)
    return time.perf_counter() - start


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--peer", choices=["pandas", "python"])
    chosen = parser.parse_args()
    has_pandas = importlib.util.find_spec("pandas") is not None
    name = chosen.peer or ("pandas" if has_pandas else "python")
    peer = with_pandas if name == "pandas" else with_python
    text = (files("namro.registers") / "results" / "papi.csv").read_text(encoding="utf-8")
    mine, theirs = ours(text), peer(text)
    if mine != theirs:
        print("the ranks differ: nothing is timed")
        return 1
    ours_best, peer_best = float("inf"), float("inf")
    for _ in range(chosen.rounds):
        ours_best = min(ours_best, _best(ours, text))
        peer_best = min(peer_best, _best(peer, text))
    ratio = ours_best / peer_best
    why = "" if name == "pandas" else " (pandas is not installed: plain Python with floats instead)"
    print(f"ranks of {len(mine)} totals agree; peer: {name}{why}")
    print(f"ours {ours_best * 1000:.1f} ms, peer {peer_best * 1000:.1f} ms, ratio {ratio:.2f}")
    print(f"allowed: under {SECONDS * 1000:.0f} ms, at most {ALLOWED} times the peer")
    return 0 if ours_best < SECONDS and ratio <= ALLOWED else 1


if __name__ == "__main__":
    sys.exit(main())
