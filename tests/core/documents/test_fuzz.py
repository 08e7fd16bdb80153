"""Thousands of damaged documents of each kind end in a document or a refusal: no fault, no hang, 500 MB.

`NAMRO_FUZZ=10000` damages that many of each kind instead of the few hundred of every day.
"""

import functools
import os
import random
import traceback

import pytest

from makers.mutations import mutate
from makers.packages import docx_of, xlsx_of
from makers.pdf_writer import to_pdf
from makers.plan_files import to_docx, to_html, to_text, to_xlsx
from makers.plan_sketch import sketch
from namro.cli_guard import run_guarded
from namro.core.documents import read_document
from namro.core.errors import Refusal

EVERY_DAY = {"text": 2000, "html": 2000, "docx": 1000, "xlsx": 1000, "pdf": 250}
BATCH = 100
RICH_DOCX = docx_of(
    '<w:p><w:pPr><w:pStyle w:val="h"/><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr>'
    '<w:r><w:t>một</w:t><w:footnoteReference w:id="2"/></w:r><w:del><w:r><w:delText>x</w:delText></w:r></w:del></w:p>'
    "<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>hộp</w:t></w:r></w:p></w:txbxContent>"
    "</mc:Choice><mc:Fallback/></mc:AlternateContent></w:r></w:p>"
    '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/><w:vMerge w:val="restart"/></w:tcPr><w:p/></w:tc></w:tr>'
    '<w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/><w:vMerge/></w:tcPr><w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>'
    "<w:p><w:r><w:t>ô</w:t></w:r></w:p></w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>",
    numbering='<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="1"><w:start w:val="3"/><w:numFmt w:val="lowerRoman"/>'
    '<w:lvlText w:val="%1.%2)"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
    styles='<w:style w:type="paragraph" w:styleId="h"><w:basedOn w:val="h"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>',
    footnotes='<w:footnote w:id="2"><w:p><w:r><w:t>chú thích</w:t></w:r></w:p></w:footnote>',
)


@functools.cache
def originals(kind: str) -> list[bytes]:
    """Give undamaged documents of one kind."""
    plan = sketch()
    return {
        "text": lambda: [
            to_text(plan).encode(),
            to_text(plan).encode("utf-16"),
            b"a\tb\tc\n1\t2\t3\n4\t5\t6\n",
        ],
        "html": lambda: [to_html(plan).encode(), to_html(sketch(axis_spans=True)).encode("utf-16")],
        "docx": lambda: [to_docx(plan), RICH_DOCX],
        "xlsx": lambda: [to_xlsx(plan), xlsx_of('<row r="2"><c r="B2"><f>1+1</f></c><c><v>3</v></c></row>')],
        "pdf": lambda: [to_pdf(plan, lines_per_page=12)],
    }[kind]()


def read_damaged(kind: str, first: int, last: int) -> list[str]:
    """Read the damaged documents of these numbers; give what went wrong other than by a refusal."""
    faults = []
    for number in range(first, last):
        dice = random.Random(f"{kind} {number}")
        data = mutate(dice.choice(originals(kind)), dice)
        try:
            document = read_document(data, f"{number}.{kind}")
            assert document.lines
        except Refusal as refusal:
            if not refusal.sentence.endswith("."):
                faults.append(f"{kind} {number}: {refusal.sentence}")
        except BaseException:
            faults.append(f"{kind} {number}: {traceback.format_exc()}")
    return faults


@pytest.mark.fuzz
@pytest.mark.timeout(36_000)
@pytest.mark.parametrize("kind", EVERY_DAY)
def test_a_damaged_document_is_read_or_refused(kind: str) -> None:
    originals(kind)
    count = int(os.environ.get("NAMRO_FUZZ", EVERY_DAY[kind]))
    for first in range(0, count, BATCH):
        work = functools.partial(read_damaged, kind, first, min(first + BATCH, count))
        try:
            faults = run_guarded(work, seconds=120, megabytes=500)
        except Refusal as refusal:
            pytest.fail(f"{kind} {first} to {first + BATCH}: {refusal.sentence} {refusal.__cause__}")
        assert faults == []
