"""Proof that cannot prove what it stands for: out of its time, under too much, or another unit's."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from namro.core.text import format_date
from namro.web.campaigns.models import Entrant, SheetLine
from namro.web.campaigns.selectors.finding import Finding, Place
from namro.web.evidence.models import Evidence
from namro.web.evidence.selectors.pieces import Piece, name_of

MANY = 5  # criteria that one piece of proof may serve before somebody looks
MANY_FIELDS = 3  # fields of the rulebook: criteria this far apart rarely have one document in common
Proved = Iterable[tuple[SheetLine, Piece]]


def untimely(entrant: Entrant, proved: Proved) -> list[Finding]:
    """Find what was withdrawn, what did not hold in the year, and documents of another year.

    A document of another year whose validity reaches into the year is in order.
    """
    year = entrant.campaign.year
    first, last = date(year, 1, 1), date(year, 12, 31)
    found = []
    for line, piece in proved:
        said = _why_untimely(piece, first, last)
        if said:
            kind, why = said
            found.append(Finding(line.code, kind, f"{name_of(piece)} {why}.", (_place(piece),)))
    return found


def _why_untimely(piece: Piece, first: date, last: date) -> tuple[str, str] | None:
    if piece.withdrawn_at:
        day = format_date(piece.withdrawn_at.date())
        return "not_valid", f"đã được đơn vị rút ngày {day}: {piece.withdrawn_reason.rstrip('.')}"
    if piece.valid_to and piece.valid_to < first:
        return (
            "not_valid",
            f"hết hiệu lực ngày {format_date(piece.valid_to)}, trước năm đánh giá {first.year}",
        )
    if piece.valid_from and piece.valid_from > last:
        return (
            "not_valid",
            f"có hiệu lực từ {format_date(piece.valid_from)}, sau năm đánh giá {first.year}",
        )
    if piece.valid_from or piece.valid_to:
        return None
    if piece.document_date and not first <= piece.document_date <= last:
        return "outside_year", f"nằm ngoài năm đánh giá {first.year}"
    return None


def overused(proved: Proved) -> list[Finding]:
    """Find a piece that serves more criteria, or criteria further apart, than one document usually can."""
    used: dict[int, list[SheetLine]] = defaultdict(list)
    pieces: dict[int, Piece] = {}
    for line, piece in proved:
        used[piece.pk].append(line)
        pieces[piece.pk] = piece
    found = []
    for pk, lines in used.items():
        fields = {line.code.split(".")[0] for line in lines}
        if len(lines) <= MANY and len(fields) < MANY_FIELDS:
            continue
        apart = f" thuộc {len(fields)} lĩnh vực" if len(fields) > 1 else ""
        found.append(
            Finding(
                lines[0].code,
                "overused",
                f"{name_of(pieces[pk])} được dùng làm kiểm chứng cho {len(lines)} tiêu chí{apart}; "
                "hãy xem có chứng minh được từng tiêu chí không.",
                (_place(pieces[pk]),),
            )
        )
    return found


def twins_elsewhere(entrant: Entrant, proved: Proved) -> list[Finding]:
    """Find files that another unit put forward too, byte for byte; one query.

    A file whose issuer is named is a document both may hold, and is in order.
    """
    held = [(line, piece) for line, piece in proved if piece.sha256 and not piece.issuer]
    if not held:
        return []
    own = {piece.unit_id for _, piece in held}
    twins: dict[str, list[Evidence]] = defaultdict(list)
    others = Evidence.objects.filter(sha256__in={piece.sha256 for _, piece in held}).exclude(unit_id__in=own)
    for twin in others.select_related("unit").order_by("added_at", "id"):
        twins[twin.sha256].append(twin)
    return [
        Finding(
            line.code,
            "twin",
            f"Tệp {piece.file_name} giống hệt tệp của "
            f"{', '.join(sorted({twin.unit.name for twin in twins[piece.sha256]})[:3])}; "
            f"hãy xem có đúng là của {entrant.unit.name} không.",
            (_place(piece), *(Place(name_of(twin), twin.unit_id, evidence_id=twin.pk) for twin in twins[piece.sha256][:3])),
        )
        for line, piece in held
        if piece.sha256 in twins
    ]  # fmt: skip


def _place(piece: Piece) -> Place:
    return Place(name_of(piece), piece.unit_id, evidence_id=piece.pk)
