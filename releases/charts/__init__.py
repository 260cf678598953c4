"""Charts of metrics, as SVG text: pure functions, coloured by the style sheet, readable without a script.

    series(shape, points, starts, ends)             a metric over a time, thinned out honestly
    before_after(shape, before, after, windows=…)   what a deployment did to it

Both give a `Chart` (or a `Pair` with one) for `releases/_chart.html` and `releases/_pair.html`.
"""

from __future__ import annotations

from releases.charts._drawing import Chart, Mark, Row, Window
from releases.charts._shape import Points, Shape, last, limit_of, of_metric, of_settings
from releases.charts.lines import series
from releases.charts.pairs import Pair, State, before_after

__all__ = [
    "Chart", "Mark", "Pair", "Points", "Row", "Shape", "State", "Window", "before_after", "last", "limit_of",
    "of_metric", "of_settings", "series",
]  # fmt: skip
