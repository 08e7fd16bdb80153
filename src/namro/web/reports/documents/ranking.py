"""The ranking notice of a campaign, from its published edition as it was frozen."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from namro.core.letters.model import Block, Cell, Letter
from namro.core.letters.templates import Wording, letter_from, template_called
from namro.core.text import format_date
from namro.web.campaigns.models import Campaign, Publication
from namro.web.organisations.models import Unit
from namro.web.plans.selectors.standing import local_day
from namro.web.reports.documents.issuers import issuer_of
from namro.web.reports.documents.writing import NOT_KNOWN, number, said, section, source_note, table

KEY = "xep-hang"
_HEADS = (
    ("Hạng", 10.0, "center"),
    ("Đơn vị", 50.0, "left"),
    ("Tổng điểm", 18.0, "right"),
    ("Xếp loại", 22.0, "left"),
)
Row = Mapping[str, Any]


def ranking_letter(
    campaign: Campaign, publication: Publication, wording: Wording, *, invented: bool = False
) -> Letter:
    """Give the notice as a draft: a table per level of units, ties, classes, and who was not ranked and why.

    Ranks, totals and classes are those of the edition and never reckoned again; one query for the levels.
    """
    ranking: Sequence[Row] = publication.ranking
    ranked = [row for row in ranking if row["rank"] is not None]
    day = local_day(publication.at)
    edition = f"bản {publication.edition} công bố ngày {format_date(day)}"
    values = issuer_of(campaign.appraiser).values(day) | {
        "dot_cham": campaign.name,
        "chi_so": campaign.index,
        "nam": str(campaign.year),
        "bo_tieu_chi": campaign.rulebook_name,
        "ban_cong_bo": edition,
        "so_don_vi": number(len(ranked)),
    }
    blocks: list[Block] = []
    levels = _by_level(ranked)
    blocks.append(section(0, "Kết quả xếp hạng"))
    if len(levels) > 1:
        blocks.append(said(f"Hạng xếp chung {len(ranked)} đơn vị, ghi riêng theo từng cấp để tiện theo dõi."))
    for label, rows in levels:
        blocks.append(
            table(_HEADS, _rows(rows), name=f"Xếp hạng {label}", caption=f"{label} ({len(rows)} đơn vị)")
        )
    blocks += [said(line) for line in _ties(ranked)]
    blocks.append(section(1, "Xếp loại"))
    blocks += [said(line) for line in _classes(ranked)]
    blocks.append(section(2, "Đơn vị chưa được xếp hạng"))
    blocks += _not_ranked([row for row in ranking if row["rank"] is None])
    blocks += source_note(
        day, f"{campaign.name}, {edition}, mã SHA-256 bắt đầu {publication.sha256[:16]}", invented=invented
    )
    return letter_from(template_called(KEY), wording, values, blocks=blocks)


def _by_level(ranked: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    levels = dict(
        Unit.objects.filter(key__in=[row["unit_key"] for row in ranked]).values_list("key", "level")
    )
    found = [
        (str(label), [row for row in ranked if levels.get(row["unit_key"]) == level])
        for level, label in Unit.LEVELS
    ]
    rest = [row for row in ranked if row["unit_key"] not in levels]
    return [(label, rows) for label, rows in (*found, ("Đơn vị khác", rest)) if rows]


def _rows(rows: Iterable[Row]) -> Iterable[Sequence[Cell | str | int]]:
    for row in rows:
        total = Decimal(row["total"])
        yield row["rank"], row["unit"], Cell(total, places=2), row["class"] or "không xếp loại"


def _ties(ranked: Sequence[Row]) -> list[str]:
    shared: dict[int, list[str]] = {}
    for row in ranked:
        shared.setdefault(row["rank"], []).append(row["unit"])
    return [
        f"Cùng hạng {rank} (bằng điểm): {', '.join(units)}."
        for rank, units in sorted(shared.items())
        if len(units) > 1
    ]


def _classes(ranked: Sequence[Row]) -> list[str]:
    counts: dict[str, int] = {}
    for row in ranked:
        if row["class"]:
            counts[row["class"]] = counts.get(row["class"], 0) + 1
    if not counts:
        return ["Bộ tiêu chí không quy định xếp loại."]
    return [f"{name}: {count}/{len(ranked)} đơn vị." for name, count in counts.items()]


def _not_ranked(rows: Sequence[Row]) -> list[Block]:
    if not rows:
        return [said("Mọi đơn vị tham gia đều được xếp hạng.")]
    heads = (("TT", 8.0, "center"), ("Đơn vị", 42.0, "left"), ("Lý do", 50.0, "left"))
    told = (
        (
            at,
            row["unit"],
            f"còn {row['open']} tiêu chí thành phần chưa chấm xong; tổng điểm còn có thể từ {_points(row['low'])} "
            f"đến {_points(row['high'])}",
        )
        for at, row in enumerate(rows, start=1)
    )
    return [table(heads, told, name="Chưa xếp hạng")]


def _points(value: str | None) -> str:
    return NOT_KNOWN if value is None else number(Decimal(value), 2)
