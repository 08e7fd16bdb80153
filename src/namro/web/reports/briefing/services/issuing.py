"""Issuing a briefing: frozen with its hash, never changed afterwards."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from namro.core.errors import Refusal
from namro.core.reports.freezing import canonical, digest
from namro.web.accounts.models import User
from namro.web.audit import services as audit
from namro.web.organisations.selectors import Posts
from namro.web.reports.briefing import permissions
from namro.web.reports.briefing.drawing import briefing_pdf
from namro.web.reports.briefing.models import Briefing
from namro.web.reports.briefing.slides import briefing_pptx


@transaction.atomic
def issue(*, content: Mapping[str, Any], by: User, posts: Posts, at: datetime) -> Briefing:
    """Freeze a briefing as the next edition; one that cannot be drawn is refused and nothing is kept."""
    permissions.check_may_issue_briefing(posts)
    chosen = content["decisions"]["chosen"]
    if len({one["key"] for one in chosen}) != len(chosen):
        raise Refusal("Một việc được chọn hai lần; hãy chọn các việc khác nhau.")
    number = (Briefing.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    head = {**content["head"], "edition": number, "author": by.get_full_name(), "at": at.isoformat()}
    whole = {**content, "head": head}
    briefing_pdf(whole)
    briefing_pptx(whole)
    text = canonical(whole)
    made = Briefing.objects.create(
        number=number,
        title=head["title"],
        day=date.fromisoformat(head["day"]),
        since=date.fromisoformat(head["since"]),
        content=text,
        sha256=digest(text),
        by_name=by.get_full_name() or by.get_username(),
        at=at,
    )
    audit.record(
        by=by,
        at=at,
        action="Phát hành tài liệu họp",
        subject=str(made),
        subject_type="briefing",
        subject_id=made.pk,
        after={"sha256": made.sha256, "day": head["day"], "since": head["since"]},
    )
    return made
