"""What the page of a one-use link shows and takes, by what the link opens."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest

from namro.web.cascade.forms import WorkForm
from namro.web.cascade.selectors.holders import rows_of
from namro.web.chase.models import OneUseLink
from namro.web.chase.selectors.links import OBLIGATION, PIECE, opens_what
from namro.web.chase.services.links import Words
from namro.web.chase.texts import brief
from namro.web.plans.forms.reporting import DOING, DONE, STUCK, ReportForm
from namro.web.plans.selectors.obligations import row_of
from namro.web.ui.templatetags.vietnamese import days_from

WORDS = 170  # letters: the buttons stay in the first screen of a phone
Form = ReportForm | WorkForm


@dataclass(frozen=True, slots=True)
class Face:
    """The head of the page; `code` and `label` are the state as `ui/_state.html` draws it."""

    title: str
    words: str
    code: str
    label: str
    due: date | None
    due_words: str
    is_late: bool
    returned: str
    done_label: str


def face_of(link: OneUseLink, day: date) -> Face:
    """Say what the link is about on the day."""
    return _FACES[opens_what(link)](link, day)


def thanks_of(link: OneUseLink) -> dict[str, str]:
    """Give the sentence after each button."""
    return _THANKS[opens_what(link)]


def state_label(link: OneUseLink) -> str:
    """Give the state of what the link opens, in words."""
    subject = link.obligation if link.hand_over is None else link.hand_over
    return str(subject.get_state_display())


def version_of(link: OneUseLink) -> int:
    """Give the version against which the form is filled."""
    return link.obligation.version if link.hand_over is None else link.hand_over.version


def form_of(link: OneUseLink, request: HttpRequest) -> Form:
    """Give the form of what the link opens: empty, or with what was typed."""
    given: tuple[Any, ...] = (request.POST, request.FILES) if request.method == "POST" else ()
    initial = {"version": version_of(link)}
    if link.hand_over is not None:
        return WorkForm(*given, initial=initial, piece=link.hand_over)
    return ReportForm(*given, initial=initial, obligation=link.obligation)


def said_in(form: Form, *, stuck: bool) -> Words:
    """Give what was said, as the service of that kind takes it."""
    return form.said(stuck=stuck) if isinstance(form, WorkForm) else form.progress(stuck=stuck)


def _obligation(link: OneUseLink, day: date) -> Face:
    obligation = link.obligation
    row = row_of(obligation, day)
    return Face(
        title=f"{obligation.unit.name} · {obligation.period}",
        words=brief(obligation.task.text, WORDS),
        code=row.shown.value,
        label=str(row.shown.label),
        due=obligation.due,
        due_words=row.due_words,
        is_late=row.is_late,
        returned=obligation.return_reason if obligation.state == "returned" else "",
        done_label="Đã xong, gửi duyệt",
    )


def _piece(link: OneUseLink, day: date) -> Face:
    piece = link.hand_over
    assert piece is not None
    row = rows_of([piece], day)[0]
    return Face(
        title=f"Việc được giao · {link.obligation.unit.name}",
        words=brief(piece.work, WORDS),
        code=row.code,
        label=str(piece.get_state_display()),
        due=piece.due,
        due_words=days_from(piece.due, day),
        is_late=row.is_late,
        returned=piece.return_reason if piece.state == "returned" else "",
        done_label="Đã xong, gửi nghiệm thu",
    )


_FACES: dict[str, Callable[[OneUseLink, date], Face]] = {OBLIGATION: _obligation, PIECE: _piece}
_THANKS = {
    OBLIGATION: {
        DONE: "Đã gửi báo cáo, đang chờ duyệt.",
        DOING: "Đã ghi tiến độ.",
        STUCK: "Đã ghi vướng mắc; Sở Nội vụ sẽ thấy ngay.",
    },
    PIECE: {
        DONE: "Đã báo xong; bên giao sẽ nghiệm thu.",
        DOING: "Đã ghi tiến độ.",
        STUCK: "Đã ghi vướng mắc; bên giao thấy ngay.",
    },
}
