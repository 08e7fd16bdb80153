"""A PDF writer of a hundred lines: Vietnamese text without a font file, ruled tables, rows cut by pages.

The text layer names its letters by a ToUnicode map, which is all that a reader of text needs; every
letter is half as wide as it is high, so that wrapping is plain arithmetic.
"""

from dataclasses import dataclass, field

from makers.plan_sketch import GridCell, PlanSketch

WIDTH, HEIGHT = 842, 595
MARGIN, LEADING, SIZE, PAD = 40, 14, 10, 4


@dataclass
class Page:
    commands: list[str] = field(default_factory=list)

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.commands.append(f"{x0:.2f} {HEIGHT - y0:.2f} m {x1:.2f} {HEIGHT - y1:.2f} l S")


class PdfWriter:
    """Collects pages; `y` runs downwards from the top of the page."""

    def __init__(self) -> None:
        self.pages = [Page()]
        self._letters: dict[str, int] = {}

    def text(self, x: float, y: float, text: str, size: float = SIZE) -> None:
        codes = "".join(f"{self._letters.setdefault(c, len(self._letters) + 1):04X}" for c in text)
        self.pages[-1].commands.append(f"BT /F1 {size} Tf {x:.2f} {HEIGHT - y:.2f} Td <{codes}> Tj ET")

    def new_page(self) -> None:
        self.pages.append(Page())

    def save(self, *, encrypted: bool = False) -> bytes:
        mapping = "\n".join(
            f"<{code:04X}> <{letter.encode('utf-16-be').hex()}>" for letter, code in self._letters.items()
        )
        cmap = (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def "
            "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
            f"{len(self._letters)} beginbfchar\n{mapping}\nendbfchar endcmap end end"
        ).encode()
        kids = " ".join(f"{6 + 2 * at} 0 R" for at in range(len(self.pages)))
        bodies = [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            f"<< /Type /Pages /Kids [{kids}] /Count {len(self.pages)} >>".encode(),
            b"<< /Type /Font /Subtype /Type0 /BaseFont /Plain /Encoding /Identity-H"
            b" /DescendantFonts [4 0 R] /ToUnicode 5 0 R >>",
            b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Plain /DW 500 /CIDSystemInfo"
            b" << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor"
            b" << /Type /FontDescriptor /FontName /Plain /Flags 4 /Ascent 800 /Descent -200"
            b" /FontBBox [0 -200 500 800] /ItalicAngle 0 /CapHeight 700 /StemV 80 >> >>",
            _stream(cmap),
        ]
        for at, page in enumerate(self.pages):
            bodies.append(
                f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Contents {7 + 2 * at} 0 R"
                " /Resources << /Font << /F1 3 0 R >> >> >>".encode()
            )
            bodies.append(_stream("\n".join(page.commands).encode()))
        extra = ""
        if encrypted:
            bodies.append(
                b"<< /Filter /Standard /V 2 /R 3 /Length 128 /P -44 /O <"
                + b"41" * 32
                + b"> /U <"
                + b"42" * 32
                + b"> >>"
            )
            extra = f" /Encrypt {len(bodies)} 0 R /ID [<00> <00>]"
        return _file(bodies, extra)


def _stream(data: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n" % len(data) + data + b"\nendstream"


def _file(bodies: list[bytes], extra: str) -> bytes:
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += f"trailer\n<< /Size {len(bodies) + 1} /Root 1 0 R{extra} >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def wrap(text: str, width: float, size: float = SIZE) -> list[str]:
    """Break text at blanks so that no line is wider than `width` points."""
    lines: list[str] = []
    for part in text.split("\n"):
        line = ""
        for word in part.split(" "):
            longer = f"{line} {word}" if line else word
            if line and len(longer) * size / 2 > width:
                lines.append(line)
                line = word
            else:
                line = longer
        lines.append(line)
    return lines


def to_pdf(plan: PlanSketch, *, repeat_heading: bool = True, lines_per_page: int = 30) -> bytes:
    """Give the plan as a printed PDF: letterhead in two columns, wrapped lines, ruled table over pages."""
    writer = PdfWriter()
    y = _pair(writer, plan.letterhead, MARGIN + LEADING)
    y = _pair(writer, plan.number_line, y)
    for text in plan.before:
        y = _paragraph(writer, text, y)
    y = _pair(writer, plan.signature, y + LEADING)
    writer.new_page()
    y = MARGIN + LEADING
    for text in plan.appendix:
        y = _paragraph(writer, text, y)
    _Table(writer, plan, lines_per_page).draw(y, repeat_heading=repeat_heading)
    if plan.after:
        writer.new_page()
        y = MARGIN + LEADING
        for text in plan.after:
            y = _paragraph(writer, text, y)
    numbered = writer.pages[1:]
    for number, page in enumerate(numbered, 2):
        last = writer.pages
        writer.pages = [page]
        writer.text(WIDTH / 2, 25, str(number))
        writer.pages = last
    return writer.save()


def _pair(writer: PdfWriter, pair: tuple[str, str], y: float) -> float:
    lowest = y
    for x, text in zip((MARGIN, WIDTH / 2 + 20), pair, strict=True):
        at = y
        for line in text.split("\n"):
            if line:
                writer.text(x, at, line)
            at += LEADING
        lowest = max(lowest, at)
    return lowest + LEADING


def _paragraph(writer: PdfWriter, text: str, y: float) -> float:
    for line in wrap(text, WIDTH - 2 * MARGIN):
        writer.text(MARGIN, y, line)
        y += LEADING
    return y + LEADING / 2


class _Table:
    """Draws the grid line by line, so that a row may be cut at the end of a page."""

    def __init__(self, writer: PdfWriter, plan: PlanSketch, lines_per_page: int) -> None:
        self._writer, self._limit = writer, lines_per_page
        self._cells, self._row_count = plan.grid()
        narrow = {"stt": 0.4, "task": 2.2}
        shares = [narrow.get(key, 1.0) for key in plan.columns]
        self._xs = [float(MARGIN)]
        for share in shares:
            self._xs.append(self._xs[-1] + share / sum(shares) * (WIDTH - 2 * MARGIN))
        self._lines = {id(cell): wrap(cell.text, self._width(cell)) for cell in self._cells}
        self._heights = [1] * self._row_count
        for cell in sorted(self._cells, key=lambda c: c.row_span):
            have = sum(self._heights[cell.row : cell.row + cell.row_span])
            self._heights[cell.row + cell.row_span - 1] += max(len(self._lines[id(cell)]) - have, 0)

    def _width(self, cell: GridCell) -> float:
        return self._xs[cell.column + cell.column_span] - self._xs[cell.column] - 2 * PAD

    def draw(self, y: float, *, repeat_heading: bool) -> None:
        starts = [sum(self._heights[:row]) for row in range(self._row_count + 1)]
        total, at, room = starts[-1], 0, self._limit
        while at < total:
            upto = min(at + room, total)
            self._slice(y, at, upto, starts)
            at = upto
            if at < total:
                self._writer.new_page()
                y, room = MARGIN + LEADING, self._limit
                if repeat_heading:
                    self._slice(y, 0, self._heights[0], starts)
                    y += self._heights[0] * LEADING
                    room -= self._heights[0]

    def _slice(self, y: float, first: int, upto: int, starts: list[int]) -> None:
        """Draw the text lines `first` to `upto` of the whole table with the borders of their cells."""
        for cell in self._cells:
            top, bottom = starts[cell.row], starts[cell.row + cell.row_span]
            if bottom <= first or top >= upto:
                continue
            top_y = y + (max(top, first) - first) * LEADING
            bottom_y = y + (min(bottom, upto) - first) * LEADING
            x0, x1 = self._xs[cell.column], self._xs[cell.column + cell.column_span]
            page = self._writer.pages[-1]
            for sides in (
                (x0, top_y, x1, top_y),
                (x0, bottom_y, x1, bottom_y),
                (x0, top_y, x0, bottom_y),
                (x1, top_y, x1, bottom_y),
            ):
                page.rule(*sides)
            for place, line in enumerate(self._lines[id(cell)], top):
                if first <= place < upto and line:
                    self._writer.text(x0 + PAD, y + (place - first) * LEADING + SIZE, line)
