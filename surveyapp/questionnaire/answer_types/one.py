"""Choose one."""

from collections.abc import Iterator
from typing import Any, Literal

from surveyapp.questionnaire.answer_types.answer import Answer, ChoicesOf, Column
from surveyapp.questionnaire.answer_types.asked import Fault, Shown
from surveyapp.questionnaire.choices import Choices


class One(Answer):
    kind: Literal["one"] = "one"
    choices: Choices
    layout: Literal["list", "scale", "select", "type-ahead", "pictures"] = "list"
    shuffle: bool = False
    only_in: str | None = None
    """Offer only the codes held by this earlier answer or assignment."""
    not_in: str | None = None
    """Leave out the codes that this earlier answer or assignment holds."""

    def faults(self, value: Any, shown: Shown) -> list[Fault]:
        """Accept one code that was offered."""
        if not isinstance(value, str):
            return [Fault("wrong-type")]
        for choice in shown.choices:
            if choice.code == value:
                return []
        return [Fault("not-a-choice")]

    def data_columns(self, choices_of: ChoicesOf) -> Iterator[Column]:
        yield Column(values=choices_of(self.choices))
