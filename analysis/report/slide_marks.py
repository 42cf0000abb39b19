"""Style what every chart of a slide has: axes, colours, intervals."""

from __future__ import annotations

import math
from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from lxml import etree
from pptx.dml.color import RGBColor
from pptx.oxml.ns import qn
from pptx.util import Pt

from analysis.report.marks import Axis

ACCENT, MID, SOFT, RULE, INK = "0B5873", "5D95AA", "464E54", "D3D8D8", "15191C"
SMALL = Pt(11)


def axis_of(axis: Any, described: Axis) -> None:
    """Scale an axis as the report's own charts do: shares as whole per cent."""
    axis.minimum_scale, axis.maximum_scale = described.low, described.high
    axis.has_major_gridlines = True
    axis.major_gridlines.format.line.color.rgb = RGBColor.from_string(RULE)
    axis.format.line.fill.background()
    ticks = [value for value, _ in described.ticks]
    if len(ticks) > 1:
        axis.major_unit = ticks[1] - ticks[0]
    labels = axis.tick_labels
    labels.font.size, labels.font.color.rgb = Pt(10), RGBColor.from_string(SOFT)
    labels.number_format, labels.number_format_is_linked = ("0%" if _is_share(described) else "General"), False


def _is_share(described: Axis) -> bool:
    """Tell whether an axis prints its values times a hundred."""
    return any(value and text.startswith(str(round(100 * value))) for value, text in described.ticks)


def fill(form: Any, color: str) -> None:
    form.fill.solid()
    form.fill.fore_color.rgb = RGBColor.from_string(color)


def intervals(series: Any, figures: Sequence[tuple[float, float, float]], direction: str) -> None:
    """Draw each figure's interval as an error bar; the program's library has no call for it, so its XML is written."""
    if not any(math.isfinite(low) and math.isfinite(high) for _, low, high in figures):
        return
    up = [high - value if math.isfinite(high) and math.isfinite(value) else 0.0 for value, _, high in figures]
    down = [value - low if math.isfinite(low) and math.isfinite(value) else 0.0 for value, low, _ in figures]
    bars = etree.SubElement(etree.Element("none"), qn("c:errBars"))
    if direction == "y":
        _child(bars, "c:errDir", "y")
    for name, value in (("c:errBarType", "both"), ("c:errValType", "cust"), ("c:noEndCap", "0")):
        _child(bars, name, value)
    for name, lengths in (("c:plus", up), ("c:minus", down)):
        literal = etree.SubElement(etree.SubElement(bars, qn(name)), qn("c:numLit"))
        _child(literal, "c:ptCount", str(len(lengths)))
        for at, length in enumerate(lengths):
            point = etree.SubElement(literal, qn("c:pt"), idx=str(at))
            etree.SubElement(point, qn("c:v")).text = f"{length:.6g}"
    line = etree.SubElement(etree.SubElement(bars, qn("c:spPr")), qn("a:ln"), w="15875")
    etree.SubElement(etree.SubElement(line, qn("a:solidFill")), qn("a:srgbClr"), val=INK)
    before = next(child for child in series._element if child.tag in (qn("c:cat"), qn("c:xVal"), qn("c:val")))
    before.addprevious(deepcopy(bars))


def _child(parent: Any, name: str, value: str) -> None:
    etree.SubElement(parent, qn(name), val=value)
