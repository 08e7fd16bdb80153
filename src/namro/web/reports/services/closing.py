"""Closing a period: the figures of reports that were opened while it ran are reckoned to its last day."""

from datetime import date, datetime
from itertools import groupby

from django.db import transaction

from namro.web.audit import services as audit
from namro.web.reports.models import Report
from namro.web.reports.selectors.closing import closing_of
from namro.web.reports.services.filling import fill
from namro.web.reports.services.writing import locked
from namro.web.reports.states import State
from namro.web.ui.figures import OneAsking


def close_due(*, day: date, at: datetime) -> int:
    """Reckon the reports still being written whose period is over since their figures were; gives how many.

    What was returned or is being corrected is left to whoever writes it: its figures were handed in once.
    """
    over = Report.objects.filter(state=State.OPEN, end__lt=day).select_related("unit", "kind_version")
    stale = [one for one in over.order_by("kind_key", "period", "id") if closing_of(one).is_stale(day)]
    done = 0
    for _, group in groupby(stale, key=lambda one: (one.kind_key, one.period)):
        reports = list(group)
        answer = OneAsking(one.unit_id for one in reports if not one.is_consolidated)
        for known in reports:
            with transaction.atomic():
                report = locked(known.pk)
                if report.state != State.OPEN:
                    continue  # handed in since the list was read
                fill(report, at=at, answer=answer)
                audit.record(
                    by=audit.PROGRAM,
                    at=at,
                    action="Chốt số liệu báo cáo",
                    subject=str(report),
                    subject_type="periodic_report",
                    subject_id=report.pk,
                    after={"as_of": report.end.isoformat()},
                    unit_key=report.unit.key,
                )
                done += 1
    return done
