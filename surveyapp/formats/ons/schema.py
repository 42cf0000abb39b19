"""Lay a runner schema out as its blocks in order, and know what every answer in it is called and holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from surveyapp.formats.expressions.scope import Scope
from surveyapp.formats.expressions.truth import Many, Single, Symbol, Ticked
from surveyapp.formats.json_source import Part
from surveyapp.formats.ons.rules import METADATA

ROOM = 1_000
"""How many answers a block may have: the answers of block `n` have the places from `n * ROOM` on."""

NUMBERS = ("Number", "Currency", "Percentage", "Unit", "YearDate")
CHOICES = ("Radio", "Dropdown", "Checkbox", "Relationship")
COLLECTORS = ("ListCollector", "PrimaryPersonListCollector", "ListCollectorContent")
SUB_BLOCKS = ("add_block", "add_or_edit_block")
_LOST = {"Relationship": "a question about every pair of people has no place here"}
SUMMARIES = ("CalculatedSummary", "GrandCalculatedSummary")


@dataclass(frozen=True, slots=True)
class Placed:
    """One block with where it stands; a block that is asked inside a list collector follows it as one of its own."""

    number: int
    section: Part
    group: Part
    block: Part
    collector: Part | None = None

    @property
    def kind(self) -> str:
        return self.block.text("type")

    @property
    def id(self) -> str:
        return self.block.text("id")


def placed_blocks(root: Part) -> list[Placed]:
    """Return every block that asks or shows something, in order."""
    found: list[Placed] = []
    for section in root.each("sections"):
        for group in section.each("groups"):
            for block in group.each("blocks"):
                found.append(Placed(len(found), section, group, block))
                for inner in _inside(block):
                    found.append(Placed(len(found), section, group, inner, block))
    return found


def _inside(block: Part) -> Iterator[Part]:
    if block.peek("type") in COLLECTORS:
        yield from (block.part(name) for name in SUB_BLOCKS if name in block)
        yield from block.each("repeating_blocks")


def questions_of(block: Part) -> list[Part]:
    """Return the question of a block, or all its variants."""
    if "question" in block:
        return [block.part("question")]
    return [variant.part("question") for variant in block.each("question_variants") if "question" in variant]


def scope_of(root: Part, blocks: list[Placed]) -> Scope:
    """Return what every answer, total and launch parameter of a schema is called in its rules."""
    scope = Scope()
    for parameter in root.each("metadata"):
        name = parameter.text("name")
        scope.add(f"{METADATA}{name}", Single(name), -1)
    for placed in blocks:
        place = placed.number * ROOM
        if placed.block.peek("type") in SUMMARIES:
            scope.add(placed.id, Single(placed.id, numeric=True), place)
        for question in questions_of(placed.block)[:1]:
            for answer in question.each("answers"):
                place = _add(answer, place, scope)
            for answer in question.part("dynamic_answers").each("answers"):
                scope.gone[answer.text("id")] = "which is asked for every member of a list"
            _join_exclusive(question, scope)
    return scope


def why_lost(answer: Part, scope: Scope) -> str | None:
    """Return why an answer cannot be kept, None where it can."""
    kind = answer.peek("type")
    if kind in CHOICES and not answer.each("options") and carried_from(answer, scope) is None:
        return "none of its options can be offered, as they are computed"
    return _LOST.get(str(kind))


def carried_from(answer: Part, scope: Scope) -> Many | None:
    """Return the earlier answer whose choices are the options of this one."""
    source = answer.part("dynamic_options").peek("values")
    name = source.get("identifier") if isinstance(source, dict) and source.get("source") == "answers" else None
    symbol = scope.symbols.get(name) if isinstance(name, str) else None
    return symbol if isinstance(symbol, Many) else None


def joins(question: Part) -> tuple[Part, Part] | None:
    """Return the two answers of a question of which the second holds the exclusive choices of the first."""
    answers = question.each("answers")
    if question.peek("type") != "MutuallyExclusive" or len(answers) != 2:
        return None
    first, last = answers
    fits = first.peek("type") == "Checkbox" and last.peek("type") in ("Checkbox", "Radio")
    return (first, last) if fits else None


def _join_exclusive(question: Part, scope: Scope) -> None:
    if (both := joins(question)) is None:
        return
    first, last = both
    name, codes = first.text("id"), tuple(option.text("value") for option in last.each("options"))
    if last.text("id") in scope.symbols and codes:
        one = Ticked(name, codes[0], mark=codes[0])
        scope.symbols[last.text("id")] = one if len(codes) == 1 else Many(name, codes)


def _add(answer: Part, place: int, scope: Scope) -> int:
    """Add an answer and the answers beside its options; return the place after them."""
    name = answer.text("id")
    if why_lost(answer, scope) is None:
        scope.add(name, symbol_of(answer, scope), place)
    else:
        scope.gone.setdefault(name, "which is not kept")
    for option in answer.each("options"):
        detail = option.part("detail_answer")
        if detail.peek("id"):
            place += 1
            scope.add(detail.text("id"), symbol_of(detail, scope), place)
    return place + 1


def symbol_of(answer: Part, scope: Scope) -> Symbol:
    """Return what conditions see of an answer."""
    name, kind = answer.text("id"), answer.peek("type")
    if kind == "Checkbox":
        source = carried_from(answer, scope)
        own = tuple(option.text("value") for option in answer.each("options"))
        return Many(name, (*own, *(source.codes if source else ())))
    return Single(name, numeric=kind in NUMBERS)
