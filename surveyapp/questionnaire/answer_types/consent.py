"""Ask for consent to one purpose; the answer is "yes" or "no" and never pre-ticked."""

from collections.abc import Iterator
from typing import Any, Final, Literal

from surveyapp.questionnaire.answer_types.answer import Answer, ChoicesOf, Column
from surveyapp.questionnaire.answer_types.asked import Fault, Shown
from surveyapp.questionnaire.choices import Choice

ANSWERS: Final = ("yes", "no")


class Consent(Answer):
    kind: Literal["consent"] = "consent"
    purpose: str
    """What is agreed to, as recorded beside the hash of the exact wording."""

    def faults(self, value: Any, shown: Shown) -> list[Fault]:
        """Accept only "yes" and "no"."""
        return [] if isinstance(value, str) and value in ANSWERS else [Fault("not-a-choice")]

    def data_columns(self, choices_of: ChoicesOf) -> Iterator[Column]:
        yield Column(values=tuple(Choice(code=code, text={}) for code in ANSWERS))
