"""What can be found of directive documents."""

from django.db.models import F
from django.urls import reverse

from namro.core.text import format_date
from namro.web.directives.selectors.register import visible_directives
from namro.web.ui.search import COUNT_UP_TO, Found, Hit, Question


def directives(question: Question) -> Found:
    """Find documents in sight by number, issuer and abstract, the latest first."""
    found = visible_directives(question.posts).filter(withdrawn_at__isnull=True)
    for word in question.words:
        found = found.filter(search__contains=word)
    rows = list(found.order_by(F("issued_on").desc(nulls_last=True), "-id")[: question.most])
    count = len(rows)
    if count == question.most:
        count = found.order_by().values("id")[: COUNT_UP_TO + 1].count()
    hits = tuple(
        Hit(
            reverse("directives:detail", args=[row.pk]),
            f"{row.get_kind_display()} {row.number}",
            row.abstract,
            f"{row.issuer}{f', ngày {format_date(row.issued_on)}' if row.issued_on else ''}",
        )
        for row in rows
    )
    return Found(hits, count)
