"""Write every catalogue and template of translations in the order of its messages, each message on one line.

Two people who each add a sentence then seldom change the same place of a file. `make templates` runs it.
"""

import re
from io import BytesIO
from pathlib import Path

from babel.messages.pofile import read_po, write_po

TRANSLATIONS = Path(__file__).resolve().parents[1] / "translations"
ENTRY = re.compile(r"\n\n(?=#|msg)")


def in_order(path: Path) -> str:
    """Return what the file says, its head as it is but for the time at which it was made."""
    head, *_ = ENTRY.split(path.read_text("utf-8"), maxsplit=1)
    with path.open("rb") as file:
        catalogue = read_po(file, locale=path.parts[-3] if path.suffix == ".po" else None)
    written = BytesIO()
    write_po(written, catalogue, width=0, sort_output=True, omit_header=True)
    dated = re.compile(r'"(POT-Creation-Date|Generated-By): .*\n')
    return dated.sub("", head.strip() + "\n") + "\n" + written.getvalue().decode().strip() + "\n"


def catalogues() -> list[Path]:
    """Return every template and catalogue there is."""
    return sorted([*TRANSLATIONS.glob("*.pot"), *TRANSLATIONS.glob("*/LC_MESSAGES/*.po")])


if __name__ == "__main__":
    for path in catalogues():
        path.write_text(in_order(path), "utf-8")
