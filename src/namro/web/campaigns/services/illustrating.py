"""The illustration of scoring: one small campaign with invented figures, so that a new person sees the whole flow.

It is only put into a database that shows the illustration (every page then says so) and has no campaign of its own;
its name says it too. It is made with the services that people use, so nothing in it could not have happened.
"""

from datetime import date, datetime, timedelta
from decimal import Decimal
from importlib.resources import files
from typing import Any

from django.db import transaction

from namro.core.errors import Refusal
from namro.core.indices.rulebook import Rulebook
from namro.core.indices.rules import Wanted, WantedKind
from namro.web.accounts.models import User
from namro.web.audit import services as audit
from namro.web.campaigns.models import (
    INVENTED_NAME,
    Campaign,
    LineProof,
    ProvinceRulebook,
    Publication,
    SheetLine,
)
from namro.web.campaigns.selectors.rulebooks import rulebook_of
from namro.web.campaigns.services import appraising, filling, preparing, supplementing
from namro.web.campaigns.services.preparing import Dates
from namro.web.campaigns.services.rulebooks import add_rulebook, preview_rulebook
from namro.web.campaigns.states import Mark, Move, Stage, Verdict
from namro.web.evidence.models import Evidence
from namro.web.evidence.services import Proof
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import Posts, existing, posts_on
from namro.web.program import selectors as program
from namro.web.program.invented import Invented

NAME = INVENTED_NAME
MARK = "(minh họa)"
COMMUNES = 6


@transaction.atomic
def add_campaign_illustration(*, by: User, filler: User, at: datetime) -> Campaign:
    """Make the campaign: one sheet appraised and waiting for an explanation, others at earlier points.

    `filler` is an officer of a commune, whose sheet is the one that is filled. Raises `Refusal` when the
    database shows no illustration or already has a campaign; then nothing is written.
    """
    if not program.state().illustration:
        raise Refusal("Chỉ thêm đợt chấm minh họa vào cơ sở dữ liệu đang hiện số liệu minh họa.")
    if Campaign.objects.exists():
        raise Refusal("Đã có đợt chấm điểm nên không thêm đợt minh họa.")
    day = at.date()
    posts, own = posts_on(by, on=day), posts_on(filler, on=day)
    if not own.units:
        raise Refusal("Người điền phiếu minh họa chưa giữ vị trí nào ở một đơn vị.")
    officer: dict[str, Any] = {"by": by, "posts": posts, "at": at}
    toml = (files("namro.web.campaigns") / "illustration.toml").read_bytes()
    found = preview_rulebook(name="minh-hoa.toml", data=toml)
    stored = add_rulebook(toml=found.toml, version=found.version, file_name="", **officer)
    campaign = preparing.create(
        name=NAME,
        year=2021,
        toml=stored.toml.encode(),
        dates=Dates(*(day + timedelta(days=days) for days in (5, 15, 20, 25, 30, 8))),
        appraiser=posts.units[0],
        **officer,
    )
    communes = existing(Unit.objects.filter(level="commune", name__startswith="UBND"), on=day)
    others = communes.exclude(pk=own.units[0].pk).order_by("sort", "id")
    units = [own.units[0], *others[: COMMUNES - 1]]
    preparing.add_units(campaign_id=campaign.pk, units=units, **officer)
    _go(campaign, Move.OPEN, officer)
    _fill(campaign, filler, own, at)
    _supplement(campaign, own, officer, {"by": filler, "posts": own, "at": at})
    _go(campaign, Move.APPRAISE_SUPPLEMENTED, officer)
    _appraise(campaign, own.units[0], officer)
    _go(campaign, Move.ASK, officer)
    campaign.refresh_from_db()
    assert campaign.stage == Stage.EXPLAINING
    return campaign


def invented_campaigns() -> tuple[Invented, ...]:
    """Count the invented campaign; one that people made themselves is theirs."""
    return (Invented(Campaign.objects.filter(name=NAME).count(), "đợt chấm điểm minh họa"),)


def remove_campaign_illustration(*, by: audit.Person, at: datetime) -> None:
    """Take the invented campaign away with its sheets, proof, editions and rulebook; nothing where there is none.

    A rulebook or a piece of proof that something else uses as well stays.
    """
    for campaign in Campaign.objects.select_for_update().filter(name=NAME):
        proofs = LineProof.objects.filter(sheetline__entrant__campaign=campaign, evidence__summary=MARK)
        pieces = list(proofs.values_list("evidence_id", flat=True))
        Publication.objects.filter(campaign=campaign).delete()
        sha256, subject, pk = campaign.rulebook_sha256, str(campaign), campaign.pk
        campaign.delete()
        used = LineProof.objects.filter(evidence_id__in=pieces).values("evidence_id")
        Evidence.objects.filter(pk__in=pieces, reports__isnull=True).exclude(pk__in=used).delete()
        if not Campaign.objects.filter(rulebook_sha256=sha256).exists():
            ProvinceRulebook.objects.filter(sha256=sha256).delete()
        audit.record(
            by=by,
            at=at,
            action="Xóa đợt chấm minh họa",
            subject=subject,
            subject_type="campaign",
            subject_id=pk,
            after={"evidence": len(pieces)},
        )


def _go(campaign: Campaign, step: Move, officer: dict[str, Any]) -> None:
    campaign.refresh_from_db()
    preparing.move(campaign_id=campaign.pk, move=step, version=campaign.version, **officer)


def _fill(campaign: Campaign, filler: User, own: Posts, at: datetime) -> None:
    common: dict[str, Any] = {"by": filler, "posts": own, "at": at}
    rulebook = rulebook_of(campaign)
    lines = SheetLine.objects.filter(entrant__campaign=campaign, entrant__unit=own.units[0], is_survey=False)
    for number, line in enumerate(lines, 1):
        values = _values(rulebook, line.code)
        version = filling.save_inputs(line_id=line.pk, values=values, version=line.version, **common).version
        if number % 2:
            proof = Proof(document_number=f"{number}/BC-UBND", document_date=date(2021, 10, number))
            filling.prove(line_id=line.pk, proof=proof, summary=MARK, version=version, **common)
        else:
            text = f"Theo sổ theo dõi của xã {MARK}."
            filling.write_text(line_id=line.pk, text=text, note="", version=version, **common)
    filling.hand_in(entrant_id=lines[0].entrant_id, **common)


def _supplement(campaign: Campaign, own: Posts, officer: dict[str, Any], common: dict[str, Any]) -> None:
    """Mark a line of the sheet that was handed in and answer it."""
    lines = SheetLine.objects.filter(entrant__campaign=campaign, entrant__unit=own.units[0], is_survey=False)
    line = lines.order_by("-position")[0]
    said = f"Chưa rõ số liệu lấy từ sổ nào {MARK}."
    version = supplementing.mark(
        line_id=line.pk, mark=Mark.UNCLEAR, text=said, version=line.version, **officer
    ).version
    _go(campaign, Move.SUPPLEMENT, officer)
    told = f"Lấy từ sổ theo dõi của công chức Văn phòng - Thống kê {MARK}."
    supplementing.explain_first(line_id=line.pk, text=told, version=version, **common)


def _values(rulebook: Rulebook, code: str) -> dict[str, object]:
    rule = rulebook.by_code[code].rule
    return {} if rule is None else {wanted.name: _value(wanted) for wanted in rule.wanted}


def _value(wanted: Wanted) -> object:
    if wanted.kind is WantedKind.CHOICE:
        return wanted.options[0].key
    if wanted.kind is WantedKind.PERCENT:
        return 92
    if wanted.kind in {WantedKind.COUNT, WantedKind.AMOUNT}:
        return 50 if wanted.letter == "a" else 46 if wanted.letter else 0
    return wanted.most or 1


def _appraise(campaign: Campaign, unit: Unit, officer: dict[str, Any]) -> None:
    lines = SheetLine.objects.filter(entrant__campaign=campaign, entrant__unit=unit)
    for line in lines.filter(is_survey=True):
        values = _values(rulebook_of(campaign), line.code)
        filling.save_inputs(line_id=line.pk, values=values, version=line.version, **officer)
    for number, line in enumerate(lines.filter(is_survey=False, self_points__isnull=False)):
        verdict, points, reason = Verdict.ACCEPTED, None, ""
        if number == 0 and line.self_points:
            verdict, points = Verdict.LOWERED, (line.self_points / 2).quantize(Decimal("0.01"))
            reason = f"Danh mục kế hoạch có thêm nhiệm vụ chưa tính {MARK}."
        elif number == 1:
            verdict, reason = Verdict.RETURNED, f"Cần báo cáo của cả bốn quý {MARK}."
        appraising.appraise(
            line_id=line.pk, verdict=verdict, points=points, reason=reason, version=line.version, **officer
        )
