"""Hold the rules, references and variants of a runner schema to what exists and comes before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from surveyapp.formats.ons.faults.index import (
    Index,
    Object,
    blocks_with_places,
    objects,
    questions,
    within,
)

Fault = tuple[str, str, str]
_COMPARED = ("==", "!=", "<", "<=", ">", ">=")
_SETS = ("in", "any-in", "all-in")
_NUMBERS = ("Number", "Currency", "Percentage", "Unit")
_DATES = ("Date", "MonthYearDate", "YearDate")


def faults(index: Index) -> Iterator[Fault]:
    """Yield references to nothing, or to what comes later, rules that compare apples with pears, lone variants."""
    for section in index.sections:
        for group in objects(section, "groups"):
            for block in objects(group, "blocks"):
                place = f"sections.{section['id']}.{block['id']}"
                yield from _of_sources(index, block, place, index.order[str(block["id"])])
                yield from _of_routing(index, section, block, place)
        own = {key: value for key, value in section.items() if key != "groups"}
        yield from _of_sources(index, own, f"sections.{section['id']}", len(index.blocks) + 1)
    for place, part in within(index.document.get("sections"), "sections"):
        yield from _of_rule(index, part, place)
    for place, block in blocks_with_places(index):
        yield from _of_variants(block, place)
        yield from _of_exclusive(block, place)


def _of_sources(index: Index, part: Object, place: str, number: int) -> Iterator[Fault]:
    parameters = {one.get("name") for one in objects(index.document, "metadata")}
    for where, source in within(part, place):
        kind, name = source.get("source"), source.get("identifier")
        if not isinstance(kind, str) or not isinstance(name, str):
            continue
        if kind == "answers" and name not in index.answers:
            yield "unknown-answer", where, f"No answer is called {name[:60]!r}."
        elif kind == "answers" and index.order.get(index.block_of[name], 0) > number:
            yield "forward-reference", where, f"The answer {name!r} is given later."
        elif kind == "metadata" and name not in parameters:
            yield "unknown-metadata", where, f"No metadata is called {name[:60]!r}."
        elif kind == "list" and name not in index.lists:
            yield "unknown-list", where, f"No block fills a list called {name[:60]!r}."
        elif kind == "list" and index.lists[name] > number:
            yield "forward-reference", where, f"The list {name!r} is filled later."
        elif kind in ("calculated_summary", "grand_calculated_summary"):
            yield from _of_total(index, name, kind, where, number)
        elif kind == "progress":
            yield from _of_progress(index, source, where, number)
        if kind == "answers" and source.get("selector") and index.type_of(name) not in ("Address", ""):
            yield "selector", where, f"The answer {name!r} has no parts."


def _of_total(index: Index, name: str, kind: str, where: str, number: int) -> Iterator[Fault]:
    block = index.blocks.get(name, {})
    wanted = "CalculatedSummary" if kind == "calculated_summary" else "GrandCalculatedSummary"
    if block.get("type") != wanted:
        yield "unknown-total", where, f"No {wanted} is called {name[:60]!r}."
    elif index.order[name] > number:
        yield "forward-reference", where, f"The total {name!r} is made later."


def _of_progress(index: Index, source: Object, where: str, number: int) -> Iterator[Fault]:
    name, selector = str(source.get("identifier")), source.get("selector")
    sections = [str(section["id"]) for section in index.sections]
    if selector == "section" and name not in sections:
        yield "unknown-section", where, f"There is no section called {name[:60]!r}."
    if selector == "block":
        if name not in index.order:
            yield "unknown-block", where, f"There is no block called {name[:60]!r}."
            return
        home = next(one for one in index.sections if str(one["id"]) == index.section_of[name])
        here = where.split(".")[1] if "." in where else ""
        if home.get("repeat") and index.section_of[name] != here:
            yield "progress", where, f"The block {name!r} stands in a section that repeats."
        if index.order[name] >= number:
            yield "forward-reference", where, f"The block {name!r} comes later."


def _of_routing(index: Index, section: Object, block: Object, place: str) -> Iterator[Fault]:
    rules = objects(block, "routing_rules")
    if rules and block.get("type") in ("ListCollector", "PrimaryPersonListCollector"):
        yield "routing", place, "Nothing leads elsewhere out of a collector."
    groups = {str(group["id"]) for one in index.sections for group in objects(one, "groups")}
    if rules and "when" in rules[-1]:
        yield "no-default", f"{place}.routing_rules", "The last rule leads on in every other case; it has no condition."
    for at, rule in enumerate(rules):
        where = f"{place}.routing_rules.{at}"
        target = rule.get("block")
        if target is not None and (target not in index.order or index.section_of[target] != str(section["id"])):
            yield "unknown-block", where, f"This section has no block called {str(target)[:60]!r}."
        if (group := rule.get("group")) is not None and group not in groups:
            yield "unknown-group", where, f"There is no group called {str(group)[:60]!r}."
        if "when" not in rule and at < len(rules) - 1:
            yield "unreachable-rule", where, "A rule without a condition stands last."


def _of_rule(index: Index, part: Object, place: str) -> Iterator[Fault]:
    """Yield what is wrong with one operator, if a part is one."""
    if len(part) != 1:
        return
    operator, given = next(iter(part.items()))
    if not isinstance(given, list) or operator not in (*_COMPARED, *_SETS, "count", "date"):
        return
    names = [str(one.get("identifier")) for one in given if _is_answer(one)]
    kinds = [index.type_of(name) for name in names]
    if operator == "count" and any(kind != "Checkbox" for kind in kinds if kind):
        yield "wrong-answer-type", place, "Only the choices of a Checkbox are counted."
    if operator == "date" and any(kind not in _DATES for kind in kinds if kind):
        yield "wrong-answer-type", place, "Only an answer that is a date is taken as one."
    if operator in _COMPARED and len(kinds) == 2 and all(kinds) and _sort(kinds[0]) != _sort(kinds[1]):
        yield "types-differ", place, f"{names[0]} and {names[1]} cannot be compared."
    if operator in _COMPARED and any(isinstance(one, list) for one in given):
        yield "types-differ", place, f"{operator} compares with one value, not with a list."
    if operator in ("==", "!=", *_SETS):
        yield from _of_options(index, names, given, place)


def _is_answer(value: Any) -> bool:
    return isinstance(value, dict) and value.get("source") == "answers"


def _sort(kind: str) -> str:
    return "number" if kind in _NUMBERS else "date" if kind in _DATES else "text"


def _of_options(index: Index, names: list[str], given: list[Any], place: str) -> Iterator[Fault]:
    offered: set[Any] = set()
    for name in names:
        variants = index.answers.get(name, ())
        if any("dynamic_options" in one for one in variants):
            return
        offered |= {str(option.get("value")) for one in variants for option in objects(one, "options")}
    values = [value for one in given for value in (one if isinstance(one, list) else [one])]
    for value in values if offered else ():
        if isinstance(value, str) and value not in offered:
            yield "unknown-option", place, f"No option has the value {value[:60]!r}."


def _of_variants(block: Object, place: str) -> Iterator[Fault]:
    for key in ("question_variants", "content_variants"):
        if len(objects(block, key)) == 1:
            yield "lone-variant", f"{place}.{key}", "Variants are at least two."
    if "question_variants" not in block:
        return
    asked = questions(block)
    if len({str(question.get("id")) for question in asked}) > 1:
        yield "variants-differ", place, "The variants of a question have one id."
    if len({question.get("type") for question in asked} - {"MutuallyExclusive"}) > 1:
        yield "variants-differ", place, "The variants of a question have one type."
    kinds: dict[str, set[str]] = {}
    for question in asked:
        for answer in objects(question, "answers"):
            kinds.setdefault(str(answer.get("id")), set()).add(f"{answer.get('type')} {answer.get('default')}")
    exclusive = any(question.get("type") == "MutuallyExclusive" for question in asked)
    lengths = {len(objects(question, "answers")) for question in asked}
    if (len(lengths) > 1 or len(kinds) != max(lengths, default=0)) and not exclusive:
        yield "variants-differ", place, "The variants of a question ask the same answers."
    for name, found in kinds.items():
        if len(found) > 1:
            yield "variants-differ", f"{place}.{name}", "An answer is of one type, with one default, in all variants."


def _of_exclusive(block: Object, place: str) -> Iterator[Fault]:
    for question in questions(block):
        if question.get("type") != "MutuallyExclusive":
            continue
        asked = objects(question, "answers")
        if any(answer.get("mandatory") for answer in asked):
            yield "exclusive", place, "Answers that exclude each other are not mandatory each by itself."
        if asked and asked[-1].get("type") not in ("Checkbox", "Radio"):
            yield "exclusive", place, "The answer that excludes the others is a Checkbox or a Radio."
