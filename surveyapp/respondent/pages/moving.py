"""Take what was posted from a page and decide what comes next."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, TypedDict

from flask import render_template

from surveyapp.questionnaire.path import Step
from surveyapp.questionnaire.schema import Ending
from surveyapp.questionnaire.signs import time_class
from surveyapp.respondent.chrome import to_write_down
from surveyapp.respondent.endings import show_done, show_nothing_kept
from surveyapp.respondent.pages.blank import names_in
from surveyapp.respondent.pages.door import at_the_door, noticed, waiting_remark
from surveyapp.respondent.pages.interview import (
    Interview,
    before_gates,
    beginning_of,
    corrects,
    gone,
    of_draft,
    take_up,
)
from surveyapp.respondent.pages.merging import show_merge
from surveyapp.respondent.pages.reading import as_sent, changed, problems_of, read_step, without_impossible
from surveyapp.respondent.pages.showing import sealed, show_step
from surveyapp.respondent.sealed import Place
from surveyapp.respondent.visit import Visit
from surveyapp.respondent.widgets import Form
from surveyapp.services import answering, freezing
from surveyapp.services.failures import AlreadyFinished, NotComplete, StaleAnswer, UnknownDraft
from surveyapp.web.transaction import AfterCommit

Page = str | AfterCommit


class Saving(TypedDict):
    """What a page gives to be saved."""

    page_key: str
    changes: Mapping[str, Any]
    language: str
    seconds: str | None
    shown: Mapping[str, tuple[str, ...]]
    drawn: Mapping[str, tuple[str, ...]]
    soft: tuple[str, ...]


def answer(visit: Visit, place: Place, form: Form) -> Page:
    """Return the page that answers a posted one.

    Raises UnknownDraft for an interview that expired.
    """
    try:
        interview = _counted_open(take_up(visit, noticed(place, form)))
        page = _answer(interview, form)
        _count(interview)
        return page
    except AlreadyFinished as finished:
        return show_done(visit, place, finished.code)
    except UnknownDraft:
        # Another request may have finished it since this one began to read.
        finished_since = gone(visit, place.draft)
        if isinstance(finished_since, AlreadyFinished):
            return show_done(visit, place, finished_since.code)
        raise


def _answer(interview: Interview, form: Form) -> Page:
    place, step = interview.place, interview.at(interview.place.step)
    action = "lang" if "lang" in form else form.get("action", "next")
    if step is None:
        _ = interview.visit.say().words.gettext
        return show_step(interview, interview.unfinished(), remark=_("This is where you were."))
    if place.revision is not None and place.held:
        return _merge(interview, step, action)
    if "step" in form:
        return _come_back(interview, step, form)
    if action == "stay":
        return show_step(interview, step)
    if form.get("shows") == "later":
        return show_later(interview, step)
    interview, step = as_sent(interview, step, form)
    posted = read_step(interview, step, form)
    if action == "lang":
        return show_step(interview, step, posted=posted, soft=place.soft)
    problems = problems_of(interview, step, posted)
    if action in ("back", "later"):
        return _leave_step(interview, step, without_impossible(posted, problems), action)
    standing = [problem for problem in problems if not (problem.fault.soft and problem.question in place.soft)]
    if standing:
        return show_step(interview, step, posted=posted, problems=standing, soft=place.soft)
    overridden = tuple(problem.question for problem in problems)
    if action == "send" and corrects(interview):
        return _keeping(interview, step, posted, lambda kept: send_correction(kept, step), overridden)
    code = _finished_at_once(interview, step, posted, overridden)
    if code is not None:
        return show_done(interview.visit, place, code, corrected=corrects(interview))
    return _keeping(interview, step, posted, lambda kept: forward(kept, step.key, answered=step), overridden)


def _come_back(interview: Interview, step: Step, form: Form) -> Page:
    """Show what a browser's history leads to, with all that was answered since; no step that was never reached."""
    wanted, furthest = interview.at(form["step"]), max(step, interview.unfinished(), key=lambda one: one.number)
    there = wanted if wanted is not None and wanted.number < furthest.number else furthest
    return show_later(interview, there) if form.get("shows") == "later" else show_step(interview, there)


def _leave_step(interview: Interview, step: Step, posted: Mapping[str, Any], action: str) -> Page:
    """Keep what is there, whole or not, and go back, or show how to come back later."""
    if action == "later" and interview.draft is not None:
        return _keeping(interview, step, posted, lambda kept: show_later(kept, step))
    return _keeping(interview, step, posted, lambda kept: show_step(kept, kept.before(step.key) or step))


def _keeping(
    interview: Interview,
    step: Step,
    posted: Mapping[str, Any],
    then: Callable[[Interview], Page],
    overridden: tuple[str, ...] = (),
) -> Page:
    """Keep, and go on; where another tab was first, show both and let the person choose."""
    try:
        kept = keep(interview, step, posted, overridden)
    except StaleAnswer as stale:
        current = of_draft(interview.visit, interview.place, stale.current)
        return show_merge(current, step, changed(current, posted))
    return then(kept)


def keep(interview: Interview, step: Step, posted: Mapping[str, Any], overridden: tuple[str, ...] = ()) -> Interview:
    """Keep a page's answers: in the form before the last gate, in the draft after it.

    Raises StaleAnswer where another tab saved something else first.
    """
    visit, place, draft = interview.visit, interview.place, interview.draft
    if draft is None:
        held = {**place.held, **{name: (value, visit.language) for name, value in posted.items()}}
        given = {name: pair for name, pair in held.items() if pair[0] is not None}
        return before_gates(visit, replace(place, held=given, overridden=(*place.overridden, *overridden)))
    if place.revision != draft.revision and not changed(interview, posted):
        return interview
    page = to_save(interview, step, posted, overridden, _time_spent(place))
    counted: Any = {"counting": _reached(draft, step), "today": visit.today}
    saved = _put(visit, draft, page, counted) if place.revision == draft.revision else None
    if saved is None:
        known = {"revision": place.revision or 0, **page, **counted}
        saved = answering.save(visit.write(), draft.survey_id, draft.draft_id, **known)
    return of_draft(visit, replace(place, revision=saved.revision, held={}, overridden=()), saved)


def _put(
    visit: Visit, draft: answering.DraftState, page: Saving, counted: Mapping[str, Any]
) -> answering.DraftState | None:
    """Store what a page makes of a draft, walked before anybody has to wait for this writer; None if overtaken."""
    after = answering.expected(draft, **page)
    answering.way_of(after)
    return after if answering.put(visit.write(once=True), after, **counted) else None


def to_save(
    interview: Interview, step: Step, posted: Mapping[str, Any], overridden: tuple[str, ...], seconds: str
) -> Saving:
    """Return what a stored interview keeps of one screen beside its answers."""
    names = {step.page.id, *(asked.question.id for asked in step.asked)}
    names.update(order.id for order in interview.questionnaire.orders)
    drawn = interview.draft.drawn if interview.draft else {}
    return Saving(
        page_key=step.key,
        changes=posted,
        language=interview.visit.language,
        seconds=seconds,
        shown={name: codes for name, codes in interview.walk.shown.items() if name in names},
        drawn={name: codes for name, codes in interview.walk.drawn.items() if name not in drawn},
        soft=(*interview.place.overridden, *overridden),
    )


def _time_spent(place: Place) -> str:
    return time_class(int(time.time()) - place.at)


def _reached(draft: answering.DraftState, step: Step) -> tuple[str, ...]:
    """Return what is counted where a step is saved for the first time: its page, at the last part of its first turn."""
    first = step.instance is None or step.instance.index == 0
    is_new = step.key not in draft.doc["seconds"] and step.part == step.parts and first
    return (f"page:{step.page.id}",) if is_new else ()


def _finished_at_once(
    interview: Interview, step: Step, posted: Mapping[str, Any], overridden: tuple[str, ...]
) -> str | None:
    """Finish with the last page's answers and return the receipt's code.

    Return None where the page is not the last, or must be kept by itself for what it leads to.
    """
    visit, place, draft = interview.visit, interview.place, interview.draft
    if draft is None or place.revision != draft.revision or interview.after(step.key) is not None:
        return None
    after = answering.expected(draft, **to_save(interview, step, posted, overridden, _time_spent(place)))
    then = of_draft(visit, place, after)
    ends_early = then.walk.ending is not None and then.walk.ending.outcome != "complete"
    if ends_early or not then.walk.complete or then.after(step.key) or _show_again(then, step):
        return None
    receipt = answering.finish_with(
        visit.write(once=not corrects(interview)),
        draft,
        after,
        secret=visit.secret,
        today=visit.today,
        counting=_reached(draft, step),
    )
    return None if receipt is None else receipt.code


def forward(interview: Interview, key: str, *, answered: Step | None = None) -> Page:
    """Go on after a step: to the end that its answers lead to, the next step, or the receipt.

    `answered` is the step as it was served: where its answers opened or spoiled something on it, it comes back.
    """
    ending = interview.walk.ending
    if ending is not None and ending.outcome != "complete":
        return end_early(interview, ending)
    again = _show_again(interview, answered) if answered is not None else None
    if again is not None:
        return again
    following = interview.after(key)
    if interview.draft is None:
        wrong = {problem.question for problem in interview.walk.problems if not problem.fault.soft}
        for step in interview.steps:
            if step.page.gate and any(asked.question.id in wrong for asked in step.asked):
                return show_step(interview, step)
        if interview.visit.is_preview:
            return end_preview(interview) if following is None else show_step(interview, following)
        if following is None or not following.page.gate:
            return _begin(interview, key)
    return finish(interview) if following is None else AfterCommit(partial(show_step, interview, following))


def _show_again(interview: Interview, answered: Step) -> str | None:
    """Return the step once more where its own answers changed what it asks, or None.

    What they opened would otherwise be met only after the last page, and never where it may be left empty.
    """
    step = interview.at(answered.key)
    if step is None:
        return None
    before = {asked.question.id for asked in answered.asked}
    opened = {asked.question.id for asked in step.asked} - before
    wrong = {problem.question for problem in interview.walk.problems if not problem.fault.soft}
    if not opened and wrong.isdisjoint(names_in(step)):
        return None
    problems = [
        problem
        for problem in problems_of(interview, step, {})
        if not problem.fault.soft and problem.question not in opened
    ]
    if not opened and not problems:
        return None
    _ = interview.visit.say().words.gettext
    remark = _("Your answer added something to this page.") if opened else ""
    return show_step(interview, step, problems=problems, remark=remark)


def _begin(interview: Interview, key: str) -> Page:
    """Store the interview for the first time: its last gate is passed, and no crowd is at the door."""
    visit = interview.visit
    interview, let_in = at_the_door(interview)
    step = interview.at(key)
    if not let_in and step is not None:
        return show_step(interview, step, remark=waiting_remark(interview))
    place = interview.place
    if interview.point is None:
        raise RuntimeError("an interview before its gates has its collection point")
    draft = answering.begin(
        visit.write(),
        visit.survey,
        interview.point,
        beginning_of(interview),
        secret=visit.secret,
        counting=visit.take_uncounted(),
    )
    begun = of_draft(visit, replace(place, revision=draft.revision, held={}), draft)
    different = changed(begun, interview.given)
    step = begun.at(key)
    if different and step is not None:
        return show_merge(begun, step, different)
    return forward(begun, key)


def finish(interview: Interview) -> str:
    """Make the draft a response and show its receipt, or the first page that still lacks something."""
    visit = interview.visit
    try:
        receipt = answering.finish(
            visit.write(),
            visit.survey,
            interview.place.draft,
            secret=visit.secret,
            today=visit.today,
            known=interview.draft,
        )
    except NotComplete:
        step = interview.unfinished()
        return show_step(interview, step, problems=problems_of(interview, step, {}))
    return show_done(visit, interview.place, receipt.code, corrected=corrects(interview))


def send_correction(interview: Interview, answered: Step) -> Page:
    """Send a correction from wherever it is whole again, or show what the new answers ask for."""
    ending = interview.walk.ending
    if ending is not None and ending.outcome != "complete":
        return end_early(interview, ending)
    return _show_again(interview, answered) or finish(interview)


def end_preview(interview: Interview) -> str:
    """Thank whoever tried a manuscript, or show the first page that still lacks something."""
    if not interview.walk.complete:
        step = interview.unfinished()
        return show_step(interview, step, problems=problems_of(interview, step, {}))
    return show_nothing_kept(interview.visit, interview.questionnaire.complete_text, "preview")


def end_early(interview: Interview, ending: Ending) -> str:
    """End without keeping anything but the count of the outcome."""
    visit = interview.visit
    if visit.is_preview:
        return show_nothing_kept(visit, ending.text, ending.outcome)
    draft = interview.draft or answering.load(visit.write(), visit.survey.survey_id, interview.place.draft)
    if draft is not None:
        answering.leave(visit.write(), draft, outcome=ending.outcome, today=visit.today)
    else:
        visit.uncounted.append(ending.outcome)
    return show_nothing_kept(visit, ending.text, ending.outcome)


def show_later(interview: Interview, step: Step) -> str:
    """Show the code with which to come back."""
    visit = interview.visit
    chrome = visit.chrome()
    return render_template(
        "respondent/later.html",
        chrome=chrome,
        links=chrome.links,
        code=answering.resume_code(visit.secret, interview.place.draft),
        address=to_write_down(chrome.links.resume) if chrome.links else "",
        place=sealed(interview, step),
        number=step.number,
        step=step.key,
        days=_days_to_come_back(visit),
    )


def _days_to_come_back(visit: Visit) -> int:
    """Return for how long a code is good: while drafts are kept, and of a closed survey until its freeze."""
    kept, freeze = answering.draft_days(visit.survey.settings), freezing.freeze_of(visit.survey.settings)
    if visit.survey.state != "closed" or freeze is None:
        return kept
    return min(kept, (freeze - visit.today).days)


def _merge(interview: Interview, step: Step, action: str) -> Page:
    """Take what a person chose between their two tabs."""
    mine = {name: value for name, (value, _) in interview.place.held.items()}
    if action == "mine":
        return _keeping(interview, step, mine, lambda kept: forward(kept, step.key))
    if action == "lang":
        return show_merge(interview, step, mine)
    return forward(interview, step.key)


def _counted_open(interview: Interview) -> Interview:
    """Count a first page that was posted, once."""
    if interview.draft is not None or interview.place.counted or interview.visit.is_preview:
        return interview
    interview.visit.uncounted.append("open")
    return replace(interview, place=replace(interview.place, counted=True))


def _count(interview: Interview) -> None:
    """Count what this request came to, if nothing else has counted it."""
    visit = interview.visit
    steps = visit.take_uncounted()
    point = interview.draft.point_id if interview.draft else interview.point.id if interview.point else None
    if steps and point is not None:
        answering.tally(visit.write(), visit.survey.survey_id, point, visit.today, visit.language, *steps)
