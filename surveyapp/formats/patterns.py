"""Try patterns of other engines in RE2, which answers in linear time or not at all."""

from __future__ import annotations

import re2

MOST_CHARACTERS = 2_000


def why_unusable(pattern: str) -> str | None:
    """Return why RE2 cannot use a pattern, None where it can."""
    if len(pattern) > MOST_CHARACTERS:
        return f"it has more than {MOST_CHARACTERS} characters"
    options = re2.Options()
    options.log_errors = False
    try:
        re2.compile(pattern, options)
    except re2.error as error:
        return str(error)
    return None
