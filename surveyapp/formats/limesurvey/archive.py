"""Take the survey out of a LimeSurvey archive (.lsa): a zip file with its structure and, maybe, its responses."""

from __future__ import annotations

import zipfile
from io import BytesIO

from surveyapp.formats.limesurvey.document import MOST_BYTES
from surveyapp.formats.result import Ledger, Unreadable
from surveyapp.formats.zipped import DAMAGED, MOST_ENTRIES, ZIP_MARK, entries_in

_STRUCTURE = ".lss"


def is_archive(data: bytes) -> bool:
    """Tell whether the bytes are a zip file that holds a survey's structure."""
    return data.startswith(ZIP_MARK) and any(name.lower().endswith(_STRUCTURE) for name in _names(data))


def structure_in(data: bytes, ledger: Ledger) -> bytes:
    """Return the structure file; everything else in the archive is listed. Raise Unreadable where it is damaged."""
    names = _names(data)
    found = [name for name in names if name.lower().endswith(_STRUCTURE)]
    if len(found) > 1 or len(names) > MOST_ENTRIES:
        raise Unreadable(f"The archive holds {len(found)} surveys in {len(names)} files; one survey can be read.")
    for name in names:
        if name not in found:
            ledger.lose(name, "a file of the archive", "responses and participants are not read, only the survey")
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive, archive.open(found[0]) as file:
            structure = file.read(MOST_BYTES + 1)
    except DAMAGED:
        raise Unreadable("The archive is damaged or encrypted. Export the survey again as .lss.") from None
    if len(structure) > MOST_BYTES:
        raise Unreadable(f"The survey in the archive is larger than {MOST_BYTES // 2**20} MB, more than one can need.")
    return structure


def _names(data: bytes) -> list[str]:
    return [entry.filename for entry in entries_in(data) or []]
