"""Choose several, within limits; an exclusive choice stands alone."""

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from pydantic import Field

from surveyapp.questionnaire.answer_types.answer import Answer, ChoicesOf, Column, Impossible, crossed
from surveyapp.questionnaire.answer_types.asked import Fault, Shown, missing_kind
from surveyapp.questionnaire.choices import Choices
from surveyapp.questionnaire.problems import sentence


class Several(Answer):
    kind: Literal["several"] = "several"
    choices: Choices
    at_least: int = Field(default=1, ge=0)
    at_most: int | None = Field(default=None, ge=1)
    layout: Literal["list", "pictures"] = "list"
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

    def data_columns(self, choices_of: ChoicesOf) -> Iterator[Column]:
        for choice in choices_of(self.choices):
            yield Column(part=choice.code, choice=choice.code, label=choice.text)

    def cells(self, value: Any, shown: Shown) -> Mapping[str, Any]:
        whole = value is None or missing_kind(value) is not None
        return {choice.code: value if whole else int(choice.code in value) for choice in shown.choices}

    def impossible(self, choices_of: ChoicesOf) -> Iterator[Impossible]:
        choices = choices_of(self.choices)
        together = sum(not choice.exclusive for choice in choices)
        if self.at_most is not None and self.at_most < self.at_least:
            yield crossed(
                sentence(
                    "No answer can be right: at most {at_most} is less than at least {at_least}.",
                    at_most=self.at_most,
                    at_least=self.at_least,
                )
            )
        if choices and together < self.at_least and (self.at_least > 1 or together == len(choices)):
            text = sentence(
                "At least {at_least} must be chosen, and only {together} can be chosen together.",
                at_least=self.at_least,
                together=together,
            )
            yield Impossible("limits-impossible", text, "at_least")
