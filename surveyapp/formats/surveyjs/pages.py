"""Turn the pages of a SurveyJS survey into ours: jumps become relevance, dynamic panels become repeats."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from surveyapp.formats.expressions.cases import calculated
from surveyapp.formats.expressions.combining import TRUE, Both, all_of
from surveyapp.formats.expressions.symbols import Single
from surveyapp.formats.expressions.tree import Node, references_in
from surveyapp.formats.implied import implied
from surveyapp.formats.json_source import Part
from surveyapp.formats.routing import Routes
from surveyapp.formats.surveyjs.choices import Making, shown_if
from surveyapp.formats.surveyjs.elements import DYNAMIC, Element, LaidPage, Layout, plain_name, repeat_name
from surveyapp.formats.surveyjs.expression import parse_surveyjs, translator_of
from surveyapp.formats.surveyjs.grids import columns_of
from surveyapp.formats.surveyjs.questions import build_question
from surveyapp.questionnaire.answer_types import One
from surveyapp.questionnaire.choices import Choice
from surveyapp.questionnaire.conditions import NEVER, Comparison, Condition, Constant, Name
from surveyapp.questionnaire.schema import Page, Question, Repeat

MOST_INSTANCES = 20
_JUMPS = ("complete", "skip")


@dataclass(slots=True)
class Builder:
    """Build the pages in order; `repeats` collects what is asked again and again."""

    layout: Layout
    making: Making
    repeats: list[Repeat] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)

    def pages(self, root: Part) -> list[Page]:
        """Return the pages, with the values that the survey computes behind what they are computed from."""
        routes = self._routes(root)
        values = [self._value(part) for part in root.each("calculatedValues")]
        found: list[Page] = []
        for number, laid in enumerate(self.layout.pages):
            found += self._page(laid, number, routes)
            place = max([element.place for element in laid.elements], default=0)
            for value in [one for one in values if one[0] <= place]:
                values.remove(value)
                found += self._computed(value[1], place)
        for value in values:
            found += self._computed(value[1], self.layout.place)
        return found

    def _name(self, wanted: str) -> str:
        """Return an id that no page has yet."""
        names = (wanted, *(f"{wanted}_{number}" for number in range(2, 10_000)))
        name = next(name for name in names if name not in self.ids)
        self.ids.add(name)
        return name

    def _page(self, laid: LaidPage, number: int, routes: Routes) -> Iterator[Page]:
        part = laid.part
        at = min([element.place for element in laid.elements], default=self.layout.place)
        title = self.making.wordings.take(part, "title", at) if number or part.peek("pages") is None else {}
        notice = self.making.wordings.take(part, "description", at) if part.peek("pages") is None else {}
        shown = all_of([self._visible(part, at), self._reached(number, routes, at)])
        shuffle = part.text("questionOrder" if "questionOrder" in part else "questionsOrder") == "random"
        name = "_".join((part.text("name") or f"page{number + 1}").split())[:60]
        together: list[Question] = []
        groups: list[tuple[str | None, list[Question]]] = [(None, together)]
        for element in laid.elements:
            if element.kind in DYNAMIC:
                scope = self.making.wordings.scope
                scope.path = (repeat_name(element.id),)
                made = self._dynamic(element, shown)
                scope.path = ()
                groups += [*made, (None, [])]
            elif (question := build_question(element, self.making)) is not None:
                groups[-1][1].append(question)
        first = True
        for repeat, questions in groups:
            if not questions:
                continue
            yield Page(
                id=self._name(name),
                title=(title or None) if first else None,
                notice=(notice or None) if first else None,
                show_if=shown,
                questions=tuple(questions),
                repeat=repeat,
                shuffle=shuffle and repeat is None and len(questions) > 1,
            )
            first = False

    def _visible(self, part: Part, at: int) -> Condition:
        if part.peek("visible") is False and "visibleIf" not in part:
            part.ignore("visible")
            self.making.ledger.lose(part.place, "visible: false", "the page is never shown, unless a script shows it")
            return NEVER
        return shown_if(part, "visibleIf", "the page", at, self.making)

    def _reached(self, number: int, routes: Routes, at: int) -> Condition:
        try:
            return self.making.wordings.scope.usable(routes.reached(number).yes, at)
        except ValueError as error:
            self.making.ledger.lose("triggers", "the jumps before it", f"{error}; the page is always shown")
            return TRUE.yes

    def _routes(self, root: Part) -> Routes:
        """Return the jumps of the triggers: each leads from the page on which its condition is complete."""
        jumps: dict[int, list[tuple[int, Both]]] = {}
        for trigger in root.each("triggers"):
            if (jump := self._jump(trigger)) is not None:
                origin, target, when = jump
                jumps.setdefault(origin, []).append((target, when))
        routes = Routes()
        for number, laid in enumerate(self.layout.pages):
            own = frozenset(element.id for element in laid.elements)
            routes.add_place(own, TRUE, jumps.get(number, []))
        return routes

    def _jump(self, trigger: Part) -> tuple[int, int, Both] | None:
        kind = str(trigger.peek("type")).removesuffix("trigger")
        if kind not in _JUMPS:
            why = "an answer, or what is shown, is never changed by a script"
            self.making.ledger.lose(trigger.place, f"{kind}: {_script_of(trigger)}", why)
            trigger.ignore_all()
            return None
        script = _script_of(trigger)
        try:
            node = parse_surveyjs(script)
            origin = max((self._page_of(name) for name in _names_in(node)), default=0)
            target = len(self.layout.pages) if kind == "complete" else self._page_of(trigger.text("gotoName"))
            when = translator_of(self.making.wordings.scope).condition(node)
            if target <= origin:
                raise ValueError("it leads back, or nowhere")
        except ValueError as error:
            self.making.ledger.lose(trigger.place, f"{kind}: {script}", f"{error}; nobody takes this jump")
            trigger.ignore_all()
            return None
        trigger.ignore_all()
        return origin, target, when

    def _page_of(self, name: str) -> int:
        for number, laid in enumerate(self.layout.pages):
            names = [element.part.text("name") for element in laid.elements]
            if name.partition(".")[0] in names or name in names or laid.part.peek("name") == name:
                return number
        return -1

    def _value(self, part: Part) -> tuple[int, Part]:
        """Return a computed value with the place from which it can be known."""
        name = part.text("name")
        self.layout.scope.gone.setdefault(name, "which is computed later")
        try:
            names = _names_in(parse_surveyjs(part.text("expression")))
            scope = self.layout.scope
            return max((scope.places.get(scope.symbol(one).name, 0) for one in names), default=0), part
        except ValueError:
            return 0, part

    def _computed(self, part: Part, place: int) -> Iterator[Page]:
        name, script, scope = part.text("name")[:80], part.text("expression"), self.layout.scope
        try:
            answer = calculated(parse_surveyjs(script), translator_of(scope), scope, place + 1)
            if not name:
                raise ValueError("it has no name")
        except ValueError as error:
            self.making.ledger.lose(f"{part.place}.expression", script, f"this value is lost: {error}")
            return
        scope.add(name, Single(name, "number"), place)
        part.ignore_all()
        base = self.making.wordings.base
        yield Page(id=self._name(name), questions=(Question(id=name, text={base: name}, answer=answer),))

    def _dynamic(self, element: Element, shown: Condition) -> list[tuple[str | None, list[Question]]]:
        """Return what is asked in each instance of a dynamic panel or matrix, and whether there is another."""
        part, making = element.part, self.making
        if element.kind == "matrixdynamic":
            columns = columns_of(element, making)
            questions = [
                Question(
                    id=plain_name(f"{element.id}_{one.code}"), text=one.text, answer=one.answer, required=one.required
                )
                for one in columns
            ]
            why = f"each row is asked on a page of its own, its cells as {element.id}_ and the name of the column"
            making.ledger.lose(part.place, "a table of rows", why)
        else:
            inside = self.layout.inside.get(element.id, [])
            questions = [made for one in inside if (made := self._inside(one)) is not None]
        if not questions:
            making.ledger.lose(part.place, element.id, "nothing is left of what it asks again and again")
            return []
        inner, scope = making.wordings.scope.path, making.wordings.scope
        scope.path = ()
        heading = build_question(Element(_heading(part), element.id, element.place, element.around), making)
        scope.path = inner
        show_if = all_of([heading.show_if if heading else shown, shown])
        more = self._more(element)
        self.repeats.append(self._repeat(element, show_if, more))
        if heading is not None and (part.peek("title") or part.peek("description")):
            questions.insert(0, heading.model_copy(update={"show_if": TRUE.yes}))
        part.ignore("title", "description", "visibleIf", "isRequired")
        return [(repeat_name(element.id), [*questions, *([more] if more else [])])]

    def _inside(self, element: Element) -> Question | None:
        if element.kind in DYNAMIC:
            self.making.ledger.lose(element.part.place, element.id, "a list inside a list is not asked")
            element.part.ignore_all()
            return None
        return build_question(element, self.making)

    def _more(self, element: Element) -> Question | None:
        """Return the question whether another one follows; None where their number is fixed."""
        part = element.part
        count, _, most = _counts(part)
        if count is not None and most == count:
            return None
        languages = self.making.wordings.languages
        yes, no = (Choice(code=code, text=implied(code, languages)) for code in ("yes", "no"))
        key = "panelAddText" if element.kind == "paneldynamic" else "addRowText"
        text = self.making.wordings.take(part, key, element.place) or implied("more", languages)
        why = "whether another follows is asked, where the source has a button; at least one is asked"
        self.making.ledger.lose(part.place, "a button that adds one", why)
        self.making.ledger.add(f"{element.id}_more")
        return Question(id=f"{element.id}_more", text=text, answer=One(choices=(yes, no)), required=True)

    def _repeat(self, element: Element, show_if: Condition, more: Question | None) -> Repeat:
        count, _, most = _counts(element.part)
        limit = min(200, max(1, int(most or count or MOST_INSTANCES)))
        name = repeat_name(element.id)
        if more is None:
            return Repeat(id=name, count=Constant(int(count or 1)), most=limit, show_if=show_if)
        again = Comparison("==", Name(more.id), Constant("yes"))
        return Repeat(id=name, again=again, most=limit, show_if=show_if)


def _counts(part: Part) -> tuple[float | None, float | None, float | None]:
    """Return how many instances there are at first, at least and at most."""
    panel = part.peek("type") == "paneldynamic"
    first, least, most = (
        part.number(key)
        for key in (
            ("panelCount", "minPanelCount", "maxPanelCount") if panel else ("rowCount", "minRowCount", "maxRowCount")
        )
    )
    fixed = part.peek("allowAddPanel" if panel else "allowAddRows") is False
    part.ignore("allowAddPanel", "allowAddRows", "allowRemovePanel", "allowRemoveRows")
    if fixed:
        most = first if first is not None else (0 if panel else 2)
        first = most
    return first, least, most


def _heading(part: Part) -> Part:
    """Return what a dynamic panel says above its questions, as a piece of information."""
    said = {
        key: part.peek(key) for key in ("title", "description", "visibleIf", "visible") if part.peek(key) is not None
    }
    return Part({**said, "type": "panel", "name": part.text("name")}, part.place)


def _script_of(trigger: Part) -> str:
    if script := trigger.text("expression"):
        return script
    value = trigger.text("value")
    return f"{{{trigger.text('name')}}} {trigger.text('operator') or 'equal'} '{value}'"


def _names_in(node: Node) -> list[str]:
    return [reference.name for reference in references_in(node)]
