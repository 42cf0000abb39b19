"""Open a spreadsheet that somebody sent: its sheets as rows of texts, or one sentence that says what is wrong."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

from surveyapp.formats.result import Unreadable
from surveyapp.formats.zipped import MOST_ENTRIES, ZIP_MARK, entries_in

MOST_BYTES = 20 * 1024 * 1024
MOST_UNPACKED = 80 * 1024 * 1024
MOST_SECONDS = 9
"""By the clock; the reader itself computes for less."""
OLE_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_TOO_LONG = f"The workbook could not be read within {MOST_SECONDS} seconds: it holds too much."
_READER = Path(__file__).with_name("cells.py")

Rows = list[list[str]]


def read_sheets(data: bytes) -> dict[str, Rows]:
    """Return sheet name -> rows of trimmed texts; raise Unreadable for damage, bombs and sizes no form has."""
    if len(data) > MOST_BYTES:
        raise Unreadable(f"The file is larger than {MOST_BYTES // 2**20} MB, more than a form can need.")
    if data.startswith(ZIP_MARK):
        _look_inside(data)
    try:
        done = subprocess.run(  # noqa: S603 (our own script, without an argument from outside)
            [sys.executable, "-I", _READER], input=data, capture_output=True, timeout=MOST_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise Unreadable(_TOO_LONG) from None
    if done.returncode == -signal.SIGXCPU:
        raise Unreadable(_TOO_LONG)
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        raise Unreadable(
            "The workbook is damaged, or it claims so many cells that reading it would need too much memory. "
            "Copy the form into a new workbook and save it as .xlsx."
        ) from None
    if "error" in answer:
        raise Unreadable(answer["error"])
    return dict(answer["sheets"])


def _look_inside(data: bytes) -> None:
    entries = entries_in(data)
    if entries is None:
        raise Unreadable("The file begins like an .xlsx workbook but is damaged. Save it again as .xlsx.")
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MOST_UNPACKED or len(entries) > MOST_ENTRIES:
        raise Unreadable(
            f"The workbook unpacks to {unpacked // 2**20} MB in {len(entries)} parts, more than a form can need."
        )
    if not any(entry.filename.lower().startswith("xl/workbook") for entry in entries):
        raise Unreadable("The file is a zip archive, but no .xlsx workbook.")
