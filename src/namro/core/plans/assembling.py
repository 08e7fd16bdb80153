"""Rows to axes, criteria and tasks; cells that are merged or not printed take their value from above."""

from dataclasses import dataclass, field

from namro.core.documents.model import Line
from namro.core.plans.evidence import (
    Judge,
    Number,
    NumberStyle,
    read_row_number,
    reference_target,
    split_inline_number,
)
from namro.core.plans.figures import find_measures
from namro.core.plans.model import Agencies, Axis, Criterion, Source, Task, TaskDeadline
from namro.core.plans.rows import CellReading, CellState, Column, Role, RowKind, RowReading, TableReading
from namro.core.text import fold, squeeze

_OUTER = {
    NumberStyle.UPPER: 0,
    NumberStyle.ROMAN: 1,
    NumberStyle.ARABIC: 2,
    NumberStyle.DOTTED: 3,
    NumberStyle.LOWER: 4,
}


@dataclass
class Assembly:
    """Collects rows of one or several tables under one appendix."""

    judge: Judge
    axes: list[Axis] = field(default_factory=list)
    taken: list[Line] = field(default_factory=list)  # lines that stand in a field of the axes
    _above: dict[Role, tuple[str, Source | None]] = field(default_factory=dict)
    _carrier: Criterion | None = None
    _heading_styles: list[NumberStyle] = field(default_factory=list)

    def add_table(self, table: TableReading) -> None:
        """Add every row of a table in document order."""
        self._above.clear()
        for row in table.rows:
            if row.kind is RowKind.HEADING:
                self._add_heading(row, table)
            elif row.kind is RowKind.SHARED:
                self._add_shared(row, table)
            else:
                self._add_task(row, table)

    def add_section(self, text: str, lines: tuple[Line, ...]) -> None:
        """Add a section whose heading stands outside the table."""
        split = split_inline_number(text)
        self.taken.extend(lines)
        self._open_axis(
            split[0].text if split else None, split[1] if split else text, _source(lines), squeeze(text)
        )

    # -- headings -------------------------------------------------------------------------------

    def _add_heading(self, row: RowReading, table: TableReading) -> None:
        number, name = self._number_and_name(row, table)
        source = _source(tuple(row.all_lines()))
        self.taken.extend(row.heading_lines)
        said = f"{number.text if number else ''} {name}"
        for cell in row.cells.values():
            if cell.state is CellState.PRINTED and (read_row_number(cell.text) or squeeze(cell.text) in said):
                self.taken.extend(cell.lines)
        style = number.style if number else None
        if style and style not in self._heading_styles:
            self._heading_styles.append(style)
        no, printed = number.text if number else None, _printed_heading(row, table)
        if self._is_inner(style):
            self._axis().criteria.append(Criterion(no, name, [], source=source, printed=printed))
            self._carrier = self._axis().criteria[-1]
        else:
            self._open_axis(no, name, source, printed)
        self._above.clear()

    def _is_inner(self, style: NumberStyle | None) -> bool:
        """A heading numbered more deeply than the first kind of heading seen names a criterion."""
        if style is None or not self.axes or not self._heading_styles:
            return False
        return _OUTER[style] > min(_OUTER[known] for known in self._heading_styles)

    @staticmethod
    def _number_and_name(row: RowReading, table: TableReading) -> tuple[Number | None, str]:
        if row.heading_text:
            split = split_inline_number(squeeze(row.heading_text))
            return (split[0], split[1]) if split else (None, squeeze(row.heading_text))
        column = table.column_of(Role.CRITERION)
        if column is None or not row.text(column):
            column = table.column_of(Role.TASK)
        name = squeeze(row.text(column))
        if not name:
            name = squeeze(
                " ".join(
                    cell.text
                    for cell in row.cells.values()
                    if cell.state is CellState.PRINTED and not read_row_number(cell.text)
                )
            )
        number = read_row_number(row.text(table.column_of(Role.NUMBER)))
        if number is None:
            split = split_inline_number(name)
            if split:
                return split
        return number, name

    def _open_axis(self, no: str | None, name: str | None, source: Source | None, printed: str) -> None:
        self.axes.append(Axis(no, name, [], source, printed))
        self._carrier = None
        self._above.clear()

    def _axis(self) -> Axis:
        if not self.axes:
            self.axes.append(Axis(None, None, []))
        return self.axes[-1]

    # -- criteria --------------------------------------------------------------------------------

    def _add_shared(self, row: RowReading, table: TableReading) -> None:
        criterion = self._criterion_of(row, table)
        carrier = self._carrier
        if criterion is None:
            return
        if carrier is not None:
            criterion.shares_tasks_with = carrier.shares_tasks_with or carrier.no
        self._axis().criteria.append(criterion)
        for role in (Role.NUMBER, Role.CRITERION):
            column = table.column_of(role)
            self.taken.extend(row.cells[column].lines if column is not None else ())

    @staticmethod
    def _criterion_of(row: RowReading, table: TableReading) -> Criterion | None:
        """Give the criterion that this row itself prints; None when its cell is merged or missing."""
        column = table.column_of(Role.CRITERION)
        if column is None:
            return None
        cell = row.cells[column]
        number_column = table.column_of(Role.NUMBER)
        number_cell = row.cells[number_column] if number_column is not None else None
        printed = number_cell.text if number_cell and number_cell.state is CellState.PRINTED else ""
        number = read_row_number(printed)
        if cell.state is not CellState.PRINTED and number is None:
            return None
        name: str | None = squeeze(cell.text) or None
        if cell.state is CellState.MERGED:
            return None
        in_one_cell = ""
        if not printed and name:
            split = split_inline_number(name)
            if split:
                in_one_cell = name
                number, name = split
        lines = [*cell.lines, *(number_cell.lines if number_cell else ())]
        no = number.text if number else squeeze(printed) or None
        return Criterion(no, name, [], source=_source(tuple(lines)), printed=in_one_cell)

    # -- tasks -----------------------------------------------------------------------------------

    def _add_task(self, row: RowReading, table: TableReading) -> None:
        criterion = self._criterion_of(row, table)
        if criterion is not None:
            self._axis().criteria.append(criterion)
            self._carrier = criterion
        elif not self._axis().criteria or (self._carrier is None):
            self._axis().criteria.append(Criterion(None, None, []))
            self._carrier = self._axis().criteria[-1]
        assert self._carrier is not None
        self.taken.extend(row.all_lines())
        self._carrier.tasks.append(self._task(row, table, own_criterion=criterion is not None))

    def _task(self, row: RowReading, table: TableReading, *, own_criterion: bool) -> Task:
        column = table.column_of(Role.TASK)
        assert column is not None
        text = row.cells[column].text
        if row.cells[column].state is CellState.MISSING:
            text = self._above.get(Role.TASK, ("", None))[0]
        self._above[Role.TASK] = (text, None)
        refers_to = reference_target(text)
        lead, cooperating = self._agencies(row, table, refers_to is not None)
        deadline = self._deadline(row, table, refers_to is not None)
        number = read_row_number(row.text(table.column_of(Role.NUMBER)))
        extra = {
            name: row.cells[position].text
            for position, name in _extra_names(table.columns).items()
            if row.cells[position].text
        }
        task = Task(
            text=text,
            lead=lead,
            cooperating=cooperating,
            deadline=deadline,
            measures=find_measures(text),
            source=_source(_task_lines(row, table, own_criterion)) or Source(0, 0),
            confidence=row.confidence,
            extra=extra,
            refers_to=refers_to,
            no=None
            if own_criterion
            else (number.text if number else squeeze(row.text(table.column_of(Role.NUMBER))) or None),
        )
        if row.alternative is not None:
            task.alternative = alternative_of(row, table)
        return task

    def _value(
        self, row: RowReading, table: TableReading, role: Role
    ) -> tuple[CellReading | None, str, bool, Source | None]:
        """Give cell, text, whether it is inherited, and where it stands."""
        column = table.column_of(role)
        if column is None:
            return None, "", False, None
        cell = row.cells[column]
        if cell.state is CellState.PRINTED:
            self._above[role] = (cell.text, _source(cell.lines))
            return cell, cell.text, False, _source(cell.lines)
        if cell.state is CellState.MERGED:
            return cell, cell.text, True, self._above.get(role, ("", None))[1]
        if cell.state is CellState.MISSING and role in self._above:
            text, source = self._above[role]
            return cell, text, bool(text), source
        if cell.state is CellState.BLANK:
            self._above[role] = ("", None)
        return cell, "", False, None

    def _agencies(
        self, row: RowReading, table: TableReading, is_reference: bool
    ) -> tuple[Agencies, Agencies]:
        found = []
        for role in (Role.LEAD, Role.COOPERATING):
            _, text, inherited, source = self._value(row, table, role)
            if is_reference and inherited:
                text, inherited, source = "", False, None
            found.append((text, inherited, source))
        (lead, lead_inherited, lead_source), (other, other_inherited, other_source) = found
        if table.column_of(Role.COOPERATING) is None:
            lead, other = split_lead_and_cooperating(lead)
            other_inherited, other_source = (lead_inherited, lead_source) if other else (False, None)
        return (
            self._agency_cell(lead, lead_inherited, lead_source),
            self._agency_cell(other, other_inherited, other_source),
        )

    def _agency_cell(self, text: str, inherited: bool, source: Source | None) -> Agencies:
        parties = list(self.judge.agencies(text).parties) if text else []
        return Agencies(text, parties, inherited, source)

    def _deadline(self, row: RowReading, table: TableReading, is_reference: bool) -> TaskDeadline:
        _, text, inherited, source = self._value(row, table, Role.DEADLINE)
        if is_reference and inherited:
            text, inherited, source = "", False, None
        return TaskDeadline(text, self.judge.deadline(text), inherited, source)


def _printed_heading(row: RowReading, table: TableReading) -> str:
    """Give a heading as printed where its number and its name stand in one cell; "" where each has its own."""
    if row.heading_text:
        return squeeze(row.heading_text)
    texts = [squeeze(cell.text) for cell in row.cells.values() if cell.state is CellState.PRINTED]
    return next((text for text in texts if split_inline_number(text)), "")


def _extra_names(columns: tuple[Column, ...]) -> dict[int, str]:
    """Name the columns without a role by their headings; a heading that stands twice gets its place."""
    names: dict[int, str] = {}
    for position, column in enumerate(columns):
        if column.role is Role.EXTRA:
            name = squeeze(column.heading) or f"Cột {position + 1}"
            names[position] = name if name not in names.values() else f"{name} (cột {position + 1})"
    return names


def split_lead_and_cooperating(text: str) -> tuple[str, str]:
    """Split one cell "Chủ trì: Sở A; Phối hợp: Sở B" into both; without such words all of it leads."""
    folded = fold(text)
    at = folded.find("phoi hop")
    squeezed = squeeze(text)
    if at < 0 or len(folded) != len(squeezed):
        return text, ""
    lead = squeezed[:at].strip(" ;,.-–(")
    for opening in ("chủ trì", "cơ quan chủ trì", "đơn vị chủ trì"):
        if lead.lower().startswith(opening):
            lead = lead[len(opening) :].strip(" :-–")
    cooperating = squeezed[at + len("phoi hop") :].strip(" :;,.-–)")
    return (lead, cooperating) if lead and cooperating else (text, "")


def alternative_of(row: RowReading, table: TableReading) -> dict[str, object]:
    """Describe the next-best reading of a row for the person who reviews it."""
    other = row.alternative
    assert other is not None
    values: dict[str, object] = {"kind": other.kind.value, "confidence": other.confidence}
    for role, name in (
        (Role.TASK, "text"),
        (Role.LEAD, "lead"),
        (Role.COOPERATING, "cooperating"),
        (Role.DEADLINE, "deadline"),
        (Role.CRITERION, "criterion"),
    ):
        column = table.column_of(role)
        values[name] = other.text(column) if column is not None else ""
    values["reason"] = _difference(row, other, table.columns)
    return values


def _difference(row: RowReading, other: RowReading, columns: tuple[Column, ...]) -> str:
    names = {
        Role.NUMBER: "số thứ tự",
        Role.CRITERION: "tiêu chí",
        Role.TASK: "nhiệm vụ",
        Role.LEAD: "chủ trì",
        Role.COOPERATING: "phối hợp",
        Role.DEADLINE: "thời hạn",
    }
    if row.kind is not other.kind:
        kinds = {
            RowKind.HEADING: "dòng đề mục",
            RowKind.SHARED: "tiêu chí dùng chung ô giải pháp",
            RowKind.TASK: "dòng nhiệm vụ",
        }
        return f"Dòng này cũng có thể là {kinds[other.kind]}."
    differing = [
        names.get(column.role, column.heading.lower())
        for position, column in enumerate(columns)
        if row.text(position) != other.text(position)
    ]
    if not differing:
        return "Có thể ngắt dòng ở chỗ khác."
    return f"Cách đọc khác ở ô {', '.join(differing)}."


def _task_lines(row: RowReading, table: TableReading, own_criterion: bool) -> tuple[Line, ...]:
    """Give the lines of the row without those of its criterion and number."""
    skipped = {table.column_of(Role.CRITERION), table.column_of(Role.NUMBER)} if own_criterion else set()
    lines = [line for position, cell in row.cells.items() if position not in skipped for line in cell.lines]
    return tuple(lines or row.all_lines())


def _source(lines: tuple[Line, ...]) -> Source | None:
    numbers = [line.number for line in lines]
    return Source(min(numbers), max(numbers)) if numbers else None
