"""The PDF measured element by element against annex I of Decree 30/2020/NĐ-CP; docs/calculations/letters.md explains."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pytest

from makers.letters import body, sample, tasks_table
from makers.pages import MM, Line, Pages
from namro.core.letters import layout
from namro.core.letters.model import Depth, Kind, Paragraph, plain

RIGHT, LEFT = {"left": 96.5}, {"right": 95.5}  # the two halves of the head, with a hair to spare


@pytest.fixture(scope="module")
def plan() -> Iterator[Pages]:
    pages = Pages(sample(Kind.PLAN))
    yield pages
    pages.open.close()


def _rule_under(pages: Pages, line: Line, page: int = 0) -> tuple[float, float, float]:
    near = [rule for rule in pages.rules(page) if line.base - 1 <= rule[2] <= line.base + 4]
    return min(near, key=lambda rule: abs((rule[0] + rule[1]) / 2 - line.middle))


def test_the_paper_is_a4_and_appendices_may_lie_on_their_side(plan: Pages) -> None:
    sizes = {(round(page.width / MM), round(page.height / MM)) for page in plan.pages}
    assert sizes == {(210, 297), (297, 210)}


@pytest.mark.parametrize("kind", Kind)
def test_nothing_stands_in_the_margins_but_the_page_number(kind: Kind) -> None:
    pages = Pages(replace(sample(kind), contact=""))
    for number, page in enumerate(pages.pages):
        for char in page.chars:
            if char["text"].strip() and char["top"] / MM > layout.MARGIN_TOP - 0.5:
                assert char["x0"] / MM >= layout.MARGIN_LEFT - 0.1, (number, char["text"])
                assert char["x1"] / MM <= page.width / MM - layout.MARGIN_RIGHT + 0.1, (number, char["text"])
                assert char["bottom"] / MM <= page.height / MM - layout.MARGIN_BOTTOM + 0.5, number
    full = [line for line in pages.lines(0) if line.words.endswith(("vi quản", "phạm vi", "phạm"))]
    assert any(abs(line.right - (210 - layout.MARGIN_RIGHT)) < 0.3 for line in full)


@pytest.mark.parametrize("kind", Kind)
def test_every_letter_is_of_the_font_that_stands_in_for_times_new_roman(kind: Kind) -> None:
    names = {char["fontname"].split("+")[-1] for page in Pages(sample(kind)).pages for char in page.chars}
    assert names
    # Charts are pictures with letters of their own: the same font.
    assert all(name.startswith("Tinos") for name in names)


def test_nation_and_motto_stand_upper_right_with_a_rule_as_long_as_the_motto(plan: Pages) -> None:
    nation, motto = plan.line("CỘNG HÒA", **RIGHT), plan.line("Độc lập", **RIGHT)
    assert (nation.words, nation.size) == (layout.NATION_WORDS, layout.NATION)
    assert (motto.words, motto.size) == (layout.MOTTO_WORDS, layout.MOTTO)
    assert nation.fonts == motto.fonts == {"Tinos-Bold"}
    assert nation.top - layout.MARGIN_TOP < 2
    assert nation.middle == pytest.approx(motto.middle, abs=0.3)
    assert nation.middle > 105
    rule = _rule_under(plan, motto)
    assert rule[1] - rule[0] == pytest.approx(motto.right - motto.left, abs=0.5)
    assert (rule[0] + rule[1]) / 2 == pytest.approx(motto.middle, abs=0.3)


def test_issuer_stands_upper_left_in_bold_with_a_rule_of_a_third_to_a_half() -> None:
    report = Pages(sample(Kind.REPORT))
    superior, first = report.line("BỘ NỘI VỤ", **LEFT), report.line("ỦY BAN NHÂN DÂN", **LEFT)
    last = report.line("TỈNH ĐƯỜNG MỚI", **LEFT)
    assert (superior.size, first.size, last.size) == (layout.SUPERIOR, layout.ISSUER, layout.ISSUER)
    assert superior.fonts <= {"Tinos-Regular", "Tinos"}
    assert first.fonts == last.fonts == {"Tinos-Bold"}
    assert superior.middle == pytest.approx(first.middle, abs=0.3) == pytest.approx(last.middle, abs=0.3)
    assert superior.top < first.top < last.top
    rule = _rule_under(report, last)
    assert 1 / 3 <= (rule[1] - rule[0]) / (last.right - last.left) <= 1 / 2
    assert (rule[0] + rule[1]) / 2 == pytest.approx(last.middle, abs=0.3)


def test_number_stands_under_the_issuer_on_the_line_of_place_and_day(plan: Pages) -> None:
    number = plan.line("Số: ", **LEFT)
    place = plan.line("Đường Mới, ngày", **RIGHT)
    assert (number.words, number.size) == ("Số: 05/KH-UBND", layout.NUMBER)
    assert (place.words, place.size) == ("Đường Mới, ngày 05 tháng 02 năm 2022", layout.PLACE)
    assert place.fonts == {"Tinos-Italic"}
    assert number.middle == pytest.approx(plan.line("TỈNH ĐƯỜNG MỚI", **LEFT).middle, abs=0.3)
    assert place.middle == pytest.approx(plan.line("CỘNG HÒA", **RIGHT).middle, abs=0.3)
    assert number.base == pytest.approx(place.base, abs=0.7)


def test_kind_and_abstract_stand_in_the_middle_in_bold_with_a_rule(plan: Pages) -> None:
    kind, abstract = plan.line("KẾ HOẠCH"), plan.line("Nâng cao các chỉ số")
    middle = (layout.MARGIN_LEFT + 210 - layout.MARGIN_RIGHT) / 2
    assert (kind.size, abstract.size) == (layout.KIND, layout.ABSTRACT)
    assert kind.fonts == abstract.fonts == {"Tinos-Bold"}
    assert kind.middle == pytest.approx(middle, abs=0.3) == pytest.approx(abstract.middle, abs=0.3)
    rule = _rule_under(plan, abstract)
    assert 1 / 3 <= (rule[1] - rule[0]) / (abstract.right - abstract.left) <= 1 / 2
    assert rule[2] > abstract.base - 0.6  # under the letters, not through them


def test_the_abstract_of_a_letter_stands_under_its_number() -> None:
    letter = Pages(sample(Kind.LETTER))
    number, about = letter.line("Số: ", **LEFT), letter.line("V/v ", **LEFT)
    assert about.size == layout.LETTER_ABSTRACT
    assert about.fonts <= {"Tinos", "Tinos-Regular"}
    assert about.middle == pytest.approx(number.middle, abs=0.5)
    assert 2 <= about.top - number.base + 2 < 8


def test_many_addressees_stand_after_dashes_under_the_colon() -> None:
    letter = Pages(sample(Kind.LETTER))
    word, first, second = letter.line("Kính gửi:"), letter.line("- Các sở"), letter.line("- UBND các")
    assert word.size == first.size == layout.ADDRESSEE
    assert first.left == second.left == pytest.approx(word.right, abs=1.5)


def test_grounds_are_in_italics_and_paragraphs_begin_after_an_indent(plan: Pages) -> None:
    ground, text = plan.line("Căn cứ Luật"), plan.line("Rà soát, công bố")
    assert (ground.size, text.size) == (layout.GROUND, layout.BODY)
    assert ground.fonts == {"Tinos-Italic"}
    assert ground.words.endswith(";")
    for line in (ground, text, plan.line("a) Rà soát"), plan.line("I. KẾT QUẢ"), plan.line("1. Công tác")):
        assert line.left == pytest.approx(layout.MARGIN_LEFT + layout.INDENT, abs=0.5)
    assert plan.line("I. KẾT QUẢ").fonts == plan.line("1. Công tác").fonts == {"Tinos-Bold"}


def test_lines_stand_between_single_and_one_and_a_half_and_paragraphs_at_least_6_points_further(
    plan: Pages,
) -> None:
    text = plan.lines(1)[1:]
    steps = [(after.base - before.base) * MM for before, after in pairwise(text)]
    single = layout.BODY * layout.LINE_EMS
    inside = min(steps)
    assert single <= inside + 0.1
    assert inside <= 1.5 * single
    between = [step for step in steps if step > inside + 1]
    assert min(between) - inside >= layout.SPACE_AFTER - 0.3


def test_who_signs_stands_on_the_right_and_recipients_on_the_left_of_the_same_line(plan: Pages) -> None:
    page = next(number for number, page in enumerate(plan.pages) if "Nơi nhận" in page.extract_text())
    left, right = {"right": 112.0}, {"left": 113.0}
    word, one = plan.line("Nơi nhận:", page, **left), plan.line("- Bộ Nội vụ;", page, **left)
    assert (word.size, one.size) == (layout.RECIPIENTS_WORD, layout.RECIPIENT)
    assert word.fonts == {"Tinos-BoldItalic"}
    assert word.left == one.left == pytest.approx(layout.MARGIN_LEFT, abs=0.5)
    assert plan.line("PL.(300)", page, **left).size == layout.DRAFTER
    lines = [plan.line(start, page, **right) for start in ("TM. ỦY BAN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")]
    name = plan.line("Nguyễn Văn Mẫu", page, **right)
    assert {line.size for line in lines} == {layout.AUTHORITY}
    assert name.size == layout.SIGNER
    assert {frozenset(line.fonts) for line in (*lines, name)} == {frozenset({"Tinos-Bold"})}
    for line in (*lines, name):
        assert line.middle == pytest.approx(lines[0].middle, abs=0.3)
        assert line.middle > 112
    assert word.top == pytest.approx(lines[0].top, abs=1.5)
    assert name.top - lines[-1].base > 15  # room for the signature


def test_the_text_ends_with_its_sign_once() -> None:
    for kind in Kind:
        words = "".join(page.extract_text() for page in Pages(sample(kind)).pages)
        assert words.count("./.") == 1
        assert "../." not in words


def test_minutes_are_signed_by_two() -> None:
    minutes = Pages(sample(Kind.MINUTES))
    last = minutes.lines(len(minutes.pages) - 1)
    assert any("THƯ KÝ" in line.words and "CHỦ TRÌ" in line.words for line in last)
    assert any("Trần Thị Mẫu" in line.words and "Nguyễn Văn Mẫu" in line.words for line in last)


def test_pages_are_numbered_from_the_second_in_the_upper_margin_anew_in_each_appendix(plan: Pages) -> None:
    numbers = []
    for at, page in enumerate(plan.pages):
        head = [line for line in plan.lines(at) if line.top < layout.MARGIN_TOP - 4]
        numbers.append(head[0].words if head else "")
        for line in head:
            assert line.size == layout.PAGE_NUMBER
            assert line.fonts <= {"Tinos", "Tinos-Regular"}
            middle = (layout.MARGIN_LEFT + page.width / MM - layout.MARGIN_RIGHT) / 2
            assert line.middle == pytest.approx(middle, abs=0.5)
            assert layout.NUMBER_FROM_TOP - 1 < line.top < line.base < layout.MARGIN_TOP
    starts = [at for at, number in enumerate(numbers) if not number]
    assert len(starts) == 3
    assert starts[0] == 0
    for begin, end in pairwise([*starts, len(numbers)]):
        assert numbers[begin + 1 : end] == [str(number) for number in range(2, end - begin + 1)]


def test_an_appendix_says_its_label_name_and_what_it_belongs_to(plan: Pages) -> None:
    page = next(number for number in range(len(plan.pages)) if plan.lines(number)[0].words == "Phụ lục I")
    label, name, belongs = plan.lines(page)[:3]
    assert (label.size, name.size, belongs.size) == (
        layout.ANNEX_LABEL,
        layout.ANNEX_NAME,
        layout.ANNEX_REFERENCE,
    )
    assert label.fonts == name.fonts == {"Tinos-Bold"}
    assert belongs.fonts == {"Tinos-Italic"}
    assert name.words == "NHIỆM VỤ NÂNG CAO CHỈ SỐ PAR INDEX"
    assert belongs.words.startswith("(Kèm theo Kế hoạch số 05/KH-UBND")
    assert label.middle == pytest.approx(name.middle, abs=0.4) == pytest.approx(belongs.middle, abs=0.4)


def test_the_head_of_a_table_stands_on_each_of_its_pages(plan: Pages) -> None:
    wide = [number for number, page in enumerate(plan.pages) if page.width > page.height]
    assert len(wide) > 2
    for number in wide:
        assert any(line.words.startswith("STT Tiêu chí bị trừ điểm") for line in plan.lines(number))


def test_letters_with_marks_do_not_touch_the_lines_of_a_table(plan: Pages) -> None:
    page = next(page for page in plan.pages if page.width > page.height)
    for cell in page.find_tables()[0].cells:
        left, top, right, bottom = cell
        inside = [
            char
            for char in page.chars
            if char["text"].strip()
            and left < char["x0"] < right
            and top < (char["top"] + char["bottom"]) / 2 < bottom
        ]
        for char in inside:
            # The box of a letter reaches from the highest mark to the lowest: 0.891 em over the line of writing.
            assert char["top"] >= top + 1
            assert char["bottom"] <= bottom - 0.5
            assert char["x1"] <= right - 1


@pytest.mark.parametrize("fill", range(0, 30, 3))
def test_no_heading_stands_alone_at_the_foot_of_a_page(fill: int) -> None:
    above = tuple(Paragraph(plain(f"Dòng {at}")) for at in range(fill + 10))
    letter = replace(sample(Kind.REPORT), grounds=(), blocks=(*above, *body(2, 2)))
    pages = Pages(letter)
    for number in range(len(pages.pages) - 1):
        last = pages.lines(number)[-1]
        assert last.fonts != {"Tinos-Bold"}, last.words


@pytest.mark.parametrize("fill", range(20, 32))
def test_no_page_holds_a_signature_and_nothing_of_the_text(fill: int) -> None:
    blocks = tuple(Paragraph(plain(f"Dòng {at}")) for at in range(fill))
    pages = Pages(replace(sample(Kind.NOTICE), grounds=(), blocks=blocks))
    last = pages.pages[-1].extract_text()
    assert "KT. GIÁM ĐỐC" in last
    assert f"Dòng {fill - 1}" in last


def test_a_part_has_its_number_on_a_line_of_its_own_in_the_middle() -> None:
    part = Paragraph(plain("QUY ĐỊNH CHUNG"), Depth.PART, "Chương I", heading=True)
    pages = Pages(replace(sample(Kind.DECISION), blocks=(part, Paragraph(plain("Nội dung")))))
    number, title = pages.line("Chương I"), pages.line("QUY ĐỊNH CHUNG")
    assert number.fonts == title.fonts == {"Tinos-Bold"}
    assert number.middle == pytest.approx(title.middle, abs=0.3) == pytest.approx(112.5, abs=0.3)


def test_a_merged_cell_goes_on_over_pages_and_leaves_none_half_empty() -> None:
    first, *rest = tasks_table(30).rows
    rows = (tuple(replace(cell, rows=30) for cell in first[:2]) + first[2:], *(row[-4:] for row in rest))
    table = replace(tasks_table(30), rows=rows)
    pages = Pages(replace(sample(Kind.NOTICE), grounds=(), blocks=(table,)))
    assert len(pages.pages) > 3
    for number in range(len(pages.pages) - 2):
        assert pages.lines(number)[-1].base > 297 - layout.MARGIN_BOTTOM - 45
