"""Inform, without asking anything."""

from collections.abc import Iterator
from typing import Any, ClassVar, Literal

from surveyapp.questionnaire.answer_types.answer import Answer, ChoicesOf, Column
from surveyapp.questionnaire.answer_types.asked import Fault, Shown


class Information(Answer):
    kind: Literal["information"] = "information"
    asks: ClassVar[bool] = False

    def faults(self, value: Any, shown: Shown) -> list[Fault]:
        """Refuse any answer: nothing was asked."""
        return [Fault("wrong-type")]

    def data_columns(self, choices_of: ChoicesOf) -> Iterator[Column]:
        """Fill none."""
        yield from ()
