"""What a preview of values carries in the page until it is confirmed: signed, so that nobody alters it."""

from collections.abc import Sequence
from decimal import Decimal

from django.core import signing

from namro.core.measures import Measured
from namro.web.measures.value_files import FileRow

_SALT = "namro.measures.values"
_SECONDS = 8 * 60 * 60


def rows_to_keep(measure_id: int, rows: Sequence[FileRow]) -> str:
    """Pack the rows of a table for one measure."""
    packed = [
        [row.row, row.unit_key, row.period, *map(_text, _parts(row.measured)), row.source, row.problem]
        for row in rows
    ]
    return signing.dumps([measure_id, packed], salt=_SALT, compress=True)


def kept_rows(text: str, measure_id: int) -> list[FileRow]:
    """Unpack them; raises BadSignature when altered, older than a working day, or of another measure."""
    of_measure, packed = signing.loads(text, salt=_SALT, max_age=_SECONDS)
    if of_measure != measure_id:
        raise signing.BadSignature("another measure")
    return [
        FileRow(row, key, period, Measured(*map(_number, parts)), source, problem)
        for row, key, period, *parts, source, problem in packed
    ]


def _parts(value: Measured) -> tuple[Decimal | None, ...]:
    return value.number, value.numerator, value.denominator


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
