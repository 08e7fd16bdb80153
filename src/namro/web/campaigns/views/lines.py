"""One criterion on a sheet: its rule, proof, words, verdicts, what was decided before, and its history."""

from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from namro.core.errors import Refusal
from namro.web.campaigns import permissions
from namro.web.campaigns.forms.lines import MarkForm, PointsForm, ProofForm, TextForm, VerdictForm, WordsForm
from namro.web.campaigns.forms.preparing import first_error
from namro.web.campaigns.models import SheetLine
from namro.web.campaigns.selectors.duties import Duties
from namro.web.campaigns.selectors.editing import editable_codes
from namro.web.campaigns.selectors.proofs import known_choices, pieces_of_line
from namro.web.campaigns.selectors.sheets import history_of, past_of, row_of
from namro.web.campaigns.services import appraising, filling, supplementing
from namro.web.campaigns.services.writing import ChangedMeanwhile
from namro.web.campaigns.states import Mark, Stage, Verdict
from namro.web.campaigns.views.asking import line_for, user_of
from namro.web.evidence.delivery import send
from namro.web.organisations.selectors import posts_of
from namro.web.program.selectors import now, state_of

Saved = Callable[[dict[str, Any], forms.Form], SheetLine]


@require_GET
def line_detail(request: HttpRequest, entrant_id: int, code: str) -> HttpResponse:
    line, duties = line_for(request, entrant_id, code)
    return _page(request, line, duties)


@require_http_methods(["GET", "POST"])
def line_step(request: HttpRequest, entrant_id: int, code: str, step: str) -> HttpResponse:
    """Write words, attach or take off proof, explain, appraise."""
    line, duties = line_for(request, entrant_id, code)
    if request.method == "GET":
        return redirect("campaigns:line", entrant_id=entrant_id, code=code)
    found = _form(request, line, duties, step)
    if found is None:
        raise Http404
    form, save, thanks = found
    if not form.is_valid():
        return _page(request, line, duties, form=form, step=step, error=first_error(form))
    common = {
        "line_id": line.pk,
        "by": user_of(request),
        "posts": posts_of(request),
        "at": now(),
        "version": form.cleaned_data["version"],
    }
    try:
        save(common, form)
    except Refusal as refusal:
        line, duties = line_for(request, entrant_id, code)
        return _page(request, line, duties, form=form, step=step, error=refusal.sentence, refusal=refusal)
    messages.success(request, thanks)
    return redirect("campaigns:line", entrant_id=entrant_id, code=code)


@require_GET
def proof_file(request: HttpRequest, entrant_id: int, code: str, evidence_id: int) -> HttpResponseBase:
    """Hand out a file of proof, in the revision the line was proved with, to whoever may see the sheet."""
    line, _ = line_for(request, entrant_id, code)
    piece = next((one for one in pieces_of_line(line) if one.pk == evidence_id), None)
    if piece is None:
        raise Http404
    return send(piece, inline="xem" in request.GET)


def _form(
    request: HttpRequest, line: SheetLine, duties: Duties, step: str
) -> tuple[forms.Form, Saved, str] | None:
    posts, data = posts_of(request), request.POST
    if step in {"tham-dinh", "tham-dinh-lan-2"}:
        permissions.check_may_appraise(posts, line.entrant, duties, line.code)
    elif step == "danh-dau":
        permissions.check_may_mark(posts, line.entrant, duties, line.code)
    elif not line.is_survey:
        permissions.check_may_fill(posts, line.entrant, duties, line.code)
    match step:
        case "can-cu":
            return WordsForm(data), _save_words, "Đã ghi căn cứ."
        case "minh-chung":
            return (
                ProofForm(
                    data, request.FILES, known=known_choices(line, posts, state_of(request).working_date)
                ),
                _save_proof,
                "Đã thêm tài liệu kiểm chứng.",
            )
        case "go":
            return _ChosenForm(data), _take_off, "Đã gỡ tài liệu khỏi tiêu chí."
        case "ban-moi":
            return _ChosenForm(data), _renew, "Tiêu chí nay dùng bản mới của tài liệu."
        case "danh-dau":
            return MarkForm(data), _mark, "Đã ghi chỗ cần bổ sung."
        case "giai-trinh-lan-1":
            return TextForm(data), _explain_first, "Đã gửi giải trình lần 1."
        case "giai-trinh":
            return TextForm(data), _explain, "Đã gửi giải trình."
        case "tham-dinh":
            return VerdictForm(data), _appraise, "Đã ghi kết luận thẩm định."
        case "tham-dinh-lan-2":
            return PointsForm(data), _appraise_again, "Đã ghi điểm thẩm định lần 2."
    return None


class _ChosenForm(forms.Form):
    """One piece of proof to take off."""

    version = forms.IntegerField()
    evidence = forms.IntegerField()


def _save_words(common: dict[str, Any], form: forms.Form) -> SheetLine:
    return filling.write_text(text=form.cleaned_data["text"], note=form.cleaned_data["note"], **common)


def _save_proof(common: dict[str, Any], form: forms.Form) -> SheetLine:
    assert isinstance(form, ProofForm)
    return filling.prove(
        proof=form.proof(), known_ids=form.known_ids(), summary=form.cleaned_data["summary"], **common
    )


def _take_off(common: dict[str, Any], form: forms.Form) -> SheetLine:
    return filling.unprove(evidence_id=form.cleaned_data["evidence"], **common)


def _renew(common: dict[str, Any], form: forms.Form) -> SheetLine:
    return filling.renew_proof(evidence_id=form.cleaned_data["evidence"], **common)


def _mark(common: dict[str, Any], form: forms.Form) -> SheetLine:
    mark = form.cleaned_data["mark"]
    return supplementing.mark(mark=Mark(mark) if mark else None, text=form.cleaned_data["text"], **common)


def _explain_first(common: dict[str, Any], form: forms.Form) -> SheetLine:
    return supplementing.explain_first(text=form.cleaned_data["text"], **common)


def _explain(common: dict[str, Any], form: forms.Form) -> SheetLine:
    return filling.explain(text=form.cleaned_data["text"], **common)


def _appraise(common: dict[str, Any], form: forms.Form) -> SheetLine:
    data = form.cleaned_data
    return appraising.appraise(
        verdict=Verdict(data["verdict"]), points=data["points"], reason=data["reason"], **common
    )


def _appraise_again(common: dict[str, Any], form: forms.Form) -> SheetLine:
    data = form.cleaned_data
    return appraising.appraise_again(points=data["points"], reason=data["reason"], **common)


def _page(
    request: HttpRequest,
    line: SheetLine,
    duties: Duties,
    *,
    form: forms.Form | None = None,
    step: str = "",
    error: str = "",
    refusal: Refusal | None = None,
) -> HttpResponse:
    posts, entrant, stage = posts_of(request), line.entrant, line.entrant.campaign.stage
    fresh = {"version": line.version}
    may_edit = line.code in editable_codes(entrant, posts, duties)
    may_appraise = permissions.may_appraise(posts, entrant, duties, line.code) and not line.is_survey
    context: dict[str, Any] = {
        "line": line,
        "entrant": entrant,
        "campaign": entrant.campaign,
        "row": row_of(entrant, line),
        "history": history_of(line),
        "past": past_of(entrant, line.code),
        "appraiser": duties.name_of_appraiser(line.code),
        "responsible": duties.name_of_responsible(entrant, line.code),
        "error": error,
        "may_edit": may_edit,
    }
    offered: dict[str, forms.Form] = {}
    if may_edit:
        offered["can-cu"] = WordsForm(initial={**fresh, "text": line.self_text, "note": line.note})
        offered["minh-chung"] = ProofForm(
            initial=fresh, known=known_choices(line, posts, state_of(request).working_date)
        )
    if _is_markable(line) and permissions.may_mark(posts, entrant, duties, line.code):
        offered["danh-dau"] = MarkForm(initial={**fresh, "mark": line.mark, "text": line.mark_text})
    if stage == Stage.SUPPLEMENTING and line.mark and permissions.may_fill(posts, entrant, duties, line.code):
        offered["giai-trinh-lan-1"] = TextForm(initial={**fresh, "text": line.first_explanation})
    if (
        stage == Stage.EXPLAINING
        and line.first_verdict in {Verdict.LOWERED, Verdict.RETURNED}
        and permissions.may_fill(posts, entrant, duties, line.code)
    ):
        offered["giai-trinh"] = TextForm(initial={**fresh, "text": line.explanation})
    if may_appraise and stage == Stage.APPRAISING:
        offered["tham-dinh"] = VerdictForm(initial={**fresh, "verdict": line.first_verdict})
    if may_appraise and stage == Stage.APPRAISING_AGAIN:
        offered["tham-dinh-lan-2"] = PointsForm(initial=fresh)
    if form is not None and step in offered:
        typed = cast(QueryDict, form.data).copy()
        typed["version"] = str(line.version)
        form.data = typed
        offered[step] = form
    context["forms"] = {name.replace("-", "_"): one for name, one in offered.items()}
    status = 200 if not error else 409 if isinstance(refusal, ChangedMeanwhile) else 422
    return render(request, "campaigns/line.html", context, status=status)


def _is_markable(line: SheetLine) -> bool:
    stage = line.entrant.campaign.stage
    is_open = stage == Stage.SUPPLEMENTING or (stage == Stage.SELF_SCORING and line.entrant.handed_in_at)
    return bool(is_open and not line.is_survey)
