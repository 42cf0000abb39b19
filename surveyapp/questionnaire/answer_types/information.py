"""Inform, without asking anything."""

from typing import Any, Literal

from surveyapp.questionnaire.answer_types.asked import Fault, Shown
from surveyapp.questionnaire.model import Model


class Information(Model):
    kind: Literal["information"] = "information"

    def faults(self, value: Any, shown: Shown) -> list[Fault]:
        """Refuse any answer: nothing was asked."""
        return [Fault("wrong-type")]
