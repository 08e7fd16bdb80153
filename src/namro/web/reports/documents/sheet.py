"""The self-assessment of an index: the submission letter, the sheet in its official columns, proof and explanations."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from namro.core.indices.settled import Settled, add_up
from namro.core.letters.model import Appendix, Block, Cell, Letter
from namro.core.letters.templates import Wording, letter_from, template_called
from namro.web.campaigns.models import Entrant, SheetLine
from namro.web.campaigns.selectors.proofs import name_of
from namro.web.campaigns.selectors.sheets import Sheet, SheetRow
from namro.web.reports.documents.issuers import issuer_of
from namro.web.reports.documents.writing import bare, number, said, source_note, table

KEY = "tu-danh-gia"
NOT_SCORED = "chưa chấm"
_HEADS = (
    ("Mã", 5.0, "center"),
    ("Lĩnh vực, tiêu chí", 20.0, "left"),
    ("Điểm tối đa", 6.0, "right"),
    ("Tự đánh giá", 6.0, "right"),
    ("Thẩm định lần 1", 7.0, "right"),
    ("Thẩm định lần 2", 7.0, "right"),
    ("Điều tra XHH", 6.0, "right"),
    ("Điểm đạt được", 7.0, "right"),
    ("Tài liệu kiểm chứng", 22.0, "left"),
    ("Ghi chú", 14.0, "left"),
)


def sheet_letter(
    entrant: Entrant, sheet: Sheet, wording: Wording, *, day: date, invented: bool = False
) -> Letter:
    """Give the submission as a draft with three appendices; `sheet` holds every line of the unit's sheet.

    What is not scored says so; it is never 0.
    """
    campaign = entrant.campaign
    claimed = _claimed(sheet)
    pieces = {(piece.pk, piece.revision) for row in sheet.rows for piece in row.proofs}
    values = issuer_of(entrant.unit).values(day) | {
        "dot_cham": campaign.name,
        "chi_so": campaign.index,
        "nam": str(campaign.year),
        "bo_tieu_chi": campaign.rulebook_name,
        "noi_tham_dinh": campaign.appraiser.name,
        "diem_tu_cham": number(entrant.claimed, 2),
        "diem_toi_da": bare(sheet.rulebook.total),
        "so_da_cham": number(entrant.scored_count),
        "so_thanh_phan": number(entrant.component_count),
        "so_tai_lieu": number(len(pieces)),
    }
    appendices = (
        Appendix(
            "Phụ lục I",
            f"Phiếu tự đánh giá, chấm điểm {campaign.index} năm {campaign.year}",
            _sheet(sheet, claimed),
            True,
        ),
        Appendix("Phụ lục II", "Danh mục tài liệu kiểm chứng", _proofs(sheet), True),
        Appendix("Phụ lục III", "Căn cứ tự chấm và nội dung giải trình", _explanations(sheet)),
    )
    source = f"phiếu của {entrant.unit.name} trong đợt “{campaign.name}”"
    note = source_note(day, source, invented=invented)
    return letter_from(template_called(KEY), wording, values, blocks=note, appendices=appendices)


def _claimed(sheet: Sheet) -> dict[str, Settled]:
    """Add up what the unit claims, with the results of surveys where lines come from them."""
    points: dict[str, Decimal | None] = {}
    for row in sheet.rows:
        if row.line is not None:
            points[row.code] = row.line.survey_points if row.line.is_survey else row.line.self_points
    return add_up(sheet.rulebook, points)


def _sheet(sheet: Sheet, claimed: dict[str, Settled]) -> tuple[Block, ...]:
    rows: list[Sequence[Cell | str]] = []
    for row in sheet.rows:
        line, bold = row.line, row.line is None
        maximum = Cell(row.maximum, places=2, bold=bold) if row.maximum is not None else Cell("")
        name = Cell(row.name, bold=bold)
        if line is None:
            final = sheet_points(claimed[row.code].points, bold=True)
            rows.append(
                (
                    Cell(row.code, bold=True),
                    name,
                    maximum,
                    final,
                    "",
                    "",
                    "",
                    Cell(row.final, bold=True),
                    "",
                    "",
                )
            )
            continue
        survey = "" if not line.is_survey else sheet_points(line.survey_points)
        rows.append(
            (
                row.code,
                name,
                maximum,
                "" if line.is_survey else sheet_points(line.self_points),
                _first(line),
                Cell(line.second_points, places=2) if line.second_points is not None else "",
                survey,
                row.final,
                "; ".join(name_of(piece) for piece in row.proofs) or ("" if line.is_survey else "chưa có"),
                line.note,
            )
        )
    total = sheet_points(claimed[""].points, bold=True)
    final = (
        Cell(sheet.total.points, places=2, bold=True) if sheet.total.points is not None else Cell(NOT_SCORED)
    )
    most = Cell(sheet.rulebook.total, places=2, bold=True)
    rows.append(("", Cell("Tổng điểm", bold=True), most, total, "", "", "", final, "", ""))
    return (table(_HEADS, rows, name="Phiếu"),)


def sheet_points(points: Decimal | None, *, bold: bool = False) -> Cell:
    """Give points as a cell; unknown ones say "chưa chấm"."""
    return Cell(NOT_SCORED if points is None else points, places=None if points is None else 2, bold=bold)


def _first(line: SheetLine) -> Cell:
    if line.first_points is not None:
        return Cell(line.first_points, places=2)
    return Cell(line.get_first_verdict_display() if line.first_verdict else "")


def _proofs(sheet: Sheet) -> tuple[Block, ...]:
    codes: dict[tuple[int, int], list[str]] = {}
    pieces = {}
    for row in sheet.rows:
        for piece in row.proofs:
            codes.setdefault((piece.pk, piece.revision), []).append(row.code)
            pieces[piece.pk, piece.revision] = piece
    if not pieces:
        return (said("Phiếu chưa có tài liệu kiểm chứng nào."),)
    heads = (
        ("TT", 5.0, "center"),
        ("Tài liệu", 27.0, "left"),
        ("Cơ quan ban hành", 18.0, "left"),
        ("Nội dung", 32.0, "left"),
        ("Chứng minh tiêu chí", 18.0, "left"),
    )
    rows = (
        (at, f"{name_of(piece)} (bản {piece.revision})", piece.issuer, piece.summary, ", ".join(codes[key]))
        for at, (key, piece) in enumerate(pieces.items(), start=1)
    )
    return (table(heads, rows, name="Tài liệu kiểm chứng"),)


def _explanations(sheet: Sheet) -> tuple[Block, ...]:
    rows = list(_explained(sheet.rows))
    if not rows:
        return (said("Không có căn cứ tự chấm hay giải trình nào được ghi trong phiếu."),)
    heads = (
        ("Mã", 8.0, "center"),
        ("Tiêu chí", 28.0, "left"),
        ("Cách tính", 26.0, "left"),
        ("Căn cứ tự chấm, giải trình", 38.0, "left"),
    )
    return (table(heads, rows, name="Giải trình"),)


def _explained(rows: Iterable[SheetRow]) -> Iterable[Sequence[str]]:
    for row in rows:
        line = row.line
        if line is None:
            continue
        words = [line.self_text.strip()] if line.self_text.strip() else []
        if line.first_explanation.strip():
            words.append(f"Giải trình lần 1: {line.first_explanation.strip()}")
        if line.explanation.strip():
            words.append(f"Giải trình: {line.explanation.strip()}")
        if words:
            yield row.code, row.name, row.reckoning, "\n".join(words)
