"""Tell a search box what else the choices of a question are called, when somebody begins to search."""

from __future__ import annotations

from flask import Response, jsonify
from werkzeug.exceptions import NotFound

from surveyapp.questionnaire.instances import plain_name
from surveyapp.respondent.visit import Visit, visiting
from surveyapp.respondent.widgets.one import other_names
from surveyapp.web.transaction import reading


@reading
@visiting
def show_names(visit: Visit, question: str) -> Response:
    """Return the other names of the choices by their codes; the script only searches in them."""
    questionnaire, say = visit.survey.questionnaire, visit.say()
    asked = questionnaire.question_by_id.get(plain_name(question))
    if asked is None or asked.answer.kind != "one":
        raise NotFound
    choices = questionnaire.choices_of(asked.answer.sources().get("choices", ()))
    answer = jsonify({choice.code: names for choice in choices if (names := other_names(choice, say))})
    answer.headers["Cache-Control"] = "private, max-age=3600"
    return answer
