"""The small plan of `web.plans`, and a document in two registers."""

from collections.abc import Callable
from datetime import date, datetime

import pytest

from namro.web.accounts.models import User
from namro.web.directives.models import Directive
from namro.web.directives.services.registering import Said, enter_directive
from namro.web.evidence.services import Proof
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import Posts
from web.plans.conftest import of_commune, of_interior, plan, posts, reading

__all__ = ["of_commune", "of_interior", "plan", "posts", "reading"]


@pytest.fixture
def enter(
    cast: dict[str, User], units: dict[str, Unit], posts: Callable[[str], Posts], at: datetime
) -> Callable[..., Directive]:
    """`enter("xa", "thien-loc", "12/KH-UBND", date(…))` writes a document into that unit's register."""

    def entered(
        username: str, key: str, number: str, day: date = date(2021, 10, 5), **more: object
    ) -> Directive:
        said = Said(number=number, issued_on=day, kind="ke_hoach", issuer="", unit=units[key])
        return enter_directive(
            said=said, proof=Proof(), entered_for=units[key], by=cast[username], posts=posts(username), at=at,
            **more,  # type: ignore[arg-type]
        )  # fmt: skip

    return entered
