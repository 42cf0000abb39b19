"""Put choices in order, all of them or the first few."""

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from pydantic import Field

from surveyapp.questionnaire.answer_types.answer import Answer, ChoicesOf, Column, Impossible, crossed
from surveyapp.questionnaire.answer_types.asked import Fault, Shown, missing_kind
from surveyapp.questionnaire.choices import Choices
from surveyapp.questionnaire.problems import sentence


class Ranking(Answer):
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

    def data_columns(self, choices_of: ChoicesOf) -> Iterator[Column]:
        offered = choices_of(self.choices)
        for place in range(1, min(self.top or len(offered), len(offered)) + 1):
            yield Column(part=str(place), place=str(place), values=offered)

    def cells(self, value: Any, shown: Shown) -> Mapping[str, Any]:
        whole = value is None or missing_kind(value) is not None
        given = [] if whole else value
        places = range(self.places(shown))
        return {str(at + 1): value if whole else given[at] if at < len(given) else None for at in places}

    def impossible(self, choices_of: ChoicesOf) -> Iterator[Impossible]:
        offered = len(choices_of(self.choices))
        if self.top is not None and self.at_least is not None and self.at_least > self.top:
            yield crossed(
                sentence(
                    "No answer can be right: at least {at_least} places must be filled of only {top}.",
                    at_least=self.at_least,
                    top=self.top,
                )
            )
        for name, limit in (("top", self.top), ("at_least", self.at_least)):
            if offered and limit is not None and limit > offered:
                text = sentence("{limit} places cannot be filled from {offered} choices.", limit=limit, offered=offered)
                yield Impossible("limits-impossible", text, name, "warning")
