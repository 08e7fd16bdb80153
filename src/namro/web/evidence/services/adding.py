"""Taking proof in: a file, a document by number and date, or an address."""

import hashlib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import BinaryIO, cast

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import URLValidator
from django.db import transaction

from namro.core.errors import Refusal
from namro.core.text import format_date, squeeze
from namro.web.accounts.models import User
from namro.web.evidence.kinds import safe_name, sniff
from namro.web.evidence.models import Evidence
from namro.web.organisations.models import Unit

MAX_BYTES = min(20_000_000, settings.MAX_UPLOAD_BYTES)
MAX_FILES = 10
_CHUNK = 1 << 20
_WEB_ADDRESS = URLValidator(schemes=["http", "https"])


@dataclass(frozen=True, slots=True)
class Proof:
    """What a person puts forward with one report; any part may be missing."""

    files: "tuple[UploadedFile[bytes], ...]" = ()
    document_number: str = ""
    document_date: date | None = None
    issuer: str = ""
    address: str = ""
    known: tuple[int, ...] = ()  # pieces the unit put forward before

    @property
    def is_empty(self) -> bool:
        return not (self.files or self.document_number.strip() or self.address.strip() or self.known)


@dataclass(slots=True)
class Shelf:
    """The files written during one change, so that a change that fails takes them away again."""

    names: list[str] = field(default_factory=list)


@contextmanager
def all_or_nothing() -> Iterator[Shelf]:
    """Run a change in a transaction; when it fails, the files it stored are removed too."""
    shelf = Shelf()
    try:
        with transaction.atomic():
            yield shelf
    except BaseException:
        for name in shelf.names:
            default_storage.delete(name)
        raise


def add_proof(
    *, unit: Unit, proof: Proof, by: User, at: datetime, shelf: Shelf, summary: str = ""
) -> list[Evidence]:
    """Keep each part of the proof as evidence of the unit; the same file is kept once per unit.

    Call it inside `all_or_nothing`. Raises `Refusal` for a file that is too big or of a kind not taken, for a
    document without number or date, and for an address that is not one.
    """
    if len(proof.files) > MAX_FILES:
        raise Refusal(f"Mỗi lần chỉ gửi được {MAX_FILES} tệp; hãy chia thành nhiều lần báo cáo.")
    added = [_add_file(unit, file, by=by, at=at, shelf=shelf, summary=summary) for file in proof.files]
    common = {"unit": unit, "added_by": by, "added_at": at, "summary": summary[:300]}
    number = squeeze(proof.document_number)
    if number or proof.document_date:
        if not number or not proof.document_date:
            raise Refusal("Văn bản làm minh chứng cần cả số, ký hiệu và ngày ban hành.")
        check_document_date(proof.document_date, at)
        known = Evidence.objects.filter(
            unit=unit, document_number=number, document_date=proof.document_date
        ).first()
        added.append(
            _still_standing(known)
            or Evidence.objects.create(
                **common,
                document_number=number[:80],
                document_date=proof.document_date,
                issuer=squeeze(proof.issuer)[:200] or unit.name,
            )
        )
    address = proof.address.strip()
    if address:
        check_address(address)
        known = Evidence.objects.filter(unit=unit, address=address).first()
        added.append(_still_standing(known) or Evidence.objects.create(**common, address=address))
    return list({piece.pk: piece for piece in (*added, *reusable(unit, proof.known))}.values())


def reusable(unit: Unit, evidence_ids: Collection[int]) -> list[Evidence]:
    """Give the pieces the unit put forward before, to prove something else; raises `Refusal` for a withdrawn one."""
    found = Evidence.objects.filter(unit=unit, pk__in=evidence_ids).order_by("id")
    return [piece for piece in found if _still_standing(piece)]


def _still_standing(known: Evidence | None) -> Evidence | None:
    if known and known.withdrawn_at:
        name = known.file_name or known.document_number or known.address
        raise Refusal(
            f"{name} đã được rút ngày {format_date(known.withdrawn_at.date())} nên không dùng làm kiểm chứng được; "
            "hãy chọn tài liệu khác."
        )
    return known


def check_document_date(day: date, at: datetime) -> None:
    """Raise `Refusal` for a document of a day that has not come."""
    if day > at.date():
        raise Refusal("Ngày ban hành của văn bản nằm sau ngày làm việc; hãy xem lại ngày.")


def check_address(address: str) -> None:
    """Raise `Refusal` for what is not a whole address of the web."""
    try:
        if len(address) > 500:
            raise ValidationError("")
        _WEB_ADDRESS(address)
    except ValidationError:
        raise Refusal("Địa chỉ phải là một trang web đầy đủ, bắt đầu bằng http:// hoặc https://.") from None


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that may be taken: its fingerprint, and the name, suffix and size under which it is kept."""

    sha256: str
    name: str
    suffix: str
    size: int


def check_file(upload: "UploadedFile[bytes]") -> Checked:
    """Read a file through; raises `Refusal` when it is too big or of a kind that is not taken."""
    size = upload.size or 0
    if size > MAX_BYTES:
        raise Refusal(
            f"Tệp lớn hơn {MAX_BYTES // 1_000_000} MB; hãy nén ảnh hoặc chia nhỏ tài liệu rồi gửi lại."
        )
    kind = sniff(cast(BinaryIO, upload.file))
    digest = hashlib.sha256()
    for chunk in upload.chunks(_CHUNK):
        digest.update(chunk)
    upload.seek(0)
    return Checked(digest.hexdigest(), safe_name(upload.name or "", kind), kind.suffix, size)


def keep_file(evidence: Evidence, upload: "UploadedFile[bytes]", checked: Checked, shelf: Shelf) -> None:
    """Store the file of a piece; the caller saves the piece."""
    # The stored name says nothing about its content and cannot be guessed from the page.
    evidence.file.save(f"{checked.sha256}{checked.suffix}", File(upload.file), save=False)
    shelf.names.append(evidence.file.name or "")
    evidence.file_name, evidence.file_size, evidence.sha256 = checked.name, checked.size, checked.sha256


def _add_file(
    unit: Unit, upload: "UploadedFile[bytes]", *, by: User, at: datetime, shelf: Shelf, summary: str
) -> Evidence:
    checked = check_file(upload)
    known = _still_standing(Evidence.objects.filter(unit=unit, sha256=checked.sha256).first())
    if known:
        return known
    evidence = Evidence(unit=unit, added_by=by, added_at=at, summary=summary[:300])
    keep_file(evidence, upload, checked, shelf)
    evidence.save()
    return evidence
