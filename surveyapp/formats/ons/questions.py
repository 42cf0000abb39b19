"""Turn the answers of a runner question into questions of ours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from surveyapp.formats.expressions.combining import all_of
from surveyapp.formats.expressions.scope import Scope
from surveyapp.formats.json_source import Part
from surveyapp.formats.ons.contents import lines_of, paragraphs
from surveyapp.formats.ons.limits import number_of, total_checks
from surveyapp.formats.ons.moments import MOMENTS, moment_of, period_checks
from surveyapp.formats.ons.schema import carried_from, joins, why_lost
from surveyapp.formats.ons.wording import Wordings
from surveyapp.formats.result import Ledger
from surveyapp.questionnaire.answer_types import AnswerType, One, OpenText, Several
from surveyapp.questionnaire.choices import Choice
from surveyapp.questionnaire.conditions import Comparison, Condition, Constant, IsMissing, Membership, Name
from surveyapp.questionnaire.schema import Check, Question

_TEXTS = {"TextField": (1, 100), "TextArea": (5, 2_000), "MobileNumber": (1, 100), "Address": (5, 500)}
_TEXT_KINDS = ("TextField", "TextArea")
_CHOICE_KINDS = ("Radio", "Dropdown", "Checkbox")


@dataclass(frozen=True, slots=True)
class Making:
    """What every question of a schema is made with; `blocks` are the places of all that are asked by themselves."""

    wordings: Wordings
    scope: Scope
    blocks: frozenset[str] = frozenset()

    def lays_out(self, block: Part) -> bool:
        return block.place in self.blocks

    @property
    def ledger(self) -> Ledger:
        return self.wordings.ledger


@dataclass(frozen=True, slots=True)
class Worded:
    """What stands above the answers of a question, and whether each answer is worded by its own label."""

    title: str
    hint: str
    apart: bool


def worded(question: Part, at: int, making: Making) -> Worded:
    """Return the title of a question and everything that helps to answer it."""
    wordings = making.wordings
    title = wordings.words(question.take("title"), f"{question.place}.title", at)
    helps = [lines_of(question, key, wordings, at) for key in ("description", "instruction", "warning")]
    for key in ("guidance", "definition"):
        if key in question:
            part = question.part(key)
            helps.append(wordings.words(part.take("title"), f"{part.place}.title", at))
            helps.append(paragraphs(part, wordings, at))
    for definition in question.each("definitions"):
        helps.append(wordings.words(definition.take("title"), f"{definition.place}.title", at))
        helps.append(paragraphs(definition, wordings, at))
    answers = [answer for answer in question.each("answers") if answer.peek("id")]
    apart = len(answers) > 1 and question.peek("type") != "MutuallyExclusive"
    return Worded(title, "\n\n".join(found for found in helps if found), apart)


def questions_from(question: Part, said: Worded, at: int, making: Making) -> list[Question]:
    """Return a question for each answer of a runner question, and for what is asked beside an option."""
    kind = question.text("type")
    answers = question.each("answers")
    if kind == "MutuallyExclusive" and len(answers) > 1:
        return list(_exclusive(question, answers, said, at, making))
    made: list[Question] = []
    for answer in answers:
        place = making.scope.places.get(answer.text("id"), at)
        made += _of_answer(answer, said, place, making)
    checks = total_checks(question, [one.id for one in made], making.wordings) if kind == "Calculated" else ()
    if kind == "DateRange":
        checks = period_checks(question, made, making.wordings)
    if not made or not checks:
        return made
    return [*made[:-1], made[-1].model_copy(update={"checks": (*made[-1].checks, *checks)})]


def _of_answer(answer: Part, said: Worded, at: int, making: Making, *, required: bool | None = None) -> list[Question]:
    making.ledger.keep_time()
    kind, name = answer.text("type"), answer.text("id")
    label = making.wordings.words(answer.take("label"), f"{answer.place}.label", at)
    if (why := why_lost(answer, making.scope)) is not None:
        making.ledger.lose(answer.place, f"{kind}: {label or said.title}", why)
        answer.ignore_all()
        return []
    text = (label or said.title) if said.apart else (said.title or label)
    helps = [] if said.apart else [said.hint, label if label != text else ""]
    helps += [lines_of(answer, key, making.wordings, at) for key in ("description", "instruction")]
    if "guidance" in answer:
        helps.append(paragraphs(answer.part("guidance"), making.wordings, at))
    checks: tuple[Check, ...] = ()
    beside: list[Question] = []
    if kind in _CHOICE_KINDS:
        made, described, beside = _choice_answer(answer, kind, at, making)
        answer_type: AnswerType = made
        helps += described
    elif kind in MOMENTS:
        answer_type = moment_of(answer, kind, at, making.wordings)
    elif kind in _TEXTS:
        answer_type = _text(answer, kind, making)
    else:
        answer_type, checks = number_of(answer, kind, at, making.wordings)
    mandatory = answer.is_on("mandatory")
    main = Question(
        id=name,
        text=making.wordings.text(text or name),
        hint=making.wordings.text("\n\n".join(found for found in helps if found)) or None,
        answer=answer_type,
        required=mandatory if required is None else required,
        checks=checks,
    )
    return [main, *beside]


def _text(answer: Part, kind: str, making: Making) -> OpenText:
    lines, longest = _TEXTS[kind]
    most = answer.number("max_length")
    if kind in ("Address", "MobileNumber"):
        why = "its lines are one text" if kind == "Address" else "any text is taken for a number"
        making.ledger.lose(answer.place, kind, why)
    rows = answer.number("rows")
    return OpenText(
        lines=int(rows) if rows and 1 <= rows <= 40 else lines,
        max_length=int(most) if most and 1 <= most <= 20_000 else longest,
    )


def _choice_answer(answer: Part, kind: str, at: int, making: Making) -> tuple[One | Several, list[str], list[Question]]:
    """Return the answer type, the descriptions of its options, and the questions asked beside them."""
    choices: list[Choice] = []
    described: list[str] = []
    beside: list[Question] = []
    for option in answer.each("options"):
        making.ledger.keep_time(choices=1)
        code = option.text("value")
        label = making.wordings.words(option.take("label"), f"{option.place}.label", at) or code
        if description := making.wordings.words(option.take("description"), f"{option.place}.description", at):
            described.append(f"{label}: {description}")
        choice = Choice(code=code[:120] or str(len(choices)), text=making.wordings.text(label))
        if "detail_answer" in option:
            choice, more = _with_detail(choice, option.part("detail_answer"), answer, at, making)
            beside += more
        choices.append(choice)
    if "dynamic_options" in answer:
        choices += _carried(answer, at, making)
    unique = tuple({choice.code: choice for choice in choices}.values())
    if kind == "Checkbox":
        return Several(choices=unique), described, beside
    return One(choices=unique, layout="select" if kind == "Dropdown" else "list"), described, beside


def _carried(answer: Part, at: int, making: Making) -> list[Choice]:
    """Return options made from an earlier answer: its own choices, each offered where it was chosen."""
    dynamic = answer.part("dynamic_options")
    symbol = carried_from(answer, making.scope)
    if symbol is None or making.scope.places.get(symbol.name, at) >= at:
        making.ledger.lose(dynamic.place, str(dynamic.value), "options that are computed are not offered")
        dynamic.ignore_all()
        return []
    dynamic.ignore("values", "transform")
    return [
        Choice(code=code[:120], text=making.wordings.text(code), show_if=Membership(Constant(code), Name(symbol.name)))
        for code in symbol.codes
        if code
    ]


def _with_detail(choice: Choice, detail: Part, answer: Part, at: int, making: Making) -> tuple[Choice, list[Question]]:
    """Open a text beside the choice; any other answer becomes a question asked where the choice is chosen."""
    name = detail.text("id")
    if detail.peek("type") in _TEXT_KINDS:
        detail.ignore("type")
        if label := making.wordings.words(detail.take("label"), f"{detail.place}.label", at):
            making.ledger.lose(f"{detail.place}.label", label, "the text beside a choice has no label of its own")
        if detail.is_on("mandatory"):
            making.ledger.lose(f"{detail.place}.mandatory", name, "the text beside a choice is never required")
        return choice.model_copy(update={"other": True, "other_id": name}), []
    parent = answer.text("id")
    code, held = Constant(choice.code), Name(parent)
    chosen: Condition = Membership(code, held) if answer.peek("type") == "Checkbox" else Comparison("==", held, code)
    said = Worded(choice.text.get(making.wordings.language, name), "", False)
    place = making.scope.places.get(name, at)
    made = _of_answer(detail, said, place, making)
    return choice, [question.model_copy(update={"show_if": all_of([question.show_if, chosen])}) for question in made]


def _exclusive(question: Part, answers: Sequence[Part], said: Worded, at: int, making: Making) -> Iterator[Question]:
    """Yield a question whose last answer excludes the first.

    Choices that exclude the others join them in one question; otherwise the last is asked where the first is empty.
    """
    required = question.is_on("mandatory")
    *first, last = answers
    said = replace(said, apart=False)
    if joins(question):
        yield from _joined(first[0], last, said, at, making, required)
        return
    names: list[str] = []
    for answer in first:
        place = making.scope.places.get(answer.text("id"), at)
        made = _of_answer(answer, said, place, making, required=False)
        names += [one.id for one in made]
        yield from made
    unanswered = all_of(IsMissing(Name(name)) for name in names)
    place = making.scope.places.get(last.text("id"), at)
    for one in _of_answer(last, replace(said, hint=""), place, making, required=required):
        yield one.model_copy(update={"show_if": all_of([one.show_if, unanswered])})


def _joined(first: Part, last: Part, said: Worded, at: int, making: Making, required: bool) -> Iterator[Question]:
    made = _of_answer(first, said, at, making, required=required)
    if not made:
        making.ledger.lose(last.place, last.text("id"), "the answer that it excludes is not kept")
        last.ignore_all()
        return
    main, *beside = made
    last.ignore("mandatory", "type", "id")
    alone, described, _ = _choice_answer(last, "Checkbox", at, making)
    codes = {choice.code for choice in choices_in(main.answer)}
    more = [c.model_copy(update={"exclusive": True}) for c in choices_in(alone) if c.code not in codes]
    making.ledger.lose(last.place, last.text("id"), f"its choices are the exclusive ones of {main.id}")
    hint = "\n\n".join([*(main.hint or {}).values(), *described])
    answer = main.answer.model_copy(update={"choices": (*choices_in(main.answer), *more)})
    yield main.model_copy(update={"answer": answer, "hint": making.wordings.text(hint) or None})
    yield from beside


def choices_in(answer: AnswerType) -> tuple[Choice, ...]:
    """Return the choices that an answer itself holds."""
    return answer.choices if isinstance(answer, One | Several) and isinstance(answer.choices, tuple) else ()
