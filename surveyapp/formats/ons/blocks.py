"""Turn the blocks of a runner schema into pages."""

from __future__ import annotations

from typing import Any

from surveyapp.formats.expressions.combining import Both, both_all
from surveyapp.formats.expressions.scope import Scope
from surveyapp.formats.expressions.tree import Node, Reference
from surveyapp.formats.expressions.truth import Translator
from surveyapp.formats.json_source import Part
from surveyapp.formats.ons.contents import paragraphs
from surveyapp.formats.ons.lists import Members, main_question
from surveyapp.formats.ons.questions import Making, Worded, questions_from
from surveyapp.formats.ons.rules import dialect, tree_of
from surveyapp.formats.ons.schema import ROOM, SUMMARIES, Placed, questions_of
from surveyapp.formats.ons.variants import both_or_lost, merged_variants, titled_questions
from surveyapp.questionnaire.answer_types import Calculated, Information
from surveyapp.questionnaire.conditions import (
    ALWAYS,
    Call,
    Condition,
    Constant,
    Expression,
    Gather,
    Name,
)
from surveyapp.questionnaire.piping import pipe_mark
from surveyapp.questionnaire.schema import Page, Question

INFORMING = ("Interstitial", "Introduction", "ListCollectorContent")
_LOST = {
    "RelationshipCollector": "a question about every pair of people has no place here",
    "Summary": "nobody is shown all answers again",
    "SectionSummary": "nobody is shown all answers again",
}
_REFILLS = "the members of a list are asked for once, by the first block that does"


def page_of(placed: Placed, show_if: Condition, making: Making) -> Page | None:
    """Return the page that a block becomes; None, and listed, where it becomes none."""
    block, at = placed.block, placed.number * ROOM
    if (why := _REFILLS if placed.refills else _LOST.get(placed.kind)) is not None:
        making.ledger.lose(block.place, placed.kind, why)
        block.ignore_all()
        return None
    title = ""
    if placed.listed:
        title, questions = _for_each_member(placed, at, making)
    elif placed.kind in SUMMARIES:
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
    repeat = placed.section.part("repeat")
    member = making.wordings.words(repeat.take("title"), f"{repeat.place}.title", at)
    if repeat.value and placed.members is not None:
        why = "it is asked of each member right after who the member is, under the heading of the section"
        making.ledger.lose(repeat.place, member or str(repeat.peek("for_list")), why)
    if found and group and found != group:
        making.ledger.lose(
            f"{placed.group.place}.title", next(iter(group.values())), "the heading is that of the section"
        )
    return found or group


def _asking(placed: Placed, at: int, making: Making) -> tuple[str, list[Question]]:
    variants = questions_of(placed.block)
    if not variants:
        return "", []
    _lose_members(placed, making)
    if len(variants) > 1:
        return "", merged_variants(placed, at, making)
    for part in placed.block.each("question_variants"):
        part.ignore("when")
    return titled_questions(variants[0], at, making)


def _lose_members(placed: Placed, making: Making) -> None:
    """List what of a list is asked otherwise than the runner asks it."""
    block = placed.block
    if placed.kind == "PrimaryPersonListCollector" and "add_or_edit_block" in block and placed.members is None:
        inner = block.part("add_or_edit_block")
        if not making.lays_out(inner):
            why = "the first member of a list is asked in the words that ask the others"
            making.ledger.lose(inner.place, inner.text("id"), why)
            inner.ignore_all()
    elif placed.kind == "ListCollectorContent":
        why = "nothing is known of its members beforehand; what is asked of each is asked once"
        making.ledger.lose(block.place, block.text("for_list") or "list", why)


def _for_each_member(placed: Placed, at: int, making: Making) -> tuple[str, list[Question]]:
    """Return the answers of a question that are given for each member of a list."""
    question = main_question(placed.block)
    listed = question.part("dynamic_answers")
    listed.ignore("values")
    title = making.wordings.words(question.take("title"), f"{question.place}.title", at)
    making.ledger.lose(listed.place, title, "it is asked of each member in turn, right after who the member is")
    return title, questions_from(listed, Worded(title, "", True), at, making)


def counting(members: Members) -> Page:
    """Return the page that counts the members of a list behind its repeat, and shows nothing."""
    count = Gather("count", members.repeat, members.adds().yes)
    question = Question(id=members.count, text={}, answer=Calculated(otherwise=count))
    return Page(id=members.count, questions=(question,))


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
    trees = [tree_of(item) for item in items]
    listed = [_over_members(tree, scope, at) for tree in trees]
    values = [translator.expression(tree) for tree, found in zip(trees, listed, strict=True) if found is None]
    scope.usable_expression(Call("sum", (Constant(0), *values)), at)
    return Call("sum", (Constant(0), *values, *(found for found in listed if found is not None)))


def _over_members(tree: Node, scope: Scope, at: int) -> Expression | None:
    """Return the sum of what all members of a list answered, None where a value is a single one."""
    if not isinstance(tree, Reference):
        return None
    symbol = scope.symbols.get(tree.name)
    if symbol is None or scope.places.get(symbol.name, at) >= at or scope.is_here(symbol.name):
        return None
    return Gather("sum", scope.around[symbol.name][-1], Name(symbol.name))
