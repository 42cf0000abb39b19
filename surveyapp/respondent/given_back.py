"""Give back what somebody wrote on a page that can no longer be taken."""

from __future__ import annotations

from surveyapp.questionnaire.instances import plain_name
from surveyapp.questionnaire.reading import texts_beside
from surveyapp.questionnaire.schema import Questionnaire
from surveyapp.respondent.widgets import Form
from surveyapp.web.limits import clean


def written_in(form: Form, questionnaire: Questionnaire) -> list[str]:
    """Return the texts of a posted page in the writer's own words, to be copied."""
    names = {question.id for question in questionnaire.questions() if question.answer.kind == "text"}
    names.update(name for question in questionnaire.questions() for name, _ in texts_beside(questionnaire, question))
    return [text for name in form if plain_name(name) in names and (text := clean(form.get(name, "")))]
