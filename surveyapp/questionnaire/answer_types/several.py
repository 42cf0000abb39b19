"""Choose several, within limits; an exclusive choice stands alone."""

from typing import Any, Literal

from pydantic import Field

from surveyapp.questionnaire.answer_types.asked import Fault, Shown
from surveyapp.questionnaire.choices import Choices
from surveyapp.questionnaire.model import Model


class Several(Model):
    kind: Literal["several"] = "several"
    choices: Choices
    at_least: int = Field(default=1, ge=0)
    at_most: int | None = Field(default=None, ge=1)
    shuffle: bool = False
    only_in: str | None = None
    """Offer only the codes held by this earlier answer or assignment."""
    not_in: str | None = None
    """Leave out the codes that this earlier answer or assignment holds."""

    def faults(self, value: Any, shown: Shown) -> list[Fault]:
        """Accept distinct codes that were offered, within the limits; an exclusive one satisfies any lower limit."""
        if not isinstance(value, list) or not all(isinstance(code, str) for code in value):
            return [Fault("wrong-type")]
        offered = {choice.code: choice for choice in shown.choices}
        faults = []
        if any(code not in offered for code in value):
            faults.append(Fault("not-a-choice"))
        if len(set(value)) < len(value):
            faults.append(Fault("duplicate"))
        alone = any(offered[code].exclusive for code in value if code in offered)
        if alone and len(value) > 1:
            faults.append(Fault("exclusive"))
        if self.at_most is not None and len(value) > self.at_most:
            faults.append(Fault("too-many", limit=self.at_most))
        if len(value) < self.at_least and not alone:
            faults.append(Fault("too-few", limit=self.at_least))
        return faults
