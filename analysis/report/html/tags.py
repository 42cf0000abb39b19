"""Write HTML elements; every text and attribute is escaped here."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from analysis.report.citing import runs_of


def tag(name: str, *inside: str, **attributes: str | None) -> str:
    """Return an element around finished HTML; `class_` stands for class, underscores for hyphens."""
    named = ((key.rstrip("_").replace("_", "-"), value) for key, value in attributes.items() if value is not None)
    opening = "".join(f' {key}="{escape(value)}"' for key, value in named)
    return f"<{name}{opening}>{''.join(inside)}</{name}>"


def text(words: str) -> str:
    """Return words as HTML."""
    return escape(words, quote=False)


def said(words: str) -> str:
    """Return words as HTML in which every figure leads to its place in a table."""
    return "".join(
        text(run) if cite is None else tag("a", text(run), href=f"#{place_of(cite.id)}", class_="ev")
        for run, cite in runs_of(words)
    )


def place_of(evidence: str) -> str:
    """Return the name of the cell where a figure stands on the page."""
    return f"at-{evidence}"


def anchor(finding: str) -> str:
    """Return the name under which a finding stands on the page."""
    return f"finding-{finding}"


def listing(kind: str, entries: Iterable[str], **attributes: str | None) -> str:
    """Return a list of finished entries."""
    return tag(kind, *(tag("li", entry) for entry in entries), **attributes)
