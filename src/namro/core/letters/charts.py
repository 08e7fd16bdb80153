"""Charts of documents, drawn from their numbers by Vega-Lite without a browser."""

from functools import lru_cache
from pathlib import Path
from typing import Any

import vl_convert

from namro.core.letters import layout
from namro.core.letters.fonts import font_folder
from namro.core.letters.model import Chart
from namro.core.text import format_number

_INK, _LINE = "#1d2733", "#c9c4ba"
_COLOURS = ("#9d1c20", "#3b6ea5", "#5b8c5a", "#b8860b", "#6b5b95", "#7a7a7a")


def chart_png(chart: Chart, *, scale: float = 2.0) -> bytes:
    """Draw a chart as PNG, 160 mm wide in print; gaps stay gaps."""
    return bytes(vl_convert.svg_to_png(chart_svg(chart), scale=scale, ppi=144))


# A report is made as DOCX and as PDF one after the other; laying a chart out is half the work of either.
@lru_cache(maxsize=16)
def chart_svg(chart: Chart) -> str:
    """Draw a chart as SVG for PDF."""
    _register(font_folder())
    return str(vl_convert.vegalite_to_svg(spec(chart)))


@lru_cache(maxsize=4)
def _register(folder: Path) -> None:
    vl_convert.register_font_directory(str(folder))


def spec(chart: Chart) -> dict[str, Any]:
    """Give the chart in the language of Vega-Lite."""
    rows = [
        {
            "nhan": label,
            "day": series.name,
            "so": None if value is None else float(value),
            "chu": "" if value is None else format_number(value, chart.places),
        }
        for series in chart.series
        for label, value in zip(chart.labels, series.values, strict=True)
    ]
    scale: dict[str, Any] = (
        {"reverse": True, "zero": False, "nice": True} if chart.descending else {"zero": False}
    )
    if chart.kind in ("bar", "stacked"):
        scale = {"zero": True}
    many = len(chart.series) > 1
    encoding: dict[str, Any] = {
        "x": {
            "field": "nhan",
            "type": "ordinal",
            "sort": None,
            "axis": {"title": None, "labelAngle": 0 if len(chart.labels) <= 9 else -45},
        },
        "y": {
            "field": "so",
            "type": "quantitative",
            "scale": scale,
            "axis": {"title": chart.unit or None, "format": ",~r"},
        },
        "color": {
            "field": "day",
            "type": "nominal",
            "sort": None,
            "scale": {"range": list(_COLOURS)},
            "legend": {"title": None, "orient": "bottom"} if many else None,
        },
    }
    if chart.kind == "bar" and many:
        encoding["xOffset"] = {"field": "day", "sort": None}
    mark: dict[str, Any] = (
        {"type": "line", "point": {"size": 50}, "strokeWidth": 2} if chart.kind == "line" else {"type": "bar"}
    )
    layers: list[dict[str, Any]] = [{"mark": mark, "encoding": encoding}]
    if chart.kind != "stacked" and len(rows) <= 30:
        words = {key: value for key, value in encoding.items() if key != "color"}
        words["text"] = {"field": "chu", "type": "nominal"}
        offset = {"type": "text", "dy": -9, "fontSize": 11, "color": _INK}
        layers.append({"mark": offset, "encoding": words})
    return {
        "width": 520,
        "height": 240,
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
