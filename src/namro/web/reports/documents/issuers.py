"""How a unit signs an official document: head of the page, symbol, place, authority and position.

Decree 30/2020/NĐ-CP, annex I: a People's Committee stands alone on the head of the page and signs "TM."; an agency
of the province stands under the Committee. The abbreviation of an agency is that of its initials, as is the habit.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from namro.core.agencies.model import Level
from namro.core.text import format_date
from namro.web.organisations.models import Unit
from namro.web.reports.documents.writing import Day

PROVINCE_NAME = "Hà Tĩnh"
_COMMITTEE = re.compile(
    r"(?:UBND|Ủy ban nhân dân) (tỉnh|thành phố|huyện|thị xã|quận|xã|phường|thị trấn|đặc khu) (.+)"
)
_HEADS = (
    ("Sở", "GIÁM ĐỐC"),
    ("Văn phòng", "CHÁNH VĂN PHÒNG"),
    ("Ban", "TRƯỞNG BAN"),
    ("Thanh tra", "CHÁNH THANH TRA"),
)
_SMALL = {"và", "các", "của"}


@dataclass(frozen=True, slots=True)
class Issuer:
    """What a unit puts on its documents; empty where nothing can be said for sure."""

    superior: str
    issuer: str
    name: str
    symbol: str
    place: str
    authority: str
    position: str

    def values(self, day: Day) -> dict[str, str | None]:
        """Give the places that every template has."""
        return {
            "co_quan_cap_tren": self.superior,
            "co_quan": self.issuer,
            "ten_co_quan": self.name,
            "ky_hieu_co_quan": self.symbol,
            "dia_danh": self.place,
            "quyen_han": self.authority,
            "chuc_vu": self.position,
            "ngay_so_lieu": format_date(day),
        }


def issuer_of(unit: Unit) -> Issuer:
    """Say how the unit signs; a committee as a committee, an agency of the province under it, others by their name."""
    committee = _COMMITTEE.fullmatch(unit.name)
    if committee:
        kind, name = committee[1], committee[2]
        return Issuer(
            superior="",
            issuer=f"ỦY BAN NHÂN DÂN\n{kind.upper()} {name.upper()}",
            name=f"Ủy ban nhân dân {kind} {name}",
            symbol="UBND",
            place=name,
            authority="TM. ỦY BAN NHÂN DÂN",
            position="CHỦ TỊCH",
        )
    is_agency = unit.level == Level.PROVINCE and unit.kind == "department"
    position = next((head for start, head in _HEADS if unit.name.startswith(f"{start} ")), "")
    return Issuer(
        superior=f"UBND TỈNH {PROVINCE_NAME.upper()}" if is_agency else "",
        issuer=unit.name.upper(),
        name=unit.name,
        symbol=_initials(unit.name) if is_agency else "",
        place=PROVINCE_NAME,
        authority="",
        position=position or "THỦ TRƯỞNG ĐƠN VỊ",
    )


def interior_department() -> Issuer:
    """Say how the department that follows the plans signs."""
    unit = Unit.objects.filter(key="so-noi-vu").first()
    return (
        issuer_of(unit)
        if unit
        else issuer_of(Unit(name="Sở Nội vụ", level=Level.PROVINCE, kind="department"))
    )


def _initials(name: str) -> str:
    words: Sequence[str] = re.findall(r"\w+", name)
    return "".join(word[0].upper() for word in words if word.lower() not in _SMALL)
