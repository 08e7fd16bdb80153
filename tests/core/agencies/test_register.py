from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from namro.core.agencies import Level, load_register
from namro.core.agencies.loading import load_register as load

REGISTER = load_register()
TODAY = date(2021, 11, 15)
TWO_TIERS = date(2025, 7, 1)
DAYS = st.dates(date(2021, 1, 1), date(2027, 12, 31))


def test_the_register_is_loaded_once():
    assert load("ha_tinh") is REGISTER


def test_keys_are_unique_and_fit_the_table_of_units():
    assert max(Counter(u.key for u in REGISTER.units).values()) == 1
    assert max(Counter(g.key for g in REGISTER.groups).values()) == 1
    assert max(len(u.key) for u in REGISTER.units) <= 80
    assert max(len(u.name) for u in REGISTER.units) <= 200


@pytest.mark.parametrize(
    ("group", "in_2021", "in_july_2025"),
    [
        ("so-ban-nganh-cap-tinh", 20, 15),
        ("cac-so", 16, 11),
        ("co-quan-chuyen-mon-cap-tinh", 18, 13),
        ("ubnd-cap-huyen", 13, 0),
        ("ubnd-cap-xa", 216, 69),
        ("trung-tam-hanh-chinh-cong-cap-huyen", 13, 0),
        ("bo-phan-tiep-nhan-va-tra-ket-qua-cap-xa", 216, 69),
        ("bo-phan-mot-cua-cac-cap", 230, 70),
        ("toa-an-nhan-dan-cap-huyen", 13, 0),
        ("cac-don-vi-duoc-kiem-toan", 0, 0),
        ("no-such-group", 0, 0),
    ],
)
def test_a_group_has_the_members_of_the_day(group: str, in_2021: int, in_july_2025: int):
    assert (len(REGISTER.members(group, on=TODAY)), len(REGISTER.members(group, on=TWO_TIERS))) == (
        in_2021,
        in_july_2025,
    )


def test_the_communes_of_2021_are_182_xa_21_phuong_and_13_thi_tran():
    kinds = Counter(
        u.name.removeprefix("UBND ").split(" ")[0] for u in REGISTER.members("ubnd-cap-xa", on=TODAY)
    )
    assert kinds == {"xã": 182, "phường": 21, "thị": 13}


def test_the_communes_of_july_2025_are_60_xa_and_9_phuong():
    kinds = Counter(
        u.name.removeprefix("UBND ").split(" ")[0] for u in REGISTER.members("ubnd-cap-xa", on=TWO_TIERS)
    )
    assert kinds == {"xã": 60, "phường": 9}


def test_each_commune_of_2021_belongs_to_its_district():
    counts = Counter(u.parent for u in REGISTER.members("ubnd-cap-xa", on=TODAY))
    assert (
        counts["ubnd-huyen-huong-son"],
        counts["ubnd-thanh-pho-ha-tinh"],
        counts["ubnd-huyen-loc-ha"],
    ) == (25, 15, 12)
    assert all(parent and REGISTER.unit(parent).level is Level.DISTRICT for parent in counts)


def test_there_are_twelve_districts_and_209_communes_in_spring_2025():
    day = date(2025, 3, 1)
    assert (
        len(REGISTER.members("ubnd-cap-huyen", on=day)),
        len(REGISTER.members("ubnd-cap-xa", on=day)),
    ) == (12, 209)


def _heirs(key: str, on: date = TWO_TIERS) -> list[str]:
    return [u.name for u in REGISTER.successors_of(key, on=on)]


def test_a_code_used_again_names_another_unit():
    assert REGISTER.unit("ubnd-xa-2021-18100").name == "UBND xã Thạch Hạ"
    assert REGISTER.unit("ubnd-xa-2025-18100").name == "UBND phường Trần Phú"


def test_a_commune_divided_between_two_has_two_successors():
    assert _heirs("ubnd-xa-2021-18082") == ["UBND phường Thành Sen", "UBND phường Hà Huy Tập"]
    parts = {s.successor: s.partial for s in REGISTER.successions if s.predecessor == "ubnd-xa-2021-18796"}
    assert parts == {"ubnd-xa-2025-18754": True, "ubnd-xa-2025-18823": False, "ubnd-xa-2025-18832": True}


def test_a_commune_that_stays_as_it_was_still_has_a_successor_of_its_own():
    assert _heirs("ubnd-xa-2021-18196") == ["UBND xã Sơn Kim 1"]


def test_a_commune_whose_way_is_not_known_has_no_successor_and_no_verified_end():
    unit = REGISTER.unit("ubnd-xa-2021-18178")
    assert (unit.name, _heirs(unit.key), unit.dates_verified) == ("UBND xã Sơn Châu", [], False)


def test_every_commune_of_2025_comes_from_units_that_end_the_day_before():
    for unit in REGISTER.members("ubnd-cap-xa", on=TWO_TIERS):
        before = [REGISTER.unit(s.predecessor) for s in REGISTER.successions if s.successor == unit.key]
        assert before, unit.name
        assert {u.until for u in before} == {date(2025, 6, 30)}


def test_loc_ha_passed_to_ha_tinh_city_and_thach_ha_at_new_year_2025():
    assert not REGISTER.unit("ubnd-huyen-loc-ha").exists_on(date(2025, 1, 1))
    assert _heirs("ubnd-huyen-loc-ha", on=date(2025, 1, 1)) == [
        "UBND thành phố Hà Tĩnh",
        "UBND huyện Thạch Hà",
    ]
    assert _heirs("ubnd-huyen-loc-ha") == []


def test_merged_departments_pass_on_but_the_pair_is_unverified():
    assert _heirs("so-tai-nguyen-va-moi-truong") == ["Sở Nông nghiệp và Môi trường"]
    assert all(not s.verified for s in REGISTER.successions if s.predecessor.startswith("so-"))


def test_a_unit_that_exists_is_its_own_successor():
    assert _heirs("so-noi-vu") == ["Sở Nội vụ"]


def test_a_department_from_memory_is_unverified():
    assert not REGISTER.unit("so-giao-thong-van-tai").verified
    assert REGISTER.unit("so-noi-vu").verified


def test_the_chairman_is_no_unit_of_his_own():
    assert not [u for u in REGISTER.units if "Chủ tịch" in u.name]


def test_every_unit_names_its_source_and_lies_in_order_of_time():
    for unit in REGISTER.units:
        assert unit.source, unit.key
        assert unit.since is None or unit.until is None or unit.since <= unit.until
        assert unit.parent is None or REGISTER.has_unit(unit.parent)
        assert all(REGISTER.has_unit(key) for key in unit.successors)


def test_the_members_a_group_names_are_units_of_the_register():
    for group in REGISTER.groups:
        assert all(REGISTER.has_unit(key) for key in group.members)
        assert group.source
        assert group.is_open != bool(group.levels or group.members)


@given(DAYS)
def test_members_and_successors_exist_on_the_day(day: date):
    for group in REGISTER.groups:
        assert all(u.exists_on(day) for u in REGISTER.members(group.key, on=day))
    assert all(
        u.exists_on(day) for s in REGISTER.successions for u in REGISTER.successors_of(s.predecessor, on=day)
    )
    assert all(u.exists_on(day) for u in REGISTER.units_on(day))


@pytest.mark.parametrize(
    "unit", [u for u in REGISTER.units if u.level is Level.PROVINCE], ids=lambda u: u.key
)
def test_every_name_of_a_provincial_unit_reads_as_that_unit(unit):  # type: ignore[no-untyped-def]
    day = unit.until or TODAY if unit.since is None else unit.since
    for name in (unit.name, *unit.aliases):
        assert [p.key for p in REGISTER.read(name, on=day).parties] == [unit.key], name


@given(st.sampled_from([u for u in REGISTER.units if u.kind == "committee"]))
def test_every_committee_reads_as_itself_on_a_day_it_existed(unit):  # type: ignore[no-untyped-def]
    day = unit.until or unit.since
    assert day is not None
    assert [p.key for p in REGISTER.read(unit.name, on=day).parties] == [unit.key]


def test_every_group_reads_as_itself():
    for group in REGISTER.groups:
        if "(" not in group.name:
            assert [p.key for p in REGISTER.read(group.name, on=TODAY).parties] == [group.key], group.name
