"""Two ways to ask which obligations hold all words, one for each database: they find the same."""

import random
from datetime import date
from itertools import combinations

import pytest
from django.db import connection

from namro.web.organisations.models import Unit
from namro.web.plans.models import Obligation, Plan, Task
from namro.web.plans.searching import FEW_TASKS, _about, _about_read_once, _tasks_by_words
from web.conftest import AT

WORDS = ("niem", "yet", "cong", "khai", "xa", "loc", "can", "huyen")


@pytest.fixture
def many(units: dict[str, Unit]) -> None:
    """Six hundred tasks of a few words each, one obligation each in units whose names hold some of the words."""
    chance = random.Random(5)
    plan = Plan.objects.create(number="1", year=2021, title="x", confirmed_at=AT, confirmed_by="x")
    tasks = Task.objects.bulk_create(
        Task(plan=plan, position=n, code=f"A{n}", text="x", deadline_kind="yearly", first_line=1, last_line=1,
             search=" ".join(chance.sample(WORDS, chance.randint(1, 5))))
        for n in range(3 * FEW_TASKS)
    )  # fmt: skip
    owners = [units[key] for key in sorted(units)]
    Obligation.objects.bulk_create(
        Obligation(task=task, unit=chance.choice(owners), period="Năm 2021", period_start=date(2021, 1, 1),
                   period_end=date(2021, 12, 31))
        for task in tasks
    )  # fmt: skip


def _questions() -> list[tuple[str, ...]]:
    return [words for count in (1, 2, 3) for words in combinations(WORDS, count)] + [("khong", "co"), ("o",)]


def test_the_tasks_of_every_set_of_words_are_those_that_hold_them(many: None) -> None:
    searches = dict(Task.objects.values_list("id", "search"))
    for words in _questions():
        wanted = {
            frozenset(part) for count in range(1, len(words) + 1) for part in combinations(words, count)
        }
        for left, found in _tasks_by_words(words, wanted).items():
            assert sorted(found) == sorted(
                pk for pk, search in searches.items() if all(word in search for word in left)
            ), left


@pytest.mark.skipif(connection.vendor != "postgresql", reason="arrays of PostgreSQL")
def test_reading_tasks_once_finds_what_reading_them_for_each_group_finds(many: None) -> None:
    sizes = set()
    for words in _questions():
        found = set(Obligation.objects.filter(_about(words)).values_list("id", flat=True))
        assert set(Obligation.objects.filter(_about_read_once(words)).values_list("id", flat=True)) == found
        sizes.add(len(found))
    assert 0 in sizes
    assert max(sizes) > 50
