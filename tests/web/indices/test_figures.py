"""What the published indices offer to reports."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from namro.web.indices.figures import figures
from namro.web.indices.services import load_results
from namro.web.ui.figures import Ask

DAY = date(2021, 11, 15)


@pytest.mark.django_db
def test_points_are_offered_with_as_many_decimals_as_were_published(at: datetime) -> None:
    load_results(at=at)
    found = {one.name: one for one in figures(Ask(start=date(2021, 7, 1), end=date(2021, 9, 30), day=DAY))}
    papi, par = found["chi-so.papi.diem"], found["chi-so.par-index.diem"]
    assert (papi.value, papi.places) == (Decimal("45.005"), 3)
    assert (par.value, par.places) == (Decimal("85.31"), 2)
    assert found["chi-so.papi.mat"].places == 3
