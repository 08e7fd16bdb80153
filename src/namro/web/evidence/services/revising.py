"""Correcting or replacing a piece of proof, and withdrawing it; what it was before stays."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db.models import F

from namro.core.errors import Refusal
from namro.core.text import squeeze
from namro.web.accounts.models import User
from namro.web.audit import services as audit
from namro.web.evidence import permissions
from namro.web.evidence.models import Evidence, EvidenceRevision
from namro.web.evidence.selectors.pieces import name_of
from namro.web.evidence.services.adding import (
    all_or_nothing,
    check_address,
    check_document_date,
    check_file,
    keep_file,
)
from namro.web.organisations.selectors import Posts

_KEPT = (
    "summary", "document_number", "document_date", "issuer", "address", "file", "file_name", "file_size", "sha256",
    "valid_from", "valid_to",
)  # fmt: skip
MAX_REASON = 300


@dataclass(frozen=True, slots=True)
class Details:
    """What a piece says of itself; the file is apart."""

    summary: str = ""
    document_number: str = ""
    document_date: date | None = None
    issuer: str = ""
    address: str = ""
    valid_from: date | None = None
    valid_to: date | None = None


def revise(
    *,
    evidence_id: int,
    details: Details,
    file: "UploadedFile[bytes] | None",
    reason: str,
    revision: int,
    by: User,
    posts: Posts,
    at: datetime,
) -> Evidence:
    """Make the next revision; without a file the one there is stays. `revision` is the one the person saw.

    Raises `NotAllowed`, or `Refusal` when nothing changes, no reason is given, or somebody was quicker.
    """
    said = _reason(reason, "Hãy ghi vì sao sửa hoặc thay tài liệu này.")
    with all_or_nothing() as shelf:
        evidence = _open(evidence_id, posts)
        if evidence.withdrawn_at:
            raise Refusal("Tài liệu đã rút nên không sửa được; hãy thêm một tài liệu mới.")
        if evidence.revision != revision:
            raise Refusal("Người khác vừa sửa tài liệu này; hãy xem bản mới rồi sửa tiếp.")
        before = EvidenceRevision(
            evidence=evidence,
            revision=evidence.revision,
            since=evidence.revised_at or evidence.added_at,
            by_name=evidence.revised_by_name or _name(evidence.added_by),
            reason=evidence.revision_reason,
            **{field: getattr(evidence, field) for field in _KEPT if field != "file"},
            # By its name: the open field would follow the new file.
            file=evidence.file.name or "",
        )
        was = _told(evidence)
        tidy = _checked(details, at)
        for field, value in asdict(tidy).items():
            setattr(evidence, field, value)
        if file is not None:
            checked = check_file(file)
            twin = Evidence.objects.filter(unit_id=evidence.unit_id, sha256=checked.sha256).first()
            if twin and twin.pk != evidence.pk:
                raise Refusal(f"Tệp này đã có trong sổ của đơn vị ({name_of(twin)}); hãy dùng tài liệu đó.")
            if twin is None:
                keep_file(evidence, file, checked, shelf)
        if not (evidence.file or evidence.address or evidence.document_number):
            raise Refusal("Tài liệu cần một tệp, số và ngày văn bản, hoặc một địa chỉ.")
        if _told(evidence) == was:
            raise Refusal("Chưa có gì khác bản đang có nên không cần bản mới.")
        changed = Evidence.objects.filter(pk=evidence.pk, revision=revision).update(
            revision=F("revision") + 1,
            revised_at=at,
            revised_by_name=_name(by),
            revision_reason=said,
            **{field: getattr(evidence, field) for field in _KEPT},
        )
        if not changed:
            raise Refusal("Người khác vừa sửa tài liệu này; hãy xem bản mới rồi sửa tiếp.")
        before.save()
        evidence.refresh_from_db()
        _record(evidence, "Sửa tài liệu kiểm chứng", said, was, _told(evidence), by=by, at=at)
    return evidence


def withdraw(*, evidence_id: int, reason: str, by: User, posts: Posts, at: datetime) -> Evidence:
    """Say that a piece proves nothing any more; it stays where it was used, marked, and is offered no more."""
    said = _reason(reason, "Hãy ghi vì sao rút tài liệu này.")
    with all_or_nothing():
        evidence = _open(evidence_id, posts)
        if evidence.withdrawn_at:
            raise Refusal(f"{evidence.withdrawn_by_name} đã rút tài liệu này rồi.")
        evidence.withdrawn_at, evidence.withdrawn_by_name, evidence.withdrawn_reason = at, _name(by), said
        evidence.save(update_fields=["withdrawn_at", "withdrawn_by_name", "withdrawn_reason"])
        _record(evidence, "Rút tài liệu kiểm chứng", said, None, None, by=by, at=at)
    return evidence


def _open(evidence_id: int, posts: Posts) -> Evidence:
    evidence = (
        Evidence.objects.select_for_update(of=("self",))
        .select_related("unit", "added_by")
        .get(pk=evidence_id)
    )
    permissions.check_may_revise_evidence(posts, evidence)
    return evidence


def _checked(details: Details, at: datetime) -> Details:
    number, address = squeeze(details.document_number)[:80], details.address.strip()
    if bool(number) != bool(details.document_date):
        raise Refusal("Văn bản làm minh chứng cần cả số, ký hiệu và ngày ban hành.")
    if details.document_date:
        check_document_date(details.document_date, at)
    if address:
        check_address(address)
    if details.valid_from and details.valid_to and details.valid_to < details.valid_from:
        raise Refusal("Ngày hết hiệu lực nằm trước ngày có hiệu lực; hãy xem lại hai ngày.")
    return Details(
        squeeze(details.summary)[:300], number, details.document_date, squeeze(details.issuer)[:200], address,
        details.valid_from, details.valid_to,
    )  # fmt: skip


def _reason(reason: str, missing: str) -> str:
    said = squeeze(reason)
    if not said:
        raise Refusal(missing)
    if len(said) > MAX_REASON:
        raise Refusal(f"Lý do dài quá {MAX_REASON} chữ; hãy viết gọn.")
    return said


def _name(user: User) -> str:
    return user.get_full_name() or user.get_username()


def _told(evidence: Evidence) -> dict[str, Any]:
    """Give what a record or a comparison says of the piece."""
    told = {field: getattr(evidence, field) for field in _KEPT if field not in {"file", "file_size"}}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in told.items()}


def _record(
    evidence: Evidence,
    action: str,
    reason: str,
    before: dict[str, Any] | None,
    after: dict[str, Any] | None,
    *,
    by: User,
    at: datetime,
) -> None:
    audit.record(
        by=by,
        at=at,
        action=action,
        subject=f"{evidence.unit.name} · {name_of(evidence)}",
        subject_type="evidence",
        subject_id=evidence.pk,
        unit_key=evidence.unit.key,
        before=before,
        after=after,
        reason=reason,
    )
