"""Urging letters: drafted from what is late, numbered and dated by hand, kept."""

from datetime import date, datetime

from django.db import transaction

from namro.core.errors import Refusal
from namro.core.text import format_date, squeeze
from namro.web.accounts.models import User
from namro.web.audit import services as audit
from namro.web.chase import permissions
from namro.web.chase.models import UrgingLetter
from namro.web.chase.selectors.late_units import letter_content
from namro.web.chase.selectors.letter_heads import head_data, head_on
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import Posts


@transaction.atomic
def draft_letter(*, unit: Unit, day: date, by: User, posts: Posts, at: datetime) -> UrgingLetter:
    """Draft the letter of a unit as of the day; a draft that lies there is made anew, issued ones are never touched."""
    permissions.check_may_write_letters(posts)
    Unit.objects.select_for_update().get(pk=unit.pk)
    issued = UrgingLetter.objects.filter(unit=unit, state=UrgingLetter.State.ISSUED)
    previous = issued.order_by("-day", "-id").first()
    content = letter_content(unit, day, previous)
    if not content["items"] and not content["reports"]:
        raise Refusal(
            f"{unit.name} không có phần việc, báo cáo nào quá hạn ngày {format_date(day)} nên không cần đôn đốc."
        )
    letter, _ = UrgingLetter.objects.update_or_create(
        unit=unit,
        state=UrgingLetter.State.DRAFT,
        defaults={
            "previous": previous,
            "day": day,
            "content": content,
            "made_by": by.get_full_name(),
            "made_at": at,
        },
    )
    _record(by, at, "Soạn công văn đôn đốc", letter)
    return letter


@transaction.atomic
def issue_letter(
    *, letter: UrgingLetter, number: str, dated: date, by: User, posts: Posts, at: datetime
) -> UrgingLetter:
    """Give the draft its number and date; from then on it stays as it is."""
    permissions.check_may_write_letters(posts)
    said = squeeze(number)
    if not said:
        raise Refusal("Hãy ghi số, ký hiệu của công văn, ví dụ 1234/SNV-CCHC.")
    if dated < letter.day:
        raise Refusal(f"Ngày công văn không thể trước ngày lập danh sách ({format_date(letter.day)}).")
    twin = UrgingLetter.objects.filter(number=said[:80], dated__year=dated.year)
    if twin.exists():
        raise Refusal(f"Số {said} đã dùng cho một công văn khác trong năm {dated.year}.")
    done = UrgingLetter.objects.filter(pk=letter.pk, state=UrgingLetter.State.DRAFT).update(
        state=UrgingLetter.State.ISSUED,
        number=said[:80],
        dated=dated,
        # From now on the letter keeps who issued it, whatever is set later.
        content=letter.content | {"head": head_data(head_on(dated))},
    )
    if not done:
        raise Refusal("Công văn này đã ban hành hoặc đã bỏ; hãy tải lại trang.")
    letter.refresh_from_db()
    _record(by, at, "Ban hành công văn đôn đốc", letter)
    return letter


@transaction.atomic
def discard_draft(*, letter: UrgingLetter, by: User, posts: Posts, at: datetime) -> None:
    """Throw a draft away; an issued letter is refused."""
    permissions.check_may_write_letters(posts)
    if letter.state != UrgingLetter.State.DRAFT:
        raise Refusal("Công văn đã ban hành thì không bỏ được.")
    _record(by, at, "Bỏ dự thảo công văn đôn đốc", letter)
    UrgingLetter.objects.filter(pk=letter.pk, state=UrgingLetter.State.DRAFT).delete()


def _record(by: User, at: datetime, action: str, letter: UrgingLetter) -> None:
    audit.record(
        by=by,
        at=at,
        action=action,
        subject=f"{letter.unit.name}, {len(letter.content['items'])} phần việc, "
        f"{len(letter.content.get('reports', []))} báo cáo quá hạn ngày {format_date(letter.day)}",
        subject_type="urging_letter",
        subject_id=letter.pk,
        unit_key=letter.unit.key,
        after={"number": letter.number, "dated": letter.dated.isoformat() if letter.dated else None},
    )
