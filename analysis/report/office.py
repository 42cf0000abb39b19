"""Make office files the same bytes for the same content: no clock, no machine in them."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, datetime

from analysis.report.words import shortened

LONGEST_PROPERTY = 255
FIRST_DAY = (1980, 1, 1, 0, 0, 0)
MOMENT = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</)")


def name_of(title: str) -> str:
    """Return a title as a file's properties may hold it: whole words of at most 255 letters."""
    return shortened(str(title), LONGEST_PROPERTY - 1)


def without_clock(content: bytes) -> bytes:
    """Return a zipped office file whose parts, and the workbooks inside them, carry no time of writing."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as given, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as written:
        for part in given.infolist():
            written.writestr(
                zipfile.ZipInfo(part.filename, FIRST_DAY), _still(part.filename, given.read(part)), zipfile.ZIP_DEFLATED
            )
    return made.getvalue()


def _still(name: str, content: bytes) -> bytes:
    """Stop the clock of a workbook inside another file; what the file itself says of its day stays."""
    if not name.endswith(".xlsx"):
        return content
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as given, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as written:
        for part in given.infolist():
            inside = given.read(part)
            if part.filename == "docProps/core.xml":
                inside = MOMENT.sub(rb"\g<1>1980-01-01T00:00:00Z\g<2>", inside)
            written.writestr(zipfile.ZipInfo(part.filename, FIRST_DAY), inside, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def noon_of(day: date | None) -> datetime:
    """Return the moment that stands for a day in a file's properties; the first that files know where there is none."""
    if day is None:
        return datetime(*FIRST_DAY[:3], 12)
    return datetime(day.year, day.month, day.day, 12)
