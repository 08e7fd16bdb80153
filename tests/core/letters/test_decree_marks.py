"""Marks, the address at the foot, footnotes and tables in a row, measured in the PDF and in what LibreOffice prints."""

from dataclasses import replace
from typing import Any

import pytest

from makers.letters import WORDS, results_table, sample
from makers.office import convert, needs_office
from makers.pages import MM, Pages
from namro.core.errors import Refusal
from namro.core.letters import layout
from namro.core.letters.docx import docx
from namro.core.letters.marks import contact_line
from namro.core.letters.model import Appendix, Kind, Letter, Paragraph, Run, plain

LEFT = {"right": 95.5}
NOTE = "Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ."
CONTACT = "Số 1 đường Mẫu, thành phố Đường Mới; thư điện tử: ubnd@vidu.vn; điện thoại: 0239 3 855 000"


def marked(urgency: str = "KHẨN") -> Letter:
    """Give a letter with every mark, two tables in a row, two footnotes, and an appendix."""
    bare = replace(results_table(2), caption="")
    noted = Paragraph(
        (Run("Thực hiện Nghị quyết", note=NOTE), Run(" và Báo cáo", note="Báo cáo số 215/BC-SNV."))
    )
    return replace(
        sample(Kind.LETTER),
        urgency=urgency,
        circulation="XEM XONG TRẢ LẠI",
        contact=CONTACT,
        blocks=(noted, bare, bare, Paragraph(plain(WORDS)), results_table(2), Paragraph(plain(WORDS))),
        appendices=(Appendix("Phụ lục", "Biểu", (results_table(2), Paragraph((Run("Xem", note="Ba."),)))),),
    )


@pytest.fixture(scope="module", params=["pdf", pytest.param("docx", marks=needs_office)])
def letters(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Pages]:
    """The letter with each mark of urgency, drawn by us and by LibreOffice from our DOCX."""
    if request.param == "pdf":
        return {words: Pages(marked(words)) for words in layout.URGENCY_WIDTHS}
    files = {f"{at}.docx": docx(marked(words)) for at, words in enumerate(layout.URGENCY_WIDTHS)}
    made = convert(files, "pdf", tmp_path_factory.mktemp("marks"))
    return {words: Pages(made[str(at)]) for at, words in enumerate(layout.URGENCY_WIDTHS)}


def _frames(page: Any, words: Any) -> tuple[float, float]:
    """Give the width and height in mm of the frame around words."""
    across = (*page.rects, *page.lines, *page.curves)
    found = []
    for one in across:
        left, right, top, bottom = (float(one[name]) / MM for name in ("x0", "x1", "top", "bottom"))
        near = top - 1 < words.base and bottom + 1 > words.top and left < 96
        if near or (abs(top - words.top) < 6 and left < words.left and right > words.right):
            found.append((left, right, top, bottom))
    left, right = min(one[0] for one in found), max(one[1] for one in found)
    top, bottom = min(one[2] for one in found), max(one[3] for one in found)
    return right - left, bottom - top


@pytest.mark.parametrize("words", layout.URGENCY_WIDTHS)
def test_the_mark_of_urgency_is_red_and_bold_in_a_frame_of_its_measures(
    words: str, letters: dict[str, Pages]
) -> None:
    pages = letters[words]
    mark = pages.line(words, **LEFT)
    assert mark.size == layout.URGENCY
    assert mark.fonts == {"Tinos-Bold"}
    width, height = _frames(pages.pages[0], mark)
    assert width == pytest.approx(layout.URGENCY_WIDTHS[words], abs=0.6)
    assert height == pytest.approx(layout.URGENCY_HEIGHT, abs=0.6)
    assert mark.middle == pytest.approx(pages.line("Số: ", **LEFT).middle, abs=0.6)
    char = next(one for one in pages.pages[0].chars if one["text"] == words[0] and one["size"] > 12.9
                and abs(one["top"] / MM - mark.top) < 1 and one["x0"] / MM < 96)  # fmt: skip
    red, green, blue = char["non_stroking_color"]
    assert red > 0.85
    assert max(green, blue) < 0.1


def test_the_mark_of_circulation_is_bold_and_black_in_a_frame_under_the_urgency(
    letters: dict[str, Pages],
) -> None:
    pages = letters["KHẨN"]
    mark, urgent = pages.line("XEM XONG", **LEFT), pages.line("KHẨN", **LEFT)
    assert mark.words == "XEM XONG TRẢ LẠI"
    assert mark.size == layout.CIRCULATION
    assert mark.fonts == {"Tinos-Bold"}
    assert mark.top > urgent.base + 3
    width, height = _frames(pages.pages[0], mark)
    assert mark.right - mark.left + 2 < width < layout.LEFT_HALF
    assert height == pytest.approx(layout.URGENCY_HEIGHT, abs=0.6)


def test_the_address_stands_at_the_foot_of_page_1_alone_under_a_rule_over_the_whole_width(
    letters: dict[str, Pages],
) -> None:
    pages = letters["KHẨN"]
    line = pages.line("Số 1 đường Mẫu")
    assert line.words == CONTACT
    assert 11 <= line.size <= 12
    assert line.fonts <= {"Tinos", "Tinos-Regular"}
    assert line.top + 0.5 >= 297 - layout.MARGIN_BOTTOM
    assert line.base <= 297 - layout.CONTACT_FROM_FOOT + 1
    over = [one for one in pages.rules() if 0 < line.top - one[2] + 1 < 4]
    assert over
    left, right, _ = over[-1]
    assert (left, right) == pytest.approx((layout.MARGIN_LEFT, 210 - layout.MARGIN_RIGHT), abs=0.6)
    assert sum(CONTACT in page.extract_text() for page in pages.pages) == 1
    assert len(pages.pages) > 1


def test_the_address_stands_at_the_foot_of_a_letter_of_one_page() -> None:
    pages = Pages(replace(sample(Kind.APOLOGY), contact=CONTACT))
    assert len(pages.pages) == 1
    assert pages.line("Số 1 đường Mẫu").words == CONTACT


def test_footnotes_stand_at_the_foot_of_the_page_of_their_mark_numbered_through_the_document(
    letters: dict[str, Pages],
) -> None:
    pages = letters["KHẨN"]
    first = next(line for line in pages.lines(0) if NOTE in line.words)
    second = next(line for line in pages.lines(0) if "215/BC-SNV" in line.words and line.size < 12)
    assert (first.words[0], second.words[0]) == ("1", "2")
    assert (first.size, second.size) == (layout.NOTE, layout.NOTE)
    text = pages.line("Thực hiện Nghị quyết")
    assert text.base + 100 < first.top < second.top < 297 - layout.MARGIN_BOTTOM
    mark = next(
        one for one in pages.pages[0].chars if one["text"] == "1" and abs(one["top"] / MM - text.top) < 2
    )
    assert mark["size"] < layout.BODY - 3
    last = [line.words for line in pages.lines(len(pages.pages) - 1)]
    assert any(words.replace(" ", "") == "3Ba." for words in last)


def test_footnotes_do_not_push_the_head_down(letters: dict[str, Pages]) -> None:
    assert abs(letters["KHẨN"].line("CỘNG HÒA", left=96).top - layout.MARGIN_TOP) < 1.5


def test_tables_in_a_row_stand_apart_and_so_do_the_paragraphs_around_them(letters: dict[str, Pages]) -> None:
    page = letters["KHẨN"].pages[0]
    tables = sorted(
        (one.bbox for one in page.find_tables() if one.bbox[2] - one.bbox[0] > 150 * MM),
        key=lambda box: box[1],
    )
    assert len(tables) >= 2
    assert tables[1][1] - tables[0][3] >= layout.TABLES_APART - 2
    text = letters["KHẨN"].line("Rà soát")
    assert text.top * MM - tables[1][3] >= layout.SPACE_AFTER
    above = letters["KHẨN"].line("Thực hiện Nghị quyết")
    assert tables[0][1] - above.base * MM >= 3


def test_the_upper_right_corner_of_the_first_page_is_left_to_the_signature_of_who_sends_it() -> None:
    """Cell 14 and III.1d: the electronic signature of the office is set there by who issues; nothing is drawn."""
    pages = Pages(sample(Kind.PLAN))
    firsts = [
        page for page in pages.pages if not page.crop((0, 0, page.width, 18 * MM)).extract_text().strip()
    ]
    assert len(firsts) == 3
    signed = Pages(sample(Kind.NOTICE))
    last = len(signed.pages) - 1
    office = signed.line("PHÓ GIÁM ĐỐC", last, left=112.5)
    below = [line for line in signed.lines(last, left=112.5) if line.top > office.base]
    assert (
        not below or below[0].top - office.base >= 20
    )  # room of a signature, with the seal over a third of it


def test_an_address_longer_than_the_room_for_it_is_refused() -> None:
    assert contact_line(f"  {CONTACT}\n") == CONTACT
    with pytest.raises(Refusal, match="2 dòng"):
        contact_line(CONTACT * 3)


def test_a_letter_without_marks_draws_none() -> None:
    pages = Pages(replace(marked(), urgency="", circulation="", contact="", drafter=""))
    words = pages.pages[0].extract_text()
    assert not any(mark in words for mark in ("KHẨN", "XEM XONG", "Số 1 đường", "PL."))
    assert not [one for one in pages.pages[0].rects if one["stroke"] and one["width"] < 60 * MM]
