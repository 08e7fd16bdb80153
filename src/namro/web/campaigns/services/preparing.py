"""Making a campaign, choosing who is scored and who appraises, and moving it from stage to stage."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from importlib.resources import files

from django.db import transaction
from django.db.models import F

from namro.core.errors import Refusal
from namro.core.indices.rulebook import PointKind, Rulebook
from namro.core.indices.rulebook_checking import check_rulebook
from namro.core.indices.rulebook_loading import read_rulebook, shipped_names
from namro.core.text import squeeze
from namro.web.accounts.models import User
from namro.web.audit import services as audit
from namro.web.campaigns import permissions
from namro.web.campaigns.models import Assignment, Campaign, Entrant, ProvinceRulebook, SheetLine
from namro.web.campaigns.selectors.rulebooks import rulebook_of
from namro.web.campaigns.services.publishing import publish
from namro.web.campaigns.services.tallies import retally
from namro.web.campaigns.services.writing import ChangedMeanwhile, limited, open_campaign
from namro.web.campaigns.states import STEPS, Move, Stage, possible
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import Posts

MAX_ENTRANTS = 600


@dataclass(frozen=True, slots=True)
class Dates:
    """The last days of the stages, each not before the one before; `supplement_by` None: no day is set."""

    self_score_by: date
    appraise_by: date
    explain_by: date
    appraise_again_by: date
    publish_by: date
    supplement_by: date | None = None


def shipped_toml(name: str) -> bytes:
    """Give the text of a rulebook the program carries; raises `Refusal` for another name."""
    if name not in shipped_names():
        raise Refusal(
            "Chương trình không mang theo bộ tiêu chí này; hãy chọn trong danh sách hoặc tải tệp lên."
        )
    return (files("namro.rulebooks") / f"{name}.toml").read_bytes()


def own_toml(rulebook_id: int) -> bytes:
    """Give the text of a version the province made; raises `Refusal` when it was taken off the shelf meanwhile."""
    text = ProvinceRulebook.objects.filter(pk=rulebook_id).values_list("toml", flat=True).first()
    if text is None:
        raise Refusal("Phiên bản bộ tiêu chí này vừa được bỏ; hãy chọn lại trong danh sách.")
    return text.encode()


def create(
    *, name: str, year: int, toml: bytes, dates: Dates, appraiser: Unit, by: User, posts: Posts, at: datetime
) -> Campaign:
    """Make a campaign bound to the rulebook in `toml`; raises `NotAllowed` or `Refusal`."""
    permissions.check_may_run_campaigns(posts)
    rulebook = read_rulebook(toml)
    wrong = next((found.sentence for found in check_rulebook(rulebook) if found.is_error), "")
    if wrong:
        raise Refusal(f"Bộ tiêu chí chưa dùng được: {wrong}")
    if not squeeze(name):
        raise Refusal("Hãy đặt tên cho đợt chấm điểm.")
    if year not in rulebook.years:
        held = ", ".join(str(one) for one in rulebook.years)
        raise Refusal(f"Bộ tiêu chí này áp dụng cho năm {held}, không phải năm {year}.")
    _check_dates(dates)
    with transaction.atomic():
        campaign = Campaign.objects.create(
            name=squeeze(name)[:200],
            year=year,
            index=rulebook.index[:80],
            rulebook_key=rulebook.key[:80],
            rulebook_name=rulebook.name[:300],
            rulebook_sha256=hashlib.sha256(toml).hexdigest(),
            rulebook_toml=toml.decode("utf-8-sig"),
            appraiser=appraiser,
            created_by=by,
            created_at=at,
            self_score_by=dates.self_score_by,
            supplement_by=dates.supplement_by,
            appraise_by=dates.appraise_by,
            explain_by=dates.explain_by,
            appraise_again_by=dates.appraise_again_by,
            publish_by=dates.publish_by,
        )
        _record(campaign, "Lập đợt chấm điểm", by=by, at=at, after={"rulebook": campaign.rulebook_sha256})
    return campaign


def add_units(*, campaign_id: int, units: Iterable[Unit], by: User, posts: Posts, at: datetime) -> int:
    """Put units into a campaign that is not beyond self-scoring, each with an empty sheet; give how many are new."""
    permissions.check_may_run_campaigns(posts)
    with transaction.atomic():
        campaign = open_campaign(campaign_id)
        if campaign.stage not in {Stage.DRAFT, Stage.SELF_SCORING}:
            raise Refusal("Đợt chấm đã qua bước tự đánh giá nên không thêm đơn vị được nữa.")
        known = set(campaign.entrants.values_list("unit_id", flat=True))
        new = [unit for unit in units if unit.pk not in known]
        if len(known) + len(new) > MAX_ENTRANTS:
            raise Refusal(f"Một đợt chấm nhận nhiều nhất {MAX_ENTRANTS} đơn vị.")
        entrants = Entrant.objects.bulk_create(Entrant(campaign=campaign, unit=unit) for unit in new)
        rulebook = rulebook_of(campaign)
        SheetLine.objects.bulk_create(
            (line for entrant in entrants for line in _empty_sheet(entrant, rulebook)), batch_size=500
        )
        retally([entrant.pk for entrant in entrants])
        if new:
            _record(campaign, "Thêm đơn vị", by=by, at=at, after={"units": [unit.key for unit in new]})
    return len(new)


def assign(
    *,
    campaign_id: int,
    code: str,
    responsible: Unit | None,
    appraiser: Unit | None,
    by: User,
    posts: Posts,
    at: datetime,
) -> None:
    """Say who answers for a criterion and who appraises it; None for both takes the assignment away."""
    permissions.check_may_run_campaigns(posts)
    with transaction.atomic():
        campaign = open_campaign(campaign_id)
        if campaign.stage == Stage.PUBLISHED:
            raise Refusal("Đợt chấm đã công bố nên không đổi phân công được.")
        if code not in rulebook_of(campaign).by_code:
            raise Refusal(f"Bộ tiêu chí không có mã {code}.")
        if responsible or appraiser:
            Assignment.objects.update_or_create(
                campaign=campaign, code=code, defaults={"responsible": responsible, "appraiser": appraiser}
            )
        else:
            campaign.assignments.filter(code=code).delete()
        named: dict[str, object] = {
            "code": code,
            "responsible": responsible.key if responsible else None,
            "appraiser": appraiser.key if appraiser else None,
        }
        _record(campaign, "Phân công tiêu chí", by=by, at=at, after=named)


def move(
    *, campaign_id: int, move: Move, by: User, posts: Posts, at: datetime, version: int, reason: str = ""
) -> Campaign:
    """Take a campaign to its next stage; publishing freezes an edition. Raises `NotAllowed` or `Refusal`."""
    permissions.check_may_run_campaigns(posts)
    step = STEPS[move]
    with transaction.atomic():
        campaign = open_campaign(campaign_id)
        if campaign.version != version:
            raise ChangedMeanwhile("Người khác vừa chuyển bước đợt chấm này; hãy xem lại trạng thái.")
        if not possible(campaign.stage, move):
            raise Refusal(
                f"Đợt chấm đang ở bước «{campaign.get_stage_display()}» nên không làm được «{move.label}»."
            )
        said = limited(reason)
        if step.needs_reason and not said:
            raise Refusal("Hãy ghi lý do đính chính để mọi đơn vị biết.")
        if move is Move.OPEN and not campaign.entrants.exists():
            raise Refusal("Hãy chọn ít nhất một đơn vị trước khi mở tự đánh giá.")
        if move is Move.PUBLISH:
            publish(campaign=campaign, by=by, at=at)
        stage = step.after(campaign.stage)
        Campaign.objects.filter(pk=campaign.pk).update(
            stage=stage, version=F("version") + 1,
            correction=said if move is Move.CORRECT else campaign.correction,
        )  # fmt: skip
        _record(
            campaign, str(move.label), by=by, at=at, reason=said,
            before={"stage": campaign.stage}, after={"stage": stage.value},
        )  # fmt: skip
        campaign.refresh_from_db()
    return campaign


def _empty_sheet(entrant: Entrant, rulebook: Rulebook) -> Iterable[SheetLine]:
    for position, line in enumerate(rulebook.components):
        yield SheetLine(
            entrant=entrant,
            position=position,
            code=line.code,
            maximum=line.maximum,
            is_survey=line.point is PointKind.SURVEY,
        )


def _check_dates(dates: Dates) -> None:
    order = [
        day
        for day in (
            dates.self_score_by, dates.supplement_by, dates.appraise_by, dates.explain_by,
            dates.appraise_again_by, dates.publish_by,
        )
        if day
    ]  # fmt: skip
    if order != sorted(order):
        raise Refusal("Hạn của mỗi bước không được trước hạn của bước liền trước; hãy xem lại các ngày.")


def _record(
    campaign: Campaign,
    action: str,
    *,
    by: User,
    at: datetime,
    before: dict[str, object] | None = None,
    after: dict[str, object] | None = None,
    reason: str = "",
) -> None:
    audit.record(
        by=by,
        at=at,
        action=action,
        subject=campaign.name,
        subject_type="campaign",
        subject_id=campaign.pk,
        before=before,
        after=after,
        reason=reason,
    )
