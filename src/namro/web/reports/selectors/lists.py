"""The list of reports: who handed in, who is late, who is missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, F, Q, QuerySet

from namro.core.reports.calendar import periods_of_year
from namro.core.reports.dues import due_of
from namro.core.reports.model import ReportKind, ReportPeriod
from namro.core.text import fold, format_date
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import Posts
from namro.web.reports.models import KindVersion, Report
from namro.web.reports.selectors.kinds import kinds
from namro.web.reports.states import WRITABLE, State

PAGE_SIZE = 25
MOST_TO_WRITE = 12
_A_YEAR, _AHEAD = timedelta(days=366), timedelta(days=15)
NOT_HANDED_IN = Q(first_submitted_on__isnull=True)
VIEWS = [
    ("", "Mọi báo cáo"),
    ("thieu", "Chưa gửi"),
    ("qua-han", "Chưa gửi, đã quá hạn"),
    ("cham", "Gửi muộn"),
    ("cho", "Chờ nhận"),
    ("tra-lai", "Bị trả lại"),
    ("da-nhan", "Đã nhận"),
    ("tong-hop", "Báo cáo tổng hợp"),
]


@dataclass(frozen=True, slots=True)
class Row:
    """A report with how it stands on the day; `days_late` counts to the first handing in, or to the day."""

    report: Report
    kind_name: str
    days_late: int

    @property
    def state(self) -> State:
        return State(self.report.state)

    @property
    def is_late(self) -> bool:
        return self.days_late > 0

    @property
    def late_words(self) -> str:
        if not self.is_late:
            return ""
        return f"{'gửi muộn' if self.report.first_submitted_on else 'quá hạn'} {self.days_late} ngày"


def row_of(report: Report, today: date) -> Row:
    """Give the report with how late it is on the day; without a due day nothing is late."""
    until = report.first_submitted_on or today
    late = (until - report.due).days if report.due else 0
    return Row(report, str(report.kind_version), max(late, 0))


def visible_reports(posts: Posts) -> QuerySet[Report]:
    """Give what the person may see: their units' own, those they gather, and all of them for the leaders."""
    found = Report.objects.select_related("unit", "kind_version")
    if posts.is_province_leader:
        return found
    # The unit that gathers stands in the kind's tree; kinds are few.
    keys = posts.unit_keys
    gathered = (
        [row.pk for row in KindVersion.objects.all() if row.tree.get("consolidated_by") in keys]
        if keys
        else []
    )
    return found.filter(
        Q(unit__in=posts.member_unit_ids) | Q(kind_version__in=gathered, is_consolidated=False)
    )


@dataclass(frozen=True, slots=True)
class Wanted:
    """The filters of the list; an empty value does not filter."""

    text: str = ""
    kind: str = ""
    period: str = ""
    view: str = ""

    @property
    def is_narrow(self) -> bool:
        return bool(self.text or self.kind or self.period or self.view)


def narrowed(reports: QuerySet[Report], wanted: Wanted, today: date) -> QuerySet[Report]:
    """Limit to what is wanted, the last period first, then what is due first."""
    for word in fold(wanted.text).split()[:6]:
        reports = reports.filter(unit__search__contains=word)
    if wanted.kind:
        reports = reports.filter(kind_key=wanted.kind)
    if wanted.period:
        reports = reports.filter(period=wanted.period)
    limits = {
        "thieu": NOT_HANDED_IN,
        "qua-han": NOT_HANDED_IN & Q(due__lt=today),
        "cham": Q(first_submitted_on__gt=F("due")),
        "cho": Q(state=State.SUBMITTED),
        "tra-lai": Q(state=State.RETURNED),
        "da-nhan": Q(state=State.ACCEPTED),
        "tong-hop": Q(is_consolidated=True),
    }
    if wanted.view in limits:
        reports = reports.filter(limits[wanted.view])
    return reports.order_by("-end", "kind_key", "-is_consolidated", "unit__level", "unit__sort", "id")


def counts(reports: QuerySet[Report], today: date) -> dict[str, int]:
    """Give how many of these were handed in, accepted, are missing, late; one query."""
    return reports.order_by().aggregate(
        total=Count("id"),
        handed_in=Count("id", filter=~NOT_HANDED_IN),
        accepted=Count("id", filter=Q(state=State.ACCEPTED)),
        waiting=Count("id", filter=Q(state=State.SUBMITTED)),
        missing=Count("id", filter=NOT_HANDED_IN),
        overdue=Count("id", filter=NOT_HANDED_IN & Q(due__lt=today)),
        late=Count("id", filter=Q(first_submitted_on__gt=F("due"))),
    )


def period_choices(posts: Posts) -> Sequence[tuple[str, str]]:
    """Give the periods that have reports, the last first."""
    rows = visible_reports(posts).order_by("-end", "period").values_list("period", "period_label").distinct()
    return list(dict(rows).items())


def to_write(posts: Posts, today: date) -> Sequence[Row]:
    """Give what the person's units must write now, the first due first; one query, none without such units."""
    if not posts.unit_ids:
        return ()
    found = Report.objects.filter(unit__in=posts.unit_ids, state__in=WRITABLE)
    found = found.select_related("unit", "kind_version").order_by(F("due").asc(nulls_last=True), "end", "id")
    return [row_of(one, today) for one in found[:MOST_TO_WRITE]]


def periods_to_open(day: date, units: Sequence[Unit]) -> Sequence[tuple[str, Sequence[tuple[str, str]]]]:
    """Give by kind the periods that have begun within a year, the current one first, in words.

    With `units`, only the kinds that one of them writes or gathers, and the due day of their level where the province
    has set one.
    """
    levels = {unit.level for unit in units}
    level = levels.pop() if len(levels) == 1 else ""
    found = []
    for row in kinds():
        kind = row.kind
        if units and not any(_is_of(kind, unit) for unit in units):
            continue
        periods = [
            one
            for year in (day.year - 1, day.year, day.year + 1)
            for one in periods_of_year(kind, year)
            if one.start <= day and one.end > day - _A_YEAR
        ]
        # First the period that ended last, whose report is written now; then those still running, then older ones.
        periods.sort(key=lambda one: (one.end > day + _AHEAD, abs(one.end - day), one.key))
        found.append((str(row), [(f"{row.key}:{one.key}", _said(row, one, level)) for one in periods]))
    return found


def _is_of(kind: ReportKind, unit: Unit) -> bool:
    return unit.level in kind.levels or unit.key in (*kind.units, kind.consolidated_by)


def _said(row: KindVersion, period: ReportPeriod, level: str) -> str:
    due, _ = due_of(row.kind, period, level, is_consolidated=False)
    due = due or period.due
    words = f"hạn nộp {format_date(due)}" if due else "chưa đặt hạn nộp"
    # The kind too: a closed list shows the chosen line without the group it stands in.
    return (
        f"{period.label}, {row}: số liệu {format_date(period.start)} đến {format_date(period.end)}, {words}"
    )
