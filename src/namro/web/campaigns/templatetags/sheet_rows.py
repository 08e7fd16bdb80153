"""Draws the rows of which a page holds hundreds: units of a campaign, lines of a sheet with their boxes.

They are written here and not with template tags because a tag costs as much as a whole cell; every text from
outside goes through `escape`.
"""

from decimal import Decimal
from html import escape

from django import template
from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator

from namro.core.text import format_number, format_share
from namro.web.campaigns.models import SheetLine
from namro.web.campaigns.selectors.boxes import Box
from namro.web.campaigns.selectors.campaigns import EntrantRow
from namro.web.campaigns.selectors.sheets import SheetRow
from namro.web.ui.templatetags.vietnamese import address, day

register = template.Library()

_UNKNOWN = "chưa rõ"


@register.filter
def entrant_row(row: EntrantRow, has_marks: bool = True) -> SafeString:
    """Draw one unit of a campaign: its sheet, points so far, how far the appraisal is.

    `has_marks`: some unit was asked for more before the first appraisal, so the column of it is there.
    """
    name: str = escape(row.unit)
    if row.may_open:
        name = f'<a href="{address(row.pk, "campaigns:sheet")}">{name}</a>'
    if row.handed_in_at:
        state = f'<span class="tag tag-done">đã gửi {day(row.handed_in_at)}</span>'
    else:
        state = f'<span class="tag{" tag-late" if row.late_words else ""}">chưa gửi</span>'
    if row.late_words:
        state += f' <span class="small late">{escape(row.late_words)}</span>'
    if row.may_open:
        cells = (
            _cell("Đã có điểm", format_share(row.scored, row.components))
            + _cell("Điểm tự chấm", format_number(row.claimed, 2) if row.scored else "chưa chấm")
            + _cell("Còn có thể đến", _points(row.high))
            + (_cell("Giải trình lần 1", _answered(row)) if has_marks else "")
            + _cell("Đã thẩm định", format_share(row.appraised, row.appraisable))
            + _cell("Giải trình lần 2", str(row.explained))
        )
    else:
        cells = f'<td colspan="{6 if has_marks else 5}" class="quiet">Điểm của đơn vị khác xem được sau khi công bố.</td>'
    return _safe(f'<tr><th scope="row">{name}</th><td data-label="Phiếu">{state}</td>{cells}</tr>')


def _answered(row: EntrantRow) -> str:
    return format_share(row.supplemented, row.marked) if row.marked else ""


@register.simple_tag(takes_context=True)
def line_cells(context: Context, row: SheetRow) -> SafeString:
    """Draw the cells of a component up to its proof; the page gives `entrant` and `judgeable`."""
    line = row.line
    assert line is not None
    own = f'<span id="diem-{line.pk}">{row.scored}</span>'
    first = ""
    if line.first_verdict:
        first = (
            escape(line.get_first_verdict_display().lower())
            if line.first_points is None
            else format_number(line.first_points, 2)
        )
    elif row.code in context["judgeable"]:
        code = escape(row.code)
        first = (
            f'<input type="checkbox" form="chap-nhan" name="chon" value="{code}|{line.version}" '
            f'aria-label="Chấp nhận tiêu chí {code}">'
        )
    second = "" if line.second_points is None else format_number(line.second_points, 2)
    told = _explanations(line)
    return _safe(
        f'<th scope="row"><a href="{_place(context)}tieu-chi/{escape(row.code)}/">'
        f"{escape(row.code)}. {escape(row.name)}</a></th>"
        + _cell("Điểm tối đa", _points(row.maximum))
        + _cell("Tự đánh giá", "" if line.is_survey else own)
        + _cell("Thẩm định lần 1", first)
        + f'<td data-label="Giải trình">{told}</td>'
        + _cell("Thẩm định lần 2", second)
        + _cell("Điều tra XHH", own if line.is_survey else "")
        + _cell("Điểm đạt được", row.final)
        + _cell("Chỉ số", row.share)
    )


def _explanations(line: SheetLine) -> str:
    """Draw what is marked and both explanations, the first said to be the first."""
    told = []
    if line.mark:
        told.append(f'<span class="tag tag-doubt">{escape(line.get_mark_display().lower())}</span>')
    if line.first_explanation:
        told.append(f"Lần 1: {escape(Truncator(line.first_explanation).chars(80))}")
    if line.explanation:
        second = "Lần 2: " if line.first_explanation else ""
        told.append(f"{second}{escape(Truncator(line.explanation).chars(80))}")
    return "<br>".join(told)


@register.filter
def group_row(row: SheetRow) -> SafeString:
    """Draw a line that is added up."""
    return _safe(
        f'<tr class="group"><th scope="rowgroup">{escape(row.code)}. {escape(row.name)}</th>'
        + _cell("Điểm tối đa", _points(row.maximum))
        + _cell("Theo số liệu", f'<span id="nhom-{escape(row.key)}">{row.scored}</span>')
        + "<td></td><td></td><td></td><td></td>"
        + _cell("Điểm đạt được", row.final)
        + _cell("Chỉ số", row.share)
        + "<td></td><td></td></tr>"
    )


@register.simple_tag(takes_context=True)
def line_inputs(context: Context, row: SheetRow) -> SafeString:
    """Draw the form of a component: its boxes, the reckoning, the button; the page gives `entrant`."""
    line = row.line
    assert line is not None
    place = f"{_place(context)}so-lieu/{escape(row.code)}/"
    boxes = "".join([_box(box, line.pk) for box in row.boxes])
    is_lost = bool(context.get("conflict")) and context.get("wrong") == row.code
    return _safe(
        f'<form class="inputs" id="nhap-{line.pk}" data-code="{escape(row.code)}" method="post" action="{place}" '
        f'hx-post="{place}" hx-trigger="change, submit" hx-target="#kq-{line.pk}" hx-swap="outerHTML" '
        f'hx-sync="this:queue last" novalidate>'
        f'<input type="hidden" name="csrfmiddlewaretoken" value="{context["csrf_token"]}">'
        f'<div class="boxes">{boxes or _quiet(row.reckoning)}</div>'
        f"{_result(row, line.version, shows_both=is_lost)}</form>"
    )


@register.simple_tag(takes_context=True)
def line_result(context: Context, row: SheetRow) -> SafeString:
    """Draw what a saved or refused form gets back; the view gives `version`, `error`, `conflict`."""
    error, conflict = str(context["error"]), bool(context["conflict"])
    return _safe(
        _result(
            row,
            int(context["version"]),
            shows_both=conflict,
            answer="conflict" if conflict else "refused" if error else "saved",
            error=error,
        )
    )


def _result(row: SheetRow, version: int, *, shows_both: bool, answer: str = "", error: str = "") -> str:
    line = row.line
    assert line is not None
    drawn = f'<div class="result" id="kq-{line.pk}"'
    drawn += f' data-answer="{answer}">' if answer else ">"
    drawn += f'<input type="hidden" name="version" value="{version}">'
    if error:
        told = escape(error).replace("\n", "<br>")
        drawn += f'<p class="error" role="alert">{told}</p>'
    if shows_both:
        held = escape("; ".join(row.held) or "chưa có")
        drawn += (
            f'<p>Số đang được ghi: {held}.</p><button class="button button-small" name="thay" '
            f'value="{line.version}">Thay bằng số của tôi</button>'
        )
    still = f' <span class="quiet nowrap">({row.range})</span>' if row.range else ""
    return (
        f'{drawn}<p class="reckoning-line">{escape(row.reckoning)}{still}</p>'
        f'<span class="saved" role="status">{"Đã lưu" if answer == "saved" else ""}</span>'
        '<button class="button button-small save-button">Lưu</button></div>'
    )


def _box(box: Box, pk: int) -> str:
    spot, field = f"o-{pk}-{escape(box.name)}", escape(box.field)
    letter = f"<b>{escape(box.letter)}</b> " if box.letter else ""
    unit = f' <span class="quiet">({escape(box.unit)})</span>' if box.unit else ""
    part = f'<p class="box-part">{escape(box.part)}</p>' if box.part else ""
    label = f'<label for="{spot}">{letter}{escape(box.label)}{unit}</label>'
    if not box.options:
        return (
            f'{part}<div class="box">{label}<input type="text" inputmode="decimal" enterkeyhint="next" '
            f'autocomplete="off" id="{spot}" name="{field}" value="{escape(box.value)}"></div>'
        )
    options = "".join(
        [
            f'<option value="{escape(key)}"{" selected" if key == box.value else ""}>{escape(said)}</option>'
            for key, said in box.options
        ]
    )
    return (
        f'{part}<div class="box box-choice">{label}<select id="{spot}" name="{field}">'
        f'<option value="">Chưa có số liệu</option>{options}</select></div>'
    )


def _place(context: Context) -> str:
    return address(context["entrant"].pk, "campaigns:sheet")


def _cell(label: str, drawn: str) -> str:
    return f'<td class="num" data-label="{label}">{drawn}</td>'


def _points(points: Decimal | None) -> str:
    return _UNKNOWN if points is None else format_number(points, 2)


def _quiet(words: str) -> str:
    return f'<p class="quiet small">{escape(words)}</p>'


def _safe(drawn: str) -> SafeString:
    return mark_safe(drawn)  # every text from outside was escaped above
