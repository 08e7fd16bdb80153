"""The illustration: invented progress put into a database that has none, and taken out again.

Real and invented progress never stand in one database. While the illustration is shown, people may still
report, accept and return to try the program out; `reporting` marks every such step as illustration too, and
removing takes it away with the rest.
"""

from datetime import date, datetime
from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F

from namro.core.errors import Refusal
from namro.core.text import format_number
from namro.web.accounts.models import User
from namro.web.audit import services as audit
from namro.web.evidence.models import Evidence
from namro.web.plans.models import Obligation, Plan, Report
from namro.web.plans.selectors.illustration import Illustration, illustration
from namro.web.plans.services.inventing import MARK, SEED, Story, invent
from namro.web.plans.states import Action, State
from namro.web.program import selectors as program
from namro.web.program.invented import remove_elsewhere
from namro.web.program.services import set_illustration

_BATCH = 500
_CHANGED = (
    "state", "percent", "quantity", "sentence", "obstacle", "reported_at",
    "closed_at", "closed_by", "return_reason", "version",
)  # fmt: skip


@transaction.atomic
def add_illustration(*, by: User, at: datetime, seed: int = SEED) -> Illustration:
    """Invent progress for every obligation from the day its plan was issued up to the day of `at`.

    Raises `Refusal` when a real report exists, when the illustration is already there, or when there is
    nothing to illustrate; then nothing is written.
    """
    _hold_all()
    real = Report.objects.filter(is_illustration=False).count()
    if real:
        raise Refusal(
            f"Cơ sở dữ liệu này đã có {format_number(real)} bước báo cáo thật, nên không nạp số liệu minh họa: "
            "thật và minh họa không bao giờ chung một cơ sở dữ liệu. Hãy chạy make demo, bản minh họa có thư mục "
            "dữ liệu riêng."
        )
    if program.state().illustration:
        raise Refusal("Số liệu minh họa đã được nạp; hãy xóa trước khi nạp lại.")
    obligations = list(Obligation.objects.select_related("unit", "task").order_by("id"))
    if not obligations:
        raise Refusal("Chưa có phần việc nào để minh họa; hãy xác nhận một kế hoạch trước.")
    since = {plan.pk: plan.issued_on or date(plan.year, 1, 1) for plan in Plan.objects.all()}
    stories = [s for s in invent(obligations, since=since, until=at.date(), seed=seed) if s.steps]
    _write(stories, by=by, at=at)
    set_illustration(by=by, at=at, shown=True)
    counts = illustration()
    _record(counts, "Tạo tiến độ minh họa", by=by, at=at)
    return counts


@transaction.atomic
def remove_illustration(*, by: User, at: datetime) -> Illustration:
    """Take every invented step and its proof out and put the obligations back to "chưa bắt đầu".

    That is where all of them stood, because the illustration only goes where nobody has reported. What other rooms
    hold of invented data goes in the same transaction. The record of changes stays. Raises `Refusal` when there is no illustration.
    """
    _hold_all()
    if not program.state().illustration:
        raise Refusal("Không có số liệu minh họa nào để xóa.")
    counts = illustration()
    remove_elsewhere(by=by, at=at)
    invented = Report.objects.filter(is_illustration=True)
    # Versions go on counting, so that a form opened before cannot be taken for a fresh one.
    Obligation.objects.filter(pk__in=invented.values("obligation_id")).update(
        state=State.NOT_STARTED,
        percent=None,
        quantity=None,
        sentence="",
        obstacle=False,
        reported_at=None,
        closed_at=None,
        closed_by="",
        return_reason="",
        version=F("version") + 1,
    )
    proofs = set(invented.values_list("evidence", flat=True)) - {None}
    invented.delete()
    unused = Evidence.objects.filter(reports__isnull=True)
    for start in range(0, len(ids := sorted(pk for pk in proofs if pk is not None)), _BATCH):
        chosen = unused.filter(pk__in=ids[start : start + _BATCH])
        for name in chosen.exclude(file="").values_list("file", flat=True):
            transaction.on_commit(partial(default_storage.delete, name))
        Evidence.objects.filter(pk__in=list(chosen.values_list("pk", flat=True))).delete()
    set_illustration(by=by, at=at, shown=False)
    _record(counts, "Xóa tiến độ minh họa", by=by, at=at)
    return counts


def _hold_all() -> None:
    """Hold every obligation until the end, so that no report slips in between the check and the flag."""
    list(Obligation.objects.select_for_update().order_by("id").values_list("id", flat=True))


def _record(counts: Illustration, action: str, *, by: User, at: datetime) -> None:
    audit.record(
        by=by,
        at=at,
        action=action,
        subject=f"{counts.reports} bước báo cáo, {counts.evidence} minh chứng của {counts.obligations} phần việc",
        subject_type="illustration",
        subject_id="illustration",
        after={"reports": counts.reports, "evidence": counts.evidence, "obligations": counts.obligations},
    )


def _write(stories: list[Story], *, by: User, at: datetime) -> None:
    reports, proofs, owners = list[Report](), list[Evidence](), list[int]()
    for story in stories:
        _tell(story)
        for step in story.steps:
            reports.append(
                Report(
                    obligation=story.obligation,
                    at=step.at,
                    by=by,
                    by_name=f"{_name(story, step.action)} {MARK}",
                    action=step.action,
                    state_before=step.before,
                    state_after=step.after,
                    percent=step.percent,
                    sentence=step.sentence,
                    obstacle=step.obstacle,
                    is_illustration=True,
                )
            )
            if step.document is not None:
                number, day = step.document
                owners.append(len(reports) - 1)
                proofs.append(
                    Evidence(
                        unit=story.obligation.unit,
                        added_by=by,
                        added_at=step.at,
                        summary=f"{step.sentence} {MARK}",
                        document_number=number,
                        document_date=day,
                        issuer=story.obligation.unit.name,
                    )
                )
    Report.objects.bulk_create(reports, batch_size=_BATCH)
    Evidence.objects.bulk_create(proofs, batch_size=_BATCH)
    link = Report.evidence.through
    link.objects.bulk_create(
        [
            link(report_id=reports[owner].pk, evidence_id=proof.pk)
            for owner, proof in zip(owners, proofs, strict=True)
        ],
        batch_size=_BATCH,
    )
    # An upsert by key: twenty times quicker than one UPDATE with a CASE per column.
    Obligation.objects.bulk_create(
        [story.obligation for story in stories],
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=_CHANGED,
    )


def _tell(story: Story) -> None:
    """Put the obligation where its story ends."""
    told, last = story.obligation, story.steps[-1]
    reported = [step for step in story.steps if step.action in (Action.START, Action.SUBMIT)][-1]
    told.state = last.after
    told.percent = reported.percent
    told.sentence = reported.sentence
    told.obstacle = reported.obstacle
    told.reported_at = reported.at
    told.version += len(story.steps)
    if last.action == Action.ACCEPT:
        told.closed_at, told.closed_by = last.at, _name(story, last.action)
    if last.action == Action.RETURN:
        told.return_reason = last.sentence


def _name(story: Story, action: Action) -> str:
    if action in (Action.ACCEPT, Action.RETURN):
        return "Cán bộ theo dõi kế hoạch"
    return f"Cán bộ {story.obligation.unit.name}"
