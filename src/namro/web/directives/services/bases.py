"""From a confirmed plan to the register: its own document, its legal bases and the plans it says it carries out."""

from datetime import datetime

from django.db import transaction

from namro.core.errors import Refusal
from namro.core.plans.citations import Citation, citations_in
from namro.core.text import fold
from namro.web.accounts.models import User
from namro.web.directives import permissions
from namro.web.directives.models import Directive, DirectiveLink
from namro.web.directives.services.linking import put_link
from namro.web.directives.services.registering import MAX_ABSTRACT, Said, write_directive
from namro.web.organisations.models import Post, Role, Unit, UnitAlias
from namro.web.organisations.selectors import Posts, posts_on
from namro.web.plans.models import Plan

_KINDS = {str(label): code for code, label in Directive.Kind.choices}


def record_plan(*, plan: Plan, by: User, posts: Posts, at: datetime) -> Directive:
    """Write the plan's document and what it names as its ground into the register of Sở Nội vụ.

    Can be repeated: what is there already is linked, not written twice. A ground that cannot stand (issued
    later, or a ring) is left out. Raises `NotAllowed`.
    """
    permissions.check_may_record_plan(posts)
    holder = next(post.unit for post in posts.posts if post.role == Role.PLAN_OFFICER)
    with transaction.atomic():
        document = Directive.objects.filter(plan=plan, withdrawn_at__isnull=True).first()
        if document is None:
            document = _document(plan, holder, by=by, at=at)
        for cited in grounds_named(plan):
            if cited.number == plan.number and cited.issued_on == plan.issued_on:
                continue
            base = _base(cited, plan, holder, by=by, at=at)
            if base.pk == document.pk or DirectiveLink.objects.filter(base=base, document=document).exists():
                continue  # also one that a person took away
            try:
                put_link(base=base, document=document, by=by, at=at)
            except Refusal:
                continue
    return document


def record_example_plan(*, at: datetime) -> Directive | None:
    """Write the example plan's chain, so that a fresh program shows one; None when there is nothing to do."""
    plan = Plan.objects.order_by("id").first()
    officer = User.objects.filter(
        pk__in=Post.objects.filter(role=Role.PLAN_OFFICER).values("user_id")
    ).first()
    if plan is None or officer is None or Plan.objects.count() > 1 or Directive.objects.exists():
        return None
    posts = posts_on(officer, on=at.date())
    if not permissions.may_record_plan(posts):
        return None
    return record_plan(plan=plan, by=officer, posts=posts, at=at)


def grounds_named(plan: Plan) -> tuple[Citation, ...]:
    """Give the documents that the plan's preamble names, then those its requirements say it carries out."""
    found: dict[str, Citation] = {}
    for text in plan.heading.get("legal_bases") or ():
        for cited in citations_in(str(text)):
            found.setdefault(cited.number, cited)
    for text in plan.clauses.filter(kind="requirement").order_by("position").values_list("text", flat=True):
        for cited in citations_in(text):
            found.setdefault(cited.number, cited)
    return tuple(found.values())


def _document(plan: Plan, holder: Unit, *, by: User, at: datetime) -> Directive:
    same = Directive.objects.filter(
        number=plan.number, issued_on=plan.issued_on, entered_for=holder, withdrawn_at__isnull=True, plan=None
    ).first()
    if same is not None:
        same.plan = plan
        same.save(update_fields=["plan"])
        return same
    Directive.objects.filter(plan=plan).update(plan=None)  # a withdrawn entry lets the plan go
    said = Said(
        number=plan.number or f"Kế hoạch {plan.pk}",
        issued_on=plan.issued_on,
        kind=Directive.Kind.PLAN,
        issuer=_as_registered(plan.issuer) or "Ủy ban nhân dân tỉnh",
        abstract=plan.title[:MAX_ABSTRACT],
    )
    return write_directive(said=said, entered_for=holder, by=by, at=at, plan=plan)


def _base(cited: Citation, plan: Plan, holder: Unit, *, by: User, at: datetime) -> Directive:
    known = Directive.objects.filter(number=cited.number, entered_for=holder, withdrawn_at__isnull=True)
    if cited.issued_on is not None:
        known = known.filter(issued_on=cited.issued_on)
    base = known.order_by("id").first()
    if base is not None:
        return base
    said = Said(
        number=cited.number[:80],
        issued_on=cited.issued_on,
        kind=_KINDS.get(cited.kind, Directive.Kind.OTHER),
        issuer=(cited.issuer or "Văn bản không ghi cơ quan ban hành")[:200],
        abstract=cited.about[:MAX_ABSTRACT],
    )
    return write_directive(said=said, entered_for=holder, by=by, at=at, read_from=plan)


def _as_registered(name: str) -> str:
    """Give the name the register uses for an issuer: documents print it in capitals."""
    known = UnitAlias.objects.filter(folded=fold(name)).values_list("unit__name", flat=True).first()
    return known or name
