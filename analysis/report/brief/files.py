"""Write the brief in the formats that fit one page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from analysis.report.brief.html import render_brief
from analysis.report.brief.page import Brief
from analysis.report.brief.paper import typeset_brief, write_brief

WRITERS: Mapping[str, Callable[[Brief], bytes]] = {
    "html": lambda brief: render_brief(brief).encode("utf-8"),
    "pdf": typeset_brief,
    "docx": write_brief,
}


def briefs(brief: Brief, formats: Sequence[str]) -> dict[str, bytes]:
    """Return brief.<language>.<format> for those of the formats that a brief has."""
    return {f"brief.{brief.language}.{kind}": WRITERS[kind](brief) for kind in formats if kind in WRITERS}
