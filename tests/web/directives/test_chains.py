from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from namro.core.errors import Refusal
from namro.web.accounts.models import User
from namro.web.directives.models import Directive, DirectiveLink
from namro.web.directives.selectors.chains import heights, ladder, would_loop
from namro.web.directives.services import bases, linking
from namro.web.organisations.selectors import Posts
from namro.web.plans.models import Obligation, Plan
from namro.web.ui.refusals import NotAllowed

Enter = Callable[..., Directive]
ClientOf = Callable[[str], Client]


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=60))
def test_links_put_one_by_one_never_close_a_ring(wanted: list[tuple[int, int]]) -> None:
    pairs: list[tuple[int, int]] = []
    for base, document in wanted:
        if not would_loop(base=base, document=document, pairs=pairs):
            pairs.append((base, document))
    for base, document in pairs:
        assert document not in heights([base], pairs)


def test_a_ring_is_refused_also_through_another_document(
    enter: Enter, posts: Callable[[str], Posts], cast: dict[str, User], at: datetime
) -> None:
    first, second, third = (enter("xa", "thien-loc", f"{number}/KH") for number in (1, 2, 3))
    who = {"by": cast["xa"], "posts": posts("xa"), "at": at}
    linking.link(base=first, document=second, **who)
    linking.link(base=second, document=third, **who)
    for base, document in ((third, first), (second, first), (first, first), (first, second)):
        with pytest.raises(Refusal):
            linking.link(base=base, document=document, **who)
    assert DirectiveLink.objects.count() == 2
    assert [rung.directive for rung in ladder([third.pk], posts("xa"))] == [first, second, third]


def test_a_ground_issued_later_is_refused(
    enter: Enter, posts: Callable[[str], Posts], cast: dict[str, User], at: datetime
) -> None:
    early, later = enter("xa", "thien-loc", "1/KH", date(2021, 3, 1)), enter("xa", "thien-loc", "2/KH")
    with pytest.raises(Refusal, match="sau"):
        linking.link(base=later, document=early, by=cast["xa"], posts=posts("xa"), at=at)


def test_a_link_is_taken_away_with_a_reason_and_kept(client_of: ClientOf, enter: Enter) -> None:
    base = enter("xa", "thien-loc", "1/KH")
    document = enter("xa", "thien-loc", "2/KH", bases=[base])
    link = DirectiveLink.objects.get()
    address = f"/van-ban/{document.pk}/can-cu/{link.pk}/bo/"
    client = client_of("xa")
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "Nhầm"}).status_code == 302
    assert client.post(address, {"reason": "Nhầm"}).status_code == 422  # gone already
    link.refresh_from_db()
    assert link.removed_reason == "Nhầm"


def test_the_plan_and_its_grounds_are_written_once_and_reach_every_task(
    client_of: ClientOf, plan: Plan, of_commune: Obligation, enter: Enter
) -> None:
    plan.heading = {
        "legal_bases": ["Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ về Chương trình tổng thể"]
    }
    plan.save()
    plan.clauses.create(
        position=90, no="I.2", kind="requirement", first_line=1, last_line=1,
        text="Thực hiện Kế hoạch số 513/KH-UBND ngày 31/12/2020 của Ủy ban nhân dân tỉnh về CCHC.",
    )  # fmt: skip
    client = client_of("sonoivu")
    assert "Ghi các căn cứ vào sổ văn bản" in client.get(f"/ke-hoach/{plan.pk}/").content.decode()
    for _ in range(2):
        assert client.post(f"/van-ban/ke-hoach/{plan.pk}/ghi/").status_code == 302
    assert Directive.objects.count() == 3
    assert DirectiveLink.objects.count() == 2
    enter("xa", "thien-loc", "12/KH-UBND", tasks=[of_commune.task])
    page = client_of("huyen").get(f"/nhiem-vu/{of_commune.task_id}/").content.decode()
    for number in ("76/NQ-CP", "513/KH-UBND", "359/KH-UBND", "12/KH-UBND"):
        assert number in page
    assert page.index("513/KH-UBND") < page.index("Kế hoạch 359/KH-UBND</a>")
    assert "12/KH-UBND" not in client_of("xakhac").get(f"/nhiem-vu/{of_commune.task_id}/").content.decode()


@pytest.mark.parametrize("username", ["lanhdao", "mattran", "sotuphap", "huyen", "xa", "stranger"])
def test_only_the_plan_officer_writes_the_grounds_of_a_plan(
    client_of: ClientOf, plan: Plan, username: str
) -> None:
    assert client_of(username).post(f"/van-ban/ke-hoach/{plan.pk}/ghi/").status_code == 403
    assert not Directive.objects.exists()


def test_a_fresh_program_shows_the_chain_of_its_example(plan: Plan, at: datetime) -> None:
    document = bases.record_example_plan(at=at)
    assert document is not None
    assert document.plan == plan
    assert bases.record_example_plan(at=at) is None


def test_the_grounds_of_nobody_are_refused(
    plan: Plan, posts: Callable[[str], Posts], cast: dict[str, User], at: datetime
) -> None:
    with pytest.raises(NotAllowed):
        bases.record_plan(plan=plan, by=cast["xa"], posts=posts("xa"), at=at)
