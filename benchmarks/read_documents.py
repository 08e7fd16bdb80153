"""Claim: reading a plan costs less than three times what python-docx needs merely to walk its text.

The peer opens the same DOCX with python-docx and joins the text of every paragraph and of every cell
by `row.cells`. Two documents: a generated plan of about 300 printed pages, and Plan 359 (as published
text for us, its paragraphs saved as DOCX for the peer). Both sides run in turn in this process; the
best of the rounds counts.
"""

import io
import sys
import time
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import escape

import docx
from lxml import etree

from namro.core.agencies import load_register
from namro.core.documents import Document, Table, read_document
from namro.core.plans import read_plan, to_json

ROUNDS = 3
PAGES = 300
ROWS_PER_PAGE = 6
SEED = Path(__file__).parent.parent / "examples" / "ke-hoach-359-kh-ubnd.txt"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TASKS = (
    "Rà soát, công bố và công khai đầy đủ thủ tục hành chính thuộc phạm vi quản lý trên Cổng dịch vụ công.",
    "- Tổ chức ít nhất 03 hội nghị đối thoại với người dân, doanh nghiệp.\n- Công khai kết quả xử lý kiến nghị.",
    "Kiểm tra, giám sát việc tiếp nhận, giải quyết hồ sơ tại Bộ phận Tiếp nhận và Trả kết quả cấp xã; "
    "chấn chỉnh kịp thời các trường hợp giải quyết hồ sơ quá hạn, xin lỗi người dân theo quy định.",
    "Phấn đấu tối thiểu 80% hồ sơ được tiếp nhận trực tuyến, cắt giảm 10% thời gian giải quyết.",
)
LEADS = ("Sở Nội vụ", "UBND cấp huyện, UBND cấp xã", "Sở Tư pháp", "Văn phòng UBND tỉnh")
HELPERS = ("Các sở, ban, ngành cấp tỉnh; UBND cấp huyện, cấp xã", "Sở Tài chính", "")
DEADLINES = ("Quý IV/2021", "Hàng năm", "Thường xuyên", "Trước ngày 15/12/2021")
HEADINGS = ("STT", "Tiêu chí", "Nhiệm vụ, giải pháp", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời hạn")


def _paragraphs(text: str) -> str:
    return "".join(
        '<w:p><w:pPr><w:spacing w:before="60" w:after="60"/></w:pPr><w:r><w:rPr><w:sz w:val="26"/></w:rPr>'
        f'<w:t xml:space="preserve">{escape(part)}</w:t></w:r></w:p>'
        for part in text.split("\n")
    )


def _cell(text: str, merge: str = "") -> str:
    merged = {"": "", "restart": '<w:vMerge w:val="restart"/>', "continue": "<w:vMerge/>"}[merge]
    return f'<w:tc><w:tcPr><w:tcW w:w="1500" w:type="dxa"/>{merged}</w:tcPr>{_paragraphs(text)}</w:tc>'


def _row(*cells: str) -> str:
    return f"<w:tr>{''.join(cells)}</w:tr>"


def _table(number: int, pages: int) -> str:
    rows = [_row(*(_cell(text) for text in HEADINGS))]
    row = 0
    while row < pages * ROWS_PER_PAGE:
        if row % 48 == 0:
            rows.append(
                _row(
                    _cell(_roman(row // 48 + 1)),
                    _cell(f"Lĩnh vực {number}.{row // 48 + 1}"),
                    *[_cell("")] * 4,
                )
            )
        for place in range(3):
            merge = "restart" if place == 0 else "continue"
            name = f"Tiêu chí {row // 3 + 1} về chất lượng cung ứng dịch vụ" if place == 0 else ""
            rows.append(
                _row(
                    _cell(str(row % 48 // 3 + 1) if place == 0 else "", merge),
                    _cell(name, merge),
                    _cell(TASKS[row % len(TASKS)]),
                    _cell(LEADS[row * 7 % len(LEADS)]),
                    _cell(HELPERS[row * 5 % len(HELPERS)]),
                    _cell(DEADLINES[row * 3 % len(DEADLINES)]),
                )
            )
            row += 1
    grid = '<w:gridCol w:w="1500"/>' * len(HEADINGS)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def _roman(value: int) -> str:
    return ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")[(value - 1) % 10]


def long_plan() -> bytes:
    """Give the generated plan: front matter, 60 pages of clauses, eight appendices of tasks."""
    body = ["KẾ HOẠCH\nNâng cao các chỉ số cải cách hành chính năm 2021", "I. MỤC TIÊU", "II. NHIỆM VỤ"]
    for clause in range(PAGES // 5 * 4):
        body.append(f"{clause + 1}. {LEADS[clause % 4]} chủ trì, phối hợp: {TASKS[clause % 4]} " * 3)
    parts = [_paragraphs(text) for text in body]
    for number in range(1, 9):
        parts.append(
            _paragraphs(f"PHỤ LỤC {number}\nNHIỆM VỤ NÂNG CAO CHỈ SỐ {'PAPI' if number % 2 else 'SIPAS'}")
        )
        parts.append(_table(number, PAGES * 4 // 5 // 8))
    return _saved(parts)


def seed_as_docx() -> bytes:
    """Give Plan 359 with one DOCX paragraph for each line that is not blank."""
    return _saved([_paragraphs(line) for line in SEED.read_text("utf-8").split("\n") if line.strip()])


def _saved(parts: list[str]) -> bytes:
    document = docx.Document()
    body = document.element.body
    for element in etree.fromstring(f'<w:body xmlns:w="{W}">{"".join(parts)}</w:body>'):
        body.insert(len(body) - 1, element)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def walk(data: bytes) -> int:
    """Do what the peer does: join every paragraph's and every cell's text; give the number of letters."""
    document = docx.Document(io.BytesIO(data))
    texts = [paragraph.text for paragraph in document.paragraphs]
    for table in document.tables:
        texts += [cell.text for row in table.rows for cell in row.cells]
    return len("\n".join(texts))


def best(*works: Callable[[], object]) -> list[float]:
    """Give the best seconds of each work, the works taking turns."""
    times = [float("inf")] * len(works)
    for _ in range(ROUNDS):
        for place, work in enumerate(works):
            start = time.perf_counter()
            work()
            times[place] = min(times[place], time.perf_counter() - start)
    return times


def main() -> int:
    register = load_register()

    def whole(document: Document) -> object:
        return to_json(read_plan(document, register))

    plan, seed_text, seed_docx = long_plan(), SEED.read_bytes(), seed_as_docx()
    cases = [
        (f"{PAGES}-page DOCX", plan, "plan.docx", plan),
        ("Plan 359, text", seed_text, "plan.txt", seed_docx),
        ("Plan 359, DOCX", seed_docx, "plan.docx", seed_docx),
    ]
    for title, data, name, peer_data in cases:
        document = read_document(data, name)
        rows = sum(block.row_count for block in document.blocks if isinstance(block, Table))
        print(f"{title}: {len(document.lines)} lines, {rows} table rows, {len(data) // 1024} kB")
        peer, reading, all_of_it = best(
            lambda peer_data=peer_data: walk(peer_data),  # type: ignore[misc]
            lambda data=data, name=name: read_document(data, name),  # type: ignore[misc]
            lambda data=data, name=name: whole(read_document(data, name)),  # type: ignore[misc]
        )
        print(f"  python-docx walk  {peer:8.3f} s   1.00")
        print(f"  read_document     {reading:8.3f} s   {reading / peer:.2f} times the walk")
        print(
            f"  whole reading     {all_of_it:8.3f} s   {all_of_it / peer:.2f} times the walk (aim: under 3)"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
