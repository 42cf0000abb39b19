"""Look at what a zip file says it holds, before anything of it is unpacked."""

from __future__ import annotations

import zipfile
from io import BytesIO

ZIP_MARK = b"PK\x03\x04"
MOST_ENTRIES = 3_000
"""No survey and no workbook that holds a form has more parts."""


def entries_in(data: bytes) -> list[zipfile.ZipInfo] | None:
    """List the entries of a zip file; None where it is damaged, or no zip file at all."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return None
