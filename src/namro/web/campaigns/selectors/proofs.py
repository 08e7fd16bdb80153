"""The proof a unit has already put forward, to be used again for another criterion, year or index."""

from namro.core.text import format_date
from namro.web.campaigns.models import SheetLine
from namro.web.evidence.models import Evidence
from namro.web.organisations.selectors import Posts

MOST = 100


def known_choices(line: SheetLine, posts: Posts) -> list[tuple[str, str]]:
    """Give the latest pieces of the person's units that do not prove the line yet; one query."""
    pieces = (
        Evidence.objects.filter(unit_id__in=posts.unit_ids)
        .exclude(sheet_lines=line)
        .order_by("-added_at", "-id")[:MOST]
    )
    return [(str(piece.pk), name_of(piece)) for piece in pieces]


def name_of(piece: Evidence) -> str:
    """Name a piece as lists show it."""
    if piece.document_number:
        day = f" ngày {format_date(piece.document_date)}" if piece.document_date else ""
        return f"Văn bản {piece.document_number}{day}"
    return piece.file_name or piece.address
