"""The register of proof knows which piece of work a document was reported with, and who may open it."""

from collections.abc import Callable
from datetime import date, datetime

import pytest

from namro.web.accounts.models import User
from namro.web.cascade.models import HandOver
from namro.web.cascade.selectors.proofs import uses_of
from namro.web.cascade.services.working import Said, report
from namro.web.evidence.models import Evidence
from namro.web.evidence.services import Proof
from namro.web.organisations.selectors import Posts


@pytest.mark.parametrize(
    ("name", "may"),
    [("congchuc", True), ("chutich", True), ("sonoivu", True), ("sotuphap", False), ("xakhac", False)],
)
def test_a_document_tells_the_piece_it_was_reported_with(
    given: HandOver, cast: dict[str, User], posts: Callable[[str], Posts], at: datetime, name: str, may: bool
) -> None:
    report(
        hand_over_id=given.pk, done=True, said=Said("Đã niêm yết"), by=cast["congchuc"], posts=posts("congchuc"),
        proof=Proof(document_number="12/BB", document_date=date(2021, 11, 12)), at=at, version=0,
    )  # fmt: skip
    (use,) = uses_of(posts(name), [Evidence.objects.get().pk])
    assert (use.address, use.revision, use.may_open) == (f"/giao-viec/{given.pk}/", 1, may)
    assert uses_of(posts(name), []) == []
