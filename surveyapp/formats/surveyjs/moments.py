"""Turn the dates and times that SurveyJS asks for into ours."""

from __future__ import annotations

from surveyapp.formats.surveyjs.choices import Making
from surveyapp.formats.surveyjs.elements import Element
from surveyapp.questionnaire.answer_types import AnswerType, Date, DateTime, Month, Time

MOMENTS: dict[str, type[Date | DateTime | Month | Time]] = {
    "date": Date,
    "datetime": DateTime,
    "datetime-local": DateTime,
    "month": Month,
    "time": Time,
}


def moment_of(element: Element, making: Making) -> AnswerType:
    """Return a date, month or time with its limits, where they are fixed."""
    part = element.part
    kind = MOMENTS[part.text("inputType")]
    limits: dict[str, str] = {}
    for key, name in (("min", "minimum"), ("max", "maximum")):
        said = part.text(key)
        if not said:
            continue
        try:
            kind.model_validate({name: said})
            limits[name] = said
        except ValueError:
            making.ledger.lose(f"{part.place}.{key}", said, "this limit of a day or time cannot be read")
    try:
        return kind.model_validate(limits)
    except ValueError as error:
        making.ledger.lose(part.place, str(limits), str(error))
        return kind()
