"""A published edition as a workbook: the ranking, then every line of every unit with its proof."""

from decimal import Decimal
from io import BytesIO

import xlsxwriter

from namro.web.campaigns.models import Publication
from namro.web.campaigns.selectors.editions import inputs_in_words, mark_in_words, names_in, piece_in_words
from namro.web.campaigns.states import Verdict

RANKING = (("Hạng", 8), ("Đơn vị", 40), ("Tổng điểm", 12), ("Xếp loại", 16), ("Chưa chấm", 10))
LINES = (
    ("Đơn vị", 34), ("Mã tiêu chí", 10), ("Tiêu chí", 46), ("Điểm tối đa", 9), ("Số liệu", 24), ("Cách tính", 60),
    ("Tự đánh giá", 10), ("Căn cứ", 36), ("Cần bổ sung", 36), ("Giải trình lần 1", 36), ("Kết luận lần 1", 12), ("Thẩm định lần 1", 10), ("Lý do lần 1", 36),
    ("Giải trình", 36), ("Thẩm định lần 2", 10), ("Lý do lần 2", 36), ("Điều tra XHH", 10), ("Điểm đạt được", 10),
    ("Tài liệu kiểm chứng", 44), ("SHA-256 của tệp", 30), ("Ghi chú", 30),
)  # fmt: skip
Cell = str | Decimal | int | None


def edition_workbook(publication: Publication) -> bytes:
    """Give the XLSX file; text is always written as text, so nothing in it is a formula."""
    out = BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#F1EEE9"})
    words = book.add_format({"text_wrap": True, "valign": "top"})

    def table(name: str, heads: tuple[tuple[str, int], ...], rows: list[tuple[Cell, ...]]) -> None:
        page = book.add_worksheet(name)
        for column, (head, width) in enumerate(heads):
            page.set_column(column, column, width)
            page.write_string(0, column, head, bold)
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                if isinstance(value, Decimal | int):
                    page.write_number(number, column, value, words)
                elif value:
                    page.write_string(number, column, value, words)
        page.freeze_panes(1, 0)

    table("Xếp hạng", RANKING, _ranking(publication))
    table("Từng tiêu chí", LINES, _lines(publication))
    about = book.add_worksheet("Kiểm tra")
    about.set_column(0, 0, 24)
    about.set_column(1, 1, 90)
    for number, (head, value) in enumerate(_about(publication)):
        about.write_string(number, 0, head, bold)
        about.write_string(number, 1, value, words)
    book.close()
    return out.getvalue()


def _ranking(publication: Publication) -> list[tuple[Cell, ...]]:
    return [
        (row["rank"], row["unit"], _number(row["total"]), row["class"], row["open"])
        for row in publication.ranking
    ]


def _lines(publication: Publication) -> list[tuple[Cell, ...]]:
    names = names_in(publication)
    return [
        (
            sheet["unit"], line["code"], names.get(line["code"], ""), _number(line["maximum"]),
            inputs_in_words(line["inputs"]), line["reckoning"], _number(line["self"]), line["self_text"],
            mark_in_words(line), line.get("first_explanation", ""),
            str(Verdict(line["first"]["verdict"]).label) if line["first"]["verdict"] else None,
            _number(line["first"]["points"]), line["first"]["reason"], line["explanation"],
            _number(line["second"]["points"]), line["second"]["reason"], _number(line["survey"]),
            _number(line["final"]), "; ".join(piece_in_words(piece) for piece in line["evidence"]),
            "; ".join(piece["sha256"] for piece in line["evidence"] if piece["sha256"]), line["note"],
        )
        for sheet in publication.content.get("sheets", ())
        for line in sheet["lines"]
    ]  # fmt: skip


def _about(publication: Publication) -> list[tuple[str, str]]:
    rulebook = publication.content.get("rulebook", {})
    return [
        ("Đợt chấm", str(publication.content.get("campaign", ""))),
        ("Bản", str(publication.edition)),
        ("Bộ tiêu chí", str(rulebook.get("name", ""))),
        ("SHA-256 của bộ tiêu chí", str(rulebook.get("sha256", ""))),
        ("SHA-256 của bản gốc JSON", publication.sha256),
        ("Cách kiểm tra", "Tải bản gốc JSON rồi chạy sha256sum với tệp đó; kết quả phải đúng mã trên."),
    ]


def _number(points: str | None) -> Decimal | None:
    return None if points is None else Decimal(points)
