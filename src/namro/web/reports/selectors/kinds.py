"""Which kinds of reports are in force, as carried by the program or as the province set them."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from namro.core.errors import Refusal
from namro.core.reports.kinds import carried_kinds, tree_of_kind
from namro.core.reports.model import ReportKind
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors.units import existing, from_the_top
from namro.web.reports.models import KindVersion, Report

# "Các sở, ban, ngành, UBND các cấp" of the plan, as the register groups them: one-stop shops report within their
# committee, courts and vertical agencies only where a kind names them.
WRITING_KINDS = ("department", "office", "committee")
CARRIED_BY = "Chương trình Năm Rõ"
CARRIED_ANEW = "Bản mới của chương trình thay cách đặt chưa ai sửa."


def kinds(*, with_retired: bool = False) -> tuple[KindVersion, ...]:
    """Give the last version of every kind, carried ones first; one that nobody changed or used is not saved yet.

    A kind that nobody changed goes on with the program: where this one carries it otherwise than the version in use, a
    further version is given, saved with the first report opened by it. What the province set stays as it set it.
    """
    last: dict[str, KindVersion] = {}
    for row in KindVersion.objects.order_by("key", "version"):
        last[row.key] = row
    found = [_in_force(kind, last.pop(kind.key, None)) for kind in carried_kinds()]
    found += sorted(last.values(), key=lambda row: row.pk)
    return tuple(row for row in found if with_retired or not row.is_retired)


def kind_called(key: str, *, with_retired: bool = False) -> KindVersion:
    """Give the last version of a kind; raises `Refusal` with the keys there are."""
    known = kinds(with_retired=with_retired)
    found = next((row for row in known if row.key == key), None)
    if found is None:
        raise Refusal(f"Không có loại báo cáo “{key}”; các loại: {', '.join(row.key for row in known)}.")
    return found


def writers(kind: ReportKind, day: date) -> tuple[Unit, ...]:
    """Give who writes a report of the kind on a day: the state's agencies of its levels, and the units it names."""
    return tuple(from_the_top(existing(writing_units(kind), on=day)))


def writing_units(kind: ReportKind) -> QuerySet[Unit]:
    """Give the units of any day that write a report of the kind while they exist."""
    of_levels = Q(level__in=kind.levels, kind__in=WRITING_KINDS, parent__isnull=False)
    return Unit.objects.filter(of_levels | Q(key__in=kind.units))


def gatherer(kind: ReportKind, day: date) -> Unit | None:
    """Give the unit that consolidates, None where a kind has none or it does not exist on the day."""
    if not kind.consolidated_by or not kind.levels:
        return None
    return existing(Unit.objects.filter(key=kind.consolidated_by), on=day).first()


def versions_of(key: str) -> Iterable[KindVersion]:
    """Give every version of a kind that was saved, the last first."""
    return KindVersion.objects.filter(key=key).order_by("-version")


def count_of_reports(version: KindVersion) -> int:
    """Give how many reports were opened by this version."""
    return Report.objects.filter(kind_version=version).count() if version.pk else 0


def _in_force(kind: ReportKind, held: KindVersion | None) -> KindVersion:
    if held is not None and (not held.is_carried or held.kind == kind):
        return held
    return KindVersion(
        key=kind.key,
        version=held.version + 1 if held is not None else 1,
        tree=tree_of_kind(kind),
        is_carried=True,
        reason=CARRIED_ANEW if held is not None else "",
        by_name=CARRIED_BY,
    )
