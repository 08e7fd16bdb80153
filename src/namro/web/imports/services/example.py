"""The example plan of a fresh program: read from its document through the same door as any other."""

from datetime import datetime
from pathlib import Path

from namro.core.errors import Refusal
from namro.web.accounts.models import User
from namro.web.imports.services import importing
from namro.web.imports.services.concluding import conclude
from namro.web.organisations.models import Post, Role
from namro.web.plans.models import Plan, PlanImport


def ensure_example_plan(path: Path, at: datetime) -> Plan | None:
    """Import, read and confirm the document when the program has no plan and no import yet.

    None when there was nothing to do or nobody follows plans yet. What a person began stays as it is: an
    import that waits for review is not confirmed behind that person's back. Raises `Refusal` when the
    document cannot be read.
    """
    if Plan.objects.exists() or PlanImport.objects.exists():
        return None
    officer = User.objects.filter(
        pk__in=Post.objects.filter(role=Role.PLAN_OFFICER).values("user_id")
    ).first()
    if officer is None:
        return None
    with path.open("rb") as content:
        row = importing.receive(content=content, name=path.name, size=path.stat().st_size, by=officer, at=at)
    # The queue holds the same work; whoever comes second finds it done.
    importing.run(row.pk)
    row = PlanImport.objects.get(pk=row.pk)
    if row.state != PlanImport.State.REVIEW:
        raise Refusal(row.error or "Văn bản mẫu đang được đọc; kế hoạch sẽ chờ rà soát ở trang Nhập văn bản.")
    return conclude(plan_import=row, version=row.version, by=officer, at=at)
