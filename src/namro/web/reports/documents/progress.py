"""The progress report on a plan: indices, work, late units, measures, obstacles, and the appendix of all rows."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from namro.core.letters.model import Appendix, Block, Cell, Chart, Letter, Series
from namro.core.letters.templates import Wording, letter_from, template_called
from namro.core.reports.closing import closing_words
from namro.core.reports.model import ReportPeriod
from namro.core.text import format_date
from namro.web.plans.models import Plan
from namro.web.plans.selectors.standing import Tally
from namro.web.plans.states import Shown
from namro.web.reports.documents.facts import IndexFact
from namro.web.reports.documents.issuers import interior_department, issuer_of
from namro.web.reports.documents.progress_figures import Progress, UnitTally
from namro.web.reports.documents.writing import (
    NOT_KNOWN,
    bare,
    dash,
    in_sentence,
    number,
    said,
    section,
    share,
    source_note,
    table,
    without_marks,
)

KEY = "tien-do"
MOST_LATE = 10  # in the body; all of them stand in an appendix
_STATES = (
    Shown.ACCEPTED,
    Shown.SUBMITTED,
    Shown.IN_PROGRESS,
    Shown.RETURNED,
    Shown.NOT_STARTED,
    Shown.OVERDUE,
    Shown.SILENT,
)
_MEANINGS = {
    Shown.ACCEPTED: "good",
    Shown.SUBMITTED: "waiting",
    Shown.IN_PROGRESS: "running",
    Shown.RETURNED: "doubtful",
    Shown.NOT_STARTED: "quiet",
    Shown.OVERDUE: "bad",
    Shown.SILENT: "silent",
}


def progress_letter(
    progress: Progress,
    period: ReportPeriod,
    indices: Sequence[IndexFact],
    wording: Wording,
    *,
    made_on: date,
    invented: bool = False,
) -> Letter:
    """Give the report as a draft; `indices` are left out in the report of one unit.

    Every figure is that of the end of `progress.day`, whenever the report is made (`made_on`): the note at the end
    says both days.
    """
    issuer = interior_department() if progress.unit is None else issuer_of(progress.unit)
    plan = progress.plan
    values = issuer.values(progress.day) | {
        "ky": in_sentence(period.label),
        "ke_hoach": f"Kế hoạch số {plan.number}",
        "ke_hoach_day_du": plan_in_full(plan),
        "pham_vi": "toàn tỉnh" if progress.unit is None else progress.unit.name,
        "noi_nhan_bao_cao": "UBND tỉnh" if progress.unit is None else "Sở Nội vụ",
        "so_phan_viec": number(progress.tally.total),
        "so_hoan_thanh": number(progress.tally.accepted),
        "so_qua_han": number(progress.tally.late),
    }
    parts: list[tuple[str, Sequence[Block]]] = []
    if progress.unit is None:
        parts.append(("Kết quả các chỉ số và điểm lấy lại được", _indices(indices)))
    parts.append(("Tình hình thực hiện nhiệm vụ", _work(progress)))
    if progress.unit is None:
        parts.append(("Đơn vị có phần việc quá hạn", _late(progress.late)))
    parts += [
        ("Kết quả các chỉ tiêu", _measures(progress)),
        ("Khó khăn, vướng mắc", _obstacles(progress)),
        ("Đề xuất, kiến nghị", _proposals(progress)),
    ]
    blocks: list[Block] = []
    for at, (title, content) in enumerate(parts):
        blocks += [section(at, title), *content]
    source = f"chương trình Năm Rõ, {plan_in_full(plan)}"
    closing = closing_words(period.end, made_on, progress.day)
    blocks += source_note(progress.day, source, invented=invented, closing=closing)
    return letter_from(
        template_called(KEY), wording, values, blocks=blocks, appendices=tuple(_appendices(progress))
    )


def plan_in_full(plan: Plan) -> str:
    """Name a plan with its day and issuer as running text does."""
    day = f" ngày {format_date(plan.issued_on)}" if plan.issued_on else ""
    return f"Kế hoạch số {plan.number}{day}" + (" của UBND tỉnh Hà Tĩnh" if "UBND" in plan.number else "")


def _indices(indices: Sequence[IndexFact]) -> list[Block]:
    if not indices:
        return [said("Chưa có kết quả công bố của chỉ số nào đến ngày chốt số liệu.")]
    rows = (
        (
            one.index,
            str(one.year),
            bare(one.score) if one.score is not None else NOT_KNOWN,
            f"{bare(one.percent)}%" if one.percent is not None else NOT_KNOWN,
            f"{one.rank}/{one.of}" if one.rank and one.of else (str(one.rank) if one.rank else NOT_KNOWN),
            _change(one.rank_change),
            one.target or NOT_KNOWN,
            (one.distance or NOT_KNOWN) + ("" if one.verified else " (số liệu chưa kiểm chứng)"),
        )
        for one in indices
    )
    heads = (
        ("Chỉ số", 13.0, "left"),
        ("Năm", 8.0, "center"),
        ("Điểm", 10.0, "center"),
        ("Tỷ lệ", 10.0, "center"),
        ("Hạng", 10.0, "center"),
        ("Tăng, giảm hạng", 13.0, "center"),
        ("Mục tiêu", 18.0, "left"),
        ("Khoảng cách", 18.0, "left"),
    )
    blocks: list[Block] = [table(heads, rows, name="Chỉ số")]
    for one in indices:
        if one.lost_count is None:
            blocks.append(
                dash(f"{one.index} năm {one.year}: chưa có điểm từng tiêu chí nên chưa tính được điểm mất.")
            )
            continue
        words = (
            f"{one.index} năm {one.year} ({one.basis}): {one.lost_count} tiêu chí mất điểm, tổng {number(one.lost_sum, 3)} điểm; "
            f"{share(one.answered_count, one.lost_count)} tiêu chí mất điểm đã có nhiệm vụ khắc phục"
        )
        if one.returns:
            words += "; kết quả năm sau: " + ", ".join(f"{count} {what}" for what, count in one.returns)
        blocks.append(dash(words + "."))
    return blocks


def _change(change: int | None) -> str:
    if change is None:
        return NOT_KNOWN
    return "giữ nguyên" if not change else f"{'tăng' if change > 0 else 'giảm'} {abs(change)} bậc"


def _work(progress: Progress) -> list[Block]:
    found = progress.tally
    if not found.total:
        return [said(_nothing_owed(progress))]
    blocks: list[Block] = [
        said(
            f"Đến hết ngày {format_date(progress.day)} có {number(found.total)} phần việc: hoàn thành {share(found.accepted, found.total)}, "
            f"chờ duyệt {share(found.submitted, found.total)}, quá hạn {share(found.late, found.total)}; "
            f"chưa báo cáo lần nào {share(found.unreported, found.total)}.{_ahead(progress)}"
        )
    ]
    heads = (("Trạng thái", 50.0, "left"), ("Số phần việc", 25.0, "right"), ("Trên tổng số", 25.0, "right"))
    rows: list[Sequence[Cell | str | int]] = [
        (str(state.label), found.counts[state], share(found.counts[state], found.total)) for state in _STATES
    ]
    rows.append((Cell("Cộng", bold=True), Cell(found.total, bold=True), ""))
    blocks.append(table(heads, rows, name="Trạng thái", caption="Phần việc theo trạng thái"))
    if len(progress.levels) > 1:
        blocks.append(_chart(progress))
    return blocks


def _nothing_owed(progress: Progress) -> str:
    issued = progress.plan.issued_on
    if issued is not None and issued > progress.day:
        return f"Kế hoạch ban hành ngày {format_date(issued)}, sau ngày chốt số liệu {format_date(progress.day)}, nên chưa có tiến độ."
    return f"Chưa có phần việc nào được giao nên chưa có tiến độ.{_ahead(progress)}"


def _ahead(progress: Progress) -> str:
    return (
        f" Chưa tính {number(progress.ahead)} phần việc của các kỳ bắt đầu sau ngày đó."
        if progress.ahead
        else ""
    )


def _chart(progress: Progress) -> Chart:
    levels = progress.levels
    return Chart(
        title="Phần việc theo cấp và trạng thái",
        kind="stacked",
        labels=tuple(label for label, _ in levels),
        series=tuple(
            Series(
                str(state.label),
                tuple(Decimal(sum(one.tally.counts[state] for one in units)) for _, units in levels),
                _MEANINGS[state],
            )
            for state in _STATES
            if progress.tally.counts[state]
        ),
        unit="phần việc",
        places=0,
    )


_LATE_HEADS = (
    ("TT", 6.0, "center"),
    ("Đơn vị", 40.0, "left"),
    ("Phần việc", 13.0, "right"),
    ("Quá hạn", 22.0, "right"),
    ("Chưa báo cáo lần nào", 19.0, "right"),
)


def _late(late: Sequence[UnitTally]) -> list[Block]:
    if not late:
        return [said("Không đơn vị nào có phần việc quá hạn vào ngày chốt số liệu.")]
    more = (
        f" {MOST_LATE} đơn vị nhiều nhất dưới đây, danh sách đủ ở Phụ lục II."
        if len(late) > MOST_LATE
        else ""
    )
    return [
        said(f"Có {len(late)} đơn vị có phần việc quá hạn.{more}"),
        table(_LATE_HEADS, _late_rows(late[:MOST_LATE]), name="Đơn vị quá hạn"),
    ]


def _late_rows(late: Iterable[UnitTally]) -> Iterable[Sequence[str | int]]:
    for at, one in enumerate(late, start=1):
        found = one.tally
        yield at, one.unit.name, found.total, share(found.late, found.total), found.unreported


def _measures(progress: Progress) -> list[Block]:
    if not progress.measures:
        return [said("Kế hoạch chưa có thước đo nào được đặt ra để theo dõi.")]
    heads = (
        ("Chỉ tiêu", 34.0, "left"),
        ("Kết quả", 14.0, "right"),
        ("Mục tiêu", 12.0, "right"),
        ("Kỳ", 16.0, "center"),
        ("Đơn vị đã nhập", 12.0, "center"),
        ("Đánh giá", 12.0, "left"),
    )
    rows = (
        (
            f"{row.measure.name} ({row.measure.unit_of_measure})",
            bare(row.whole.value),
            bare(row.measure.target),
            row.period_words,
            f"{row.whole.given}/{row.whole.expected}",
            {True: "đạt", False: "chưa đạt", None: "chưa so được"}[row.standing.is_met],
        )
        for row in progress.measures
    )
    return [table(heads, rows, name="Chỉ tiêu")]


def _obstacles(progress: Progress) -> list[Block]:
    if not progress.obstacles:
        return [
            said(f"Đến hết ngày {format_date(progress.day)} không có khó khăn, vướng mắc nào chờ giải quyết.")
        ]
    return [
        said(
            f"Đến hết ngày {format_date(progress.day)} có {len(progress.obstacles)} khó khăn, vướng mắc chờ giải quyết:"
        ),
        *(
            dash(
                f"{one.obligation.unit.name} ({one.obligation.task.code}): {one.content.strip().rstrip('.')}."
            )
            for one in progress.obstacles
        ),
    ]


def _proposals(progress: Progress) -> list[Block]:
    asked = [one for one in progress.obstacles if one.request.strip()]
    if not asked:
        return [said("Không có kiến nghị nào được ghi cùng khó khăn, vướng mắc.")]
    return [
        dash(
            f"Đề nghị {one.asked_unit.name if one.asked_unit else one.get_asked_display()}: "
            f"{one.request.strip().rstrip('.')} ({one.obligation.unit.name})."
        )
        for one in asked
    ]


def _appendices(progress: Progress) -> Iterable[Appendix]:
    if progress.unit is None:
        yield Appendix("Phụ lục I", "Tiến độ từng nhiệm vụ của kế hoạch", _rows(progress), landscape=True)
        if len(progress.late) > MOST_LATE:
            rows = _late_rows(progress.late)
            late = table(_LATE_HEADS, rows, name="Phụ lục II")
            yield Appendix("Phụ lục II", "Đơn vị có phần việc quá hạn", (late,))
    elif progress.own:
        yield Appendix(
            "Phụ lục", f"Tiến độ từng phần việc của {progress.unit.name}", _own(progress), landscape=True
        )


def _rows(progress: Progress) -> tuple[Block, ...]:
    if not progress.rows:
        return (said("Kế hoạch chưa có nhiệm vụ nào."),)
    heads = (
        ("STT", 5.0, "center"),
        ("Mã", 10.0, "left"),
        ("Nhiệm vụ, giải pháp", 35.0, "justify"),
        ("Chủ trì", 16.0, "left"),
        ("Thời hạn", 10.0, "center"),
        ("Phần việc", 6.0, "right"),
        ("Hoàn thành", 6.0, "right"),
        ("Chờ duyệt", 6.0, "right"),
        ("Quá hạn", 6.0, "right"),
    )
    rows = [
        (
            at,
            one.task.code,
            without_marks(one.task.text),
            one.task.lead_text or "",
            one.task.deadline_text or "",
            *_counts(one.tally),
        )
        for at, one in enumerate(progress.rows, start=1)
    ]
    return (table(heads, rows, name="Phụ lục I"),)


def _counts(found: Tally) -> tuple[int | str, ...]:
    if not found.total:
        return ("không giao", "", "", "")
    return found.total, found.accepted, found.submitted, found.late


def _own(progress: Progress) -> tuple[Block, ...]:
    heads = (
        ("STT", 5.0, "center"),
        ("Mã", 10.0, "left"),
        ("Nhiệm vụ, giải pháp", 37.0, "justify"),
        ("Kỳ", 10.0, "center"),
        ("Hạn", 10.0, "center"),
        ("Trạng thái", 12.0, "left"),
        ("Kết quả báo cáo gần nhất", 16.0, "left"),
    )
    rows = [
        (
            at,
            row.obligation.task.code,
            without_marks(row.obligation.task.text),
            row.obligation.period,
            row.obligation.due if row.obligation.due else "không có ngày cụ thể",
            row.state,
            row.sentence or "chưa báo cáo",
        )
        for at, row in enumerate(progress.own, start=1)
    ]
    return (table(heads, rows, name="Phụ lục"),)
