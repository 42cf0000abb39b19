"""Describe what can be chosen, and the ways not to answer."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from surveyapp.questionnaire.conditions import ALWAYS
from surveyapp.questionnaire.model import ConditionField, Model, Text

MissingKind = Literal["dont_know", "refused", "not_applicable"]


class Choice(Model):
    """Offer one code with its wording."""

    code: Annotated[str, Field(min_length=1, max_length=120)]
    text: Text
    also: Text = {}
    """Other names under which a search finds it, by language; they are never shown."""
    exclusive: bool = False
    """Stands alone: chosen together with nothing else ("none of these")."""
    other: bool = False
    """Opens a text beside it, stored as `<question>_other`."""
    other_id: str | None = None
    """The name of that text where the source of the questionnaire gave it its own."""
    comment: bool = False
    """Takes a comment when chosen, stored as `<question>_<code>_comment`."""
    apart: bool = False
    """Stands below a rule, off the scale ("never looked")."""
    fixed: bool = False
    """Keeps its place when the others are shuffled."""
    picture: str | None = None
    """The name of a picture of the questionnaire, shown above the words where the layout is `pictures`."""
    show_if: ConditionField = ALWAYS


Choices = str | tuple[Choice, ...]
"""The choices themselves, or the name of a list of the questionnaire."""
