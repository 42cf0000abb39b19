"""Bound what a request may carry, so that a huge or malformed one costs little and is answered in words."""

from __future__ import annotations

import unicodedata
from typing import Final

from flask import Flask, abort, request

LARGEST_BODY: Final = 512 * 1024
MOST_PARTS: Final = 2_000
_KEPT: Final = {"\n", "\t"}


def limit_requests(app: Flask, *, largest_body: int = LARGEST_BODY) -> None:
    """Refuse larger bodies (413), those that do not say how large they are (411) and forms of more parts, unread."""
    app.config.update(MAX_CONTENT_LENGTH=largest_body, MAX_FORM_MEMORY_SIZE=largest_body, MAX_FORM_PARTS=MOST_PARTS)

    @app.before_request
    def refuse_unmeasured() -> None:
        if "Transfer-Encoding" in request.headers:
            abort(411)


def clean(text: str) -> str:
    """Return typed text as it may be stored: NFC, plain line ends, without NUL, lone surrogates or control characters.

    Joiners and bidirectional marks stay: several scripts need them.
    """
    joined = text.replace("\r\n", "\n").replace("\r", "\n")
    printable = "".join(sign for sign in joined if sign in _KEPT or unicodedata.category(sign) not in ("Cc", "Cs"))
    return unicodedata.normalize("NFC", printable).strip()
