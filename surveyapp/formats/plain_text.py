"""Turn wording with HTML in it into plain text, paragraphs kept, and say which meaningful markup was dropped."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_BREAKS = {"br", "tr"}
_PARAGRAPHS = {"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "blockquote", "pre", "section"}
_SILENT = {"script", "style", "head", "template"}
_MEANINGFUL = {
    "img": "image",
    "a": "link",
    "iframe": "embedded page",
    "video": "video",
    "audio": "audio",
    "object": "embedded object",
    "embed": "embedded object",
    "table": "table",
    "script": "script",
    "input": "form control",
    "button": "form control",
    "select": "form control",
    "svg": "drawing",
}
_LOOKS_LIKE_MARKUP = re.compile(r"<[a-zA-Z/!][^>]*>|&(?:[a-zA-Z]+|#\d+|#x[0-9a-fA-F]+);")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.dropped: dict[str, None] = {}
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _MEANINGFUL:
            self.dropped[_MEANINGFUL[tag]] = None
        if tag in _SILENT:
            self.silent += 1
        elif tag in _PARAGRAPHS:
            self.parts.append("\n\n")
        elif tag in _BREAKS:
            self.parts.append("\n")
        elif tag == "li":
            self.parts.append("\n• ")
        elif tag in ("td", "th"):
            self.parts.append(" ")
        if tag == "img" and (alternative := dict(attrs).get("alt")):
            self.parts.append(alternative)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.silent -= tag in _SILENT

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag in _PARAGRAPHS:
            self.parts.append("\n\n")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.parts.append(re.sub(r"[ \t\r\n\u00a0]+", " ", data))


def plain_text(text: str) -> tuple[str, tuple[str, ...]]:
    """Return the plain text and the kinds of markup with meaning (image, link, …) that it cannot hold."""
    if not _LOOKS_LIKE_MARKUP.search(text):
        return _tidy(text.replace("\u00a0", " ")), ()
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return _tidy("".join(reader.parts)), tuple(reader.dropped)


def _tidy(text: str) -> str:
    lines = [" ".join(line.split(" ")).strip() for line in text.replace("\r\n", "\n").split("\n")]
    lines = [re.sub(r"[ \t]+", " ", line) for line in lines]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
