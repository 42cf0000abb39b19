"""Put choices in order, all of them or the first few."""

from typing import Any, Literal

from pydantic import Field

from surveyapp.questionnaire.answer_types.asked import Fault, Shown
from surveyapp.questionnaire.choices import Choices
from surveyapp.questionnaire.model import Model


class Ranking(Model):
    kind: Literal["ranking"] = "ranking"
    choices: Choices
    top: int | None = Field(default=None, ge=1)
    """How many places there are; all choices where it is not given."""
    at_least: int | None = Field(default=None, ge=1)
    """How many places must be filled; all where it is not given."""
    shuffle: bool = False
    only_in: str | None = None
    """Offer only the codes held by this earlier answer or assignment."""
    not_in: str | None = None
    """Leave out the codes that this earlier answer or assignment holds."""

    def places(self, shown: Shown) -> int:
        """Return how many places can be filled."""
        return min(self.top or len(shown.choices), len(shown.choices))

    def faults(self, value: Any, shown: Shown) -> list[Fault]:
        """Accept an ordered list of distinct codes that were offered."""
        if not isinstance(value, list) or not all(isinstance(code, str) for code in value):
            return [Fault("wrong-type")]
        offered = {choice.code for choice in shown.choices}
        faults = []
        if any(code not in offered for code in value):
            faults.append(Fault("not-a-choice"))
        if len(set(value)) < len(value):
            faults.append(Fault("duplicate"))
        places = self.places(shown)
        if len(value) > places:
            faults.append(Fault("too-many", limit=places))
        needed = min(self.at_least or places, places)
        if len(value) < needed:
            faults.append(Fault("too-few", limit=needed))
        return faults
