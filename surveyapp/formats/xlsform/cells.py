"""Read the cells of a workbook in a process of its own, whose memory and time are bounded.

Run as a script: the workbook comes on standard input, JSON goes to standard output. A small file can claim cells at
the far corner of a sheet, and the reader then asks for the whole rectangle; here that ends this process only.
"""

from __future__ import annotations

import json
import sys
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

from python_calamine import CalamineWorkbook

MOST_MEMORY = 340 * 1024 * 1024
MOST_SECONDS = 3
MOST_CELLS = 2_000_000
MOST_ROWS = 60_000
MOST_FILLED = 400_000
MOST_CHARACTERS = 32_767
"""What a cell of a workbook may hold."""


class TooLarge(Exception):
    """The workbook holds more than a questionnaire can need."""


def main() -> int:
    """Print `{"sheets": [[name, [[cell, …], …]], …]}` or `{"error": sentence}`."""
    _bound()
    try:
        json.dump({"sheets": _sheets(sys.stdin.buffer.read())}, sys.stdout)
    except TooLarge as error:
        json.dump({"error": str(error)}, sys.stdout)
    except MemoryError:
        return 3
    except Exception as error:
        # The reader has a class of exception for each kind of damage; all mean that this is no workbook.
        sentence = f"The file is not a workbook that can be read ({error}). Save it again as .xlsx."
        json.dump({"error": sentence}, sys.stdout)
    return 0


def _bound() -> None:
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _sheets(data: bytes) -> list[tuple[str, list[list[str]]]]:
    workbook = CalamineWorkbook.from_filelike(BytesIO(data))
    filled, sheets = 0, []
    for name in workbook.sheet_names[:50]:
        sheet = workbook.get_sheet_by_name(name)
        height, width = sheet.total_height, sheet.total_width
        if height * width > MOST_CELLS or height > MOST_ROWS:
            raise TooLarge(
                f"The sheet {name!r} spans {height} rows and {width} columns, more than a form can have. "
                "Delete what stands far below and to the right, and save it again."
            )
        rows = [[_text(cell) for cell in row] for row in sheet.iter_rows()]
        filled += sum(1 for row in rows for cell in row if cell)
        if filled > MOST_FILLED:
            raise TooLarge(f"The workbook has more than {MOST_FILLED} filled cells, more than a form can have.")
        sheets.append((name, rows))
    return sheets


def _text(cell: Any) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    text = str(cell)
    if len(text) > MOST_CHARACTERS:
        raise TooLarge(f"A cell holds {len(text)} characters, more than a workbook allows.")
    return text.replace("\u00a0", " ").replace("\0", "\ufffd").strip()


if __name__ == "__main__":
    sys.exit(main())
