"""Write freely, up to a length counted as readers count: in graphemes of NFC text."""

import unicodedata
from collections.abc import Iterator
from typing import Any, Final, Literal

import re2
import regex
from pydantic import Field, field_validator

from surveyapp.questionnaire.answer_types.answer import Answer, ChoicesOf, Column, Impossible, crossed
from surveyapp.questionnaire.answer_types.asked import Fault, Shown, is_storable
from surveyapp.questionnaire.problems import sentence

MOST_CODE_POINTS: Final = 16
"""How many code points a grapheme may use on average: marks piled upon marks are no writing."""
_GRAPHEME: Final = regex.compile(r"\X")


def length(text: str) -> int:
    """Return how many graphemes (UAX 29) a text has: a letter with its marks is one, and so is a family of emoji."""
    return len(text) if text.isascii() else sum(1 for _ in _GRAPHEME.finditer(text))


class OpenText(Answer):
    kind: Literal["text"] = "text"
    lines: int = Field(default=1, ge=1, le=40)
    min_length: int = Field(default=0, ge=0, le=20_000)
    max_length: int = Field(default=1000, ge=1, le=20_000)
    pattern: str | None = None
    """An RE2 pattern that the whole text must match."""

    @field_validator("pattern")
    @classmethod
    def _compiles(cls, pattern: str | None) -> str | None:
        if pattern is not None:
            try:
                re2.compile(pattern)
            except re2.error as error:
                raise ValueError(f"the pattern is not RE2: {error}") from error
        return pattern

    def faults(self, value: Any, shown: Shown) -> list[Fault]:
        """Accept text that is long and short enough and matches the pattern."""
        if not isinstance(value, str) or not is_storable(value):
            return [Fault("wrong-type")]
        text = unicodedata.normalize("NFC", value)
        if len(text) > MOST_CODE_POINTS * self.max_length or (n := length(text)) > self.max_length:
            return [Fault("too-many", limit=self.max_length)]
        if n < self.min_length:
            return [Fault("too-few", limit=self.min_length)]
        if self.pattern is not None and re2.fullmatch(self.pattern, text) is None:
            return [Fault("pattern")]
        return []

    def counted(self, value: Any, shown: Shown) -> Any:
        return unicodedata.normalize("NFC", value)

    def data_columns(self, choices_of: ChoicesOf) -> Iterator[Column]:
        yield Column(kind="text")

    def impossible(self, choices_of: ChoicesOf) -> Iterator[Impossible]:
        if self.min_length > self.max_length:
            yield crossed(
                sentence(
                    "No answer can be right: {min_length} characters at least are more than {max_length} at most.",
                    min_length=self.min_length,
                    max_length=self.max_length,
                )
            )
