"""A small plan described once: its letterhead, clauses and a table whose columns stand in any order."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

HEADINGS = {
    "stt": "STT",
    "criterion": "Tiêu chí",
    "task": "Nhiệm vụ, giải pháp",
    "lead": "Đơn vị chủ trì",
    "cooperating": "Đơn vị phối hợp",
    "deadline": "Thời hạn hoàn thành",
    "product": "Sản phẩm",
    "monitor": "Đơn vị theo dõi",
}
USUAL_ORDER = ("stt", "criterion", "task", "lead", "cooperating", "deadline")


@dataclass(frozen=True)
class Row:
    """One task; a value of None is a cell merged with the one above, "" is an empty cell."""

    task: str | None
    lead: str | None = ""
    cooperating: str | None = ""
    deadline: str | None = ""
    extra: dict[str, str] = field(default_factory=dict)

    def value(self, key: str) -> str | None:
        return self.extra.get(key, "") if key in self.extra else getattr(self, key, "")


@dataclass(frozen=True)
class Criterion:
    no: str
    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Axis:
    no: str
    name: str
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True)
class GridCell:
    row: int
    column: int
    text: str
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True)
class PlanSketch:
    """What the makers write out; change it with `dataclasses.replace` or `sketch(...)`."""

    columns: tuple[str, ...]
    axes: tuple[Axis, ...]
    headings: dict[str, str] = field(default_factory=lambda: dict(HEADINGS))
    letterhead: tuple[str, str] = (
        "ỦY BAN NHÂN DÂN\nTỈNH HÀ TĨNH\n-------",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n---------------",
    )
    number_line: tuple[str, str] = ("Số: 12/KH-UBND", "Hà Tĩnh, ngày 05 tháng 3 năm 2026")
    before: tuple[str, ...] = (
        "KẾ HOẠCH",
        "Nâng cao các chỉ số cải cách hành chính năm 2026",
        "Căn cứ Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ, Ủy ban nhân dân tỉnh ban hành Kế hoạch.",
        "I. MỤC TIÊU",
        "1. Phấn đấu chỉ số SIPAS đạt trên 90%.",
        "II. TỔ CHỨC THỰC HIỆN",
        "1. Giao Sở Nội vụ đôn đốc, định kỳ hàng quý báo cáo Ủy ban nhân dân tỉnh.",
    )
    signature: tuple[str, str] = (
        "Nơi nhận:\n- Bộ Nội vụ;\n- Các sở, ban, ngành cấp tỉnh;\n- Lưu: VT.",
        "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nNguyễn Văn A",
    )
    appendix: tuple[str, ...] = ("PHỤ LỤC 1", "NHIỆM VỤ NÂNG CAO CHỈ SỐ PAPI")
    after: tuple[str, ...] = ()
    axis_spans: bool = False  # the axis' name spans all columns that follow, instead of leaving them empty
    merge_criteria: bool = True  # number and name of a criterion stand in one cell for all its tasks

    def grid(self) -> tuple[list[GridCell], int]:
        """Give the cells of the table with their spans, and the number of rows; row 0 is the heading."""
        cells = [GridCell(0, place, self.headings[key]) for place, key in enumerate(self.columns)]
        row = 1
        for axis in self.axes:
            if axis.name:
                cells += self._axis_row(axis, row)
                row += 1
            for criterion in axis.criteria:
                cells += self._criterion_rows(criterion, row)
                row += len(criterion.rows)
        return sorted(cells, key=lambda cell: (cell.row, cell.column)), row

    def _axis_row(self, axis: Axis, row: int) -> list[GridCell]:
        at = self.columns.index("stt") if "stt" in self.columns else -1
        name_at = at + 1 if at + 1 < len(self.columns) else 0
        if self.axis_spans and at == 0:
            return [
                GridCell(row, 0, axis.no),
                GridCell(row, 1, axis.name, column_span=len(self.columns) - 1),
            ]
        texts = {at: axis.no, name_at: axis.name}
        return [GridCell(row, place, texts.get(place, "")) for place in range(len(self.columns))]

    def _criterion_rows(self, criterion: Criterion, first: int) -> list[GridCell]:
        cells: list[GridCell] = []
        for place, key in enumerate(self.columns):
            if key in ("stt", "criterion"):
                text = criterion.no if key == "stt" else criterion.name
                if self.merge_criteria:
                    cells.append(GridCell(first, place, text, row_span=len(criterion.rows)))
                else:
                    cells += [
                        GridCell(first + at, place, text if at == 0 else "")
                        for at in range(len(criterion.rows))
                    ]
                continue
            open_cell: GridCell | None = None
            for at, row in enumerate(criterion.rows):
                value = row.value(key)
                if value is None and open_cell is not None:
                    cells.remove(open_cell)
                    open_cell = replace(open_cell, row_span=open_cell.row_span + 1)
                else:
                    open_cell = GridCell(first + at, place, value or "")
                cells.append(open_cell)
        return cells


AXES = (
    Axis(
        "I",
        "Tham gia của người dân ở cơ sở",
        (
            Criterion(
                "1",
                "Tri thức công dân",
                (
                    Row(
                        "Tăng cường công tác tuyên truyền để nâng cao hiểu biết của người dân về chính sách.",
                        "UBMTTQ tỉnh",
                        "UBND cấp huyện, cấp xã",
                        "Hàng năm",
                        {"product": "Báo cáo kết quả", "monitor": "Sở Nội vụ"},
                    ),
                ),
            ),
            Criterion(
                "2",
                "Cơ hội tham gia",
                (
                    Row(
                        "- Tổ chức ít nhất 03 hội nghị đối thoại với người dân.\n- Công khai kết quả đối thoại.",
                        "UBND cấp huyện",
                        "Văn phòng UBND tỉnh",
                        "Quý IV/2026",
                        {"product": "Hội nghị", "monitor": "Văn phòng UBND tỉnh"},
                    ),
                    Row(
                        "Rà soát 100% thủ tục hành chính đã công bố.",
                        "Sở Tư pháp",
                        None,
                        "Trước ngày 15/12/2026",
                        {"product": "Quyết định công bố", "monitor": "Văn phòng UBND tỉnh"},
                    ),
                ),
            ),
        ),
    ),
    Axis(
        "II",
        "Công khai, minh bạch",
        (
            Criterion(
                "1",
                "Công khai danh sách hộ nghèo",
                (
                    Row(
                        "Niêm yết công khai danh sách hộ nghèo tại trụ sở Ủy ban nhân dân cấp xã.",
                        "UBND cấp xã",
                        "",
                        "Định kỳ hàng tháng",
                        {"product": "Danh sách niêm yết", "monitor": "Sở Y tế"},
                    ),
                ),
            ),
        ),
    ),
)


def sketch(
    columns: Sequence[str] = USUAL_ORDER,
    *,
    headings: dict[str, str] | None = None,
    axes: tuple[Axis, ...] = AXES,
    **changes: object,
) -> PlanSketch:
    """Give a plan of two axes, three criteria and four tasks with its columns in the order asked for."""
    base = PlanSketch(tuple(columns), axes, {**HEADINGS, **(headings or {})})
    return replace(base, **changes)  # type: ignore[arg-type]
