"""Ask for a code: the one small form outside the survey's own."""

from __future__ import annotations

from wtforms import Form, StringField
from wtforms.validators import InputRequired, Length

from surveyapp.web.limits import clean


def _cleaned(text: str | None) -> str:
    return clean(text or "")


class CodeForm(Form):
    """A code as it was written down: capitals, spaces and hyphens do not matter."""

    code = StringField(filters=[_cleaned], validators=[InputRequired(), Length(max=200)])
