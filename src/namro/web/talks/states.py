"""The life of an obstacle as a table: which step leads from where to where, and who may take it.

Pure data; docs/ keeps its picture.
"""

from enum import StrEnum

from django.db.models import TextChoices

from namro.web.ui.lives import WHO, Life, Step


class State(TextChoices):
    """The stored state of an obstacle (clause "khó khăn, vướng mắc": units, Sở Nội vụ, UBND tỉnh)."""

    OPEN = "open", "Mở"
    ADVISED = "advised", "Sở Nội vụ có ý kiến"
    DECIDED = "decided", "UBND tỉnh quyết định"
    SOLVED = "solved", "Đã giải quyết"
    DROPPED = "dropped", "Đã rút"


class Action(TextChoices):
    """One step; the label is what the history says happened."""

    RAISE = "raise", "Nêu vướng mắc"
    OPINION = "opinion", "Cho ý kiến"
    ADVISE = "advise", "Sở Nội vụ có ý kiến"
    DECIDE = "decide", "UBND tỉnh quyết định"
    SOLVE = "solve", "Xác nhận đã giải quyết"
    DROP = "drop", "Rút vướng mắc"
    REOPEN = "reopen", "Mở lại"


class Who(StrEnum):
    """Who takes a step; `permissions` says which people these are."""

    UNIT = "unit"
    ASKED = "asked"
    INTERIOR = "interior"
    PROVINCE = "province"


LIVE = frozenset({State.OPEN, State.ADVISED, State.DECIDED})
LIFE = Life(
    title="Trạng thái của một vướng mắc",
    room="talks",
    states=State,
    steps=(
        Step(Action.OPINION, LIVE, None, Who.ASKED),
        Step(Action.ADVISE, frozenset({State.OPEN, State.ADVISED}), State.ADVISED, Who.INTERIOR),
        Step(Action.DECIDE, LIVE, State.DECIDED, Who.PROVINCE),
        Step(Action.SOLVE, LIVE, State.SOLVED, Who.UNIT),
        Step(Action.DROP, frozenset({State.OPEN, State.ADVISED}), State.DROPPED, Who.UNIT),
        Step(Action.REOPEN, frozenset({State.SOLVED, State.DROPPED}), State.OPEN, Who.UNIT),
    ),
    first=[(State.OPEN, str(Action.RAISE.label))],
    who={
        Who.UNIT: "đơn vị nêu vướng mắc",
        Who.ASKED: "cơ quan được đề nghị tháo gỡ",
        Who.INTERIOR: "Sở Nội vụ",
        Who.PROVINCE: "lãnh đạo tỉnh",
    },
    columns=(WHO,),
    notes=(
        "Mỗi bước cần ghi một câu: ý kiến, quyết định, hoặc lý do. Số ngày tồn tại tính từ ngày nêu đến ngày",
        "giải quyết hoặc rút; vướng mắc còn mở thì tính đến ngày làm việc.",
    ),
)
STEPS, possible, diagram = LIFE.by_action, LIFE.possible, LIFE.diagram
