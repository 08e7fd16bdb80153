"""The data of `campaign.py`: one campaign of 260 units by the rulebook of 102 components, two thirds of it filled."""

import random
from datetime import date

UNITS = 260


def build() -> tuple[list[str], int, dict[str, int]]:
    """Fill the database; give the user names of the clients, the campaign, and the sheet each client opens."""
    from django.core.management import call_command
    from django.utils import timezone

    from namro.core.indices.inputs import Inputs
    from namro.core.indices.rules import WantedKind
    from namro.core.indices.scoring import score
    from namro.web.accounts.models import User
    from namro.web.campaigns.models import Entrant, SheetLine
    from namro.web.campaigns.selectors.rulebooks import rulebook_of
    from namro.web.campaigns.services.preparing import Dates, add_units, create, move, shipped_toml
    from namro.web.campaigns.services.tallies import retally
    from namro.web.campaigns.states import Move
    from namro.web.organisations.models import Post, Role, Unit
    from namro.web.organisations.selectors import existing, posts_on
    from namro.web.organisations.services import ensure_demo_posts, load_register
    from namro.web.program import selectors, services

    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    services.ensure_demo_date(clock=timezone.localtime())
    at, day = selectors.now(), selectors.working_date()
    load_register(at=at)
    ensure_demo_posts(at=at, on=day)
    officer = User.objects.get(username="sonoivu")
    posts = posts_on(officer, on=day)
    units = list(existing(Unit.objects.order_by("-level", "id"), on=day))
    own = posts_on(User.objects.get(username="xa"), on=day).units[0]
    units = [own, *(unit for unit in units if unit.pk not in {own.pk, posts.units[0].pk})][:UNITS]
    campaign = create(
        name="Đo tốc độ", year=2025, toml=shipped_toml("par-index-2025"),
        dates=Dates(*(date(2025, month, 1) for month in (6, 7, 8, 9, 10))), appraiser=posts.units[0],
        by=officer, posts=posts, at=at,
    )  # fmt: skip
    add_units(campaign_id=campaign.pk, units=units, by=officer, posts=posts, at=at)
    move(campaign_id=campaign.pk, move=Move.OPEN, by=officer, posts=posts, at=at, version=0)

    chance = random.Random(102)
    rulebook = rulebook_of(campaign)
    made = {}
    for line in rulebook.components:
        if line.rule is None:
            continue
        values = {}
        for wanted in line.rule.wanted:
            if wanted.kind is WantedKind.CHOICE:
                values[wanted.name] = wanted.options[0].key
            elif wanted.kind in {WantedKind.PERCENT, WantedKind.COUNT, WantedKind.AMOUNT, WantedKind.NUMBER}:
                values[wanted.name] = 90 if wanted.name.endswith("a") else 30
            else:
                values[wanted.name] = wanted.most if wanted.most is not None else 1
        found = score(rulebook, Inputs({line.code: values})).by_code[line.code].points
        points = None if not hasattr(found, "quantize") else found
        made[line.code] = ({name: str(value) for name, value in values.items()}, points)
    filled = []
    for line in SheetLine.objects.filter(entrant__campaign=campaign):
        if line.code in made and chance.random() < 0.67:
            line.inputs, points = made[line.code]
            if line.is_survey:
                line.survey_points = points
            else:
                line.self_points = points
            filled.append(line)
    SheetLine.objects.bulk_update(filled, ["inputs", "self_points", "survey_points"], batch_size=500)

    retally(list(campaign.entrants.values_list("pk", flat=True)))

    names = ["sonoivu", "lanhdao", "xa", "mattran"]
    for place, unit in enumerate(units[1:5]):
        user = User.objects.create(
            username=f"them{place}", full_name=f"Cán bộ thêm {place}", password=officer.password
        )
        Post.objects.create(user=user, unit=unit, role=Role.UNIT_OFFICER)
        names.append(user.username)
    sheets = {}
    for name in names:
        mine = posts_on(User.objects.get(username=name), on=day).unit_ids
        entrant = Entrant.objects.filter(unit_id__in=mine).first() or Entrant.objects.first()
        assert entrant is not None
        sheets[name] = entrant.pk
    return names, campaign.pk, sheets
