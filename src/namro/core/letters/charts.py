"""Charts of documents, drawn from their numbers by Vega-Lite without a browser."""

import re
import textwrap
from decimal import Decimal
from functools import lru_cache
from itertools import cycle
from pathlib import Path
from typing import Any

import vl_convert

from namro.core.letters import layout
from namro.core.letters.fonts import font_folder
from namro.core.letters.model import Chart
from namro.core.text import format_number
from namro.core.text.numbers import THIN_SPACE

_INK, _LINE = "#1d2733", "#c9c4ba"
# Red and green are kept for what they mean: a neutral series takes neither.
_NEUTRAL = ("#3b6ea5", "#a9b4c0", "#6b5b95", "#b8860b", "#2f7f86", "#7a7a7a")
_MEANINGS = {
    "good": "#4e8a4d",
    "bad": "#9d1c20",
    "doubtful": "#c98a1b",
    "running": "#3b6ea5",
    "waiting": "#7fb0c8",
    "quiet": "#b9bec5",
    "silent": "#6d4a4b",
}
_SIZE = re.compile(r'<svg[^>]*? width="([\d.]+)" height="([\d.]+)"')
_LONG_LABEL, _MANY_LABELS = 12, 6  # beyond these, names stand left of lying bars
_LINE_OF_LABEL, _ROW = 30, 22  # letters, and pixels of a bar


def chart_png(chart: Chart, *, scale: float = 2.0) -> bytes:
    """Draw a chart as PNG, 160 mm wide in print; gaps stay gaps."""
    return bytes(vl_convert.svg_to_png(chart_svg(chart), scale=scale, ppi=144))


# A report is made as DOCX and as PDF one after the other; laying a chart out is half the work of either.
@lru_cache(maxsize=16)
def chart_svg(chart: Chart) -> str:
    """Draw a chart as SVG for PDF."""
    _register(font_folder())
    return str(vl_convert.vegalite_to_svg(spec(chart)))


def chart_size(chart: Chart) -> tuple[float, float]:
    """Give width and height of a chart as it is drawn, in pixels."""
    found = _SIZE.search(chart_svg(chart)[:600])
    assert found is not None
    return float(found[1]), float(found[2])


@lru_cache(maxsize=4)
def _register(folder: Path) -> None:
    vl_convert.register_font_directory(str(folder))


def lies_down(chart: Chart) -> bool:
    """Say whether bars lie: names that are long or many would run into each other under standing ones."""
    return chart.kind != "line" and (
        len(chart.labels) > _MANY_LABELS or max(map(len, chart.labels), default=0) > _LONG_LABEL
    )


def colours_of(chart: Chart) -> tuple[str, ...]:
    """Give the colour of each series as "#rrggbb": by its meaning, else the next neutral one."""
    neutral = cycle(_NEUTRAL)
    return tuple(_MEANINGS.get(one.meaning) or next(neutral) for one in chart.series)


def spec(chart: Chart) -> dict[str, Any]:
    """Give the chart in the language of Vega-Lite."""
    rows = [
        {
            "nhan": "\n".join(textwrap.wrap(label, _LINE_OF_LABEL)) if lies_down(chart) else label,
            "day": series.name,
            "so": None if value is None else float(value),
            "chu": "" if value is None else format_number(value, chart.places).replace(THIN_SPACE, "."),
        }
        for series in chart.series
        for label, value in zip(chart.labels, series.values, strict=True)
    ]
    many = len(chart.series) > 1
    lies = lies_down(chart)
    # Lying bars: names stand beside them, in as many lines as they need.
    expression = {"labelExpr": "split(datum.label, '\\n')", "labelLimit": 0} if lies else {}
    upright = 0 if len(chart.labels) <= _MANY_LABELS else -45
    names: dict[str, Any] = {
        "field": "nhan",
        "type": "ordinal",
        "sort": None,
        "axis": {"title": None, "labelAngle": 0 if lies else upright, **expression},
    }
    sizes: dict[str, Any] = {
        "field": "so",
        "type": "quantitative",
        "scale": _scale(chart),
        "axis": {"title": chart.unit or None, "format": ",~r", **_few_counts(chart)},
    }
    colours = {
        "field": "day",
        "type": "nominal",
        "sort": None,
        "scale": {"domain": [one.name for one in chart.series], "range": list(colours_of(chart))},
        "legend": {"title": None, "orient": "bottom", "columns": 4} if many else None,
    }
    encoding = {"y": names, "x": sizes} if lies else {"x": names, "y": sizes}
    encoding["color"] = colours
    if chart.kind == "bar" and many:
        encoding["yOffset" if lies else "xOffset"] = {"field": "day", "sort": None}
    mark: dict[str, Any] = (
        {"type": "line", "point": {"size": 50}, "strokeWidth": 2} if chart.kind == "line" else {"type": "bar"}
    )
    layers: list[dict[str, Any]] = [{"mark": mark, "encoding": encoding}]
    if chart.kind != "stacked" and len(rows) <= 30:
        words = {key: value for key, value in encoding.items() if key != "color"}
        words["text"] = {"field": "chu", "type": "nominal"}
        aside = {"type": "text", "fontSize": 11, **({"align": "left", "dx": 4} if lies else {"dy": -9})}
        # White under the figures: a line that passes behind them does not strike them out.
        halo = {**aside, "color": "white", "stroke": "white", "strokeWidth": 3}
        layers += [{"mark": halo, "encoding": words}, {"mark": {**aside, "color": _INK}, "encoding": words}]
    return {
        "width": 390 if lies else 520,
        "height": {"step": _step(chart), "for": "position"} if lies else 240,
        "background": "white",
        "data": {"values": rows},
        "layer": layers,
        "config": {
            "font": layout.STAND_IN,
            "axis": {
                "labelFontSize": 12,
                "titleFontSize": 12,
                "gridColor": _LINE,
                "domainColor": _INK,
                "labelColor": _INK,
                "titleColor": _INK,
            },
            "legend": {"labelFontSize": 12},
            "view": {"stroke": None},
            "locale": {"number": {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["", ""]}},
        },
    }


def _few_counts(chart: Chart) -> dict[str, Any]:
    """Give the marks of an axis of few whole things, which would otherwise be marked at halves."""
    combine = sum if chart.kind == "stacked" else max
    columns = zip(*(one.values for one in chart.series), strict=True)
    most = max((combine(value or Decimal(0) for value in values) for values in columns), default=Decimal(0))
    return (
        {"values": list(range(int(most) + 1))}
        if not chart.places and chart.kind != "line" and most <= 5
        else {}
    )


def _scale(chart: Chart) -> dict[str, Any]:
    if chart.kind in ("bar", "stacked"):
        # Nothing but zeros: the axis would otherwise put its zero in the middle.
        nothing = all(not value for one in chart.series for value in one.values)
        return {"domain": [0, 1]} if nothing else {"zero": True}
    return {"reverse": True, "zero": False, "nice": True} if chart.descending else {"zero": False}


def _step(chart: Chart) -> int:
    """Give the pixels that one name takes: room for its lines and for its bars."""
    lines = max(len(textwrap.wrap(label, _LINE_OF_LABEL)) for label in chart.labels)
    bars = len(chart.series) if chart.kind == "bar" else 1
    return max(_ROW * bars if bars == 1 else 16 * bars + 6, 15 * lines + 6)
