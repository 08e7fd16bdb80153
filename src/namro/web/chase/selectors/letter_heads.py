"""Who issues an urging letter and who signs it on a day."""

from datetime import date

from namro.web.chase.models import LetterHead, UrgingLetter
from namro.web.organisations.models import Role, Unit
from namro.web.organisations.selectors import existing

FIELDS = ("superior", "issuer", "place", "position", "signer")
_COMMITTEES = ("UBND tỉnh", "UBND thành phố", "Ủy ban nhân dân tỉnh", "Ủy ban nhân dân thành phố")


def head_on(day: date) -> LetterHead:
    """Give the head of the day: what Sở Nội vụ set, or (not stored) what the register says of its unit.

    What nobody set and the register does not know stays empty, to be filled by hand.
    """
    found = LetterHead.objects.filter(valid_from__lte=day).order_by("-valid_from", "-id").first()
    if found is not None:
        return found
    unit = (
        existing(Unit.objects.filter(posts__role=Role.PLAN_OFFICER), on=day)
        .select_related("parent")
        .order_by("id")
        .first()
    )
    parent = unit.parent if unit else None
    return LetterHead(
        valid_from=day,
        superior=parent.name.upper() if parent else "",
        issuer=unit.name.upper() if unit else "",
        place=place_of(parent.name) if parent else "",
        position="GIÁM ĐỐC" if unit and unit.name.startswith("Sở ") else "",
    )


def head_of(letter: UrgingLetter, day: date) -> dict[str, str]:
    """Give the head of a letter: an issued one keeps what it was issued with, a draft has that of the day."""
    kept: dict[str, str] | None = letter.content.get("head")
    return kept or head_data(head_on(letter.dated or day))


def head_data(head: LetterHead) -> dict[str, str]:
    """Give the head as an issued letter keeps it."""
    return {name: getattr(head, name) for name in FIELDS}


def place_of(name: str) -> str:
    """Give the place in the name of a province's committee: "UBND tỉnh Hà Tĩnh" gives "Hà Tĩnh", another name nothing."""
    start = next((start for start in _COMMITTEES if name.startswith(f"{start} ")), None)
    return name.removeprefix(start).strip() if start else ""


def heads() -> tuple[LetterHead, ...]:
    """Give every head that was set, the latest first."""
    return tuple(LetterHead.objects.order_by("-valid_from", "-id"))
