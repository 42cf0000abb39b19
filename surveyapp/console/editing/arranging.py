"""Put pages, sections and questions in order: add, move, duplicate, take out."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from flask import flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from surveyapp.console.editing.outline import languages_offered
from surveyapp.console.editing.saving import Reuse, blueprint, keep, page_there
from surveyapp.console.language import gettext as _
from surveyapp.console.manuscript_pages import manuscript_page
from surveyapp.console.questionnaires import kind_name
from surveyapp.questionnaire.answer_types import KINDS
from surveyapp.questionnaire.editing import copies, structure
from surveyapp.questionnaire.editing.kinds import converted
from surveyapp.questionnaire.editing.languages import with_languages
from surveyapp.questionnaire.schema import Page, Question, Questionnaire
from surveyapp.services import releasing, revisions
from surveyapp.services.manuscripts import Manuscript
from surveyapp.web.limits import clean
from surveyapp.web.transaction import session

PLAIN_ID: Final = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)*\Z")
_MOVES: Final[dict[str, Callable[[Questionnaire, str, int], Questionnaire]]] = {
    "question": structure.question_moved,
    "page": structure.page_moved,
    "section": structure.section_moved,
}


@blueprint.post("/arrange")
def arrange(manuscript: UUID) -> ResponseReturnValue:
    """Move a part one place: the button says `up question AGE`."""
    way, what, name = ([*request.form.get("do", "").split(" ", 2), "", "", ""])[:3]
    move = _MOVES.get(what)
    if move is not None and way in ("up", "down"):
        keep(lambda now: move(now, name, -1 if way == "up" else 1), action=f"move {what}", place=name)
    return _back_to_outline(name if what == "question" else f"page-{name}")


@blueprint.post("/put")
def put(manuscript: UUID) -> ResponseReturnValue:
    """Put a question behind another one, or first on a page."""
    name, target = request.args.get("question", ""), request.form.get("behind", "")
    what, _space, where = target.partition(" ")
    if what == "question":
        keep(
            lambda now: structure.question_put(now, name, structure.page_of(now, where).id, where),
            action="move question",
            place=name,
        )
    elif what == "page":
        keep(lambda now: structure.question_put(now, name, where, ""), action="move question", place=name)
    return _back_to_outline(name)


@blueprint.post("/copy")
def copy(manuscript: UUID) -> ResponseReturnValue:
    """Duplicate a part; the copy has ids that nothing ever had."""
    what, name = request.form.get("what", ""), request.form.get("name", "")
    found: Manuscript = g.manuscript
    taken = revisions.names_known(session(), found).ids
    made: list[str] = []

    def change(now: Questionnaire) -> Questionnaire:
        if what == "question":
            copied, new = copies.question_copied(now, name, taken)
        elif what == "section":
            page_there(now, name)
            copied, new = copies.section_copied(now, name, taken)
        else:
            copied, new = copies.pages_copied(now, (page_there(now, name).id,), taken)
        made.append(new)
        return copied

    keep(change, action=f"duplicate {what if what in _MOVES else 'page'}", place=name)
    flash(_("{part} is duplicated as {copy}.").format(part=name, copy=made[-1]))
    return redirect(_address_of("question" if what == "question" else "page", made[-1]), 303)


@blueprint.post("/remove")
def remove(manuscript: UUID) -> ResponseReturnValue:
    """Take a part out; the history has it still."""
    what, name = request.form.get("what", ""), request.form.get("name", "")

    def change(now: Questionnaire) -> Questionnaire:
        if what == "question":
            return structure.without_question(now, name)
        page_there(now, name)
        if what == "section":
            section = next(one for one in structure.sections_of(now) if name in one.pages)
            return structure.without_pages(now, section.pages)
        return structure.without_pages(now, (name,))

    keep(change, action=f"take out {what if what in _MOVES else 'page'}", place=name)
    flash(_("{part} is taken out.").format(part=name))
    return _back_to_outline("outline")


@blueprint.post("/languages")
def languages(manuscript: UUID) -> ResponseReturnValue:
    """Let the questionnaire speak the languages that are ticked."""
    found: Manuscript = g.manuscript
    wanted = [tag for tag in languages_offered(found.questionnaire) if tag in request.form.getlist("language")]
    keep(lambda now: with_languages(now, wanted), action="change languages", place=" ".join(wanted))
    return _back_to_outline("languages")


@blueprint.get("/add")
def ask_addition(manuscript: UUID) -> ResponseReturnValue:
    """Ask what a new question or page is to be called."""
    return _addition({})


@blueprint.post("/add")
def add(manuscript: UUID) -> ResponseReturnValue:
    """Add a question, or a page, behind what the address says."""
    what = "page" if "page" in request.form.get("what", "") else "question"
    given = {name: clean(request.form.get(name, ""))[:1000] for name in ("id", "kind", "text")}
    wrong = _wrong_id(given["id"], what)
    if wrong or (what == "question" and given["kind"] not in KINDS):
        return _addition(given, wrong=wrong), 422
    after = request.args.get("after", "")
    change = _page_added(given, after) if what == "page" else _question_added(given, after)
    try:
        keep(change, action=f"add {what}", place=given["id"], again="again" in request.form)
    except Reuse as reuse:
        return _addition(given, reuse=reuse), 422
    flash(_("{part} is added.").format(part=given["id"]))
    return redirect(_address_of(what, given["id"]), 303)


def _question_added(given: dict[str, str], after: str) -> Callable[[Questionnaire], Questionnaire]:
    def change(now: Questionnaire) -> Questionnaire:
        language = now.base_language
        plain = Question.model_validate({"id": given["id"], "text": {}, "answer": {"kind": "information"}})
        asked = converted(now, plain, given["kind"]).question
        words = {language: given["text"]} if given["text"] else {}
        sensitivity = "none" if not asked.answer.asks else None
        asked = asked.model_copy(update={"text": words, "required": asked.answer.asks, "sensitivity": sensitivity})
        what, _space, name = after.partition(" ")
        if what == "question":
            return structure.with_question(now, structure.page_of(now, name).id, asked, name)
        page = page_there(now, name or now.pages[-1].id)
        return structure.with_question(now, page.id, asked, page.questions[-1].id if page.questions else "")

    return change


def _page_added(given: dict[str, str], after: str) -> Callable[[Questionnaire], Questionnaire]:
    def change(now: Questionnaire) -> Questionnaire:
        title = {now.base_language: given["text"]} if given["text"] else None
        page = Page(id=given["id"], title=title, questions=())
        behind = after.partition(" ")[2] or now.pages[-1].id
        before = page_there(now, behind)
        return structure.with_page(now, page.model_copy(update={"repeat": before.repeat}), behind)

    return change


def _wrong_id(name: str, what: str) -> str:
    """Say why a part cannot be called so, "" where it can."""
    found: Manuscript = g.manuscript
    pages = {page.id for page in found.questionnaire.pages}
    taken = pages if what == "page" else set(structure.ids_in(found.questionnaire))
    if not PLAIN_ID.match(name) or len(name) > 80:
        return _("An id begins with a letter; letters, digits and single underscores follow.")
    return _("Something is called {part} already. Choose another id.").format(part=name) if name in taken else ""


def _addition(given: dict[str, str], *, wrong: str = "", reuse: Reuse | None = None) -> str:
    found: Manuscript = g.manuscript
    after = request.args.get("after", "")
    what = request.args.get("what", "question")
    known = {*revisions.names_known(session(), found).ids, *structure.ids_in(found.questionnaire)}
    name = after.partition(" ")[2] if after.startswith("question ") else "Q1"
    pages = {page.id for page in found.questionnaire.pages}
    suggested = copies.free_id("page_1", pages) if what == "page" else copies.free_id(name, known)
    return manuscript_page(
        "console/editing/add.html",
        releasing.readiness_of(session(), found),
        what=what,
        after=after,
        given={"id": suggested, "kind": "one", "text": "", **given},
        kinds=sorted((kind_name(kind), kind) for kind in KINDS),
        wrong=wrong,
        reuse=reuse.names if reuse else (),
        base=found.questionnaire.base_language,
    )


def _address_of(what: str, name: str) -> str:
    where: dict[str, Any] = {what: name}
    return url_for(f"structure.{what}", manuscript=g.manuscript.id, **where)


def _back_to_outline(anchor: str) -> ResponseReturnValue:
    return redirect(url_for("manuscripts.questions", manuscript=g.manuscript.id, _anchor=anchor), 303)
