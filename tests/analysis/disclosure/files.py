"""Read every number out of every file of a report, as somebody with a text editor, an unzipper and patience would."""

from __future__ import annotations

import io
import json
import re
import subprocess
import zipfile
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

SHOWN = ("title", "aria-label", "alt", "content", "data-tip", "summary")
"""Attributes of HTML whose words a reader, or a reader's program, gets to know."""
STATED = ("Title", "Subject", "Keywords", "Author")
NUMBER = re.compile(r"(?<![\w.,#-])[0-9][0-9.,\u202f\u00a0]*(?![\w#])")
TEXTS = re.compile(
    rb"<(?:w:t|a:t|c:v|dc:\w+|cp:\w+|dcterms:\w+|vt:\w+)(?: [^>]*)?>([^<]*)<|(?:descr|title)=\"([^\"]*)\""
)


class Page(HTMLParser):
    """Gather the words of a page, and the cells of its tables by the id they carry."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.rows: list[tuple[str, list[str]]] = []
        self.heads: list[str] = []
        self._id, self._row, self._in = "", [""], ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self.texts += [told[name] or "" for name in SHOWN if name in told]
        if tag == "thead":
            self.heads = []
        if tag == "tr":
            self._id, self._row = "", []
        if tag in ("th", "td"):
            self._in = tag
            self._row.append("")
            self._id = self._id or (told.get("id") or "").removeprefix("at-")
        if tag in ("style", "script"):
            self._in = tag

    def handle_endtag(self, tag: str) -> None:
        if tag in ("th", "td", "style", "script"):
            self._in = ""
        if tag == "tr" and self._row:
            if self._id:
                self.rows.append((self._id, self._row))
            elif not self.rows or self.heads == []:
                self.heads = self._row

    def handle_data(self, data: str) -> None:
        if self._in in ("style", "script"):
            return
        self.texts.append(data)
        if self._in:
            self._row[-1] += data


def page_of(path: Path) -> Page:
    page = Page()
    page.feed(path.read_text("utf-8"))
    return page


def texts_in(path: Path) -> Iterator[str]:
    """Yield every text of a file: what is seen, alternative texts, properties, and the workbooks inside charts."""
    match path.suffix:
        case ".html":
            yield from page_of(path).texts
        case ".docx" | ".pptx":
            yield from _texts_of_office(path.read_bytes())
        case ".xlsx":
            yield from _texts_of_workbook(path.read_bytes())
        case ".pdf":
            yield from _said_by("pdftotext", "-layout", str(path), "-")
            yield from (line for line in _said_by("pdfinfo", str(path)) if line.startswith(STATED))
        case ".json":
            yield from _texts_of_json(json.loads(path.read_text("utf-8")))


def _said_by(*command: str) -> list[str]:
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout.split("\n")


def _texts_of_office(content: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.endswith(".xlsx"):
                yield from _texts_of_workbook(archive.read(name))
            elif name.endswith(".xml") and "/theme/" not in name and "tyles" not in name:
                for text, alternative in TEXTS.findall(archive.read(name)):
                    yield (text or alternative).decode("utf-8")


def _texts_of_workbook(content: bytes) -> Iterator[str]:
    for sheet in load_workbook(io.BytesIO(content)).worksheets:
        for row in sheet.iter_rows(values_only=True):
            yield from (repr(value) if isinstance(value, float) else str(value) for value in row if value is not None)


def _texts_of_json(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for part in value.values():
            yield from _texts_of_json(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts_of_json(part)
    elif isinstance(value, float):
        yield repr(value)
    elif value is not None and not isinstance(value, bool):
        yield str(value)


def numbers_in(path: Path) -> set[float]:
    """Return the different numbers of a file; a comma between three digits groups them."""
    found = set()
    for text in texts_in(path):
        for token in NUMBER.findall(text):
            plain = re.sub(r"[,.\u202f\u00a0](?=\d{3}(?:\D|$))", "", token) if path.suffix != ".json" else token
            plain = plain.rstrip(".,\u202f\u00a0").replace(",", ".")
            if plain.count(".") < 2:
                found.add(float(plain))
    return found
