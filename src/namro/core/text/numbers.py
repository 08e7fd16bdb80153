"""Numbers and dates as Vietnamese officials write them: 85,31 · 1.234,5 · 27/9/2021 · IV."""

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

THIN_SPACE = "\u202f"
_ROMAN = [(100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")]
_ROMAN_FORM = re.compile(r"C{0,3}(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})")
_GROUPED = re.compile(r"\d{1,3}(\.\d{3})+(,\d+)?")


def read_number(text: str) -> Decimal | None:
    """Read `85,31`, `1.234,5`, `45.005` or `03`; None when the text is not one number.

    A single point followed by exactly three digits is a thousands separator only when the
    caller's text is grouped throughout (`1.234` reads 1234); write `45,005` for a fraction.
    """
    bare = text.strip().replace("\u00a0", "").replace(THIN_SPACE, "").replace(" ", "")
    if _GROUPED.fullmatch(bare):
        bare = bare.replace(".", "")
    try:
        value = Decimal(bare.replace(",", "."))
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def format_number(value: Decimal | int, places: int | None = None) -> str:
    """Write a number with a decimal comma and thin thousands separators, half away from zero at `places`."""
    number = Decimal(value)
    if places is not None:
        number = number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return f"{number:,f}".replace(",", THIN_SPACE).replace(".", ",")


def format_share(part: int, whole: int) -> str:
    """Write a share with its denominator: `45/52 (86,5%)`; without cases: `0/0`."""
    if whole == 0:
        return f"{part}/{whole}"
    return f"{format_number(part)}/{format_number(whole)} ({format_number(Decimal(100 * part) / whole, 1)}%)"


def format_date(day: date) -> str:
    """Write a date the way official prose does: 27/9/2021."""
    return f"{day.day}/{day.month}/{day.year}"


def read_roman(text: str) -> int | None:
    """Read an upper-case Roman numeral from I to CCCXCIX; None when it is not one."""
    if not text or not _ROMAN_FORM.fullmatch(text):
        return None
    value, rest = 0, text
    for worth, sign in _ROMAN:
        while rest.startswith(sign):
            value += worth
            rest = rest[len(sign) :]
    return value


def write_roman(value: int) -> str:
    """Write a whole number from 1 to 399 as a Roman numeral."""
    if not 1 <= value <= 399:
        raise ValueError(f"no Roman numeral for {value}")
    out = ""
    for worth, sign in _ROMAN:
        count, value = divmod(value, worth)
        out += sign * count
    return out
