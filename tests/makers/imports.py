"""An uploaded document that has been read and waits for its review."""

from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from makers.import_reading import lines, reading
from namro.web.accounts.models import User
from namro.web.imports.selectors.imports import document_of
from namro.web.imports.selectors.review_tree import prepare
from namro.web.plans.models import PlanImport


def import_in_review(
    *, by: User, at: datetime, tree: dict[str, Any] | None = None, source: list[list[Any]] | None = None
) -> PlanImport:
    """Give an import in review; without a tree, of the small sample."""
    read = tree if tree is not None else reading()
    number, title = document_of(read)
    row = PlanImport(
        file_name="ke-hoach.docx",
        size=1,
        sha256="0" * 64,
        uploaded_by=by,
        uploaded_at=at,
        heard_at=timezone.now(),
        state=PlanImport.State.REVIEW,
        reading=read,
        reviewed=prepare(read),
        source_lines=source if source is not None else lines(),
        number=number,
        title=title,
    )
    row.file.save("ke-hoach.docx", ContentFile(b"x"), save=False)
    row.save()
    return row
