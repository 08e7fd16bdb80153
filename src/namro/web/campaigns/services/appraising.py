"""What an appraiser decides: accept, lower or return in the first round, the points of the second."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from namro.core.errors import Refusal
from namro.core.indices.rules.writing import write_points
from namro.web.accounts.models import User
from namro.web.campaigns import permissions
from namro.web.campaigns.models import SheetLine
from namro.web.campaigns.selectors.duties import duties_of
from namro.web.campaigns.selectors.rulebooks import rulebook_of
from namro.web.campaigns.services.writing import limited, open_campaign, open_line, write
from namro.web.campaigns.states import Stage, Verdict
from namro.web.organisations.selectors import Posts
from namro.web.ui.refusals import NotAllowed

MAX_AT_ONCE = 200
_LONGEST_VERSION = 9
_LONGEST_KEY = 18


def appraise(
    *,
    line_id: int,
    verdict: Verdict,
    points: Decimal | None,
    reason: str,
    by: User,
    posts: Posts,
    at: datetime,
    version: int,
) -> SheetLine:
    """Decide in the first round; `points` only count for lowering. Lowering and returning need a reason."""
    said = limited(reason)
    with transaction.atomic():
        line = _open(line_id, posts, Stage.APPRAISING)
        if line.self_points is None and verdict is not Verdict.RETURNED:
            raise Refusal("Tiêu chí này chưa tự chấm xong nên chỉ trả lại được, không chấp nhận hay hạ điểm.")
        if verdict is not Verdict.ACCEPTED and not said:
            raise Refusal("Hãy ghi lý do để đơn vị biết vì sao và cần bổ sung gì.")
        given: Decimal | None = None
        if verdict is Verdict.ACCEPTED:
            given = line.self_points
            if given and not line.self_text and not line.evidence.filter(withdrawn_at__isnull=True).exists():
                raise Refusal(
                    "Điểm tự chấm chưa có tài liệu kiểm chứng và chưa ghi căn cứ nên chưa chấp nhận được; "
                    "hãy trả lại hoặc hạ điểm, kèm lý do."
                )
        elif verdict is Verdict.LOWERED:
            given = _in_range(line, points)
            assert line.self_points is not None
            if given >= line.self_points:
                raise Refusal(
                    f"Hạ điểm thì điểm thẩm định phải thấp hơn điểm tự chấm {write_points(line.self_points)}."
                )
        write(
            line, by=by, at=at, version=version, what=f"Thẩm định lần 1: {verdict.label}", text=said,
            first_verdict=verdict.value, first_points=given, first_reason=said,
        )  # fmt: skip
    return line


def appraise_again(
    *,
    line_id: int,
    points: Decimal | None,
    reason: str,
    by: User,
    posts: Posts,
    at: datetime,
    version: int,
) -> SheetLine:
    """Give the points of the second round; a reason is needed unless they confirm what the unit claims now."""
    said = limited(reason)
    with transaction.atomic():
        line = _open(line_id, posts, Stage.APPRAISING_AGAIN)
        given = _in_range(line, points)
        if not said and given not in {line.self_points, line.first_points}:
            raise Refusal("Điểm lần 2 khác điểm tự chấm và điểm lần 1; hãy ghi lý do.")
        write(
            line, by=by, at=at, version=version, what="Thẩm định lần 2", text=said,
            second_points=given, second_reason=said,
        )  # fmt: skip
    return line


@dataclass(frozen=True, slots=True)
class Accepted:
    """How many lines were accepted, and the sentences of those that were not."""

    saved: int
    refused: tuple[str, ...]


def accept_many(*, entrant_id: int, chosen: Sequence[str], by: User, posts: Posts, at: datetime) -> Accepted:
    """Accept the chosen "code|version" of a sheet one by one, each only as it was seen."""
    lines = {line.code: line.pk for line in SheetLine.objects.filter(entrant_id=entrant_id)}
    seen = [(code, lines[code], version) for code, version in _chosen(chosen) if code in lines]
    return _accept(seen, by=by, posts=posts, at=at)


def accept_across(
    *, campaign_id: int, chosen: Sequence[str], by: User, posts: Posts, at: datetime
) -> Accepted:
    """Accept the chosen "line|version" across the sheets of a campaign, each with its own entry in the record.

    Each is decided apart: those that cannot be accepted are named with the reason, the others stand.
    """
    if len(chosen) > MAX_AT_ONCE:
        raise Refusal(f"Mỗi lần chấp nhận không quá {MAX_AT_ONCE} dòng; hãy bỏ bớt dấu chọn.")
    wanted = {pk: version for pk, version in _chosen(chosen) if pk.isdecimal() and len(pk) <= _LONGEST_KEY}
    lines = SheetLine.objects.filter(entrant__campaign_id=campaign_id, pk__in=[int(pk) for pk in wanted])
    seen = [
        (f"{line.entrant.unit.name}, tiêu chí {line.code}", line.pk, wanted[str(line.pk)])
        for line in lines.select_related("entrant__unit").order_by(
            "entrant__unit__sort", "entrant_id", "position"
        )
    ]
    return _accept(seen, by=by, posts=posts, at=at)


def _chosen(chosen: Sequence[str]) -> list[tuple[str, int]]:
    pairs = (one.partition("|") for one in chosen)
    return [
        (key, int(version))
        for key, _, version in pairs
        if version.isdecimal() and len(version) <= _LONGEST_VERSION
    ]


def _accept(seen: Sequence[tuple[str, int, int]], *, by: User, posts: Posts, at: datetime) -> Accepted:
    saved, refused = 0, []
    for name, line_id, version in seen:
        try:
            appraise(
                line_id=line_id, verdict=Verdict.ACCEPTED, points=None, reason="", by=by, posts=posts, at=at,
                version=version,
            )  # fmt: skip
            saved += 1
        except (Refusal, NotAllowed) as no:
            refused.append(f"{name}: {no.sentence}")
    return Accepted(saved, tuple(refused))


def _open(line_id: int, posts: Posts, stage: Stage) -> SheetLine:
    campaign = open_campaign(open_line(line_id).entrant.campaign_id)
    line = open_line(line_id)
    permissions.check_may_appraise(posts, line.entrant, duties_of(campaign), line.code)
    if campaign.stage != stage:
        raise Refusal(
            f"Đợt chấm đang ở bước «{campaign.get_stage_display()}», không phải bước «{stage.label}»."
        )
    if line.is_survey:
        raise Refusal("Tiêu chí điều tra xã hội học được tính từ kết quả điều tra, không thẩm định bằng tay.")
    return line


def _in_range(line: SheetLine, points: Decimal | None) -> Decimal:
    if points is None:
        raise Refusal("Hãy ghi điểm thẩm định bằng số, ví dụ 0,75.")
    rulebook = rulebook_of(line.entrant.campaign)
    rule = rulebook.by_code[line.code].rule
    least = min(Decimal(0), rule.least) if rule else Decimal(0)
    if points < least or (line.maximum is not None and points > line.maximum):
        most = write_points(line.maximum) if line.maximum is not None else "chưa rõ"
        raise Refusal(f"Điểm của tiêu chí {line.code} phải từ {write_points(least)} đến {most}.")
    if points != points.quantize(rulebook.rounding.unit):
        raise Refusal(f"Điểm chỉ ghi đến {rulebook.rounding.places} chữ số thập phân.")
    return points
