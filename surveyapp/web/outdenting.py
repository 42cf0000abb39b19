"""Leave the indentation of templates out of pages: respondents pay by the kilobyte, and nobody reads it."""

from __future__ import annotations

import re
from typing import Final

from jinja2.ext import Extension

_INDENT: Final = re.compile(r"^[ \t]+", re.MULTILINE)


class Outdented(Extension):
    """Take the space at the beginning of a template's lines away, once, when it is compiled; texts given stay whole."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        return _INDENT.sub("", source)
