import tomllib
import unicodedata
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from namro.core.agencies import AgencyExpression, load_register
from namro.core.text import clean, squeeze

ROOT = Path(__file__).parents[3]
GOLDEN = tomllib.loads((ROOT / "tests/golden/plan_359_agencies.toml").read_text(encoding="utf-8"))
PLAN = (ROOT / "examples/ke-hoach-359-kh-ubnd.txt").read_text(encoding="utf-8")
REGISTER = load_register()
ISSUED = date(2021, 9, 27)


def _keys(expression: AgencyExpression) -> str:
    return " ".join(p.key + ("*" if p.is_open else "") for p in expression.parties)


@pytest.mark.parametrize(("cell", "keys"), GOLDEN["cells"].items())
def test_every_cell_of_agencies_of_plan_359_is_read_as_a_person_reads_it(cell: str, keys: str):
    assert _keys(REGISTER.read(cell, on=ISSUED)) == keys


@pytest.mark.parametrize("cell", GOLDEN["cells"])
def test_every_golden_cell_really_stands_in_the_plan(cell: str):
    assert squeeze(cell) in squeeze(PLAN)


@pytest.mark.parametrize("cell", GOLDEN["cells"])
def test_decomposed_broken_and_foreign_spaced_cells_read_the_same(cell: str):
    plain = REGISTER.read(cell, on=ISSUED)
    for other in (
        unicodedata.normalize("NFD", cell),
        cell.replace(" ", "\u00a0"),
        f"  {cell}\n",
        cell.replace("Thông tin", "Thông\ntin"),
    ):
        assert _keys(REGISTER.read(other, on=ISSUED)) == _keys(plain)


@pytest.mark.parametrize("cell", GOLDEN["cells"])
def test_every_cell_of_plan_359_looks_like_agencies(cell: str):
    assert REGISTER.likelihood(cell) > (0.6 if "được phân cấp" in cell else 0.9)


@pytest.mark.parametrize("cell", GOLDEN["cells"])
def test_a_missing_separator_is_reported_where_it_is_missing_and_nowhere_else(cell: str):
    missing = GOLDEN["missing_separators"].get(cell)
    assert REGISTER.read(cell, on=ISSUED).missing_separators == ((missing,) if missing else ())


# Expressions of other plans and of the body of this one.
OTHERS = [
    (
        "Giám đốc các sở, Thủ trưởng các ban, ngành, Chủ tịch UBND các huyện, thành phố, thị xã",
        "so-ban-nganh-cap-tinh ubnd-cap-huyen",
    ),
    (
        "Giám đốc các sở, Thủ trưởng các ban, ngành; Chủ tịch Ủy ban nhân dân các địa phương",
        "so-ban-nganh-cap-tinh ubnd-cap-huyen ubnd-cap-xa",
    ),
    (
        "Đài Phát thanh và Truyền hình tỉnh, Báo Hà Tĩnh, Cổng thông tin điện tử tỉnh",
        "dai-phat-thanh-va-truyen-hinh-tinh bao-ha-tinh cong-thong-tin-dien-tu-tinh",
    ),
    (
        "Ủy ban Mặt trận Tổ quốc và các tổ chức chính trị - xã hội tỉnh",
        "ubmttq-tinh to-chuc-chinh-tri-xa-hoi-cap-tinh*",
    ),
    ("UBMTQT tỉnh và các Đoàn thể cấp tỉnh", "ubmttq-tinh doan-the-cap-tinh*"),
    ("Sở Nội vụ, Tài chính, Tư pháp", "so-noi-vu so-tai-chinh so-tu-phap"),
    ("Các sở: Tài chính, Du lịch, Y tế", "so-tai-chinh so-du-lich* so-y-te"),
    (
        "Sở Văn hóa, Thể thao và Du lịch; Sở NN&PTNT",
        "so-van-hoa-the-thao-va-du-lich so-nong-nghiep-va-phat-trien-nong-thon",
    ),
    (
        "Sở LĐ-TB&XH, Sở KH&ĐT, Sở VH,TT&DL",
        "so-lao-dong-thuong-binh-va-xa-hoi so-ke-hoach-va-dau-tu so-van-hoa-the-thao-va-du-lich",
    ),
    ("Sở Y tế và Sở Giáo dục và Đào tạo và UBND cấp huyện", "so-y-te so-giao-duc-va-dao-tao ubnd-cap-huyen"),
    ("Công an tỉnh/Sở Tư pháp", "cong-an-tinh so-tu-phap"),
    ("Sở Nội vụ (chủ trì), Sở Tài chính (phối hợp)", "so-noi-vu so-tai-chinh"),
    ("Sở Tư pháp chủ trì, phối hợp với Sở Nội vụ", "so-tu-phap so-noi-vu"),
    ("1. Sở Nội vụ; 2. Sở Tư pháp", "so-noi-vu so-tu-phap"),
    ("- Sở Nội vụ\n- Sở Tư pháp\n+ UBND cấp huyện", "so-noi-vu so-tu-phap ubnd-cap-huyen"),
    ("UBND huyện Can Lộc, Thạch Hà", "ubnd-huyen-can-loc ubnd-huyen-thach-ha"),
    (
        "UBND các huyện: Can Lộc, Thạch Hà và thành phố Hà Tĩnh",
        "ubnd-huyen-can-loc ubnd-huyen-thach-ha ubnd-thanh-pho-ha-tinh",
    ),
    ("UBND TX Kỳ Anh, UBND huyện Kỳ Anh", "ubnd-thi-xa-ky-anh ubnd-huyen-ky-anh"),
    ("UBND các huyện, thành phố, thị xã trên địa bàn tỉnh", "ubnd-cap-huyen"),
    ("UBND các xã, phường, thị trấn", "ubnd-cap-xa"),
    ("UBND các cấp", "ubnd-tinh ubnd-cap-huyen ubnd-cap-xa"),
    ("UBND các xã, phường có liên quan", "ubnd-cac-xa-phuong-co-lien-quan*"),
    ("Các sở, ban, ngành liên quan", "so-ban-nganh-co-lien-quan*"),
    ("Các cơ quan, đơn vị, địa phương", "cac-co-quan-don-vi-dia-phuong"),
    ("Các cơ quan, đơn vị", "cac-co-quan-don-vi*"),
    ("Trung tâm Phục vụ HCC tỉnh", "trung-tam-phuc-vu-hanh-chinh-cong-tinh"),
    ("Chánh VP, các PCVP UBND tỉnh", "van-phong-ubnd-tinh"),
    ("Sở Nội vụ; Sở Nội vụ", "so-noi-vu"),
    ("so tu phap; ubnd cap huyen, cap xa", "so-tu-phap ubnd-cap-huyen ubnd-cap-xa"),
    ("Như trên", ""),
    ("", ""),
]


@pytest.mark.parametrize(("text", "keys"), OTHERS)
def test_expressions_of_other_plans_are_read(text: str, keys: str):
    assert _keys(REGISTER.read(text, on=ISSUED)) == keys


STRANGERS = [
    "Phòng Nội vụ",
    "Phòng Tư pháp cấp huyện",
    "Ban Dân tộc",
    "Công ty Điện lực",
    "Bưu điện tỉnh",
    "Liên đoàn Lao động tỉnh",
    "Hội Nông dân",
    "Trường Đại học Vinh",
    "Thanh tra Sở Xây dựng",
    "Sở Du lịch",
    "Ban Chỉ đạo CCHC tỉnh",
    "Công chức Tư pháp - Hộ tịch",
    "VNPT",
]


@pytest.mark.parametrize("text", STRANGERS)
def test_an_agency_no_register_knows_is_an_open_group_and_reported(text: str):
    found = REGISTER.read(text, on=ISSUED)
    assert [(p.is_open, p.name, p.text) for p in found.parties] == [(True, text, text)]
    assert found.unknown == (text,)
    assert found.likelihood > 0.65


def test_an_open_group_of_the_register_is_not_reported_as_unknown():
    assert REGISTER.read("Các đơn vị được kiểm toán", on=ISSUED).unknown == ()


def test_a_completed_tail_keeps_its_own_words():
    found = REGISTER.read("UBND cấp huyện, cấp xã", on=ISSUED)
    assert [(p.name, p.text) for p in found.parties] == [
        ("UBND cấp huyện", "UBND cấp huyện"),
        ("UBND cấp xã", "cấp xã"),
    ]


def test_a_name_used_by_two_generations_is_the_unit_of_the_day():
    before = REGISTER.read("UBND xã Cẩm Bình", on=date(2021, 9, 27)).parties[0].key
    after = REGISTER.read("UBND xã Cẩm Bình", on=date(2025, 7, 1)).parties[0].key
    assert (before, after) == ("ubnd-xa-2021-18685", "ubnd-xa-2025-18685")


NOT_AGENCIES = [
    "",
    "   ",
    "1",
    "IV",
    "Hàng năm",
    "Quý IV/2021",
    "Công chức tận tình giúp đỡ",
    "Công khai danh sách hộ nghèo",
    "Cơ hội tham gia",
    "Tri thức công dân",
    "Chất lượng nước",
    "Đơn vị chủ trì thực hiện",
    "Đơn vị phối hợp",
    "Nhiệm vụ/giải pháp",
    "Trụ sở cơ quan tiếp nhận hồ sơ, trả kết quả gọn gàng, sạch sẽ",
    "Trang thiết bị phục vụ người dân, tổ chức đầy đủ",
    "Số đơn vị sự nghiệp công lập tự bảo đảm chi thường xuyên",
    "Tổ chức thực hiện các kiến nghị sau thanh tra, kiểm tra, kiểm toán nhà nước về tài chính, ngân sách",
    "Tình hình thực hiện quy chế làm việc của UBND tỉnh",
    "Bộ phận Một cửa được bố trí gọn gàng",
    "Cơ quan, đơn vị thực hiện nghiêm",
    "Ban hành kế hoạch CCHC năm 2026",
    "Hội nghị sơ kết",
    "Phối hợp với Công an tỉnh ban hành quy chế phối hợp cụ thể để thực hiện nhiệm vụ thẩm duyệt thiết kế",
    "UBND cấp xã, UBND cấp huyện hàng năm có trách nhiệm thực hiện công khai danh sách hộ nghèo",
    "- Tiếp tục hướng dẫn nghiệp vụ chứng thực cho Phòng Tư pháp cấp huyện, UBND cấp xã.",
    "Giao và đôn đốc các sở, ban, ngành, địa phương tham mưu kịp thời các nhiệm vụ do Chính phủ giao.",
]


@pytest.mark.parametrize("text", NOT_AGENCIES)
def test_what_only_mentions_an_agency_does_not_look_like_one(text: str):
    assert REGISTER.likelihood(text) < 0.25


def test_no_task_or_criterion_of_the_plan_looks_more_like_agencies_than_its_cells():
    lines = [line.strip() for line in PLAN.splitlines()[105:1104] if len(line.strip()) > 150]
    assert len(lines) > 60
    assert max(map(REGISTER.likelihood, lines)) < 0.35


WORDS = st.sampled_from(
    ["UBND", "các", "sở", "ban", "ngành", "cấp", "tỉnh", "huyện", "xã", ",", ";", "và", "Sở Nội vụ", "đoàn thể", "Bộ phận Một cửa",
     "(", ")", "-", "\n", ":", "Hà Tĩnh", "thành phố", "thị xã", "liên quan", "Văn phòng", "Hội", "phường", "Can Lộc", "."]
)  # fmt: skip
ANY_TEXT = st.one_of(
    st.text(), st.lists(WORDS, max_size=14).map(" ".join), st.lists(WORDS, max_size=8).map("".join)
)


@given(ANY_TEXT)
def test_any_text_is_read_and_every_party_stands_in_it(text: str):
    found = REGISTER.read(text, on=ISSUED)
    assert found.text == squeeze(clean(text))
    assert 0.0 <= found.likelihood <= 1.0
    for party in found.parties:
        assert party.key
        assert party.name
        assert party.text in found.text
        assert party.kind in ("unit", "group")
        if party.kind == "unit":
            assert REGISTER.unit(party.key).name == party.name
    assert len({(p.kind, p.key) for p in found.parties}) == len(found.parties)


@given(ANY_TEXT)
def test_composed_and_decomposed_text_give_the_same_parties(text: str):
    composed = REGISTER.read(unicodedata.normalize("NFC", text), on=ISSUED)
    decomposed = REGISTER.read(unicodedata.normalize("NFD", text), on=ISSUED)
    assert composed == decomposed


@given(st.lists(st.sampled_from(list(GOLDEN["cells"])), min_size=1, max_size=4))
def test_cells_joined_by_semicolons_name_what_each_of_them_names(cells: list[str]):
    expected: list[str] = []
    for cell in cells:
        expected += [k for k in GOLDEN["cells"][cell].split() if k not in expected]
    joined = "; ".join(cell.strip(".") for cell in cells)
    assert _keys(REGISTER.read(joined, on=ISSUED)).split() == expected
