"""Turn the blocks of a Qualtrics survey into pages, in the order of the flow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from surveyapp.formats.expressions.combining import TRUE, Both, all_of, any_of, both_all
from surveyapp.formats.json_source import Part
from surveyapp.formats.qualtrics.choices import Making, display_key
from surveyapp.formats.qualtrics.fields import calculated, field_name, is_set
from surveyapp.formats.qualtrics.flow import Flow, Step
from surveyapp.formats.qualtrics.loops import enter, repeat_of
from surveyapp.formats.qualtrics.questions import build_questions
from surveyapp.formats.routing import Routes
from surveyapp.questionnaire.conditions import Condition, Constant, Membership, Name
from surveyapp.questionnaire.schema import Page, Question, Repeat


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its place among the names, its number in order, and why it is lost if it is."""

    question: Part
    place: int
    number: int
    why: str | None = None


@dataclass(slots=True)
class Walker:
    """Walk the flow once from its beginning, and carry what has been ended, jumped over and set."""

    flow: Flow
    asked: Mapping[str, Asked]
    places: Mapping[int, int]
    making: Making
    routes: Routes = field(default_factory=Routes)
    ended: list[Both] = field(default_factory=list)
    repeats: list[Repeat] = field(default_factory=list)
    pages_of: dict[str, tuple[str, ...]] = field(default_factory=dict)
    done: set[int] = field(default_factory=set)
    inside: dict[int, tuple[Mapping[int, Part], int]] = field(default_factory=dict)

    def pages(self) -> list[Page]:
        """Return the pages in order."""
        found: list[Page] = []
        for at, step in enumerate(self.flow.steps):
            self.making.ledger.keep_time()
            if step.kind == "block" and id(step.part) not in self.done:
                found += self._block(step, at)
            elif step.kind == "end":
                self._end(step, at)
            elif step.kind == "field" and (page := self._field(step, at)) is not None:
                found.append(page)
        return found

    def _both(self, step: Step, place: int, what: str) -> list[Both]:
        """Return the conditions of the branches and draws that a step stands under."""
        found = [
            Both(Membership(Constant(code), Name(draw)), Membership(Constant(code), Name(draw), negated=True))
            for draw, code in step.draws
        ]
        for branch in step.branches:
            try:
                both = self.making.logic.both(branch.logic)
                self.making.logic.scope.usable(both.yes, place)
            except ValueError as error:
                self.making.ledger.lose(branch.place, str(branch.logic), f"{error}; {what}")
                continue
            found.append(both)
        return found

    def _block(self, step: Step, at: int) -> list[Page]:
        block = step.part
        self.done.add(id(block))
        place = self.places[at] + 1
        base = [*(self._both(step, place, "what stands under it is always shown")), *self.ended]
        shown = self._shown(step, at, base)
        repeat = repeat_of(block, place, self.making)
        enter(repeat, self.making)
        name = block.text("ID") or f"block-{at}"
        pages: list[Page] = []
        for segment in self._segments(block):
            questions = [made for asked in segment for made in self._questions(asked, base, block)]
            if questions:
                page_name = name if not pages else f"{name}_{len(pages) + 1}"
                pages.append(
                    Page(id=page_name, questions=tuple(questions), show_if=shown, repeat=repeat.id if repeat else None)
                )
        if self._is_random(block, len(pages)):
            pages = [pages[0].model_copy(update={"shuffle": True})]
        self.pages_of[name] = tuple(page.id for page in pages)
        enter(None, self.making)
        if repeat is not None and pages:
            self._keep_repeat(repeat, pages)
        return pages

    def _keep_repeat(self, repeat: Repeat, pages: list[Page]) -> None:
        """Add a repeat, and know that what is asked in it has an answer for each turn."""
        self.repeats.append(repeat)
        for page in pages:
            for question in page.questions:
                self.making.logic.scope.around[question.id] = (repeat.id,)

    def _shown(self, step: Step, at: int, base: list[Both]) -> Condition:
        """Return where a block is shown: also where a later place of the flow shows it again."""
        ways = [all_of(both.yes for both in base)]
        for other in self.flow.steps[at + 1 :]:
            if other.part is not step.part:
                continue
            why = "a block that stands again in the flow is asked once, where it stands first"
            self.making.ledger.lose(f"flow.{step.part.text('ID')}", step.part.text("Description") or "block", why)
            again = self._both(other, self.places[at] + 1, "what stands under it is always shown")
            ways.append(all_of(both.yes for both in [*again, *self.ended]))
        return any_of(ways)

    def _segments(self, block: Part) -> list[list[Asked]]:
        segments: list[list[Asked]] = [[]]
        for element in block.each("BlockElements"):
            if element.peek("Type") == "Page Break":
                segments.append([])
                continue
            asked = self.asked.get(element.text("QuestionID"))
            if asked is not None:
                segments[-1].append(asked)
        return segments

    def _questions(self, asked: Asked, base: list[Both], block: Part) -> list[Question]:
        question = asked.question
        if asked.number != len(self.routes.own):
            return []
        if asked.why is not None:
            text = f"question of type {question.text('QuestionType')}: {question.text('QuestionText')}"
            self.making.ledger.lose(question.place, text, asked.why)
            question.ignore_all()
            self.routes.add_place(frozenset(), TRUE, self._jumps(asked, block))
            return []
        own = both_all([*base, self._display(question, asked.place)])
        made = build_questions(question, asked.place, self.making)
        self.routes.add_place(frozenset(one.id for one in made), own, self._jumps(asked, block))
        reached = self._reached(asked)
        return [one.model_copy(update={"show_if": all_of([one.show_if, reached])}) for one in made]

    def _display(self, question: Part, place: int) -> Both:
        try:
            key = display_key(question)
            return self.making.logic.both(question.peek(key)) if key in question else TRUE
        except ValueError:
            return TRUE  # it is always shown, as the list of losses says

    def _reached(self, asked: Asked) -> Condition:
        try:
            return self.making.logic.scope.usable(self.routes.reached(asked.number).yes, asked.place)
        except ValueError as error:
            why = f"{error}; the question is always shown"
            self.making.ledger.lose(f"{asked.question.place}.SkipLogic", "the skips before it", why)
            return TRUE.yes

    def _jumps(self, asked: Asked, block: Part) -> list[tuple[int, Both]]:
        element = self._places_in(block)[0][asked.number]
        found: list[tuple[int, Both]] = []
        for skip in element.each("SkipLogic"):
            target = self._target(skip.text("SkipToDestination"), asked, block)
            try:
                both = self.making.logic.skips(skip)
                if target is None or target <= asked.number:
                    raise ValueError("it leads back, or nowhere")
            except ValueError as error:
                words = skip.text("SkipToDestination")
                self.making.ledger.lose(f"{asked.question.place}.SkipLogic", words, f"{error}; nobody takes this skip")
                skip.ignore_all()
                continue
            skip.ignore_all()
            found.append((target, both))
        return found

    def _target(self, destination: str, asked: Asked, block: Part) -> int | None:
        if destination == "ENDOFSURVEY":
            return len(self.asked)
        if destination == "ENDOFBLOCK":
            return self._places_in(block)[1]
        return self.asked[destination].number if destination in self.asked else None

    def _places_in(self, block: Part) -> tuple[Mapping[int, Part], int]:
        """Return the elements of a block by the numbers of their questions, and the number behind the last."""
        if id(block) not in self.inside:
            elements = [(self.asked.get(one.text("QuestionID")), one) for one in block.each("BlockElements")]
            by_number = {asked.number: one for asked, one in reversed(elements) if asked is not None}
            self.inside[id(block)] = by_number, max(by_number, default=-1) + 1
        return self.inside[id(block)]

    def _end(self, step: Step, at: int) -> None:
        lost = len(self.making.ledger.lost)
        both = self._both(step, self.places[at], "nobody is sent to the end by it")
        if len(self.making.ledger.lost) == lost:
            self.ended.append(both_all(both).turned() if both else TRUE.turned())

    def _field(self, step: Step, at: int) -> Page | None:
        name = field_name(step)
        settings = [(n, one) for n, one in enumerate(self.flow.steps) if is_set(one) and field_name(one) == name]
        if not is_set(step) or settings[-1][0] != at or f"e://{name}" not in self.making.logic.scope.symbols:
            return None
        whole = [(one, self._both(one, self.places[at], "its value is always set")) for _, one in settings]
        question = calculated(name, whole, self.making.logic.scope, self.places[at], self.making.ledger)
        return None if question is None else Page(id=f"field-{name}", questions=(question,))

    def _is_random(self, block: Part, pages: int) -> bool:
        said = block.part("Options").text("RandomizeQuestions")
        if said.lower() in ("", "false", "none"):
            return False
        if said.lower() in ("true", "randomizeall", "all") and pages == 1:
            return True
        self.making.ledger.lose(f"{block.place}.Options.RandomizeQuestions", said, "questions keep their order")
        return False
