"""Vietnamese text: cleaning, folding for search, sort order, numbers as officials write them."""

from namro.core.text.letters import clean, fold, fold_with_places, sort_key, squeeze
from namro.core.text.numbers import (
    format_date,
    format_number,
    format_share,
    read_number,
    read_roman,
    write_roman,
)

__all__ = [
    "clean",
    "fold",
    "fold_with_places",
    "format_date",
    "format_number",
    "format_share",
    "read_number",
    "read_roman",
    "sort_key",
    "squeeze",
    "write_roman",
]
