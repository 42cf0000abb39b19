"""Edit one question: its wording, answer, choices, conditions, checks and rules, all in one form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from surveyapp.console.editing import controls
from surveyapp.console.editing.drafts import Draft, Written, draft_from, draft_of, written
from surveyapp.console.editing.field_names import field_name, option_name
from surveyapp.console.editing.rows import with_rows_changed
from surveyapp.console.editing.saving import Reuse, blueprint, keep, question_there, refreshed
from surveyapp.console.language import gettext as _
from surveyapp.console.manuscript_pages import by_part, manuscript_page
from surveyapp.console.preview import preview_of
from surveyapp.console.questionnaires import kind_name
from surveyapp.formats.native.writer import plain
from surveyapp.questionnaire.answer_types import KINDS
from surveyapp.questionnaire.editing.merging import merged
from surveyapp.questionnaire.editing.structure import page_of, references_to, with_question_changed
from surveyapp.questionnaire.lint import problems_in
from surveyapp.questionnaire.problems import Problem
from surveyapp.questionnaire.schema import Questionnaire
from surveyapp.services import releasing, revisions
from surveyapp.services.manuscripts import Manuscript
from surveyapp.web.transaction import session

WAYS = ("dont_know", "refused", "not_applicable")


@blueprint.get("/question")
def question(manuscript: UUID) -> ResponseReturnValue:
    """Show one question with everything that can be said of it."""
    found: Manuscript = g.manuscript
    asked = question_there(found.questionnaire, request.args.get("question", ""))
    return _page(asked.id, draft_of(found.questionnaire, asked), found.revision)


@blueprint.post("/question")
def keep_question(manuscript: UUID) -> ResponseReturnValue:
    """Keep what was written, or show it again: with what is wrong, with another row, with what somebody else wrote."""
    name, pressed = request.args.get("question", ""), request.form.get("do", "save")
    seen = request.form.get("seen", 0, type=int)
    found: Manuscript = g.manuscript
    before = revisions.content_at(session(), found, seen) or found.questionnaire
    begun = draft_of(before, question_there(before, name))
    draft = draft_from(request.form, begun, _languages(found.questionnaire))
    if name not in found.questionnaire.question_by_id:
        told = _("Somebody took this question out meanwhile. Take that back in the history, then keep this.")
        return _page(name, draft, seen, wrong=told, gone=before), 409
    if pressed not in ("save", "check"):
        known = revisions.names_known(session(), found).codes
        taken = {code for place, codes in known.items() if place.startswith(f"{name}.") for code in codes}
        return _page(name, with_rows_changed(draft, pressed, taken), seen)
    said = written(draft)
    if isinstance(said, Draft):
        told = _("Not kept yet: mend what is marked.") if pressed == "save" else ""
        return _page(name, said, seen, wrong=told), 422 if pressed == "save" else 200
    if pressed == "check":
        return _page(name, draft, seen, checked=_with(found.questionnaire, said))
    return _save(name, draft, said, before, seen)


def _save(name: str, draft: Draft, said: Written, before: Questionnaire, seen: int) -> ResponseReturnValue:
    theirs = refreshed()
    whole = _brought_together(before, said, theirs.questionnaire)
    if isinstance(whole, dict):
        return _page(name, draft, theirs.revision, conflicts=whole), 409
    again = "again" in request.form
    try:
        keep(lambda now: _with(now, whole), action="change question", place=name, again=again)
    except Reuse as reuse:
        return _page(name, draft, seen, reuse=reuse), 422
    flash(_("{part} is kept.").format(part=name))
    return redirect(_address(name), 303)


def _address(name: str) -> str:
    language = request.args.get("language")
    return url_for("structure.question", manuscript=g.manuscript.id, question=name, language=language)


def _brought_together(before: Questionnaire, said: Written, now: Questionnaire) -> Written | dict[str, str]:
    """Return what one author wrote on top of what another wrote meanwhile, or what both wrote, by place."""
    name = said.question.id
    was, theirs = question_there(before, name), question_there(now, name)
    seen, mine, others = (
        {"question": plain(one), **{name: [plain(choice) for choice in lists.get(name, ())] for name in said.lists}}
        for one, lists in ((was, before.lists), (said.question, said.lists), (theirs, now.lists))
    )
    found = merged(seen, mine, others)
    if found.conflicts:
        return {place.removeprefix("question."): _told(others, place) for place in found.conflicts}
    both = written(Draft(found.value["question"], {}))
    if isinstance(both, Draft):
        return {"question": ""}
    kept = {one: rows if rows != before.lists.get(one) else now.lists.get(one, ()) for one, rows in said.lists.items()}
    return Written(both.question, kept)


def _told(value: Any, place: str) -> str:
    """Say what stands at a place of plain values."""
    for step in place.split("."):
        value = value.get(step) if isinstance(value, Mapping) else None
    if isinstance(value, list):
        return ", ".join(str(one.get("code", one)) if isinstance(one, dict) else str(one) for one in value)
    return "–" if value is None else str(value)


def _with(questionnaire: Questionnaire, said: Written) -> Questionnaire:
    changed = with_question_changed(questionnaire, said.question.id, lambda _: said.question)
    return changed.model_copy(update={"lists": {**changed.lists, **said.lists}}) if said.lists else changed


def _languages(questionnaire: Questionnaire) -> tuple[str, ...]:
    return controls.languages_shown(questionnaire.languages, request.args.get("language", ""))


def _page(
    name: str,
    draft: Draft,
    seen: int,
    *,
    wrong: str = "",
    gone: Questionnaire | None = None,
    checked: Questionnaire | None = None,
    conflicts: Mapping[str, str] | None = None,
    reuse: Reuse | None = None,
) -> str:
    found: Manuscript = g.manuscript
    ready = releasing.readiness_of(session(), found)
    asked, languages = gone or found.questionnaire, _languages(found.questionnaire)
    mine, new = _problems(name, ready.problems, checked)
    return manuscript_page(
        "console/editing/question.html",
        ready,
        name=name,
        draft=draft,
        seen=seen,
        wrong=wrong,
        conflicts=[(field_name(place), place, told) for place, told in (conflicts or {}).items()],
        reuse=reuse.names if reuse else (),
        checked=checked is not None,
        problems=mine,
        elsewhere=new,
        kind=kind_name(draft.answer["kind"]),
        kinds=sorted((kind_name(kind), kind) for kind in KINDS if kind != draft.answer["kind"]),
        asks=KINDS[draft.answer["kind"]].asks,
        texts=controls.words_of("text", draft.question.get("text"), languages),
        hints=controls.words_of("hint", draft.question.get("hint"), languages),
        settings=controls.settings_of(draft, languages),
        tables=controls.tables_of(draft, languages),
        checks=controls.checks_of(draft, languages),
        ways=[(way, option_name(way), way in draft.question.get("missing", ())) for way in WAYS],
        wrong_at=lambda place: controls.wrong_at(draft, place),
        field_name=field_name,
        **_around(name, asked, languages),
    )


def _around(name: str, asked: Questionnaire, languages: tuple[str, ...]) -> dict[str, Any]:
    """Return what stands beside the form: the page, its neighbours, what depends on the question, other languages."""
    page = page_of(asked, name)
    return {
        "page": page,
        "neighbours": [one.id for one in asked.questions()],
        "pages_there": [one.id for one in asked.pages],
        "depending": references_to(asked, name)[:60],
        "languages": languages,
        "more_languages": [tag for tag in asked.languages if tag not in languages],
        "tried": preview_of(g.manuscript, languages),
    }


def _problems(
    name: str, ready: tuple[Problem, ...], checked: Questionnaire | None
) -> tuple[list[Problem], list[Problem]]:
    """Return the problems of the question, and those that what is written would bring elsewhere."""
    found: Manuscript = g.manuscript
    if checked is None:
        return by_part(found, ready).get(name, []), []
    now = tuple(problems_in(checked))
    known = {(one.code, one.place) for one in ready}
    return by_part(found, now).get(name, []), [
        one for one in now if (one.code, one.place) not in known and one.place.partition(".")[0] != name
    ]
