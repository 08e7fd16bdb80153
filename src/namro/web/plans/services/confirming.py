"""From a reviewed reading to a plan in force, with everything it obliges people to do."""

from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import transaction

from namro.core.errors import Refusal
from namro.core.plans.model import SCHEMA
from namro.core.text import squeeze
from namro.web.audit import services as audit
from namro.web.audit.services import Person
from namro.web.plans.models import Baseline, Plan, PlanImport, Target
from namro.web.plans.services.obliging import add_missing
from namro.web.plans.services.tasks_of_reading import write_sections_and_tasks


def confirm_plan(
    *, reading: dict[str, Any], plan_import: PlanImport | None, by: Person, at: datetime
) -> Plan:
    """Write the plan that a reading of schema `namro.plan/1` describes, with its tasks and obligations.

    All or nothing, recorded in the audit. Raises `Refusal` when the reading is of another schema, names no
    date of issue or no title, holds no task, or when the plan or the import has been confirmed before.
    """
    issued_on = _check(reading)
    heading = reading["document"]
    with transaction.atomic():
        if plan_import is not None:
            _take_import(plan_import)
        number = squeeze(heading.get("number") or "")
        if number and Plan.objects.filter(number=number, issued_on=issued_on).exists():
            raise Refusal(
                f"Kế hoạch số {number} ban hành cùng ngày đã có trong chương trình; hãy mở kế hoạch đó "
                "thay vì xác nhận lần nữa."
            )
        plan = _write_plan(reading, number=number, issued_on=issued_on, plan_import=plan_import, by=by, at=at)
        _write_figures(plan, reading)
        tasks = write_sections_and_tasks(plan, reading)
        if not tasks:
            raise Refusal("Văn bản chưa có nhiệm vụ nào; hãy bổ sung ít nhất một nhiệm vụ ở trang rà soát.")
        made = add_missing(tasks)
        audit.record(
            by=by,
            at=at,
            action="Xác nhận kế hoạch",
            subject=str(plan),
            subject_type="plan",
            subject_id=plan.pk,
            after={
                "tasks": len(tasks),
                "obligations": made.added,
                "without_unit": list(made.without_unit),
                "import": plan_import.pk if plan_import is not None else None,
            },
        )
    return plan


def _check(reading: dict[str, Any]) -> date:
    if reading.get("schema") != SCHEMA:
        raise Refusal("Bản đọc này không đúng dạng của chương trình; hãy tải văn bản lên và đọc lại.")
    heading = reading.get("document") or {}
    if not squeeze(heading.get("title") or ""):
        raise Refusal("Chưa có tên kế hoạch; hãy điền tên kế hoạch ở trang rà soát.")
    try:
        return date.fromisoformat(heading.get("issued_on") or "")
    except ValueError:
        raise Refusal(
            "Chưa có ngày ban hành nên chưa tính được thời hạn; hãy điền ngày ban hành ở trang rà soát."
        ) from None


def _take_import(plan_import: PlanImport) -> None:
    taken = PlanImport.objects.filter(pk=plan_import.pk, state=PlanImport.State.REVIEW).update(
        state=PlanImport.State.CONFIRMED
    )
    if not taken:
        raise Refusal("Văn bản này không còn chờ rà soát; có thể người khác vừa xác nhận hoặc đã bỏ nó.")
    plan_import.state = PlanImport.State.CONFIRMED


def _write_plan(
    reading: dict[str, Any],
    *,
    number: str,
    issued_on: date,
    plan_import: PlanImport | None,
    by: Person,
    at: datetime,
) -> Plan:
    heading = reading["document"]
    signer = heading.get("signer") or {}
    apart = {"number", "issued_on", "place", "issuer", "title", "signer"}
    return Plan.objects.create(
        number=number[:80],
        issued_on=issued_on,
        year=issued_on.year,
        place=(heading.get("place") or "")[:80],
        issuer=(heading.get("issuer") or "")[:200],
        title=heading["title"],
        signer_name=(signer.get("name") or "")[:120],
        signer_role=(signer.get("role") or "")[:200],
        heading={key: value for key, value in heading.items() if key not in apart},
        findings=reading.get("findings") or [],
        plan_import=plan_import,
        confirmed_at=at,
        confirmed_by=by.get_full_name() or by.get_username(),
    )


def _write_figures(plan: Plan, reading: dict[str, Any]) -> None:
    Target.objects.bulk_create(
        Target(
            plan=plan,
            index=(target.get("index") or "")[:20],
            kind=(target.get("kind") or "")[:30],
            value=target.get("value"),
            text=target.get("text") or "",
        )
        for target in reading.get("targets") or ()
    )
    Baseline.objects.bulk_create(
        Baseline(
            plan=plan,
            index=(base.get("index") or "")[:20],
            year=base["year"],
            score=_decimal(base.get("score")),
            maximum=_decimal(base.get("max")),
            percent=_decimal(base.get("percent")),
            rank=base.get("rank"),
            of=base.get("of"),
            rank_change=base.get("rank_change"),
            text=base.get("text") or "",
        )
        for base in reading.get("baselines") or ()
    )


def _decimal(value: Any) -> Decimal | None:
    if value is None or value == "":
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
