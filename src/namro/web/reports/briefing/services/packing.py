"""Making many documents one after another: can be left, goes on where it stopped, tells how far it is."""

import tempfile
import time
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django_q.tasks import async_task

from namro.core.errors import Refusal
from namro.core.letters.docx import docx
from namro.core.letters.pdf import pdf
from namro.core.letters.templates import template_called
from namro.core.reports.calendar import period_called
from namro.core.reports.freezing import thawed
from namro.web.accounts.models import User
from namro.web.audit import services as audit
from namro.web.chase.models import UrgingLetter
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import Posts
from namro.web.program.selectors import state
from namro.web.reports.briefing import permissions
from namro.web.reports.briefing.models import Package
from namro.web.reports.briefing.selectors.sheets import sheet_of
from namro.web.reports.briefing.services import parts
from namro.web.reports.briefing.services.parts import Part
from namro.web.reports.briefing.sheet import sheet_pdf
from namro.web.reports.documents import urging
from namro.web.reports.documents.making import file_name, made
from namro.web.reports.documents.packing import joined, pack_into
from namro.web.reports.documents.selectors import wording_of
from namro.web.reports.selectors.kinds import kind_called
from namro.web.reports.services.freezing import content_of
from namro.web.reports.services.opening import open_report

JOB = "namro.web.reports.briefing.jobs.make_package"
SILENT_AFTER = timedelta(minutes=2)
# A package is made in turns: the queue ends work that takes long, and others wait behind it.
SECONDS_OF_A_TURN = 90.0
MOST = 2_000
FORMS = {"pdf": "Một tệp PDF", "zip": "ZIP, mỗi đơn vị một tệp"}
OF_LETTERS = {
    "zip-docx": "ZIP, mỗi đơn vị một tệp Word",
    "zip-pdf": "ZIP, mỗi đơn vị một tệp PDF",
    "pdf": "Một tệp PDF",
}
Mark = str | int | list[str]


def start(
    *,
    kind: Package.Kind,
    title: str,
    form: str,
    marks: Sequence[Mark],
    by: User,
    posts: Posts,
    at: datetime,
) -> Package:
    """Begin a package in the background. Raises `Refusal` when there is nothing to make, or too much."""
    permissions.check_may_make_package(posts, kind)
    if form not in (OF_LETTERS if kind == Package.Kind.URGING else FORMS):
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
    """Hand a package that fell silent or failed to the queue once more; what was made stays made."""
    permissions.check_may_fetch(posts, package)
    silent = package.state == Package.State.RUNNING and timezone.now() - package.heard_at > SILENT_AFTER
    if not silent and package.state != Package.State.FAILED:
        raise Refusal("Gói tài liệu đang làm hoặc đã xong; không cần làm lại.")
    Package.objects.filter(pk=package.pk).update(
        state=Package.State.RUNNING, said="", heard_at=timezone.now()
    )
    async_task(JOB, package.pk)


@transaction.atomic
def cancel(*, package: Package, by: User, posts: Posts, at: datetime) -> None:
    """Stop a package and remove what was made of it; raises `Refusal` when it is over."""
    permissions.check_may_fetch(posts, package)
    if not Package.objects.filter(pk=package.pk, state=Package.State.RUNNING).update(
        state=Package.State.CANCELLED, heard_at=timezone.now()
    ):
        raise Refusal("Gói tài liệu đã xong hoặc đã dừng từ trước.")
    audit.record(
        by=by,
        at=at,
        action="Dừng lập tài liệu của nhiều đơn vị",
        subject=package.title,
        subject_type="package",
        subject_id=package.pk,
    )
    transaction.on_commit(lambda: parts.clear(package.shelf))


def run(package_id: int) -> None:
    """Make what is still to be made of the package, for one turn; then hand it on, or keep the file.

    Harmless when it is over, and when two run at once: a part is the same bytes whoever makes it.
    """
    package = Package.objects.get(pk=package_id)
    until = time.monotonic() + SECONDS_OF_A_TURN
    found: list[Part] = []
    for at, mark in enumerate(package.marks):
        part = parts.kept(package.shelf, at)
        if part is None:
            if not _heard(package, at):
                return
            if time.monotonic() > until:
                async_task(JOB, package_id)
                return
            part = _make(package, at, mark)
        found.append(part)
    if _heard(package, len(found)):
        _end(package, found)


def _heard(package: Package, done: int) -> bool:
    """Say how far it is; False when the package is over, and then no part of it stays."""
    running = Package.objects.filter(pk=package.pk, state=Package.State.RUNNING)
    if running.update(done=done, heard_at=timezone.now()):
        return True
    parts.clear(package.shelf)
    return False


def _make(package: Package, at: int, mark: Mark) -> Part:
    files, refused = {}, ""
    try:
        files = _made(package, mark)
    except Refusal as refusal:
        refused = refusal.sentence
    parts.keep(package.shelf, at, files, refused)
    return Part(tuple(files), refused)


def _end(package: Package, found: Sequence[Part]) -> None:
    """Put the parts together; whoever comes second, or after the package was stopped, leaves nothing behind."""
    left_out = [part.refused for part in found if part.refused]
    running = Package.objects.filter(pk=package.pk, state=Package.State.RUNNING)
    if not any(part.names for part in found):
        said = (left_out[0] if left_out else "Không lập được tài liệu nào.")[:500]
        running.update(state=Package.State.FAILED, said=said)
        parts.clear(package.shelf)
        return
    places = dict(parts.files_of(package.shelf, found))
    with tempfile.TemporaryFile() as whole:
        if package.form == "pdf":
            whole.write(joined(place.read_bytes() for place in places.values()))
        else:
            pack_into(whole, places, lambda name: places[name].read_bytes())
        whole.seek(0)
        ending = package.form.partition("-")[0]
        package.file.save(f"{package.kind}-{package.pk}.{ending}", File(whole), save=False)
    name = package.file.name or ""
    said = f"Bỏ qua {len(left_out)}: {left_out[0]}"[:500] if left_out else ""
    if not running.update(state=Package.State.DONE, file=name, said=said, heard_at=timezone.now()):
        default_storage.delete(name)
    parts.clear(package.shelf)


def _made(package: Package, mark: Mark) -> dict[str, bytes]:
    """Give the files of one unit by name; a report that is not open yet is opened, filled."""
    if isinstance(mark, int):
        return _letter(mark, "docx" if package.form == "zip-docx" else "pdf")
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


def _letter(letter_id: int, ending: str) -> dict[str, bytes]:
    letter = UrgingLetter.objects.select_related("unit").filter(pk=letter_id).first()
    if letter is None:
        raise Refusal("Một dự thảo công văn đã bị bỏ sau khi bắt đầu lập gói.")
    words = wording_of(template_called(urging.KEY))
    drawn = urging.urging_letter(letter, words, invented=state().illustration)
    # The number of the letter tells two letters of one unit and day apart.
    return {f"{urging.file_stem(letter)}-{letter.pk}.{ending}": (docx if ending == "docx" else pdf)(drawn)}
