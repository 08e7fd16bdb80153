"""DOCX is read as Word prints it."""

import pytest

from makers.packages import docx_of
from namro.core.documents import Document, Paragraph, Table, read_document


def read(body: str, **parts: str) -> Document:
    return read_document(docx_of(body, **parts), "a.docx")


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def numbered(text: str, level: int = 0, number: int = 1) -> str:
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def level(place: int, form: str, pattern: str, start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{place}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{pattern}"/></w:lvl>'
    )


LISTS = (
    f'<w:abstractNum w:abstractNumId="7">{level(0, "upperRoman", "%1.")}{level(1, "decimal", "%2.")}'
    f"{level(2, 'lowerLetter', '%3)')}{level(3, 'bullet', '')}{level(4, 'decimal', '%2.%5')}"
    f"{level(5, 'bullet', '+')}</w:abstractNum>"
    '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="7"/>'
    '<w:lvlOverride w:ilvl="1"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
)


SPAN, RESTART = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>'


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def only_table(document: Document) -> Table:
    (found,) = (block for block in document.blocks if isinstance(block, Table))
    return found


def test_numbers_that_word_writes_by_itself_are_written_out() -> None:
    body = (
        numbered("Mục tiêu") + numbered("Chung", 1) + numbered("một", 2) + numbered("hai", 2)
        + numbered("gạch", 3) + numbered("cộng", 5) + numbered("Riêng", 1) + numbered("một", 2)
        + numbered("sâu", 4) + numbered("Nhiệm vụ") + numbered("Chung", 1)
    )  # fmt: skip
    assert texts(read(body, numbering=LISTS)) == [
        "I. Mục tiêu", "1. Chung", "a) một", "b) hai", "- gạch", "+ cộng", "2. Riêng", "a) một",
        "2.1 sâu", "II. Nhiệm vụ", "1. Chung",
    ]  # fmt: skip


def test_a_list_may_start_again_at_another_number() -> None:
    body = numbered("a", 1) + numbered("b", 1, number=2) + numbered("c", 1, number=2)
    assert texts(read(body, numbering=LISTS)) == ["1. a", "5. b", "6. c"]


def test_a_list_may_come_from_the_style_and_be_switched_off() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="base"><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/>'
        '</w:numPr></w:pPr></w:style><w:style w:type="paragraph" w:styleId="child"><w:basedOn w:val="base"/></w:style>'
    )
    body = paragraph("a", '<w:pStyle w:val="child"/>')
    body += paragraph("b", '<w:pStyle w:val="child"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    body += paragraph("c", '<w:pStyle w:val="child"/>')
    assert texts(read(body, numbering=LISTS, styles=styles)) == ["1. a", "b", "2. c"]


def test_an_empty_numbered_cell_is_its_number() -> None:
    number = (
        "<w:tc><w:p><w:pPr><w:numPr><w:ilvl w:val='1'/><w:numId w:val='1'/></w:numPr></w:pPr></w:p></w:tc>"
    )
    document = read(table(number + cell("a") + cell("b"), number + cell("c") + cell("d")), numbering=LISTS)
    assert [row[0].text if row[0] else "" for row in only_table(document).grid()] == ["1.", "2."]


def test_deleted_and_moved_text_goes_and_inserted_text_stays() -> None:
    body = (
        "<w:p><w:r><w:t>giữ </w:t></w:r><w:ins><w:r><w:t>thêm</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>bỏ</w:delText></w:r></w:del>"
        "<w:moveFrom><w:r><w:t>chuyển</w:t></w:r></w:moveFrom></w:p>"
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>nửa đầu </w:t></w:r></w:p>"
        "<w:p><w:r><w:t>nửa sau</w:t></w:r></w:p>"
    )
    assert texts(read(body)) == ["giữ thêm", "nửa đầu nửa sau"]


def test_a_deleted_row_goes() -> None:
    deleted = f"<w:tr><w:trPr><w:del/></w:trPr>{cell('x')}{cell('y')}{cell('z')}</w:tr>"
    kept = "".join(f"<w:tr>{cell(str(n))}{cell('a')}{cell('b')}</w:tr>" for n in range(2))
    assert only_table(read(f"<w:tbl>{deleted}{kept}</w:tbl>")).row_count == 2


def test_a_text_box_is_read_once() -> None:
    box = f"<w:txbxContent>{paragraph('trong hộp')}</w:txbxContent>"
    body = (
        f"<w:p><w:r><w:t>neo</w:t></w:r><w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice>"
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert texts(read(body)) == ["neo", "trong hộp"]


def test_footnotes_are_marked_in_the_text_and_kept_apart() -> None:
    body = (
        "<w:p><w:r><w:t>công bố</w:t><w:footnoteReference w:id='7'/><w:t>; sau</w:t>"
        "<w:footnoteReference w:id='3'/></w:r></w:p>"
    )
    notes = "".join(
        f"<w:footnote w:id='{at}'>{paragraph(text)}</w:footnote>"
        for at, text in ((3, "hai"), (7, "một"), (9, "thừa"))
    )
    document = read(body, footnotes=notes)
    assert texts(document) == ["công bố[1]; sau[2]"]
    assert [(note.mark, note.text) for note in document.footnotes] == [("[1]", "một"), ("[2]", "hai")]
    assert [line.text for line in document.lines] == ["công bố[1]; sau[2]", "một", "hai"]


def test_tabs_breaks_hidden_text_and_hard_hyphens() -> None:
    body = (
        "<w:p><w:pPr><w:tabs><w:tab w:val='left'/></w:tabs></w:pPr><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/>"
        "<w:t>c</w:t><w:noBreakHyphen/><w:t>d</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r></w:p>"
    )
    assert texts(read(body)) == ["a\tb\nc-d"]


def test_spans_merges_and_columns_left_out() -> None:
    heading = f"<w:tr><w:trPr><w:tblHeader/></w:trPr>{cell('A', SPAN)}{cell('B')}</w:tr>"
    first = f"<w:tr>{cell('1', RESTART)}{cell('2')}{cell('3')}</w:tr>"
    second = f"<w:tr>{cell('', '<w:vMerge/>')}{cell('4')}{cell('5')}</w:tr>"
    third = f"<w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr>{cell('6')}{cell('7')}</w:tr>"
    found = only_table(read(f"<w:tbl>{heading}{first}{second}{third}</w:tbl>"))
    assert [[c.text if c else None for c in row] for row in found.grid()] == [
        ["A", "A", "B"],
        ["1", "2", "3"],
        ["1", "4", "5"],
        [None, "6", "7"],
    ]
    assert found.heading_rows == 1


def test_a_nested_table_is_flattened_into_its_cell() -> None:
    inner = table(cell("trong 1") + cell("trong 2"))
    row = f"<w:tc>{paragraph('ngoài')}{inner}<w:p/></w:tc>" + cell("b") + cell("c")
    found = only_table(read(table(cell("x") + cell("y") + cell("z"), row)))
    assert found.cells[3].text == "ngoài\ntrong 1\ntrong 2"


def test_content_controls_do_not_hide_what_they_hold() -> None:
    body = f"<w:sdt><w:sdtContent>{paragraph('trong khung')}</w:sdtContent></w:sdt>"
    body += f"<w:tbl><w:sdt><w:sdtContent><w:tr>{cell('1')}<w:sdt><w:sdtContent>{cell('2')}</w:sdtContent></w:sdt>"
    body += f"{cell('3')}</w:tr></w:sdtContent></w:sdt><w:tr>{cell('4')}{cell('5')}{cell('6')}</w:tr></w:tbl>"
    document = read(body)
    assert texts(document) == ["trong khung"]
    assert [c.text for c in only_table(document).cells] == ["1", "2", "3", "4", "5", "6"]


@pytest.mark.parametrize(
    ("styles", "properties", "heading"),
    [
        ("", '<w:outlineLvl w:val="1"/>', 2),
        (
            '<w:style w:type="paragraph" w:styleId="x"><w:name w:val="heading 3"/></w:style>',
            '<w:pStyle w:val="x"/>',
            3,
        ),
        ("", '<w:outlineLvl w:val="9"/>', None),
        ("", "", None),
    ],
)
def test_headings_have_the_level_their_style_says(styles: str, properties: str, heading: int | None) -> None:
    block = read(paragraph("a", properties), styles=styles).blocks[0]
    assert isinstance(block, Paragraph)
    assert block.heading == heading


def test_letters_are_composed_and_stray_characters_gone() -> None:
    assert texts(read(paragraph("Ha\u0300 Ti\u0303nh\u200b\ufeff\u00ad"))) == ["Hà Tĩnh"]


def test_a_paragraph_of_one_hard_blank_is_an_empty_cell() -> None:
    document = read(paragraph("a") + paragraph("\u00a0") + "<w:p/>" + paragraph("b"))
    shapes = [(b.is_blank_cell, b.first_line) for b in document.blocks if isinstance(b, Paragraph)]
    assert shapes == [(False, 1), (True, 2), (False, 3)]


def test_a_table_that_word_split_stays_several() -> None:
    one = table(*(cell(str(n)) + cell("a") + cell("b") for n in range(2)))
    document = read(one + paragraph("giữa") + one)
    assert [type(block).__name__ for block in document.blocks] == ["Table", "Paragraph", "Table"]
