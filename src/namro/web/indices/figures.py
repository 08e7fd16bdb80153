"""Figures of the published indices, offered to reports under "chi-so"; only the province as a whole has them."""

from collections.abc import Sequence
from decimal import Decimal

from django.urls import reverse

from namro.web.indices.models import Result
from namro.web.indices.selectors import FULL_NAMES, INDICES, SLUGS, PartFall, bare, compared_all, totals
from namro.web.ui.figures import LATEST, Ask, Figure, Group, none_of_units

GROUP = "chi-so"


def figures(ask: Ask) -> Sequence[Figure]:
    """Give rank, points, and points lost and regained of every index as known on the day; two queries.

    Of single units and of tasks nothing: an index of the province is no figure of theirs.
    """
    if ask.unit_ids is not None or ask.task_id is not None:
        return ()
    known = totals(ask.day)
    latest = {index: known[index][-1] for index in INDICES if known.get(index)}
    parts = compared_all({index: result.year for index, result in latest.items()}, day=ask.day)
    return tuple(
        figure for index, result in latest.items() for figure in _of_index(index, result, parts[index])
    )


def _of_index(index: str, result: Result, parts: Sequence[PartFall]) -> Sequence[Figure]:
    slug, year = SLUGS[index], result.year
    source = f"{result.source}{'' if result.verified else ' (chưa kiểm chứng)'}"
    ranked, book = (reverse(place, args=[slug, year]) for place in ("rankings:year", "indices:book"))
    score = bare(result.score) if result.score is not None else None
    rank = Decimal(result.rank) if result.rank is not None else None
    name = FULL_NAMES[index]
    of = f" trên {result.of} tỉnh, thành phố" if result.of else ""
    found = [
        Figure(
            f"{GROUP}.{slug}.diem",
            f"{index} năm {year}: điểm",
            score,
            "điểm",
            f"Điểm {name} năm {year} đã công bố.",
            source,
            LATEST,
            places=_places(score),
            address=ranked,
        ),
        Figure(
            f"{GROUP}.{slug}.hang",
            f"{index} năm {year}: thứ hạng",
            rank,
            "hạng",
            f"Thứ hạng của tỉnh năm {year}{of}.",
            source,
            LATEST,
            address=ranked,
        ),
    ]
    if parts:
        lost = -sum((part.points for part in parts if part.points < 0), Decimal(0))
        won = sum((part.points for part in parts if part.points > 0), Decimal(0))
        said = f"so với năm {year - 1}, cộng các thành phần có điểm của cả hai năm."
        found += [
            Figure(
                f"{GROUP}.{slug}.mat",
                f"{index} năm {year}: điểm bị mất",
                lost,
                "điểm",
                f"Tổng điểm giảm {said}",
                source,
                LATEST,
                places=3,
                address=book,
            ),
            Figure(
                f"{GROUP}.{slug}.lay-lai",
                f"{index} năm {year}: điểm lấy lại",
                won,
                "điểm",
                f"Tổng điểm tăng {said}",
                source,
                LATEST,
                places=3,
                address=book,
            ),
        ]
    return found


def _places(value: Decimal | None) -> int:
    """Give two decimals or as many as were published: 45,005 is never written 45,01."""
    shown = 0 if value is None else int(value.normalize().as_tuple().exponent)
    return max(2, -shown)


OFFERED = Group(GROUP, "chỉ số của tỉnh", figures, none_of_units)
