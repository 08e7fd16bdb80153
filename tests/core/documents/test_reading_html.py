"""HTML is read as a person sees the page."""

import pytest

from namro.core.documents import Document, Paragraph, Table, read_document


def read(body: str) -> Document:
    return read_document(
        f"<html><head><title>tên</title></head><body>{body}</body></html>".encode(), "a.html"
    )


def texts(body: str) -> list[str]:
    return [block.text for block in read(body).blocks if isinstance(block, Paragraph)]


def grid(body: str) -> list[list[str | None]]:
    (table,) = (block for block in read(body).blocks if isinstance(block, Table))
    return [[cell.text if cell else None for cell in row] for row in table.grid()]


def test_blocks_breaks_and_blanks_as_in_a_browser() -> None:
    body = "đầu<div>một \n  hai<br>ba</div><p>b<b>ố</b>n&nbsp;năm &amp; <span>sáu</span></p>đuôi"
    assert texts(body) == ["đầu", "một hai\nba", "bốn\u00a0năm & sáu", "đuôi"]


def test_what_is_not_shown_is_not_read() -> None:
    body = "<script>a</script><style>b</style><!-- c --><p style='display: none'>d</p><p hidden>e</p><p>g</p>"
    assert texts(body) == ["g"]


def test_headings_have_their_level() -> None:
    blocks = read("<h1>a</h1><h3>b</h3><p>c</p>").blocks
    assert [block.heading for block in blocks if isinstance(block, Paragraph)] == [1, 3, None]


def test_lists_are_numbered_unless_the_text_brings_its_own_mark() -> None:
    body = "<ol start=3><li>a<li>b<ol type=a><li>c</ol></ol><ul><li>d<li>+ e</ul><ol><li>1. g</ol>"
    assert texts(body) == ["3. a", "4. b", "a. c", "- d", "+ e", "1. g"]


def test_spans_are_laid_out_as_browsers_do() -> None:
    body = """<table><thead><tr><th rowspan=2>A<th colspan=2>B<th>C</tr><tr><th>b1<th>b2<th>c</tr></thead>
      <tr><td rowspan=0>1<td>2<td>3<td rowspan=2>4</tr><tr><td>5<td>6</tr><tr><td colspan=1000>7</tr></table>"""
    assert grid(body) == [
        ["A", "B", "B", "C"],
        ["A", "b1", "b2", "c"],
        ["1", "2", "3", "4"],
        ["1", "5", "6", "4"],
        ["1", "7", "7", "7"],
    ]
    (table,) = (block for block in read(body).blocks if isinstance(block, Table))
    assert table.heading_rows == 2


@pytest.mark.parametrize("span", ["99999999999", "-5", "x", ""])
def test_absurd_spans_do_no_harm(span: str) -> None:
    body = f"<table><tr><td rowspan='{span}'>a<td>b<td>c</tr><tr><td>d<td>e</tr><tr><td>g</tr></table>"
    assert grid(body)[0] == ["a", "b", "c"]


def test_a_page_laid_out_with_tables_gives_paragraphs() -> None:
    data = "<table><tr><td>STT<td>Việc<td>Chủ trì</tr><tr><td>1<td>a<td>b</tr></table>"
    body = f"<table><tr><td>Trang chủ</td><td><p>Đoạn</p>{data}</td></tr></table>"
    assert texts(body) == ["Trang chủ", "Đoạn"]
    assert grid(body) == [["STT", "Việc", "Chủ trì"], ["1", "a", "b"]]


def test_cells_keep_their_paragraphs_apart() -> None:
    body = (
        "<table><tr><td>1<td><p>- a</p><p>- b</p><td>x<br>y</tr><tr><td>2<td><ul><li>c</ul><td></tr></table>"
    )
    assert grid(body) == [["1", "- a\n- b", "x\ny"], ["2", "- c", ""]]


def test_hard_blanks_are_empty_cells_of_a_flattened_table() -> None:
    blocks = read("<p>I</p><p>&nbsp;</p><p>1</p>").blocks
    assert [block.is_blank_cell for block in blocks if isinstance(block, Paragraph)] == [False, True, False]


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ("<meta http-equiv=Content-Type content='text/html; charset=windows-1258'>", "cp1258"),
        ("<meta charset='utf-8'>", "utf-8"),
        ("", "utf-8-sig"),
        ("", "utf-16"),
        ("<?xml version='1.0' encoding='utf-8'?>", "utf-8"),
    ],
)
def test_the_declared_letters_are_understood(head: str, encoding: str) -> None:
    # windows-1258 writes the tone as a letter of its own behind the vowel.
    tones = encoding == "cp1258"
    text = "Ha\u0300 Ti\u0303nh, Sơ\u0309 Nô\u0323i vu\u0323" if tones else "Hà Tĩnh, Sở Nội vụ"
    page = f"{head}<html><body><p>{text}</p></body></html>".encode(encoding)
    assert [line.text for line in read_document(page, "a.html").lines] == ["Hà Tĩnh, Sở Nội vụ"]
