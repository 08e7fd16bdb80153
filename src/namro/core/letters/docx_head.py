"""The head of a document (issuer, nation, number, place and day, kind, abstract, addressees) and its end (signature)."""

from namro.core.letters import layout
from namro.core.letters.docx_body import grounds_xml
from namro.core.letters.docx_xml import balanced_side, cell, framed, paragraph, rule, run, table
from namro.core.letters.layout import motto_length, rule_length, text_width
from namro.core.letters.marks import circulation_of, urgency_of
from namro.core.letters.model import Letter, Signature
from namro.core.letters.wording import (
    addressees_of,
    is_plain_letter,
    kind_name,
    number_line,
    place_line,
    recipients_of,
)


def head_xml(letter: Letter) -> str:
    """Give everything above the first paragraph of the content."""
    left, right = layout.LEFT_HALF, layout.RIGHT_HALF
    top = table(
        (
            f"<w:tr>{cell(_issuer(letter), left)}{cell(_nation(), right)}</w:tr>",
            f"<w:tr>{cell(_number(letter), left)}{cell(_place(letter), right)}</w:tr>",
        ),
        (left, right),
        borders=False,
    )
    return top + paragraph("", after=0, line=240) + _title(letter) + _addressees(letter) + grounds_xml(letter)


def _issuer(letter: Letter) -> str:
    lines = letter.issuer.upper().split("\n")
    superior = "".join(
        _centred(line, layout.SUPERIOR) for line in letter.superior.upper().split("\n") if line
    )
    names = "".join(_centred(line, layout.ISSUER, bold=True) for line in lines)
    return superior + names + rule(layout.LEFT_HALF, rule_length(lines[-1], layout.ISSUER, upper=True))


def _nation() -> str:
    return (
        _centred(layout.NATION_WORDS, layout.NATION, bold=True)
        + _centred(layout.MOTTO_WORDS, layout.MOTTO, bold=True)
        + rule(layout.RIGHT_HALF, motto_length(layout.MOTTO))
    )


def _number(letter: Letter) -> str:
    number = paragraph(
        run(number_line(letter), size=layout.NUMBER), align="center", before=4, after=0, line=240
    )
    if is_plain_letter(letter):
        words = f"V/v {letter.abstract}"
        side = balanced_side(words, layout.LETTER_ABSTRACT, width=layout.LEFT_HALF)
        number += paragraph(
            run(words, size=layout.LETTER_ABSTRACT),
            left=side,
            right=side,
            align="center",
            before=6,
            after=0,
            line=240,
        )
    if mark := urgency_of(letter):
        height = layout.URGENCY_HEIGHT
        number += framed(mark[0], layout.URGENCY, mark[1], height=height, color=layout.BRIGHT_RED)
    if mark := circulation_of(letter):
        number += framed(mark[0], layout.CIRCULATION, mark[1], height=layout.URGENCY_HEIGHT)
    return number


def _place(letter: Letter) -> str:
    day = paragraph(
        run(place_line(letter), size=layout.PLACE, italic=True), align="center", before=4, after=0, line=240
    )
    if letter.is_draft:
        mark = run(layout.DRAFT_WORD, size=layout.BODY, bold=True)
        day += paragraph(mark, align="center", before=6, after=0, line=240)
    return day


def _title(letter: Letter) -> str:
    if is_plain_letter(letter):
        return ""
    lines = letter.abstract.split("\n")
    return (
        paragraph(run(kind_name(letter.kind)), style="Title", before=6, after=0)
        + "".join(
            paragraph(
                run(line, size=layout.ABSTRACT, bold=True),
                left=balanced_side(line, layout.ABSTRACT),
                right=balanced_side(line, layout.ABSTRACT),
                align="center",
                after=0,
                line=252,
                keep=True,
            )
            for line in lines
        )
        + rule(text_width(), rule_length(lines[-1][:60], layout.ABSTRACT, upper=False))
        + paragraph("", after=0, line=240)
    )


def _addressees(letter: Letter) -> str:
    lines = addressees_of(letter)
    if not lines:
        return ""
    if len(lines) == 1:
        return paragraph(
            run(f"Kính gửi: {lines[0]}", size=layout.ADDRESSEE), align="center", before=6, after=12
        )
    first = paragraph(
        run("Kính gửi:", size=layout.ADDRESSEE), left=layout.ADDRESSEE_LEFT, before=6, after=3, keep=True
    )
    rest = "".join(
        paragraph(
            run(line, size=layout.ADDRESSEE),
            left=layout.ADDRESSEE_DASH,
            after=12 if at == len(lines) - 1 else 3,
        )
        for at, line in enumerate(lines)
    )
    return first + rest


def signature_xml(letter: Letter) -> str:
    """Give recipients on the left and who signs on the right; minutes carry two who sign."""
    half = text_width() / 2
    if letter.second_signature is not None:
        left = _signer(letter.second_signature)
    else:
        lines = recipients_of(letter)
        left = (
            paragraph(
                run("Nơi nhận:", size=layout.RECIPIENTS_WORD, bold=True, italic=True),
                align="left",
                after=0,
                line=240,
            )
            + "".join(
                paragraph(run(line, size=layout.RECIPIENT), align="left", after=0, line=240) for line in lines
            )
            if lines
            else ""
        )
        if letter.drafter:
            left += paragraph(run(letter.drafter, size=layout.DRAFTER), align="left", after=0, line=240)
    look = "<w:trPr><w:cantSplit/></w:trPr>" if len(letter.recipients) <= layout.RECIPIENTS_TOGETHER else ""
    row = f"<w:tr>{look}{cell(left, half)}{cell(_signer(letter.signature), half)}</w:tr>"
    return paragraph("", after=0, line=240, keep=True) + table((row,), (half, half), borders=False)


def _signer(signature: Signature) -> str:
    lines = [line.upper() for line in (*signature.authority, signature.position) if line]
    room = paragraph("", after=0, line=240) * 4
    # An unknown signer leaves the place open: the name is written by who signs.
    name = paragraph(
        run(signature.name or " ", size=layout.SIGNER, bold=True), align="center", after=0, line=240
    )
    return "".join(_centred(line, layout.AUTHORITY, bold=True) for line in lines) + room + name


def _centred(words: str, size: float, *, bold: bool = False) -> str:
    return paragraph(run(words, size=size, bold=bold), align="center", after=0, line=240)
