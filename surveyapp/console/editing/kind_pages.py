"""Ask a question in another way: what is kept and what is lost is said before it is done."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from flask import abort, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from surveyapp.console.editing.field_names import field_name
from surveyapp.console.editing.saving import blueprint, keep, question_there
from surveyapp.console.language import gettext as _
from surveyapp.console.manuscript_pages import manuscript_page
from surveyapp.console.questionnaires import kind_name
from surveyapp.formats.native.writer import plain
from surveyapp.questionnaire.answer_types import KINDS
from surveyapp.questionnaire.editing.kinds import converted
from surveyapp.questionnaire.editing.structure import references_to, with_question_changed
from surveyapp.questionnaire.model import Model
from surveyapp.questionnaire.schema import Questionnaire
from surveyapp.services import releasing
from surveyapp.services.manuscripts import Manuscript
from surveyapp.web.transaction import session


@blueprint.get("/kind")
def kind(manuscript: UUID) -> ResponseReturnValue:
    """Say what another kind of answer would keep and lose."""
    found: Manuscript = g.manuscript
    question = question_there(found.questionnaire, request.args.get("question", ""))
    to = _kind_asked_for()
    conversion = converted(found.questionnaire, question, to)
    return manuscript_page(
        "console/editing/kind.html",
        releasing.readiness_of(session(), found),
        name=question.id,
        to=to,
        before=kind_name(question.answer.kind),
        after=kind_name(to),
        kept=[(field_name(name), _told(value)) for name, value in conversion.kept.items()],
        lost=[(field_name(name), _told(value)) for name, value in conversion.lost.items()],
        depending=references_to(found.questionnaire, question.id)[:60],
        published=question.id in releasing.ids_published(session(), found),
    )


@blueprint.post("/kind")
def change_kind(manuscript: UUID) -> ResponseReturnValue:
    """Give a question another kind of answer."""
    name, to = request.args.get("question", ""), _kind_asked_for()

    def change(now: Questionnaire) -> Questionnaire:
        return with_question_changed(now, name, lambda one: converted(now, one, to).question)

    keep(change, action="change kind", place=name)
    flash(_("{part} takes another kind of answer now: {kind}.").format(part=name, kind=kind_name(to)))
    return redirect(url_for("structure.question", manuscript=g.manuscript.id, question=name), 303)


def _kind_asked_for() -> str:
    to = request.args.get("to", "")
    return to if to in KINDS else abort(404)


def _told(value: Any) -> str:
    """Say what a setting holds."""
    if isinstance(value, tuple) and all(hasattr(one, "code") for one in value):
        return ", ".join(one.code for one in value)
    if isinstance(value, dict):
        return " / ".join(map(str, value.values()))
    if isinstance(value, Model | tuple):
        whole = value if isinstance(value, tuple) else (value,)
        parts = [plain(one) if isinstance(one, Model) else one for one in whole]
        return json.dumps(parts, ensure_ascii=False, default=str)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value)
