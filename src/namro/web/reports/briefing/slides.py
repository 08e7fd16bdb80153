"""A frozen briefing as slides: the indices, the work, who is late, what is to be decided."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from namro.core.letters.deck import Deck, Figure, Figures, Points, Slide
from namro.core.letters.model import Chart, Series
from namro.core.letters.pptx import pptx
from namro.core.text import format_date
from namro.web.reports.briefing.drawing import (
    change_words,
    late_table,
    late_words,
    loss_words,
    moved_words,
    place_words,
    score_words,
    work_words,
)
from namro.web.reports.briefing.fitting import shortened
from namro.web.reports.documents.writing import number, share

MOST_ROWS = 8


def briefing_pptx(content: Mapping[str, Any]) -> bytes:
    """Draw the briefing as slides; the same content gives the same bytes."""
    return pptx(briefing_deck(content))


def briefing_deck(content: Mapping[str, Any]) -> Deck:
    """Give the slides: numbers in charts and tables that can be edited."""
    head = content["head"]
    day = format_date(date.fromisoformat(head["day"]))
    invented = " Tiến độ là số liệu minh họa." if head["invented"] else ""
    source = f"Số liệu đến ngày {day}; nguồn: {head['source']}.{invented}"
    return Deck(
        shortened(head["title"], 120),
        f"Số liệu đến ngày {day}.{invented}",
        content["issuer"]["name"],
        tuple(_slides(content, source)),
    )


def _slides(content: Mapping[str, Any], source: str) -> Iterable[Slide]:
    indices = content["indices"][:5]
    if indices:
        figures = tuple(
            Figure(
                score_words(one),
                f"{one['index']} {one['year']}",
                f"hạng {place_words(one)}, {change_words(one['rank_change'])}",
            )
            for one in indices
        )
        lines = tuple(loss_words(one) for one in indices)
        yield Slide("Các chỉ số và điểm mất", (Figures(figures), Points(lines)), source)
    else:
        yield Slide("Các chỉ số", (Points(("Chưa có kết quả công bố của chỉ số nào.",)),), source)
    work = content["work"]
    figures = (
        Figure(number(work["total"]), "phần việc"),
        Figure(number(work["done"]), "hoàn thành", share(work["done"], work["total"])),
        Figure(number(work["late"]), "quá hạn", share(work["late"], work["total"])),
    )
    net = [row for row in content["net"] if row["before"] or row["after"]]
    since = format_date(date.fromisoformat(content["head"]["since"]))
    day = format_date(date.fromisoformat(content["head"]["day"]))
    parts: tuple[Any, ...] = (Figures(figures), Points((moved_words(content),)))
    if net:
        chart = Chart(
            "Phần việc theo trạng thái",
            "bar",
            tuple(row["label"] for row in net),
            (
                Series(since, tuple(Decimal(row["before"]) for row in net)),
                Series(day, tuple(Decimal(row["after"]) for row in net)),
            ),
            "phần việc",
            0,
        )
        parts = (*parts, chart)
    yield Slide("Tiến độ phần việc", parts, source, work_words(content))
    late = content["late"]
    rows = late["rows"][:MOST_ROWS]
    if rows:
        left = late["units_late"] - len(rows)
        more = f" Còn {number(left)} đơn vị nữa." if left > 0 else ""
        title = f"Đơn vị chậm: {share(late['units_late'], late['units'])}"
        yield Slide(title, (late_table(rows, limit=60),), f"{source}{more}", late_words(content))
    else:
        yield Slide("Đơn vị chậm", (Points((late_words(content),)),), source)
    chosen = content["decisions"]["chosen"]
    if not chosen:
        yield Slide("Việc cần quyết định", (Points(("Không có việc nào chờ quyết định.",)),), source)
    for at, one in enumerate(chosen, start=1):
        lines = (shortened(one["title"], 260), shortened(one["reason"], 260))
        if one["sentence"]:
            lines = (*lines, f"Đề nghị: {shortened(one['sentence'], 260)}")
        yield Slide(f"Việc {at}: {one['kind'][:1].lower()}{one['kind'][1:]}", (Points(lines),), source)
