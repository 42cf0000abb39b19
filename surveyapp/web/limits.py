"""Bound what a request may carry, so that a huge or malformed one costs little and is answered in words."""

from __future__ import annotations

import unicodedata
from typing import Final

from flask import Flask

LARGEST_BODY: Final = 512 * 1024
MOST_PARTS: Final = 2_000
_KEPT: Final = {"\n", "\t"}


def limit_requests(app: Flask, *, largest_body: int = LARGEST_BODY) -> None:
    """Refuse larger bodies (413) and forms of more parts before reading them."""
    app.config.update(MAX_CONTENT_LENGTH=largest_body, MAX_FORM_MEMORY_SIZE=largest_body, MAX_FORM_PARTS=MOST_PARTS)


def clean(text: str) -> str:
    """Return typed text as it may be stored: NFC, plain line ends, without NUL, lone surrogates or control characters.

    Joiners and bidirectional marks stay: several scripts need them.
    """
    joined = text.replace("\r\n", "\n").replace("\r", "\n")
    printable = "".join(sign for sign in joined if sign in _KEPT or unicodedata.category(sign) not in ("Cc", "Cs"))
    return unicodedata.normalize("NFC", printable).strip()
