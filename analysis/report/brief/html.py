"""Render the brief as one HTML file that prints on one sheet; figures lead into the report beside it."""

from __future__ import annotations

from importlib.resources import files

from analysis.report.brief.page import Brief, Line, Part
from analysis.report.citing import runs_of
from analysis.report.html.page import POLICY, across
from analysis.report.html.tags import place_of, tag, text


def render_brief(brief: Brief) -> str:
    """Return the brief as one HTML file."""
    style = files("analysis.report.brief").joinpath("brief.css").read_text("utf-8") + across(brief.draft)
    head = (
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}"><meta name="color-scheme" content="light dark">'
        f"<title>{text(brief.decision)}</title><style>{style}</style>"
    )
    marks = [tag("span", text(mark), class_="mark") for mark in brief.marks]
    mast = tag("header", tag("b", text(brief.survey)), tag("span", text(brief.about)), *marks)
    top = tag("p", text(brief.kicker), class_="kicker"), tag("h1", _said(brief, brief.decision))
    lead = tag("p", _said(brief, brief.lead), class_="lead")
    parts = tag("div", *(_part(brief, part) for part in brief.parts if part.lines), class_="parts")
    foot = tag("footer", tag("a", text(brief.foot), href=brief.report))
    body = tag("body", tag("main", mast, *top, lead, parts, foot))
    return f"<!doctype html>\n{tag('html', tag('head', head), body, lang=brief.language, dir=brief.direction)}\n"


def _part(brief: Brief, part: Part) -> str:
    lines = tag("ul", *(_line(brief, line) for line in part.lines))
    note = tag("p", _said(brief, part.note), class_="note") if part.note else ""
    return tag("section", tag("h2", text(part.title)), note, lines)


def _line(brief: Brief, line: Line) -> str:
    small = tag("small", _said(brief, line.small)) if line.small else ""
    return tag("li", tag("span", _said(brief, line.text)), small)


def _said(brief: Brief, words: str) -> str:
    """Return words whose estimates lead to their cell in the report; counts stay plain."""
    return "".join(
        text(run)
        if cite is None or cite.part == "fact"
        else tag("a", text(run), href=f"{brief.report}#{place_of(cite.id)}", class_="ev")
        for run, cite in runs_of(words)
    )
