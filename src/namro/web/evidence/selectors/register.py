"""The register of what a unit has put forward, searched and narrowed, and the pieces offered for using again."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from namro.core.text import fold
from namro.web.evidence.models import Evidence
from namro.web.evidence.selectors.pieces import name_of
from namro.web.organisations.selectors import Posts

PAGE_SIZE = 50
OFFERED = 100
HOLDS, WITHDRAWN, OVER = "con", "da-rut", "het"
STANDINGS = ((HOLDS, "Còn hiệu lực"), (OVER, "Hết hoặc chưa có hiệu lực"), (WITHDRAWN, "Đã rút"))


@dataclass(frozen=True, slots=True)
class Asked:
    """What the person looks for; empty parts ask for everything."""

    text: str = ""
    year: int | None = None
    standing: str = ""
    unit_key: str = ""


def visible_register(posts: Posts) -> QuerySet[Evidence]:
    """Give what stands in the registers the person may open: the own units', or the whole province's."""
    pieces = Evidence.objects.select_related("unit")
    return pieces if posts.sees_whole_province else pieces.filter(unit_id__in=posts.unit_ids)


def narrowed(pieces: QuerySet[Evidence], asked: Asked, on: date) -> QuerySet[Evidence]:
    """Keep what is asked for, the latest first."""
    if asked.unit_key:
        pieces = pieces.filter(unit__key=asked.unit_key)
    if asked.year:
        pieces = pieces.filter(
            Q(document_date__year=asked.year) | Q(document_date__isnull=True, added_at__year=asked.year)
        )
    over = Q(valid_to__lt=on) | Q(valid_from__gt=on)
    if asked.standing == HOLDS:
        pieces = pieces.filter(withdrawn_at__isnull=True).exclude(over)
    elif asked.standing == OVER:
        pieces = pieces.filter(over, withdrawn_at__isnull=True)
    elif asked.standing == WITHDRAWN:
        pieces = pieces.filter(withdrawn_at__isnull=False)
    pieces = pieces.order_by("-added_at", "-id")
    words = fold(asked.text).split()
    if words:
        # Neither database folds Vietnamese letters; the texts of a register are short, so they are folded here.
        texts = pieces.values_list(
            "pk", "file_name", "document_number", "issuer", "address", "summary", "unit__name"
        )
        chosen = [
            pk
            for pk, *parts in texts.iterator(chunk_size=2_000)
            if (said := fold(" ".join(parts))) and all(word in said for word in words)
        ]
        pieces = pieces.filter(pk__in=chosen[: PAGE_SIZE * 20])
    return pieces


def offered(posts: Posts, on: date) -> list[tuple[str, str]]:
    """Give the latest pieces of the person's units that hold on the day, as a list to choose from; one query."""
    holding = narrowed(Evidence.objects.filter(unit_id__in=posts.unit_ids), Asked(standing=HOLDS), on)
    return [(str(piece.pk), choice_name(piece)) for piece in holding[:OFFERED]]


def choice_name(piece: Evidence) -> str:
    """Name a piece in a list to choose from: what it is and what it shows."""
    said = f": {piece.summary[:80]}" if piece.summary else ""
    return f"{name_of(piece)}{said}"
