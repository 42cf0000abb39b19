"""Fold a questionnaire from the top under some answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any

from surveyapp.questionnaire.answer_types import Calculated
from surveyapp.questionnaire.answer_types.asked import Fault, is_empty
from surveyapp.questionnaire.checking.answers import check_answer, check_texts_beside
from surveyapp.questionnaire.conditions import TODAY, Value, Values, holds
from surveyapp.questionnaire.instances import in_instance, plain_name
from surveyapp.questionnaire.path import AnswerProblem, Asked, AskedPage, Instance, PagePassed, Trace, Walk
from surveyapp.questionnaire.reading import answer_ids, texts_beside
from surveyapp.questionnaire.schema import Page, Question, Questionnaire, Repeat
from surveyapp.questionnaire.walk.drawing import assignments_due, draw_block
from surveyapp.questionnaire.walk.needs import Needs, needs_of
from surveyapp.questionnaire.walk.plan import Section, blocks_in_order, plan_of, questions_in_order, questions_within
from surveyapp.questionnaire.walk.reasons import reasons_of
from surveyapp.questionnaire.walk.repeating import gathered, goes_on, planned_values
from surveyapp.questionnaire.walk.shown import has_something_to_show, order_worth_keeping, shown_of, without_hidden_rows
from surveyapp.questionnaire.walk.steps import screens_of
from surveyapp.questionnaire.walk.unanswered import Basis, passed_by_others, remember

Respond = Callable[[Asked, Values], Mapping[str, Any]]
"""Give answers to a question as it is asked, by id, also to the texts beside it."""


def walk(
    questionnaire: Questionnaire,
    answers: Mapping[str, Any],
    *,
    seed: str = "",
    context: Mapping[str, Any] | None = None,
    drawn: Mapping[str, tuple[str, ...]] | None = None,
    respond: Respond | None = None,
    before: Walk | None = None,
    changed: AbstractSet[str] | None = None,
) -> Walk:
    """Return what is asked, shown, counted and wrong under these answers.

    `answers` holds values as JSON gives them, valid or not; None is unanswered. `drawn` are draws made before, kept
    where they are still possible. `context["today"]` (`YYYY-MM-DD`) is the interview's own date, which `today()` gives.
    `before` is an earlier walk of the same questionnaire: pages on which nothing depends that changed since are taken
    over from it. `changed` are the ids of the answers that differ from those of `before`, where its context and draws
    were the same; None where that is not known. `respond` is asked for the answers to each question as it is reached,
    under what is known by then.
    """
    known = answer_ids(questionnaire)
    own = known.union(assignment.id for assignment in questionnaire.assignments)
    state = _Fold(questionnaire, dict(answers), seed, drawn or {}, _context_values(context or {}, own), respond)
    if before is not None and before.trace is not None and before.trace.seed == seed and respond is None:
        state.earlier = before.trace.passed
        state.touched = None if changed is None else set(changed)
    state.draw("")
    for part in plan_of(questionnaire, seed):
        state.pass_part(part)
    return state.result(known)


@dataclass
class _Fold:
    """Carry what is known so far; every method goes one step down, none goes back.

    `here` is the instance being asked, None outside every repeat; `values` is what is known in it. `touched` names the
    answers and values so far that may differ from those of the walk before, None where any may.
    """

    questionnaire: Questionnaire
    answers: dict[str, Any]
    seed: str
    drawn_before: Mapping[str, tuple[str, ...]]
    values: dict[str, Value]
    respond: Respond | None = None
    earlier: Mapping[str, PagePassed] = field(default_factory=dict)
    touched: set[str] | None = None
    passed: dict[str, PagePassed] = field(default_factory=dict)
    learned: dict[str, Value] = field(default_factory=dict)
    here: Instance | None = None
    pages: list[AskedPage] = field(default_factory=list)
    counted: dict[str, Any] = field(default_factory=dict)
    drawn: dict[str, tuple[str, ...]] = field(default_factory=dict)
    shown: dict[str, tuple[str, ...]] = field(default_factory=dict)
    instances: list[Instance] = field(default_factory=list)
    homes: dict[str, Instance] = field(default_factory=dict)
    problems: list[AnswerProblem] = field(default_factory=list)
    heard: set[str] = field(default_factory=set)

    def pass_part(self, part: Page | Section) -> None:
        """Pass a page, or a repeat with all its instances; what is drawn by lot after a repeat's questions waits."""
        if isinstance(part, Page):
            needs = needs_of(self.questionnaire).get(part.id) if self.respond is None else None
            if needs is not None:
                self.pass_or_take_over(part, needs)
                return
            self.touched = None
            self.pass_page(part)
            return
        self.touched = None
        self.pass_repeat(part)
        if self.here is None:
            for name in questions_within(part):
                self.draw(name)

    def pass_or_take_over(self, page: Page, needs: Needs) -> None:
        """Pass a page by itself and keep what came of it, or take that over where it follows from the same."""
        earlier = self.earlier.get(page.id)
        if earlier is None or self.touched is None or not needs.all.isdisjoint(self.touched):
            found = self.passed_anew(page, needs, earlier)
        else:
            found = earlier
        self.values.update(found.values)
        self.pages += found.pages
        self.counted.update(found.counted)
        self.shown.update(found.shown)
        self.heard |= found.heard
        self.problems += found.problems
        self.passed[page.id] = found

    def passed_anew(self, page: Page, needs: Needs, earlier: PagePassed | None) -> PagePassed:
        """Return what came of a page before where all it follows from is the same after all, else pass it."""
        basis = (tuple(map(self.values.get, needs.names)), tuple(map(self.answers.get, needs.given)))
        if earlier is not None and _same(earlier.basis, basis):
            return earlier
        found = passed_by_others(self.questionnaire, page, basis)
        if found is None:
            same = earlier is not None and needs.fixed and _same(earlier.basis[:1], basis[:1])
            found = self.pass_alone(page, basis, earlier if same else None)
            remember(self.questionnaire, page, found)
        if earlier is not None and self.touched is not None:
            self.touched |= _different(earlier.values, found.values)
        return found

    def pass_alone(self, page: Page, basis: Basis, earlier: PagePassed | None) -> PagePassed:
        """Pass a page and return what came of it apart from all that came before.

        `earlier` is what came of it under other answers of its own, where these do not change what it asks and shows.
        """
        around = self.pages, self.counted, self.shown, self.heard, self.problems
        self.pages, self.counted, self.shown, self.heard, self.problems = [], {}, {}, set(), []
        self.learned = {}
        if earlier is None:
            self.pass_page(page)
        else:
            self.check_again(earlier)
        found = PagePassed(
            basis,
            tuple(self.pages) if earlier is None else earlier.pages,
            self.counted,
            self.shown,
            self.learned,
            frozenset(self.heard),
            tuple(self.problems),
        )
        self.pages, self.counted, self.shown, self.heard, self.problems = around
        self.learned = {}  # what is learned next, in a repeat, is not this page's
        return found

    def check_again(self, earlier: PagePassed) -> None:
        """Check other answers to the questions of a page that was passed before."""
        self.shown.update(earlier.shown)
        for page in earlier.pages:
            for asked in page.asked:
                self.check(asked)

    def learn(self, values: Values) -> None:
        self.values.update(values)
        self.learned.update(values)

    def pass_page(self, page: Page) -> None:
        shows = holds(page.show_if, self.values)
        asked: list[Asked] = []
        for question in questions_in_order(page, self.seed):
            if shows and holds(question.show_if, self.values):
                asked += self.pass_question(question)
            if self.here is None:
                self.draw(question.id)
        if asked:
            self.pages.append(AskedPage(page, tuple(asked), self.here, screens_of(asked)))
            if page.shuffle:
                self.shown[page.id] = tuple(plain_name(one.question.id) for one in asked)

    def pass_repeat(self, section: Section) -> None:
        """Ask every instance; what they were answered is known behind the repeat as tuples over all of them."""
        repeat, around, within = section.repeat, self.values, self.here
        if not holds(repeat.show_if, around):
            return
        given = self.given_as_list(repeat, within)
        planned = planned_values(repeat, around)
        done: list[Instance] = []
        while len(done) < (repeat.most if planned is None else len(planned)):
            value = len(done) + 1 if planned is None else planned[len(done)]
            self.values = {**around, repeat.id: value}
            self.here = Instance(repeat, len(done), value, self.values, within)
            self.instances.append(self.here)
            self.spread(repeat, given, len(done), self.here.suffix)
            done.append(self.here)
            for part in section.parts:
                self.pass_part(part)
            if planned is None and not goes_on(repeat, self.values, len(done) < len(given)):
                break
        around.update(gathered(repeat, done, around))
        self.values, self.here = around, within
        for index in range(len(done), len(given)):
            self.spread(repeat, given, index, f"@+{index + 1}{within.suffix if within else ''}")

    def given_as_list(self, repeat: Repeat, within: Instance | None) -> list[Any]:
        """Return the answers of a repeat that were given as a list with one object an instance."""
        name = repeat.id + (within.suffix if within else "")
        given = self.answers.pop(name, None)
        if given is None or isinstance(given, list):
            return given or []
        self.problems.append(AnswerProblem(name, Fault("wrong-type")))
        return []

    def spread(self, repeat: Repeat, given: list[Any], index: int, suffix: str) -> None:
        """Put the answers of one object under the names of its instance."""
        if index >= len(given):
            return
        if not isinstance(given[index], Mapping):
            self.problems.append(AnswerProblem(repeat.id + suffix, Fault("wrong-type")))
            return
        for name, value in given[index].items():
            self.answers[f"{name}{suffix}"] = value

    def draw(self, passed: str) -> None:
        """Draw by lot what waited for a question to be passed."""
        for assignment in assignments_due(self.questionnaire).get(passed, ()):
            before = self.drawn_before.get(assignment.id)
            codes = draw_block(assignment, self.values, self.seed, None if before is None else tuple(before))
            if codes is not None:
                self.drawn[assignment.id] = codes
                self.values[assignment.id] = codes

    def pass_question(self, question: Question) -> list[Asked]:
        """Ask or compute one question whose turn has come; return it if it is asked."""
        if self.here is not None:
            question = in_instance(question, self.here.suffix)
            names = (question.id, *(name for name, _ in texts_beside(self.questionnaire, question)))
            self.homes.update(dict.fromkeys(names, self.here))
        if isinstance(question.answer, Calculated):
            self.compute(question, question.answer)
            return []
        shown = shown_of(self.questionnaire, question, self.values, self.seed)
        if not has_something_to_show(question, shown):
            return []
        order = order_worth_keeping(self.questionnaire, question, shown)
        if order is not None:
            self.shown[question.id] = order
        asked = Asked(question, shown, beside=texts_beside(self.questionnaire, question))
        self.check(asked)
        return [asked]

    def compute(self, question: Question, calculated: Calculated) -> None:
        value = calculated.compute(self.values)
        if value is None:
            return
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        self.learn({plain_name(question.id): value})
        self.counted[question.id] = list(value) if isinstance(value, tuple) else value

    def check(self, asked: Asked) -> None:
        question = asked.question
        if self.respond is not None:
            self.answers.update(self.respond(asked, self.values))
        given = without_hidden_rows(self.questionnaire, asked, self.answers.get(question.id))
        checked = check_answer(asked, given, self.values)
        beside, wrong_beside = check_texts_beside(asked, checked, self.answers)
        if question.answer.asks:
            self.heard.add(question.id)
        if checked.counted is not None:
            self.counted[question.id] = checked.counted
        self.counted.update(beside)
        self.learn(checked.reading)
        self.learn(reasons_of(asked, checked))
        if beside:
            self.learn({plain_name(name): text for name, text in beside.items()})
        self.heard.update(beside, (problem.question for problem in wrong_beside))
        self.problems += (*checked.problems, *wrong_beside)

    def result(self, known: AbstractSet[str]) -> Walk:
        for name, blocks in blocks_in_order(self.questionnaire, self.seed).items():
            self.shown[name] = tuple(page for block in blocks for page in block)
        known = {*known, *self.questionnaire.repeat_by_id}
        rest = sorted(self.answers.keys() - self.heard)
        strangers = [name for name in rest if plain_name(name) not in known]
        unheard = [name for name in rest if plain_name(name) in known and not is_empty(self.answers[name])]
        problems = (*self.problems, *(AnswerProblem(name, Fault("unknown-question")) for name in strangers))
        ending = next((end for end in self.questionnaire.endings if holds(end.when, self.values)), None)
        return Walk(
            pages=tuple(self.pages),
            counted=self.counted,
            ignored=(*unheard, *strangers),
            values=self.values,
            drawn=self.drawn,
            shown=self.shown,
            instances=tuple(self.instances),
            homes=self.homes,
            problems=problems,
            ending=ending,
            complete=all(problem.fault.soft for problem in problems),
            trace=Trace(self.seed, self.passed),
        )


def _different(earlier: Values, now: Values) -> set[str]:
    """Return the names that do not stand for the same in both, also in kind."""
    names = earlier.keys() | now.keys()
    return {name for name in names if not _same(((earlier.get(name),),), ((now.get(name),),))}


def _same(first: tuple[tuple[Any, ...], ...], second: tuple[tuple[Any, ...], ...]) -> bool:
    """Tell whether two bases are the same, also in kind: 1 is not true."""
    return first == second and all(
        list(map(type, these)) == list(map(type, those)) for these, those in zip(first, second, strict=True)
    )


def _context_values(context: Mapping[str, Any], own: AbstractSet[str]) -> dict[str, Value]:
    """Keep what conditions can read, and nothing that bears the name of a question."""
    today = context.get("today")
    readable: dict[str, Value] = {TODAY: today} if isinstance(today, str) else {}
    for name, value in context.items():
        if name in own:
            continue
        if isinstance(value, list | tuple):
            readable[name] = tuple(element for element in value if isinstance(element, str | int | float))
        elif isinstance(value, str | int | float):
            readable[name] = value
    return readable
