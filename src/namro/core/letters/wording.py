"""The fixed words around the content: number, place and day, addressees, recipients, ends of lines."""

from collections.abc import Sequence
from datetime import date

from namro.core.letters.layout import END
from namro.core.letters.model import KIND_NAMES, Block, Kind, Letter, Paragraph, words_of

BLANK_NUMBER = "      "  # room to write a number in by hand


def number_line(letter: Letter) -> str:
    """Give "Số: 359/KH-UBND"; numbers under 10 take a leading zero; an open number stays open."""
    number = _number(letter)
    symbol = letter.symbol.strip().lstrip("/")
    return f"Số: {number or BLANK_NUMBER}/{symbol}" if symbol else f"Số: {number or BLANK_NUMBER}"


def place_line(letter: Letter) -> str:
    """Give "Hà Tĩnh, ngày 05 tháng 01 năm 2022"; days under 10 and months 1 and 2 take a leading zero."""
    day = letter.issued_on
    place = f"{letter.place}, " if letter.place else ""
    if day is None:
        return f"{place}ngày      tháng      năm        "
    return f"{place}{_day(day)}"


def kind_name(kind: Kind) -> str:
    """Give the printed name of the kind; a letter (công văn) has none."""
    return KIND_NAMES[kind]


def is_plain_letter(letter: Letter) -> bool:
    """Say whether the abstract stands under the number with "V/v", as in a letter without a printed kind."""
    return not KIND_NAMES[letter.kind]


def grounds_of(letter: Letter) -> tuple[str, ...]:
    """Give the legal grounds, each ending with a semicolon and the last with a stop."""
    return _listed(letter.grounds, ";", ".")


def addressees_of(letter: Letter) -> tuple[str, ...]:
    """Give the addressees as lines: one alone, or each after a dash."""
    names = tuple(name.strip(" ;.-") for name in letter.addressees)
    return names if len(names) < 2 else tuple(f"- {line}" for line in _listed(names, ";", "."))


def recipients_of(letter: Letter) -> tuple[str, ...]:
    """Give the lines under "Nơi nhận:"."""
    names = tuple(name.strip(" ;.-") for name in letter.recipients)
    return tuple(f"- {line}" for line in _listed(names, ";", "."))


def end_of(blocks: Sequence[Block]) -> str:
    """Give what is set after the last block so that it ends with "./." once; nothing after a table or a heading."""
    if not blocks or not isinstance(blocks[-1], Paragraph) or blocks[-1].heading:
        return ""
    words = words_of(blocks[-1].text).rstrip()
    if words.endswith(END):
        return ""
    return END[1:] if words.endswith(".") else END


def reference_line(letter: Letter) -> str:
    """Give the line under the name of an appendix that says what it belongs to."""
    kind = KIND_NAMES[letter.kind].capitalize() or "Công văn"
    number = _number(letter) or "…"
    day = letter.issued_on
    when = _day(day) if day else "ngày … tháng … năm …"
    symbol = f"/{letter.symbol}" if letter.symbol else ""
    return f"(Kèm theo {kind} số {number}{symbol} {when} của {issuer_in_words(letter)})"


def issuer_in_words(letter: Letter) -> str:
    """Give the issuer as running text writes it; without one, as the head prints it."""
    return " ".join(letter.issuer_name.split()) or " ".join(letter.issuer.split())


def _number(letter: Letter) -> str:
    number = letter.number.strip()
    return f"0{number}" if number.isdigit() and len(number) == 1 else number


def _day(day: date) -> str:
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year:04d}"


def _listed(lines: tuple[str, ...], end: str, last: str) -> tuple[str, ...]:
    bare = [line.rstrip(" ;.,") for line in lines]
    return tuple(f"{line}{last if at == len(bare) - 1 else end}" for at, line in enumerate(bare))
