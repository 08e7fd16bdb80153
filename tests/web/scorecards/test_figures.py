"""The figures that reports may use are those of the scorecards on the same day."""

from collections.abc import Callable
from datetime import date

from django.test import Client

from namro.web.organisations.models import Unit
from namro.web.plans.models import Obligation
from namro.web.ui.figures import RATIO, Ask, Figure, named


def asked(day: date, unit_ids: frozenset[int] | None = None) -> dict[str, Figure]:
    return named(["bang-diem"], Ask(date(2021, 10, 1), date(2021, 12, 31), day, unit_ids))


def test_a_share_keeps_its_numerator_and_denominator_and_is_unknown_without_any(
    plan: object, today: date
) -> None:
    figures = asked(today)
    assert figures
    for name, figure in figures.items():
        assert name.startswith("bang-diem.")
        assert figure.definition.endswith(".")
        assert figure.source
        assert figure.address.startswith("/")
        if figure.rule == RATIO:
            assert figure.numerator is not None
            assert figure.denominator is not None
            assert (figure.value is None) == (figure.denominator == 0)


def test_figures_are_as_of_the_day_asked_for(
    owed: Callable[..., Obligation], take: Callable[..., None], today: date, units: dict[str, Unit]
) -> None:
    one = owed("thien-loc", "PLII")
    only = frozenset({units["thien-loc"].pk})
    take(one, "submit", date(2021, 11, 3))
    take(one, "accept", date(2021, 11, 5))
    before, between, after = (asked(day, only) for day in (date(2021, 11, 2), date(2021, 11, 4), today))
    for figures, done, waiting in ((before, 0, 0), (between, 0, 1), (after, 1, 0)):
        assert figures["bang-diem.hoan-thanh"].value == done
        assert figures["bang-diem.cho-duyet"].value == waiting
        assert figures["bang-diem.tong"].value == 2
        assert figures["bang-diem.don-vi"].value == 1
    assert before["bang-diem.don-vi-im-lang"].value == 1
    assert after["bang-diem.don-vi-im-lang"].value == 0


def test_every_address_of_a_figure_opens(
    plan: object, today: date, client_of: Callable[[str], Client]
) -> None:
    client = client_of("sonoivu")
    for figure in asked(today).values():
        assert client.get(figure.address).status_code == 200, figure.name
