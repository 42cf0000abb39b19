"""Write one line in a fixed form: all that a kind needs to say of itself which is typed and has no look of its own."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

import re2

from surveyapp.questionnaire.answer_types.answer import Answer, ChoicesOf, Impossible, crossed
from surveyapp.questionnaire.answer_types.asked import Fault, Shown, is_storable
from surveyapp.questionnaire.conditions import Values
from surveyapp.questionnaire.problems import sentence


class Written(Answer):
    """Be text that matches a form as a whole and lies between two limits, compared sign by sign.

    A kind that inherits it and overrides no check is also held to it by a kiosk without a network.
    """

    form: ClassVar[str]
    """A pattern in what RE2 and browsers read alike: signs, classes, groups, alternatives, counts."""
    capitals: ClassVar[bool] = False
    """Whether small letters that are typed are meant as capitals."""
    minimum: str | None = None
    maximum: str | None = None

    def typed(self, text: str) -> Any:
        return text.upper() if self.capitals else text

    def bounds(self, values: Values) -> Mapping[str, Any]:
        return {"minimum": self.minimum, "maximum": self.maximum}

    def faults(self, value: Any, shown: Shown) -> list[Fault]:
        """Accept text in the form that is within the limits."""
        if not isinstance(value, str) or not is_storable(value) or not self._fits(value):
            return [Fault("wrong-type")]
        low, high = self.minimum or value, self.maximum or value
        return [] if low <= value <= high else [Fault("out-of-range")]

    def impossible(self, choices_of: ChoicesOf) -> Iterator[Impossible]:
        for part, limit in (("minimum", self.minimum), ("maximum", self.maximum)):
            if limit is not None and not self._fits(limit):
                yield Impossible(
                    "limits-impossible", sentence("'{limit}' is not in the form that is asked for.", limit=limit), part
                )
        if self.minimum and self.maximum and self.minimum > self.maximum:
            yield crossed(
                sentence("No answer can be right: {first} is after {last}.", first=self.minimum, last=self.maximum)
            )

    def _fits(self, text: str) -> bool:
        return re2.fullmatch(self.form, text) is not None


def is_plainly_written(answer: Answer) -> bool:
    """Tell whether an answer is held to its form and limits and to nothing else."""
    kind = type(answer)
    own = (getattr(kind, name) is not getattr(Written, name) for name in ("faults", "typed", "counted", "reading"))
    return isinstance(answer, Written) and not any(own)
