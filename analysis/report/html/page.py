"""Render the whole document: masthead, first page, sections, key, foot."""

from __future__ import annotations

from importlib.resources import files

from analysis.report.document import Document, Headline, Section
from analysis.report.html.blocks import block, chart
from analysis.report.html.tags import anchor, said, tag, text

POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def render(document: Document) -> str:
    """Return the document as one HTML file."""
    style = (
        files("analysis.report.html").joinpath("report.css").read_text("utf-8")
        + _on_every_sheet(document.label)
        + across(document.draft)
    )
    head = (
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}"><meta name="color-scheme" content="light dark">'
        f"<title>{text(document.title)}</title><style>{style}</style>"
    )
    body = tag("main", _masthead(document), _first_page(document), *_sections(document), _foot(document), class_="page")
    root = tag("html", tag("head", head), tag("body", body), lang=document.language, dir=document.direction)
    return f"<!doctype html>\n{root}\n"


def _on_every_sheet(label: str) -> str:
    """Print the label in the margin of every sheet of paper."""
    return f'@page{{@bottom-right{{content:"{_escaped(label)}";font-size:9px}}}}\n' if label else ""


def across(draft: str) -> str:
    """Write the word for a draft across the window and across every sheet of paper."""
    return f'body::before{{content:"{_escaped(draft)}"}}\n' if draft else ""


def _escaped(words: str) -> str:
    return "".join(f"\\{ord(letter):x} " for letter in words)


def _masthead(document: Document) -> str:
    marks = [tag("span", text(mark), class_="demo") for mark in (document.draft, document.label) if mark]
    label = "".join(marks)
    about = tag("span", text(document.about))
    return tag(
        "header",
        tag("b", text(document.survey)),
        about,
        label,
        tag("span", text(document.code), class_="end"),
        class_="mast",
    )


def _first_page(document: Document) -> str:
    answer = tag(
        "section",
        tag("h1", said(document.title)),
        tag("p", said(document.lead), class_="lead"),
        tag("p", said(document.meta), class_="meta"),
        class_="answer",
    )
    headlines = (_headline(document, at, headline) for at, headline in enumerate(document.findings))
    found = tag(
        "section", tag("h2", text(document.findings_title)), tag("ol", *headlines), class_="found", id="findings"
    )
    follows = _plain(document, document.follows) if document.follows else ""
    asides = (_plain(document, aside) for aside in document.asides)
    return tag("div", tag("div", answer, found, follows), tag("div", *asides, class_="asides"), class_="first")


def _headline(document: Document, at: int, headline: Headline) -> str:
    drawing = chart(headline.chart, f"strip{at}", is_rtl=_is_rtl(document)) if headline.chart else ""
    says = tag("div", tag("h3", said(headline.sentence)), tag("p", said(headline.meta), class_="meta"))
    return tag("li", tag("span", str(at + 1), class_="no"), says, drawing, class_="f", id=anchor(headline.id))


def _plain(document: Document, section: Section) -> str:
    return tag("section", tag("h2", text(section.title)), _blocks(document, section), id=section.id)


def _sections(document: Document) -> list[str]:
    """Render the sections; on paper those about the same people follow each other."""
    before = [None, *(one.kicker for one in document.sections)]
    made = [
        _section(document, one, "part" if one.kicker == before[at] else "part own")
        for at, one in enumerate(document.sections)
    ]
    return [*made, _section(document, document.key, "part")]


def _section(document: Document, section: Section, kind: str) -> str:
    label = tag("span", text(document.label), class_="demo") if document.label else ""
    kicker = tag("p", said(section.kicker), class_="meta") if section.kicker else ""
    head = tag("header", tag("h2", text(section.title)), label, kicker, class_="head")
    return tag(
        "section", head, tag("div", _blocks(document, section), class_=section.layout), id=section.id, class_=kind
    )


def _blocks(document: Document, section: Section) -> str:
    rendered = (block(part, is_rtl=_is_rtl(document), table_summary=document.table_summary) for part in section.blocks)
    return "".join(rendered)


def _foot(document: Document) -> str:
    label = tag("span", text(document.label), class_="demo") if document.label else ""
    return tag("footer", tag("span", said(document.foot)), label, class_="foot meta")


def _is_rtl(document: Document) -> bool:
    return document.direction == "rtl"
