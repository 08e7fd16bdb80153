from datetime import date, datetime

from namro.core.agencies import model as core
from namro.web.audit.models import Entry
from namro.web.organisations import selectors
from namro.web.organisations.models import Group, GroupMember, Succession, Unit, UnitAlias
from namro.web.organisations.services import load_register
from namro.web.organisations.services.register import sort_column

ON = date(2021, 11, 15)


class _Register:
    def __init__(
        self,
        *units: core.Unit,
        groups: tuple[core.Group, ...] = (),
        successions: tuple[core.Succession, ...] = (),
    ) -> None:
        self.units, self.groups, self.successions = units, groups, successions


def test_loading_the_same_register_twice_changes_nothing(units: dict[str, Unit], at: datetime) -> None:
    register = _Register(
        core.Unit("a", "Đơn vị A", core.Level.PROVINCE, "department", aliases=("A",), until=ON),
        core.Unit("b", "Đơn vị B", core.Level.PROVINCE, "department", parent="a"),
        groups=(core.Group("g", "Nhóm", members=("a",)),),
        successions=(core.Succession("a", "b", on=date(2021, 11, 16)),),
    )
    assert load_register(at=at, register=register) > 0
    before = Entry.objects.count()
    assert load_register(at=at, register=register) == 0
    assert Entry.objects.count() == before


def test_a_corrected_register_corrects_the_unit_and_keeps_its_row(
    units: dict[str, Unit], at: datetime
) -> None:
    old = units["so-tu-phap"]
    load_register(
        at=at,
        register=_Register(core.Unit("so-tu-phap", "Sở Tư pháp tỉnh", core.Level.PROVINCE, "department")),
    )
    new = Unit.objects.get(key="so-tu-phap")
    assert (new.pk, new.name, new.parent) == (old.pk, "Sở Tư pháp tỉnh", None)
    assert [alias.name for alias in new.aliases.all()] == ["Sở Tư pháp tỉnh"]
    assert Unit.objects.filter(key="so-noi-vu").exists()


def test_who_takes_over_is_kept_with_the_day(units: dict[str, Unit]) -> None:
    row = Succession.objects.get(predecessor__key="so-ldtbxh")
    assert (row.successor.key, row.on) == ("so-noi-vu", date(2025, 3, 1))


def test_a_corrected_day_of_succession_is_corrected(units: dict[str, Unit], at: datetime) -> None:
    corrected = core.Succession("so-ldtbxh", "so-noi-vu", on=date(2025, 4, 1), partial=True)
    assert load_register(at=at, register=_Register(successions=(corrected,))) == 1
    row = Succession.objects.get()
    assert (row.on, row.partial) == (date(2025, 4, 1), True)


def test_abbreviations_find_the_unit(units: dict[str, Unit]) -> None:
    assert UnitAlias.objects.get(folded="so ldtb&xh").unit.key == "so-ldtbxh"


def test_search_ignores_diacritics_and_the_order_of_words(units: dict[str, Unit]) -> None:
    found = selectors.search_units(words="thuong binh lao dong", level="", on=ON)
    assert [unit.key for unit in found] == ["so-ldtbxh"]
    assert [unit.key for unit in selectors.search_units(words="ĐỨC thọ", level="", on=ON)] == ["duc-tho"]


def test_a_unit_is_not_found_after_its_last_day(units: dict[str, Unit]) -> None:
    assert selectors.search_units(words="can loc", level="", on=date(2025, 6, 30)).count() == 1
    assert selectors.search_units(words="can loc", level="", on=date(2025, 7, 1)).count() == 0


def test_units_are_listed_from_the_province_down_in_vietnamese_order(units: dict[str, Unit]) -> None:
    names = [unit.name for unit in selectors.search_units(words="ubnd", level="", on=ON)]
    assert names == [
        "UBND tỉnh Hà Tĩnh",
        "UBND huyện Can Lộc",
        "UBND huyện Đức Thọ",
        "UBND xã Thiên Lộc",
        "UBND xã Tùng Ảnh",
        "UBND xã Vượng Lộc",
    ]


def test_the_sort_column_orders_like_a_dictionary() -> None:
    names = ["Bình", "Đức", "Anh", "Ân", "Dân", "Ánh", "Ăn", "An Bình"]
    assert sorted(names, key=sort_column) == ["An Bình", "Anh", "Ánh", "Ăn", "Ân", "Bình", "Dân", "Đức"]


def test_a_group_by_rule_has_the_units_of_the_day(units: dict[str, Unit]) -> None:
    communes = Group.objects.get(key="commune-committees")
    assert {unit.key for unit in selectors.members(communes, ON)} == {"thien-loc", "vuong-loc", "tung-anh"}
    assert selectors.members(communes, date(2025, 7, 1)) == ()


def test_an_open_group_has_only_what_a_person_filled_in(units: dict[str, Unit]) -> None:
    group = Group.objects.get(key="audited-units")
    assert selectors.members(group, ON) == ()
    GroupMember.objects.create(group=group, unit=units["can-loc"])
    assert [unit.key for unit in selectors.members(group, ON)] == ["can-loc"]


def test_a_group_without_any_rule_is_empty_and_never_everybody(units: dict[str, Unit]) -> None:
    group = Group.objects.create(key="bare", name="Nhóm không có quy tắc", rule={})
    assert selectors.members(group, ON) == ()


def test_parties_expand_to_each_unit_once_in_the_order_named(units: dict[str, Unit]) -> None:
    parties = [
        units["vuong-loc"],
        Group.objects.get(key="commune-committees"),
        units["so-tu-phap"],
    ]
    assert [unit.key for unit in selectors.expand(parties, ON)] == [
        "vuong-loc",
        "thien-loc",
        "tung-anh",
        "so-tu-phap",
    ]


def test_a_unit_that_has_ended_is_not_replaced_silently(units: dict[str, Unit]) -> None:
    assert selectors.expand([units["so-ldtbxh"]], date(2025, 3, 1)) == ()


def test_the_register_the_program_carries_is_loaded_whole_and_once(today: date, at: datetime) -> None:
    assert load_register(at=at) > 500
    on_day = selectors.register_on(today)
    counts = {
        key: len(on_day.members(Group.objects.get(key=key))) for key in ("ubnd-cap-huyen", "ubnd-cap-xa")
    }
    assert counts == {"ubnd-cap-huyen": 13, "ubnd-cap-xa": 216}
    assert load_register(at=at) == 0
