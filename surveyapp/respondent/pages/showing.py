"""Draw a step: its questions with what was given so far, what is wrong, and the sealed place it belongs to."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Final

from flask import current_app, render_template, request

from surveyapp.questionnaire.answer_types import Grid
from surveyapp.questionnaire.model import Text
from surveyapp.questionnaire.path import AnswerProblem, Asked, Step
from surveyapp.questionnaire.walk.opening import READABLE, Opening, OpeningPage, opening_page
from surveyapp.respondent.pages.blank import PLACE, Page, copy_of, is_blank
from surveyapp.respondent.pages.door import TRAP_FIELD
from surveyapp.respondent.pages.faults import Mistake, mistake_of
from surveyapp.respondent.pages.interview import Interview, corrects
from surveyapp.respondent.saying import Say, Wording, say_in
from surveyapp.respondent.sealed import Place, seal
from surveyapp.respondent.widgets import widget_of
from surveyapp.respondent.widgets.grid import control
from surveyapp.respondent.widgets.offered import Beside, besides
from surveyapp.web.wardrobe import Wardrobe

LONG: Final = 60
"""Choices from which a list leaves no room for what an earlier or a later page says too."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """One question as its template wants it; `parts` is what its kind adds."""

    id: str
    kind: str
    template: str
    text: Wording
    hint: Wording
    rule: str
    count_words: str
    """What a script fills in while somebody chooses."""
    fault: str
    heading: bool
    parts: Mapping[str, Any]
    comment: Beside | None
    fault_anchors: frozenset[str]
    when: str = ""
    """The condition over this page's answers that shows and hides it, for a script; `opens` those of its parts."""
    is_open: bool = True
    opens: Mapping[str, str] = field(default_factory=dict)
    closed: frozenset[str] = frozenset()

    @property
    def min(self) -> int | None:
        return self.parts.get("min")

    @property
    def max(self) -> int | None:
        return self.parts.get("max")

    @property
    def exclusive(self) -> str:
        return str(self.parts.get("exclusive", ""))

    @property
    def distinct(self) -> bool:
        return bool(self.parts.get("distinct"))

    @property
    def described_by(self) -> str:
        """The ids of what explains the question, for whoever cannot see the page whole."""
        told = (("hint", self.hint), ("rule", self.rule), ("why", self.fault))
        return " ".join(f"{self.id}-{suffix}" for suffix, words in told if words)


def show_step(
    interview: Interview,
    step: Step,
    *,
    posted: Mapping[str, Any] | None = None,
    problems: Sequence[AnswerProblem] = (),
    soft: Iterable[str] = (),
    remark: str = "",
    anew: bool = False,
) -> str:
    """Return the page of a step; `posted` goes before what is stored, `soft` are the soft checks already shown.

    `anew` says that its reader has not just come from the page before, and needs the notice that was given there.
    """
    visit = interview.visit
    given = {**interview.given, **(posted or {})}
    shown_soft = {problem.question for problem in problems if problem.fault.soft}.union(soft)
    seal_with = partial(sealed_at, interview, step, tuple(sorted(shown_soft)))
    opening = opening_page(interview.questionnaire, step, step.known(interview.walk), interview.seed)
    notice = notice_for(interview, step, anew=anew)
    drawing = Drawing(interview, step, given, tuple(problems), remark, notice, opening)
    if remark or anew or (opening and opening.knows_answers) or not is_blank(interview.questionnaire, step, given):
        return _drawn(drawing, once=True).placed(seal_with)
    chrome = visit.chrome()
    where = (request.method, _is_last(interview, step), interview.draft is None, step.number, step.part, step.parts)
    wrong = tuple((problem.question, problem.fault, id(problem.check)) for problem in problems)
    known = tuple(opening.known.items()) if opening else ()
    also = (*where, corrects(interview), chrome.peeked, interview.place.sheets, wrong, known)
    return copy_of(step, chrome, also, seal_with, lambda: _drawn(drawing, once=False))


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a page is drawn from."""

    interview: Interview
    step: Step
    given: Mapping[str, Any]
    problems: tuple[AnswerProblem, ...]
    remark: str
    notice: Text | None
    opening: OpeningPage | None


def _drawn(drawing: Drawing, *, once: bool) -> Page:
    """Draw the page, with PLACE where its place goes, to go out `once` or to many."""
    interview, step, opening = drawing.interview, drawing.step, drawing.opening
    visit = interview.visit
    say = say_in(visit.language, interview.questionnaire, step.known(interview.walk))
    mistakes = _mistakes(step, drawing.problems, say)
    openings = opening.openings if opening else tuple(map(Opening, step.asked))
    title, chrome = say(step.page.title), visit.chrome()
    alone = not title and step.number > 1
    page = render_template(
        "respondent/page.html",
        chrome=chrome,
        links=chrome.links,
        place=PLACE,
        number=step.number,
        part=step.part,
        parts=step.parts,
        **_needs_of(interview, step),
        progress=progress_of(interview, step),
        section=section_of(interview, step, say),
        facts=_facts(interview, say) if step.number == 1 else None,
        faults=mistakes,
        remark=drawing.remark,
        notice=say(drawing.notice),
        title=title,
        instance=say(step.instance.repeat.label) if step.instance else "",
        questions=[drawn_of(one, drawing.given, mistakes, alone and at == 0, say) for at, one in enumerate(openings)],
        known=_known(opening) if opening else "",
        has_back=step.number > 1,
        last=_is_last(interview, step),
        can_pause=interview.draft is not None,
    )
    page, sheets = _dressed(page, interview.place.sheets, once)
    return Page(page, bool(say.quoted), sheets)


def notice_for(interview: Interview, step: Step, *, anew: bool) -> Text | None:
    """Return the notice that stands on a step: its page's, on the first screen.

    To somebody who comes anew it is that of the sensitive pages in a row to which the step belongs, on any of them.
    """
    if not anew:
        return step.page.notice if step.part == 1 else None
    for earlier in reversed(interview.steps[: step.number]):
        if any((earlier.page.notice or {}).values()):
            return earlier.page.notice
        if not earlier.page.is_sensitive:
            break
    return None


def _dressed(page: str, sheets: int, once: bool) -> tuple[str, int]:
    """Dress a page; the first one gives its reader's browser nothing to keep, since it gives it the script."""
    wardrobe: Wardrobe = current_app.extensions["wardrobe"]
    address: Any = current_app.jinja_env.globals["asset"]
    if request.method != "POST":
        return wardrobe.looks[sheets].dress(page), sheets
    return wardrobe.dress(page, sheets, address, once=once)


def _needs_of(interview: Interview, step: Step) -> Mapping[str, Any]:
    """Tell what the page of a step needs around it: width, the script that orders things, where Back leads."""
    answers = [asked.question.answer for asked in step.asked]
    return {
        "corrects": corrects(interview),
        "step": "" if interview.visit.is_preview else step.key,
        "wide": any(widget_of(answer).wide for answer in answers),
        "ranks": any(answer.kind == "ranking" for answer in answers),
        "sheets": current_app.extensions["wardrobe"].kept[: interview.place.sheets],
        "has_room": bool(interview.place.sheets or interview.draft) or not any(map(_is_long, step.asked)),
    }


def _is_long(asked: Asked) -> bool:
    return len(asked.shown.choices) > LONG


def _is_last(interview: Interview, step: Step) -> bool:
    return step.number == len(interview.steps) and interview.draft is not None


def sealed(interview: Interview, step: Step, held: Mapping[str, tuple[Any, str]] | None = None) -> str:
    """Return the sealed place of a page that stands between two steps."""
    place = replace(_place(interview, step), held=held or {})
    return seal(place, interview.visit.survey.slug, interview.visit.secret)


def sealed_at(interview: Interview, step: Step, soft: tuple[str, ...], sheets: int) -> str:
    """Return the sealed place of a step as it is served; `soft` names the questions whose soft check was shown."""
    place = replace(_place(interview, step), soft=soft, sheets=sheets)
    return seal(place, interview.visit.survey.slug, interview.visit.secret)


def _place(interview: Interview, step: Step) -> Place:
    revision = interview.draft.revision if interview.draft else None
    return replace(interview.place, step=step.key, revision=revision)


def progress_of(interview: Interview, step: Step) -> int:
    """Return how far this is, 0 to 100, by the questionnaire's own pages: skipping forward never takes it back."""
    pages = [page.id for page in interview.questionnaire.pages]
    done = pages.index(step.page.id) + (step.part - 1) / step.parts
    return int(100 * done / len(pages))


def section_of(interview: Interview, step: Step, say: Say) -> Wording:
    """Return the heading of the section a step is in: its page's, or the last one before it."""
    found: Wording = Wording("")
    for page in interview.questionnaire.pages:
        found = say(page.section) or (Wording("") if page.ends_section else found)
        if page.id == step.page.id:
            break
    return found


def _facts(interview: Interview, say: Say) -> Mapping[str, Any]:
    about = interview.questionnaire.about
    told = (
        {"sponsor": about.sponsor, "purpose": about.purpose, "law": about.law, "not_stored": about.not_stored}
        if about
        else {}
    )
    return {
        "title": say(interview.questionnaire.title),
        "intro": say(interview.questionnaire.intro),
        "trap": TRAP_FIELD,
        "about": {name: say(text) for name, text in told.items()},
    }


def _mistakes(step: Step, problems: Sequence[AnswerProblem], say: Say) -> list[Mistake]:
    found = []
    for asked in step.asked:
        name = asked.question.id
        names = {name, *(beside for beside, _ in asked.beside)}
        mine = [problem for problem in problems if problem.question in names]
        found += [mistake_of(problem, asked, say) for problem in mine]
    return list(dict.fromkeys(found))


def _known(opening: OpeningPage) -> str:
    """Return what a script needs to decide: values from elsewhere, and how each answer of the page is read."""
    questions = [one.asked.question for one in opening.openings]
    reads = {one.id: one.answer.kind for one in questions if isinstance(one.answer, READABLE)}
    return _json({"values": opening.known, "reads": reads})


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _part(opening: Opening, code: str) -> str:
    """Return what a template knows a part by: a choice by its code, a row by the name of its control."""
    question = opening.asked.question
    return control(question.id, code) if isinstance(question.answer, Grid) else code


def drawn_of(opening: Opening, given: Mapping[str, Any], mistakes: Sequence[Mistake], alone: bool, say: Say) -> Drawn:
    """Return a question as its template wants it; `alone` makes its words the page's heading."""
    asked = opening.asked
    question = asked.question
    widget = widget_of(question.answer)
    parts = widget.draw(asked, given, say)
    mine = [mistake for mistake in mistakes if mistake.question == question.id]
    return Drawn(
        id=question.id,
        kind=question.answer.kind,
        template=widget.template,
        text=say(question.text),
        hint=say(question.hint),
        rule="" if question.hint else str(parts.get("rule", "")),
        count_words=say.words.gettext("Chosen: {n} of {most}."),
        fault=" ".join(mistake.text for mistake in mine[:1]),
        heading=alone,
        parts=parts,
        comment=besides(asked, given, say).get(None),
        fault_anchors=frozenset(mistake.anchor for mistake in mine),
        when=_json(opening.when) if opening.when else "",
        is_open=opening.is_open,
        opens={_part(opening, code): _json(tree) for code, tree in opening.opens.items()},
        closed=frozenset(_part(opening, code) for code in asked.shown.closed),
    )
