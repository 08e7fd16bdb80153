"""Making many documents one after another: can be left, goes on where it stopped, tells how far it is."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django_q.tasks import async_task

from namro.core.errors import Refusal
from namro.core.reports.calendar import period_called
from namro.core.reports.freezing import thawed
from namro.web.accounts.models import User
from namro.web.audit import services as audit
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import Posts
from namro.web.program.selectors import state
from namro.web.reports.briefing import permissions
from namro.web.reports.briefing.models import Package
from namro.web.reports.briefing.selectors.sheets import sheet_of
from namro.web.reports.briefing.sheet import sheet_pdf
from namro.web.reports.documents.making import file_name, made
from namro.web.reports.documents.packing import joined, packed
from namro.web.reports.selectors.kinds import kind_called
from namro.web.reports.services.freezing import content_of
from namro.web.reports.services.opening import open_report

JOB = "namro.web.reports.briefing.jobs.make_package"
SILENT_AFTER = timedelta(minutes=2)
MOST = 2_000
FORMS = {"pdf": "Một tệp PDF", "zip": "ZIP, mỗi đơn vị một tệp"}


def start(
    *,
    kind: Package.Kind,
    title: str,
    form: str,
    marks: Sequence[str | list[str]],
    by: User,
    posts: Posts,
    at: datetime,
) -> Package:
    """Begin a package in the background. Raises `Refusal` when there is nothing to make, or too much."""
    permissions.check_may_make_packages(posts)
    if form not in FORMS:
        raise Refusal("Hãy chọn một tệp PDF hoặc ZIP.")
    if not marks:
        raise Refusal("Không có đơn vị nào để lập; hãy chọn cấp hoặc kỳ khác.")
    if len(marks) > MOST:
        raise Refusal(f"Một gói có tối đa {MOST} đơn vị; hãy chia theo cấp.")
    with transaction.atomic():
        package = Package.objects.create(
            kind=kind,
            title=title[:200],
            form=form,
            marks=list(marks),
            by=by,
            made_at=at,
            heard_at=timezone.now(),
        )
        audit.record(
            by=by,
            at=at,
            action="Lập tài liệu của nhiều đơn vị",
            subject=package.title,
            subject_type="package",
            subject_id=package.pk,
            after={"form": form, "total": package.total},
        )
        transaction.on_commit(lambda: async_task(JOB, package.pk))
    return package


def go_on(*, package: Package, posts: Posts) -> None:
    """Hand a package that fell silent or failed to the queue once more."""
    permissions.check_may_fetch(posts, package)
    silent = package.state == Package.State.RUNNING and timezone.now() - package.heard_at > SILENT_AFTER
    if not silent and package.state != Package.State.FAILED:
        raise Refusal("Gói tài liệu đang làm hoặc đã xong; không cần làm lại.")
    Package.objects.filter(pk=package.pk).update(
        state=Package.State.RUNNING, done=0, said="", heard_at=timezone.now()
    )
    async_task(JOB, package.pk)


def run(package_id: int) -> None:
    """Make every document of the package and keep the file; harmless when it is over."""
    package = Package.objects.get(pk=package_id)
    if package.state != Package.State.RUNNING:
        return
    files: dict[str, bytes] = {}
    left_out: list[str] = []
    for at, mark in enumerate(package.marks, start=1):
        try:
            files.update(_made(package, mark))
        except Refusal as refusal:
            left_out.append(refusal.sentence)
        Package.objects.filter(pk=package_id).update(done=at, heard_at=timezone.now())
    if not files:
        said = (left_out[0] if left_out else "Không lập được tài liệu nào.")[:500]
        Package.objects.filter(pk=package_id).update(state=Package.State.FAILED, said=said)
        return
    content = joined(files.values()) if package.form == "pdf" else packed(files)
    ending = package.form
    package.file.save(f"{package.kind}-{package.pk}.{ending}", ContentFile(content), save=False)
    said = f"Bỏ qua {len(left_out)}: {left_out[0]}"[:500] if left_out else ""
    Package.objects.filter(pk=package_id).update(
        state=Package.State.DONE, file=package.file.name, said=said, heard_at=timezone.now()
    )


def _made(package: Package, mark: str | list[str]) -> dict[str, bytes]:
    """Give the files of one unit by name; a report that is not open yet is opened, filled."""
    if isinstance(mark, str):
        unit = Unit.objects.filter(key=mark).first()
        if unit is None:
            raise Refusal(f"Đơn vị “{mark}” không còn trong danh bạ.")
        sheet = sheet_of(unit, timezone.localtime(package.made_at).date())
        return {f"to-don-vi-{unit.key}.pdf": sheet_pdf(sheet, invented=state().illustration)}
    kind_key, period_key, unit_key = mark
    kind = kind_called(kind_key)
    unit = Unit.objects.filter(key=unit_key).first()
    if unit is None:
        raise Refusal(f"Đơn vị “{unit_key}” không còn trong danh bạ.")
    report, _ = open_report(
        kind=kind, unit=unit, period=period_called(kind.kind, period_key), by=package.by, at=package.made_at
    )
    edition = report.editions.order_by("-number").first()
    content = (
        thawed(edition.content)
        if edition
        else content_of(report, author=package.by.get_full_name(), at=package.made_at, edition=0)
    )
    forms = ("pdf",) if package.form == "pdf" else ("docx", "pdf")
    draft = edition is None
    return {file_name(content, form): made(content, form, is_draft=draft) for form in forms}
