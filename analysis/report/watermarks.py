"""Write the word for a draft across the pages of office files."""

from __future__ import annotations

from html import escape
from typing import Any

from docx.oxml import parse_xml
from docx.text.paragraph import Paragraph

ALARM = "96290F"
_SHAPE = """<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
 xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"
 xmlns:w10="urn:schemas-microsoft-com:office:word"><w:pict>
<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" path="m@7,l@8,m@5,21600l@6,21600e">
<v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/>
<v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/>
<v:f eqn="if @0 @4 21600"/></v:formulas><v:path textpathok="t" o:connecttype="rect"/><v:textpath on="t" fitshape="t"/>
</v:shapetype><v:shape id="Draft" o:spid="_x0000_s2049" type="#_x0000_t136" alt="{text}" style="position:absolute;
margin-left:0;margin-top:0;width:{width}pt;height:150pt;rotation:315;z-index:-251658752;mso-position-horizontal:center;
mso-position-horizontal-relative:margin;mso-position-vertical:center;mso-position-vertical-relative:margin"
 o:allowincell="f" fillcolor="#F6E8E4" stroked="f">
<v:textpath style="font-family:&quot;Times New Roman&quot;;font-size:1pt"
 string="{text}"/><w10:wrap anchorx="margin" anchory="margin"/></v:shape></w:pict></w:r>"""


def watermark(header: Paragraph, draft: str) -> None:
    """Put the word across every page that has this header."""
    element: Any = parse_xml(_SHAPE.format(text=escape(draft), width=min(440, 90 * len(draft))))
    header._p.append(element)


def mark_sheet(sheet: Any, draft: str) -> None:
    """Put the word across what is first seen of a worksheet; it is printed with it."""
    box = {
        "width": 640,
        "height": 170,
        "x_offset": 160,
        "y_offset": 90,
        "object_position": 3,
        "fill": {"none": True},
        "line": {"none": True},
        "align": {"vertical": "middle", "horizontal": "center"},
        "font": {"name": "Times New Roman", "size": 96, "bold": True, "color": "#E2B8AE"},
        "decorative": False,
        "description": draft,
    }
    sheet.insert_textbox(0, 0, draft, box)
