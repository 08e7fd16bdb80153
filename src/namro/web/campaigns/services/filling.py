"""What a unit writes into its sheet: inputs, the reason in words, proof, the explanation, handing in."""

from collections.abc import Collection, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from namro.core.errors import Refusal
from namro.core.indices.inputs import RawInput, take_inputs
from namro.core.indices.rulebook import Rulebook
from namro.core.indices.scoring import score
from namro.web.accounts.models import User
from namro.web.audit import services as audit
from namro.web.campaigns import permissions
from namro.web.campaigns.models import Entrant, LineProof, LineRevision, SheetLine
from namro.web.campaigns.selectors.checks import unproved
from namro.web.campaigns.selectors.duties import duties_of
from namro.web.campaigns.selectors.rulebooks import rulebook_of
from namro.web.campaigns.services.writing import (
    ChangedMeanwhile,
    changed,
    limited,
    name_of,
    open_campaign,
    open_line,
    write,
)
from namro.web.campaigns.states import APPRAISALS, Stage, Verdict
from namro.web.evidence.selectors.pieces import name_of as name_of_piece
from namro.web.evidence.services import Proof, add_proof, all_or_nothing, reusable
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import Posts


def save_inputs(
    *, line_id: int, values: Mapping[str, object], by: User, posts: Posts, at: datetime, version: int
) -> SheetLine:
    """Keep the inputs of a line and reckon its points; an empty value is a missing one.

    Raises `NotAllowed`, `Refusal` for inputs that cannot be, and `ChangedMeanwhile` when somebody else was
    quicker; then what was typed is kept aside in the history of the line.
    """
    line = open_line(line_id)
    rulebook = rulebook_of(line.entrant.campaign)
    stored, points = _reckoned(rulebook, line.code, values)
    try:
        with transaction.atomic():
            line = _editable(line, posts)
            if line.version != version and stored != line.inputs:
                raise changed(line)
            if stored != line.inputs:
                held: dict[str, Any] = {"survey_points" if line.is_survey else "self_points": points}
                write(line, by=by, at=at, version=version, what="Nhập số liệu", inputs=stored, **held)
    except ChangedMeanwhile:
        _keep_aside(line, stored, points, by=by, at=at)
        raise changed(line, kept_aside=True) from None
    return line


def write_text(
    *, line_id: int, text: str, note: str, by: User, posts: Posts, at: datetime, version: int
) -> SheetLine:
    """Say in words why the points are claimed, with a note for the last column of the sheet."""
    said, noted = limited(text), limited(note)[:500]
    with transaction.atomic():
        line = _editable(open_line(line_id), posts)
        if (said, noted) != (line.self_text, line.note):
            write(
                line, by=by, at=at, version=version, what="Ghi căn cứ tự chấm", text=said,
                self_text=said, note=noted,
            )  # fmt: skip
    return line


def prove(
    *,
    line_id: int,
    proof: Proof,
    known_ids: Collection[int] = (),
    summary: str = "",
    by: User,
    posts: Posts,
    at: datetime,
    version: int,
) -> SheetLine:
    """Attach proof to a line: new, or pieces the unit put forward before; one can prove several lines and years."""
    with all_or_nothing() as shelf:
        line = _editable(open_line(line_id), posts)
        unit = _who_proves(line, posts)
        known = reusable(unit, known_ids)
        if proof.is_empty and not known:
            raise Refusal("Hãy chọn tệp, hoặc ghi số và ngày văn bản, hoặc một địa chỉ.")
        added = add_proof(unit=unit, proof=proof, by=by, at=at, shelf=shelf, summary=limited(summary))
        told = "; ".join(
            piece.file_name or piece.document_number or piece.address for piece in [*added, *known]
        )
        write(line, by=by, at=at, version=version, what="Thêm tài liệu kiểm chứng", text=told)
        for piece in {one.pk: one for one in (*added, *known)}.values():
            LineProof.objects.update_or_create(
                sheetline=line, evidence=piece, defaults={"revision": piece.revision}
            )
    return line


def renew_proof(
    *, line_id: int, evidence_id: int, by: User, posts: Posts, at: datetime, version: int
) -> SheetLine:
    """Put the latest revision of a piece in the place of the one the line was proved with."""
    with transaction.atomic():
        line = _editable(open_line(line_id), posts)
        link = line.proofs.select_related("evidence").filter(evidence_id=evidence_id).first()
        if link is None or link.revision == link.evidence.revision:
            raise Refusal("Tiêu chí đang dùng bản mới nhất của tài liệu này.")
        told = f"{name_of_piece(link.evidence)}: bản {link.revision} → bản {link.evidence.revision}"
        write(line, by=by, at=at, version=version, what="Dùng bản mới của tài liệu", text=told)
        link.revision = link.evidence.revision
        link.save(update_fields=["revision"])
    return line


def unprove(
    *, line_id: int, evidence_id: int, by: User, posts: Posts, at: datetime, version: int
) -> SheetLine:
    """Take a piece of proof off a line; the piece itself stays."""
    with transaction.atomic():
        line = _editable(open_line(line_id), posts)
        piece = line.evidence.filter(pk=evidence_id).first()
        if piece is None:
            raise Refusal("Tài liệu này không còn gắn với tiêu chí.")
        told = piece.file_name or piece.document_number or piece.address
        write(line, by=by, at=at, version=version, what="Gỡ tài liệu kiểm chứng", text=told)
        line.evidence.remove(piece)
    return line


def explain(*, line_id: int, text: str, by: User, posts: Posts, at: datetime, version: int) -> SheetLine:
    """Answer a first appraisal that lowered or returned the points."""
    with transaction.atomic():
        line = open_line(line_id)
        campaign = open_campaign(line.entrant.campaign_id)
        permissions.check_may_fill(posts, line.entrant, duties_of(campaign), line.code)
        if campaign.stage != Stage.EXPLAINING:
            raise Refusal("Chỉ giải trình được khi đợt chấm ở bước giải trình.")
        if line.first_verdict not in {Verdict.LOWERED, Verdict.RETURNED}:
            raise Refusal("Tiêu chí này được chấp nhận hoặc chưa thẩm định nên không có gì phải giải trình.")
        said = limited(text)
        if not said:
            raise Refusal("Hãy viết lời giải trình.")
        write(line, by=by, at=at, version=version, what="Giải trình", text=said, explanation=said)
    return line


def hand_in(*, entrant_id: int, by: User, posts: Posts, at: datetime) -> Entrant:
    """Send the sheet to be appraised; every claimed point needs proof or words. It can be taken back while open."""
    with transaction.atomic():
        entrant = _open_entrant(entrant_id, posts)
        if entrant.handed_in_at:
            raise Refusal(f"{entrant.handed_in_by} đã gửi phiếu này rồi.")
        bare = unproved(entrant)
        if bare:
            raise Refusal(
                f"Các tiêu chí {', '.join(bare)} tự chấm có điểm nhưng chưa có tài liệu kiểm chứng và chưa ghi "
                "căn cứ; hãy bổ sung một trong hai rồi gửi."
            )
        entrant.handed_in_at, entrant.handed_in_by = at, name_of(by)
        entrant.save(update_fields=["handed_in_at", "handed_in_by"])
        _record(entrant, "Gửi phiếu tự đánh giá", by=by, at=at)
    return entrant


def take_back(*, entrant_id: int, by: User, posts: Posts, at: datetime) -> Entrant:
    """Take the sheet back to correct it, as long as self-scoring is open."""
    with transaction.atomic():
        entrant = _open_entrant(entrant_id, posts)
        if not entrant.handed_in_at:
            raise Refusal("Phiếu này chưa được gửi.")
        entrant.handed_in_at, entrant.handed_in_by = None, ""
        entrant.save(update_fields=["handed_in_at", "handed_in_by"])
        _record(entrant, "Rút phiếu tự đánh giá", by=by, at=at)
    return entrant


def _open_entrant(entrant_id: int, posts: Posts) -> Entrant:
    entrant = Entrant.objects.select_related("unit", "campaign").get(pk=entrant_id)
    permissions.check_may_hand_in(posts, entrant)
    if open_campaign(entrant.campaign_id).stage != Stage.SELF_SCORING:
        raise Refusal("Đợt chấm không ở bước tự đánh giá nên không gửi hoặc rút phiếu được.")
    return entrant


def _editable(line: SheetLine, posts: Posts) -> SheetLine:
    """Check that the person may write this line in this stage; gives it as it is now."""
    campaign = open_campaign(line.entrant.campaign_id)
    line = open_line(line.pk)
    entrant = line.entrant
    if line.is_survey:
        permissions.check_may_appraise(posts, entrant, duties_of(campaign), line.code)
        if campaign.stage not in APPRAISALS:
            raise Refusal("Kết quả điều tra xã hội học được nhập ở bước thẩm định.")
        return line
    permissions.check_may_fill(posts, entrant, duties_of(campaign), line.code)
    if campaign.stage == Stage.SELF_SCORING:
        if entrant.handed_in_at:
            raise Refusal("Phiếu đã gửi; hãy rút phiếu rồi mới sửa.")
        return line
    if campaign.stage == Stage.SUPPLEMENTING and line.mark:
        return line
    if campaign.stage == Stage.EXPLAINING and line.first_verdict == Verdict.RETURNED:
        return line
    raise Refusal(
        f"Đợt chấm đang ở bước «{campaign.get_stage_display()}» nên tiêu chí {line.code} không sửa được."
    )


def _who_proves(line: SheetLine, posts: Posts) -> Unit:
    """Give the unit whose proof it becomes: the person's own that answers for the line, or appraises it."""
    duties = duties_of(line.entrant.campaign)
    wanted = duties.appraiser(line.code) if line.is_survey else duties.responsible(line.entrant, line.code)
    return next((unit for unit in posts.units if unit.pk == wanted), line.entrant.unit)


def _reckoned(
    rulebook: Rulebook, code: str, values: Mapping[str, object]
) -> tuple[dict[str, str], Decimal | None]:
    """Check the values and give them as stored, with the points they make."""
    inputs = take_inputs(rulebook, [RawInput(code, name, value) for name, value in values.items()])
    points = score(rulebook, inputs).by_code[code].points
    stored = {name: str(value) for name, value in inputs.values.get(code, {}).items()}
    return stored, points if isinstance(points, Decimal) else None


def _keep_aside(
    line: SheetLine, stored: dict[str, str], points: Decimal | None, *, by: User, at: datetime
) -> None:
    last = line.revisions.filter(by=by, kept_aside=True).order_by("-id").first()
    if last is None or last.inputs != stored:
        LineRevision.objects.create(
            line=line, at=at, by=by, by_name=name_of(by), what="Nhập số liệu", inputs=stored, points=points,
            kept_aside=True,
        )  # fmt: skip


def _record(entrant: Entrant, action: str, *, by: User, at: datetime) -> None:
    audit.record(
        by=by,
        at=at,
        action=action,
        subject=f"{entrant.campaign.name} · {entrant.unit.name}",
        subject_type="entrant",
        subject_id=entrant.pk,
        unit_key=entrant.unit.key,
    )
