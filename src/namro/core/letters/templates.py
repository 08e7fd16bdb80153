"""The wording of official documents as data: fixed words around the content, with named places.

A template says everything of a document but its tables: who issues, to whom, on what ground, the words before and
after the content, who signs. The carried ones stand in `registers/wordings.toml`; a province may change the words.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from namro.core.errors import Refusal
from namro.core.letters import layout
from namro.core.letters.marks import contact_line, one_of
from namro.core.letters.model import Appendix, Block, Kind, Letter, Paragraph, Signature, plain
from namro.core.letters.places import check, fill, fill_lines, names_in

# Field by field: its name on screen and whether it holds one paragraph per line.
FIELDS: Mapping[str, tuple[str, bool]] = {
    "superior": ("Cơ quan chủ quản", False),
    "issuer": ("Cơ quan ban hành", False),
    "symbol": ("Ký hiệu", False),
    "abstract": ("Trích yếu", False),
    "grounds": ("Căn cứ (mỗi dòng một căn cứ)", True),
    "addressees": ("Kính gửi (mỗi dòng một nơi)", True),
    "opening": ("Lời mở đầu (mỗi dòng một đoạn)", True),
    "closing": ("Lời kết (mỗi dòng một đoạn)", True),
    "authority": ("Quyền hạn ký (TM., KT., TL.; mỗi dòng một ý)", True),
    "position": ("Chức vụ người ký", False),
    "recipients": ("Nơi nhận (mỗi dòng một nơi)", True),
    "drafter": ("Ký hiệu người soạn thảo và số bản, ví dụ PL.(300)", False),
    "contact": ("Địa chỉ, thư điện tử, điện thoại ở cuối trang 1", False),
    "urgency": ("Mức độ khẩn", False),
    "circulation": ("Phạm vi lưu hành", False),
}
# Fields that take one of a few marks, or nothing.
CHOICES: Mapping[str, tuple[str, ...]] = {
    "urgency": tuple(layout.URGENCY_WIDTHS),
    "circulation": layout.CIRCULATION_WORDS,
}
MOST_LETTERS = 8000  # of one field
Wording = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TemplatePlace:
    """A place a template may use: its name, what it means, and a value to show it by."""

    name: str
    meaning: str
    sample: str


@dataclass(frozen=True, slots=True)
class Template:
    """A carried template: one kind of document with its places and its own words; lines are split by line breaks."""

    key: str
    kind: Kind
    name: str
    note: str
    wording: Wording
    places: tuple[TemplatePlace, ...]
    own_places: tuple[TemplatePlace, ...] = ()  # those that not every template has
    is_filled_by_hand: bool = False  # the program has no figures for it: a person types its places

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its places."""
        return tuple(place.name for place in self.places)

    @property
    def samples(self) -> dict[str, str]:
        """A value for each place, for a preview before there is anything to show."""
        return {place.name: place.sample for place in self.places}


@lru_cache(maxsize=1)
def carried_templates() -> tuple[Template, ...]:
    """Give the templates in the order of the register; raises `Refusal` when one names a place it does not have."""
    text = (files("namro.registers") / "wordings.toml").read_text(encoding="utf-8")
    return templates_of(tomllib.loads(text))


def templates_of(tree: Mapping[str, Any]) -> tuple[Template, ...]:
    """Read templates from a tree of the form of the register; raises `Refusal` naming template and field."""
    common = _places(tree.get("places", {}))
    found = []
    for one in tree.get("template", ()):
        wording = {name: str(one.get(name, "")).strip() for name in FIELDS}
        own = _places(one.get("places", {}))
        template = Template(
            key=str(one["key"]),
            kind=Kind(one["kind"]),
            name=str(one["name"]),
            note=str(one.get("note", "")),
            wording=wording,
            places=(*own, *common),
            own_places=own,
            is_filled_by_hand=bool(one.get("by_hand", False)),
        )
        check_wording(template, wording)
        found.append(template)
    return tuple(found)


def template_called(key: str) -> Template:
    """Give a carried template; raises `Refusal` with the keys there are."""
    found = next((one for one in carried_templates() if one.key == key), None)
    if found is None:
        raise Refusal(f"Không có mẫu “{key}”; các mẫu: {', '.join(one.key for one in carried_templates())}.")
    return found


def check_wording(template: Template, wording: Wording) -> None:
    """Raise `Refusal` for words that cannot be used: a place not there, a loop, an open brace, nothing to be called by."""
    for name, (label, _) in FIELDS.items():
        check_field(template, name, wording.get(name, ""), label)


def check_field(template: Template, name: str, text: str, label: str = "") -> None:
    """Raise `Refusal` for the words of one field."""
    said = label or FIELDS[name][0]
    if len(text) > MOST_LETTERS:
        raise Refusal(f"{said}: dài quá {MOST_LETTERS} chữ; hãy rút gọn.")
    if name in ("issuer", "abstract") and not text.strip():
        raise Refusal(f"{said} không được để trống.")
    # A field cannot stand in a field: two that name each other would never end.
    for place in names_in(text, said):
        if place in FIELDS and place not in template.names:
            raise Refusal(
                f"{said}: {{{place}}} là ô “{FIELDS[place][0]}” của chính mẫu này; ô này không lồng vào ô kia được, "
                "hãy viết thẳng lời ở đây."
            )
    check(text, template.names, said)
    if name in CHOICES:
        one_of(text, CHOICES[name], said)
    elif name == "contact":
        contact_line(text)


def letter_from(
    template: Template,
    wording: Wording,
    values: Mapping[str, str | None],
    *,
    blocks: Sequence[Block] = (),
    appendices: Sequence[Appendix] = (),
) -> Letter:
    """Give a draft: the words of a template filled, around the content; number, day and signer are left open.

    `values` has every place of the template; None or "" leaves it to be written by hand.
    """

    def line(name: str) -> str:
        return fill(wording.get(name, ""), values, FIELDS[name][0])

    def lines(name: str) -> tuple[str, ...]:
        given = [one.strip() for one in wording.get(name, "").splitlines()]
        return fill_lines([one for one in given if one], values, FIELDS[name][0])

    return Letter(
        kind=template.kind,
        superior=_optional(wording.get("superior", ""), values),
        issuer=line("issuer").replace(" / ", "\n"),
        issuer_name=values.get("ten_co_quan") or "",
        symbol=line("symbol") if values.get("ky_hieu_co_quan") or not wording.get("symbol") else "",
        place=values.get("dia_danh") or "",
        abstract=line("abstract"),
        addressees=lines("addressees"),
        grounds=lines("grounds"),
        blocks=(
            *(Paragraph(plain(one)) for one in lines("opening")),
            *blocks,
            *(Paragraph(plain(one)) for one in lines("closing")),
        ),
        signature=Signature(
            authority=lines("authority"), position=_optional(wording.get("position", ""), values), name=None
        ),
        recipients=lines("recipients"),
        urgency=line("urgency"),
        circulation=line("circulation"),
        drafter=_optional(wording.get("drafter", ""), values),
        contact=_optional(wording.get("contact", ""), values),
        appendices=tuple(appendices),
        is_draft=True,
    )


def _optional(text: str, values: Mapping[str, str | None]) -> str:
    return " ".join(fill_lines([text], values))


def _places(tree: Mapping[str, Any]) -> tuple[TemplatePlace, ...]:
    return tuple(TemplatePlace(name, str(one[0]), str(one[1])) for name, one in tree.items())
