"""Build the HTML of a printed questionnaire from elements, which escape what they hold."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement

from surveyapp.formats.written.markup import legal


def put(parent: Element, tag: str, text: str = "", kind: str = "", **attributes: str) -> Element:
    """Add an element with a class and a text; line breaks of the text stay line breaks."""
    element = SubElement(parent, tag, {**({"class": kind} if kind else {}), **attributes})
    first, *rest = legal(text).split("\n")
    element.text = first
    for line in rest:
        SubElement(element, "br").tail = line
    return element


def box(parent: Element, round_: bool = False) -> None:
    """Add a box to tick; a round one where only one may be ticked."""
    put(parent, "span", "", "box round" if round_ else "box").text = "\u200b"
