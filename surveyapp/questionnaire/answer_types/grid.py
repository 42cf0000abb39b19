"""Answer the same scale for each of several rows."""

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field

from surveyapp.questionnaire.answer_types.asked import Fault, Shown, is_empty, missing_kind
from surveyapp.questionnaire.choices import Choices
from surveyapp.questionnaire.model import Model


class Grid(Model):
    kind: Literal["grid"] = "grid"
    rows: Choices
    choices: Choices
    shuffle: bool = False
    """Shuffle the rows."""
    only_in: str | None = None
    """Ask only the rows whose codes this earlier answer or assignment holds."""
    not_in: str | None = None
    """Leave out the rows that this earlier answer or assignment holds."""
    per_screen: int = Field(default=4, ge=1)
    """Rows shown together on a phone."""

    def faults(self, value: Any, shown: Shown) -> list[Fault]:
        """Accept a code of the scale, or an offered way not to answer, for every row that was shown."""
        if not isinstance(value, Mapping):
            return [Fault("wrong-type")]
        rows = {row.code for row in shown.rows}
        codes = {choice.code for choice in shown.choices}
        faults = [Fault("not-a-choice", part=str(row)) for row in value if row not in rows]
        for row in shown.rows:
            given = value.get(row.code)
            if is_empty(given):
                faults.append(Fault("required", part=row.code))
            elif missing_kind(given) not in shown.missing and not (isinstance(given, str) and given in codes):
                faults.append(Fault("not-a-choice", part=row.code))
        return faults
