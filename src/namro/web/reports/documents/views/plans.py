"""A plan in force as an official document: its page and its files."""

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_GET

from namro.core.text import fold
from namro.web.organisations.selectors import posts_of
from namro.web.plans.models import Plan
from namro.web.plans.permissions import check_may_see_plan
from namro.web.reports.documents.plan import plan_letter
from namro.web.reports.documents.views.answering import document


@require_GET
def plan_document(request: HttpRequest, plan_id: int) -> HttpResponse:
    """The plan as it stands in the program, to print or to edit: whoever may see the plan."""
    plan = get_object_or_404(Plan.objects.select_related("plan_import"), pk=plan_id)
    check_may_see_plan(posts_of(request), plan)
    return document(
        request,
        lambda: plan_letter(plan),
        title=str(plan),
        stem=_stem(plan),
        back=(reverse("plans:detail", args=[plan.pk]), str(plan)),
        context={
            "note": "Toàn văn kế hoạch theo thể thức Nghị định 30/2020/NĐ-CP, lập từ nội dung đã xác nhận trong chương "
            "trình; đọc lại tệp Word cho đúng các nhiệm vụ này."
        },
    )


def _stem(plan: Plan) -> str:
    """Give the number as the name of a file: "359-KH-UBND"; letters that file systems mistake lose their marks."""
    plain = "".join(fold(letter).upper() if letter.isupper() else fold(letter) for letter in plan.number)
    return re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-") or f"ke-hoach-{plan.pk}"
