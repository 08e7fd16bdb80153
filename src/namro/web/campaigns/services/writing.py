"""What every change of a line has in common: the version seen, the history, the record."""

from datetime import datetime
from typing import Any

from django.db.models import F

from namro.core.errors import Refusal
from namro.core.text import squeeze
from namro.web.accounts.models import User
from namro.web.audit import services as audit
from namro.web.campaigns.models import Campaign, LineRevision, SheetLine
from namro.web.campaigns.services.tallies import retally

MAX_TEXT = 2_000


class ChangedMeanwhile(Refusal):
    """Somebody else changed the line after this person opened it."""


def open_line(line_id: int) -> SheetLine:
    """Read a line with its unit and campaign."""
    return SheetLine.objects.select_related(
        "entrant__unit", "entrant__campaign", "entrant__campaign__appraiser"
    ).get(pk=line_id)


def open_campaign(campaign_id: int) -> Campaign:
    """Hold a campaign, so that its stage cannot change while something in it is written."""
    return Campaign.objects.select_for_update(of=("self",)).select_related("appraiser").get(pk=campaign_id)


def name_of(by: User) -> str:
    return by.get_full_name() or by.get_username()


def limited(text: str) -> str:
    """Tidy what was typed; raises `Refusal` when it is too long."""
    said = squeeze(text)
    if len(said) > MAX_TEXT:
        raise Refusal(
            f"Phần ghi dài quá {MAX_TEXT} chữ; hãy viết gọn và để chi tiết trong tài liệu kiểm chứng."
        )
    return said


def changed(line: SheetLine, *, kept_aside: bool = False) -> ChangedMeanwhile:
    """Say who was quicker, and where what this person typed is now: on the page, or also in the history."""
    last = line.revisions.filter(kept_aside=False).order_by("-at", "-id").first()
    who = (
        f"{last.by_name} vừa ghi tiêu chí {line.code}" if last else f"Tiêu chí {line.code} vừa được thay đổi"
    )
    where = (
        "Bản của bạn được giữ trong lịch sử của tiêu chí; hãy so hai bản rồi chọn bản nào."
        if kept_aside
        else "Những gì bạn nhập vẫn còn trên trang; hãy xem lại rồi gửi."
    )
    return ChangedMeanwhile(f"{who} trong lúc bạn đang nhập. {where}")


def write(
    line: SheetLine,
    *,
    by: User,
    at: datetime,
    version: int,
    what: str,
    text: str = "",
    **values: Any,
) -> None:
    """Change a line that is still at `version`, keep its history and record it; raises `ChangedMeanwhile`."""
    before = {field: _plain(getattr(line, field)) for field in values}
    # The version is checked in the write itself: two requests may have read the same row.
    if not SheetLine.objects.filter(pk=line.pk, version=version).update(version=F("version") + 1, **values):
        line.refresh_from_db()
        raise changed(line)
    line.refresh_from_db()
    retally([line.entrant_id])
    LineRevision.objects.create(
        line=line, at=at, by=by, by_name=name_of(by), what=what, text=text, inputs=line.inputs,
        points=line.survey_points if line.is_survey else line.self_points,
    )  # fmt: skip
    audit.record(
        by=by,
        at=at,
        action=what,
        subject=f"{line.entrant.campaign.name} · {line.entrant.unit.name} · tiêu chí {line.code}",
        subject_type="sheet_line",
        subject_id=line.pk,
        unit_key=line.entrant.unit.key,
        before=before,
        after={field: _plain(getattr(line, field)) for field in values},
        reason=text,
    )


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, str | int | dict | list) else str(value)
