"""Look at what a zip file says it holds, before anything of it is unpacked."""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO

ZIP_MARK = b"PK\x03\x04"
MOST_ENTRIES = 3_000
"""No survey and no workbook that holds a form has more parts."""

DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError)
"""What opening and unpacking raise where a zip file is damaged, encrypted or packed in a way that is not known."""


def entries_in(data: bytes) -> list[zipfile.ZipInfo] | None:
    """List the entries of a zip file; None where it is damaged, or no zip file at all."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return archive.infolist()
    except DAMAGED:
        return None
