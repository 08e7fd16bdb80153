"""Writing a document into a unit's register, correcting it, withdrawing it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from namro.core.errors import Refusal
from namro.core.text import clean, fold, squeeze
from namro.web.accounts.models import User
from namro.web.audit import services as audit
from namro.web.directives import permissions
from namro.web.directives.models import Directive, DirectiveRevision, DirectiveSubject
from namro.web.directives.services.linking import put_link
from namro.web.evidence.services import Proof, add_proof, all_or_nothing
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import Posts
from namro.web.plans.models import Plan, Task

MAX_ABSTRACT = 2_000
MAX_REASON = 300


@dataclass(frozen=True, slots=True)
class Said:
    """What a person says about a document; `unit` None: issued by somebody the register does not hold."""

    number: str
    issued_on: date | None
    kind: str
    issuer: str
    abstract: str = ""
    unit: Unit | None = None


def enter_directive(
    *,
    said: Said,
    proof: Proof,
    entered_for: Unit,
    by: User,
    posts: Posts,
    at: datetime,
    bases: Iterable[Directive] = (),
    plan: Plan | None = None,
    tasks: Iterable[Task] = (),
) -> Directive:
    """Write a document into a unit's register, with what it stands on and what it is about.

    Raises `NotAllowed`, or `Refusal` with one sentence; then nothing is written and no file stays.
    """
    permissions.check_may_enter(posts)
    on_behalf = entered_for.pk not in posts.unit_ids
    if on_behalf and not permissions.may_enter_on_behalf(posts):
        raise Refusal(f"Bạn không ghi sổ thay cho {entered_for.name}; hãy chọn đơn vị của bạn.")
    if said.issued_on is None:
        raise Refusal("Hãy ghi ngày ban hành của văn bản.")
    if said.issued_on > at.date():
        raise Refusal("Ngày ban hành nằm sau ngày làm việc; hãy xem lại ngày.")
    with all_or_nothing() as shelf:
        directive = write_directive(said=said, entered_for=entered_for, by=by, at=at, on_behalf=on_behalf)
        pieces = add_proof(unit=entered_for, proof=proof, by=by, at=at, shelf=shelf, summary=str(directive))
        directive.proofs.set(pieces)
        for base in bases:
            permissions.check_may_see_directive(posts, base)
            put_link(base=base, document=directive, by=by, at=at)
        about = list({task.pk: task for task in tasks}.values())
        if plan is not None and not about:
            DirectiveSubject.objects.create(directive=directive, plan=plan)
        DirectiveSubject.objects.bulk_create(
            DirectiveSubject(directive=directive, task=task) for task in about
        )
    return directive


def write_directive(
    *,
    said: Said,
    entered_for: Unit,
    by: User,
    at: datetime,
    plan: Plan | None = None,
    read_from: Plan | None = None,
    on_behalf: bool = False,
) -> Directive:
    """Write the entry itself and record it; the caller has checked who asks. Raises `Refusal`."""
    fields = _fields(said)
    try:
        with transaction.atomic():
            directive = Directive.objects.create(
                **fields,
                entered_for=entered_for,
                entered_by=by,
                entered_at=at,
                plan=plan,
                read_from=read_from,
                on_behalf=on_behalf,
            )
    except IntegrityError:
        raise Refusal(f"Văn bản {fields['number']} đã có trong sổ; hãy mở dòng đó và sửa nếu cần.") from None
    audit.record(
        by=by, at=at, action="Ghi văn bản vào sổ thay đơn vị" if on_behalf else "Ghi văn bản vào sổ", subject=f"{directive}, {directive.issuer}",
        subject_type="directive", subject_id=directive.pk, unit_key=entered_for.key, after=_plain(directive),
    )  # fmt: skip
    return directive


def revise_directive(
    *,
    directive_id: int,
    said: Said,
    proof: Proof,
    reason: str,
    revision: int,
    by: User,
    posts: Posts,
    at: datetime,
) -> Directive:
    """Correct an entry; what it said before is kept. Raises `NotAllowed` or `Refusal`."""
    with all_or_nothing() as shelf:
        directive = _held(directive_id)
        permissions.check_may_revise(posts, directive)
        why = _reason(reason, "Hãy ghi lý do sửa để người xem sau hiểu.")
        if directive.revision != revision:
            raise Refusal("Có người vừa sửa dòng này trong lúc bạn nhập; hãy xem lại rồi gửi lần nữa.")
        if said.issued_on and said.issued_on > at.date():
            raise Refusal("Ngày ban hành nằm sau ngày làm việc; hãy xem lại ngày.")
        before = _plain(directive)
        DirectiveRevision.objects.create(
            directive=directive,
            revision=directive.revision,
            since=directive.revised_at or directive.entered_at,
            by_name=directive.revised_by_name or _name(directive.entered_by),
            reason=directive.revision_reason,
            said=before,
        )
        for name, value in _fields(said).items():
            setattr(directive, name, value)
        directive.revision += 1
        directive.revised_at, directive.revised_by_name, directive.revision_reason = at, _name(by), why
        try:
            with transaction.atomic():
                directive.save()
        except IntegrityError:
            raise Refusal(f"Sổ đã có một dòng khác của văn bản {said.number}; không ghi trùng.") from None
        pieces = add_proof(
            unit=directive.entered_for, proof=proof, by=by, at=at, shelf=shelf, summary=str(directive)
        )
        directive.proofs.add(*pieces)
        audit.record(
            by=by, at=at, action="Sửa văn bản trong sổ", subject=f"{directive}, {directive.issuer}",
            subject_type="directive", subject_id=directive.pk, unit_key=directive.entered_for.key,
            before=before, after=_plain(directive), reason=why,
        )  # fmt: skip
    return directive


def withdraw_directive(*, directive_id: int, reason: str, by: User, posts: Posts, at: datetime) -> Directive:
    """Take an entry out of use with a reason; it stays readable and counts nowhere."""
    with transaction.atomic():
        directive = _held(directive_id)
        permissions.check_may_revise(posts, directive)
        why = _reason(reason, "Hãy ghi lý do rút văn bản khỏi sổ.")
        directive.withdrawn_at, directive.withdrawn_by_name, directive.withdrawn_reason = at, _name(by), why
        directive.save(update_fields=["withdrawn_at", "withdrawn_by_name", "withdrawn_reason"])
        audit.record(
            by=by, at=at, action="Rút văn bản khỏi sổ", subject=f"{directive}, {directive.issuer}",
            subject_type="directive", subject_id=directive.pk, unit_key=directive.entered_for.key, reason=why,
        )  # fmt: skip
    return directive


def _held(directive_id: int) -> Directive:
    directive = (
        Directive.objects.select_for_update(of=("self",))
        .select_related("entered_for", "entered_by")
        .get(pk=directive_id)
    )
    if directive.withdrawn_at:
        raise Refusal("Văn bản này đã rút khỏi sổ; hãy ghi lại thành dòng mới nếu cần.")
    return directive


def _fields(said: Said) -> dict[str, Any]:
    number, issuer, abstract = squeeze(said.number), squeeze(said.issuer), squeeze(clean(said.abstract))
    if said.unit is not None:
        issuer = said.unit.name
    if not number:
        raise Refusal("Hãy ghi số, ký hiệu của văn bản, ví dụ 25/KH-UBND.")
    if len(number) > 80:
        raise Refusal("Số, ký hiệu dài quá 80 chữ; hãy chỉ ghi số và ký hiệu, phần còn lại ghi ở trích yếu.")
    if not issuer:
        raise Refusal("Hãy ghi cơ quan ban hành văn bản.")
    if len(issuer) > 200:
        raise Refusal("Tên cơ quan ban hành dài quá 200 chữ; hãy viết gọn lại.")
    if len(abstract) > MAX_ABSTRACT:
        raise Refusal(f"Trích yếu dài quá {MAX_ABSTRACT} chữ; hãy viết gọn và gửi kèm tệp văn bản.")
    if said.kind not in Directive.Kind.values:
        raise Refusal("Hãy chọn loại văn bản trong danh sách.")
    return {
        "number": number,
        "issued_on": said.issued_on,
        "kind": said.kind,
        "issuer": issuer,
        "unit": said.unit,
        "abstract": abstract,
        "search": fold(f"{number} {issuer} {abstract}"),
    }


def _plain(directive: Directive) -> dict[str, Any]:
    return {
        "number": directive.number,
        "issued_on": directive.issued_on.isoformat() if directive.issued_on else None,
        "kind": directive.kind,
        "issuer": directive.issuer,
        "abstract": directive.abstract,
    }


def _reason(text: str, sentence: str) -> str:
    said = squeeze(clean(text))
    if not said:
        raise Refusal(sentence)
    if len(said) > MAX_REASON:
        raise Refusal(f"Lý do dài quá {MAX_REASON} chữ; hãy viết gọn lại.")
    return said


def _name(by: User) -> str:
    return by.get_full_name() or by.get_username()
