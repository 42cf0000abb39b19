"""Make any text fit to be stored, the same on every database."""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

_DROPPED = {code: None for code in range(32) if chr(code) not in "\n\t"}
_LARGEST_INTEGER_BITS = 1024
_DOUBTFUL = re.compile(r"\\[bfru]|\d{300}")
"""What JSON says of control characters, and a number that may be too large."""
to_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode
"""Write JSON as it is stored; raises ValueError for numbers that JSON cannot say."""


def storable_text(text: str) -> str:
    """Return the text in NFC, line ends as newlines, without other control characters.

    PostgreSQL refuses NUL; a lone surrogate cannot be written as UTF-8 and becomes U+FFFD, a pair its character.
    """
    if text.isascii() and text.isprintable():
        return text
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    lines = whole.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", lines.translate(_DROPPED))


def as_document(value: Any) -> str:
    """Return the JSON that is stored of a value: `storable(value)`, taken apart only where it is doubtful."""
    try:
        written = to_json(value)
        written.encode()
    except (TypeError, ValueError):
        return to_json(storable(value))
    if _DOUBTFUL.search(written) is None and unicodedata.is_normalized("NFC", written):
        return written
    return to_json(storable(value))


def storable(value: Any) -> Any:
    """Return a value as it will be read back from a JSON column: texts storable, tuples as lists.

    What JSON cannot say (infinities, NaN, integers beyond any use) becomes None.
    """
    if isinstance(value, str):
        return storable_text(value)
    if isinstance(value, Mapping):
        return {storable_text(str(key)): storable(element) for key, element in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [storable(element) for element in value]
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, int) and value.bit_length() > _LARGEST_INTEGER_BITS:
        return None
    return value
