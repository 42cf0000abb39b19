"""Turn the blocks of a runner schema into pages."""

from __future__ import annotations

from typing import Any

from surveyapp.formats.expressions.combining import TRUE, Both, both_all
from surveyapp.formats.expressions.scope import Scope
from surveyapp.formats.expressions.truth import Translator
from surveyapp.formats.json_source import Part
from surveyapp.formats.ons.contents import paragraphs
from surveyapp.formats.ons.questions import Making, questions_from, worded
from surveyapp.formats.ons.rules import both_of, dialect, tree_of
from surveyapp.formats.ons.schema import ROOM, SUMMARIES, Placed, questions_of
from surveyapp.questionnaire.answer_types import Calculated, Information
from surveyapp.questionnaire.conditions import ALWAYS, Call, Condition, Constant, Expression
from surveyapp.questionnaire.piping import pipe_mark
from surveyapp.questionnaire.schema import Page, Question

INFORMING = ("Interstitial", "Introduction", "ListCollectorContent")
_LOST = {
    "RelationshipCollector": "a question about every pair of people has no place here",
    "Summary": "nobody is shown all answers again",
    "SectionSummary": "nobody is shown all answers again",
}


def page_of(placed: Placed, show_if: Condition, making: Making) -> Page | None:
    """Return the page that a block becomes; None, and listed, where it becomes none."""
    block, at = placed.block, placed.number * ROOM
    if (why := _LOST.get(placed.kind)) is not None:
        making.ledger.lose(block.place, placed.kind, why)
        block.ignore_all()
        return None
    title = ""
    if placed.kind in SUMMARIES:
        questions = _summary(placed, at, making)
    elif placed.kind in INFORMING and not questions_of(block):
        questions = list(_informing(placed, at, making))
    else:
        title, questions = _asking(placed, at, making)
    if not questions:
        return None
    _lose_page_title(block, making)
    return Page(
        id=placed.id,
        title=making.wordings.text(title) or None,
        section=_section(placed, making) or None,
        show_if=show_if,
        questions=tuple(questions),
    )


def _lose_page_title(block: Part, making: Making) -> None:
    if "page_title" in block:
        text = making.wordings.ledger
        text.lose(f"{block.place}.page_title", str(block.take("page_title")), "the title of the browser window is ours")


def _section(placed: Placed, making: Making) -> dict[str, str]:
    """Return the heading under which a block stands: that of its section, else of its group."""
    at = placed.number * ROOM
    found = making.wordings.take(placed.section.take("title"), f"{placed.section.place}.title", at)
    group = making.wordings.take(placed.group.take("title"), f"{placed.group.place}.title", at)
    if found and group and found != group:
        making.ledger.lose(
            f"{placed.group.place}.title", next(iter(group.values())), "the heading is that of the section"
        )
    return found or group


def _asking(placed: Placed, at: int, making: Making) -> tuple[str, list[Question]]:
    variants = questions_of(placed.block)
    if not variants:
        return "", []
    for part in placed.block.each("question_variants")[1:]:
        other = part.part("question")
        text = making.wordings.words(other.peek("title"), f"{other.place}.title", at)
        making.ledger.lose(
            part.place, text or part.place, "a question has one wording; the first of its variants is kept"
        )
        part.ignore_all()
    for part in placed.block.each("question_variants")[:1]:
        part.ignore("when")
    question = variants[0]
    said = worded(question, at, making)
    questions = questions_from(question, said, at, making)
    if said.apart and questions and said.hint:
        first = questions[0]
        hint = "\n\n".join([said.hint, *(first.hint or {}).values()])
        questions[0] = first.model_copy(update={"hint": making.wordings.text(hint)})
    if question.each("dynamic_answers") or "dynamic_answers" in question:
        part = question.part("dynamic_answers")
        making.ledger.lose(part.place, "dynamic_answers", "an answer for every member of a list is not asked")
        part.ignore_all()
    return said.title if said.apart else "", questions


def _informing(placed: Placed, at: int, making: Making) -> list[Question]:
    """Return a piece of information for each variant of the content, shown where the first that holds is."""
    block = placed.block
    if "content_variants" not in block:
        parts = [block.part("content")] if "content" in block else []
        parts += [*block.each("primary_content"), block.part("preview_content"), *block.each("secondary_content")]
        text = "\n\n".join(found for part in parts for found in _content(part, at, making))
        return [_information(placed.id, text, ALWAYS, making)]
    made: list[Question] = []
    before: list[Both] = []
    for number, variant in enumerate(block.each("content_variants"), 1):
        when = both_or_lost(variant.take("when"), f"{variant.place}.when", at, making, "the content")
        text = "\n\n".join(_content(variant.part("content"), at, making))
        name = placed.id if number == 1 else f"{placed.id}_{number}"
        show_if = both_all([*(one.turned() for one in before), when]).yes
        made.append(_information(name, text, show_if, making))
        before.append(when)
    if len(made) > 1:
        names = ", ".join(one.id for one in made[1:])
        making.ledger.lose(block.place, names, "the variants of one content are named apart")
    return made


def _content(part: Part, at: int, making: Making) -> list[str]:
    title = making.wordings.words(part.take("title"), f"{part.place}.title", at)
    found = [title, paragraphs(part, making.wordings, at)]
    for more in part.each("questions"):
        found.append(making.wordings.words(more.take("question"), f"{more.place}.question", at))
        found.append(paragraphs(more, making.wordings, at))
    return [text for text in found if text]


def _information(name: str, text: str, show_if: Condition, making: Making) -> Question:
    return Question(
        id=name, text=making.wordings.text(text or name), answer=Information(), required=False, show_if=show_if
    )


def _summary(placed: Placed, at: int, making: Making) -> list[Question]:
    """Return the total that a summary shows, and the sentence that shows it."""
    calculation = placed.block.part("calculation")
    title = making.wordings.words(calculation.take("title"), f"{calculation.place}.title", at)
    operation = calculation.take("operation")
    if operation is None:
        listed = calculation.texts("answers_to_calculate")
        operation = {"+": [{"source": "answers", "identifier": name} for name in listed]}
        calculation.ignore("calculation_type")
    try:
        value = _total(operation, making.scope, at)
    except ValueError as error:
        making.ledger.lose(calculation.place, str(operation), f"{error}; the total stays empty")
        making.ledger.warn("calculation", placed.id, f"The total {placed.id!r} cannot be kept: {error}.")
        value = None
    total = Question(id=placed.id, text=making.wordings.text(title or placed.id), answer=Calculated(otherwise=value))
    words = making.wordings.words(placed.block.take("title"), f"{placed.block.place}.title", at)
    shown = words.replace("%(total)s", pipe_mark(placed.id))
    if not shown:
        return [total]
    making.ledger.lose(placed.block.place, "the answers that make up the total", "only the total is shown")
    return [total, _information(f"{placed.id}-shown", shown, ALWAYS, making)]


def _total(operation: Any, scope: Scope, at: int) -> Expression:
    items = operation.get("+") if isinstance(operation, dict) else None
    if not isinstance(items, list) or not items:
        raise ValueError("it is no sum")
    translator = Translator(dialect(scope))
    values = [translator.expression(tree_of(item)) for item in items]
    return scope.usable_expression(Call("sum", (Constant(0), *values)), at)


def both_or_lost(rule: Any, place: str, at: int, making: Making, what: str) -> Both:
    """Return where a rule holds; always, and listed, where it cannot be said."""
    if rule is None:
        return TRUE
    try:
        both = both_of(rule, making.scope)
        making.scope.usable(both.yes, at)
        making.scope.usable(both.no, at)
    except ValueError as error:
        making.ledger.lose(place, str(rule), f"{error}; {what} is always shown")
        return TRUE
    return both
