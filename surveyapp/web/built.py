"""Find a script as it was made small beforehand: only what was made from the very text that is there now is taken."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

STATIC: Final = Path(__file__).resolve().parents[1] / "static"
BUILT: Final = STATIC / "built"
_COMMENT: Final = re.compile(r"^\s*/\*.*?\*/$", re.DOTALL | re.MULTILINE)
_INDENT: Final = re.compile(r"^[ \t]+", re.MULTILINE)


def plain_script(parts: Sequence[str]) -> str:
    """Return scripts under `static/` as one, without comments and indentation."""
    return _INDENT.sub("", _COMMENT.sub("", "\n".join((STATIC / part).read_text("utf-8") for part in parts)))


def mark_of(plain: str) -> str:
    """Return the first line of what is made from a script."""
    return f"/*{hashlib.sha256(plain.encode()).hexdigest()}*/"


def built_script(name: str, parts: Sequence[str]) -> str:
    """Return a bundle made small, if it was made from its parts as they are now, else the parts as one."""
    plain, path = plain_script(parts), BUILT / name
    mark, _, small = path.read_text("utf-8").partition("\n") if path.exists() else ("", "", "")
    return small if mark == mark_of(plain) else plain
