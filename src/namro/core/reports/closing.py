"""The closing day of a report: the day at whose end its figures stand, and how a document says so."""

from datetime import date

from namro.core.text import format_date


def closing_day(end: date, made_on: date) -> date:
    """Give the day whose end the figures show: the last day of the data, or the day of reckoning before that."""
    return min(end, made_on)


def is_over(end: date, made_on: date) -> bool:
    """Say whether the last day of the data was past when the figures were reckoned: on that day itself it is not."""
    return made_on > end


def closing_words(end: date, made_on: date, chosen: date | None = None) -> str:
    """Say until when the figures count and when they were reckoned, as a sentence.

    `chosen` is another closing day than that of the period, where somebody wanted one.
    """
    day, made = format_date(chosen or closing_day(end, made_on)), format_date(made_on)
    if chosen is not None and chosen > end:
        return f"Số liệu đến hết ngày {day}, sau ngày cuối của kỳ ({format_date(end)}), lập ngày {made}."
    if is_over(end, made_on):
        return f"Số liệu chốt đến hết ngày {day}, lập ngày {made}."
    return f"Kỳ chưa kết thúc (ngày cuối {format_date(end)}), số liệu đến hết ngày {day}, lập ngày {made}."
