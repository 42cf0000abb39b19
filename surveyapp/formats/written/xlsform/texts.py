"""Write constants in XPath."""

from __future__ import annotations

from surveyapp.formats.expressions.tree import Untranslatable
from surveyapp.questionnaire.conditions import Scalar


def scalar(value: Scalar) -> str:
    return text_literal(value) if isinstance(value, str) else plain(value)


def plain(value: Scalar) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and ("e" in repr(value) or "E" in repr(value)):
        return f"{value:f}"
    return str(value)


def text_literal(value: str) -> str:
    if "'" not in value:
        return f"'{value}'"
    if '"' not in value:
        return f'"{value}"'
    raise Untranslatable("a text holds both kinds of quotation marks")
