"""Lead from a figure in a Word document to the cell where it stands, by bookmarks."""

from __future__ import annotations

import hashlib
from typing import Any

from docx.enum.text import WD_UNDERLINE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from analysis.report.citing import Cited, runs_of

LETTERS = 16


def say(paragraph: Paragraph, text: str, *, bold: bool = False) -> None:
    """Add text to a paragraph; each figure is a link to its cell."""
    for words, cite in runs_of(text):
        run = paragraph.add_run(words)
        run.bold = run.font.cs_bold = bold or None
        if cite is not None:
            run.underline = WD_UNDERLINE.DOTTED
            link = _element("w:hyperlink", anchor=bookmark_of(cite.id), history="1")
            run._r.addprevious(link)
            link.append(run._r)


def place(paragraph: Paragraph, text: str) -> Run:
    """Add the text of a cell; a cell that is the place of a figure gets that figure's bookmark."""
    anchor = text.anchor if isinstance(text, Cited) else ""
    run = paragraph.add_run(text)
    if anchor:
        number = str(int(hashlib.sha256(anchor.encode()).hexdigest()[:7], 16))
        run._r.addprevious(_element("w:bookmarkStart", id=number, name=bookmark_of(anchor)))
        run._r.addnext(_element("w:bookmarkEnd", id=number))
    return run


def bookmark_of(evidence: str) -> str:
    """Return the name of a bookmark, which Word wants short and of plain letters."""
    return "at_" + hashlib.sha256(evidence.encode()).hexdigest()[:LETTERS]


def _element(kind: str, /, **attributes: str) -> Any:
    element: Any = OxmlElement(kind)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    return element
