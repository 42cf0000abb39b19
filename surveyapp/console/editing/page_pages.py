"""Edit one page: its heading, title and notice, when it is shown, and how its questions are ordered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from surveyapp.console.editing import controls
from surveyapp.console.editing.drafts import Mistake
from surveyapp.console.editing.field_names import field_name
from surveyapp.console.editing.saving import blueprint, keep, page_there
from surveyapp.console.language import gettext as _
from surveyapp.console.manuscript_pages import by_part, manuscript_page
from surveyapp.console.preview import preview_of
from surveyapp.questionnaire.condition_text import ConditionError, parse, to_text
from surveyapp.questionnaire.conditions import ALWAYS, Condition
from surveyapp.questionnaire.editing.merging import merged
from surveyapp.questionnaire.editing.structure import sections_of, with_page_changed
from surveyapp.questionnaire.schema import Page, Questionnaire
from surveyapp.services import releasing, revisions
from surveyapp.services.manuscripts import Manuscript
from surveyapp.web.limits import clean
from surveyapp.web.transaction import session

_TICKS = ("gate", "shuffle", "ends_section")
_WORDS = ("section", "title", "notice")


@dataclass(frozen=True, slots=True)
class PageDraft:
    """A page as somebody is writing it; `show_if` is text that may not be a condition."""

    fields: dict[str, Any]
    wrong: str = ""


@blueprint.get("/page")
def page(manuscript: UUID) -> ResponseReturnValue:
    """Show one page with everything that can be said of it."""
    found: Manuscript = g.manuscript
    there = page_there(found.questionnaire, request.args.get("page", ""))
    return _page(there, PageDraft(_fields(there)), found.revision)


@blueprint.post("/page")
def keep_page(manuscript: UUID) -> ResponseReturnValue:
    """Keep what was written of a page, or say what is wrong with it."""
    found: Manuscript = g.manuscript
    name, seen = request.args.get("page", ""), request.form.get("seen", 0, type=int)
    before = revisions.content_at(session(), found, seen) or found.questionnaire
    there = page_there(found.questionnaire, name)
    draft = _written(_fields(page_there(before, name)), found.questionnaire)
    if draft.wrong:
        return _page(there, draft, seen), 422
    both = merged(_fields(page_there(before, name)), draft.fields, _fields(there))
    if both.conflicts:
        return _page(there, draft, found.revision, conflicts=both.conflicts), 409
    keep(
        lambda now: with_page_changed(now, name, lambda one: one.model_copy(update=_update(both.value))),
        action="change page",
        place=f"pages.{name}",
    )
    flash(_("{part} is kept.").format(part=name))
    return redirect(url_for("structure.page", manuscript=g.manuscript.id, page=name), 303)


def _fields(there: Page) -> dict[str, Any]:
    words = {name: dict(getattr(there, name) or {}) for name in _WORDS}
    condition = "" if there.show_if == ALWAYS else to_text(there.show_if)
    ticks = {name: getattr(there, name) for name in _TICKS}
    return {**words, **ticks, "show_if": condition, "repeat": there.repeat or ""}


def _written(begun: dict[str, Any], questionnaire: Questionnaire) -> PageDraft:
    fields = dict(begun)
    for name in _WORDS:
        given = {tag: clean(request.form.get(f"{name}.{tag}", ""))[:10_000] for tag in _languages(questionnaire)}
        fields[name] = {tag: words for tag, words in {**fields[name], **given}.items() if words}
    fields |= {name: name in request.form for name in _TICKS}
    fields["show_if"] = clean(request.form.get("show_if", ""))[:20_000]
    repeat = request.form.get("repeat", "")
    fields["repeat"] = repeat if repeat in questionnaire.repeat_by_id else ""
    try:
        _condition(fields["show_if"])
    except ConditionError as error:
        return PageDraft(fields, controls.said_of_mistake(Mistake(error.told, error.position + 1)))
    return PageDraft(fields)


def _condition(text: str) -> Condition:
    return parse(text) if text else ALWAYS


def _update(fields: dict[str, Any]) -> dict[str, Any]:
    words = {name: fields[name] or None for name in _WORDS}
    return {**fields, **words, "show_if": _condition(fields["show_if"]), "repeat": fields["repeat"] or None}


def _languages(questionnaire: Questionnaire) -> tuple[str, ...]:
    return controls.languages_shown(questionnaire.languages, request.args.get("language", ""))


def _page(there: Page, draft: PageDraft, seen: int, *, conflicts: tuple[str, ...] = ()) -> str:
    found: Manuscript = g.manuscript
    ready = releasing.readiness_of(session(), found)
    asked, languages = found.questionnaire, _languages(found.questionnaire)
    section = next(one for one in sections_of(asked) if there.id in one.pages)
    now = _fields(there)
    return manuscript_page(
        "console/editing/page.html",
        ready,
        name=there.id,
        fields=draft.fields,
        wrong=draft.wrong,
        seen=seen,
        conflicts=[(field_name(place.partition(".")[0]), place, _told(now, place)) for place in conflicts],
        texts=[(name, field_name(name), controls.words_of(name, draft.fields[name], languages)) for name in _WORDS],
        ticks=[(name, field_name(name), draft.fields[name]) for name in _TICKS],
        repeats=[repeat.id for repeat in asked.repeats],
        problems=by_part(found, ready.problems).get(f"pages.{there.id}", []),
        questions=[question.id for question in there.questions],
        section=section,
        languages=languages,
        more_languages=[tag for tag in asked.languages if tag not in languages],
        field_name=field_name,
        tried=preview_of(found, languages),
    )


def _told(fields: dict[str, Any], place: str) -> str:
    name, _dot, tag = place.partition(".")
    value = fields[name]
    return str(value.get(tag, "–") if isinstance(value, dict) else value)
