"""Official documents of every kind, as an office would send them; every name and figure is invented."""

import struct
import zlib
from dataclasses import replace
from datetime import date
from decimal import Decimal

from namro.core.letters.model import (
    Appendix,
    Block,
    Cell,
    Chart,
    Column,
    Depth,
    Kind,
    Letter,
    Paragraph,
    Picture,
    Run,
    Series,
    Signature,
    Table,
    plain,
    point,
)

WORDS = (
    "Rà soát, công bố và công khai đầy đủ thủ tục hành chính thuộc phạm vi quản lý; chấn chỉnh kịp thời các trường "
    "hợp giải quyết hồ sơ quá hạn, xin lỗi người dân, doanh nghiệp theo quy định và công khai kết quả xử lý."
)
UNITS = ("Sở Nội vụ", "Sở Tư pháp", "UBND huyện Đường Mới", "UBND xã Nghĩa Hữu", "Văn phòng UBND tỉnh")
SIGNER = Signature(("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH"), "PHÓ CHỦ TỊCH", "Nguyễn Văn Mẫu")
RECIPIENTS = (
    "Bộ Nội vụ",
    "Thường trực Tỉnh ủy, HĐND tỉnh",
    "Chủ tịch, các Phó Chủ tịch UBND tỉnh",
    "Các sở, ban, ngành cấp tỉnh; UBND các huyện, thành phố, thị xã",
    "Lưu: VT, NC1",
)
GROUNDS = (
    "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015",
    "Căn cứ Nghị quyết số 76/NQ-CP ngày 15 tháng 7 năm 2021 của Chính phủ ban hành Chương trình tổng thể cải cách "
    "hành chính nhà nước giai đoạn 2021 - 2030",
)


def body(sections: int = 3, clauses: int = 3) -> tuple[Block, ...]:
    """Give sections with clauses and points; the default takes about two pages."""
    blocks: list[Block] = []
    for section in range(sections):
        number = ("I", "II", "III", "IV", "V", "VI")[section % 6]
        blocks.append(
            Paragraph(
                plain(f"KẾT QUẢ THỰC HIỆN PHẦN {section + 1}"), Depth.SECTION, f"{number}.", heading=True
            )
        )
        for clause in range(clauses):
            blocks.append(
                Paragraph(
                    plain(f"Công tác cải cách lần {clause + 1}"), Depth.CLAUSE, f"{clause + 1}.", heading=True
                )
            )
            blocks.append(Paragraph(plain(WORDS)))
            blocks += [Paragraph(plain(WORDS), Depth.POINT, f"{point(at)})") for at in range(2)]
    return tuple(blocks)


def results_table(rows: int = 8) -> Table:
    """Give a table with a merged head of two rows, merged cells, numbers, a day and a value not known."""
    head = (
        (Cell("STT", rows=2), Cell("Đơn vị", rows=2), Cell("Hồ sơ", columns=2), Cell("Tỷ lệ (%)", rows=2)),
        (Cell("Tiếp nhận"), Cell("Đúng hạn")),
    )
    made = [
        (
            Cell(at + 1),
            Cell(UNITS[at % len(UNITS)]),
            Cell(12_345 + at),
            Cell(12_000 + at) if at % 4 else Cell(None),
            Cell(Decimal("97.205") - at % 7, places=2) if at % 4 else Cell(None),
        )
        for at in range(rows)
    ]
    total = (Cell("Cộng", columns=2, bold=True, align="center"), Cell(98_788), Cell(None), Cell(None))
    columns = (Column(6, "center"), Column(40), Column(18, "right"), Column(18, "right"), Column(18, "right"))
    return Table(columns, head, (*made, total), caption="Bảng 1. Kết quả giải quyết hồ sơ", name="Hồ sơ")


def chart() -> Chart:
    """Give a chart of an index over years, one of them not known."""
    values = (Decimal("80.12"), Decimal("82.5"), None, Decimal("85.31"))
    years = ("2017", "2018", "2019", "2020")
    return Chart(
        "Chỉ số cải cách hành chính qua các năm", "line", years, (Series("PAR INDEX", values),), "Điểm"
    )


def png(width: int = 40, height: int = 20) -> bytes:
    """Give a small red picture."""

    def part(kind: bytes, content: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + content))
        return struct.pack(">I", len(content)) + kind + content + check

    rows = b"".join(b"\0" + b"\xc0\x20\x20" * width for _ in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + part(b"IHDR", header) + part(b"IDAT", zlib.compress(rows)) + part(b"IEND", b"")
    )


def tasks_table(rows: int = 30, label: str = "Phụ lục I") -> Table:
    """Give a table of tasks with criteria merged over three rows, as plans have."""
    names = (
        "STT",
        "Tiêu chí bị trừ điểm",
        "Nhiệm vụ/giải pháp",
        "Đơn vị chủ trì",
        "Đơn vị phối hợp",
        "Thời hạn",
    )
    made: list[tuple[Cell, ...]] = []
    for at in range(rows):
        span = min(3, rows - at)
        lead = (
            Cell(str(at // 3 + 1), rows=span),
            Cell(f"Tiêu chí {at // 3 + 1} về chất lượng dịch vụ", rows=span),
        )
        rest = (
            Cell(WORDS, align="justify"),
            Cell(UNITS[at % 5]),
            Cell("Các sở, ban, ngành; UBND cấp huyện"),
            Cell("Quý IV/2021"),
        )
        made.append((*lead, *rest) if at % 3 == 0 else rest)
    columns = tuple(
        Column(share, "center" if at in (0, 5) else "left")
        for at, share in enumerate((5, 16, 40, 15, 14, 10))
    )
    return Table(columns, (tuple(Cell(name) for name in names),), tuple(made), name=label)


def sample(kind: Kind) -> Letter:
    """Give a document of a kind with everything that the kind carries."""
    base = Letter(
        kind=kind,
        issuer="ỦY BAN NHÂN DÂN\nTỈNH ĐƯỜNG MỚI",
        issuer_name="Ủy ban nhân dân tỉnh Đường Mới",
        abstract="Nâng cao các chỉ số cải cách hành chính năm 2021 và các năm tiếp theo",
        number="5",
        symbol=f"{kind.value}-UBND",
        place="Đường Mới",
        issued_on=date(2022, 2, 5),
        grounds=GROUNDS,
        blocks=body(),
        signature=SIGNER,
        recipients=RECIPIENTS,
        drafter="PL.(300)",
    )
    return {
        Kind.PLAN: _plan,
        Kind.REPORT: _report,
        Kind.LETTER: _letter,
        Kind.NOTICE: _notice,
        Kind.MINUTES: _minutes,
        Kind.SUBMISSION: _submission,
        Kind.DECISION: _decision,
        Kind.APOLOGY: _apology,
    }[kind](base)


def _plan(base: Letter) -> Letter:
    appendices = (
        Appendix("Phụ lục I", "Nhiệm vụ nâng cao chỉ số PAR INDEX", (tasks_table(),), landscape=True),
        Appendix("Phụ lục II", "Phân công thực hiện", (*body(2, 3), results_table())),
    )
    return replace(base, appendices=appendices)


def _report(base: Letter) -> Letter:
    blocks = (
        *base.blocks,
        results_table(30),
        chart(),
        Picture(png(), "Ô màu đỏ", 30),
        Paragraph(plain(WORDS)),
    )
    return replace(
        base,
        superior="Bộ Nội vụ",
        abstract="Kết quả công tác cải cách hành chính quý I năm 2022",
        blocks=blocks,
    )


def _letter(base: Letter) -> Letter:
    return replace(
        base,
        symbol="UBND-NC1",
        abstract="đôn đốc thực hiện nhiệm vụ tại Kế hoạch số 359/KH-UBND",
        addressees=("Các sở, ban, ngành cấp tỉnh", "UBND các huyện, thành phố, thị xã"),
        grounds=(),
        recipients=("Như trên", *RECIPIENTS[2:]),
        urgency="KHẨN",
        circulation="LƯU HÀNH NỘI BỘ",
        contact="Số 1 đường Mẫu, thành phố Đường Mới; thư điện tử: ubnd@vidu.vn; điện thoại: 0239 3 855 000",
    )


def _notice(base: Letter) -> Letter:
    return replace(
        base,
        issuer="SỞ NỘI VỤ",
        superior="UBND tỉnh Đường Mới",
        abstract="Kết quả xếp hạng chỉ số cải cách hành chính năm 2021",
        signature=Signature(("KT. GIÁM ĐỐC",), "PHÓ GIÁM ĐỐC", None),
        is_draft=True,
        number="",
        issued_on=None,
    )


def _minutes(base: Letter) -> Letter:
    return replace(
        base,
        abstract="Họp đánh giá tiến độ thực hiện Kế hoạch quý I năm 2022",
        signature=Signature((), "CHỦ TRÌ", "Nguyễn Văn Mẫu"),
        second_signature=Signature((), "THƯ KÝ", "Trần Thị Mẫu"),
        recipients=(),
    )


def _submission(base: Letter) -> Letter:
    return replace(
        base, addressees=("Ủy ban nhân dân tỉnh Đường Mới",), abstract="Phê duyệt Kế hoạch năm 2022"
    )


def _decision(base: Letter) -> Letter:
    articles = tuple(
        Paragraph((Run(f"Điều {at}. ", bold=True), Run(WORDS)), align="justify") for at in range(1, 4)
    )
    part = Paragraph(plain("Chương I\nQUY ĐỊNH CHUNG"), Depth.PART, heading=True)
    return replace(base, abstract="Ban hành Quy chế theo dõi các chỉ số", blocks=(part, *articles))


def _apology(base: Letter) -> Letter:
    return replace(
        base,
        issuer="ỦY BAN NHÂN DÂN\nXÃ NGHĨA HỮU",
        symbol="TXL-UBND",
        abstract="Về việc hẹn lại ngày trả kết quả",
        addressees=("Ông Nguyễn Văn Mẫu",),
        grounds=(),
        blocks=(Paragraph(plain(WORDS)), Paragraph(plain("Ngày hẹn lại: 15/02/2022"), Depth.DASH, "-")),
        signature=Signature((), "CHỦ TỊCH", "Lê Thị Mẫu"),
        recipients=("Như trên", "Lưu: VT"),
    )
