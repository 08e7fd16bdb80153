"""Handing out many criteria at once: from a table, from a spreadsheet, or as in an earlier campaign."""

from collections.abc import Mapping
from datetime import datetime
from io import BytesIO

import xlsxwriter
from django.db import transaction

from namro.core.errors import Refusal
from namro.core.indices.filled_sheets import ASSIGNED
from namro.core.text import fold, squeeze
from namro.web.accounts.models import User
from namro.web.audit import services as audit
from namro.web.campaigns import permissions
from namro.web.campaigns.models import Assignment, Campaign
from namro.web.campaigns.selectors.assigning import DutyRow, Names
from namro.web.campaigns.selectors.rulebooks import rulebook_of
from namro.web.campaigns.services.writing import open_campaign
from namro.web.campaigns.states import Stage
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import Posts

Pair = tuple[Unit | None, Unit | None]


def assign_many(*, campaign_id: int, pairs: Mapping[str, Pair], by: User, posts: Posts, at: datetime) -> int:
    """Set who answers for and who appraises each code, all or nothing; (None, None) takes the assignment away.

    Gives how many changed. Raises `NotAllowed`, and `Refusal` for a published campaign and for unknown codes.
    """
    permissions.check_may_run_campaigns(posts)
    with transaction.atomic():
        campaign = _open(campaign_id)
        _check_codes(campaign, pairs)
        kept = {row.code: row for row in campaign.assignments.all()}
        changed: dict[str, object] = {}
        for code, (responsible, appraiser) in pairs.items():
            row = kept.get(code)
            wanted = (responsible.pk if responsible else None, appraiser.pk if appraiser else None)
            if wanted == ((row.responsible_id, row.appraiser_id) if row else (None, None)):
                continue
            if wanted == (None, None):
                campaign.assignments.filter(code=code).delete()
            else:
                Assignment.objects.update_or_create(
                    campaign=campaign,
                    code=code,
                    defaults={"responsible": responsible, "appraiser": appraiser},
                )
            changed[code] = [
                responsible.key if responsible else None, appraiser.key if appraiser else None,
            ]  # fmt: skip
        if changed:
            _record(campaign, "Phân công nhiều tiêu chí", by=by, at=at, after=changed)
    return len(changed)


def copy_assignments(
    *, campaign_id: int, from_id: int, by: User, posts: Posts, at: datetime
) -> tuple[int, tuple[str, ...]]:
    """Assign as an earlier campaign did, for every code that both have; what stands already is replaced.

    Gives how many changed, and the codes of the earlier campaign that this rulebook does not have.
    """
    permissions.check_may_run_campaigns(posts)
    with transaction.atomic():
        campaign = _open(campaign_id)
        rows = Assignment.objects.filter(campaign_id=from_id).select_related("responsible", "appraiser")
        known = rulebook_of(campaign).by_code
        pairs: dict[str, Pair] = {row.code: (row.responsible, row.appraiser) for row in rows}
        if not pairs:
            raise Refusal("Đợt chấm được chọn không có phân công nào để lấy.")
        missing = tuple(code for code in pairs if code not in known)
        taken = {code: pair for code, pair in pairs.items() if code in known}
        count = assign_many(campaign_id=campaign_id, pairs=taken, by=by, posts=posts, at=at)
    return count, missing


def matched(names: Names, units: Mapping[str, Unit]) -> tuple[dict[str, Pair], dict[str, str]]:
    """Find the units behind the names, without regard to case and marks; give the pairs and the errors by code."""
    pairs: dict[str, Pair] = {}
    errors: dict[str, str] = {}
    for code, both in names.items():
        found = []
        for name in map(squeeze, both):
            unit = units.get(fold(name)) if name else None
            if name and unit is None:
                errors[code] = f"Không có đơn vị “{name[:60]}”; hãy chọn trong danh sách gợi ý."
            found.append(unit)
        pairs[code] = (found[0], found[1])
    return pairs, errors


def assignment_sheet(title: str, rows: tuple[DutyRow, ...], units: list[str]) -> bytes:
    """Write the lines with their units as XLSX, with the names of all units to choose from."""
    packed = BytesIO()
    book = xlsxwriter.Workbook(
        packed, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    page, names = book.add_worksheet("Phân công"), book.add_worksheet("Đơn vị")
    head = book.add_format({"bold": True, "text_wrap": True, "border": 1, "bg_color": "#F1EEE9"})
    words = book.add_format({"text_wrap": True, "valign": "top"})
    opened = book.add_format({"text_wrap": True, "valign": "top", "border": 1, "bg_color": "#FFF9E5"})
    page.write_string(0, 0, title)
    page.write_string(1, 0, "Ô trống: đơn vị được chấm tự nhập, đơn vị thẩm định chung thẩm định.")
    for column, (heading, width) in enumerate(zip(ASSIGNED, (12, 60, 40, 40), strict=True)):
        page.set_column(column, column, width)
        page.write_string(3, column, heading, head)
    for number, row in enumerate(rows, 4):
        page.write_string(number, 0, row.code, words)
        page.write_string(number, 1, row.name, words)
        page.write_string(number, 2, row.responsible, opened)
        page.write_string(number, 3, row.appraiser, opened)
    names.set_column(0, 0, 50)
    for number, name in enumerate(units):
        names.write_string(number, 0, name)
    if units:
        source = f"='Đơn vị'!$A$1:$A${len(units)}"
        page.data_validation(4, 2, 4 + len(rows), 3, {"validate": "list", "source": source})
    page.freeze_panes(4, 2)
    book.close()
    return packed.getvalue()


def _open(campaign_id: int) -> Campaign:
    campaign = open_campaign(campaign_id)
    if campaign.stage == Stage.PUBLISHED:
        raise Refusal("Đợt chấm đã công bố nên không đổi phân công được.")
    return campaign


def _check_codes(campaign: Campaign, pairs: Mapping[str, Pair]) -> None:
    unknown = [code for code in pairs if code not in rulebook_of(campaign).by_code]
    if unknown:
        raise Refusal(f"Bộ tiêu chí không có mã {', '.join(unknown[:10])}; hãy sửa trong bảng rồi nhập lại.")


def _record(campaign: Campaign, action: str, *, by: User, at: datetime, after: dict[str, object]) -> None:
    audit.record(
        by=by, at=at, action=action, subject=campaign.name, subject_type="campaign", subject_id=campaign.pk,
        after=after,
    )  # fmt: skip
