"""A piece of proof as it stood in one of its revisions, and whether it holds on a day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.db.models.fields.files import FieldFile

from namro.core.text import format_date
from namro.web.evidence.models import Evidence, EvidenceRevision


@dataclass(frozen=True, slots=True)
class Piece:
    """One revision of a piece; `pk` is that of the piece, `latest` the number of its last revision."""

    pk: int
    unit_id: int
    revision: int
    latest: int
    since: datetime
    by_name: str
    reason: str
    summary: str
    document_number: str
    document_date: date | None
    issuer: str
    address: str
    file: FieldFile
    file_name: str
    file_size: int | None
    sha256: str
    valid_from: date | None
    valid_to: date | None
    withdrawn_at: datetime | None
    withdrawn_reason: str

    @property
    def is_latest(self) -> bool:
        return self.revision == self.latest

    @property
    def name(self) -> str:
        return name_of(self)


def name_of(piece: Evidence | Piece | EvidenceRevision) -> str:
    """Name a piece as lists show it."""
    if piece.document_number:
        day = f" ngày {format_date(piece.document_date)}" if piece.document_date else ""
        return f"Văn bản {piece.document_number}{day}"
    return piece.file_name or piece.address


def piece_of(evidence: Evidence) -> Piece:
    """Give the piece as it is now; `evidence` comes with who added it when it was never revised."""
    return Piece(
        pk=evidence.pk,
        unit_id=evidence.unit_id,
        revision=evidence.revision,
        latest=evidence.revision,
        since=evidence.revised_at or evidence.added_at,
        by_name=evidence.revised_by_name,
        reason=evidence.revision_reason,
        summary=evidence.summary,
        document_number=evidence.document_number,
        document_date=evidence.document_date,
        issuer=evidence.issuer,
        address=evidence.address,
        file=evidence.file,
        file_name=evidence.file_name,
        file_size=evidence.file_size,
        sha256=evidence.sha256,
        valid_from=evidence.valid_from,
        valid_to=evidence.valid_to,
        withdrawn_at=evidence.withdrawn_at,
        withdrawn_reason=evidence.withdrawn_reason,
    )


def earlier_piece(evidence: Evidence, held: EvidenceRevision) -> Piece:
    """Give the piece as it was in an earlier revision."""
    return Piece(
        pk=evidence.pk,
        unit_id=evidence.unit_id,
        revision=held.revision,
        latest=evidence.revision,
        since=held.since,
        by_name=held.by_name,
        reason=held.reason,
        summary=held.summary,
        document_number=held.document_number,
        document_date=held.document_date,
        issuer=held.issuer,
        address=held.address,
        file=held.file,
        file_name=held.file_name,
        file_size=held.file_size,
        sha256=held.sha256,
        valid_from=held.valid_from,
        valid_to=held.valid_to,
        withdrawn_at=evidence.withdrawn_at,
        withdrawn_reason=evidence.withdrawn_reason,
    )


def pieces_at(wanted: Iterable[tuple[Evidence, int]]) -> dict[tuple[int, int], Piece]:
    """Give the pieces in the revisions wanted, by (id, revision); one query when any is not the last."""
    held = list(wanted)
    found = {(one.pk, one.revision): piece_of(one) for one, number in held if number == one.revision}
    older = {(one.pk, number): one for one, number in held if number != one.revision}
    if older:
        asked = Q(pk__in=[])
        for pk, number in older:
            asked |= Q(evidence_id=pk, revision=number)
        for row in EvidenceRevision.objects.filter(asked):
            key = (row.evidence_id, row.revision)
            found[key] = earlier_piece(older[key], row)
    return found


def revision_at(evidence: Evidence, earlier: Iterable[EvidenceRevision], moment: datetime) -> int:
    """Give the number of the revision that stood at a moment; `earlier` are the revisions of the piece."""
    if evidence.revised_at is None or evidence.revised_at <= moment:
        return evidence.revision
    stood = [one.revision for one in earlier if one.since <= moment]
    return max(stood, default=1)


def revisions_of(evidence: Evidence) -> tuple[Piece, ...]:
    """Give every revision, the latest first; one query."""
    return (piece_of(evidence), *(earlier_piece(evidence, one) for one in evidence.earlier.all()))


def standing(piece: Piece | Evidence, on: date) -> str:
    """Say in a few words why the piece does not hold on the day; nothing when it does."""
    if piece.withdrawn_at:
        return f"đã rút ngày {format_date(piece.withdrawn_at.date())}"
    if piece.valid_from and on < piece.valid_from:
        return f"có hiệu lực từ {format_date(piece.valid_from)}"
    if piece.valid_to and on > piece.valid_to:
        return f"hết hiệu lực ngày {format_date(piece.valid_to)}"
    return ""


def by_revision(pieces: Mapping[tuple[int, int], Piece], key: tuple[int, int], now: Evidence) -> Piece:
    """Give the piece of a key; as it is now when the revision asked for is not kept."""
    return pieces.get(key) or piece_of(now)
