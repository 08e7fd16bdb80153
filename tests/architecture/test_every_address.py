"""Every address of the program, asked for by those who must get nothing."""

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver

from namro.core.reports.kinds import kind_called, tree_of_kind
from namro.web.accounts.models import User
from namro.web.campaigns.models import Campaign, Entrant, ProvinceRulebook, Publication, SheetLine
from namro.web.campaigns.services.preparing import shipped_toml
from namro.web.cascade.models import HandOver
from namro.web.chase.models import Bulletin, Charge, Delivery, Gathering, OneUseLink, UrgingLetter
from namro.web.directives.models import Directive, GivenImport, GivenPart, GivenTask
from namro.web.evidence.models import Evidence
from namro.web.indices.models import ResultImport
from namro.web.measures.models import TaskMeasure
from namro.web.organisations.models import Division, Group, Unit
from namro.web.plans.models import Correction, Obligation, Plan, PlanImport, Report, Task, TaskParty
from namro.web.recurrences.models import Milestone
from namro.web.reports.briefing.models import Briefing, Package
from namro.web.reports.models import KindVersion, ReportEdition, ReportFigure
from namro.web.reports.models import Report as PeriodicReport
from namro.web.scorecards.models import Inspection, Snapshot
from namro.web.scorecards.selectors.snapshots import packed
from namro.web.talks.models import Message, Obstacle
from namro.web.worklist.models import Batch, FilledTable

# Open to whoever signs in; those before the line to everybody.
WITHOUT_SIGN_IN = {"accounts:sign_in", "accounts:sign_in_as", "chase:link"}
WITHOUT_A_POST = WITHOUT_SIGN_IN | {"accounts:sign_out", "accounts:me", "accounts:change_password"}
REFUSED = {403, 404, 405}
WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE)(?!.*django_session)", re.IGNORECASE | re.DOTALL)


def _patterns(
    resolver: URLResolver, before: str = "", space: str = ""
) -> Iterator[tuple[str, str, dict[str, object]]]:
    """Give name, route and converters of every address."""
    for entry in resolver.url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            name = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from _patterns(entry, route, name)
        elif isinstance(entry, URLPattern):
            yield f"{space}{entry.name}", route, dict(entry.pattern.converters)


ADDRESSES = sorted(_patterns(get_resolver()), key=lambda found: found[0])


@pytest.fixture
def samples(cast: dict[str, User], units: dict[str, Unit], at: datetime) -> dict[str, object]:
    """One real thing for every placeholder of an address, belonging to the commune of `xa`."""
    plan_import = PlanImport.objects.create(
        file="imports/x.txt", file_name="x.txt", sha256="0" * 64, uploaded_by=cast["sonoivu"], uploaded_at=at,
        state=PlanImport.State.REVIEW, reading={}, reviewed={},
    )  # fmt: skip
    plan = Plan.objects.create(
        number="1/KH-UBND",
        year=2021,
        title="Kế hoạch thử",
        confirmed_at=at,
        confirmed_by="x",
        plan_import=plan_import,
    )
    task = Task.objects.create(
        plan=plan, position=1, code="PL1.I.1-1", text="Việc", search="viec", deadline_kind="yearly",
        first_line=1, last_line=1,
    )  # fmt: skip
    group = Group.objects.get(key="audited-units")
    TaskParty.objects.create(task=task, role=TaskParty.Role.LEAD, group=group)
    obligation = Obligation.objects.create(
        task=task,
        unit=units["thien-loc"],
        period="Năm 2021",
        period_start=date(2021, 1, 1),
        period_end=date(2021, 12, 31),
    )
    proof = Evidence.objects.create(
        unit=units["thien-loc"], added_by=cast["xa"], added_at=at, document_number="1/BC", summary="Báo cáo"
    )
    report = Report.objects.create(
        obligation=obligation, at=at, by=cast["xa"], by_name="x", action="submit", state_before="not_started",
        state_after="submitted",
    )  # fmt: skip
    report.evidence.add(proof)
    correction = Correction.objects.create(
        plan_import=plan_import, path="appendices/0", field="text", by="x", at=at
    )
    campaign = Campaign.objects.create(
        name="Đợt thử", year=2025, index="PAR INDEX", rulebook_key="x", rulebook_name="x", rulebook_sha256="0" * 64,
        rulebook_toml=shipped_toml("par-index-2025").decode(), appraiser=units["so-noi-vu"],
        self_score_by=at.date(), appraise_by=at.date(), explain_by=at.date(), appraise_again_by=at.date(),
        publish_by=at.date(), stage="self_scoring", created_by=cast["sonoivu"], created_at=at,
    )  # fmt: skip
    rulebook = ProvinceRulebook.objects.create(
        key="x", version=1, index="x", name="x", sha256="0" * 64,
        toml=shipped_toml("par-index-2025").decode(), added_by=cast["sonoivu"], added_by_name="x", added_at=at,
    )  # fmt: skip
    entrant = Entrant.objects.create(campaign=campaign, unit=units["thien-loc"])
    SheetLine.objects.create(entrant=entrant, position=0, code="1.1").evidence.add(proof)
    Publication.objects.create(
        campaign=campaign, edition=1, at=at, by_name="x", content={}, ranking=[], sha256="0" * 64
    )
    table = ResultImport.objects.create(
        file_name="x.csv", sha256="0" * 64, source="x", rows=[], uploaded_by="x", uploaded_at=at
    )
    directive = Directive.objects.create(
        number="2/KH-UBND", kind="ke_hoach", issuer="x", search="", entered_for=units["thien-loc"],
        entered_by=cast["xa"], entered_at=at,
    )  # fmt: skip
    directive.proofs.add(proof)
    given = GivenTask.objects.create(
        number="3/VPCP", given_on=at.date(), giver="x", text="x", search="x", assigner=units["so-noi-vu"],
        entered_by=cast["sonoivu"], entered_at=at,
    )  # fmt: skip
    part = GivenPart.objects.create(task=given, unit=units["thien-loc"])
    given_table = GivenImport.objects.create(
        file_name="x.csv", sha256="0" * 64, rows=[], assigner=units["so-noi-vu"], uploaded_by=cast["sonoivu"],
        uploaded_at=at,
    )  # fmt: skip
    measure = TaskMeasure.objects.create(
        task=task, name="Thước đo", unit_of_measure="bài", across_periods="sum", across_units="sum",
        since=date(2021, 1, 1), source="x", defined_by="x", defined_at=at,
    )  # fmt: skip
    milestone = Milestone.objects.create(
        task=task, number=1, name="Mốc", due=at.date(), source="x", by="x", at=at
    )
    message = Message.objects.create(
        obligation=obligation, by=cast["xa"], by_name="x", unit=units["thien-loc"], at=at, text="x"
    )
    obstacle = Obstacle.objects.create(obligation=obligation, content="x", raised_by=cast["xa"], raised_at=at)
    bulletin = Bulletin.objects.create(user=cast["xa"], day=at.date(), kind="daily", at=at)
    delivery = Delivery.objects.create(bulletin=bulletin, channel="email", address="x@y", next_at=at)
    link = OneUseLink.objects.create(
        user=cast["xa"], obligation=obligation, nonce="0", made_at=at, made_by="x", expires_at=at
    )
    letter = UrgingLetter.objects.create(
        unit=units["thien-loc"], day=at.date(), made_by="x", made_at=at,
        content={"unit": "x", "day": "2021-11-15", "items": [], "since": None},
    )  # fmt: skip
    inspection = Inspection.objects.create(
        kind="regular", inspector=units["can-loc"], unit=units["thien-loc"], inspected_on=at.date(), people="x",
        findings="x", follow_up="x", follow_up_due=at.date(), state="open", recorded_by=cast["huyen"], recorded_at=at,
    )  # fmt: skip
    content, digest = packed({})
    snapshot = Snapshot.objects.create(
        day=at.date(), origin="hand", is_rebuilt=False, made_at=at, made_by="x", count=0,
        counts={"accepted": 0, "overdue": 0, "silent": 0}, content=content, sha256=digest,
    )  # fmt: skip
    Briefing.objects.create(
        number=1, title="x", day=at.date(), since=at.date(), content="{}", sha256="0" * 64, by_name="x", at=at
    )
    kind = KindVersion.objects.create(
        key="tien-do-ke-hoach",
        version=1,
        by_name="x",
        at=at,
        tree=tree_of_kind(kind_called("tien-do-ke-hoach")),
    )
    # Its number is that of the report on the obligation, so that "report_id" is a real thing at both addresses.
    periodic = PeriodicReport.objects.create(
        pk=report.pk, kind_version=kind, kind_key=kind.key, unit=units["thien-loc"], period="2021-Q3",
        period_label="Quý III/2021", start=at.date(), end=at.date(), opened_at=at, opened_by="x",
    )  # fmt: skip
    frozen = ReportEdition.objects.create(
        report=periodic, number=1, content="{}", sha256="0" * 64, by_name="x", at=at
    )
    figure = ReportFigure.objects.create(
        report=periodic, section="chi-so", position=1, name="x.y", label="x", rule="sum", origin="typed",
        as_of=at.date(),
    )  # fmt: skip
    return {
        "number": 1,
        "kind_key": kind.key,
        "period": "2021-Q3",
        "edition_id": frozen.pk,
        "figure_id": figure.pk,
        "section": "chi-so",
        "action": "gui",
        "form": "pdf",
        "other": 1,
        "package_id": Package.objects.create(
            kind="to-don-vi", title="x", form="pdf", marks=[], by=cast["sonoivu"], made_at=at, heard_at=at
        ).pk,
        "inspection_id": inspection.pk,
        "snapshot_id": snapshot.pk,
        "delivery_id": delivery.pk,
        "one_use_id": link.pk,
        "letter_id": letter.pk,
        "token": "khong-co",
        "measure_id": measure.pk,
        "milestone_id": milestone.pk,
        "message_id": message.pk,
        "obstacle_id": obstacle.pk,
        "directive_id": directive.pk,
        "link_id": 1,
        "batch_id": Batch.objects.create(
            step="cong-nhan", by=cast["xa"], made_at=at, marks=[[obligation.pk, 0]]
        ).pk,
        "filled_table_id": FilledTable.objects.create(
            by=cast["xa"], at=at, file_name="x", sha256="0", rows=[]
        ).pk,
        "part_id": part.pk,
        "given_table_id": given_table.pk,
        "given_task_id": given.pk,
        "table_id": table.pk,
        "campaign_id": campaign.pk,
        "rulebook_id": rulebook.pk,
        "name": "par-index-2025",
        "entrant_id": entrant.pk,
        "code": "1.1",
        "edition": 1,
        "username": "xa",
        "unit_key": "thien-loc",
        "group_key": "audited-units",
        "part_key": "t0-0-0-0",
        "import_id": plan_import.pk,
        "correction_id": correction.pk,
        "plan_id": plan.pk,
        "task_id": task.pk,
        "group_id": group.pk,
        "obligation_id": obligation.pk,
        "evidence_id": proof.pk,
        "revision": 1,
        "report_id": report.pk,
        "criterion_id": 1,
        "unit_id": units["thien-loc"].pk,
        "bulletin_id": bulletin.pk,
        "gathering_id": Gathering.objects.create(
            user=cast["xa"],
            day=at.date(),
            step="x",
            rung="official",
            level="commune",
            reason="unmanned",
            words="x",
            unit_count=1,
            obligation_count=1,
            units=[],
            urgent=True,
            channels="program",
        ).pk,
        "charge_id": Charge.objects.create(
            user=cast["lanhdao"], plan=plan, since=at.date(), by_name="x", at=at
        ).pk,
        "hand_over_id": HandOver.objects.create(
            obligation=obligation,
            unit=units["thien-loc"],
            official=cast["xa"],
            work="Việc",
            responsibility="Việc",
            due=at.date(),
            given_by=cast["xa"],
            given_by_name="x",
            given_at=at,
        ).pk,
        "division_id": Division.objects.create(unit=units["thien-loc"], name="Văn phòng", sort="").pk,
        "step": "accept",
        "year": 2021,
        "slug": "papi",
        "province": "ha-tinh",
        "template_key": "bien-ban",
        "field": "text",
    }


def _address(route: str, converters: dict[str, object], samples: dict[str, object]) -> str:
    path = "/" + route
    for name in converters:
        key = _which_key(path) if name == "key" else name
        assert key in samples, f"{route}: give `samples` a real thing for <{name}>"
        before, rest = path.split("<", 1)
        path = before + str(samples[key]) + rest.split(">", 1)[1]
    return path


def _which_key(path: str) -> str:
    if path.startswith("/nhap-ke-hoach/"):
        return "part_key"
    if path.startswith(("/bao-cao/loai/", "/bao-cao/dang-mo/")):
        return "kind_key"
    return "group_key" if "/nhom/" in path else "unit_key"


def _answers(client: Client, path: str) -> set[int]:
    return {client.get(path).status_code, client.post(path, {}).status_code}


def test_there_are_addresses() -> None:
    assert len(ADDRESSES) > 10


@pytest.mark.parametrize(("name", "route", "converters"), ADDRESSES, ids=[name for name, _, _ in ADDRESSES])
def test_whoever_is_not_signed_in_is_sent_to_sign_in(
    name: str, route: str, converters: dict[str, object], samples: dict[str, object]
) -> None:
    if name in WITHOUT_SIGN_IN:
        return
    path = _address(route, converters, samples)
    for answer in (Client().get(path), Client().post(path, {})):
        if answer.status_code == 405:
            continue
        assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/dang-nhap/"), path


@pytest.mark.parametrize(("name", "route", "converters"), ADDRESSES, ids=[name for name, _, _ in ADDRESSES])
def test_a_stranger_who_is_signed_in_gets_nothing(
    name: str,
    route: str,
    converters: dict[str, object],
    samples: dict[str, object],
    client_of: Callable[[str], Client],
) -> None:
    if name in WITHOUT_A_POST:
        return
    path = _address(route, converters, samples)
    assert _answers(client_of("stranger"), path) <= REFUSED, path


@pytest.mark.parametrize(("name", "route", "converters"), ADDRESSES, ids=[name for name, _, _ in ADDRESSES])
def test_the_supervisor_changes_nothing(
    name: str,
    route: str,
    converters: dict[str, object],
    samples: dict[str, object],
    client_of: Callable[[str], Client],
) -> None:
    if name in WITHOUT_A_POST:
        return
    path = _address(route, converters, samples)
    client = client_of("mattran")
    with CaptureQueriesContext(connection) as sent:
        client.get(path)
        client.post(path, {})
    assert not [query["sql"] for query in sent.captured_queries if WRITES.match(query["sql"])], path


@pytest.mark.parametrize(("name", "route", "converters"), ADDRESSES, ids=[name for name, _, _ in ADDRESSES])
def test_another_communes_officer_changes_nothing_of_this_one(
    name: str,
    route: str,
    converters: dict[str, object],
    samples: dict[str, object],
    client_of: Callable[[str], Client],
) -> None:
    if name in WITHOUT_A_POST or not {
        "obligation_id",
        "evidence_id",
        "report_id",
        "entrant_id",
        "directive_id",
        "part_id",
        "inspection_id",
    } & set(converters):
        return
    path = _address(route, converters, samples)
    assert _answers(client_of("xakhac"), path) <= REFUSED, path
